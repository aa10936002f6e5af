"""The tables of the inbox, identical in SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    DateTime,
    Dialect,
    ForeignKey,
    FromClause,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    func,
    insert,
    select,
    update,
)

SCHEMA: Final = 2
"""The version of the tables below; stored in `meta`. See `site_gen.inbox.migrations`."""

CLOCK: Final = "clock"
"""The key in `meta` of a moment that has passed: the time of the last purge with a clock that was believed."""

BACKUP: Final = "backup"
"""The key in `meta` of the last backup's time."""


class Moment(TypeDecorator[datetime]):
    """An aware moment, stored in UTC. SQLite stores no zone, so it is added when reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


metadata: Final = MetaData()

meta: Final = Table(
    "meta",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

leads: Final = Table(
    "leads",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(16), nullable=False, unique=True),
    Column("received", Moment, nullable=False, index=True),
    Column("form", Text, nullable=False),
    Column("language", String(8), nullable=False),
    Column("title", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("status", String(16), nullable=False),
    Column("suspect", Boolean, nullable=False),
    Column("values", JSON, nullable=False),
    Column("consent", Text, nullable=False),
    Column("consent_version", String(16), nullable=False),
    Column("marketing_consent", Text),
    Column("campaign", JSON, nullable=False),
    Column("key", String(64)),
    Column("digest", String(64), index=True),
    Column("about", String(16), index=True),
    Column("stored_after", Moment),
    UniqueConstraint("key", "form"),
    sqlite_autoincrement=True,
)

events: Final = Table(
    "events",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("lead", String(16), ForeignKey("leads.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("what", String(16), nullable=False),
    Column("note", Text, nullable=False),
)

outbox: Final = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("lead", String(16), ForeignKey("leads.id"), nullable=False, index=True),
    Column("channel", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_at", Moment, nullable=False),
    Column("last_error", Text, nullable=False),
    Column("sent_at", Moment),
    Index("outbox_due", "state", "next_at"),
    sqlite_autoincrement=True,
)


def get_meta(connection: Connection, key: str) -> str | None:
    """Return what is remembered about the database itself under a key."""
    return connection.scalar(select(meta.c.value).where(meta.c.key == key))


def set_meta(connection: Connection, key: str, value: str) -> None:
    """Remember something about the database itself."""
    if not connection.execute(update(meta).where(meta.c.key == key).values(value=value)).rowcount:
        connection.execute(insert(meta).values(key=key, value=value))


def get_moment(connection: Connection, key: str) -> datetime | None:
    """Return a moment that is remembered under a key."""
    text = get_meta(connection, key)
    return datetime.fromisoformat(text) if text else None


def effective(table: FromClause) -> ColumnElement[datetime]:
    """Return when leads of the table were received; if the clock was behind, the moment after which they were."""
    return func.coalesce(table.c.stored_after, table.c.received, type_=Moment())
