"""The form in which the site of any other generator arrives, and the notes about what becomes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any


class Fate(StrEnum):
    """What became of something: it is as it was under a name of ours, it is otherwise, or it was left."""

    MAPPED = "mapped"
    CHANGED = "changed"
    LEFT = "left"


class Kind(StrEnum):
    """What a text is here."""

    ARTICLE = "article"
    PAGE = "page"


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """What became of one thing: `what` is its kind ('shortcode gallery'), `line` its line in the source, 0 for none."""

    fate: Fate
    what: str
    file: str
    line: int = 0
    detail: str = ""


@dataclass
class Notes:
    """Collects what became of everything."""

    all: list[Note] = field(default_factory=list)

    def mapped(self, what: str, file: str, line: int = 0, detail: str = "") -> None:
        """Note what is here under a name of ours."""
        self.all.append(Note(Fate.MAPPED, what, file, line, detail))

    def changed(self, what: str, file: str, line: int = 0, detail: str = "") -> None:
        """Note what is here otherwise than it was."""
        self.all.append(Note(Fate.CHANGED, what, file, line, detail))

    def left(self, what: str, file: str, line: int = 0, detail: str = "") -> None:
        """Note what has not come over."""
        self.all.append(Note(Fate.LEFT, what, file, line, detail))

    def counts(self) -> Mapping[Fate, Counter[str]]:
        """Return how often each kind of thing occurs, by its fate."""
        return {fate: Counter(note.what for note in self.all if note.fate is fate) for fate in Fate}


NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Head:
    """The front matter of a text: its values by key in small letters, and the line of each key in the file."""

    values: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    lines: Mapping[str, int] = field(default_factory=lambda: NOTHING)

    def line(self, key: str) -> int:
        """Return a key's line; 0 if it isn't known."""
        return int(self.lines.get(key, 0))


@dataclass(frozen=True, slots=True)
class ForeignText:
    """An article or a page as its generator has it.

    `file` is its place below the folder that is read; `day` what that place says of its date; `old` the addresses at
    which it was, from the site's root, the main one first; `translates` is the same for all its languages, `language`
    None where nothing says it. `body` is Markdown with the generator's own marks, beginning at `line`; with `is_html`
    it is HTML.
    """

    file: str
    kind: Kind
    name: str
    head: Head
    body: str
    line: int = 1
    day: date | None = None
    old: tuple[str, ...] = ()
    language: str | None = None
    translates: str = ""
    in_menu: bool = False
    is_html: bool = False
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class ForeignSite:
    """A whole site: what its settings say, its texts, and where the addresses of files lead.

    `roots` are folders whose files have addresses from the site's root: folder → beginning of the address. `menu` holds
    the addresses in its main menu. `zone` is a key of the time zone database, `url` the whole address of the home page.
    """

    generator: str
    folder: Path
    texts: tuple[ForeignText, ...]
    title: str = ""
    url: str = ""
    language: str | None = None
    zone: str | None = None
    roots: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    menu: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    remote: Mapping[str, str] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class Published:
    """When a text became public: a day, or a moment with the offset that was written, if one was."""

    moment: datetime
    has_time: bool
