"""The plan as a calendar: other programs find the same instants in it, under ids that stay."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from site_gen.actions.calendar_file import calendar_file
from site_gen.actions.planning.ahead import PlannedTopic
from site_gen.actions.planning.plan_calendar import _entry, plan_calendar, read_calendar, uids
from site_gen.actions.planning.planner_rows import Said
from site_gen.model.content_plan import Topic
from site_gen.problems import ProjectError
from tests.actions.planning.kit import source
from tests.support import NOW

ZONES: Final = ("Europe/Madrid", "America/Santiago", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Casablanca", "UTC")

PLAN: Final = """\
topics:
  - {date: 2026-12-01T18:00, networks: [instagram], kind: useful, topic: One, about: articles/prices}
  - {date: 2026-12-02, networks: [instagram, telegram], kind: poll, topic: Two, status: approved}
  - {date: "2026-10-25T02:30+01:00", networks: [telegram], kind: proof, topic: Three, status: published}
"""


def read(content: bytes) -> list[Any]:
    calendar: Any = Calendar.from_ical(content)
    return list(calendar.walk("VEVENT"))


def test_a_topic_is_an_entry_with_its_command(tmp_path: Path) -> None:
    """Whoever looks into the calendar has to find the text to post."""
    one, two, three = read(plan_calendar(source(tmp_path, PLAN), NOW))
    assert one["DTSTART"].dt.isoformat() == "2026-12-01T18:00:00+01:00"
    assert one["DTSTART"].params["TZID"] == "Europe/Madrid"
    assert "site-gen pin prices" in one["DESCRIPTION"]
    assert one["STATUS"] == "TENTATIVE"
    assert one.walk("VALARM")
    assert two["DTSTART"].dt == date(2026, 12, 2)
    assert two["STATUS"] == "CONFIRMED"
    assert three["DTSTART"].dt == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert not three.walk("VALARM")


def test_an_id_stays_when_date_and_status_change(tmp_path: Path) -> None:
    """A calendar that reads the file again would have everything twice."""
    moved = PLAN.replace("2026-12-01T18:00", "2026-12-24T09:00").replace("status: approved", "status: written")
    before, after = (
        read(plan_calendar(source(tmp_path / name, text), NOW)) for name, text in (("a", PLAN), ("b", moved))
    )
    assert [event["UID"] for event in before] == [event["UID"] for event in after]
    assert len({str(event["UID"]) for event in before}) == 3
    assert all(str(event["UID"]).endswith("@mara.example") for event in before)


def test_our_own_calendar_comes_back_as_the_same_topics(tmp_path: Path) -> None:
    made = source(tmp_path, PLAN)
    path = tmp_path / "plan.ics"
    path.write_bytes(plan_calendar(made, NOW))
    found = [
        Topic.model_validate(each.data, context={"zone": made.zone}) for each in read_calendar(path, Said(), made.zone)
    ]
    assert found == list(made.topics)


moments = st.integers(1_704_067_200, 1_893_456_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
days = st.dates(date(2024, 1, 1), date(2030, 1, 1))
words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40).filter(
    str.strip
)


@settings(max_examples=60)
@given(zone=st.sampled_from(ZONES), drawn=st.lists(st.tuples(moments | days, words), min_size=1, max_size=6))
def test_a_calendar_has_the_instants_of_the_plan(zone: str, drawn: list[tuple[Any, str]]) -> None:
    """A post would go out an hour early or late after the clocks change, or on another day far away."""
    here = ZoneInfo(zone)
    topics = [
        Topic(date=at.astimezone(here) if isinstance(at, datetime) else at, networks=("vk",), kind="useful", topic=text)
        for at, text in drawn
    ]
    entries = [
        _entry(PlannedTopic(at, topic, None, None), uid, here)
        for at, (topic, uid) in enumerate(zip(topics, uids(topics), strict=True))
    ]
    events = read(calendar_file(entries, here, NOW, "plan"))
    found = [event["DTSTART"].dt for event in events]
    assert [at.astimezone(UTC) if isinstance(at, datetime) else at for at in found] == [at for at, _ in drawn]
    assert len({str(event["UID"]) for event in events}) == len(topics)


FOREIGN: Final = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example//EN
BEGIN:VEVENT
UID:1@example
DTSTAMP:20261001T000000Z
DTSTART;TZID=America/New_York:20261006T180000
SUMMARY:Reel: Terrace
DESCRIPTION:Caption text\\, with a comma\\nand a line
CATEGORIES:instagram,reel
STATUS:CONFIRMED
{more}END:VEVENT
END:VCALENDAR
"""


def foreign(folder: Path, text: str, said: Said | None = None) -> list[dict[str, Any]]:
    path = folder / "other.ics"
    path.write_text(text.replace("\n", "\r\n"), encoding="utf-8", newline="")
    return [dict(each.data) for each in read_calendar(path, said or Said(), ZoneInfo("Europe/Madrid"))]


def test_a_calendar_of_another_program_is_read(tmp_path: Path) -> None:
    assert foreign(tmp_path, FOREIGN.format(more="")) == [
        {
            "date": "2026-10-07T00:00",
            "networks": ["instagram"],
            "kind": "useful",
            "topic": "Reel: Terrace",
            "status": "approved",
            "text": "Caption text, with a comma\nand a line",
        }
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (FOREIGN.format(more="RRULE:FREQ=WEEKLY\n"), "repeats itself"),
        (FOREIGN.format(more="").replace("CATEGORIES:instagram,reel\n", ""), "names no network"),
        (FOREIGN.format(more="").replace("America/New_York", "Custom Zone"), "time zone that isn't known"),
        (FOREIGN.format(more="").replace("DTSTART;TZID=America/New_York:20261006T180000\n", ""), "has no date"),
        ("no calendar", "this is no calendar"),
    ],
)
def test_what_is_unclear_in_a_calendar_is_refused(text: str, said: str, tmp_path: Path) -> None:
    """A guess would put a post at a time that nobody chose."""
    with pytest.raises(ProjectError) as raised:
        foreign(tmp_path, text)
    assert said in raised.value.problems[0].message


@pytest.mark.parametrize(
    "line",
    [
        "DTSTART:99991231T235959Z",
        "DTSTART:00010101T000000Z",
        "DTSTART:00000000T000000",
        "DTSTART;TZID=/../../x:20261201T100000",
        "DTSTART:nonsense",
    ],
)
def test_a_date_that_is_none_is_a_problem_of_its_event(tmp_path: Path, line: str) -> None:
    """One odd event of a year's calendar ended the import with a report of a fault of the program."""
    (tmp_path / "odd.ics").write_text(
        f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:1\n{line}\nSUMMARY:One\nCATEGORIES:instagram\n"
        "END:VEVENT\nEND:VCALENDAR\n"
    )
    with pytest.raises(ProjectError, match="the event 'One'"):
        read_calendar(tmp_path / "odd.ics", Said(), ZoneInfo("America/New_York" if "0001" in line else "Asia/Tokyo"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes among files")
def test_a_pipe_and_a_deep_topic_are_no_calendar_of_ours(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ics")
    with pytest.raises(ProjectError, match="can't be read"):
        read_calendar(tmp_path / "pipe.ics", Said(), ZoneInfo("UTC"))
    (tmp_path / "deep.ics").write_text(
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:1\nDTSTART:20261201T100000Z\nSUMMARY:One\n"
        f"X-SITE-GEN-TOPIC:{'[' * 100_000}\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    with pytest.raises(ProjectError, match="names no network"):
        read_calendar(tmp_path / "deep.ics", Said(), ZoneInfo("UTC"))
