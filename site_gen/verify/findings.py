"""What is wrong with a site that is online, as data."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from site_gen.messages import Message


class Level(StrEnum):
    """How bad it is: visitors get something untrue or nothing (error), something is not as it should be (warning), or
    it is worth knowing and can't be helped (note)."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Fault(StrEnum):
    """What kind of thing it is. A part of the JSON that monitors read: names stay."""

    OFFER_STATE = "offer-state"
    PRICE = "price"
    DEADLINE = "deadline"
    OLD_RELEASE = "old-release"
    DIFFERENT = "different"
    REWRITTEN = "rewritten"
    MISSING = "missing"
    LEFT_OVER = "left-over"
    REDIRECT = "redirect"
    HEADER = "header"
    CERTIFICATE = "certificate"
    ADDRESS = "address"
    NOT_FOUND_PAGE = "not-found-page"
    SEARCH = "search"
    FORM = "form"
    NO_ANSWER = "no-answer"


@dataclass(frozen=True, slots=True)
class LiveFinding:
    """Something wrong with a site that is online: what, at which addresses, and what to do."""

    level: Level
    fault: Fault
    message: str
    hint: str
    places: tuple[str, ...]

    @property
    def counts(self) -> bool:
        """Whether it is more than a note."""
        return self.level is not Level.NOTE


_ORDER = tuple(Level)


def grouped(findings: Iterable[LiveFinding], secrets: Collection[str]) -> tuple[LiveFinding, ...]:
    """Return findings, the worst first; those that say the same of several addresses are one.

    `secrets` are parts of addresses that nobody may read in a report; an ellipsis is in their place.
    """
    groups: dict[LiveFinding, list[str]] = {}
    for finding in findings:
        told = replace(finding, message=_without(finding.message, secrets), hint=_without(finding.hint, secrets))
        places = groups.setdefault(replace(told, places=()), [])
        places += (_without(place, secrets) for place in finding.places)
    merged = (replace(group, places=tuple(dict.fromkeys(places))) for group, places in groups.items())
    return tuple(sorted(merged, key=lambda found: (_ORDER.index(found.level), list(Fault).index(found.fault))))


def _without(text: str, secrets: Collection[str]) -> str:
    if isinstance(text, Message):
        return text.with_values(lambda value: _without(value, secrets))
    for secret in secrets:
        if secret in text:
            text = text.partition(secret)[0] + "…"
    return text
