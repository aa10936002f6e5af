"""The two-step funnel as a graph, and the instants of the coming year at which a path through it breaks.

States change only when an offer opens or closes, so only those instants are checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from site_gen.model.instants import State
from site_gen.model.offer import FirstStepOffer, Offer, SecondStepOffer
from site_gen.model.site import Site, Translated
from site_gen.model.timeline import Change, coming

YEAR: Final = timedelta(days=365)


class Break(StrEnum):
    """Why a first step leads nowhere."""

    NO_NEXT = "no next"
    NO_ANSWER = "no answer"
    DRAFT = "draft"
    NOT_OPEN = "not open"
    CLOSED = "closed"
    SOLD_OUT = "sold out"
    UNTRANSLATED = "untranslated"


@dataclass(frozen=True, slots=True)
class Fault:
    """A broken path from a first step. `at` is when it first breaks, `always` whether it never mends by itself;
    `language` is the affected language, None for all."""

    first: Translated[Offer]
    second: Translated[Offer] | None
    kind: Break
    at: datetime
    always: bool
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A second step with the first steps that lead to it; None for those that lead nowhere."""

    firsts: tuple[Translated[Offer], ...]
    second: Translated[Offer] | None


@dataclass(frozen=True, slots=True)
class Funnel:
    """The funnel at an instant: its groups, and the faults and changes within the checked span."""

    now: datetime
    groups: tuple[Group, ...]
    faults: tuple[Fault, ...]
    changes: tuple[Change, ...]


def funnel(site: Site, now: datetime, span: timedelta = YEAR) -> Funnel:
    """Return the two-step funnel of a site at `now`, with its faults and changes in (now, now + span].

    Closed first steps and drafts of first steps are left out.
    """
    seconds = {source.slug: source for source in site.offers if isinstance(source.original, SecondStepOffer)}
    steps = [source for source in site.offers if isinstance(source.original, FirstStepOffer)]
    firsts = [source for source in steps if _takes_part(source, now)]
    targets = dict.fromkeys(_next(first, seconds) for first in firsts)
    groups = [Group(tuple(f for f in firsts if _next(f, seconds) == slug), seconds.get(slug or "")) for slug in targets]
    led = {group.second.slug for group in groups if group.second}
    groups += [Group((), second) for slug, second in seconds.items() if slug not in led and _takes_part(second, now)]
    part = [*firsts, *(group.second for group in groups if group.second)]
    changes = tuple(_changes(part, site, now, span))
    faults = tuple(fault for first in firsts for fault in _faults(first, seconds, site, now, changes))
    return Funnel(now, tuple(groups), faults, changes)


def _takes_part(source: Translated[Offer], now: datetime) -> bool:
    return not source.original.draft and source.original.window.state(now) is not State.CLOSED


def _next(first: Translated[Offer], seconds: dict[str, Translated[Offer]]) -> str | None:
    name = first.original.second_step
    return name if name in seconds else None


def _changes(part: Iterable[Translated[Offer]], site: Site, now: datetime, span: timedelta) -> Iterator[Change]:
    """Yield the openings and closings of the funnel's offers in (now, now + span], the earliest first."""
    files = {source.file for source in part}
    return (change for change in coming(site, now) if change.file in files and change.at <= now + span)


def _faults(
    first: Translated[Offer],
    seconds: dict[str, Translated[Offer]],
    site: Site,
    now: datetime,
    changes: Sequence[Change],
) -> Iterator[Fault]:
    """Yield each fault of a first step, at the first instant at which it occurs while the step is live."""
    instants = [now, *dict.fromkeys(change.at for change in changes)]
    live = [at for at in instants if first.original.window.state(at) is State.LIVE]
    if not live:
        return
    second = seconds.get(_next(first, seconds) or "")
    if leads_to_an_answer(first, site) is None:
        yield Fault(first, second, Break.NO_ANSWER, live[0], always=True)
    if second is None:
        yield Fault(first, None, Break.NO_NEXT, live[0], always=True)
    elif second.original.draft:
        yield Fault(first, second, Break.DRAFT, live[0], always=True)
    else:
        yield from _closed_doors(first, second, live)
        if second.original.is_sold_out:
            yield Fault(first, second, Break.SOLD_OUT, live[0], always=True)
        for language in first.versions:
            if language not in second.versions:
                yield Fault(first, second, Break.UNTRANSLATED, live[0], always=True, language=language)


def _closed_doors(first: Translated[Offer], second: Translated[Offer], live: Iterable[datetime]) -> Iterator[Fault]:
    """Yield the first instant at which the second step is not open yet, and the first at which it is closed."""
    kinds = {State.SCHEDULED: Break.NOT_OPEN, State.CLOSED: Break.CLOSED}
    seen: set[Break] = set()
    for at in live:
        kind = kinds.get(second.original.window.state(at))
        if kind is not None and kind not in seen:
            seen.add(kind)
            yield Fault(first, second, kind, at, always=False)


def leads_to_an_answer(first: Translated[Offer], site: Site) -> str | None:
    """Return how a visitor asks for a first step: 'form', 'booking', or 'contacts' for a form without delivery yet;
    None if the offer has neither form nor booking."""
    offer = first.original
    if offer.form is not None:
        return "form" if site.main.form is not None else "contacts"
    return "booking" if offer.book is not None else None
