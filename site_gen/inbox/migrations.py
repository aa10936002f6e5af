"""Brings the tables of an older version of site-gen to the present ones, step by step.

A step never changes once it was released: a database of any version goes through all the steps that it lacks, in one
transaction. Add a step, raise SCHEMA, and put a dump of the version before into tests/inbox/released/.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from sqlalchemy import Connection

from site_gen.inbox.tables import SCHEMA, set_meta


def _late_leads(connection: Connection) -> None:
    """1 → 2: a lead that came while the clock was behind knows a moment after which it was stored."""
    kind = "TIMESTAMP WITH TIME ZONE" if connection.dialect.name == "postgresql" else "DATETIME"
    connection.exec_driver_sql(f"ALTER TABLE leads ADD COLUMN stored_after {kind}")


STEPS: Final[Mapping[int, Callable[[Connection], None]]] = MappingProxyType({1: _late_leads})
"""The step from each version to the next one."""


def migrate(connection: Connection, found: int) -> None:
    """Bring the tables from version `found` to SCHEMA, in the connection's transaction."""
    for version in range(found, SCHEMA):
        STEPS[version](connection)
    set_meta(connection, "schema", str(SCHEMA))
