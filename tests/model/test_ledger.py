"""What gets a new line in the ledger, and what a line contains."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.model.instants import State, fixed
from site_gen.model.ledger import (
    SEAL,
    Entry,
    Head,
    Ledger,
    OfferState,
    entry_line,
    news,
    offer_state,
    seal,
)
from site_gen.model.offer import DirectOffer, FirstStepOffer, Offer
from tests.support import NOW

BASE: Final[dict[str, Any]] = {
    "kind": "direct",
    "title": "A month",
    "price": {"amount": 290, "per": "month"},
    "starts": "2026-11-20T09:00+01:00",
    "ends": "2026-12-20T18:00+01:00",
    "call_to_action": "Book",
}
STARTS: Final = datetime.fromisoformat(BASE["starts"])
ENDS: Final = datetime.fromisoformat(BASE["ends"])


def offer(**changes: object) -> Offer:
    return DirectOffer.model_validate({**BASE, **changes}, context={"zone": ZoneInfo("Europe/Madrid")})


def recorded(*steps: tuple[datetime, Offer | None]) -> Ledger:
    """Return the ledger of an offer that was recorded at each step as it then was (None: without its file)."""
    ledger = Ledger()
    for at, then in steps:
        new = news({"month": then} if then else {}, ledger, "EUR", at)
        ledger = Ledger((*ledger.entries, *new))
    return ledger


def states(ledger: Ledger) -> list[OfferState | None]:
    return [entry.state for entry in ledger.entries]


def test_an_offer_is_recorded_once_for_each_state() -> None:
    first, second = offer(), offer(seats={"total": 5, "taken": 1})
    ledger = recorded((NOW, first), (NOW, first), (NOW + timedelta(1), second), (NOW + timedelta(2), second))
    assert states(ledger) == [offer_state(first, "EUR"), offer_state(second, "EUR")]
    assert [entry.number for entry in ledger.entries] == [1, 2]


def test_what_is_not_public_is_not_recorded() -> None:
    assert states(recorded((STARTS - timedelta(seconds=1), offer()))) == []
    assert states(recorded((NOW, offer(draft=True)))) == []
    assert states(recorded((ENDS, offer()))) == []
    assert len(states(recorded((STARTS, offer())))) == 1


def test_an_offer_that_was_public_is_followed_after_its_end() -> None:
    shorter = offer(ends="2026-11-25T18:00+01:00")
    assert states(recorded((NOW, offer()), (NOW + timedelta(5), shorter)))[-1] == offer_state(shorter, "EUR")


def test_an_offer_that_is_taken_away_while_it_runs_is_recorded_as_withdrawn() -> None:
    for gone in (None, offer(draft=True), offer(starts="2026-12-01T09:00+01:00")):
        ledger = recorded((NOW, offer()), (NOW + timedelta(1), gone), (NOW + timedelta(2), gone))
        assert states(ledger) == [offer_state(offer(), "EUR"), None]


def test_an_offer_that_is_taken_away_after_its_end_had_ended_already() -> None:
    assert len(states(recorded((NOW, offer()), (ENDS, None)))) == 1


def test_an_offer_that_comes_back_is_recorded_again() -> None:
    ledger = recorded((NOW, offer()), (NOW + timedelta(1), None), (NOW + timedelta(2), offer()))
    assert states(ledger) == [offer_state(offer(), "EUR"), None, offer_state(offer(), "EUR")]


def test_words_that_promise_nothing_are_no_new_state() -> None:
    assert len(states(recorded((NOW, offer()), (NOW, offer(summary="Other words", includes=["Posts"]))))) == 1


def test_a_line_says_everything_in_one_line_of_json() -> None:
    state = offer_state(offer(title="Месяц\nVK", seats={"total": 5}, price={"amount": "6.40", "was": 9}), "EUR")
    line = entry_line(Entry(1, NOW, "month", state))
    data = json.loads(line)
    assert "\n" not in line
    assert line.startswith('{"recorded": "2026-11-23T11:00:00Z", "offer": "month", "kind": "direct"')
    assert data["price"] == {"amount": 6.4, "currency": "EUR", "was": 9}
    assert (data["starts"], data["seats"]) == ("2026-11-20T09:00:00+01:00", {"total": 5, "taken": 0})
    assert data.pop(SEAL) == seal(data)


def test_the_seal_is_over_the_keys_and_not_over_their_order() -> None:
    assert seal({"a": 1, "b": "ж"}) == seal({"b": "ж", "a": 1, SEAL: "x"})
    assert seal({"a": 1}) != seal({"a": 2})


def test_instants_are_compared_as_instants_where_clocks_change() -> None:
    before = offer(starts="2026-10-25T02:30+02:00", ends="2026-10-25T02:40+02:00")
    after = offer(starts="2026-10-25T02:30+02:00", ends="2026-10-25T02:40+01:00")
    first, second = offer_state(before, "EUR"), offer_state(after, "EUR")
    assert first != second
    assert second.ends is not None
    assert first.ends is not None
    assert second.ends - first.ends == timedelta(hours=1)


AMOUNTS: Final = st.decimals(0, 10**6, places=2)
MOMENTS: Final = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(  # noqa: DTZ001  # made aware below
    lambda wall: wall.replace(microsecond=0).astimezone(NOW.tzinfo)
)


@settings(deadline=None)
@given(AMOUNTS, st.text(min_size=1, max_size=40), MOMENTS, st.integers(1, 300))
def test_a_line_read_back_is_the_state_that_was_written(
    amount: Decimal, title: str, starts: datetime, days: int
) -> None:
    safe = "".join(c for c in title if c.isprintable()).strip() or "x"
    wanted = offer(
        title=safe, price=str(amount), starts=starts.isoformat(), ends=(starts + timedelta(days)).isoformat()
    )
    state = offer_state(wanted, "EUR")
    data = json.loads(entry_line(Entry(1, starts, "month", state)))
    kept = {key: value for key, value in data.items() if key not in Head.model_fields}
    assert OfferState.model_validate(kept) == state
    assert fixed(datetime.fromisoformat(data["recorded"])) == starts


PLANS: Final = st.lists(
    st.tuples(st.integers(1, 60), st.sampled_from(["same", "more", "draft", "gone"]), st.integers(0, 60)), max_size=8
)


@settings(deadline=None)
@given(PLANS)
def test_the_last_line_is_always_what_is_public(plan: list[tuple[int, str, int]]) -> None:
    ledger, at = Ledger(), NOW - timedelta(days=30)
    for hours, what, ends in plan:
        at += timedelta(hours=hours)
        now_there: dict[str, Offer] = {}
        if what != "gone":
            changes = {"draft": what == "draft", "seats": {"total": 5 + (what == "more")}}
            end = NOW - timedelta(days=30) + timedelta(hours=ends * 4)
            step = {"kind": "first-step", "title": "x", "price": 0, "call_to_action": "y", "ends": end.isoformat()}
            now_there["month"] = FirstStepOffer.model_validate({**step, **changes})
        ledger = Ledger((*ledger.entries, *news(now_there, ledger, "EUR", at)))
        assert list(news(now_there, ledger, "EUR", at)) == []
        there, last = now_there.get("month"), ledger.last("month")
        if there is not None and not there.draft and there.window.state(at) is State.LIVE:
            assert last is not None
            assert last.state == offer_state(there, "EUR")
