"""The table of exports means one thing by each column, and knows a table however its columns stand."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.exports.blocks import recognised
from site_gen.exports.catalogue import Source, catalogue, plain_header
from site_gen.model.setting_values import LANGUAGES
from tests.exports import samples

SOURCES = catalogue().sources
HEADERS = {
    "instagram-posts": samples.INSTAGRAM.splitlines()[0],
    "tiktok-days": samples.TIKTOK_DAYS.splitlines()[0],
    "tiktok-content": samples.TIKTOK_CONTENT_ES.splitlines()[0],
    "linkedin-days": samples.LINKEDIN_DAYS.splitlines()[1],
    "youtube-content": samples.YOUTUBE.splitlines()[0],
    "metricool-days": samples.METRICOOL_ES.splitlines()[0],
    "ga4-days": "Date,Landing page,Sessions",
}


@pytest.mark.parametrize("source", SOURCES, ids=[source.id for source in SOURCES])
def test_a_header_of_a_source_is_one_number_only(source: Source) -> None:
    """Likes would stand in the case as shares."""
    headers = [header for headers in source.columns.values() for header in set(headers)]
    assert sorted(header for header in set(headers) if headers.count(header) > 1) == []
    assert not set(headers).intersection(source.date)


def test_every_number_has_a_name_in_every_language() -> None:
    for metric in catalogue().metrics.values():
        assert set(metric.names) == set(LANGUAGES), metric.id
    for patterns in catalogue().per.values():
        assert set(patterns) == set(LANGUAGES)


@given(st.sampled_from(sorted(HEADERS)), st.randoms(use_true_random=False), st.booleans())
def test_a_table_is_known_in_any_order_and_case_of_its_columns(name: str, random: object, in_capitals: bool) -> None:
    """Columns wander from account to account."""
    columns = [*next(csv.reader(io.StringIO(HEADERS[name]))), "Something new"]
    random.shuffle(columns)  # type: ignore[attr-defined]
    headers = [plain_header(f" {column.upper() if in_capitals else column}\u200f") for column in columns]
    found = recognised(headers, catalogue())
    assert found is not None
    assert found.id == name
