"""The calendar of pins: the instants of the files, in the site's zone, and ids that stay."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from site_gen.actions.errors import NoDatesError, NotAnOfferError
from site_gen.actions.pin_calendar import CalendarEntry, calendar_file, pin_calendar, write_calendar
from site_gen.actions.pins import record_pin
from site_gen.actions.posts import PostRequest, post_request
from site_gen.model.offer import OFFER_KINDS
from site_gen.model.site import Translated
from site_gen.social.pin_dates import PinDate, PinDateKind, pin_dates
from site_gen.social.selection import PostSelection
from tests.conftest import ProjectFactory
from tests.social.kit import PLAIN
from tests.support import DIRECT, NOW, SITE

MADRID: Final = ZoneInfo("Europe/Madrid")
EARLY: Final = datetime.fromisoformat("2026-11-01T12:00:00+01:00")
NEXT: Final = DIRECT.replace("2026-11-20T09:00", "2026-12-10T09:00").replace("2026-12-20", "2027-01-31")


def asked(folder: Path, name: str | None = None, now: datetime = NOW) -> PostRequest:
    return post_request(folder, now, name, PostSelection())


def read(content: bytes) -> dict[str, datetime]:
    """Return what another program finds in a calendar: ids with their instants."""
    calendar: Any = Calendar.from_ical(content)
    return {str(event["UID"]): event["DTSTART"].dt.astimezone(UTC) for event in calendar.walk("VEVENT")}


def offer(zone: ZoneInfo, **values: object) -> Translated[Any]:
    data = {**PLAIN, "price": 290, **values}
    return Translated(
        "month", {"en": OFFER_KINDS["direct"].model_validate(data, context={"zone": zone})}, {"en": "offers/month.yaml"}
    )


def test_an_offer_is_pinned_looked_at_and_taken_down(project: ProjectFactory) -> None:
    made = pin_calendar(asked(project(), "month", EARLY))
    assert [(entry.uid, f"{entry.date.at.astimezone(MADRID):%m-%d %H:%M}") for entry in made.entries] == [
        ("month-pin@mara.example", "11-20 09:00"),
        ("month-48-hours@mara.example", "12-18 18:00"),
        ("month-last-day@mara.example", "12-20 09:00"),
        ("month-take-down@mara.example", "12-20 18:00"),
    ]
    assert made.entries[0].title == "Pin: A month of Instagram, run for you"
    assert made.entries[0].advice == "Pin it on Instagram. Texts and pictures: site-gen pin month --out posts"
    assert made.entries[0].page == "https://mara.example/offers/month/"


CALENDARS: Final = {
    "ca": ("Queden 48 hores: ", "Fixada a Instagram. Fins al 20 de desembre a les 18 h."),
    "es": ("Quedan 48 horas: ", "Fijada en Instagram. Hasta el 20 de diciembre a las 18:00."),
    "en": ("Ends in 48 hours: ", "Pinned on Instagram. Until 20 December, 6 pm."),
    "ru": ("Осталось 48 часов: ", "Закреплено: Instagram. До 18:00 20 декабря."),
    "uk": ("Залишилося 48 годин: ", "Закріплено: Instagram. До 18:00 20 грудня."),
}


@pytest.mark.parametrize("language", CALENDARS)
def test_a_calendar_speaks_the_language_of_the_site(project: ProjectFactory, language: str) -> None:
    """It is read on a phone between two appointments: English there is a foreign body."""
    folder = project({"site.yaml": SITE.replace("[en, es]", f"[{language}]"), "site.es.yaml": None})
    soon, last = pin_calendar(asked(folder, "month", EARLY)).entries[1:3]
    assert soon.title == f"{CALENDARS[language][0]}A month of Instagram, run for you"
    assert "site-gen pin --stale" in soon.advice
    assert last.advice.replace("\N{NO-BREAK SPACE}", " ") == CALENDARS[language][1]


def test_all_offers_of_the_coming_month_have_theirs(project: ProjectFactory) -> None:
    folder = project({"offers/next.yaml": NEXT})
    assert {entry.date.source.slug for entry in pin_calendar(asked(folder)).entries} == {"month", "next"}
    assert {entry.date.source.slug for entry in pin_calendar(asked(folder, now=EARLY)).entries} == {"month"}


def test_another_program_reads_the_same_instants(project: ProjectFactory, tmp_path: Path) -> None:
    """A reminder that is an hour late is for an offer that has closed."""
    request = asked(project(), "month", EARLY)
    made, path = pin_calendar(request), tmp_path / "new" / "pins.ics"
    write_calendar(request, made, path)
    assert read(path.read_bytes()) == {entry.uid: entry.date.at for entry in made.entries}
    assert b"DTSTART;TZID=Europe/Madrid:20261120T090000" in path.read_bytes()


def test_a_later_file_updates_an_earlier_one(project: ProjectFactory) -> None:
    """With other ids every import would add the same reminders once more."""
    first = asked(project(), "month", EARLY)
    before = pin_calendar(first)
    second = asked(
        project({"offers/month.yaml": DIRECT.replace("2026-12-20", "2026-12-22")}), "month", EARLY + timedelta(days=2)
    )
    after = pin_calendar(second)
    assert [entry.uid for entry in before.entries] == [entry.uid for entry in after.entries]
    files = [calendar_file(made.entries, MADRID, at.now) for made, at in ((before, first), (after, second))]
    found: list[Any] = [Calendar.from_ical(content).walk("VEVENT")[0] for content in files]
    assert found[0]["SEQUENCE"] < found[1]["SEQUENCE"]
    assert found[0]["DTSTAMP"].dt < found[1]["DTSTAMP"].dt
    assert files[0] == calendar_file(before.entries, MADRID, first.now)


def test_each_date_rings(project: ProjectFactory) -> None:
    calendar: Any = Calendar.from_ical(calendar_file(pin_calendar(asked(project())).entries, MADRID, NOW))
    alarms = [alarm["TRIGGER"].dt for alarm in calendar.walk("VALARM")]
    assert alarms == [timedelta()] * len(calendar.walk("VEVENT"))


def test_what_is_open_and_not_pinned_is_told(project: ProjectFactory) -> None:
    folder = project({"site.yaml": SITE.replace("  instagram: mara\n", "  instagram: mara\n  vk: mara_smm\n")})
    assert pin_calendar(asked(folder, "month")).unpinned == {"month": ("Instagram", "VK")}
    record_pin(asked(folder, "month"), "vk")
    assert pin_calendar(asked(folder, "month")).unpinned == {"month": ("Instagram",)}
    assert pin_calendar(asked(folder, "month", EARLY)).unpinned == {}


def test_what_has_no_dates_is_told_as_data(project: ProjectFactory) -> None:
    folder = project()
    with pytest.raises(NotAnOfferError):
        pin_calendar(asked(folder, "cafe"))
    with pytest.raises(NoDatesError) as over:
        pin_calendar(asked(folder, "month", NOW + timedelta(days=90)))
    assert over.value.name == "month"
    with pytest.raises(NoDatesError):
        pin_calendar(asked(folder, now=NOW + timedelta(days=90)))


# --- dates ------------------------------------------------------------------------------------------------------------


def dates(now: datetime = EARLY, **values: str) -> dict[str, str]:
    found = pin_dates(offer(MADRID, **values), MADRID, now)
    return {each.kind: f"{each.at.astimezone(MADRID):%m-%d %H:%M}" for each in found}


def test_midnight_is_the_end_of_the_day_before() -> None:
    assert dates(ends="2026-12-21T00:00")["last-day"] == "12-20 09:00"


def test_an_offer_that_ends_early_in_the_morning_is_told_of_an_hour_before() -> None:
    assert dates(ends="2026-12-20T08:00")["last-day"] == "12-20 07:00"


def test_nothing_is_told_of_before_an_offer_opens_or_after_it_was() -> None:
    short = {"starts": "2026-12-20T09:30", "ends": "2026-12-20T18:00"}
    assert list(dates(EARLY, **short)) == ["pin", "take-down"]
    assert list(dates(now=datetime.fromisoformat("2026-12-19T12:00:00+01:00"))) == ["last-day", "take-down"]


def test_48_hours_are_48_hours_across_a_change_of_clocks() -> None:
    assert dates(starts="2027-03-01T09:00", ends="2027-03-29T10:00")["48-hours"] == "03-27 09:00"


ZONES: Final = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc", "posix")))


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.integers(0, 10 * 365 * 86_400).map(lambda seconds: datetime.fromtimestamp(1_767_225_600 + seconds, UTC)),
)
def test_any_instant_in_any_zone_comes_back_the_same(name: str, at: datetime) -> None:
    """An owner in Chatham or Kyiv would be reminded at another hour than the offer says."""
    zone = ZoneInfo(name)
    due = PinDate(at, PinDateKind.DOWN, offer(MADRID))
    entry = CalendarEntry(
        "month-take-down@mara.example", due, "Take down; a, b\\c\n" * 3, "x" * 200, "https://a.example/"
    )
    assert read(calendar_file([entry], zone, EARLY)) == {entry.uid: at}


@pytest.mark.parametrize("hour", [0, 1])
def test_both_of_the_hours_that_autumn_repeats_come_back_the_same(hour: int) -> None:
    at = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    entry = CalendarEntry("a@b", PinDate(at, PinDateKind.DOWN, offer(MADRID)), "a", "b", "https://a.example/")
    assert read(calendar_file([entry], MADRID, EARLY)) == {"a@b": at}
