"""Where front matter begins and ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.problems import Location
from site_gen.sources.front_matter import Split, split_front_matter

SPLITS = {
    "both parts": ("---\na: 1\n---\nbody\n", Split("a: 1\n", 2, "body\n", 4)),
    "closed by dots": ("---\na: 1\n...\nbody", Split("a: 1\n", 2, "body", 4)),
    "spaces after fences": ("--- \t\na: 1\n---  \nbody", Split("a: 1\n", 2, "body", 4)),
    "empty": ("---\n---\nbody", Split("", 2, "body", 3)),
    "no body": ("---\na: 1\n---", Split("a: 1\n", 2, "", 4)),
    "a rule in the body": ("---\na: 1\n---\nx\n---\ny", Split("a: 1\n", 2, "x\n---\ny", 4)),
    "an indented fence in a value": ("---\na: |\n  ---\n---\nb", Split("a: |\n  ---\n", 2, "b", 5)),
    "none": ("# Title\n\ntext", Split(None, 1, "# Title\n\ntext", 1)),
    "nothing": ("", Split(None, 1, "", 1)),
    "a rule later": ("text\n---\nmore\n---\n", Split(None, 1, "text\n---\nmore\n---\n", 1)),
    "four dashes": ("----\na\n----\n", Split(None, 1, "----\na\n----\n", 1)),
    "braces of a template": ("{% raw %}", Split(None, 1, "{% raw %}", 1)),
}


@pytest.mark.parametrize(("text", "split"), SPLITS.values(), ids=SPLITS)
def test_text_is_split_at_its_fences(text: str, split: Split) -> None:
    assert split_front_matter(text, "f.md") == split


REFUSED = {
    "unclosed": ("---\na: 1\n", "the front matter opened here is not closed", "add a line '---'"),
    "only the opening": ("---", "the front matter opened here is not closed", "add a line '---'"),
    "TOML": ("+++\na = 1\n+++\n", "the front matter is TOML, and only YAML is read", "write it as YAML"),
    "JSON": ('{\n  "a": 1\n}\n', "the front matter is JSON, and only YAML is read", "write it as YAML"),
    "a long dash": ("—\ntitle: A\n—\n", "front matter begins with three hyphens, not with '—'", "write '---' alone"),
    "five hyphens": (
        "-----\ntitle: A\n---\n",
        "front matter begins with three hyphens, not with '-----'",
        "write '---'",
    ),
    "a fence of code": (
        "```yaml\n---\ntitle: A\n---\n",
        "front matter begins with three hyphens, not with '```yaml'",
        "delete",
    ),
    "no fence": (
        "title: A\ndate: 2026-06-01\n\nText",
        "the keys at the beginning are not between two lines '---'",
        "write",
    ),
    "empty JSON": ("{}\n\nbody", "the front matter is JSON, and only YAML is read", "write it as YAML"),
}


@pytest.mark.parametrize(("text", "message", "hint"), REFUSED.values(), ids=REFUSED)
def test_front_matter_that_cannot_be_read_is_a_problem_at_line_1(text: str, message: str, hint: str) -> None:
    split = split_front_matter(text, "f.md")
    (problem,) = split.problems
    assert (problem.location, problem.message) == (Location("f.md", 1, 1), message)
    assert problem.hint.startswith(hint)
    assert (split.yaml, split.body) == (None, text)


@given(st.text(alphabet="a-.\n +{").map("---\n{}".format) | st.text())
def test_splitting_loses_nothing(text: str) -> None:
    split = split_front_matter(text, "f")
    if split.yaml is None:
        assert split.body == text
        return
    fence = text.split("\n")[split.body_line - 2]
    opening = text.partition("\n")[0]
    joined = f"{opening}\n{split.yaml}{fence}\n{split.body}"
    assert joined.removesuffix("\n") == text.removesuffix("\n")


@given(st.lists(st.sampled_from(["a: 1", "---", "...", "", "text"])))
def test_lines_say_where_each_part_begins(rows: list[str]) -> None:
    text = "\n".join(["---", *rows])
    split = split_front_matter(text, "f")
    all_rows = text.split("\n")
    assert "\n".join(all_rows[split.body_line - 1 :]) == split.body
    if split.yaml:
        assert all_rows[split.yaml_line - 1] == split.yaml.partition("\n")[0]
