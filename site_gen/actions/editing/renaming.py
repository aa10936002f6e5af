"""Gives a page another address: its files get another name, its old address leads on, and what names it follows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from site_gen.actions.editing.private_files import digest, read_if_there
from site_gen.actions.editing.references import Renamed, followed
from site_gen.actions.editing.saving import Wish
from site_gen.actions.errors import ActionError
from site_gen.load.discovery import RESERVED_NAMES
from site_gen.model.aliases import taken_by_site
from site_gen.model.content_kinds import CASE, CONTENT_KINDS, OFFER, ContentKind
from site_gen.model.ledger import LEDGER_FILE, Entry, entry_line
from site_gen.model.pins_file import PINS_FILE
from site_gen.model.site import Site, Translated
from site_gen.sources.edits.files import Content, EditError, edited, read_content
from site_gen.sources.yaml import Data

_GOOD: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST: Final = 80


class Refusal(StrEnum):
    """Why a page can't get an address."""

    NAME = "name"
    SAME = "same"
    TAKEN = "taken"
    RECORDED = "recorded"
    UNREADABLE = "unreadable"
    UNWRITABLE = "unwritable"


@dataclass(eq=False)
class NotRenamedError(ActionError):
    """A page can't get this address; `what` is the file or the name in the way. Nothing was changed."""

    reason: Refusal
    what: str


@dataclass(frozen=True, slots=True)
class Renaming:
    """What renaming does: the new file of the original, what is to be saved at once, and the files that follow."""

    file: str
    wishes: Mapping[str, Wish]
    following: tuple[str, ...]


def renaming(project: Path, site: Site, kind: ContentKind, slug: str, new: str, now: datetime) -> Renaming:
    """Return what is to be saved so that a thing has another name. `kind` is one whose files have pages each.

    Its old addresses, one for each language, become `aliases:` of it, unless it is a draft that was never public. The
    ledger of offers is evidence, so it is added to and not changed. Raises NotRenamedError.
    """
    source = next((each for each in _things(site, kind) if each.slug == slug), None)
    original = f"{kind.folder}/{slug}{kind.suffix}"
    if source is None or source.file != original:
        raise NotRenamedError(Refusal.UNREADABLE, original)
    _check(project, site, kind, slug, new)
    renamed = Renamed(kind, slug, new, site.main.origin + site.main.base, tuple(site.settings))
    contents: dict[str, tuple[bytes, bytes]] = {}
    for file in texts_of(project):
        raw = read_if_there(project / file) or b""
        if slug.encode() in raw or file == original:
            contents[file] = raw, _new_text(renamed, source, file, raw)
    moved = {file: _moved(file, slug, new) for file in _own_files(project, kind, slug)}
    wishes: dict[str, Wish] = {}
    for file, there in moved.items():
        raw = read_if_there(project / file) or b""
        wishes[file] = Wish(digest(raw), None)
        wishes[there] = Wish("", contents[file][1] if file in contents else raw)
    following = {file: pair for file, pair in contents.items() if file not in moved and pair[0] != pair[1]}
    for file, change in ((PINS_FILE, _pins), (LEDGER_FILE, _ledger)):
        raw = read_if_there(project / file) or b""
        after = change(raw, site, renamed, now)
        if after != raw:
            following[file] = raw, after
    wishes |= {file: Wish(digest(before), after) for file, (before, after) in following.items()}
    return Renaming(moved[original], wishes, tuple(sorted(following)))


# --- what may not be --------------------------------------------------------------------------------------------------


def _check(project: Path, site: Site, kind: ContentKind, slug: str, new: str) -> None:
    if not _GOOD.fullmatch(new) or len(new) > _LONGEST or new in kind.reserved | RESERVED_NAMES:
        raise NotRenamedError(Refusal.NAME, new)
    if new == slug:
        raise NotRenamedError(Refusal.SAME, new)
    route = f"{kind.route}{new}/"
    for file in _own_files(project, kind, new):
        raise NotRenamedError(Refusal.TAKEN, file)
    for each in CONTENT_KINDS:
        if each.route is not None:
            for other in _things(site, each):
                is_taken = other.slug == new if each is kind else f"{each.route}{other.slug}/" == route
                claims = (each is not kind or other.slug != slug) and route in other.original.aliases
                if is_taken or claims:
                    raise NotRenamedError(Refusal.TAKEN, other.file)
    if taken_by_site(route, site.main.languages):
        raise NotRenamedError(Refusal.NAME, new)
    if kind is OFFER and site.ledger.of(slug) and site.ledger.of(new):
        raise NotRenamedError(Refusal.RECORDED, new)


def _things(site: Site, kind: ContentKind) -> tuple[Translated[Any], ...]:
    found: dict[str, tuple[Translated[Any], ...]] = {
        "case": site.cases, "offer": site.offers, "article": site.articles, "page": site.pages,
    }  # fmt: skip
    return found.get(kind.name, ())


# --- the files --------------------------------------------------------------------------------------------------------


def texts_of(project: Path) -> Iterator[str]:
    """Yield the files that may name a page."""
    for path in sorted(project.glob("site*.yaml")):
        yield path.name
    for folder in dict.fromkeys(kind.folder.partition("/")[0] for kind in CONTENT_KINDS):
        for path in sorted((project / folder).rglob("*")):
            name = path.relative_to(project).as_posix()
            is_kept = not any(part.startswith((".", "_")) for part in name.split("/"))
            if path.suffix in {".yaml", ".md"} and is_kept and path.is_file():
                yield name


def _own_files(project: Path, kind: ContentKind, slug: str) -> Iterator[str]:
    """Yield the files of a thing: its original, its translations, its table."""
    endings = [rf"(?:\.[a-z]{{2,3}})?{re.escape(kind.suffix)}", *([r"\.csv"] if kind is CASE else [])]
    is_own = re.compile(re.escape(slug) + f"(?:{'|'.join(endings)})").fullmatch
    for path in sorted((project / kind.folder).glob(f"{slug}.*")):
        if is_own(path.name):
            yield f"{kind.folder}/{path.name}"


def _moved(file: str, slug: str, new: str) -> str:
    folder, _, name = file.rpartition("/")
    return f"{folder}/{new}{name.removeprefix(slug)}"


def _new_text(renamed: Renamed, source: Translated[Any], file: str, raw: bytes) -> bytes:
    try:
        content = read_content(raw, is_markdown=file.endswith(".md"))
    except EditError as error:
        raise NotRenamedError(Refusal.UNREADABLE, file) from error
    wanted = followed(content, renamed, file)
    if file == source.file:
        wanted = _leading_on(wanted, source, renamed)
    try:
        return edited(raw, wanted)
    except EditError as error:
        raise NotRenamedError(Refusal.UNWRITABLE, file) from error


def _leading_on(content: Content, source: Translated[Any], renamed: Renamed) -> Content:
    """Return an original with its old addresses, without the new one among them."""
    data: dict[str, Data] = dict(content.data) if isinstance(content.data, dict) else {}
    there = data.get("aliases")
    aliases: list[Data] = list(there) if isinstance(there, list) else []
    now_at = {renamed.address(language, renamed.new) for language in source.versions}
    aliases = [each for each in aliases if str(each).rstrip("/") + "/" not in now_at]
    if data.get("draft") is not True:
        old = (renamed.address(language, renamed.old) for language in source.versions)
        aliases += [address for address in old if address not in aliases]
    if aliases:
        data["aliases"] = aliases
    else:
        data.pop("aliases", None)
    return Content(data, content.body)


# --- records ----------------------------------------------------------------------------------------------------------


def _pins(raw: bytes, _: Site, renamed: Renamed, __: datetime) -> bytes:
    """Return the record of pinned posts, whose lines name what they are about."""
    lines = raw.split(b"\n")
    for index, line in enumerate(lines):
        try:
            data = json.loads(line)
        except ValueError:
            continue
        if isinstance(data, dict) and (data.get("folder"), data.get("offer")) == (renamed.kind.stem, renamed.old):
            name = rf'("offer"\s*:\s*)"{re.escape(renamed.old)}"'.encode()
            lines[index] = re.sub(name, rb'\1"' + renamed.new.encode() + b'"', line, count=1)
    return b"\n".join(lines)


def _ledger(raw: bytes, site: Site, renamed: Renamed, now: datetime) -> bytes:
    """Return the ledger with a line more, by which what was recorded of the old name is the new one's."""
    last = site.ledger.last(renamed.old) if renamed.kind is OFFER else None
    if last is None:
        return raw
    at = max(now, site.ledger.entries[-1].recorded)
    entry = Entry(len(site.ledger.entries) + 1, at, renamed.new, last.state, formerly=renamed.old)
    end = b"" if raw.endswith(b"\n") else b"\n"
    return raw + end + entry_line(entry).encode() + b"\n"
