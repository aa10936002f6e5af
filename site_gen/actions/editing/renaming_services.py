"""Gives a service another id: offers, cases and articles that name it follow, and so do links to its place.

The ledger of offers is evidence and keeps the id that it recorded. The service keeps its old id in `formerly:`, by
which the checks of former prices and repeated offers find those lines.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from site_gen.actions.editing.private_files import digest, read_if_there
from site_gen.actions.editing.references import RenamedService, followed
from site_gen.actions.editing.renaming import NotRenamedError, Refusal, Renaming, texts_of
from site_gen.actions.editing.saving import Wish
from site_gen.model.content_kinds import SERVICES
from site_gen.model.site import Site
from site_gen.sources.edits.files import Content, EditError, edited, read_content
from site_gen.sources.yaml import Data

SERVICES_FILE: Final = f"{SERVICES.place}{SERVICES.suffix}"
_GOOD: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST: Final = 80


def service_renaming(project: Path, site: Site, old: str, new: str) -> Renaming:
    """Return what is to be saved so that a service has another id. Raises NotRenamedError."""
    services = site.services.get(site.main.language, ())
    ids = [service.id for service in services]
    if old not in ids:
        raise NotRenamedError(Refusal.UNREADABLE, SERVICES_FILE)
    if not _GOOD.fullmatch(new) or len(new) > _LONGEST:
        raise NotRenamedError(Refusal.NAME, new)
    if new == old:
        raise NotRenamedError(Refusal.SAME, new)
    if new in ids or any(new in service.formerly for service in services if service.id != old):
        raise NotRenamedError(Refusal.TAKEN, SERVICES_FILE)
    renamed = RenamedService(old, new, site.main.origin + site.main.base, tuple(site.settings))
    wishes: dict[str, Wish] = {}
    for file in texts_of(project):
        raw = read_if_there(project / file) or b""
        after = _new_text(renamed, file, raw) if old.encode() in raw else raw
        if after != raw:
            wishes[file] = Wish(digest(raw), after)
    return Renaming(SERVICES_FILE, wishes, tuple(sorted(wishes.keys() - {SERVICES_FILE})))


def _new_text(renamed: RenamedService, file: str, raw: bytes) -> bytes:
    try:
        content = read_content(raw, is_markdown=file.endswith(".md"))
    except EditError as error:
        raise NotRenamedError(Refusal.UNREADABLE, file) from error
    wanted = followed(content, renamed, file)
    if file == SERVICES_FILE:
        data: Any = wanted.data
        services = [
            _renamed(each, renamed) if isinstance(each, dict) and each.get("id") == renamed.old else each
            for each in data["services"]
        ]
        wanted = Content({**data, "services": services})
    try:
        return edited(raw, wanted)
    except EditError as error:
        raise NotRenamedError(Refusal.UNWRITABLE, file) from error


def _renamed(service: Mapping[str, Data], renamed: RenamedService) -> dict[str, Data]:
    """Return a service with another id, and the old one among its former ones; one that comes back is none of them."""
    there = service.get("formerly")
    former = [each for each in (there if isinstance(there, list) else []) if each not in {renamed.new, renamed.old}]
    found = {**service, "id": renamed.new}
    found.pop("formerly", None)
    at = list(found).index("id") + 1
    pairs = list(found.items())
    return dict([*pairs[:at], ("formerly", [*former, renamed.old]), *pairs[at:]])
