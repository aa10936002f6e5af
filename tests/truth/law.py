"""The law: what each medium must say about an offer, given the facts; and how a breach is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from tests.truth.driver import Key, Scene, View
from tests.truth.reader.facts import YEARLESS, Former, Moment, Price, Seats, Told
from tests.truth.reader.source import Truth

_SAYS_ALL: Final = frozenset({"post", "caption", "post.html", "caption.html"})
_SAYS_SHORT: Final = frozenset({"status", "alt"})


@dataclass(frozen=True)
class Breach:
    """What one medium says wrong at an instant: `said`, and in words what is wrong with it."""

    now: datetime
    language: str
    medium: str
    said: str
    wrong: str


Judge = Callable[[str, Told, Truth], Iterator[str]]
"""Yields what is wrong with what a medium tells, given what is true."""


def role(medium: str) -> str:
    """Return what kind of text a medium is: 'status in vk' is a status."""
    return medium.partition(" in ")[0]


def media(scene: Scene, view: View, key: Key) -> dict[str, Told]:
    """Return everything that tells of an offer at an instant, commands too."""
    told = dict(view.told.get(key, {}))
    slug, language = key
    if language == scene.project.languages[0]:
        if slug in view.rows:
            told["offers --json, words"], told["offers --json, fields"] = view.rows[slug]
        if slug in view.table:
            told["offers, table"] = view.table[slug]
    return told


def judged(scene: Scene, slug: str, judge: Judge, *states: str) -> list[Breach]:
    """Hold all media of an offer against a judge, in all languages and at the instants when it is in these states."""
    found = []
    for view in scene.views:
        for language in scene.project.languages:
            truth = scene.truths[slug, language]
            if truth.state(view.now) not in states:
                continue
            for medium, told in media(scene, view, (slug, language)).items():
                found += [Breach(view.now, language, medium, str(told), wrong) for wrong in judge(medium, told, truth)]
    return found


def report(scene: Scene, slug: str, breaches: Iterable[Breach]) -> str:
    """Return a table for a maintainer: what is true, each way in which that is breached, and who says what at the
    first breach.
    """
    breaches = list(breaches)
    if not breaches:
        return ""
    first = breaches[0]
    truth = scene.truths[slug, first.language]
    lines = [f"\n{slug} ({scene.project.name}): {len(breaches)} breaches", f"true: {truth}", ""]
    by_wrong: dict[str, list[Breach]] = {}
    for breach in breaches:
        by_wrong.setdefault(breach.wrong, []).append(breach)
    for wrong, same in by_wrong.items():
        where = ", ".join(dict.fromkeys(breach.medium for breach in same))
        when = ", ".join(dict.fromkeys(f"{breach.now:%m-%d %H:%M}" for breach in same))
        spoken = ", ".join(dict.fromkeys(breach.language for breach in same))
        lines.append(f"✗ {wrong}\n    {_short(where)}; {spoken}; {when}")
    lines += ["", f"who says what at {first.now} in {first.language}:"]
    wrong_media = {each.medium for each in breaches if (each.now, each.language) == (first.now, first.language)}
    view = next(view for view in scene.views if view.now == first.now)
    by_said: dict[str, list[str]] = {}
    for medium, told in media(scene, view, (slug, first.language)).items():
        by_said.setdefault(str(told), []).append(medium)
    for said, names in by_said.items():
        mark = "✗" if wrong_media & set(names) else " "
        lines.append(f"  {mark} {_short(', '.join(names))}\n        {said}")
    return "\n".join(lines)


def _short(text: str) -> str:
    return text if len(text) <= 200 else f"{text[:197]}…"


def asserted(scene: Scene, slug: str, breaches: Iterable[Breach]) -> None:
    """Fail with the table where there is a breach."""
    shown = report(scene, slug, breaches)
    assert not shown, shown


# --- what is wrong with what is said ----------------------------------------------------------------------------------


def must_price(medium: str) -> bool:
    """Return whether a medium of a live offer has to say its price."""
    return role(medium) in _SAYS_ALL | _SAYS_SHORT or medium in {"page", "page, bar", "line in offers", "line in links"}


def same_price(said: Price, true: Price) -> bool:
    """Return whether a price is the true one; that something costs nothing has to be said in words."""
    return said.free if true.free else said == replace(true, phrase=said.phrase)


def price_wrong(medium: str, told: Told, truth: Truth) -> Iterator[str]:
    """Judge the price that an offer is named with."""
    if medium == "offers --json, fields":
        return
    tiers = tuple(price for _, price in truth.tiers)
    if medium in {"offers --json, words", "offers, table"} and tiers and _equal(told.prices, tiers):
        return
    yield from (f"not understood: {text}" for text in told.unread)
    yield from (f"price {said}, not {truth.price}" for said in told.prices if not same_price(said, truth.price))
    if not told.prices and must_price(medium):
        yield f"says no price, which is {truth.price}"


def fields_wrong(medium: str, told: Told, truth: Truth) -> Iterator[str]:
    """Judge the fields that a program reads: amount, currency, unit, whether it starts there."""
    if medium == "offers --json, fields":
        yield from told.unread
        yield from (f"price {said}, not {truth.price}" for said in told.prices if not _same_amount(said, truth.price))


def _same_amount(said: Price, true: Price) -> bool:
    return said.amount == 0 if true.free else same_price(said, true)


def _equal(said: tuple[Price, ...], true: tuple[Price, ...]) -> bool:
    return len(said) == len(true) and all(map(same_price, said, true))


def tiers_wrong(medium: str, told: Told, truth: Truth) -> Iterator[str]:
    """Judge the tiers: whoever names one names it right; the page names all."""
    for name, price in told.tiers:
        true = dict(truth.tiers).get(name)
        if true is None:
            yield f"there is no tier '{name}'"
        elif not same_price(price, true):
            yield f"tier {name}: {price}, not {true}"
    if medium == "page" and [name for name, _ in told.tiers] != [name for name, _ in truth.tiers]:
        yield f"names the tiers {[name for name, _ in told.tiers]}"


def former_wrong(medium: str, told: Told, truth: Truth) -> Iterator[str]:
    """Judge a struck-out price: true, with what backs it, and in words that stay true."""
    for said in told.former:
        if truth.former is None:
            yield f"{said}, where there is none"
        else:
            yield from _former_wrong(medium, said, truth.former)
    if medium == "page" and truth.former and told.state == "live" and not told.former:
        yield "doesn't say the former price"


def _former_wrong(medium: str, said: Former, true: Former) -> Iterator[str]:
    if said.was not in {None, true.was} or said.lowest not in {None, true.lowest} or said.currency != true.currency:
        yield f"{said}, not {true}"
    if medium.startswith("offers"):
        return
    if said.was is not None and said.lowest is None:
        yield "a former price without the lowest of the 30 days"
    if said.lowest is not None and said.days != "before":
        yield f"the lowest price of the {said.days or '(no)'} 30 days: not true for long"


_ZONED: Final = frozenset({"page", "line in offers", "line in links"})


def ends_wrong(medium: str, told: Told, truth: Truth) -> Iterator[str]:
    """Judge the deadline: the same instant wherever it stands, with a zone where it is said in full."""
    if truth.ends is None:
        yield from (f"ends {said}, where there is no end" for said in told.ends)
        return
    yield from (f"ends {said}, not {truth.ends}" for said in told.ends if not same_moment(said, truth.ends, truth))
    needs_zone = medium in _ZONED or role(medium) in _SAYS_ALL
    if (needs_zone or must_price(medium)) and not told.ends:
        yield "doesn't say until when"
    elif (
        needs_zone
        and all(said.offset is None and said.zone is None for said in told.ends)
        and not shared(medium, truth)
    ):
        yield "says until when without a zone that makes it one instant"


def last_day_wrong(told: Told, truth: Truth) -> Iterator[str]:
    """Judge the last day of what is over: with its year, as it may be read long after."""
    if truth.ends is not None:
        last = (truth.ends - timedelta(seconds=1)).astimezone(truth.zone).date()
        if told.last_day != last:
            yield f"closed on {told.last_day}, not {last}"


def shared(medium: str, truth: Truth) -> bool:
    """Return whether a post or a card needs no zone: all who read Catalan live by the clock of Madrid."""
    return (
        (medium == "card" or role(medium) in _SAYS_ALL) and truth.language == "ca" and truth.zone.key == "Europe/Madrid"
    )


def same_moment(said: Moment, true: datetime, truth: Truth) -> bool:
    """Return whether a moment is the true one; without a zone it is meant by the site's clock, without a year it is
    the true one's, as posts leave out the year that runs.
    """
    local = true.astimezone(truth.zone)
    said = said.in_year(local.year) if said.wall.year == YEARLESS else said.in_year(local.year - 1)
    if said.instant is not None:
        return said.instant == true
    return said.wall == true.astimezone(truth.zone).replace(tzinfo=None)


def starts_wrong(_: str, told: Told, truth: Truth) -> Iterator[str]:
    """Judge the start, where it is said."""
    for said in told.starts:
        if truth.starts is None or not same_moment(said, truth.starts, truth):
            yield f"starts {said}, not {truth.starts}"


def seats_wrong(medium: str, told: Told, truth: Truth) -> Iterator[str]:
    """Judge the places left."""
    for said in told.seats:
        if truth.seats is None or said not in {truth.seats, Seats(truth.seats.left)}:
            yield f"{said} places, not {truth.seats}"
    if medium in {"page", "offers --json, words", "offers, table"} and truth.seats and not told.seats:
        yield f"doesn't say that {truth.seats} places are left"


# --- what there is no more of -----------------------------------------------------------------------------------------


def gone_wrong(medium: str, told: Told, state: str) -> Iterator[str]:
    """Judge the posts and the list of an offer that can't be had: they say so, and don't sell."""
    if medium.startswith(("offers", "page", "line", "feed")) or role(medium) == "title":
        return
    if role(medium) not in _SAYS_ALL:
        yield f"a {role(medium)} of an offer that is {state}"
        return
    if told.state != state:
        yield f"says that it is {told.state or 'open'}, not {state}"
    if told.prices or told.former or told.tiers:
        yield "names a price that can't be had"
    if not told.elsewhere:
        yield "doesn't lead to what is open"
