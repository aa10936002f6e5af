"""Translations: an overlay (NAME.LANG.yaml) replaces texts of the original. It may contain only texts for readers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from site_gen.load.key_names import meant_key
from site_gen.load.keyless import keyless_lines
from site_gen.load.shape import Shape
from site_gen.messages import m, plural
from site_gen.nearest import nearest
from site_gen.problems import Problem
from site_gen.sources.text import excerpt
from site_gen.sources.yaml import Data, Document

Path = tuple[str | int, ...]


@dataclass
class Merge:
    """Merges an overlay's data into an original's, and collects what doesn't fit."""

    original: Document
    overlay: Document
    problems: list[Problem] = field(default_factory=list)

    def merged(self, shape: Shape) -> Data:
        """Return the original's data with its texts replaced from the overlay."""
        if self.overlay.data is None:
            return self.original.data
        return self._merge(self.original.data, self.overlay.data, shape, ())

    def _merge(self, base: Data, over: Data, shape: Shape, path: Path) -> Data:
        merge = self._merger(shape)
        return over if merge is None else merge(base, over, shape, path)

    def _merger(self, shape: Shape) -> Callable[[Data, Data, Shape, Path], Data] | None:
        if shape.fields is not None:
            return self._merge_mapping
        if shape.item is not None:
            return self._merge_list
        return None

    def _merge_mapping(self, base: Data, over: Data, shape: Shape, path: Path) -> Data:
        if over is None or over in ({}, base):
            return base
        if not isinstance(over, dict):
            if keyless := list(keyless_lines(over, path, self.overlay, shape)):
                self.problems += keyless
                return base
            # Short forms such as `picture: cup.jpg` and `price: 290` contain nothing to translate.
            self._refuse(path, *self._no_mapping(path, shape))
            return base
        result = dict(base) if isinstance(base, dict) else {}
        for key, value in over.items():
            inner = (shape.fields or {}).get(key)
            if inner is None:
                meant = meant_key(key, shape.fields or {})
                hint = m("did you mean '{key}'?", key=meant) if meant else nearest(key, shape.fields or {})
                self._refuse((*path, key), m("unknown key '{key}'", key=excerpt(key)), hint)
            elif not inner.holds_text and isinstance(base, dict) and key in base and base[key] == value:
                continue  # whoever copies the original and translates its texts leaves the rest as it is
            elif not inner.holds_text:
                self._refuse(
                    (*path, key),
                    m("'{key}' stands in {file} alone", key=key, file=self.original.file),
                    m("an overlay translates texts; take this line out"),
                )
            elif not isinstance(base, dict):
                self._refuse((*path, key), *self._nothing_to_translate(base, path, key))
                return base
            else:
                result[key] = self._merge(base.get(key), value, inner, (*path, key))
        return result

    def _no_mapping(self, path: Path, shape: Shape) -> tuple[str, str]:
        if not path:
            return m("a mapping is needed"), m("write 'key: value' lines")
        texts = ", ".join(key for key, inner in (shape.fields or {}).items() if inner.holds_text)
        message = m(
            "'{named}' stands in {file} alone, except for its texts", named=_named(path), file=self.original.file
        )
        return message, m("take the value out, or translate below it: {texts}", texts=texts)

    def _nothing_to_translate(self, base: Data, path: Path, key: str) -> tuple[str, str]:
        file, name = self.original.file, _named(path)
        if base is None:
            return m("{file} has no '{name}'", file=file, name=name), m(
                "write it there first: an overlay translates what is there"
            )
        return m("'{name}' in {file} has no '{key}'", name=name, file=file, key=key), m(
            "write it there first, as 'key: value' lines below '{name}:'", name=name
        )

    def _merge_list(self, base: Data, over: Data, shape: Shape, path: Path) -> Data:
        if shape.item is not None and shape.item.fields is None:
            base, over = _as_list(base), _as_list(over)
        if not isinstance(over, list):
            return base if over is None else over
        length = len(base) if isinstance(base, list) else 0
        if len(over) != length:
            self._refuse(
                path,
                plural(
                    "{count} item, where {file} has {length}",
                    "{count} items, where {file} has {length}",
                    count=len(over),
                    file=self.original.file,
                    length=length or m("none"),
                ),
                m("a translated list has the same items in the same order ({} for one without texts)"),
            )
            return base
        item = shape.item
        if item is None or not isinstance(base, list):
            return over
        return [
            self._merge(old, {} if new is None else new, item, (*path, index)) if item.fields is not None else new
            for index, (old, new) in enumerate(zip(base, over, strict=True))
        ]

    def _refuse(self, path: Path, message: str, hint: str) -> None:
        self.problems.append(Problem(self.overlay.locate(path, key=bool(path)), message, hint))


def _named(path: Path) -> str:
    """Return the last key in a path; for an item of a list, that is the list's key."""
    return next((step for step in reversed(path) if isinstance(step, str)), "")


def _as_list(value: Data) -> Data:
    """Split a text at its commas: the short form of a list of tags."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value
