"""What a verification found, for people and as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import click

from site_gen.actions.verify import Verified
from site_gen.cli.tables import wrapped
from site_gen.cli.terminal import counted, moment, print_json, say, window
from site_gen.verify.findings import Level, LiveFinding

_SHOWN: Final = 3
"""Addresses that are named of each finding."""

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
    yield f"{finding.level}: {finding.fault}: {finding.message}"
    yield from (f"  at {place}" for place in finding.places[:_SHOWN])
    if len(finding.places) > _SHOWN:
        yield f"  and {counted(len(finding.places) - _SHOWN, 'more address').replace('addresss', 'addresses')}"
    if finding.hint:
        yield f"  hint: {finding.hint}"


def summary(done: Verified) -> str:
    """Return what was looked at and how many findings there are, in a line."""
    found = done.inspection
    looked = ", ".join(
        counted(number, noun)
        for number, noun in (
            (found.files, "file"), (found.offers, "offer page"), (found.redirects, "redirect"),
            (found.forms, "form address"),
        )
        if number
    ).replace("addresss", "addresses")  # fmt: skip
    levels = [finding.level for finding in found.findings]
    counts = [counted(levels.count(level), str(level)) for level in Level if level in levels]
    asked = f"{looked or 'the home page alone'}; {counted(found.requests, 'request')}, {found.unchanged:,} unchanged"
    verdict = ", ".join(counts) or "all is as it should be"
    return f"{done.address} at {moment(done.now)}: {verdict} ({asked})"


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
