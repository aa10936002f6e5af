"""The proposal of a month: its mix, its reasons, its dates; held as laws over plans and clocks drawn at random."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.actions.planning.about import Things
from site_gen.actions.planning.ahead import monday_of
from site_gen.actions.planning.findings import plan_findings
from site_gen.actions.planning.plan_file import topic_data
from site_gen.actions.planning.proposing import Proposal, next_month, propose, shares
from site_gen.actions.planning.slots import rhythms as rhythms_of
from site_gen.model.content_plan import POST_KINDS, ContentPlan
from site_gen.model.instants import State, fixed
from site_gen.model.offer import OFFER_KINDS
from site_gen.model.site import Site, Translated
from tests.actions.planning.kit import loaded, planned_site, with_plan
from tests.conftest import ProjectFactory
from tests.support import NOW

MONTH: Final = date(2026, 12, 1)
NO_PLAN: Final = ContentPlan()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return loaded(planned_site(tmp_path_factory.mktemp("plan") / "site"))


def proposed(site: Site, plan: ContentPlan = NO_PLAN, month: date = MONTH, now: datetime = NOW) -> Proposal:
    return propose(site, plan, month, now)


def written(site: Site, plan: ContentPlan, found: Proposal) -> ContentPlan:
    """Return the plan as it is after the proposal was written into it, and read again."""
    zone = site.main.zone
    topics = [topic_data(topic, zone) for topic in (*plan.topics, *found.topics)]
    kept = plan.model_dump(exclude={"topics"}, exclude_none=True)
    return ContentPlan.model_validate({**kept, "topics": topics}, context={"zone": zone})


def offer(title: str, starts: datetime | None, ends: datetime | None) -> Translated[Any]:
    data = {"kind": "first-step", "title": title, "price": 0, "call_to_action": "Book", "starts": starts, "ends": ends}
    made = OFFER_KINDS["first-step"].model_validate(data)
    slug = title.lower().replace(" ", "-")
    return Translated(slug, {"en": made}, {"en": f"offers/{slug}.yaml"})


# --- what people see --------------------------------------------------------------------------------------------------


def test_a_month_has_the_offers_dates_and_the_mix(site: Site) -> None:
    """The last day of an offer would pass without a post, or the month would be all selling."""
    found = proposed(site)
    steps = {topic.step: f"{topic.date:%m-%d %H:%M}" for topic in found.topics if topic.step}
    assert steps == {"remind": "12-18 18:00", "last-day": "12-20 09:00", "thank": "12-21 18:00"}
    assert found.have == found.wanted
    assert abs(found.have["selling"] - len(found.topics) * 0.15) < 1
    assert all(topic.why for topic in found.topics)


def test_an_offer_that_opens_is_announced_on_its_first_day(site: Site) -> None:
    """An offer that nobody hears of sells nothing."""
    opening = offer("Winter", datetime(2026, 12, 9, 20, tzinfo=UTC), datetime(2026, 12, 30, tzinfo=UTC))
    found = proposed(replace(site, offers=(opening,)))
    (announced,) = [topic for topic in found.topics if topic.step == "announce"]
    assert f"{announced.date:%m-%d %H:%M}" == "12-10 18:00"  # it opens at 21:00 in Madrid: the next day's post
    assert announced.why == "the offer opens on 9 December"


def test_an_offer_that_ends_at_midnight_has_its_last_day_before(site: Site) -> None:
    """A post would say "until 28 December" of an offer that is over when that day begins."""
    zone = site.main.zone
    night = offer("Night", datetime(2026, 12, 1, tzinfo=zone), datetime(2026, 12, 28, tzinfo=zone))
    found = proposed(replace(site, offers=(night,)))
    said = {topic.step: (topic.topic, topic.why) for topic in found.topics if topic.step in {"remind", "thank"}}
    assert said == {
        "remind": ("Night: until 27 December", "the offer ends on 27 December"),
        "thank": (said["thank"][0], "the offer ended on 27 December"),
    }
    assert [f"{topic.date:%m-%d %H:%M}" for topic in found.topics if topic.step == "last-day"] == ["12-27 09:00"]


def test_a_second_run_adds_nothing(site: Site) -> None:
    """Each run would fill the calendar once more."""
    first = proposed(site)
    plan = written(site, NO_PLAN, first)
    assert proposed(site, plan).topics == ()


def test_what_was_well_received_comes_first_and_again(site: Site) -> None:
    """The numbers that were gathered would change nothing."""
    posts = [
        ("2026-10-05", "articles/prices", 90), ("2026-10-07", "articles/photos", 10), ("2026-10-09", "cases/cafe", 10),
        ("2026-10-12", "cases/bakery", 10),
    ]  # fmt: skip
    topics = [
        {
            "date": day,
            "networks": ["instagram"],
            "kind": "useful",
            "topic": f"About {about}",
            "status": "published",
            "about": about,
            "posts": [{"network": "instagram", "response": {"reach": 1000, "saves": saves}}],
        }
        for day, about, saves in posts
    ]
    plan = with_plan(site, {"topics": topics}).plan
    assert plan
    found = proposed(site, plan.original)
    useful = [topic for topic in found.topics if topic.kind == "useful"]
    assert useful[0].about == "articles/prices"
    assert useful[0].why == "well received: 3.0 times as many answers as usual"
    counts = Counter(topic.about for topic in useful)
    assert counts["articles/prices"] > counts["articles/photos"]


def test_a_plan_that_is_full_has_no_room(site: Site) -> None:
    """A network would get more posts than its readers take."""
    days = [date(2026, 11, 30) + timedelta(days=number) for number in range(33)]
    topics = [
        {"date": f"{day}", "networks": ["instagram", "telegram", "linkedin"], "kind": "useful", "topic": f"Of {day}"}
        for day in days
    ]
    plan = with_plan(site, {"topics": topics}).plan
    assert plan
    assert proposed(site, plan.original).topics == ()


def test_a_site_without_networks_is_told_what_to_write(site: Site) -> None:
    """An empty proposal without a word would look like a fault."""
    main = site.main.model_copy(update={"networks": {}})
    found = proposed(replace(site, settings={"en": main}))
    assert found.topics == ()
    assert "rhythm: {instagram: 3}" in found.notes[0]


@pytest.mark.parametrize("language", ["en", "es", "ca", "ru", "uk"])
def test_a_month_in_each_language(language: str, project: ProjectFactory, update_golden: bool) -> None:
    """Titles and reasons that no native speaker would write would go out as they are. Read the files."""
    folder = planned_site(project().parent / language)
    config = folder / "site.yaml"
    text = config.read_text(encoding="utf-8").replace("languages: [en, es]", f"languages: [{language}]")
    config.write_text(text, encoding="utf-8")
    for overlay in folder.rglob("*.es.*"):
        overlay.unlink()
    found = proposed(loaded(folder))
    lines = [
        f"{topic.date:%a %d %H:%M} | {topic.kind} | {topic.topic} | {', '.join(topic.networks)} | "
        f"{topic.about or '-'} | {topic.goal} | {topic.why}\n"
        for topic in found.topics
    ]
    golden = Path(__file__).parent / f"month.{language}.txt"
    if update_golden:
        golden.write_text("".join(lines), encoding="utf-8")
    assert "".join(lines) == golden.read_text(encoding="utf-8")


# --- laws -------------------------------------------------------------------------------------------------------------

kinds = st.sampled_from(POST_KINDS)
mixes = st.dictionaries(kinds, st.integers(1, 100), min_size=1)
days = st.dates(date(2026, 11, 1), date(2027, 1, 31))
rhythms = st.dictionaries(st.sampled_from(["instagram", "telegram", "linkedin", "vk"]), st.integers(0, 9))
topics_ = st.lists(
    st.fixed_dictionaries(
        {
            "date": st.one_of(days.map(str), days.map(lambda day: f"{day}T18:00")),
            "networks": st.lists(st.sampled_from(["instagram", "telegram"]), min_size=1, unique=True),
            "kind": kinds,
            "topic": st.sampled_from(["One", "Two", "What it costs", "Three"]),
        },
        optional={"about": st.sampled_from(["cases/cafe", "articles/prices", "offers/month", "Words"])},
    ),
    max_size=12,
)
plans = st.fixed_dictionaries({"topics": topics_, "rhythm": rhythms}, optional={"mix": mixes})
instants = st.integers(0, 91 * 24 * 60).map(
    lambda minutes: datetime(2026, 10, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
windows = st.lists(st.tuples(instants, st.integers(1, 60 * 24)), max_size=3)


@given(counts=mixes, number=st.integers(0, 60))
def test_shares_sum_up_and_are_less_than_one_away_from_the_mix(counts: dict[Any, int], number: int) -> None:
    """A kind would get lost, or a topic too many be planned."""
    found = shares(counts, number)
    assert sum(found.values()) == number
    assert all(abs(found[kind] - number * share / sum(counts.values())) < 1 for kind, share in counts.items())


@settings(max_examples=40)
@given(data=plans, now=instants, hours=windows)
def test_laws_of_a_proposal(site: Site, data: dict[str, Any], now: datetime, hours: list[tuple[datetime, int]]) -> None:
    """Whatever a plan has and whenever it is asked: the same twice, in its month, later than today, within each rhythm,
    no closed offer, no two posts at once, nothing twice, and a second run adds nothing."""
    offers = [offer(f"Offer {at}", start, start + timedelta(hours=long)) for at, (start, long) in enumerate(hours)]
    drawn = with_plan(replace(site, offers=(*site.offers, *offers)), data)
    assert drawn.plan
    plan = drawn.plan.original
    month = next_month(now.date())
    found = propose(drawn, plan, month, now)
    assert found == propose(drawn, plan, month, now)
    zone, things = drawn.main.zone, Things.of(drawn)
    today = now.astimezone(zone).date()
    weeks: Counter[tuple[str, date]] = Counter()
    for topic in plan.topics:
        weeks.update((network, monday_of(topic.day)) for network in topic.networks)
    before = weeks.copy()
    moments = Counter(
        (network, fixed(topic.moment)) for topic in plan.topics if topic.moment for network in topic.networks
    )
    known = {(topic.about, topic.topic.casefold()) for topic in plan.topics}
    allowed = rhythms_of(drawn.main, plan)
    for topic in found.topics:
        assert topic.moment
        assert (topic.day.year, topic.day.month) == (month.year, month.month)
        assert topic.day > today
        about = things.of_topic(topic)
        if about is not None and about.offer is not None and topic.step != "thank" and topic.kind == "selling":
            assert about.offer.original.window.state(fixed(topic.moment)) is State.LIVE
        for network in topic.networks:
            weeks[network, monday_of(topic.day)] += 1
            moments[network, fixed(topic.moment)] += 1
            assert moments[network, fixed(topic.moment)] == 1
            assert weeks[network, monday_of(topic.day)] <= max(allowed[network], before[network, monday_of(topic.day)])
        assert (topic.about, topic.topic.casefold()) not in known
        known.add((topic.about, topic.topic.casefold()))
    again = propose(drawn, written(drawn, plan, found), month, now)
    assert again.topics == ()


@settings(max_examples=25)
@given(mix=mixes, now=instants)
def test_an_empty_month_has_the_mix(site: Site, mix: dict[Any, int], now: datetime) -> None:
    """The mix that was stated would be something else in the calendar. Contests have few ideas: they may run out."""
    alone = replace(site, offers=())
    drawn = with_plan(alone, {"mix": mix})
    assert drawn.plan
    found = propose(drawn, drawn.plan.original, next_month(now.date()), now)
    if not any("nothing" in note for note in found.notes):
        assert found.have == found.wanted


def test_a_proposal_passes_the_check_but_for_what_was_there(site: Site) -> None:
    """What is proposed would be blamed a moment later."""
    plan = written(site, NO_PLAN, proposed(site))
    drawn = replace(site, plan=Translated("plan", {"en": plan}, {"en": "content/plan.yaml"}))
    assert [finding.message for finding in plan_findings(drawn, NOW)] == []
