"""site-gen schedule"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from site_gen.actions.errors import AlreadyThereError
from site_gen.cli.language import in_words
from site_gen.cli.options import find_project, now_option, project_option, resolve_now
from site_gen.cli.refusals import as_usage_errors
from site_gen.cli.terminal import print_json, say, tell
from site_gen.messages import joined, m

if TYPE_CHECKING:
    from site_gen.actions.schedule import Written

PROGRAM: Final = ("-P", "-m", "site_gen")
"""Behind the name of Python: what runs this program from any folder, whatever modules lie there."""


@click.command(
    "schedule", epilog="Example: site-gen schedule github --write   (.github/workflows/site.yml, to be committed)"
)
@click.argument("kind", required=False)
@click.option("--target", metavar="NAME", help="One of the targets in site.yaml (default: the first).")
@click.option("--write", "do_write", is_flag=True, help="Put the files into the project instead of printing them.")
@click.option("--replace", is_flag=True, help="With --write: write over files that are not ours, or were changed.")
@project_option
@now_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on standard output.")
def command(
    kind: str | None,
    target: str | None,
    project: Path | None,
    now: str | None,
    *,
    do_write: bool,
    replace: bool,
    as_json: bool,
) -> None:
    """Write what deploys at the right moments: for GitHub, GitLab, Codeberg, cron, systemd, Windows, macOS.

    KIND is github, gitlab, codeberg, cron, systemd, windows or launchd; without it, they are listed. The moments are
    those at which an offer opens or closes, an article appears or a proposal expires. Hosts run such things late, by
    minutes and at times by an hour; an open offer closes itself in the page meanwhile.
    """
    if replace and not do_write:
        raise click.UsageError(m("--replace goes with --write"))
    if kind is None:
        if do_write or target is not None:
            raise click.UsageError(m("say which KIND; 'site-gen schedule' lists them"))
        _list(as_json=as_json)
        return
    from site_gen.actions.schedule import make_schedule, write_schedule

    folder = find_project(project)
    with as_usage_errors():
        made = make_schedule(folder, kind, target, resolve_now(now, folder), (sys.executable, *PROGRAM))
    if do_write:
        try:
            made = write_schedule(folder, made, replace=replace)
        except AlreadyThereError as error:
            raise click.UsageError(
                m(
                    "{files} is not of site-gen schedule, or was changed since; nothing was written. Print it "
                    "without --write and take over what you need, or write over it with --replace",
                    files=", ".join(error.files),
                )
            ) from error
    if as_json:
        print_json(_data(made))
    elif do_write:
        _say_what_was_written(made)
    else:
        _print(made)


def _list(*, as_json: bool) -> None:
    from site_gen.actions.schedules import SCHEDULERS

    if as_json:
        print_json([{"kind": kind, "about": row.about} for kind, row in SCHEDULERS.items()])
        return
    width = max(map(len, SCHEDULERS))
    for kind, row in SCHEDULERS.items():
        tell(joined(f"{kind:{width}}  ", row.about))
    say(m("'site-gen schedule KIND' prints it, with --write it is put into the project"))


def _print(made: Written) -> None:
    """Print the files: one as it is, several each below its name."""
    for file in made.files:
        if len(made.files) > 1:
            click.echo(f"# ----- {file.path}")
        click.echo(file.text, nl=False)


def _say_what_was_written(made: Written) -> None:
    for file in made.files:
        click.echo(file.path)
    say(m("written; next:") if made.changed else m("it was so already; what to do with it:"))
    for step in made.steps:
        for line in in_words(step).split("\n"):
            say(f"  {line}")


def _data(made: Written) -> dict[str, object]:
    schedule = made.schedule
    return {
        "kind": schedule.kind,
        "target": schedule.target,
        "files": [{"path": file.path, "text": file.text, "written": file.path in made.changed} for file in made.files],
        "moments": [
            {"at": moment.at.isoformat(), "utc": moment.utc.isoformat(), "why": moment.why}
            for moment in schedule.moments
        ],
        "later": len(schedule.later),
        "secrets": list(schedule.variables),
        "steps": list(made.steps),
    }
