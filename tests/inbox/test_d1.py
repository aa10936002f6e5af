"""Leads of the Cloudflare delivery join the others: each once, whole, and a wrong file changes nothing."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, Final

import pytest

from site_gen.inbox.d1 import D1FormatError, read_leads

ROW: Final[dict[str, Any]] = {
    "id": "hk4n82pq",
    "received": "2026-11-23T11:00:00.123Z",
    "form": "free-audit",
    "language": "ca",
    "title": "Una auditoria gratuïta",
    "values_json": json.dumps({"name": "Núria", "email": "nuria@cafe.example"}),
    "consent": "Hi estic d’acord",
    "consent_version": "3f2a9c0d1e4b",
    "marketing_consent": None,
    "campaign_json": json.dumps({"via": "vk-autumn"}),
    "submission_key": "0b6a0cb4-58a2-4b6e-9c4e-4c1a8f6f7a11",
    "suspect": 1,
}


def wrangler(*rows: dict[str, Any]) -> str:
    """Return what wrangler prints with --json."""
    return json.dumps([{"results": rows, "success": True, "meta": {"duration": 0.2}}], indent=2)


def test_a_row_becomes_a_lead_whole() -> None:
    [lead] = read_leads(wrangler(ROW))
    assert lead.received == datetime(2026, 11, 23, 11, 0, 0, 123_000, tzinfo=UTC)
    assert (lead.form, lead.language, lead.title, lead.suspect) == ("free-audit", "ca", "Una auditoria gratuïta", True)
    assert lead.values == {"name": "Núria", "email": "nuria@cafe.example"}
    assert lead.campaign == {"via": "vk-autumn"}
    assert (lead.consent, lead.consent_version, lead.marketing_consent) == ("Hi estic d’acord", "3f2a9c0d1e4b", None)
    assert (lead.key, lead.about, lead.channels) == (ROW["submission_key"], None, ())


SHAPES: Final = {
    "as wrangler prints it": wrangler(ROW),
    "an answer alone": json.dumps({"results": [ROW], "success": True}),
    "rows alone": json.dumps([ROW]),
    "with a byte order mark": "\ufeff" + wrangler(ROW),
}


@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES)
def test_other_shapes_are_read_too(text: str) -> None:
    assert [lead.form for lead in read_leads(text)] == ["free-audit"]


def test_an_empty_table_is_no_mistake() -> None:
    assert read_leads(wrangler()) == []


@pytest.mark.parametrize("key", [None, ""])
def test_a_row_without_a_key_is_known_by_its_id(key: str | None) -> None:
    [lead] = read_leads(wrangler({**ROW, "submission_key": key}))
    assert lead.key == "d1-hk4n82pq"


def test_a_key_that_is_too_long_for_the_table_stays_the_same_one() -> None:
    first, second = read_leads(wrangler({**ROW, "submission_key": "k" * 300}, {**ROW, "submission_key": "k" * 301}))
    assert first.key
    assert len(first.key) == 64
    assert first.key != second.key


def test_an_acceptance_knows_its_lead() -> None:
    [lead] = read_leads(wrangler({**ROW, "about": "bcdfghjk"}))
    assert lead.about == "bcdfghjk"


def test_what_no_database_can_hold_is_taken_out() -> None:
    [lead] = read_leads(wrangler({**ROW, "values_json": '{"name": "a\\u0000b\\ud800c\\u001b[31m"}'}))
    assert lead.values == {"name": "ab?c[31m"}


WRONG: Final = {
    "no JSON": ("wrangler: not logged in", "it is not JSON"),
    "a failed query": (json.dumps([{"success": False, "error": "x"}]), "a query that failed"),
    "no rows": ("[1]", "row 1 has no columns"),
    "another table": (wrangler({"id": "1"}), "row 1 has no column 'received'"),
    "a moment that is none": (wrangler(ROW, {**ROW, "received": "yesterday"}), "row 2: 'received' is no instant"),
    "answers that are none": (wrangler({**ROW, "values_json": "{"}), "'values_json' is no JSON"),
    "answers of another shape": (wrangler({**ROW, "values_json": '{"a": 1}'}), "'values_json' is no object of texts"),
    "a campaign of another shape": (wrangler({**ROW, "campaign_json": "[]"}), "'campaign_json' is no object of texts"),
}


@pytest.mark.parametrize(("text", "reason"), WRONG.values(), ids=WRONG)
def test_a_file_of_something_else_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(D1FormatError, match=reason):
        read_leads(text)
