"""Leads as lines for a terminal or a pipe. Strangers' text is made harmless."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from types import MappingProxyType
from typing import Final

import click
from rich.text import Text

from site_gen.cli.language import in_words
from site_gen.cli.tables import cell, fixed, flexible, shortened, styled, table_lines, wrapped
from site_gen.cli.terminal import moment
from site_gen.inbox.conversions import Conversion, reached, total
from site_gen.inbox.lead_origin import NO_CAMPAIGN, campaign_of, network_of
from site_gen.inbox.marking import STAGES
from site_gen.inbox.people import contact_of, name_of
from site_gen.inbox.records import SENT, Event, Kind, Lead, NoticeDelivery, NoticeState, Status
from site_gen.inert import inert_line, inert_lines
from site_gen.messages import joined, m, plural
from site_gen.model.form import network_field

STYLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        SENT: "cyan",
        Status.NEW: "bold cyan",
        Status.AUDITED: "bright_blue",
        Status.PROPOSED: "magenta",
        Status.WON: "bold green",
        Status.LOST: "dim",
    }
)

ALL_COLUMNS: Final = 120
"""The width from which there is room for the columns that a narrow window leaves out."""

_LABEL: Final = 10
_LONGEST_LABEL: Final = 20
_CAME_FROM: Final = m("Came from")
_AGREED_TO: Final = m("Agreed to")
_MARKETING: Final = m("Marketing")
_ACCEPTS: Final = m("Accepts")
_WAY: Final = m("Way")
_NOTICES: Final = m("Notices")
_LABELS: Final = (_CAME_FROM, _AGREED_TO, _MARKETING, _ACCEPTS, _WAY, _NOTICES)
_EVENT: Final = 10
"""The width of the first word of an event or a notice, with the gap after it."""


def list_lines(leads: Sequence[Lead], zone: tzinfo, width: int | None) -> Iterator[str]:
    """Yield the table of leads; in a pipe (no width) with every column in full."""
    everything = width is None or width >= ALL_COLUMNS
    sender, form, network = m("FROM"), m("FORM"), m("NETWORK")
    titles = (sender, m("CONTACT"), form, network, m("CAMPAIGN")) if everything else (sender, form, network)
    columns = [*map(fixed, ("ID", m("RECEIVED"), m("STATUS"))), *map(flexible, titles)]
    yield from table_lines(columns, [list(_row(lead, zone, everything=everything)) for lead in leads], width)


def _row(lead: Lead, zone: tzinfo, *, everything: bool) -> Iterator[Text]:
    yield cell(lead.id, "bold")
    yield cell(f"{lead.received.astimezone(zone):%Y-%m-%d %H:%M}")
    yield cell(status_text(lead), STYLES[lead.status])
    yield cell(inert_line(name_of(lead.values)))
    if everything:
        yield cell(inert_line(contact_of(lead.values)))
    yield cell(inert_line(lead.form))
    yield cell(inert_line(network_of(lead.campaign)))
    if everything:
        campaign = campaign_of(lead.campaign)
        yield cell("" if campaign == NO_CAMPAIGN else inert_line(campaign))


def status_text(lead: Lead) -> str:
    """Return a lead's status in a word: marked if it is a try from preview, with a question mark if a bot may have
    sent it."""
    word: str = m("accepted") if lead.about is not None else lead.status.value
    word = m("{status}, a try", status=word) if lead.kind is Kind.TRY else word
    return joined(word, " ?") if lead.suspect else word


# --- one lead ---------------------------------------------------------------------------------------------------------


def show_lines(
    lead: Lead, events: Sequence[Event], notices: Sequence[NoticeDelivery], zone: tzinfo, width: int | None
) -> Iterator[str]:
    """Yield everything that is known about a lead."""
    yield f"{click.style(lead.id, bold=True)}  {styled(in_words(status_text(lead)), STYLES[lead.status])}"
    yield from wrapped([inert_line(f"{lead.title} · {lead.form} · {lead.language}")], width)
    if lead.kind is Kind.TRY:
        tried = m("A try: it was sent from site-gen preview, and counts in no conversion.")
        yield click.style(in_words(tried), fg="yellow")
    if lead.suspect:
        perhaps = m("Perhaps sent by a machine: too fast for a person, or with a hidden field filled in.")
        yield click.style(in_words(perhaps), fg="yellow")
    yield ""
    answers = dict(_answers(lead.values))
    labels = [*answers, *map(in_words, _LABELS)]
    longest = max([_LABEL, *(len(name) for name in labels if len(name) <= _LONGEST_LABEL)])
    for name, lines in answers.items():
        yield from _labelled(name, lines, longest, width)
    yield ""
    yield from _labelled(_CAME_FROM, list(_origin(lead)), longest, width)
    version, at = inert_line(str(lead.consent_version)), moment(lead.consent_at.astimezone(zone))
    agreed = m("version {version}, {moment}", version=version, moment=at)
    yield from _labelled(_AGREED_TO, [inert_line(lead.consent), agreed], longest, width)
    marketing = inert_line(lead.marketing_consent) if lead.marketing_consent else m("not asked or not agreed to")
    yield from _labelled(_MARKETING, [marketing], longest, width)
    if lead.about:
        accepted = m("the proposal for lead {lead}", lead=inert_line(lead.about))
        yield from _labelled(_ACCEPTS, [accepted], longest, width)
    yield ""
    label = in_words(_WAY)
    yield f"{click.style(label, dim=True)}{' ' * (longest + 2 - len(label))}{way(lead, events)}"
    yield from _labelled("", _happened(events, zone), longest, width, hang=_EVENT)
    if notices:
        yield ""
        yield from _labelled(_NOTICES, [_notice(notice, zone) for notice in notices], longest, width, hang=_EVENT)


def _answers(values: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the answers, each handle together with its network."""
    networks = {network_field(name) for name in values}
    for name, value in values.items():
        if name not in networks:
            network = values.get(network_field(name))
            yield inert_line(name), inert_lines(f"{value} ({network})" if network else value)


def _labelled(label: str, lines: Iterable[str], longest: int, width: int | None, hang: int = 0) -> Iterator[str]:
    """Yield lines after a label; a long label gets its own line."""
    label = in_words(label)
    room = None if width is None else width - longest - 2
    head = click.style(label, dim=True) if label else ""
    if len(label) > longest:
        yield head
        label = head = ""
    for line in wrapped(lines, room, hang):
        yield f"{head}{' ' * (longest - len(label))}  {line}".rstrip(" ")
        label = head = ""


def _origin(lead: Lead) -> Iterator[str]:
    campaign = campaign_of(lead.campaign)
    network, name = inert_line(network_of(lead.campaign)), inert_line(campaign)
    has_name = campaign != NO_CAMPAIGN
    yield m("{network}, campaign {campaign}", network=network, campaign=name) if has_name else network
    if lead.campaign:
        yield inert_line("  ".join(f"{name}={value}" for name, value in lead.campaign.items()))


def way(lead: Lead, events: Sequence[Event]) -> str:
    """Return the line sent → audited → proposed → won, with the reached stages filled in."""
    far = reached(lead, events)
    names = (SENT, *(stage.value for stage in STAGES[1:]))
    steps = [
        styled(f"● {name}", STYLES[name]) if index <= far else click.style(f"○ {name}", dim=True)
        for index, name in enumerate(names)
    ]
    return " → ".join(steps) + (", lost" if lead.status is Status.LOST else "")


def _happened(events: Iterable[Event], zone: tzinfo) -> Iterator[str]:
    for event in events:
        note = f"  {inert_line(event.note)}" if event.note else ""
        yield f"{event.what:<8}  {moment(event.at.astimezone(zone))}{note}"


def _notice(notice: NoticeDelivery, zone: tzinfo) -> str:
    return joined(f"{notice.channel.value:<8}  ", _state(notice, zone))


def _state(notice: NoticeDelivery, zone: tzinfo) -> str:
    if notice.sent_at is not None:
        return m("sent {moment}", moment=moment(notice.sent_at.astimezone(zone)))
    why = f": {inert_line(notice.last_error)}" if notice.last_error else ""
    if notice.state is NoticeState.FAILED:
        return joined(plural("given up after {count} try", "given up after {count} tries", count=notice.tries), why)
    if notice.tries == 0 or notice.next_at is None:
        return m("waiting to be sent")
    waiting = plural(
        "waiting after {count} try, again {moment}",
        "waiting after {count} tries, again {moment}",
        count=notice.tries,
        moment=moment(notice.next_at.astimezone(zone)),
    )
    return joined(waiting, why)


# --- conversions ------------------------------------------------------------------------------------------------------


def conversion_lines(rows: Sequence[Conversion], by: str, width: int | None) -> Iterator[str]:
    """Yield the table of conversions: numbers, each followed by its share of the sent ones."""
    columns = [flexible(by.upper()), fixed(SENT.upper(), right=True)]
    for stage in STAGES[1:]:
        columns += [fixed(stage.value.upper(), right=True), fixed("", right=True)]
    whole = [list(_conversion(row)) for row in rows]
    sum_ = [cell(text.plain, "bold") for text in _conversion(total(rows))]
    yield from table_lines(columns, [*whole, sum_] if len(rows) > 1 else whole, width)


def _conversion(row: Conversion) -> Iterator[Text]:
    yield cell(inert_line(row.group))
    yield cell(f"{row.sent:,}")
    for stage, count in zip(STAGES[1:], row.stages[1:], strict=True):
        yield cell(f"{count:,}", STYLES[stage] if count else "dim")
        yield cell(f"{row.share(count)} %" if count else "", "dim")


def one_line(lead: Lead, width: int = 40) -> str:
    """Return a lead on one line, for messages."""
    return f"{lead.id} ({shortened(inert_line(name_of(lead.values)), width)})"


def backup_line(at: datetime | None, now: datetime) -> str:
    """Return the line that says when the database was last backed up."""
    if at is None:
        return m("never backed up: site-gen inbox --backup FILE")
    days, day = (now - at).days, f"{at:%Y-%m-%d}"
    if days < 1:
        return m("last backup: {day}, today", day=day)
    return plural("last backup: {day}, a day ago", "last backup: {day}, {count} days ago", count=days, day=day)
