"""YAML → data: meanings, mistakes that are collected, and limits."""

from __future__ import annotations

import tracemalloc

import pytest

from site_gen.problems import Location
from site_gen.sources.yaml import Data, read_yaml
from site_gen.sources.yaml_reader import NODE_LIMIT


def said(text: str, first_line: int = 1) -> list[str]:
    """Return the problems as 'line:column message'."""
    problems = read_yaml(text, "f", first_line).problems
    return [f"{p.location.line}:{p.location.column} {p.message}" for p in problems]


MEANINGS: dict[str, tuple[str, Data]] = {
    "empty": ("", None),
    "only a comment": ("# nothing\n", None),
    "only fences": ("---\n...\n", None),
    "a byte order mark": ("\ufeffa: 1", {"a": 1}),
    "empty value": ("a:\nb: ~", {"a": None, "b": None}),
    "words of YAML 1.1": ("a: no\nb: 12:30\nc: 2026-11-20", {"a": "no", "b": "12:30", "c": "2026-11-20"}),
    "quotes mean text": ("a: '12'\nb: \"true\"\nc: ! 5", {"a": "12", "b": "true", "c": "5"}),
    "blocks mean text": ("a: |\n  12\nb: >-\n  no\n  more", {"a": "12\n", "b": "no more"}),
    "escapes": (r'a: "\u0416\n\x41\0"', {"a": "Ж\nA\0"}),
    "keys are text": (
        "2026: 5\nno: x\n~: y\ntrue: z\n.inf: w",
        {"2026": 5, "no": "x", "~": "y", "true": "z", ".inf": "w"},
    ),
    "flow": ("a: [1, {b: c}, []]\nd: {}", {"a": [1, {"b": "c"}, []], "d": {}}),
    "a list at its key's indentation": ("a:\n- 1\n- b: 2\n  c: 3", {"a": [1, {"b": 2, "c": 3}]}),
    "standard tags": (
        "a: !!str 1\nb: !!int '2'\nc: !!seq []\nd: !!map {}",
        {"a": "1", "b": 2, "c": [], "d": {}},
    ),
    "aliases": ("a: &x [1]\nb: *x\nc: &y 5\nd: *y", {"a": [1], "b": [1], "c": 5, "d": 5}),
    "an alias as a key": ("a: &x 12\n*x : 1", {"a": 12, "12": 1}),
    "an anchor on a key": ("&x 12: a\nb: *x", {"12": "a", "b": 12}),
    "an anchor named twice": ("a: &x 1\nb: *x\nc: &x 2\nd: *x", {"a": 1, "b": 1, "c": 2, "d": 2}),
    "a list as a whole": ("- a\n- b", ["a", "b"]),
    "a directive": ("%YAML 1.2\n---\na: 1", {"a": 1}),
}


@pytest.mark.parametrize(("text", "data"), MEANINGS.values(), ids=MEANINGS)
def test_text_means_data(text: str, data: Data) -> None:
    document = read_yaml(text, "f")
    assert (document.data, document.problems) == (data, ())


BASES = "x: &x {k: 1, l: 1}\ny: &y {l: 2, m: 2}\n"
MERGES: dict[str, tuple[str, Data]] = {
    "one": ("z: {<<: *x, n: 3}", {"k": 1, "l": 1, "n": 3}),
    "explicit key before": ("z: {k: 3, <<: *x}", {"k": 3, "l": 1}),
    "explicit key after": ("z: {<<: *x, k: 3}", {"k": 3, "l": 1}),
    "the earlier in a list wins": ("z: {<<: [*x, *y]}", {"k": 1, "l": 1, "m": 2}),
    "written in place": ("z: {<<: {k: 7}}", {"k": 7}),
    "nothing": ("z: {<<: , k: 7}", {"k": 7}),
    "in quotes it is a key": ("z: {'<<': 1}", {"<<": 1}),
    "merged from a merged mapping": ("a: &a {<<: *x}\nz: {<<: *a}", {"k": 1, "l": 1}),
}


@pytest.mark.parametrize(("text", "expected"), MERGES.values(), ids=MERGES)
def test_merge_keys_fill_in_what_is_not_written(text: str, expected: Data) -> None:
    document = read_yaml(BASES + text, "f")
    assert document.problems == ()
    assert isinstance(document.data, dict)
    assert document.data["z"] == expected


COLLECTED = {
    "keys twice": (
        "a: 1\nb: 1\na: 2\nс:\n  d: 1\n  d: 2\nb: 3",
        [
            "3:1 the key 'a' is already at line 1",
            "6:3 the key 'd' is already at line 5",
            "7:1 the key 'b' is already at line 2",
        ],
    ),
    "keys twice by their text": ("1: a\n'1': b", ["2:1 the key '1' is already at line 1"]),
    "merged twice": ("a: &a {}\nb:\n  <<: *a\n  <<: *a", ["4:3 the key '<<' is already at line 3"]),
    "a mapping as a key": (
        "a: {{ name }}\n? [b]\n: c",
        2 * ["a list or a mapping stands where a key is expected"],
    ),
    "tags": (
        "a: !include x\nb: !!python/object:os.system x\nc: !!timestamp 2026-11-20\nd: !!set {}\ne: !!int {}",
        [
            "1:4 the tag '!include' is not supported here",
            "2:4 the tag '!!python/object:os.system' is not supported here",
            "3:4 the tag '!!timestamp' is not supported here",
            "4:4 the tag '!!set' is not supported here",
            "5:4 the tag '!!int' is not supported here",
        ],
    ),
    "a tag on a key": ("!x a: 1", ["1:1 the tag '!x' is not supported here"]),
    "a tag that does not fit": ("a: !!int x", ["1:4 this is not what the tag '!!int' before it says"]),
    "numbers": (
        f"a: .inf\nb: .nan\nc: 1e999\nd: {'9' * 5000}",
        [
            "1:4 this is not a finite number",
            "2:4 this is not a finite number",
            "3:4 this is not a finite number",
            "4:4 a number of 5,000 characters is too long",
        ],
    ),
    "aliases": (
        "a: *b\nc: &c [1, *c]\nd: &d {<<: *d}",
        [
            "1:4 '*b' repeats a value that is not named above",
            "2:11 '*c' stands inside the value it repeats",
            "3:12 '*d' stands inside the value it repeats",
        ],
    ),
    "merge of no mapping": ("a: {<<: 5}", ["1:9 '<<' takes a mapping, or a list of mappings"]),
    "a second document": ("a: 1\n---\nb: 2", ["2:1 a second document begins here"]),
    "a control character": (
        "a: 1\nb: щ\x07",
        ["2:5 a control character that cannot stand in a text: U+0007"],
    ),
    "half of a character": ("a: \ud83d", ["1:4 a control character that cannot stand in a text: U+D83D"]),
}


@pytest.mark.parametrize(("text", "expected"), COLLECTED.values(), ids=COLLECTED)
def test_every_mistake_is_reported_at_its_place(text: str, expected: list[str]) -> None:
    assert all(got.endswith(wanted) for got, wanted in zip(said(text), expected, strict=True)), said(text)


def test_what_is_beside_a_mistake_is_still_read() -> None:
    document = read_yaml("a: 1\na: 2\nb: *none\nc: .inf\nd: !x 5\n? [e]\n: 6\nf: 7", "f")
    assert document.data == {"a": 1, "b": None, "c": ".inf", "d": "5", "f": 7}
    assert len(document.problems) == 5


def test_of_two_documents_the_first_is_read() -> None:
    assert read_yaml("a: 1\n---\nb: 2", "f").data == {"a": 1}


def test_lines_are_those_of_the_file_when_the_text_begins_later() -> None:
    assert said("a: 1\na: 2", first_line=10) == ["11:1 the key 'a' is already at line 10"]
    assert said("a: b: c", first_line=10) == ["10:5 ': ' inside a text without quotes"]


LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30)
)
CHAIN = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 99))
MERGE_BOMB = f"a: &a {{{', '.join(f'k{n}: 1' for n in range(3000))}}}\n" + "".join(
    f"b{n}: {{<<: *a}}\n" for n in range(1000)
)
DEEP = "values are nested deeper than 64 levels"
MANY = f"the document holds more than {NODE_LIMIT:,} values"
BOMBS = {
    "laughs": (LAUGHS, MANY),
    "merges": (MERGE_BOMB, MANY),
    "a long list": ("[" + "a," * 1_000_000 + "]", MANY),
    "a chain of aliases": (CHAIN, DEEP),
    "brackets": ("[" * 200_000, DEEP),
    "braces": ("{a: " * 100_000, DEEP),
    "dashes": ("- " * 200_000, DEEP),
    "question marks": ("? " * 200_000, DEEP),
    "indentation": ("".join(f"{' ' * n}a:\n" for n in range(1000)), DEEP),
    "pairs": ("[a: " * 100_000, DEEP),
    "directives": ("%TAG ! x\n" * 100_000, "too many lines begin with '%TAG'"),
}


@pytest.mark.parametrize(("text", "message"), BOMBS.values(), ids=BOMBS)
def test_bombs_are_refused_in_little_memory(text: str, message: str) -> None:
    tracemalloc.start()
    try:
        document = read_yaml(text, "f")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert message in [problem.message for problem in document.problems]
    assert document.data is None
    assert peak < 40_000_000 + 3 * len(text)


def test_64_levels_are_read_and_65_are_not() -> None:
    assert read_yaml("[" * 64 + "]" * 64, "f").problems == ()
    assert said("[" * 65 + "]" * 65) == ["1:65 values are nested deeper than 64 levels"]


PLACED = """\
# a comment
title: Привет 😀
"quoted": 'x'
text: |
  first
  second
base: &base
  price: 5
  days: [1, {n: 2}]
alias: *base
merged:
  <<: *base
  price: 6
list:
  - a
  -
    b: 1
empty:
"""
PLACES: dict[tuple[str | int, ...], tuple[tuple[int, int], tuple[int, int]]] = {
    # path: place of the value, place of the key
    (): ((2, 1), (2, 1)),
    ("title",): ((2, 8), (2, 1)),
    ("quoted",): ((3, 11), (3, 1)),
    ("text",): ((4, 7), (4, 1)),
    ("base",): ((7, 7), (7, 1)),
    ("base", "price"): ((8, 10), (8, 3)),
    ("base", "days", 0): ((9, 10), (9, 10)),
    ("base", "days", 1, "n"): ((9, 17), (9, 14)),
    ("alias",): ((10, 8), (10, 1)),
    ("alias", "days"): ((9, 9), (9, 3)),
    ("merged",): ((12, 3), (11, 1)),
    ("merged", "price"): ((13, 10), (13, 3)),
    ("merged", "days"): ((9, 9), (9, 3)),
    ("list", 0): ((15, 5), (15, 5)),
    ("list", 1, "b"): ((17, 8), (17, 5)),
    ("empty",): ((18, 7), (18, 1)),
    # what is not there: its nearest ancestor
    ("none",): ((2, 1), (2, 1)),
    ("base", "none", "deeper"): ((7, 7), (7, 1)),
    ("list", 9): ((15, 3), (14, 1)),
    ("list", -1): ((15, 3), (14, 1)),
    ("title", 0): ((2, 8), (2, 1)),
}


@pytest.mark.parametrize(("path", "places"), PLACES.items(), ids=map(str, PLACES))
def test_values_and_keys_are_located(
    path: tuple[str | int, ...], places: tuple[tuple[int, int], tuple[int, int]]
) -> None:
    document = read_yaml(PLACED, "f")
    assert document.locate(path) == Location("f", *places[0])
    assert document.locate(path, key=True) == Location("f", *places[1])


def test_places_are_those_of_the_file_when_the_text_begins_later() -> None:
    assert read_yaml("a:\n  b: 1", "f.md", 5).locate(("a", "b")) == Location("f.md", 6, 6)


def test_a_document_that_breaks_off_is_located_as_far_as_it_was_read() -> None:
    document = read_yaml("a:\n  b: 1\nc: [", "f")
    assert document.locate(("a", "b")) == Location("f", 2, 6)
    assert read_yaml("", "f", 3).locate(("a",)) == Location("f", 3, 1)
