"""Tells the languages of texts by the names of files and folders."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import PurePosixPath
from typing import Final

from site_gen.importers.folder import Folder
from site_gen.importers.text_files import MARKDOWN, plain_language

_WRITTEN: Final = (
    "aa ab af am ar as ay az ba be bg bh bi bn bo br bs ca co cs cy da de dz el en eo es et eu fa fi fj fo fr "
    "fy ga gd gl gn gu ha he hi hr hu hy ia id ie is it ja jv ka kk kl km kn ko ks ku ky la lb ln lo lt lv mg "
    "mi mk ml mn mr ms mt my na nb ne nl nn no oc om or pa pl ps pt qu rm rn ro ru rw sa sd sg si sk sl sm sn "
    "so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ug uk ur uz vi vo wo xh yi yo zh zu"
)
CODES: Final = frozenset(_WRITTEN.split())
"""The codes of ISO 639-1."""


def suffix_languages(files: Iterable[str]) -> set[str]:
    """Return the languages that stand behind a dot in names: name.ru.md, where name.md or another language is beside.

    A code alone says little: in 'release.is.md' it is a word.
    """
    by_name: dict[str, set[str]] = {}
    for file in files:
        path = PurePosixPath(file)
        stem = path.name.removesuffix(path.suffix)
        name, dot, code = stem.rpartition(".")
        if dot and plain_language(code) in CODES and len(code) in {2, 5}:
            by_name.setdefault(f"{path.parent}/{name}", set()).add(plain_language(code))
        else:
            by_name.setdefault(f"{path.parent}/{stem}", set()).add("")
    found: dict[str, int] = {}
    for codes in by_name.values():
        if len(codes) > 1:
            for code in codes - {""}:
                found[code] = found.get(code, 0) + 1
    return set(found)


def folder_languages(folder: Folder, parent: str, known: Collection[str] | None = None) -> dict[str, str]:
    """Return the folders right in `parent` that are named after languages, with these.

    Without `known` languages there must be several such folders with texts.
    """
    start = f"{parent}/" if parent else ""
    names = {
        file[len(start) :].partition("/")[0] for file in folder.below(parent, *MARKDOWN) if "/" in file[len(start) :]
    }
    found = {
        f"{start}{name}": plain_language(name)
        for name in names
        if plain_language(name) in (known or CODES) and len(name) in {2, 5}
    }
    return found if known or len(found) > 1 else {}
