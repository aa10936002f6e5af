"""What can be read about: the documents that come with the program, and the keys of each kind of file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from site_gen.load.schema import KINDS
from site_gen.load.shape import Shape, model_shape
from site_gen.messages import ENGLISH
from site_gen.model.content_kinds import CONTENT_KINDS

_PACKAGED: Final = Path(__file__).parent.parent / "docs"
_BESIDE: Final = Path(__file__).parent.parent.parent / "docs"
"""Where the documents are in an installed program, and in its source tree."""

_FOR_CHANGERS: Final = frozenset({"adding", "architecture", "vocabulary"})
"""Documents for people who change the program: they speak of its source."""

_LINK: Final = re.compile(r"\[(?P<words>[^\]]*)\]\((?P<name>[a-z]+)\.md(?:#[^)]*)?\)")


def documents() -> Mapping[str, str]:
    """Return the heading of each document by its name."""
    paths = (path for path in sorted(_folder().glob("*.md")) if path.stem not in _FOR_CHANGERS)
    return {path.stem: _heading(path.read_text(encoding="utf-8")) for path in paths}


def document(name: str, language: str = ENGLISH) -> str:
    """Return a document in Markdown, in a language if it is there in it; links to other documents say which command
    shows them."""
    own = _folder() / language / f"{name}.md"
    text = (own if own.is_file() else _folder() / f"{name}.md").read_text(encoding="utf-8")
    return _LINK.sub(_command, text)


def file_kinds() -> tuple[str, ...]:
    """Return the kinds of file whose keys can be listed."""
    return tuple(KINDS)


def where(kind: str) -> str:
    """Return which files are of a kind: 'offers/NAME.yaml'."""
    for known in CONTENT_KINDS:
        if known.name == kind:
            return f"{known.place}{known.suffix}" if known.is_single else f"{known.folder}/NAME{known.suffix}"
    return f"{kind}.yaml"


def keys_of(kind: str) -> Iterator[tuple[str, str]]:
    """Yield each key of a kind of file, as a path (`price.amount`, `metrics[].name`), and what it is for."""
    seen: set[str] = set()
    for model in KINDS[kind]:
        for path, description in _keys(model_shape(model), ""):
            if path not in seen:
                seen.add(path)
                yield path, description


@cache
def _folder() -> Path:
    return _PACKAGED if _PACKAGED.is_dir() else _BESIDE


def _heading(text: str) -> str:
    return next((line[2:].strip() for line in text.splitlines() if line.startswith("# ")), "")


def _command(link: re.Match[str]) -> str:
    words, command = link["words"], f"`site-gen help {link['name']}`"
    return command if words.startswith(f"{link['name']}.md") else f"{words} ({command})"


def _keys(shape: Shape, above: str) -> Iterator[tuple[str, str]]:
    for key, inner in (shape.fields or {}).items():
        path = f"{above}.{key}" if above else key
        yield path, inner.description
        item = inner.item or inner.each
        mark = f"{path}[]" if inner.item else f"{path}.NAME" if inner.each else path
        yield from _keys(item or inner, mark)
