"""site-gen build"""

from __future__ import annotations

import os
import time
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import click

from site_gen.builder.record import BuildRecord
from site_gen.builder.report import Answer, Report
from site_gen.builder.request import BuildRequest
from site_gen.cli.options import (
    cache_folder,
    find_project,
    now_option,
    resolve_database,
    resolve_now,
)
from site_gen.cli.problem_list import problem_data, show_build_warnings
from site_gen.cli.progress import building
from site_gen.cli.projects import ForSeveral, projects_options
from site_gen.cli.terminal import counted, moment, print_json, say
from site_gen.messages import listed, m
from site_gen.problems import WorldError
from site_gen.processes import available_cores


@click.command(
    "build",
    cls=ForSeveral,
    epilog="Example: site-gen build --now 2026-11-30T18:00 --output /tmp/closed   (the site after that deadline)",
)
@projects_options
@now_option
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), help="Where to (default: output/).")
@click.option("--clean", is_flag=True, help="Make everything anew, without what is kept from earlier builds.")
@click.option("--drafts", is_flag=True, help="Also what is a draft or scheduled. Not for publishing.")
@click.option("--strict", is_flag=True, help="Take warnings for errors.")
@click.option("--private", is_flag=True, help="Make files that only you may read (default: everyone, as servers must).")
@click.option("--all", "in_full", is_flag=True, help="Print every problem, where many of a kind are summed up.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON document on standard output.")
def command(project: Path | None, now: str | None, output: Path | None, jobs: int | None, **flags: bool) -> None:
    """Make the site in output/ from the project's files.

    Files whose content is the same are not touched, those of an earlier build that are not needed any more are
    removed, and files that no build made stay. What 'site-gen check' finds is said here too; with an error nothing is
    written.
    """
    folder = find_project(project)
    request = BuildRequest(
        project=folder,
        output=output.absolute() if output else folder / "output",
        now=resolve_now(now, folder),
        jobs=jobs or available_cores(),
        cache=cache_folder(folder),
        clean=flags["clean"],
        drafts=flags["drafts"],
        strict=flags["strict"],
        private=flags["private"],
        secrets=os.environ,
        inspected=True,
    )
    record = request.record()
    report = _build(request, record)
    show_build_warnings(report.warnings, in_full=flags["in_full"])
    if not request.drafts and not say_answered(report.answers, folder):
        record.forget()  # the next build tries again
    if flags["as_json"]:
        print_json(report_data(report))
    else:
        _show(report, drafts=request.drafts)


def _build(request: BuildRequest, record: BuildRecord) -> Report:
    started = time.monotonic()
    report = record.report(request.now, request.secrets)
    if report is not None:
        return replace(report, seconds=time.monotonic() - started)
    from site_gen.actions.check import inspected_build

    with building() as listener:
        return inspected_build(request, listener, record)


def say_answered(answers: Collection[Answer], folder: Path) -> bool:
    """Mark the leads whose audit or proposal is in the built site, and say so; return whether that could be done. A
    broken database stops no build."""
    if not answers:
        return True
    from site_gen.actions.answered import mark_answered
    from site_gen.cli.leads_options import present
    from site_gen.cli.leads_text import one_line

    try:
        for done in mark_answered(answers, resolve_database(None, folder), present()):
            say(f"{one_line(done.lead)}: {done.lead.status} → {done.status} ({done.file})")
    except WorldError as error:
        say(m("no lead was marked as audited or proposed: {error}", error=error), fg="yellow")
        return False
    return True


def report_data(report: Report) -> dict[str, object]:
    """Return the report as plain data; instants as ISO 8601 text."""
    return {
        "output": str(report.output),
        "pages": report.pages,
        "written": report.written,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "changes_at": report.changes_at.isoformat() if report.changes_at else None,
        "seconds": round(report.seconds, 3),
        "left_out": list(report.left_out),
        "errors": [],
        "warnings": [problem_data(problem) for problem in report.warnings],
    }


def _show(report: Report, *, drafts: bool) -> None:
    if report.left_out:
        say(m("left out: {left_out}", left_out=listed(report.left_out)))
    if drafts:
        say(m("drafts and scheduled things are in: don't publish this"), fg="yellow")
    removed = m(", {removed:,} removed", removed=report.removed) if report.removed else ""
    say(
        m(
            "{counted}: {counted_2} written, {unchanged:,} unchanged{removed}, in {seconds} s",
            counted=counted(report.pages, "page"),
            counted_2=counted(report.written, "file"),
            unchanged=report.unchanged,
            removed=removed,
            seconds=f"{report.seconds:.2f}",
        )
    )
    if report.changes_at:
        say(m("next change: {moment}; build again then", moment=moment(report.changes_at)))
