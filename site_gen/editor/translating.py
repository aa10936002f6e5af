"""A thing's translations: which there are, what there may be, and what their original says."""

from __future__ import annotations

from typing import Any

from site_gen.editor.desk import Desk
from site_gen.editor.filled import blank
from site_gen.editor.things import Thing, thing_of
from site_gen.model.content_kinds import Translation
from site_gen.sources.yaml import Data


def raw_of(desk: Desk, thing: Thing) -> bytes | None:
    """Return a file's bytes; none yet (b'') for a translation into one of the site's languages that isn't there."""
    raw = desk.work.read(thing.file)
    if raw is None and thing.language in _languages(desk) and desk.work.read(thing.original) is not None:
        return b""
    return raw


def original_of(desk: Desk, thing: Thing) -> dict[str, Data] | None:
    """Return what the original of a translation says; None for an original."""
    if not thing.language:
        return None
    original, raw = thing_of(thing.original), desk.work.read(thing.original)
    return blank(original, raw).data if original and raw is not None else {}


def to_translate(desk: Desk, thing: Thing) -> list[dict[str, Any]]:
    """Return the languages of a thing, each with its file, and whether there is one."""
    if thing.kind.translation is Translation.NONE or desk.site is None:
        return []
    stem = thing.original.removesuffix(thing.kind.suffix)
    files = {desk.site.main.language: thing.original}
    files |= {code: f"{stem}.{code}{thing.kind.suffix}" for code in _languages(desk)}
    return [
        {"language": code, "file": file, "is_there": desk.work.read(file) is not None, "is_here": file == thing.file}
        for code, file in files.items()
    ]


def _languages(desk: Desk) -> tuple[str, ...]:
    """Return the languages that things are translated into."""
    return tuple(desk.site.main.languages[1:]) if desk.site else ()
