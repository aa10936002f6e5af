"""A lock at a place, so that two deploys don't mix their files: who holds it, and since when."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from site_gen.builder.manifest import FOLDER
from site_gen.deploy.connection import Connection
from site_gen.deploy.file_meta import file_meta
from site_gen.deploy.store import StoreError
from site_gen.foreign_json import read_json
from site_gen.messages import m

PATH: Final = f"{FOLDER}/lock.json"

STALE: Final = timedelta(hours=3)
"""After this time a lock is taken for forgotten."""


class LockedError(StoreError):
    """Another deploy to the same place goes on, or was killed and left its lock."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a place: a name for people, a number that nobody else has, and since when.

    `machine` is the same for every deploy from one copy of a project, of which one at a time goes on; `run` is that of
    this deploy alone.
    """

    who: str
    machine: str
    since: datetime
    run: str = ""

    def to_bytes(self) -> bytes:
        since = self.since.isoformat()
        return json.dumps({"who": self.who, "machine": self.machine, "since": since, "run": self.run}).encode()


def holder_in(content: bytes) -> Holder | None:
    """Return whom a lock names; None for a damaged one."""
    try:
        data = read_json(content)
        return Holder(str(data["who"]), str(data["machine"]), datetime.fromisoformat(data["since"]))
    except (ValueError, KeyError, TypeError):
        return None


@dataclass(frozen=True, slots=True)
class Held:
    """A lock that a deploy has. `forgotten` is whose it took over, if there was one; `is_seen` is whether the place
    shows it: one that takes a site as a whole doesn't."""

    connection: Connection
    holder: Holder
    forgotten: Holder | None
    is_seen: bool

    def must_be_mine(self) -> None:
        """Raise LockedError if another deploy took the lock over, which happens to one that is taken for dead: what it
        knows of the place is no longer so."""
        if self.is_seen and _content(self.connection) != self.holder.to_bytes():
            raise LockedError(
                m("another deploy took {label} over meanwhile", label=self.connection.place.label),
                m("nothing more was changed: it puts the site there; look at what it says, or deploy again"),
            )


@contextmanager
def locked(connection: Connection, holder: Holder) -> Iterator[Held]:
    """Hold a place alone. Raises LockedError."""
    forgotten = _acquire(connection, holder)
    held = Held(connection, holder, forgotten, _content(connection) == holder.to_bytes())
    try:
        yield held
    finally:
        with suppress(StoreError):  # the next deploy from here knows it for its own
            held.must_be_mine()
            connection.call(lambda store: store.delete(PATH))


def _content(connection: Connection) -> bytes | None:
    return connection.call(lambda store: store.read(PATH))


def _acquire(connection: Connection, holder: Holder) -> Holder | None:
    mine = holder.to_bytes()
    if connection.call(lambda store: store.put_new(PATH, mine)):
        return None
    found = connection.call(lambda store: store.read(PATH))
    other = holder_in(found or b"")
    if found is not None and other is not None and not _may_take(other, holder):
        raise LockedError(
            m(
                "{label} is locked by {who} since {since}",
                label=connection.place.label,
                who=other.who,
                since=other.since.isoformat(timespec="minutes"),
            ),
            m(
                "wait for that deploy to end; where it was killed, take its lock away with site-gen deploy --unlock "
                "(after {hours} hours that happens by itself)",
                hours=STALE.seconds // 3600,
            ),
        )
    connection.call(lambda store: store.put(PATH, mine, file_meta(PATH, unlisted=True)))
    return other if other is not None and other.machine != holder.machine else None


def _may_take(other: Holder, holder: Holder) -> bool:
    return other.machine == holder.machine or holder.since - other.since >= STALE


def release_own(connection: Connection, holder: Holder) -> None:
    """Take away a lock that an earlier deploy of the same machine left."""
    other = holder_in(connection.call(lambda store: store.read(PATH)) or b"")
    if other is not None and other.machine == holder.machine:
        connection.call(lambda store: store.delete(PATH))


def unlock(connection: Connection) -> Holder | None:
    """Take the lock of a place away; return who held it, None where there was none or it was damaged."""
    content = connection.call(lambda store: store.read(PATH))
    if content is None:
        return None
    connection.call(lambda store: store.delete(PATH))
    return holder_in(content)
