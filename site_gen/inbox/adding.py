"""Adds submissions to the tables, each only once however often it was sent."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final, TypeVar

from sqlalchemy import Connection, insert, select, update

from site_gen.inbox.records import SENT, Channel, Kind, NewLead, NoticeState, Status, Stored
from site_gen.inbox.tables import CLOCK, events, get_moment, leads, outbox

T = TypeVar("T")

_LETTERS: Final = "bcdfghjkmnpqrstvwxyz"
_SIGNS: Final = _LETTERS + "23456789"
"""Without vowels an id never spells a word; without 0, 1, i, l, o no character is mistaken for another."""

_FURTHER: Final = 7
"""Characters after the first; the whole id has 38 bits."""

_PIECE: Final = 400
"""How many values one statement may name: databases have limits."""


_BEHIND: Final = timedelta(hours=1)
"""A clock that is further behind a moment that has passed is wrong, not slow."""


def new_id() -> str:
    """Return a random id of eight characters, the first a letter, so that YAML and spreadsheets read it as text."""
    number, first = divmod(secrets.randbelow(len(_LETTERS) * len(_SIGNS) ** _FURTHER), len(_LETTERS))
    signs = [_LETTERS[first]]
    for _ in range(_FURTHER):
        number, sign = divmod(number, len(_SIGNS))
        signs.append(_SIGNS[sign])
    return "".join(signs)


def pieces(values: Collection[T]) -> Iterator[list[T]]:
    """Split values into lists that are short enough for one statement."""
    listed = list(values)
    for start in range(0, len(listed), _PIECE):
        yield listed[start : start + _PIECE]


def add_leads(
    connection: Connection, new: Sequence[NewLead], ids: Callable[[], str], *, are_live: bool = True
) -> list[Stored]:
    """Store submissions in the connection's transaction, and return the id of each.

    `are_live` means that they were received just now; others may be older than what is known to have passed.

    Raises IntegrityError if a new random id already exists (for each thousand stored leads, a chance of one in
    250,000,000).
    """
    known = _Known(connection, new)
    fresh: list[tuple[str, NewLead]] = []
    answer = []
    for lead in new:
        found = known.find(lead)
        id_ = found or ids()
        answer.append(Stored(id_, is_new=found is None))
        if found is None:
            fresh.append((id_, lead))
            known.note(id_, lead)
    _insert(connection, fresh, get_moment(connection, CLOCK) if are_live and fresh else None)
    return answer


class _Known:
    """The submissions of a batch that are stored already or came earlier in the batch."""

    def __init__(self, connection: Connection, new: Sequence[NewLead]) -> None:
        self._connection = connection
        self._by_key: dict[tuple[str, str], str] = {}
        self._by_digest: dict[tuple[str, str], list[tuple[datetime, str]]] = {}
        self._read_keys([lead.key for lead in new if lead.key])
        self._read_digests([lead.digest for lead in new if lead.digest])

    def _read_keys(self, keys: Sequence[str]) -> None:
        query = select(leads.c.form, leads.c.key, leads.c.id)
        for some in pieces(keys):
            for form, key, id_ in self._connection.execute(query.where(leads.c.key.in_(some))):
                self._by_key[form, key] = id_

    def _read_digests(self, digests: Sequence[str]) -> None:
        query = select(leads.c.form, leads.c.digest, leads.c.received, leads.c.id).order_by(leads.c.received)
        for some in pieces(digests):
            for form, digest, received, id_ in self._connection.execute(query.where(leads.c.digest.in_(some))):
                self._by_digest.setdefault((form, digest), []).append((received, id_))

    def find(self, lead: NewLead) -> str | None:
        """Return the id of the submission that `new` repeats, if any."""
        if lead.key and (found := self._by_key.get((lead.form, lead.key))):
            return found
        if lead.digest is None or lead.same_since is None:
            return None
        # Bounded on both sides: a lead from the future, left by a wrong clock, must not swallow the ones of now.
        until = lead.received + (lead.received - lead.same_since)
        same = self._by_digest.get((lead.form, lead.digest), ())
        return next((id_ for received, id_ in reversed(same) if lead.same_since <= received <= until), None)

    def note(self, id_: str, lead: NewLead) -> None:
        """Remember a new submission."""
        if lead.key:
            self._by_key[lead.form, lead.key] = id_
        if lead.digest:
            self._by_digest.setdefault((lead.form, lead.digest), []).append((lead.received, id_))


def _insert(connection: Connection, fresh: Sequence[tuple[str, NewLead]], passed: datetime | None) -> None:
    if not fresh:
        return
    connection.execute(insert(leads), [_row(id_, lead, passed) for id_, lead in fresh])
    sent = [{"lead": id_, "at": lead.received, "what": SENT, "note": ""} for id_, lead in fresh]
    connection.execute(insert(events), sent)
    notices = [_notice_row(id_, lead, channel) for id_, lead in fresh for channel in lead.channels]
    if notices:
        connection.execute(insert(outbox), notices)
    for id_, lead in fresh:
        if lead.about is not None and (not lead.is_try or _is_try(connection, lead.about)):
            set_status(connection, lead.about, Status.WON, lead.received, f"accepted: {id_}")


def _is_try(connection: Connection, id_: str) -> bool:
    """Whether a lead was sent from preview: only such a one is won when its proposal is accepted there."""
    return connection.scalar(select(leads.c.kind).where(leads.c.id == id_)) == Kind.TRY


def _row(id_: str, lead: NewLead, passed: datetime | None) -> dict[str, object]:
    is_late = passed is not None and lead.received < passed - _BEHIND
    return {
        "id": id_,
        "received": lead.received,
        "form": lead.form,
        "language": lead.language,
        "title": lead.title,
        "kind": lead.kind,
        "status": Status.WON if lead.about is not None else Status.NEW,
        "suspect": lead.suspect,
        "values": dict(lead.values),
        "consent": lead.consent,
        "consent_version": lead.consent_version,
        "marketing_consent": lead.marketing_consent,
        "campaign": dict(lead.campaign),
        "key": lead.key,
        "digest": lead.digest,
        "about": lead.about,
        "stored_after": passed if is_late else None,
    }


def _notice_row(id_: str, lead: NewLead, channel: Channel) -> dict[str, object]:
    return {
        "lead": id_,
        "channel": channel,
        "state": NoticeState.WAITING,
        "tries": 0,
        "next_at": lead.received,
        "last_error": "",
    }


def set_status(connection: Connection, id_: str, status: Status, at: datetime, note: str) -> bool:
    """Set a lead's status and record the time. Return False if there is no such lead."""
    changed = connection.execute(update(leads).where(leads.c.id == id_).values(status=status))
    if not changed.rowcount:
        return False
    connection.execute(insert(events).values(lead=id_, at=at, what=status, note=note))
    return True
