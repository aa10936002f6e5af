"""What other commands need of the inbox: a lead to begin from, and its mark once something was made for it.

A project needn't have an inbox: where there is no database there are no leads, and none is made.
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
"""The way of a lead that goes well; the first is also called 'sent'."""


def has_database(database: str) -> bool:
    """Whether there is a database: a file that exists, or a server, which is asked only when it is opened."""
    url = read_url(database)
    return url.get_backend_name() != "sqlite" or Path(url.database or "").is_file()


@contextmanager
def existing_store(database: str) -> Iterator[Store | None]:
    """Open the leads that there are; None, and no file made, where there is no database. Raises WorldError."""
    if not has_database(database):
        yield None
        return
    with Store.open(database) as store:
        yield store


def find_lead(database: str, lead_id: str) -> Lead | None:
    """Return a lead; None where there is none of that id. Raises WorldError."""
    with existing_store(database) as store:
        return store.lead(lead_id) if store is not None else None


def mark_lead(database: str, lead_id: str, status: Status, at: datetime, note: str = "") -> bool:
    """Remember that a lead has come as far as `status`. Returns False where there is no such lead.

    Never takes one back: who has a proposal stays `proposed` when the audit is made anew, and a lost lead stays lost.
    Raises WorldError.
    """
    with existing_store(database) as store:
        lead = store.lead(lead_id) if store is not None else None
        if store is None or lead is None:
            return False
        return not _leads_on(lead.status, status) or store.mark(lead_id, status, at, note)


def _leads_on(before: Status, after: Status) -> bool:
    if Status.LOST in {before, after}:
        return before is not after and after is Status.LOST
    return STAGES.index(after) > STAGES.index(before)
