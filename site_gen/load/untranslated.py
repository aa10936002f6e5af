"""Which texts of an original its translation lacks, or still has as they were."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from site_gen.load.shape import Shape
from site_gen.messages import m, plural
from site_gen.problems import Problem, Severity
from site_gen.sources.text import excerpt
from site_gen.sources.yaml import Data, Document

Path = tuple[str | int, ...]

_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_CODE: Final = re.compile(r"[A-Z]{3}|\W*")

_FEW: Final = 3
"""Texts of fewer words are often the same in two languages: names, brands, places."""

_LEGAL: Final = {("form", "consent"), ("form", "marketing_consent")}
_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Untranslated:
    """A text of an original: the path of its keys, and whether the translation lacks it or repeats it."""

    path: Path
    text: str
    is_missing: bool


def untranslated(original: Data, overlay: Data, shape: Shape, path: Path = ()) -> Iterator[Untranslated]:
    """Yield the texts of `original` that `overlay` lacks (None where it has nothing) or repeats, in their order."""
    if isinstance(original, str):
        if overlay is None and _WORD.search(original) and not _CODE.fullmatch(original):
            yield Untranslated(path, original, is_missing=True)
        elif overlay == original and _is_prose(original):
            yield Untranslated(path, original, is_missing=False)
    elif isinstance(original, dict):
        in_its_own = {"text"} if path and "language" in original else set()  # a client's words as they were written
        for key, value in original.items():
            inner = (shape.fields or {}).get(key)
            if inner is not None and inner.holds_text and key not in in_its_own:
                yield from untranslated(
                    value, overlay.get(key) if isinstance(overlay, dict) else None, inner, (*path, key)
                )
    elif isinstance(original, list) and shape.item is not None:
        for index, value in enumerate(original):
            over = overlay[index] if isinstance(overlay, list) and index < len(overlay) else None
            yield from untranslated(value, over, shape.item, (*path, index))


def _is_prose(text: str) -> bool:
    """Whether a text is more than a name: enough words, and not all with a capital letter."""
    words = _WORD.findall(text)
    return len(words) >= _FEW and sum(word[0].islower() for word in words) > 1


def half_translated(original: Document, overlay: Document, shape: Shape) -> Iterator[Problem]:
    """Yield what a translation must not be silent about: a consent in another language, and texts as they were."""
    found = list(untranslated(original.data, overlay.data, shape))
    for each in found:
        if each.is_missing and each.path in _LEGAL:
            place = overlay.locate(each.path, key=True)
            message = m(
                "'{named}' is not translated: visitors agree to a text in another language", named=named(each.path)
            )
            hint = m("write it here; in {file} it is '{text}'", file=original.file, text=excerpt(each.text))
            yield Problem(place, message, hint, Severity.WARNING)
    same = [each for each in found if not each.is_missing]
    if same:
        names = ", ".join(named(each.path) for each in same[:_SHOWN]) + (", …" if len(same) > _SHOWN else "")
        message = plural(
            "a text is still as in {file}: {names}",
            "{count} texts are still as in {file}: {names}",
            count=len(same),
            file=original.file,
            names=names,
        )
        hint = m("translate what is here, or take it out; 'site-gen check --translations' lists each text")
        yield Problem(overlay.locate(same[0].path), message, hint, Severity.WARNING)


def named(path: Path) -> str:
    """Return a path of keys as people read it: form.fields[2].label, the first item being 1."""
    words = ""
    for step in path:
        words += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if words else step
    return words


def texts_alone(data: Any, shape: Shape) -> Any:
    """Return the part of an original that may be translated, as an overlay holds it; None if nothing may."""
    if isinstance(data, dict) and shape.fields is not None:
        found = {
            key: texts_alone(value, shape.fields[key])
            for key, value in data.items()
            if key in shape.fields and shape.fields[key].holds_text
        }
        return {key: value for key, value in found.items() if value not in (None, {}, [])} or None
    if isinstance(data, list) and shape.item is not None:
        items = [texts_alone(value, shape.item) for value in data]
        return [{} if item is None else item for item in items] if any(item is not None for item in items) else None
    return data if shape.translatable and not isinstance(data, dict | list | bool) else None
