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
from site_gen.cli.options import cache_folder, find_project, project_option
from site_gen.cli.terminal import print_json
from site_gen.inert import inert_line

WIDTH: Final = 80
_MARKS: Final = {State.FINE: "ok  ", State.NOTE: "note", State.BROKEN: "BAD "}
_COLOURS: Final = {State.FINE: "green", State.NOTE: "yellow", State.BROKEN: "red"}
_NAME: Final = 13


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
    for group, rows in groupby(findings, lambda finding: finding.group):
        yield click.style(group, bold=True)
        for row in rows:
            yield from _row(row)
    broken = [finding for finding in findings if finding.state is State.BROKEN]
    yield ""
    if broken:
        names = ", ".join(dict.fromkeys(finding.name for finding in broken))
        yield click.style(f"A build can't work here before this is mended: {names}.", fg="red")
    else:
        yield "A build can work here."


def _row(row: Finding) -> Iterator[str]:
    indent = " " * (9 + _NAME)
    said = textwrap.wrap(inert_line(row.value), WIDTH - len(indent), break_on_hyphens=False, break_long_words=False)
    mark = click.style(_MARKS[row.state], fg=_COLOURS[row.state])
    yield f"  {mark}  {row.name:<{_NAME}} {said[0] if said else ''}".rstrip()
    for line in said[1:]:
        yield f"{indent}{line}"
    if row.hint:
        for line in textwrap.wrap(
            f"→ {inert_line(row.hint)}", WIDTH - len(indent), subsequent_indent="  ", break_on_hyphens=False,
            break_long_words=False,
        ):  # fmt: skip
            yield f"{indent}{line}"
