"""Strangers' text has no effect where it is shown."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given

from site_gen.inert import inert_json, inert_line, inert_lines
from site_gen.problems import Location, Problem
from tests.inbox.lead_samples import HOSTILE, anything


@given(anything)
def test_nothing_shown_controls_hides_or_turns(text: str) -> None:
    for line in (inert_line(text), *inert_lines(text)):
        categories = {unicodedata.category(c) for c in line if c != "\u200d" and not "\U0001f000" <= c <= "\U0001fbff"}
        assert not categories & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
        line.encode()


@given(anything)
def test_lines_are_only_those_that_were_written(text: str) -> None:
    assert len(inert_lines(text)) == text.replace("\r\n", "\n").count("\n") + 1
    assert "\n" not in inert_line(text)


SHOWN = {
    "\x1b[31mred": "\\x1b[31mred",
    "a\u202eb": "a\\u202eb",
    "one\r\ntwo\nthree": "one↵two↵three",
    "tab\there": "tab\\there",
    "\ud800": "\\ud800",
    "Zürich, кофе, 日本, 👩‍🍳, ☕️, l’Arc": "Zürich, кофе, 日本, 👩‍🍳, ☕️, l’Arc",
    "a" + "\u0301" * 9: "a" + "\u0301" * 8 + "\\u0301",
    "100\u00a0€": "100\u00a0€",
    "\U0001fae8": "\U0001fae8",
}


@pytest.mark.parametrize(("text", "shown"), SHOWN.items())
def test_a_line_shows_what_was_written(text: str, shown: str) -> None:
    assert inert_line(text) == shown


@pytest.mark.parametrize("text", [*HOSTILE, "\U000e0041", "é"])
def test_json_says_the_same_and_does_nothing(text: str) -> None:
    document = inert_json(json.dumps({"text": text}, ensure_ascii=False, indent=2))
    assert json.loads(document) == {"text": text}
    assert all(c == "\n" or inert_line(c) == c for c in document)


@given(anything)
def test_a_problem_is_harmless_whatever_it_repeats_of_a_file(text: str) -> None:
    """Whoever builds a stranger's project would else run its escape sequences, or read an error that isn't one."""
    problem = Problem(Location("site.yaml"), text, f"write [{text}]")
    for said in (problem.message, problem.hint):
        assert inert_line(said) == said
