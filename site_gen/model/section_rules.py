"""Finds sections of the home page that would stay empty, what no section shows, and references to nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from site_gen.messages import m
from site_gen.model.finding import Finding, Path
from site_gen.model.rules.references import check_references
from site_gen.model.settings import Settings
from site_gen.problems import Severity

_FILE: Final = "site.yaml"
_KEYS: Final[dict[str, Path]] = {
    "clients": ("clients",), "numbers": ("numbers",), "team": ("team",), "credentials": ("credentials",),
    "faq": ("questions",), "steps": ("steps",), "booking": ("contact", "booking"), "map": ("contact", "map"),
}  # fmt: skip
"""The keys that fill a section. Other sections are filled by files, which may still come."""

_ELSEWHERE: Final = {"numbers", "team", "credentials", "faq"}
"""Sections that another page shows, too."""


def check_sections(settings: Settings, cases: Collection[str]) -> Iterator[Finding]:
    """Yield what is wrong with the sections of site.yaml; `cases` are the names of all cases."""
    for index, client in enumerate(settings.clients):
        yield from check_references(_FILE, ("clients", index, "case"), client.case, cases, "case")
    for section, path in _KEYS.items():
        is_filled = _is_filled(settings, section)
        if section in settings.home and not is_filled:
            message = m(
                "the section {section} stays empty: there is nothing in {key}",
                section=section,
                key=".".join(map(str, path)),
            )
            place = ("home", settings.home.index(section))
            yield Finding(_FILE, place, message, m("fill it, or take it out of home:"), Severity.WARNING)
        if settings.home and section not in settings.home and is_filled and section not in _ELSEWHERE:
            message = m(
                "no page shows {key}: home has no section {section}", key=".".join(map(str, path)), section=section
            )
            yield Finding(
                _FILE, path, message, m("add {section} to home:", section=section), Severity.WARNING, at_key=True
            )


def _is_filled(settings: Settings, section: str) -> bool:
    contact = settings.contact
    if section == "booking":
        return contact.booking is not None and contact.booking.has_preview
    if section == "map":
        return contact.map is not None
    return bool({"faq": settings.questions}.get(section, getattr(settings, section, ())))
