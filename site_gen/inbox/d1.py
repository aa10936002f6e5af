"""Reads the leads of the Cloudflare delivery from wrangler's output of its D1 table, to add them to the inbox.

`wrangler d1 execute NAME --remote --json --command 'select * from leads'`
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from site_gen.foreign_json import read_json
from site_gen.inbox.records import NewLead
from site_gen.messages import m

_KEY_LENGTH: Final = 64
_YEARS: Final = range(1970, 2200)
LARGEST: Final = 200_000_000
"""Bytes of the largest file that is read: a lead takes some two thousand."""

_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

NEEDED: Final = ("id", "received", "form", "values_json", "consent", "consent_version")


class D1FormatError(Exception):
    """The text isn't wrangler's output; the message says why."""


def read_leads(text: str) -> list[NewLead]:
    """Return the leads in wrangler's JSON, or in a plain list of rows. Raises D1FormatError, naming the row.

    Each lead has a unique key, so that a lead that is read again is recognised.
    """
    try:
        data = read_json(text.lstrip("\ufeff"))
    except ValueError as error:
        raise D1FormatError(m("it is not JSON")) from error
    return [_lead(row, number) for number, row in enumerate(_rows(data), start=1)]


def _rows(data: Any) -> Iterator[Any]:
    """Yield the rows: of {"results": […]}, of a list of such answers, or of a plain list."""
    answers = data if isinstance(data, list) else [data]
    for answer in answers:
        if isinstance(answer, dict) and answer.get("success") is False:
            raise D1FormatError(m("it is the report of a query that failed"))
        if isinstance(answer, dict) and isinstance(answer.get("results"), list):
            yield from answer["results"]
        else:
            yield answer


def _lead(row: Any, number: int) -> NewLead:
    if not isinstance(row, dict):
        raise D1FormatError(m("row {number} has no columns", number=number))
    missing = [name for name in NEEDED if not isinstance(row.get(name), str)]
    if missing:
        raise D1FormatError(m("row {number} has no column '{missing}'", number=number, missing=missing[0]))
    return NewLead(
        form=_text(row["form"]),
        language=_text(row.get("language"))[:8],
        title=_text(row.get("title")),
        received=_instant(row["received"], number),
        values=_texts(row["values_json"], "values_json", number),
        consent=_text(row["consent"]),
        consent_version=_text(row["consent_version"])[:16],
        marketing_consent=_text(row.get("marketing_consent")) or None,
        campaign=_texts(row.get("campaign_json") or "{}", "campaign_json", number),
        key=_key(_text(row.get("submission_key")) or f"d1-{row['id']}"),
        suspect=bool(row.get("suspect")),
        about=_text(row.get("about"))[:16] or None,
    )


def _key(text: str) -> str:
    return text if len(text) <= _KEY_LENGTH else sha256(text.encode()).hexdigest()


def _instant(text: str, number: int) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise D1FormatError(m("row {number}: 'received' is no instant", number=number)) from error
    if instant.year not in _YEARS:  # conversions to other zones would leave the calendar
        raise D1FormatError(m("row {number}: 'received' is of the year {year}", number=number, year=instant.year))
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _texts(text: Any, column: str, number: int) -> Mapping[str, str]:
    try:
        data = read_json(text)
    except (TypeError, ValueError) as error:
        raise D1FormatError(m("row {number}: '{column}' is no JSON", number=number, column=column)) from error
    if not isinstance(data, dict) or not all(isinstance(value, str) for value in data.values()):
        raise D1FormatError(m("row {number}: '{column}' is no object of texts", number=number, column=column))
    return {_text(name): _text(value) for name, value in data.items()}


def _text(value: Any) -> str:
    """Return a text that any database can store: without lone surrogates and control characters."""
    if not isinstance(value, str):
        return ""
    return _UNSEEN.sub("", value.encode("utf-8", errors="replace").decode())
