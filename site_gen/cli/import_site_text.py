"""What site-gen import site says: what was found, and what became of it by kind; as JSON too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from site_gen.actions.import_site import SiteImport, State
from site_gen.cli.language import in_words
from site_gen.cli.tables import cell, fixed, flexible, table_lines, whole_cell, wrapped
from site_gen.cli.terminal import counted
from site_gen.importers.foreign import Fate, Note
from site_gen.messages import joined, listed, m, plural

_TITLES: Final = {Fate.MAPPED: m("Came over:"), Fate.CHANGED: m("Changed:"), Fate.LEFT: m("Left:")}


_COUNTED_STATES: Final = {
    State.NEW: m("new: {count:,}"),
    State.UPDATED: m("updated: {count:,}"),
    State.SAME: m("unchanged: {count:,}"),
    State.KEPT: m("kept as you changed it: {count:,}"),
    State.GONE: m("left out, as you took it out: {count:,}"),
}

_STAYS: Final = {State.KEPT: m("kept as you changed it"), State.GONE: m("left out, as you took it out")}


def site_lines(found: SiteImport, faults: Mapping[str, str], width: int | None, *, details: bool) -> Iterator[str]:
    """Yield the lines for people: counts by kind with an example of each, or everything with `details`."""
    yield from wrapped(_summary(found), width, 2)
    for fate in Fate:
        yield from _table(found, fate, width)
    notes = [note for note in found.notes.all if note.fate is not Fate.MAPPED]
    if notes:
        yield ""
    if details:
        stays = (file for file in found.files if file.state in {State.KEPT, State.GONE})
        yield from wrapped((_line(note) for note in notes), width, 2)
        yield from wrapped((joined(file.path, ": ", _STAYS[file.state]) for file in stays), width, 2)
    elif notes:
        yield in_words(m("Each of them with file and line: --details"))
    if found.wanted:
        said = plural(
            "{count:,} picture of another site can't be shown from there: --fetch-pictures brings it.",
            "{count:,} pictures of other sites can't be shown from there: --fetch-pictures brings them.",
            count=len(found.wanted),
        )
        yield from wrapped([said], width, 2)
    yield from wrapped(
        (m("not fetched: {address}: {why}", address=address, why=why) for address, why in faults.items()), width, 2
    )


def _summary(found: SiteImport) -> Iterator[str]:
    kinds = sorted(found.texts.items())
    texts = listed(counted(number, kind) for kind, number in kinds) if kinds else m("no texts")
    yield m(
        "Found a site of {generator}: {texts}; came over: {number:,}.",
        generator=found.generator, texts=texts, number=found.arrived,
    )  # fmt: skip
    counts = found.counts()
    files = [words.filled(count=counts[state]) for state, words in _COUNTED_STATES.items() if counts[state]]
    yield m("Files: {files}.", files=listed(files) if files else m("none"))


def _table(found: SiteImport, fate: Fate, width: int | None) -> Iterator[str]:
    counts = found.notes.counts()[fate]
    if not counts:
        return
    yield ""
    yield in_words(_TITLES[fate])
    first: dict[str, Note] = {}
    for note in found.notes.all:
        if note.fate is fate:
            first.setdefault(note.what, note)
    columns = (fixed(m("count"), right=True), flexible(m("what")), flexible(m("such as")))
    rows = [
        (
            cell(f"{number:,}"),
            whole_cell(what),
            whole_cell(_line(first[what], with_kind=False) if fate is not Fate.MAPPED else _place(first[what])),
        )
        for what, number in sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    ]
    yield from table_lines(columns, rows, width)


def _place(note: Note) -> str:
    return f"{note.file}:{note.line}" if note.line else note.file


def _line(note: Note, *, with_kind: bool = True) -> str:
    rest = [text for text in ((note.what if with_kind else ""), note.detail) if text]
    return listed((_place(note), *rest), ": ")


def site_data(found: SiteImport, faults: Mapping[str, str], *, is_written: bool) -> dict[str, object]:
    """Return the JSON document."""
    return {
        "generator": found.generator,
        "title": found.title,
        "url": found.url,
        "project": str(found.project),
        "texts": dict(sorted(found.texts.items())),
        "arrived": found.arrived,
        "files": [{"file": file.path, "from": file.source, "state": str(file.state)} for file in found.files],
        "counts": {str(fate): dict(sorted(counts.items())) for fate, counts in found.notes.counts().items()},
        "changed": [_data(note) for note in found.notes.all if note.fate is Fate.CHANGED],
        "left": [_data(note) for note in found.notes.all if note.fate is Fate.LEFT],
        "pictures_elsewhere": list(found.wanted),
        "not_fetched": dict(faults),
        "written": is_written,
    }


def _data(note: Note) -> dict[str, object]:
    return {"what": note.what, "file": note.file, "line": note.line or None, "detail": note.detail}
