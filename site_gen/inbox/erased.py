"""Remembers which leads the owner deleted, so that no backup and no import brings these people back.

Beside the database lies a list of hashes, of which nobody can be read: a hash tells a lead only to who has that lead.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, select

from site_gen.files import read_regular, remove_leftovers, write_atomically
from site_gen.inbox.adding import pieces
from site_gen.inbox.kept import state_file
from site_gen.inbox.purging import Rows, delete_leads, with_acceptances
from site_gen.inbox.records import NewLead
from site_gen.inbox.tables import leads
from site_gen.messages import m
from site_gen.problems import WorldError

_MARK: Final = re.compile(r"[0-9a-f]{64}")


def erased_file(database: str, project: Path | None = None) -> Path:
    """Return the list's place: beside a SQLite database, else in the service's folder or the project."""
    return state_file(database, "erased", project)


def lead_mark(id_: str, received: datetime) -> str:
    """Return the mark of a lead. With its time: ids are short, and another lead may have this one some day."""
    return sha256(f"{id_} {received.astimezone(UTC).isoformat()}".encode()).hexdigest()


def key_mark(key: str, form: str) -> str:
    """Return the mark of a submission's key, by which another system's copy of a lead is known again."""
    return sha256(f"{key} {form}".encode()).hexdigest()


class ErasedFile:
    """A text file with one mark a line. Raises WorldError if it can't be read or written; then nothing is deleted.

    Writers must exclude each other: whoever deletes holds the database's write lock.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def marks(self) -> frozenset[str]:
        """Return all marks; a line that is none is passed over."""
        try:
            lines = read_regular(self.path).decode("ascii", errors="replace").splitlines()
            return frozenset(filter(_MARK.fullmatch, map(str.strip, lines)))
        except FileNotFoundError:
            return frozenset()
        except OSError as error:
            raise WorldError(
                m("{path} can't be read: {strerror}", path=self.path, strerror=error.strerror),
                m("it says whom you deleted; look at it"),
            ) from error

    def add(self, marks: Collection[str]) -> None:
        """Add marks. Once this returns, they are on disk."""
        known = self.marks()
        if set(marks) <= known:
            return
        text = "".join(f"{mark}\n" for mark in sorted(known | set(marks)))
        try:
            remove_leftovers(self.path)
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_atomically(self.path, text.encode(), durable=True, mode=0o600)
        except OSError as error:
            raise WorldError(
                m("whom you deleted can't be noted in {path}: {strerror}", path=self.path, strerror=error.strerror),
                m("nothing was deleted"),
            ) from error


def marks_of(connection: Connection, ids: Collection[str]) -> set[str]:
    """Return the marks of stored leads, with their acceptances."""
    found: set[str] = set()
    for some in pieces(with_acceptances(connection, ids)):
        query = select(leads.c.id, leads.c.received, leads.c.key, leads.c.form).where(leads.c.id.in_(some))
        for id_, received, key, form in connection.execute(query):
            found |= _marks(id_, received, key, form)
    return found


def marks_of_rows(rows: Iterable[Rows]) -> set[str]:
    """Return the marks of leads that a purge deleted, from their rows as they are kept."""
    return {
        mark
        for some in rows
        for row in some["leads"]
        for mark in _marks(row["id"], datetime.fromisoformat(row["received"]), row["key"], row["form"])
    }


def erase_again(connection: Connection, marks: Collection[str]) -> int:
    """Delete the leads that are marked, in the connection's transaction. Return how many that were.

    Marks of keys don't count here: a browser that still has the page open may send the same key as a new lead.
    """
    if not marks:
        return 0
    stored = connection.execute(select(leads.c.id, leads.c.received))
    return delete_leads(connection, [id_ for id_, received in stored if lead_mark(id_, received) in marks])


def not_erased(new: Iterable[NewLead], marks: Collection[str]) -> list[NewLead]:
    """Return the submissions of another system's copy without those that were deleted here."""
    return [lead for lead in new if not (lead.key and key_mark(lead.key, lead.form) in marks)]


def _marks(id_: str, received: datetime, key: str | None, form: str) -> set[str]:
    return {lead_mark(id_, received)} | ({key_mark(key, form)} if key else set())
