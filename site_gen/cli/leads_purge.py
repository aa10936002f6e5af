"""site-gen leads purge"""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

import click

from site_gen.cli.leads_options import LeadStoreOptions, place_options, present
from site_gen.cli.options import find_project
from site_gen.cli.terminal import agrees, moment, say
from site_gen.inbox.cleaning import purge_rule
from site_gen.inbox.kept import KEPT, KeptFile
from site_gen.inbox.purging import PurgeRule
from site_gen.inbox.store import Store
from site_gen.messages import m, plural


@click.command(
    "purge",
    short_help="Delete what is older than the site keeps it, or take that back.",
    epilog="Example: site-gen leads purge",
)
@click.option("--undo", is_flag=True, help="Put back what was deleted by age in the last days.")
@click.option("--yes", is_flag=True, help="Don't ask.")
@click.option("--kept", type=click.Path(dir_okay=False, path_type=Path), help="The file for what is deleted.")
@place_options
def purge_command(place: LeadStoreOptions, kept: Path | None, *, undo: bool, yes: bool) -> None:
    """Delete leads that are older than the site keeps them.

    The inbox does so by itself. It asks for this where the clock may be wrong, or where a large share would go at once:
    this command takes the present time for right. What is deleted is kept for some days, for --undo.
    """
    with place.store() as store:
        if store is None:
            return
        file = KeptFile(kept or place.kept_file)
        if undo:
            _put_back(store, file)
            return
        _purge(store, file, place, yes=yes)


def _put_back(store: Store, file: KeptFile) -> None:
    back = store.put_back(file)
    nothing = plural(
        "nothing was deleted by age in the last {count} day",
        "nothing was deleted by age in the last {count} days",
        count=KEPT.days,
    )
    say(plural("{count:,} lead put back", "{count:,} leads put back", count=back) if back else nothing)


def _purge(store: Store, file: KeptFile, place: LeadStoreOptions, *, yes: bool) -> None:
    from site_gen.load import load_site

    retention = timedelta(days=load_site(find_project(place.project)).site.main.legal.retention_days)
    rule = purge_rule(present(), retention, None, is_trusted=True)
    due = {*store.due(rule.before), *store.due(rule.suspect_before, suspect_only=True)}
    if not due:
        text = plural(
            "nothing is due: no lead is older than {count} day on {day}",
            "nothing is due: no lead is older than {count} days on {day}",
            count=retention.days,
            day=f"{rule.now:%Y-%m-%d}",
        )
        say(text)
    elif not (yes or _is_agreed(len(due), rule)):
        say(m("nothing was deleted"))
        return
    purged = store.purge(PurgeRule(rule.now, rule.before, rule.suspect_before, is_trusted=True, is_ordered=True), file)
    if purged.deleted:
        text = plural(
            "{count:,} lead deleted; for {days} days --undo puts them back ({file})",
            "{count:,} leads deleted; for {days} days --undo puts them back ({file})",
            count=purged.deleted,
            days=KEPT.days,
            file=file.path,
        )
        say(text)


def _is_agreed(count: int, rule: PurgeRule) -> bool:
    """Ask whether the clock is right. Raises a usage error if nobody can answer."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise click.UsageError(m("add --yes: there is no terminal to ask on"))
    say(m("This machine's clock says {moment}.", moment=moment(rule.now)))
    question = plural(
        "Is that right, and {count:,} lead to be deleted?",
        "Is that right, and {count:,} leads to be deleted?",
        count=count,
    )
    return agrees(question, default=False)
