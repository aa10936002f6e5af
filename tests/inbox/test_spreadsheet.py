"""CSV for a spreadsheet: every text whole, none of it a formula."""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from site_gen.inbox.records import Kind, Lead, Status
from site_gen.inbox.spreadsheet import SEPARATORS, guarded, spreadsheet
from tests.inbox.lead_samples import VALUES, anything, stored_lead

MADRID: Final = ZoneInfo("Europe/Madrid")
FORMULA: Final = "=+-@＝＋－＠\t\r"

separators = st.sampled_from(list(SEPARATORS.values()))


def read(text: str, separator: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text, newline=""), delimiter=separator))


def without_guards(text: str) -> str:
    return text.replace("'", "")


def kept(text: str) -> str:
    """What of a text a file in UTF-8 can hold."""
    return text.encode(errors="replace").decode()


def test_a_line_has_everything_of_a_lead() -> None:
    lead = stored_lead(status=Status.WON, marketing_consent="News by mail", suspect=True)
    assert read(spreadsheet([lead], MADRID)) == [
        {
            "id": "hk4n82pq",
            "received": "2026-11-23T12:00:00+01:00",
            "status": "won",
            "kind": "request",
            "suspect": "yes",
            "form": "free-audit",
            "title": "A free audit of your page",
            "language": "en",
            **VALUES,
            "network": "instagram",
            "utm_source": "instagram",
            "utm_medium": "",
            "utm_campaign": "autumn",
            "utm_content": "",
            "utm_term": "",
            "via": "",
            "referrer": "",
            "consent": "I agree that my data is used to answer this request.",
            "consent_version": "3f2a9c0d1e4b",
            "consent_at": "2026-11-23T12:00:00+01:00",
            "marketing_consent": "News by mail",
            "about": "",
        }
    ]


def test_lines_end_and_are_quoted_as_rfc_4180_says() -> None:
    text = spreadsheet([stored_lead(values={"message": 'She said "yes",\nand left'})], MADRID)
    assert text.endswith("\r\n")
    assert ',"She said ""yes"",\nand left",' in text


def test_without_leads_there_is_a_line_of_names() -> None:
    assert spreadsheet([], MADRID).startswith("id,received,status,kind,")
    assert read(spreadsheet([], MADRID)) == []


def test_columns_come_in_the_order_of_the_oldest_lead_s_answers() -> None:
    leads = [stored_lead(values={"new": "1", "name": "b"}), stored_lead(values={"name": "a", "page": "c"})]
    header = spreadsheet(leads, MADRID).partition("\r\n")[0].split(",")
    assert header[8:11] == ["name", "page", "new"]


def test_an_answer_named_like_a_column_of_ours_gets_its_own() -> None:
    values = {"status": "open", "answer_status": "x", "id": "7"}
    [row] = read(spreadsheet([stored_lead(values=values)], MADRID))
    assert (row["status"], row["answer_answer_status"], row["answer_status"], row["answer_id"]) == (
        "new", "open", "x", "7",
    )  # fmt: skip


def test_an_acceptance_names_its_lead() -> None:
    [row] = read(spreadsheet([stored_lead(kind=Kind.ACCEPTANCE, about="bcdfghjk")], MADRID))
    assert (row["kind"], row["about"]) == ("acceptance", "bcdfghjk")


GUARDED: Final = {
    "=1+1": "'=1+1",
    "+34 600 000 000": "'+34 600 000 000",
    "-5": "'-5",
    "@cafe": "'@cafe",
    "\t=1": "'\t'=1",
    "\rx": "'\rx",
    " =1": "' =1",
    '"=1"': '\'"=1"',
    "＝1": "'＝1",
    "a;=1": "a;'=1",
    'a; "=1': "a; \"'=1",
    "dear\n- you": "dear\n'- you",
    "a,=1": "a,=1",
    "1 + 1 = 2": "1 + 1 = 2",
    "a-b; c": "a-b; c",
    "'quoted'": "'quoted'",
    "": "",
}


@pytest.mark.parametrize(("text", "cell"), GUARDED.items())
def test_what_a_spreadsheet_would_calculate_gets_an_apostrophe(text: str, cell: str) -> None:
    assert guarded(text) == cell


def test_where_semicolons_separate_commas_are_guarded() -> None:
    assert guarded("a,=1 b;=1", ";") == "a,'=1 b;=1"


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), anything, max_size=4), anything, separators)
@example({"name": "=1"}, "", ",")
@example({"name": "a;=1\n=2\t=3,=4"}, "+", ";")
def test_what_is_read_back_is_the_text_and_no_cell_is_a_formula(
    values: dict[str, str], consent: str, separator: str
) -> None:
    lead = stored_lead(values=values, consent=consent)
    [row] = read(spreadsheet([lead], MADRID, separator), separator)
    assert without_guards(row["consent"]) == without_guards(kept(consent))
    for name, value in values.items():
        cell = row.get(f"answer_{name}", row[name])
        assert without_guards(cell) == without_guards(kept(value))
        assert cell in {kept(value), guarded(kept(value), separator)}
    assert not [cell for cell in row.values() if cell.startswith(tuple(FORMULA))]


@given(st.text(st.sampled_from("=+-@;,\t\n\r\"' a1"), max_size=20), separators, separators)
def test_a_spreadsheet_that_expects_another_separator_finds_no_formula_either(
    text: str, separator: str, expected: str
) -> None:
    """Such a program splits wherever it finds its own separator, or a line's end: it doesn't know of our quotes."""
    line = spreadsheet([lead_saying(text)], MADRID, separator)
    own = re.escape(expected) if expected != separator else None
    if own:
        cells = re.split(rf"[\r\n]|{own}", line)
        assert not [
            cell for cell in cells if re.match(r"[\s\"']*[=+@-]", cell) and not cell.lstrip('\t "').startswith("'")
        ]


def lead_saying(text: str) -> Lead:
    return stored_lead(values={"message": f"x{text}"})
