"""Moments and windows: a client may neither miss an offer by an hour nor be shown one that has ended."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from site_gen.model.instants import Day, Instant, Published, State, Window, start_of_day, wall_to_instant

MADRID: Final = ZoneInfo("Europe/Madrid")
OPENS: Final = datetime.fromisoformat("2026-11-20T09:00+01:00")
CLOSES: Final = datetime.fromisoformat("2026-11-30T18:00+01:00")
TICK: Final = timedelta(microseconds=1)


def _read(kind: Any, value: object, zone: ZoneInfo = MADRID) -> object:
    return TypeAdapter(kind).validate_python(value, context={"zone": zone})


def _fault(kind: Any, value: object) -> tuple[str, str]:
    with pytest.raises(ValidationError) as caught:
        _read(kind, value)
    context = caught.value.errors()[0]["ctx"]
    return str(context["message"]), str(context["hint"])


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (OPENS - TICK, State.SCHEDULED),
        (OPENS, State.LIVE),
        (CLOSES - TICK, State.LIVE),
        (CLOSES, State.CLOSED),
        (CLOSES + timedelta(days=1000), State.CLOSED),
    ],
)
def test_a_window_is_half_open(now: datetime, state: State) -> None:
    assert Window(OPENS, CLOSES).state(now) is state
    assert Window(OPENS, CLOSES).state(now.astimezone(UTC)) is state


@pytest.mark.parametrize(
    ("window", "state"),
    [
        (Window(None, None), State.LIVE),
        (Window(None, CLOSES), State.LIVE),
        (Window(CLOSES, None), State.SCHEDULED),
        (Window(OPENS, None), State.LIVE),
        (Window(None, OPENS), State.CLOSED),
    ],
)
def test_a_missing_bound_is_open(window: Window, state: State) -> None:
    assert window.state(OPENS + TICK) is state


@given(now=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_window_never_opens_again(now: datetime) -> None:
    window = Window(OPENS, CLOSES)
    order = [State.SCHEDULED, State.LIVE, State.CLOSED]
    assert order.index(window.state(now)) <= order.index(window.state(now + timedelta(days=1)))


READ: Final = {
    "a wall time": ("2026-11-30T18:00", "2026-11-30T18:00:00+01:00"),
    "in summer": ("2026-07-30T18:00", "2026-07-30T18:00:00+02:00"),
    "with a space": ("2026-11-30 18:00", "2026-11-30T18:00:00+01:00"),
    "with seconds": ("2026-11-30T18:00:30", "2026-11-30T18:00:30+01:00"),
    "with an offset": ("2026-11-30T18:00+03:00", "2026-11-30T16:00:00+01:00"),
    "with an offset of another form": ("2026-11-30T18:00 +0300", "2026-11-30T16:00:00+01:00"),
    "in UTC": ("2026-11-30T18:00Z", "2026-11-30T19:00:00+01:00"),
    "the hour that exists twice, the first": ("2026-10-25T02:30+02:00", "2026-10-25T02:30:00+02:00"),
    "the hour that exists twice, the second": ("2026-10-25T02:30+01:00", "2026-10-25T02:30:00+01:00"),
    "just before the skipped hour": ("2027-03-28T01:59", "2027-03-28T01:59:00+01:00"),
    "just after it": ("2027-03-28T03:00", "2027-03-28T03:00:00+02:00"),
    "just after the repeated hour": ("2026-10-25T03:00", "2026-10-25T03:00:00+01:00"),
}


@pytest.mark.parametrize(("text", "shown"), READ.values(), ids=READ)
def test_a_moment_is_read_in_the_site_s_zone(text: str, shown: str) -> None:
    instant = _read(Instant, text)
    assert isinstance(instant, datetime)
    assert instant.isoformat() == shown


REFUSED: Final = {
    "a day": ("2026-11-30", "a day, a moment is needed", "2026-11-30T18:00"),
    "a skipped time": ("2027-03-28T02:30", "does not exist in Europe/Madrid", "2027-03-28T02:30+01:00"),
    "a repeated time": ("2026-10-25T02:30", "exists twice in Europe/Madrid", "T02:30+02:00 or 2026-10-25T02:30+01:00"),
    "an hour too many": ("2026-11-30T24:30", "there is no such moment", "2026-11-30T18:00"),
    "a day too many": ("2026-11-31T10:00", "there is no such moment", "2026-11-30T18:00"),
    "a day as people write it": ("30/11/2026", "is not a moment", "say the hour too, for example 2026-11-30T18:00"),
    "words": ("tomorrow", "'tomorrow' is not a moment", "2026-11-30T18:00"),
    "a number": (20261130, "is not a moment", "2026-11-30T18:00"),
    "nothing": (None, "is not a moment", "2026-11-30T18:00"),
    "other digits": ("٢٠٢٦-١١-٣٠T18:00", "is not a moment", "2026-11-30T18:00"),
    "a year long ago": ("0026-11-30T18:00", "0026 is not of our time", "1900"),
    "the end of calendars": ("9999-12-31T23:59-12:00", "9999 is not of our time", "2199"),
}


@pytest.mark.parametrize(("value", "message", "hint"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_moment_is_refused_with_its_form(value: object, message: str, hint: str) -> None:
    found = _fault(Instant, value)
    assert message in found[0]
    assert hint in found[1]


@given(wall=st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)))  # noqa: DTZ001
def test_a_wall_time_is_shown_as_it_was_written_or_refused(wall: datetime) -> None:
    wall = wall.replace(microsecond=0, second=0)
    try:
        instant = wall_to_instant(wall, MADRID)
    except ValueError:
        early, late = (wall.replace(tzinfo=MADRID, fold=fold).utcoffset() for fold in (0, 1))
        assert early != late
    else:
        assert instant.astimezone(UTC).astimezone(MADRID).replace(tzinfo=None) == wall


def test_the_hint_of_a_repeated_hour_is_read() -> None:
    _, hint = _fault(Instant, "2026-10-25T02:30")
    for text in hint.removeprefix("add the offset you mean: ").split(" or "):
        assert isinstance(_read(Instant, text), datetime)


@pytest.mark.parametrize(
    ("zone", "day", "shown"),
    [
        ("Europe/Madrid", "2026-11-30", "2026-11-30T00:00:00+01:00"),
        ("America/Asuncion", "2023-10-01", "2023-10-01T01:00:00-03:00"),  # midnight was skipped there
        ("Pacific/Apia", "2011-12-30", "2011-12-31T00:00:00+14:00"),  # and here the whole day
    ],
)
def test_an_article_appears_with_the_first_instant_of_its_day(zone: str, day: str, shown: str) -> None:
    published = _read(Published, day, ZoneInfo(zone))
    assert published == start_of_day(date.fromisoformat(day), ZoneInfo(zone))
    assert isinstance(published, datetime)
    assert published.isoformat() == shown


@pytest.mark.parametrize("value", ["2026-02-30", "30.11.2026", "2026-1-1", 2026, None, True, "1815-06-18", []])
def test_what_is_no_day_is_refused(value: object) -> None:
    for kind in (Day, Published):
        message, hint = _fault(kind, value)
        assert "day" in message or "year" in message
        assert "2026-11-30" in hint or "1900" in hint or "2026-02-28" in hint or "2026-01-01" in hint
