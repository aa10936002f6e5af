"""What other commands need from the inbox: to find a lead, and to set its status once something was made for it.

A project may have no inbox: without a database there are no leads, and no database is created.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from site_gen.inbox.database import read_url
from site_gen.inbox.records import Lead, Status
from site_gen.inbox.store import Store

STAGES: Final = (Status.NEW, Status.AUDITED, Status.PROPOSED, Status.WON)
"""The statuses of a successful lead in order; the first is also called 'sent'."""


def has_database(database: str) -> bool:
    """Whether there is a database: an existing file, or a server, which is contacted only when it is opened."""
    url = read_url(database)
    return url.get_backend_name() != "sqlite" or Path(url.database or "").is_file()


@contextmanager
def existing_store(database: str) -> Iterator[Store | None]:
    """Open the existing store of leads; return None, and create no file, if there is no database. Raises WorldError."""
    if not has_database(database):
        yield None
        return
    with Store.open(database) as store:
        yield store


def find_lead(database: str, lead_id: str) -> Lead | None:
    """Return a lead; None if there is none with that id. Raises WorldError."""
    with existing_store(database) as store:
        return store.lead(lead_id) if store is not None else None


def advance(database: str, lead_id: str, status: Status, at: datetime, note: str = "") -> Lead | None:
    """Advance a lead to `status`, and return it as it was before; None if there is no such lead, or it stays.

    A status never goes back: a lead with a proposal stays `proposed` if the audit is made again, and a lost lead stays
    lost. Raises WorldError.
    """
    with existing_store(database) as store:
        lead = store.lead(lead_id) if store is not None else None
        if store is None or lead is None or not _leads_on(lead.status, status):
            return None
        return lead if store.mark(lead_id, status, at, note) else None


def _leads_on(before: Status, after: Status) -> bool:
    if Status.LOST in {before, after}:
        return before is not after and after is Status.LOST
    return STAGES.index(after) > STAGES.index(before)
