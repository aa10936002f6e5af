"""site-gen build"""

from __future__ import annotations

import os
from pathlib import Path

import click

from site_gen.builder.pipeline import BuildListener, BuildRequest, Report, build
from site_gen.cli.options import cache_folder, find_project, now_option, project_option, resolve_database, resolve_now
from site_gen.cli.terminal import counted, moment, print_json, progress_bar, say, show_problems
from site_gen.model.site import Site
from site_gen.problems import WorldError
from site_gen.processes import available_cores


@click.command(
    "build",
    epilog="Example: site-gen build --now 2026-11-30T18:00 --output /tmp/closed   (the site after that deadline)",
)
@project_option
@now_option
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), help="Where to (default: output/).")
@click.option("--jobs", type=click.IntRange(1, 256), help="How many processes (default: one for each core).")
@click.option("--clean", is_flag=True, help="Make everything anew, without what is kept from earlier builds.")
@click.option("--drafts", is_flag=True, help="Also what is a draft or scheduled. Not for publishing.")
@click.option("--strict", is_flag=True, help="Take warnings for errors.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON document on standard output.")
def command(  # one parameter an option
    project: Path | None,
    now: str | None,
    output: Path | None,
    jobs: int | None,
    *,
    clean: bool,
    drafts: bool,
    strict: bool,
    as_json: bool,
) -> None:
    """Make the site in output/ from the project's files.

    Files whose content is the same are not touched, those of an earlier build that are not needed any more are
    removed, and files that no build made stay. With an error in any file nothing is written.
    """
    folder = find_project(project)
    request = BuildRequest(
        project=folder,
        output=output.absolute() if output else folder / "output",
        now=resolve_now(now, folder),
        jobs=jobs or available_cores(),
        cache=cache_folder(folder),
        clean=clean,
        drafts=drafts,
        strict=strict,
        secrets=os.environ,
    )
    with progress_bar() as bar:
        waiting = lambda holder: say(f"waiting for another build ({holder}) to end …")  # noqa: E731
        report = build(request, BuildListener(bar, waiting) if bar else BuildListener(waiting=waiting))
    show_problems(report.warnings)
    if not drafts:
        say_answered(report.site, folder)
    if as_json:
        print_json(report_data(report))
    else:
        _show(report, drafts=drafts)


def say_answered(site: Site, folder: Path) -> None:
    """Mark the leads whose audit or proposal is in the built site, and say so. A broken database stops no build."""
    leads = [*(audit.original.lead for audit in site.audits), *(made.original.lead for made in site.proposals)]
    if not any(leads):
        return
    from site_gen.actions.answered import mark_answered
    from site_gen.cli.leads_options import present
    from site_gen.cli.leads_text import one_line

    try:
        for done in mark_answered(site, resolve_database(None, folder), present()):
            say(f"{one_line(done.lead)}: {done.lead.status} → {done.status} ({done.file})")
    except WorldError as error:
        say(f"no lead was marked as audited or proposed: {error}", fg="yellow")


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
        "warnings": [
            {
                "file": p.location.file,
                "line": p.location.line,
                "column": p.location.column,
                "message": p.message,
                "hint": p.hint,
            }
            for p in report.warnings
        ],
    }


def _show(report: Report, *, drafts: bool) -> None:
    if report.left_out:
        say(f"left out: {', '.join(report.left_out)}")
    if drafts:
        say("drafts and scheduled things are in: don't publish this", fg="yellow")
    removed = f", {report.removed:,} removed" if report.removed else ""
    say(
        f"{counted(report.pages, 'page')}: {counted(report.written, 'file')} written, {report.unchanged:,} unchanged"
        f"{removed}, in {report.seconds:.2f} s"
    )
    if report.changes_at:
        say(f"next change: {moment(report.changes_at)}; build again then")
