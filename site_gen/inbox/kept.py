"""Keeps what a purge deletes for some days, in a file that only its owner may read: a wrong clock costs nothing."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from site_gen.files import read_regular, remove_leftovers, write_atomically
from site_gen.foreign_json import read_json
from site_gen.inbox.database import read_url
from site_gen.inbox.people import has_email
from site_gen.inbox.purging import Rows
from site_gen.messages import m
from site_gen.problems import WorldError

KEPT: Final = timedelta(days=14)
"""How long what was deleted by age is kept."""


def kept_file(database: str, project: Path | None = None) -> Path:
    """Return the file for what is deleted by age."""
    return state_file(database, "deleted.jsonl", project)


def state_file(database: str, name: str, project: Path | None = None) -> Path:
    """Return a file for what doesn't belong into the database: beside it if it is SQLite, with its name before `name`;
    else in the service's folder, or in the project."""
    url = read_url(database)
    if url.get_backend_name() == "sqlite":
        return Path(f"{url.database}-{name}")
    service = os.environ.get("STATE_DIRECTORY", "").partition(":")[0]
    folder = Path(service) if service else (project or Path(tempfile.gettempdir())) / ".inbox"
    return folder / name


class KeptFile:
    """JSON lines, one for each purge. Raises WorldError if it can't be read or written; then nothing is deleted.

    Writers must exclude each other: a purge holds the database's write lock.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, rows: Rows, now: datetime) -> None:
        """Add the rows of one purge, and drop those of purges that are longer ago than KEPT."""
        fresh = [line for line in self._read() if now - datetime.fromisoformat(line["deleted"]) < KEPT]
        self._write([*fresh, {"deleted": now.astimezone(UTC).isoformat(), "rows": _plain(rows)}])

    def drop_old(self, now: datetime) -> None:
        """Drop what has been kept for longer than KEPT, and what a killed process left of it."""
        remove_leftovers(self.path)
        lines = self._read()
        fresh = [line for line in lines if now - datetime.fromisoformat(line["deleted"]) < KEPT]
        if len(fresh) < len(lines):
            self._write(fresh)

    def rows(self) -> list[Rows]:
        """Return the rows of every purge that is kept, the oldest first."""
        return [line["rows"] for line in self._read()]

    def clear(self) -> None:
        self._write([])

    def of_person(self, email: str | None, ids: Collection[str]) -> list[Rows]:
        """Return the rows of the leads of a person, or of those with these ids, with their acceptances."""
        found: list[Rows] = []
        for line in self._read():
            named = _named(line["rows"], email, ids)
            found.append({"leads": [row for row in line["rows"]["leads"] if row["id"] in named]})
        return found

    def forget(self, email: str | None, ids: Collection[str]) -> int:
        """Remove the leads of a person, or those with these ids. Return how many."""
        lines, gone = self._read(), 0
        for line in lines:
            rows = line["rows"]
            named = _named(rows, email, ids)
            gone += len(named)
            for table, column in (("leads", "id"), ("events", "lead"), ("outbox", "lead")):
                rows[table] = [row for row in rows[table] if row[column] not in named]
        if gone:
            self._write([line for line in lines if line["rows"]["leads"]])
        return gone

    def _read(self) -> list[dict[str, Any]]:
        try:
            return [read_json(line) for line in read_regular(self.path).decode().splitlines()]
        except FileNotFoundError:
            return []
        except (OSError, ValueError) as error:
            raise WorldError(
                m("{path} can't be read: {error}", path=self.path, error=error), m("look at it, or move it away")
            ) from error

    def _write(self, lines: Collection[Mapping[str, Any]]) -> None:
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        try:
            if not lines:
                self.path.unlink(missing_ok=True)
                return
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_atomically(self.path, text.encode(), durable=True, mode=0o600)
        except OSError as error:
            raise WorldError(
                m("what is deleted can't be kept in {path}: {strerror}", path=self.path, strerror=error.strerror),
                m("nothing was deleted"),
            ) from error


def _named(rows: Rows, email: str | None, ids: Collection[str]) -> set[str]:
    """Return the ids of a person's leads, or these ids, with those of the acceptances that belong to them."""
    named = {row["id"] for row in rows["leads"] if row["id"] in ids or (email and has_email(row["values"], email))}
    return named | {row["id"] for row in rows["leads"] if row["about"] in named}


def _plain(rows: Rows) -> dict[str, list[dict[str, object]]]:
    return {name: [{key: _text(value) for key, value in row.items()} for row in some] for name, some in rows.items()}


def _text(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
