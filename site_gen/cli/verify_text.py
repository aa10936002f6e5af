"""What a verification found, for people and as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import click

from site_gen.actions.verify import Verified
from site_gen.cli.tables import wrapped
from site_gen.cli.terminal import counted, moment, print_json, say, window
from site_gen.messages import joined, listed, m, plural
from site_gen.verify.findings import Level, LiveFinding

_SHOWN: Final = 3
"""Addresses that are named of each finding."""

_LEVELS: Final = {Level.ERROR: m("error"), Level.WARNING: m("warning"), Level.NOTE: m("note")}
_COLORS: Final = {Level.ERROR: "red", Level.WARNING: "yellow", Level.NOTE: "cyan"}


def show(done: Verified, *, as_json: bool) -> None:
    """Print what was found, and say how much was looked at."""
    if as_json:
        print_json(verified_data(done))
        return
    show_findings(done.inspection.findings)
    say(summary(done))


def show_findings(findings: Iterable[LiveFinding]) -> None:
    """Print what was found."""
    width = window()
    for finding in findings:
        first, *others = wrapped(finding_lines(finding), width, hang=2)
        label, _, rest = first.partition(":")
        click.echo(f"{click.style(label, fg=_COLORS[finding.level])}:{rest}")
        for line in others:
            click.echo(line)


def finding_lines(finding: LiveFinding) -> Iterator[str]:
    """Yield what is wrong, at which addresses, and what to do."""
    yield joined(_LEVELS[finding.level], ": ", finding.fault.value, ": ", finding.message)
    yield from (m("  at {place}", place=place) for place in finding.places[:_SHOWN])
    if len(finding.places) > _SHOWN:
        more = len(finding.places) - _SHOWN
        yield plural("  and {count:,} more address", "  and {count:,} more addresses", count=more)
    if finding.hint:
        yield m("  hint: {hint}", hint=finding.hint)


def summary(done: Verified) -> str:
    """Return what was looked at and how many findings there are, in a line."""
    found = done.inspection
    looked = listed(
        counted(number, noun)
        for number, noun in (
            (found.files, "file"), (found.offers, "offer page"), (found.redirects, "redirect"),
            (found.forms, "form address"),
        )
        if number
    )  # fmt: skip
    asked = m(
        "{looked}; {requests}, {unchanged:,} unchanged",
        looked=looked or m("the home page alone"),
        requests=counted(found.requests, "request"),
        unchanged=found.unchanged,
    )
    verdict = verdict_words(found.findings)
    return m(
        "{address} at {moment}: {verdict} ({asked})",
        address=done.address,
        moment=moment(done.now),
        verdict=verdict,
        asked=asked,
    )


def verdict_words(findings: Iterable[LiveFinding]) -> str:
    """Return how many findings there are of each level."""
    levels = [finding.level for finding in findings]
    counts = listed(counted(levels.count(level), str(level)) for level in Level if level in levels)
    return counts or m("all is as it should be")


def verified_data(done: Verified) -> dict[str, Any]:
    """Return the same as plain data; addresses of clients' pages end in an ellipsis."""
    found = done.inspection
    return {
        "address": done.address,
        "now": done.now.isoformat(),
        "good": found.is_good,
        "looked_at": {
            "files": found.files, "offers": found.offers, "redirects": found.redirects, "forms": found.forms,
            "requests": found.requests, "unchanged": found.unchanged,
        },
        "findings": [
            {
                "level": finding.level.value,
                "fault": finding.fault.value,
                "message": finding.message,
                "hint": finding.hint,
                "places": list(finding.places),
            }
            for finding in found.findings
        ],
    }  # fmt: skip
