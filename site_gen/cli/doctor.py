"""site-gen doctor"""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Final

import click

from site_gen import __version__
from site_gen.actions.doctor import Finding, State, Surroundings, can_build, examine
from site_gen.cli.language import in_words
from site_gen.cli.options import cache_folder, find_project, project_option
from site_gen.cli.terminal import print_json
from site_gen.inert import inert_line
from site_gen.messages import listed, m

WIDTH: Final = 80
_MARKS: Final = {State.FINE: m("ok"), State.NOTE: m("note"), State.BROKEN: m("BAD")}
_COLOURS: Final = {State.FINE: "green", State.NOTE: "yellow", State.BROKEN: "red"}
_LEAST_NAME: Final = 13
"""Columns that the name of a thing has at least."""


@click.command("doctor", epilog="Example: site-gen doctor > doctor.txt   (to go with a bug report)")
@project_option
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def command(project: Path | None, *, as_json: bool) -> None:
    """Say whether a build can work on this machine, in words to paste into a bug report.

    Versions, folders, fonts, letters, time zones, the clock, what each extra brings, and the programs that deploys
    call. Nothing secret is told, and your own folder is ~. Exit code 1 if something is broken, with a hint for each.
    """
    findings = examine(_surroundings(project))
    works = can_build(findings)
    if as_json:
        rows = [
            {"group": each.group, "name": each.name, "state": each.state, "value": each.value, "hint": each.hint}
            for each in findings
        ]
        print_json({"version": __version__, "can_build": works, "findings": rows})
    else:
        for line in lines(findings):
            click.echo(line)
    if not works:
        sys.exit(1)


def _surroundings(given: Path | None) -> Surroundings:
    try:
        project = find_project(given)
    except click.UsageError:
        if given is not None:
            raise
        project = None
    here = Path.cwd()
    return Surroundings(
        environment=os.environ,
        now=datetime.now().astimezone(),  # noqa: TID251  # the clock itself is looked at
        here=here,
        home=Path.home(),
        cache=cache_folder(project or here),
        output_encoding=sys.stdout.encoding or "ascii",
        project=project,
    )


def lines(findings: tuple[Finding, ...]) -> Iterator[str]:
    """Yield the report: groups, a line for each thing with what to do below it, and what is to be said of the whole."""
    marks = max(len(in_words(mark)) for mark in _MARKS.values())
    names = max((len(in_words(finding.name)) for finding in findings), default=0)
    for group, rows in groupby(findings, lambda finding: finding.group):
        yield click.style(in_words(group), bold=True)
        for row in rows:
            yield from _row(row, marks, max(names, _LEAST_NAME))
    broken = [finding for finding in findings if finding.state is State.BROKEN]
    yield ""
    if broken:
        said = listed(dict.fromkeys(finding.name for finding in broken))
        yield click.style(in_words(m("A build can't work here before this is mended: {names}.", names=said)), fg="red")
    else:
        yield in_words(m("A build can work here."))


def _row(row: Finding, marks: int, names: int) -> Iterator[str]:
    indent = " " * (5 + marks + names)
    said = textwrap.wrap(
        inert_line(in_words(row.value)), WIDTH - len(indent), break_on_hyphens=False, break_long_words=False
    )
    mark = click.style(in_words(_MARKS[row.state]).ljust(marks), fg=_COLOURS[row.state])
    yield f"  {mark}  {in_words(row.name).ljust(names)} {said[0] if said else ''}".rstrip()
    for line in said[1:]:
        yield f"{indent}{line}"
    if row.hint:
        for line in textwrap.wrap(
            f"→ {inert_line(in_words(row.hint))}", WIDTH - len(indent), subsequent_indent="  ", break_on_hyphens=False,
            break_long_words=False,
        ):  # fmt: skip
            yield f"{indent}{line}"
