"""The record of what was pinned, and when it is out of date."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from site_gen.model.offer import Offer
from site_gen.problems import ProjectError
from site_gen.social.extras import closing_post
from site_gen.social.networks import social_networks
from site_gen.social.pins import Pin, Reason, current_pins, make_pin, pin_line, read_pins, stale_pins
from site_gen.social.writing import write_post
from tests.social.kit import base_site, context, make_offer, site_with
from tests.support import NOW

ENDS = datetime.fromisoformat("2026-12-20T18:00:00+01:00")


def pinned(offer: Offer, network: str = "vk", time: datetime = NOW) -> Pin:
    return make_pin(write_post(context(offer, network)), time)


def reasons(pin: Pin, offer: Offer, now: datetime = NOW) -> tuple[Reason, ...]:
    site, _ = site_with(offer)
    return next((stale.reasons for stale in stale_pins(site, [pin], now)), ())


def test_a_line_is_read_as_it_was_written() -> None:
    pins = (pinned(make_offer()), pinned(make_offer(price=1), "telegram"))
    assert read_pins("".join(map(pin_line, pins)) + "\n") == pins


BAD = {
    "nonsense": "the line is no record of a pin",
    "{}": "the line is no record of a pin ('time')",
    pin_line(pinned(make_offer())).replace("run for you", "run for us"): "the text is not the one that was recorded",
    pin_line(pinned(make_offer())).replace('"variant": "offer"', '"variant": "best"'): "there is no variant 'best'",
    pin_line(pinned(make_offer())).replace("+01:00", ""): "the time has no offset",
    pin_line(pinned(make_offer())).replace('"network": "vk"', '"network": 1'): "a text is missing",
    pin_line(pinned(make_offer())).replace("17:00:00+00:00", "17:00:00"): "its facts are no price and no moment",
    "[]": "the line is no record of a pin",
}


@pytest.mark.parametrize("line", BAD)
def test_every_line_that_is_no_record_is_named(line: str) -> None:
    with pytest.raises(ProjectError) as raised:
        read_pins(f"{pin_line(pinned(make_offer()))}{line.strip()}\n{line.strip()}\n")
    assert [problem.location.line for problem in raised.value.problems] == [2, 3]
    assert BAD[line] in raised.value.problems[0].message


def test_what_says_the_same_as_the_files_is_up_to_date() -> None:
    assert reasons(pinned(make_offer()), make_offer()) == ()


def test_a_changed_price_is_named() -> None:
    assert reasons(pinned(make_offer()), make_offer(price={"amount": 300, "per": "month"})) == (
        Reason.PRICE,
        Reason.TEXT,
    )


def test_a_moved_deadline_is_named() -> None:
    assert reasons(pinned(make_offer()), make_offer(ends="2026-12-24T18:00")) == (Reason.DEADLINE, Reason.TEXT)


OLD = {
    ("290 € / month", "until 20 December 2026, 18:00 (Central European Standard Time)"): (Reason.TEXT,),
    ("€290 a month", "до 20 декабря 2026 г., 6 pm"): (Reason.DEADLINE, Reason.TEXT),
    ("€290.00 a month", "until 20 December 2026, 6 pm Madrid time"): (Reason.TEXT,),
    ("€350 a month", "until 20 Dec 2026, 18:00"): (Reason.PRICE, Reason.TEXT),
    ("€290 a month", "until 20 December 2026, 17:00"): (Reason.DEADLINE, Reason.TEXT),
    ("€290 a month", "until 20 November 2026, 18:00"): (Reason.DEADLINE, Reason.TEXT),
    ("€290 a month", None): (Reason.DEADLINE, Reason.TEXT),
}


@pytest.mark.parametrize("words", OLD)
def test_words_of_an_older_version_are_no_moved_deadline(words: tuple[str, str | None]) -> None:
    """After each update owners would be told that deadlines moved which never did, and stop reading."""
    old = replace(pinned(make_offer()), price=words[0], deadline=words[1], text="as it was said then", promise=None)
    assert "facts" not in pin_line(old)
    assert reasons(read_pins(pin_line(old))[0], make_offer()) == OLD[words]


def test_the_end_of_a_day_is_the_same_moment_in_older_words() -> None:
    """Midnight was once said as 00:00 of the day after."""
    offer = make_offer(ends="2027-01-01T00:00")
    for words in ("until 1 January 2027, 00:00", "until the end of 31 December 2026"):
        old = replace(pinned(offer), deadline=words, promise=None)
        assert reasons(old, offer) == ()


def test_facts_are_compared_and_not_their_words() -> None:
    """A better wording would be told as another price."""
    said = replace(pinned(make_offer()), price="two hundred and ninety", deadline="soon")
    assert reasons(said, make_offer()) == ()
    line = pin_line(said)
    assert '"facts": {"price": "290 EUR month", "ends": "2026-12-20T17:00:00+00:00"}' in line
    assert reasons(read_pins(line)[0], make_offer(price={"amount": 290, "per": "hour"}))[0] is Reason.PRICE


def test_a_changed_text_is_named_with_what_to_put_there() -> None:
    changed = make_offer(title="Another month of Instagram")
    site, _ = site_with(changed)
    (stale,) = stale_pins(site, [pinned(make_offer())], NOW)
    assert stale.reasons == (Reason.TEXT,)
    assert stale.replacement == write_post(context(changed)).text("post")


def test_seats_that_have_gone_are_named() -> None:
    gone = make_offer(seats={"total": 5, "taken": 5})
    assert Reason.FULL in reasons(pinned(make_offer(seats={"total": 5, "taken": 2})), gone)


def test_an_offer_is_reported_from_48_hours_before_its_end_on() -> None:
    pin = pinned(make_offer())
    assert reasons(pin, make_offer(), ENDS - timedelta(hours=48, seconds=1)) == ()
    assert reasons(pin, make_offer(), ENDS - timedelta(hours=48)) == (Reason.SOON,)


def test_at_its_end_an_offer_is_closed_and_its_place_is_to_be_taken() -> None:
    site, _ = site_with(make_offer())
    (stale,) = stale_pins(site, [pinned(make_offer())], ENDS)
    assert stale.reasons == (Reason.CLOSED,)
    assert stale.replacement is not None
    assert stale.replacement.startswith("“A month of Instagram, run for you” closed on 20 December 2026.")
    taken = make_pin(closing_post(context(make_offer()), make_offer()), ENDS)
    assert taken.text == stale.replacement
    assert list(stale_pins(site, [taken], ENDS)) == []
    assert list(stale_pins(site, [taken], ENDS + timedelta(days=90))) == []  # in another year


def test_an_offer_that_is_no_more_is_gone() -> None:
    site = base_site()
    pin = Pin(NOW, "vk", "other", "offers", "en", "offer", None, None, "x")
    assert [stale.reasons for stale in stale_pins(site, [pin], NOW)] == [(Reason.GONE,)]
    assert [
        stale.reasons
        for stale in stale_pins(site, [Pin(NOW, "icq", "month", "offers", "en", "offer", None, None, "x")], NOW)
    ] == [(Reason.GONE,)]


def test_a_network_with_one_place_keeps_the_newest_alone() -> None:
    networks = social_networks(base_site().main)
    first = pinned(make_offer(price=1))
    second = Pin(NOW + timedelta(days=1), "vk", "other", "offers", "en", "offer", None, None, "x")
    assert current_pins([first, second], networks, NOW) == (second,)
    telegram = tuple(replace(pin, network="telegram") for pin in (first, second))
    assert current_pins(telegram, networks, NOW) == telegram


def test_a_status_that_is_gone_after_a_day_is_not_asked_after() -> None:
    networks = social_networks(base_site().main)
    status = pinned(make_offer(), "whatsapp")
    assert current_pins([status], networks, NOW + timedelta(hours=23)) == (status,)
    assert current_pins([status], networks, NOW + timedelta(hours=24)) == ()
