"""Common code for starting audits and proposals: a new file for one client, and its lead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from site_gen.actions.errors import BadNameError, NamedThing, UnknownNameError
from site_gen.actions.files import writing
from site_gen.inbox.marking import find_lead
from site_gen.inbox.records import Lead
from site_gen.load.discovery import RESERVED_NAMES
from site_gen.model.routes import page_address
from site_gen.model.site import Site, Translated

_NAME: Final = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_VARIABLE: Final = 80


@dataclass(frozen=True, slots=True)
class ClientPage:
    """A page for one client: its source file and its absolute address, which nobody can guess."""

    file: str
    address: str
    is_new: bool
    is_draft: bool


def client_page(site: Site, source: Translated[Any], route: str, *, is_new: bool) -> ClientPage:
    """Return the page of an audit or a proposal."""
    whole = page_address(site.main, next(iter(source.versions)), route)
    return ClientPage(source.file, whole, is_new, source.original.draft)


def check_name(name: str) -> None:
    """Raise BadNameError if no file can have this name."""
    if not _NAME.fullmatch(name) or name in RESERVED_NAMES:
        raise BadNameError(name)


def known_lead(database: str, lead_id: str) -> Lead:
    """Return a lead. Raises UnknownNameError if there is none, WorldError if the database fails."""
    lead = find_lead(database, lead_id)
    if lead is None:
        raise UnknownNameError(NamedThing.LEAD, lead_id)
    return lead


def write_new(project: Path, file: str, text: str) -> None:
    """Write a file that doesn't exist yet. Raises WorldError."""
    target = project / file
    with writing(project):
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)


def password_variable(kind: str, name: str) -> str:
    """Return a name for the environment variable that may hold a page's password: 'AUDIT_CASA_BLAU'."""
    return f"{kind}_{name.replace('-', '_').upper()}"[:_LONGEST_VARIABLE]
