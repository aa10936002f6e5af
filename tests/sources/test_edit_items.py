"""Changing items of a long list: what they say is new, and every other byte is as it was."""

from __future__ import annotations

from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.sources.edits.changes import EditError
from site_gen.sources.edits.files import read_content
from site_gen.sources.edits.items import edited_items

TEXT = """\
# of mine
a: 1   # one
topics:
  # first
  - name: A   # keep
    tags: [x, y]

  # second
  - {name: B, tags: [x]}
  - name: C
    text: |
      Two
      lines
# the end
last: 2
"""


def topics(raw: bytes) -> Any:
    data = read_content(raw, is_markdown=False).data
    assert isinstance(data, dict)
    return data["topics"]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_an_item_is_changed_and_others_are_added_around_it(end: str, mark: str) -> None:
    """Notes beside the plan would be lost each time numbers are taken in."""
    raw = (mark + TEXT.replace("\n", end)).encode()
    old = topics(raw)
    done = edited_items(raw, "topics", {0: [{**old[0], "name": "Z"}], 1: [{"name": "N", "tags": ["q"]}, old[1]]})
    expected = TEXT.replace("name: A ", "name: Z ").replace(
        "  - {name: B, tags: [x]}\n", "  - name: N\n    tags: [q]\n  - {name: B, tags: [x]}\n"
    )
    assert topics(done) == [{**old[0], "name": "Z"}, {"name": "N", "tags": ["q"]}, old[1], old[2]]
    kept = expected.replace("  - name: N\n    tags: [q]\n", "").splitlines()
    assert [line for line in done.decode().lstrip("\ufeff").splitlines() if line in kept] == kept
    assert done.decode().startswith(mark)
    assert (b"\r\n" in done) is (end == "\r\n")


def test_nothing_to_change_changes_nothing() -> None:
    raw = TEXT.encode()
    assert edited_items(raw, "topics", {1: [topics(raw)[1]]}) == raw


@pytest.mark.parametrize("text", ["topics: [{name: A}, {name: B}]\n", "{topics: [{name: A}, {name: B}]}\n"])
def test_a_list_in_brackets_is_changed_as_a_whole(text: str) -> None:
    done = edited_items(text.encode(), "topics", {1: [{"name": "Z"}]})
    assert done.decode() == text.replace("name: B", "name: Z")


@pytest.mark.parametrize("text", ["topics:\n", "topics: x\n", "- a\n", "other: 1\n", "topics: ["])
def test_what_has_no_such_list_is_refused(text: str) -> None:
    with pytest.raises(EditError):
        edited_items(text.encode(), "topics", {0: [{"name": "Z"}]})


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=8)
items = st.dictionaries(st.sampled_from(["a", "b", "c"]), words, min_size=1)


@settings(max_examples=60)
@given(
    written=st.lists(
        st.tuples(st.sampled_from(["one", "two: words", "три", "'x'"]), st.booleans()), min_size=1, max_size=6
    ),
    groups=st.dictionaries(st.integers(0, 5), st.lists(items, min_size=1, max_size=2), max_size=3),
)
def test_every_change_is_read_as_it_was_meant(written: list[tuple[str, bool]], groups: dict[int, list[Any]]) -> None:
    """A plan that reads otherwise than it was meant would post the wrong thing."""
    lines = [f"- a: {text.replace(': ', ' ')}\n" + ("  b: more  # note\n" if more else "") for text, more in written]
    raw = ("topics:\n" + "".join(lines)).encode()
    before = topics(raw)
    groups = {at: group for at, group in groups.items() if at < len(before)}
    done = edited_items(raw, "topics", groups)
    expected = [item for at, old in enumerate(before) for item in groups.get(at, [old])]
    plain = [{key: normalize("NFC", text) for key, text in item.items()} for item in expected]
    assert topics(done) == plain
