"""The plan's file: read once, written without touching the rest."""

from __future__ import annotations

from pathlib import Path

from site_gen.actions.planning.plan_file import TopicData, changed_plan, topic_data, when_text
from site_gen.load import load_site
from site_gen.load.read_cache import ReadCache
from tests.actions.planning.kit import planned_site, source

PLAN = """\
# mine

topics:   # all of them
- date: 2026-12-01T18:00
  networks:
  - instagram
  kind: 'useful'   # yes
  topic: "One"


- date: 2026-12-20
  networks: [vk]
  kind: proof
  topic: Two
# the end
"""


def test_a_plan_is_read_once_while_it_stays_the_same(tmp_path: Path) -> None:
    """Preview would be slower by it with each change of a page."""
    folder, cache = planned_site(tmp_path / "site", PLAN), ReadCache()
    first, second = (load_site(folder, read_cache=cache).site.plan for _ in range(2))
    assert first is not None
    assert first is second


def test_its_characters_are_in_no_font(tmp_path: Path) -> None:
    """A letter that only the plan has would make every page's font anew, and tell of it."""
    site = load_site(planned_site(tmp_path / "site", PLAN.replace("Two", "Two Ωж"))).site
    assert not {"Ω", "ж"} & site.characters


def test_topics_are_added_in_the_order_of_dates_in_the_style_of_the_file(tmp_path: Path) -> None:
    """A file that its owner keeps in order would be thrown into disorder."""
    made = source(tmp_path, PLAN)
    new: list[TopicData] = [
        {"date": day, "networks": ["vk"], "kind": "poll", "topic": day, "status": "idea"}
        for day in ("2026-12-24", "2026-11-30", "2026-12-10T09:00")
    ]
    content = changed_plan(made, {}, new)
    assert content is not None
    text = content.decode()
    places = [
        text.index(f"- date: {day}") for day in ("2026-11-30", "2026-12-01", "2026-12-10", "2026-12-20", "2026-12-24")
    ]
    assert places == sorted(places)
    lines = iter(text.splitlines())
    assert all(line in lines for line in PLAN.splitlines())  # each of them, in its order


def test_a_topic_is_the_same_after_it_was_written(tmp_path: Path) -> None:
    made = source(tmp_path, PLAN)
    assert [topic_data(topic, made.zone)["topic"] for topic in made.topics] == ["One", "Two"]
    assert [when_text(topic.date, made.zone) for topic in made.topics] == ["2026-12-01T18:00", "2026-12-20"]
