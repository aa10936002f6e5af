"""What holds for every YAML text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.sources.text import Lines
from site_gen.sources.yaml import Data, read_yaml
from site_gen.sources.yaml_reader import PARSER, Parser, YamlReader

Path: TypeAlias = tuple[str | int, ...]

PARSERS = pytest.mark.parametrize("parser", {PARSER, yaml.BaseLoader}, ids=lambda parser: parser.__name__)

# The dumper writes YAML 1.1, where '1e5' and '0o7' are text and need no quotes.
# It takes U+0085, U+2028 and U+2029 for line breaks as well, and folds them in a quoted text.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x85\u2028\u2029")).filter(
    lambda text: not re.match(r"[-+.]*[0-9]", text)
)
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
SCALARS = st.none() | st.booleans() | NUMBERS | TEXT
WORDS = st.from_regex(r"k[a-zа-я]{0,5}", fullmatch=True)


def nested(scalars: st.SearchStrategy[Data], keys: st.SearchStrategy[str]) -> st.SearchStrategy[Data]:
    return st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(keys, inner), max_leaves=20)


@PARSERS
@given(
    data=nested(SCALARS, TEXT),
    style=st.sampled_from([None, "'", '"']),
    flow=st.sampled_from([None, True, False]),
    unicode=st.booleans(),
)
def test_what_is_dumped_is_read_back(
    parser: Parser, data: Data, style: str | None, flow: bool | None, unicode: bool
) -> None:
    text = yaml.safe_dump(data, default_style=style, default_flow_style=flow, allow_unicode=unicode)
    reader = YamlReader(Lines(text, "f"), parser)
    assert reader.problems == []
    assert reader.data == data


def parts(data: Data, path: Path = ()) -> Iterator[tuple[Path, Data]]:
    """Yield everything inside `data` with its path."""
    children: Iterable[tuple[str | int, Data]] = ()
    if isinstance(data, dict):
        children = data.items()
    elif isinstance(data, list):
        children = enumerate(data)
    for step, child in children:
        yield (*path, step), child
        yield from parts(child, (*path, step))


@given(
    data=nested(WORDS | st.integers(), WORDS),
    flow=st.sampled_from([None, True, False]),
    first_line=st.integers(1, 9),
)
def test_a_key_is_located_where_it_is_written(data: Data, flow: bool | None, first_line: int) -> None:
    text = yaml.safe_dump(data, default_flow_style=flow, allow_unicode=True)
    document = read_yaml(text, "f", first_line)
    rows = text.split("\n")
    for path, _ in parts(data):
        place = document.locate(path, key=True)
        written = rows[place.line - first_line][place.column - 1 :]
        assert not isinstance(path[-1], str) or re.match(rf"{path[-1]}\b", written)


@given(data=nested(WORDS | st.integers(), WORDS))
def test_a_scalar_is_located_where_it_is_written(data: Data) -> None:
    text = yaml.safe_dump({"root": data}, allow_unicode=True)
    document = read_yaml(text, "f")
    rows = text.split("\n")
    for path, value in parts(document.data):
        place = document.locate(path)
        if not isinstance(value, dict | list):
            assert re.match(rf"{value}\b", rows[place.line - 1][place.column - 1 :])


SAMPLE = """\
# Осенний набор
title: "Осень 😀: запуск"
price: {amount: 1490.00, currency: UAH}
base: &base
  days: [1, 2, !!str 3]
copy: {<<: *base, days: *base}
text: |
  Первый абзац.

  Второй.
list:
  - a: 1
    b: 'it''s'
  - ? key
    : value
"""
SIGNS = [
    *"-?:,[]{}#&*!|>'\"%@`~<=. \t\n\r\\0aщ😀\x00\x07\x85\u2028\ufeff\ud800",
    *("---\n", "...\n", "%TAG ", "%YAML ", "<<: ", "*base", "&base ", "!!int ", ": ", "- ", "\n  "),
]
YAMLISH = st.lists(st.sampled_from(SIGNS), max_size=60).map("".join)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """Return the sample with a piece replaced."""
    start = draw(st.integers(0, len(SAMPLE)))
    end = draw(st.integers(start, len(SAMPLE)) | st.just(start))
    return SAMPLE[:start] + draw(YAMLISH) + SAMPLE[end:]


@PARSERS
@settings(max_examples=300, deadline=5000)
@given(text=st.text() | YAMLISH | damaged())
def test_no_text_raises_and_every_problem_is_inside_it(parser: Parser, text: str) -> None:
    text = text.lstrip("\ufeff")  # as read_yaml does
    reader = YamlReader(Lines(text, "f"), parser)
    rows = text.split("\n")
    for problem in reader.problems:
        assert 1 <= problem.location.line <= len(rows)
        assert 1 <= problem.location.column <= len(rows[problem.location.line - 1]) + 1
        assert problem.message
        assert problem.message.isprintable()
        assert problem.hint.isprintable()


@settings(max_examples=300)
@given(text=YAMLISH | damaged())
def test_reading_and_locating_agree(text: str) -> None:
    document = read_yaml(text, "f")
    assert read_yaml(text, "f") == document
    for path, _ in parts(document.data):
        document.locate(path)


@settings(max_examples=300)
@given(text=YAMLISH | damaged())
def test_both_parsers_agree_but_for_tabs_and_byte_order_marks(text: str) -> None:
    text = text.replace("\t", " ").replace("\ufeff", "")
    ours, other = YamlReader(Lines(text, "f")), YamlReader(Lines(text, "f"), yaml.BaseLoader)
    if not ours.problems and not other.problems:
        assert ours.data == other.data
