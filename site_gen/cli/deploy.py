"""site-gen deploy"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from site_gen.cli.options import Number, find_project, now_option, resolve_now
from site_gen.cli.projects import ForSeveral, projects_options
from site_gen.cli.terminal import say
from site_gen.deploy.due import is_due
from site_gen.messages import m


@click.command(
    "deploy",
    cls=ForSeveral,
    epilog="Example: site-gen deploy --dry-run   (builds, compares, and says what would be sent and removed)",
)
@click.argument("target", required=False)
@projects_options
@now_option
@click.option("--dry-run", is_flag=True, help="Say what would be done; nothing is changed at the place.")
@click.option(
    "--max-deletes", type=Number(0), metavar="N", help="How many files may be removed (20, or a tenth of all)."
)
@click.option("--yes", is_flag=True, help="Do what was refused and named: replace files of others, reopen an offer.")
@click.option("--placeholders", is_flag=True, help="Publish what a new project came with, as it is.")
@click.option("--full", is_flag=True, help="List all files at the place, rather than believe its manifest.")
@click.option("--if-due", is_flag=True, help="Only where sources changed, or an offer opened or closed, since.")
@click.option("--quiet", is_flag=True, help="With --if-due: say nothing where nothing is due.")
@click.option("--verify", is_flag=True, help="Ask the live site afterwards whether the public gets what was sent.")
@click.option("--history", is_flag=True, help="List the releases that are kept.")
@click.option(
    "--rollback", is_flag=False, flag_value="", metavar="[RELEASE]", help="Bring back a release (the one before)."
)
@click.option("--unlock", is_flag=True, help="Take away the lock that a killed deploy left.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on standard output.")
def command(  # noqa: PLR0913  # one parameter an option
    target: str | None,
    project: Path | None,
    jobs: int | None,
    now: str | None,
    rollback: str | None,
    max_deletes: int | None,
    *,
    dry_run: bool,
    yes: bool,
    placeholders: bool,
    full: bool,
    if_due: bool,
    quiet: bool,
    verify: bool,
    history: bool,
    unlock: bool,
    as_json: bool,
) -> None:
    """Put the site online: compare, send what is new, remove what is over; or take a release back.

    TARGET is one of those in site.yaml (the first where none is named). Only files that an earlier deploy put there are
    replaced or removed. What goes online at the first target is recorded in offers/ledger.jsonl.
    """
    if sum((rollback is not None, history, unlock, if_due)) > 1:
        raise click.UsageError(m("--rollback, --history, --unlock and --if-due don't go together"))
    if quiet and not if_due:
        raise click.UsageError(m("--quiet goes with --if-due"))
    folder = find_project(project)
    clock = datetime.now(UTC).replace(microsecond=0)  # noqa: TID251  # when it goes online, whatever instant it shows
    instant = resolve_now(now, folder)
    if verify and (dry_run or history or unlock or rollback is not None):
        raise click.UsageError(m("--verify goes with a deploy that puts something online"))
    if if_due and not is_due(folder, target, instant):
        if as_json:
            click.echo('{"due": false}')
        elif not quiet:
            say(m("nothing to do: no source changed, and nothing opened or closed"))
        return
    from site_gen.cli import deploying  # everything else takes longer to import than that took

    if history:
        deploying.show_history(folder, target, as_json=as_json)
    elif unlock:
        deploying.unlock(folder, target, clock, as_json=as_json)
    else:
        if sys.stdin.isatty() and sys.stderr.isatty() and not as_json:
            from site_gen.cli.deploy_questions import ask_for_target

            ask_for_target(folder, go_on=dry_run)
        wanted = deploying.Wanted(
            folder,
            target,
            instant,
            clock,
            max_deletes,
            jobs,
            yes=yes,
            placeholders=placeholders,
            dry_run=dry_run,
            full=full,
            verify=verify,
        )
        deploying.run(wanted, rollback, as_json=as_json)
