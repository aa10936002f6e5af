"""site-gen leads"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import Final

import click

from site_gen.cli.language import in_words
from site_gen.cli.leads_files import export_command, import_command
from site_gen.cli.leads_options import (
    LeadFilterOptions,
    LeadStoreOptions,
    choice_options,
    find_chosen,
    known_leads,
    place_options,
    present,
    read_since,
    show,
)
from site_gen.cli.leads_purge import purge_command
from site_gen.cli.leads_text import backup_line, conversion_lines, list_lines, one_line, show_lines
from site_gen.cli.options import Number
from site_gen.cli.terminal import agrees, print_json, say, window
from site_gen.inbox.conversions import GROUPS, conversions, total
from site_gen.inbox.erased import ErasedFile, marks_of_rows
from site_gen.inbox.kept import KeptFile
from site_gen.inbox.query import Wanted, find_leads, lead_data, whole_data
from site_gen.inbox.records import Kind, Lead, LeadFilter, Status
from site_gen.inbox.store import Store
from site_gen.messages import m, plural
from site_gen.nearest import nearest

SCREENFUL: Final = 50
"""How many leads are listed on a terminal without --limit."""

SUSPECT_HEADING: Final = m("Perhaps sent by machines: no notice was sent; kept 30 days unless marked")


class _Leads(click.Group):
    """Runs `list` if no command is given, or only its options."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0].startswith("-") and args[0] not in ctx.help_option_names):
            args = ["list", *args]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands:
            hint = nearest(args[0], self.commands) or m("see site-gen leads --help")
            ctx.fail(m("there is no command '{name}': {hint}", name=args[0], hint=hint))
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click calls it so
        return list(self.commands)


@click.command(
    "leads",
    cls=_Leads,
    epilog="Example: site-gen leads --status new --since 7d",
)
def command() -> None:
    """See who asked: list, show, export, mark and delete the inbox's leads; conversions.

    Without a command it lists them, the newest first; the options of `list` can follow at once.
    """


@command.command(
    "list",
    short_help="List leads, the newest first; chosen by options.",
    epilog="Example: site-gen leads list --network instagram --since 30d --limit 10",
)
@choice_options
@click.option("--limit", type=Number(0), help=f"At most so many; 0 for all (on a terminal {SCREENFUL}).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on standard output.")
@place_options
def list_(place: LeadStoreOptions, choice: LeadFilterOptions, limit: int | None, *, as_json: bool) -> None:
    """List leads, the newest first."""
    zone, width = place.zone, window()
    if limit is None:
        limit = 0 if as_json or width is None else SCREENFUL
    found: list[Lead] = []
    backup = ""
    with place.store() as store:
        if store is not None:
            found = find_chosen(store, choice.wanted(zone))
            if width is not None and store.is_file and not as_json:
                backup = backup_line(store.last_backup(), present())
    shown = found[:limit] if limit else found
    if as_json:
        print_json([lead_data(lead) for lead in shown])
    elif shown:
        show(_tables(shown, zone, width))
        if len(shown) < len(found):
            say(
                plural(
                    "{shown:,} of {count:,} lead; --limit 0 for all",
                    "{shown:,} of {count:,} leads; --limit 0 for all",
                    count=len(found),
                    shown=len(shown),
                ),
                dim=True,
            )
    if backup:
        say(backup, dim=True)


def _tables(leads: list[Lead], zone: tzinfo, width: int | None) -> Iterator[str]:
    """Yield the leads of people, then those that a machine may have sent: in a table of their own on a terminal."""
    people, suspect = [lead for lead in leads if not lead.suspect], [lead for lead in leads if lead.suspect]
    if width is None:
        yield from list_lines([*people, *suspect], zone, width)
        return
    if people:
        yield from list_lines(people, zone, width)
    if suspect:
        yield from ("",) if people else ()
        yield click.style(in_words(SUSPECT_HEADING), fg="yellow")
        yield from list_lines(suspect, zone, width)


@command.command("show", short_help="Show everything about one.", epilog="Example: site-gen leads show hk4n82pq")
@click.argument("lead_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on standard output.")
@place_options
def show_(lead_id: str, place: LeadStoreOptions, *, as_json: bool) -> None:
    """Show everything about a lead: answers, consent, where they came from, how far they came, notices."""
    with place.store() as store:
        [lead] = known_leads(store, [lead_id])
        assert store is not None  # noqa: S101  # otherwise there would be no lead
        events, notices = store.events(lead.id), store.deliveries(lead.id)
    if as_json:
        print_json(whole_data(lead, events, notices))
    else:
        show(show_lines(lead, events, notices, place.zone, window()))


@command.command(
    "mark",
    short_help="Set how far one has come.",
    epilog="Example: site-gen leads mark hk4n82pq won --note 'three months from January'",
)
@click.argument("lead_id", metavar="ID")
@click.argument("status", type=click.Choice([status.value for status in Status]))
@click.option("--note", default="", help="A line to remember with it.")
@place_options
def mark(lead_id: str, status: str, place: LeadStoreOptions, note: str) -> None:
    """Set how far a lead has come: new, audited, proposed, won or lost."""
    with place.store() as store:
        [lead] = known_leads(store, [lead_id])
        assert store is not None  # noqa: S101
        if lead.status == status and not note:
            say(m("{lead} is {status} already", lead=one_line(lead), status=status))
            return
        store.mark(lead.id, Status(status), present(), note)
    say(f"{one_line(lead)}: {lead.status} → {status}")


@command.command(
    "delete",
    short_help="Delete leads for good, also all of a person.",
    epilog="Example: site-gen leads delete --email nuria@cafe.example",
)
@click.argument("ids", metavar="[ID]...", nargs=-1)
@click.option("--email", metavar="ADDRESS", help="All of one person, who wishes to be forgotten.")
@click.option("--yes", is_flag=True, help="Don't ask.")
@place_options
def delete(ids: tuple[str, ...], place: LeadStoreOptions, email: str | None, *, yes: bool) -> None:
    """Delete leads for good, with their history, their notices and the proposals they accepted.

    What has left the database stays where it is: notices in mailboxes and chats, exports, backups. A backup that is put
    back, and an import, leave out what was deleted here: a list of hashes beside the database remembers it.
    """
    if bool(ids) == bool(email):
        raise click.UsageError(m("name leads by their ids, or a person by --email"))
    with place.store() as store:
        kept, erased = KeptFile(place.kept_file), ErasedFile(place.erased_file)
        erased.add(marks_of_rows(kept.of_person(email, ids)))
        forgotten = kept.forget(email, ids)
        if forgotten:
            say(
                plural(
                    "{count:,} lead deleted by age before, and now from {file} too",
                    "{count:,} leads deleted by age before, and now from {file} too",
                    count=forgotten,
                    file=place.kept_file,
                )
            )
        chosen = find_leads(store, Wanted(email=email)) if store and email else _still_there(store, ids, forgotten)
        if store is None or not chosen:
            nothing = m("no lead is of that address; nothing was deleted")
            say(m("there is no other") if forgotten else nothing)
            return
        if not (yes or _is_agreed(_with_accepted(store, chosen), place)):
            say(m("nothing was deleted"))
            return
        deleted = store.delete([lead.id for lead in chosen], erased)
    say(
        plural(
            "{count:,} lead deleted; notices in mailboxes and chats, exports and backups are yours to clear",
            "{count:,} leads deleted; notices in mailboxes and chats, exports and backups are yours to clear",
            count=deleted,
        )
    )


def _still_there(store: Store | None, ids: Sequence[str], forgotten: int) -> list[Lead]:
    """Return the leads with these ids; a usage error names unknown ones, unless they were just forgotten."""
    return known_leads(store, [id_ for id_ in ids if not forgotten or (store and store.lead(id_.strip().lower()))])


def _with_accepted(store: Store, chosen: list[Lead]) -> list[Lead]:
    """Return the leads and their acceptances, which are deleted with them."""
    accepted = [lead for one in chosen for lead in store.leads(LeadFilter(about=one.id))]
    return list({lead.id: lead for lead in [*chosen, *accepted]}.values())


def _is_agreed(leads: list[Lead], place: LeadStoreOptions) -> bool:
    """Ask whether to delete these leads. Raises a usage error if nobody can answer."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise click.UsageError(m("add --yes: there is no terminal to ask on"))
    for line in list_lines(leads, place.zone, window() or 80):
        say(line)
    question = plural("Delete it for good?", "Delete these {count} for good?", count=len(leads))
    return agrees(question, default=False)


@command.command(
    "conversions",
    short_help="Count how far leads came, by campaign, network or form.",
    epilog="Example: site-gen leads conversions --by network --since 90d",
)
@click.option(
    "--by", type=click.Choice(list(GROUPS)), default="campaign", show_default=True, help="What to tell them apart by."
)
@click.option("--since", metavar="WHEN", help="Those received since 2026-11-01, 2026-11-01T09:00 or 30d ago.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on standard output.")
@place_options
def conversions_(place: LeadStoreOptions, by: str, since: str | None, *, as_json: bool) -> None:
    """Count how far leads came: sent, audited, proposed, won.

    Each number counts those who came further too, a lost lead as far as it was; the share is of those sent. Leads
    that a machine seems to have sent count once you have taken them further; tries from preview never do.
    """
    rows = []
    wanted = Wanted(since=read_since(since, place.zone) if since else None)
    with place.store() as store:
        if store is not None:
            leads = find_chosen(store, wanted)
            rows = conversions(leads, store.histories([lead.id for lead in leads]), by)
            _say_tries(leads)
    if as_json:
        print_json({"by": by, "rows": [row.data() for row in rows], "total": total(rows).data()})
    elif rows:
        show(conversion_lines(rows, by, window()))


def _say_tries(leads: list[Lead]) -> None:
    tries = sum(lead.kind is Kind.TRY for lead in leads)
    if tries:
        text = plural("{count:,} try from preview not counted", "{count:,} tries from preview not counted", count=tries)
        say(text, dim=True)


command.add_command(export_command)
command.add_command(import_command)
command.add_command(purge_command)
