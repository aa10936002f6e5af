"""Stores leads: every change is one transaction, and once a call returns, its change is on disk."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Self

from sqlalchemy import Connection, Engine, func, select, update
from sqlalchemy.exc import IntegrityError

from site_gen.inbox.adding import add_leads, new_id, pieces, set_status
from site_gen.inbox.database import WRITES, begin_alone, check_tables, lock_file, open_engine, shown_url, told
from site_gen.inbox.database_file import DatabaseFile, Place
from site_gen.inbox.erased import ErasedFile, erase_again, marks_of
from site_gen.inbox.kept import KeptFile
from site_gen.inbox.purging import Purged, PurgeRule, delete_leads, due, purge_old, put_rows
from site_gen.inbox.records import (
    Channel,
    Event,
    Lead,
    LeadFilter,
    NewLead,
    Notice,
    NoticeDelivery,
    NoticeState,
    Status,
    Stored,
)
from site_gen.inbox.rows import conditions, delivery_of_row, lead_of_row
from site_gen.inbox.tables import BACKUP, events, get_moment, leads, outbox, set_meta
from site_gen.inbox.write_queue import WriteQueue
from site_gen.messages import m
from site_gen.model.deliveries.base import LARGEST_SUBMISSION
from site_gen.problems import WorldError

TRIAL: Final = NewLead(
    form="",
    language="",
    title="",
    received=datetime(1970, 1, 1, tzinfo=UTC),
    values={},
    consent="",
    consent_version="",
    channels=tuple(Channel),
)
"""What is added and taken back to try whether leads can be stored."""

_LEAD: Final = [column for column in leads.c if column.name not in {"key", "digest", "stored_after"}]


class Store:
    """The leads of one project. Safe for several threads and for several processes on the same database."""

    def __init__(self, engine: Engine, turns: WriteQueue | None, ids: Callable[[], str]) -> None:
        self._engine = engine
        self._turns = turns
        self._ids = ids
        self._writing_engine = engine.execution_options(**{WRITES: True})
        is_file = engine.dialect.name == "sqlite"
        self._file = DatabaseFile(Path(engine.url.database or "")) if is_file else None

    @classmethod
    def open(cls, url: str, ids: Callable[[], str] = new_id, *, makes_file: bool = True) -> Store:
        """Open a database by a file's path or a URL, and create missing tables. Raises WorldError.

        Without `makes_file` a file that isn't there is not made: until it is back, leads are refused as where it was
        moved away. So do processes that begin while others work: a new file would lose its leads to the one put back.
        """
        engine = open_engine(url, makes_file=makes_file)
        with told(m("the inbox's database can't be opened: {shown_url}", shown_url=shown_url(url))):
            turns = WriteQueue(lock_file(engine)) if engine.dialect.name == "sqlite" else None
        return cls(engine, turns, ids)

    def close(self) -> None:
        self._engine.dispose()
        if self._turns is not None:
            self._turns.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        turn = self._turns.turn() if self._turns is not None else nullcontext()
        with told(m("the inbox's database can't be written")), turn:
            self._follow()
            with self._writing_engine.begin() as connection:
                yield connection
            # Only now it is sure where the transaction went: nothing is acknowledged that lies in a lost file.
            if self._file is not None and self._file.place() is not Place.SAME:
                raise WorldError(m("the inbox's database was moved or replaced at this moment"), m("try again"))

    def _follow(self) -> None:
        """Open the database again if another file lies in its place. Raises WorldError if none does."""
        if self._file is None:
            return
        place = self._file.place()
        if place is Place.GONE:
            raise WorldError(
                m("the inbox's database is gone: {path} was moved or deleted while it was open", path=self._file.path),
                m("put it back; or end the inbox, and it makes a new one when it starts"),
            )
        if place is Place.OTHER:
            self._engine.dispose()
            self._file.set_aside()
            check_tables(self._engine)
            self._file.note()
        self._file.note_companions()

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with told(m("the inbox's database can't be read")), self._engine.connect() as connection:
            yield connection

    def check(self) -> None:
        """Do what storing a lead takes, and leave no lead: add one and take it back, then write as much to the disk.

        Raises WorldError if leads can't be stored.
        """
        with self._write() as connection:
            begin_alone(connection)
            trial = connection.begin_nested()
            add_leads(connection, [TRIAL], self._ids)
            trial.rollback()
            # A trial that is taken back never reaches the disk; this does. The same bytes would not be written again.
            set_meta(connection, "trial", secrets.token_hex(LARGEST_SUBMISSION // 2))

    def note_backup(self, at: datetime) -> None:
        """Record when the database was backed up."""
        with self._write() as connection:
            set_meta(connection, BACKUP, at.isoformat())

    def last_backup(self) -> datetime | None:
        """Return when the database was last backed up by `site-gen inbox --backup`; None if it never was."""
        with self._read() as connection:
            return get_moment(connection, BACKUP)

    @property
    def is_file(self) -> bool:
        """Whether the database is a file, which `site-gen inbox --backup` can back up."""
        return self._file is not None

    # --- leads ----------------------------------------------------------------------------------------------------

    def add(self, new: Sequence[NewLead], *, are_live: bool = True) -> list[Stored]:
        """Store submissions in one transaction, and return the id of each.

        A submission that is already stored (see NewLead) is not stored again. An acceptance sets its lead to won.
        `are_live` means that they were received just now. Raises WorldError; then nothing is stored.
        """
        if not new:
            return []
        try:
            return self._add(new, are_live=are_live)
        except WorldError as error:
            if not isinstance(error.__cause__, IntegrityError):
                raise
            return self._add(new, are_live=are_live)  # a new id already existed: try again with others

    def _add(self, new: Sequence[NewLead], *, are_live: bool) -> list[Stored]:
        with self._write() as connection:
            begin_alone(connection)
            return add_leads(connection, new, self._ids, are_live=are_live)

    def lead(self, id_: str) -> Lead | None:
        with self._read() as connection:
            row = connection.execute(select(*_LEAD).where(leads.c.id == id_)).mappings().first()
        return lead_of_row(row) if row else None

    def leads(self, wanted: LeadFilter) -> list[Lead]:
        """Return the matching leads, the newest first."""
        query = select(*_LEAD).where(*conditions(wanted)).order_by(leads.c.received.desc(), leads.c.number.desc())
        if wanted.limit is not None:
            query = query.limit(wanted.limit)
        with self._read() as connection:
            return [lead_of_row(row) for row in connection.execute(query).mappings()]

    def count(self, wanted: LeadFilter) -> int:
        """Return the number of matching leads, ignoring the filter's limit."""
        with self._read() as connection:
            return connection.scalar(select(func.count()).select_from(leads).where(*conditions(wanted))) or 0

    def events(self, id_: str) -> list[Event]:
        """Return the events of a lead, the oldest first."""
        return list(self.histories([id_]).get(id_, ()))

    def histories(self, ids: Collection[str]) -> dict[str, list[Event]]:
        """Return the events of each of these leads, the oldest first."""
        found: dict[str, list[Event]] = {}
        with self._read() as connection:
            for some in pieces(ids):
                query = select(events).where(events.c.lead.in_(some)).order_by(events.c.at, events.c.number)
                for row in connection.execute(query).mappings():
                    event = Event(row["lead"], row["at"], row["what"], row["note"])
                    found.setdefault(event.lead, []).append(event)
        return found

    def mark(self, id_: str, status: Status, at: datetime, note: str = "") -> bool:
        """Set a lead's status and record the time. Return False if there is no such lead."""
        with self._write() as connection:
            return set_status(connection, id_, status, at, note)

    def delete(self, ids: Collection[str], erased: ErasedFile) -> int:
        """Delete leads with all their data, including acceptances. Return how many submissions were deleted.

        They are noted in `erased` first, so that no backup brings them back. Raises WorldError.
        """
        with self._write() as connection:
            erased.add(marks_of(connection, ids))
            deleted = delete_leads(connection, ids)
        self._forget(deleted)
        return deleted

    def erase_again(self, erased: ErasedFile) -> int:
        """Delete what `erased` names and a backup brought back. Return how many that were. Raises WorldError."""
        marks = erased.marks()
        if not marks:
            return 0
        with self._write() as connection:
            deleted = erase_again(connection, marks)
        self._forget(deleted)
        return deleted

    def purge(self, rule: PurgeRule, kept: KeptFile) -> Purged:
        """Delete what is due, once its rows are in `kept`; all in one transaction. Raises WorldError."""
        with self._write() as connection:
            begin_alone(connection)
            purged = purge_old(connection, rule, lambda rows: kept.add(rows, rule.now))
            if not purged.doubt:
                kept.drop_old(rule.now)
        self._forget(purged.deleted)
        return purged

    def due(self, before: datetime, *, suspect_only: bool = False) -> list[str]:
        """Return the leads that a purge would delete, see PurgeRule."""
        with self._read() as connection:
            return due(connection, before, suspect_only=suspect_only)

    def put_back(self, kept: KeptFile) -> int:
        """Store what purges deleted again, and clear `kept`. Return how many leads came back. Raises WorldError."""
        with self._write() as connection:
            begin_alone(connection)
            back = sum(put_rows(connection, rows) for rows in kept.rows())
        kept.clear()
        return back

    def _forget(self, deleted: int) -> None:
        """Remove deleted data from SQLite's write-ahead log too, unless someone is reading it at the moment."""
        if deleted and self._engine.dialect.name == "sqlite":
            with self._read() as connection:
                raw = connection.connection.driver_connection
                if raw is not None:
                    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    # --- notices --------------------------------------------------------------------------------------------------

    def claim_due(self, now: datetime, limit: int, lease: timedelta) -> list[Notice]:
        """Claim due notices, so that no other process claims them before `now + lease`."""
        due = (outbox.c.state == NoticeState.WAITING, outbox.c.next_at <= now)
        with self._read() as connection:
            if connection.scalar(select(outbox.c.id).where(*due).limit(1)) is None:
                return []
        query = select(outbox).where(*due).order_by(outbox.c.next_at, outbox.c.id).limit(limit)
        with self._write() as connection:
            rows = connection.execute(query.with_for_update(skip_locked=True)).mappings().all()
            ids = [row["id"] for row in rows]
            taken = update(outbox).where(outbox.c.id.in_(ids))
            connection.execute(taken.values(next_at=now + lease, tries=outbox.c.tries + 1))
        return [Notice(row["id"], row["lead"], Channel(row["channel"]), row["tries"] + 1) for row in rows]

    def notice_sent(self, id_: int, at: datetime) -> None:
        """Record that a notice was sent."""
        self._set_notice(id_, state=NoticeState.SENT, sent_at=at, last_error="")

    def notice_failed(self, id_: int, next_at: datetime | None, error: str) -> None:
        """Record that a notice couldn't be sent, and when to try again (None: never)."""
        if next_at is None:
            self._set_notice(id_, state=NoticeState.FAILED, last_error=error)
        else:
            self._set_notice(id_, next_at=next_at, last_error=error)

    def _set_notice(self, id_: int, **values: object) -> None:
        with self._write() as connection:
            connection.execute(update(outbox).where(outbox.c.id == id_).values(**values))

    def deliveries(self, id_: str) -> list[NoticeDelivery]:
        """Return the state of a lead's notices."""
        with self._read() as connection:
            rows = connection.execute(select(outbox).where(outbox.c.lead == id_).order_by(outbox.c.id)).mappings()
            return [delivery_of_row(row) for row in rows]
