"""The ledger is read strictly: what can't be trusted is named with its line and what to do."""

from __future__ import annotations

import json
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.load import load_site
from site_gen.load.ledger import read_ledger
from site_gen.model.ledger import LEDGER_FILE
from site_gen.problems import Severity
from tests.conftest import ProjectFactory
from tests.support_ledger import MONTH, ledger, problems, row, said, sealed, withdrawn

FIRST: Final = row("2026-11-20T08:05:00Z")
SECOND: Final = row("2026-11-25T08:05:00Z", title="A month of Instagram and VK")


def test_a_ledger_is_read_in_the_sites_zone(project: ProjectFactory) -> None:
    folder = project({LEDGER_FILE: ledger(FIRST, withdrawn("2026-11-24T10:00:00Z", "gone"), SECOND)})
    read = load_site(folder).site.ledger
    assert [(e.number, e.offer, str(e.recorded)) for e in read.entries] == [
        (1, "month", "2026-11-20 09:05:00+01:00"),
        (2, "gone", "2026-11-24 11:00:00+01:00"),
        (3, "month", "2026-11-25 09:05:00+01:00"),
    ]
    assert read.offers == ("month", "gone")
    assert read.entries[1].state is None
    assert [entry.number for entry in read.of("month")] == [1, 3]


def test_a_project_without_a_ledger_is_fine(project: ProjectFactory) -> None:
    loaded = load_site(project())
    assert (loaded.site.ledger.entries, loaded.site.ledger.digest, loaded.warnings) == ((), "", ())


def test_an_empty_ledger_is_a_ledger(project: ProjectFactory) -> None:
    assert load_site(project({LEDGER_FILE: ""})).site.ledger.entries == ()


CHANGED: Final = FIRST.replace('"amount": 290', '"amount": 190')
BROKEN: Final = {
    "a line that is no JSON": (
        ledger(FIRST, '{"recorded": "2026-11-25T08:05:00Z", offer}', SECOND),
        "offers/ledger.jsonl:2:38: the line is not JSON: expecting property name enclosed in double quotes",
    ),
    "a line that was cut short": (
        ledger(FIRST) + SECOND[:60],
        "offers/ledger.jsonl:2:61: the last line was cut short",
    ),
    "a line changed by hand": (ledger(CHANGED), "offers/ledger.jsonl:1:"),
    "an empty line": (ledger(FIRST, "", SECOND), "offers/ledger.jsonl:2:1: the line is empty"),
    "lines out of order": (
        ledger(SECOND, FIRST),
        "offers/ledger.jsonl:2:1: the line is of 2026-11-20T09:05:00+01:00, but line 1 above it of 2026-11-25T09:05:00",
    ),
    "a key twice": (
        ledger('{"offer": "a", "offer": "b"}'),
        "offers/ledger.jsonl:1:1: 'offer' is not possible here, or stands twice",
    ),
    "no number": (ledger('{"price": NaN}'), "offers/ledger.jsonl:1:1: 'NaN' is not possible here, or stands twice"),
    "a list": (ledger("[1, 2]"), "offers/ledger.jsonl:1:1: the line is no entry of a ledger"),
    "brackets without end": (ledger("[" * 100_000), "offers/ledger.jsonl:1:1: the line is no entry of a ledger"),
    "an unknown key": (
        ledger(sealed({"recorded": "2026-11-20T08:05:00Z", "offer": "month", **MONTH, "tilte": "x"})),
        "offers/ledger.jsonl:1:",
    ),
    "a moment without its offset": (
        ledger(row("2026-11-20T08:05:00")),
        "offers/ledger.jsonl:1:14: '2026-11-20T08:05:00' is not a moment with its offset",
    ),
    "no price that can be": (ledger(row("2026-11-20T08:05:00Z", price={"amount": -3, "currency": "EUR"})), ":1:"),
    "a state beside withdrawn": (
        ledger(sealed({"recorded": "2026-11-20T08:05:00Z", "offer": "month", "withdrawn": True, "title": "x"})),
        "offers/ledger.jsonl:1:75: 'title' does not go with withdrawn: true",
    ),
    "no moment": (ledger(sealed({"offer": "month", **MONTH})), "offers/ledger.jsonl:1:1: 'recorded' is missing"),
}


@pytest.mark.parametrize(("text", "expected"), BROKEN.values(), ids=BROKEN)
def test_a_broken_ledger_is_an_error_with_its_line(text: str, expected: str, project: ProjectFactory) -> None:
    found = problems(project({LEDGER_FILE: text}))
    assert [problem.severity for problem in found] == [Severity.ERROR]
    assert expected in str(found[0])
    assert found[0].hint


def test_a_line_changed_by_hand_says_so(project: ProjectFactory) -> None:
    (found,) = problems(project({LEDGER_FILE: ledger(CHANGED)}))
    assert "the line was changed after it was recorded" in found.message
    assert "version control" in found.hint


def test_what_a_cut_line_was_to_say_is_recorded_anew(project: ProjectFactory) -> None:
    (found,) = problems(project({LEDGER_FILE: ledger(FIRST) + SECOND[:-2]}))
    assert found.hint == "take the line out; what it was to say is recorded anew by 'site-gen offers --record'"


def test_a_line_without_a_checksum_is_read_and_warned_of(project: ProjectFactory) -> None:
    plain = json.dumps({key: value for key, value in json.loads(FIRST).items() if key != "sha256"})
    loaded = load_site(project({LEDGER_FILE: ledger(plain)}))
    assert [entry.sealed for entry in loaded.site.ledger.entries] == [False]
    assert [str(w).splitlines()[0] for w in loaded.warnings] == [
        "offers/ledger.jsonl:1:1: warning: the line has no checksum"
    ]


def test_spaces_and_the_order_of_keys_change_nothing(project: ProjectFactory) -> None:
    data = dict(reversed(json.loads(FIRST).items()))
    assert said(project({LEDGER_FILE: json.dumps(data, separators=(",", ":")) + "\n"})) == []


def test_windows_line_ends_and_a_missing_last_one_are_read(project: ProjectFactory) -> None:
    assert said(project({LEDGER_FILE: f"{FIRST}\r\n{SECOND}"})) == []


def test_with_a_broken_ledger_no_rule_guesses(project: ProjectFactory) -> None:
    later = row("2026-11-20T08:05:00Z", ends="2026-11-30T18:00:00+01:00")
    assert len(said(project({LEDGER_FILE: ledger(later, "{")}))) == 1


def test_all_broken_lines_are_named_at_once(project: ProjectFactory) -> None:
    places = [p.location.line for p in problems(project({LEDGER_FILE: ledger("{", FIRST, "[]", CHANGED)}))]
    assert places == [1, 3, 4]


@pytest.mark.parametrize("kind", ["folder", "not utf-8"])
def test_a_ledger_that_is_no_text_is_said(kind: str, project: ProjectFactory) -> None:
    folder = project({LEDGER_FILE: b"\xff\xfe"} if kind == "not utf-8" else {f"{LEDGER_FILE}/x.txt": ""})
    assert said(folder)[0].startswith("offers/ledger.jsonl:1:1: ")


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_make_reading_fail(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.getbasetemp() / "any-ledger"
    (folder / "offers").mkdir(parents=True, exist_ok=True)
    (folder / LEDGER_FILE).write_bytes(content)
    read, found = read_ledger(folder, None)
    assert read.entries == () or not found


@settings(deadline=None)
# A line end would make two lines of one: that is another fault, and said as one.
@given(st.integers(0, len(FIRST) - 1), st.characters(codec="utf-8", exclude_characters="\r\n"))
def test_no_character_of_a_line_can_be_changed_unseen(
    tmp_path_factory: pytest.TempPathFactory, at: int, character: str
) -> None:
    folder = tmp_path_factory.getbasetemp() / "changed-ledger"
    (folder / "offers").mkdir(parents=True, exist_ok=True)
    changed = FIRST[:at] + character + FIRST[at + 1 :]
    (folder / LEDGER_FILE).write_text(f"{changed}\n", encoding="utf-8", newline="\n")
    read, found = read_ledger(folder, None)
    try:
        same = json.loads(changed) == json.loads(FIRST)
    except ValueError:
        same = False
    assert same or found
    assert not (same and found)
    assert bool(read.entries) == same
