"""Writes leads as CSV (RFC 4180) for spreadsheets; a stranger's text never becomes a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import tzinfo
from io import StringIO
from types import MappingProxyType
from typing import Final

from site_gen.inbox.lead_origin import network_of
from site_gen.inbox.query import answers_of
from site_gen.inbox.records import Lead
from site_gen.model.form import CAMPAIGN_FIELDS

SEPARATORS: Final[Mapping[str, str]] = MappingProxyType({"comma": ",", "semicolon": ";", "tab": "\t"})

BOM: Final = "\ufeff"
"""Without it, Excel reads a file in the system's legacy code page."""

_FORMULA: Final = "=+\\-@＝＋－＠"  # full-width signs too: Japanese and Chinese Excel treat them alike
_BEGINS: Final = re.compile(rf"[\t\r\n]|[\s\"']*[{_FORMULA}]")

BEFORE: Final = ("id", "received", "status", "kind", "suspect", "form", "title", "language")
AFTER: Final = (
    "network", *CAMPAIGN_FIELDS, "consent", "consent_version", "consent_at", "marketing_consent", "about",
)  # fmt: skip
"""The columns before and after those of the answers."""


def spreadsheet(leads: Sequence[Lead], zone: tzinfo, separator: str = ",") -> str:
    """Return the leads as CSV: a header line, then a line for each lead, ended by CR LF. Instants: ISO 8601 in `zone`.

    A cell that begins like a formula, such as a phone number +34…, gets an apostrophe in front.
    """
    names = answers_of(leads)
    file = StringIO()
    writer = csv.writer(file, delimiter=separator, lineterminator="\r\n")
    for row in ((*BEFORE, *_headings(names), *AFTER), *(_row(lead, names, zone) for lead in leads)):
        writer.writerow([guarded(cell, separator) for cell in row])
    return file.getvalue().encode("utf-8", errors="replace").decode()


def guarded(text: str, separator: str = ",") -> str:
    """Return a text that no spreadsheet evaluates.

    Also guard text after a semicolon or comma: depending on the country, Excel splits cells at one or the other, and if
    it expects the other one it ignores the quotes too.
    """
    others = "".join(sign for sign in SEPARATORS.values() if sign != separator)
    inside = re.sub(rf"([{others}\r\n][\s\"']*)(?=[{_FORMULA}])", r"\1'", text)
    return f"'{inside}" if _BEGINS.match(text) else inside


def _headings(names: Sequence[str]) -> Iterator[str]:
    taken = {*BEFORE, *AFTER, *names}
    for name in names:
        heading = name
        while heading in {*BEFORE, *AFTER} or (heading != name and heading in taken):
            heading = f"answer_{heading}"
        yield heading


def _row(lead: Lead, names: Sequence[str], zone: tzinfo) -> Iterator[str]:
    received = lead.received.astimezone(zone).isoformat(timespec="seconds")
    yield from (lead.id, received, lead.status, lead.kind, "yes" if lead.suspect else "no")
    yield from (lead.form, lead.title, lead.language)
    yield from (lead.values.get(name, "") for name in names)
    yield network_of(lead.campaign)
    yield from (lead.campaign.get(name, "") for name in CAMPAIGN_FIELDS)
    yield from (lead.consent, lead.consent_version, received, lead.marketing_consent or "", lead.about or "")
