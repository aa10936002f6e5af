"""site-gen funnel"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from site_gen.actions.files import writing
from site_gen.actions.funnel import FunnelReport, funnel_report
from site_gen.actions.funnel_drawing import FunnelDrawing
from site_gen.actions.funnel_svg import funnel_svg
from site_gen.cli.funnel_text import funnel_lines
from site_gen.cli.language import spoken
from site_gen.cli.options import find_project, now_option, project_option, resolve_now
from site_gen.cli.problem_list import problem_data, show_problems
from site_gen.cli.terminal import print_json, say
from site_gen.messages import m
from site_gen.model.funnel import leads_to_an_answer
from site_gen.problems import Severity


@click.command("funnel", epilog="Example: site-gen funnel --svg funnel.svg   (--svg - writes it to standard output)")
@project_option
@now_option
@click.option("--svg", metavar="FILE", help="Write the drawing as SVG into a file, '-' for standard output.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on standard output.")
def command(project: Path | None, now: str | None, svg: str | None, *, as_json: bool) -> None:
    """Draw the two-step funnel, and find where it breaks within a year.

    From the visitor to the first step, the form, the page of thanks, the second step, the proposal and the yes; with
    every instant of the coming year at which an offer of it opens or closes. A first step that leads to nothing, or
    to an offer that is closed at any of these instants, is named with its file and line, and the exit code is 1 where
    that is so now.
    """
    if svg is not None and as_json:
        raise click.UsageError(m("--svg and --json don't go together"))
    folder = find_project(project)
    report = funnel_report(folder, resolve_now(now, folder))
    if as_json:
        print_json(funnel_data(report))
    else:
        _draw(report.drawing.said(spoken()), svg)
        show_problems(report.problems)
    if any(problem.severity is Severity.ERROR for problem in report.problems):
        sys.exit(1)


def _draw(drawing: FunnelDrawing, svg: str | None) -> None:
    if svg is None:
        for line in funnel_lines(drawing, sys.stdout.encoding or "ascii"):
            click.echo(line)
    elif svg == "-":
        click.echo(funnel_svg(drawing).encode(), nl=False)
    else:
        path = Path(svg)
        with writing(path):
            path.write_text(funnel_svg(drawing), encoding="utf-8", newline="\n")
        say(m("{path} written", path=path))


def funnel_data(report: FunnelReport) -> dict[str, Any]:
    """Return the funnel as plain data; instants as ISO 8601 text in the site's zone."""
    site, found = report.site, report.funnel
    zone, now = site.main.zone, found.now
    return {
        "now": now.astimezone(zone).isoformat(),
        "groups": [
            {
                "first_steps": [
                    {
                        "name": first.slug,
                        "file": first.file,
                        "state": first.original.window.state(now).value,
                        "answer": leads_to_an_answer(first, site),
                    }
                    for first in group.firsts
                ],
                "second_step": group.second
                and {
                    "name": group.second.slug,
                    "file": group.second.file,
                    "state": "draft" if group.second.original.draft else group.second.original.window.state(now).value,
                },
            }
            for group in found.groups
        ],
        "changes": [
            {
                "at": change.at.astimezone(zone).isoformat(),
                "offer": change.slug,
                "change": change.kind.value,
            }
            for change in found.changes
        ],
        "problems": [problem_data(problem) for problem in report.problems],
    }
