"""Files that people write are changed in one place, and stay byte for byte as they are everywhere else."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.actions.new import starter_files
from site_gen.load.starter_samples import STARTERS
from site_gen.sources.edits.changes import EditError, changed, read
from site_gen.sources.edits.files import Content, edited, read_content
from site_gen.sources.edits.tree import at, line_stop, parse_tree
from tests.support import NOW, ROOT

TEXTS: Final = [
    "plain", "with: colon", "# hash", "a # b", "two\nlines", "two\nlines\n", "  lead", "\n\nx", "a\n\nb\n\n", "'q'",
    '"d"', "", "290", "yes", "null", "- x", "[a]", "{a}", "trail ", "üñ", "e\u0301", "a, b", "*x", "&y", "tab\tx", "@x",
    "%", "x:", "?x", "--- a", "\u2028z", "1.50", "2026-11-20T09:00", "«кавычки»",
]  # fmt: skip
SCALARS: Final = st.one_of(
    st.sampled_from(TEXTS),
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), max_size=12),
    st.sampled_from([1, 0, -3, 2.5, True, False, None, 1e22]),
)
KEYS: Final = st.sampled_from(["new", "other", "x y", "2026-02", "k: x", "from", 'q"'])
VALUES: Final = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=5
)

ODD: Final = [
    "a:\nb:\n", "a: # note\n  - 1 # one\n  # own\n  - 2\n\n\nb: [1, # c\n  2]\n", "- - a\n  - b\n- - c\n",
    "{a: 1, b: [x, y],\n c: {d: e}}\n", "a: !!str 5\nb: 'it''s'\nc: \"x\\ny\"\n", "# only a note\n", "",
    "---\na: 1\n...\n",
    "a: >-\n  folded\n  text\n\n  more\nb: 1 # x\n", "a: plain\n  over lines\nb:\n- 1\n-\n- 3\n",
    "%YAML 1.2\n---\na: 1\n",
    "a:\n    - x: 1\n      y: 2\n    -   x: 3\n        y: 4\n", "a: {b, c: }\n", "a: |2\n    lead\n  text\nb: 1\n",
]  # fmt: skip
"""YAML as hardly anybody writes it: everything in it can be changed all the same."""

HARD: Final = [
    "a: &x 1\nb: *x\n", "a: &x {p: 1, q: 2}\nb:\n  <<: *x\n  r: 3\nc: 4\n", "base: &b\n  p: 1\nb:\n  <<: *b\n",
    "? a\n: 1\nb: 2\n", "a: [b: 1, c]\n", "a: |+\n  text\n\n\nb: 1\n",
]  # fmt: skip
"""YAML in which not everything can be changed: what can't is refused."""


def project_files() -> dict[str, bytes]:
    """Return the files of the example project and of the starters that people write."""
    folders = ("cases", "offers", "content")
    found = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in [*ROOT.glob("site*.yaml"), *(path for folder in folders for path in (ROOT / folder).rglob("*"))]
        if path.suffix in {".yaml", ".md"}
    }
    for language in (folder.name for folder in STARTERS.iterdir()):
        for name, text in starter_files(language, NOW).items():
            if name.endswith(".yaml") or (name.endswith(".md") and "/" in name):
                found[f"{language}: {name}"] = text.encode()
    return found


FILES: Final = project_files()


def copied(value: Any) -> Any:
    """Return data of its own: what an alias repeats is one object in the reader's data."""
    if isinstance(value, list):
        return [copied(item) for item in value]
    return {key: copied(item) for key, item in value.items()} if isinstance(value, dict) else value


def containers(value: Any) -> list[Any]:
    """Return every mapping and list in a value, itself first."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    found = [value] if isinstance(value, dict | list) else []
    return [*found, *(container for item in inner for container in containers(item))]


def draw_edit(draw: Callable[..., Any], data: Any) -> None:
    """Change data in one place: another value, one more, one less, another order."""
    here = draw(st.sampled_from(containers(data)))
    kind = draw(st.sampled_from(["put", "remove", "insert", "shuffle"]))
    items = list(here.items()) if isinstance(here, dict) else list(enumerate(here))
    if kind == "insert" or not items:
        pair = (draw(KEYS), draw(VALUES))
        items = [item for item in items if item[0] != pair[0] or isinstance(here, list)]
        items.insert(draw(st.integers(0, len(items))), pair)
    elif kind == "shuffle":
        items = draw(st.permutations(items))
    else:
        at = draw(st.integers(0, len(items) - 1))
        items[at : at + 1] = [(items[at][0], draw(VALUES))] if kind == "put" else []
    here.clear()
    if isinstance(here, dict):
        here.update(items)
    else:
        here.extend(value for _, value in items)


@st.composite
def disguised(draw: st.DrawFn, raw: bytes) -> bytes:
    """Draw a file as other programs save it: with other line ends, with a mark, without an end to its last line."""
    raw = raw.replace(b"\n", draw(st.sampled_from([b"\n", b"\n", b"\r\n", b"\r"])))
    raw = draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + raw
    return raw.rstrip() if draw(st.booleans()) else raw


def notes(raw: bytes) -> list[bytes]:
    """Return the lines of a file that are nothing but a note."""
    return [line.strip() for line in re.split(rb"[\r\n]+", raw) if line.strip().startswith(b"#")]


MANY: Final = int(os.environ.get("EDITS", "8"))


@settings(max_examples=MANY)
@given(st.data())
def test_any_edits_of_any_file_load_to_what_was_asked_for(data: st.DataObject) -> None:
    """If this failed, somebody's file would say something that they never wrote."""
    draw = data.draw
    name = draw(st.sampled_from(sorted(FILES)))
    raw = draw(disguised(FILES[name]))
    for _ in range(draw(st.integers(1, 3))):
        before = read_content(raw, is_markdown=name.endswith(".md"))
        wanted = copied(before.data)
        draw_edit(draw, wanted)
        body = before.body if before.body is None or draw(st.booleans()) else before.body.replace("a", "ä", 2) + "End"
        raw = edited(raw, Content(wanted, body))
        after = read_content(raw, is_markdown=name.endswith(".md"))
        assert after == Content(read_as_written(wanted), body)


def read_as_written(value: Any) -> Any:
    """Return data with its new texts as files are read."""
    if isinstance(value, list):
        return [read_as_written(item) for item in value]
    if isinstance(value, dict):
        return {key: read_as_written(item) for key, item in value.items()}
    return normalize("NFC", value) if isinstance(value, str) else value


@settings(max_examples=MANY)
@given(st.data())
def test_one_changed_value_leaves_every_other_line_its_bytes(data: st.DataObject) -> None:
    """If this failed, somebody's comments, quotes or order would be lost: what editors are hated for."""
    draw = data.draw
    name = draw(st.sampled_from(sorted(name for name in FILES if name.endswith(".yaml"))))
    raw = draw(disguised(FILES[name]))
    wanted = copied(read_content(raw, is_markdown=False).data)
    path = draw(st.sampled_from(list(scalar_paths(wanted))))
    put(*path, to=draw(st.sampled_from(["x", "with: colon", "290", 7, "a\nb"])))(wanted)
    text, new = raw.decode(), edited(raw, Content(wanted)).decode()
    before = at(parse_tree(text.lstrip("\ufeff")), path[:-1])
    entry = before.entry(path[-1]) if before else None
    assert entry is not None
    mark = len(text) - len(text.lstrip("\ufeff"))
    assert new.startswith(text[: mark + entry.colon])
    assert new.rstrip("\r\n").endswith(text[line_stop(text, mark + entry.node.end) :].rstrip("\r\n"))


def scalar_paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of each value that is no mapping and no list."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield from scalar_paths(inner, (*path, key))
    if path and not isinstance(value, dict | list):
        yield path


@settings(max_examples=MANY)
@given(st.data())
def test_no_note_is_lost_by_adding_changing_and_moving(data: st.DataObject) -> None:
    draw = data.draw
    name = draw(st.sampled_from(sorted(FILES)))
    raw = FILES[name]
    before = read_content(raw, is_markdown=name.endswith(".md"))
    wanted = copied(before.data)
    here = draw(st.sampled_from(containers(wanted)))
    if isinstance(here, dict):
        here["new"] = draw(VALUES)
    else:
        here.insert(draw(st.integers(0, len(here))), draw(VALUES))
        here[:] = draw(st.permutations(here))
    new = edited(raw, Content(wanted, before.body))
    assert set(notes(raw)) <= set(notes(new))


@pytest.mark.parametrize("text", ODD)
@settings(max_examples=MANY)
@given(data=st.data())
def test_what_hardly_anybody_writes_can_be_changed_too(text: str, data: st.DataObject) -> None:
    wanted = copied(read(text).data) or {"new": data.draw(VALUES)}
    draw_edit(data.draw, wanted)
    assert read(changed(text, wanted)).data == read_as_written(wanted)


@pytest.mark.parametrize("text", HARD)
@settings(max_examples=MANY)
@given(data=st.data())
def test_what_cant_be_changed_is_refused_and_never_changed_wrongly(text: str, data: st.DataObject) -> None:
    wanted = copied(read(text).data)
    draw_edit(data.draw, wanted)
    try:
        new = changed(text, wanted)
    except EditError:
        return
    assert read(new).data == read_as_written(wanted)


def put(*path: str | int, to: object) -> Callable[[Any], None]:
    def change(data: Any) -> None:
        for step in path[:-1]:
            data = data[step]
        data[path[-1]] = to

    return change


OFFER = """\
# The autumn offer.
kind: direct   # one service
title: 'Autumn'
price: {amount: 290,  was: 340}  # euros
seats: 5

includes:
    # counted by week
    - "Posts"    # eight
    - Stories
body: |
  First.

  Second.
# the end
"""


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        (put("title", to="It’s on"), "'Autumn'", "'It’s on'"),
        (put("title", to="Day's end"), "'Autumn'", "'Day''s end'"),
        (put("price", "amount", to=300), "amount: 290", "amount: 300"),
        (put("price", "per", to="month, or so"), "was: 340}", 'was: 340, per: "month, or so"}'),
        (put("seats", to={"total": 5, "taken": 2}), "seats: 5", "seats: {total: 5, taken: 2}"),
        (put("includes", 0, to="Reels"), '"Posts"', '"Reels"'),
        (put("includes", to=["Posts", "Stories", "Ads"]), "- Stories\n", "- Stories\n    - Ads\n"),
        (
            put("includes", to=["Stories", "Posts"]),
            '- "Posts"    # eight\n    - Stories',
            '- Stories\n    - "Posts"    # eight',
        ),
        (put("includes", to=["Stories"]), '    - "Posts"    # eight\n', ""),
        (put("body", to="One.\n"), "  First.\n\n  Second.\n", "  One.\n"),
        (put("title", to="One\ntwo"), "title: 'Autumn'\n", "title: |-\n  One\n  two\n"),
        (put("draft", to=True), "# the end\n", "draft: true\n# the end\n"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_change_is_written_as_a_person_would(change: Callable[[Any], None], old: str, new: str, end: str) -> None:
    raw = OFFER.replace("\n", end).encode()
    wanted = copied(read_content(raw, is_markdown=False).data)
    change(wanted)
    expected = OFFER.replace(old, new).replace("\n", end)
    assert edited(raw, Content(wanted)).decode() == expected
    assert OFFER.count(old) == 1


ARTICLE = "---\ntitle: A  # note\ndate: 2026-06-01\n---\n\nFirst line.\r\nSecond line.\nThird e\u0301.\n"


def test_lines_of_a_body_that_are_left_alone_keep_their_bytes() -> None:
    new = edited(ARTICLE.encode(), Content({"title": "B", "date": "2026-06-01"}, "\nFirst line.\nNew.\nThird é.\n"))
    assert new.decode() == ARTICLE.replace("title: A", "title: B").replace("Second line.\n", "New.\n")


def test_front_matter_is_begun_where_there_is_none() -> None:
    assert edited(b"Text.\n", Content({"title": "A"}, "Text.\n")) == b"---\ntitle: A\n---\nText.\n"


@pytest.mark.parametrize("raw", [b"a: [1\n", b"a: 1\na: 2\n", b"\xff\xfe", b"a: \x00\n"])
def test_a_file_that_cant_be_read_is_not_touched(raw: bytes) -> None:
    with pytest.raises(EditError):
        edited(raw, Content({"a": 1}))


def test_every_file_read_and_written_without_a_change_is_the_same() -> None:
    for name, raw in FILES.items():
        assert edited(raw, read_content(raw, is_markdown=Path(name).suffix == ".md")) == raw


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1", "a: 1\nm:\n  - n: 2"),
        ("a: 1\r\n", "a: 1\r\nm:\r\n  - n: 2\r\n"),
        ("m:\n- {n: 1} # x\nb: 2\n", "m:\n- {n: 1} # x\n- n: 2\nb: 2\n"),
        ("m:\n    -   n: 1\n# b\nb: 2\n", "m:\n    -   n: 1\n    - n: 2\n# b\nb: 2\n"),
        ("m: [] # none\nb: 2\n", "m:  # none\n  - n: 2\nb: 2\n"),
        ("m: [\n  {n: 1},\n]\n", "m: [\n  {n: 1}, {n: 2},\n]\n"),
        ("m:  # none yet\nb: 2\n", "m:  # none yet\n  - n: 2\nb: 2\n"),
        ("m:\n  - n: |\n      x\n\nb: 2", "m:\n  - n: |\n      x\n  - n: 2\n\nb: 2"),
        ("{a: 1}\n", "{a: 1, m: [{n: 2}]}\n"),
        ("a: 1\n...\n", "a: 1\nm:\n  - n: 2\n...\n"),
    ],
)
def test_an_item_looks_like_its_neighbours(text: str, expected: str) -> None:
    """What a command adds to a list, such as a metric from an export, must not stand out from what a person wrote."""
    data: Any = read(text).data
    assert changed(text, {**data, "m": [*(data.get("m") or []), {"n": 2}]}) == expected


def test_an_item_of_a_list_that_is_repeated_is_refused() -> None:
    """A list that another key repeats would change there too."""
    with pytest.raises(EditError):
        changed("m: &a\n  - {n: 1}\nb: *a\n", {"m": [{"n": 1}, {"n": 2}], "b": [{"n": 1}]})
