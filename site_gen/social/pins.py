"""The record of pinned posts, as lines of offers/pins.jsonl, and which of them are out of date.

Knows the format of a line, not how the file is read or written.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from site_gen.foreign_json import read_json
from site_gen.messages import m
from site_gen.model.facts import OfferFacts, OfferStatus, offer_facts
from site_gen.model.offer import Offer
from site_gen.model.pins_file import PINS_FILE
from site_gen.model.site import Site, Translated
from site_gen.model.timeline import ChangeKind, coming
from site_gen.problems import Location, Problem, ProjectError
from site_gen.social.brief import offer_brief, phrases_of
from site_gen.social.content_briefs import useful_brief
from site_gen.social.extras import CLOSING, closing_text
from site_gen.social.networks import SocialNetwork, social_networks
from site_gen.social.opening import VARIANTS, Variant
from site_gen.social.post import Post, PostContext, TooLongError
from site_gen.social.promises import Promise, names_moment, names_price, promise
from site_gen.social.subjects import subjects_called
from site_gen.social.threads import write_thread
from site_gen.social.writing import write_post

SOON: Final = timedelta(hours=48)
"""A pinned offer that ends within this time is reported: its successor should be ready."""

_STATUS_LIFE: Final = timedelta(hours=24)


class Reason(StrEnum):
    """Why a pin is out of date."""

    CLOSED = "closed"
    GONE = "gone"
    PRICE = "price changed"
    DEADLINE = "deadline moved"
    FULL = "no seats left"
    TEXT = "text changed"
    SOON = "ends within 48 hours"


@dataclass(frozen=True, slots=True)
class Pin:
    """A pinned text: when, where, and its content. `price` and `deadline` are worded as in the text, which is that of
    all parts if it is a `thread`, and are facts in `promise`, which older records don't have.
    """

    time: datetime
    network: str
    offer: str
    folder: str
    language: str
    variant: Variant
    price: str | None
    deadline: str | None
    text: str
    promise: Promise | None = None
    thread: bool = False

    @property
    def digest(self) -> str:
        """SHA-256 of the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Stale:
    """A pin that is out of date, the reasons, and the text to replace it with (None if there is none)."""

    pin: Pin
    reasons: tuple[Reason, ...]
    replacement: str | None


def make_pin(post: Post, now: datetime) -> Pin:
    """Return the record of a post that is pinned now."""
    return Pin(
        time=now,
        network=post.network,
        offer=post.offer,
        folder=post.folder,
        language=post.language,
        variant=post.variant,
        price=post.price,
        deadline=post.deadline,
        text=post.pinned,
        thread=post.is_thread,
        promise=post.promise,
    )


# --- lines ------------------------------------------------------------------------------------------------------------


def pin_line(pin: Pin) -> str:
    """Return a pin as a line of the record, including the line break."""
    data: dict[str, object] = {
        "time": pin.time.isoformat(),
        "network": pin.network,
        "offer": pin.offer,
        "folder": pin.folder,
        "language": pin.language,
        "variant": pin.variant,
        "price": pin.price,
        "deadline": pin.deadline,
        "text": pin.text,
        "sha256": pin.digest,
    }
    if pin.promise is not None:
        ends = pin.promise.ends
        data["facts"] = {"price": pin.promise.price, "ends": ends.isoformat() if ends else None}
    if pin.thread:
        data["thread"] = True
    return json.dumps(data, ensure_ascii=False) + "\n"


def read_pins(content: str) -> tuple[Pin, ...]:
    """Read the record. Raises ProjectError with every line that can't be read or was changed by hand."""
    pins: list[Pin] = []
    problems: list[Problem] = []
    for number, line in enumerate(content.splitlines(), 1):
        if not line.strip():
            continue
        try:
            pins.append(_read_pin(read_json(line)))
        except (ValueError, KeyError, TypeError) as error:
            hint = m("take the line out, and record what is pinned again: site-gen pin --done NETWORK OFFER")
            problems.append(
                Problem(Location(PINS_FILE, number), m("the line is no record of a pin ({error})", error=error), hint)
            )
    if problems:
        raise ProjectError(problems)
    return tuple(pins)


def _read_pin(data: Mapping[str, Any]) -> Pin:
    time = datetime.fromisoformat(data["time"])
    if time.tzinfo is None:
        raise ValueError(m("the time has no offset"))
    if data["variant"] not in VARIANTS:
        raise ValueError(m("there is no variant '{name}'", name=data["variant"]))
    words = {key: data[key] for key in ("network", "offer", "folder", "language", "text")}
    if not all(isinstance(value, str) for value in words.values()):
        raise ValueError(m("a text is missing"))
    facts = _read_promise(data["facts"]) if "facts" in data else None
    kept = {key: data[key] for key in ("variant", "price", "deadline")}
    pin = Pin(time=time, promise=facts, thread=data.get("thread") is True, **kept, **words)
    if pin.digest != data["sha256"]:
        raise ValueError(m("the text is not the one that was recorded"))
    return pin


def _read_promise(data: Mapping[str, Any]) -> Promise:
    ends = datetime.fromisoformat(data["ends"]) if data["ends"] is not None else None
    if (ends and ends.tzinfo is None) or not isinstance(data["price"], str | None):
        raise ValueError(m("its facts are no price and no moment"))
    return Promise(data["price"], ends)


# --- what is out of date ----------------------------------------------------------------------------------------------


def current_pins(pins: Iterable[Pin], networks: Mapping[str, SocialNetwork], now: datetime) -> tuple[Pin, ...]:
    """Return the pins that are still up: the newest of each offer, and for each network as many as it can pin.

    On a network without pins (a status that disappears after 24 hours), the last post within that time counts.
    """
    kept: list[Pin] = []
    by_network: dict[str, dict[tuple[str, str], Pin]] = {}
    for pin in sorted(pins, key=lambda pin: pin.time):
        places = by_network.setdefault(pin.network, {})
        places.pop((pin.folder, pin.offer), None)
        places[pin.folder, pin.offer] = pin
    for id_, places in by_network.items():
        network = networks.get(id_)
        newest = list(reversed(places.values()))
        if network is not None and network.pins == 0:
            kept += [pin for pin in newest[:1] if now - pin.time < _STATUS_LIFE]
        else:
            kept += newest[: network.pins if network else 1]
    return tuple(sorted(kept, key=lambda pin: (pin.network, pin.time, pin.offer)))


def stale_pins(site: Site, pins: Iterable[Pin], now: datetime) -> Iterator[Stale]:
    """Yield the pins that contradict the files at `now`, or will within 48 hours."""
    networks = social_networks(site.main)
    for pin in current_pins(pins, networks, now):
        network = networks.get(pin.network)
        stale = _gone(pin) if network is None else _compared(site, pin, network, now)
        if stale is not None:
            yield stale


def _gone(pin: Pin) -> Stale:
    return Stale(pin, (Reason.GONE,), None)


def _compared(site: Site, pin: Pin, network: SocialNetwork, now: datetime) -> Stale | None:
    found = [
        each for each in subjects_called(site, f"{pin.folder}/{pin.offer}") if pin.language in each.source.versions
    ]
    if not found:
        return _gone(pin)
    source = found[0].source
    if pin.folder != "offers":
        brief = useful_brief(site, source, pin.language)
        return _changed(PostContext(site.main, brief, network, phrases_of(site, pin.language), pin.variant), pin, [])
    written = pin.time.astimezone(site.main.zone).year
    facts = offer_facts(site, source, pin.language, now)
    brief = offer_brief(site, source, facts, written)
    context = PostContext(site.main, brief, network, phrases_of(site, pin.language), pin.variant)
    if brief.status in CLOSING:
        text = closing_text(context, source.versions[pin.language])
        reason = Reason.FULL if brief.status is OfferStatus.SOLD_OUT else Reason.CLOSED
        return None if text == pin.text else Stale(pin, (reason,), text)
    return _changed(context, pin, list(_reasons(site, source, facts, pin, now)))


def _reasons(site: Site, source: Translated[Offer], facts: OfferFacts, pin: Pin, now: datetime) -> Iterator[Reason]:
    """Yield what of the facts is no longer as it was; of older records, whose words name something else."""
    ends = source.original.ends
    if pin.promise is not None:
        same = promise(facts.price, ends)
        priced, timed = same.price == pin.promise.price, same.ends == pin.promise.ends
    else:
        priced = names_price(pin.price, facts.price)
        timed = names_moment(pin.deadline, ends, site.main.zone, pin.language)
    if not priced:
        yield Reason.PRICE
    if not timed:
        yield Reason.DEADLINE
    closes = (
        change.at for change in coming(site, now) if change.file == source.file and change.kind is ChangeKind.CLOSES
    )
    if any(at - now <= SOON for at in closes):
        yield Reason.SOON


def _changed(context: PostContext, pin: Pin, reasons: list[Reason]) -> Stale | None:
    try:
        text = (write_thread(context) if pin.thread else write_post(context)).pinned
    except TooLongError:
        text = None
    if text != pin.text:
        reasons.append(Reason.TEXT)
    return Stale(pin, tuple(reasons), text if text != pin.text else None) if reasons else None
