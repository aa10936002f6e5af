"""Changing a YAML text leaves every other byte as it is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from site_gen.sources.yaml import read_yaml
from site_gen.sources.yaml_edit import EditError, YamlEdit

NOTES = st.sampled_from(["", "  # a note", "  # über: {x}"])
VALUES = st.sampled_from(
    ["1", '"a # b"', "plain text", "'it''s'", "{x: 1, y: [2, 3]}", "[a, b]", "|\n      two\n      lines"]
)
ENDS = st.sampled_from(["\n", "\r\n"])


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Draw a file with a list of mappings between other keys, with comments where there can be some."""
    items = draw(st.lists(st.tuples(VALUES, NOTES), max_size=3))
    lines = ["client: A" + draw(NOTES), draw(st.sampled_from(["", "# between", "gap: [1,\n  2]"]))]
    shape = draw(st.sampled_from(["block", "flow", "outdented", "none", "empty"]))
    indent = "" if shape == "outdented" else "  "
    if shape in {"block", "outdented"} and items:
        lines.append("metrics:" + draw(NOTES))
        for number, (value, note) in enumerate(items):
            lines += [f"{indent}- name: n{number}{note}", f"{indent}  value: {value}{note if value[0] != '|' else ''}"]
            lines += draw(st.sampled_from([[], [f"{indent}  # below"], [""]]))
    elif shape == "flow":
        lines.append("metrics: [" + ", ".join(f"{{name: n{number}, value: 1}}" for number in range(len(items))) + "]")
    elif shape == "empty":
        lines.append("metrics:" + draw(NOTES))
    lines += draw(st.sampled_from([[], ["after: 1  # last"], ["", "# the end"], ["body: |", "  text", "", "  more"]]))
    text = draw(ENDS).join("\n".join(lines).split("\n"))
    return draw(st.sampled_from(["", "\ufeff"])) + text + draw(st.sampled_from(["", "\n"]))


@given(
    texts(),
    st.lists(st.fixed_dictionaries({"name": st.just('"New: one"'), "before": st.just("1")}), min_size=1, max_size=2),
)
def test_items_are_added_and_every_other_byte_stays(text: str, items: list[dict[str, str]]) -> None:
    """A program that loses somebody's comments isn't let near their files again."""
    # A block of text at the very end would get a line end that it doesn't have: that is refused.
    assume(text.endswith("\n") or "|" not in text)
    edit = YamlEdit(text, "case.yaml")
    edit.add_items("metrics", items)
    new = edit.result()
    assert _is_within(text, new)
    old_data: Any = read_yaml(text, "old").data
    added = [{"name": "New: one", "before": 1}] * len(items)
    assert read_yaml(new, "new").data == {**old_data, "metrics": [*(old_data.get("metrics") or []), *added]}


@given(texts())
def test_values_are_replaced_in_place_and_every_other_byte_stays(text: str) -> None:
    data: Any = read_yaml(text, "old").data
    metrics = data.get("metrics")
    # A text of several lines is no number; nobody wrote one for a value.
    assume(metrics and "|" not in text)
    edit = YamlEdit(text, "case.yaml")
    edit.set_values(("metrics", 0), {"value": "12.5", "period": "{from: 1, to: 2}"})
    new = edit.result()
    span = read_yaml(text, "old").span(("metrics", 0, "value"))
    if span is not None:
        plain = text.lstrip("\ufeff")
        assert _is_within(plain[: span[0]] + plain[span[1] :], new)
    expected = [{**metrics[0], "value": 12.5, "period": {"from": 1, "to": 2}}, *metrics[1:]]
    assert read_yaml(new, "new").data == {**data, "metrics": expected}


def _is_within(old: str, new: str) -> bool:
    """Whether the characters of one text are in another, in their order."""
    rest = iter(new)
    return all(character in rest for character in old)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1", "a: 1\nm:\n  - n: 2\n"),
        ("a: 1\r\n", "a: 1\r\nm:\r\n  - n: 2\r\n"),
        ("m:\n- {n: 1} # x\nb: 2\n", "m:\n- {n: 1} # x\n- n: 2\nb: 2\n"),
        ("m:\n    -   n: 1\n# b\nb: 2\n", "m:\n    -   n: 1\n    - n: 2\n# b\nb: 2\n"),
        ("m: [] # none\nb: 2\n", "m: [{n: 2}] # none\nb: 2\n"),
        ("m: [\n  {n: 1},\n]\n", "m: [\n  {n: 1}, {n: 2}\n]\n"),
        ("m:  # none yet\nb: 2\n", "m:  # none yet\n  - n: 2\nb: 2\n"),
        ("m:\n  - n: |\n      x\n\nb: 2", "m:\n  - n: |\n      x\n  - n: 2\n\nb: 2"),
    ],
)
def test_an_item_looks_like_its_neighbours(text: str, expected: str) -> None:
    assert _with_item(text) == expected


def test_values_stand_where_they_stood() -> None:
    edit = YamlEdit("m:\n  - n: 1  # one\n    s: x\n  - {n: 2}\n# end\n", "x.yaml")
    edit.set_values(("m", 0), {"n": "10", "p": "{a: 1}"})
    edit.set_values(("m", 1), {"n": "20", "p": "3"})
    assert edit.result() == "m:\n  - n: 10  # one\n    s: x\n    p: {a: 1}\n  - {n: 20, p: 3}\n# end\n"


@pytest.mark.parametrize(
    "text", ["m: &a\n  - {n: 1}\nb: *a\n", "- a\n", "m: {n: 1}\n", "m: text\n", "{a: 1}\n", "a: [\n", "", "a: 1\n...\n"]
)
def test_what_cannot_be_changed_alone_is_refused(text: str) -> None:
    with pytest.raises(EditError):
        _with_item(text)


def _with_item(text: str) -> str:
    edit = YamlEdit(text, "x.yaml")
    edit.add_items("m", [{"n": "2"}])
    return edit.result()
