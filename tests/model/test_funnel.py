"""Checking the funnel at every instant at which it changes finds the same as checking it every minute."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.load import load_site
from site_gen.model.funnel import YEAR, Break, funnel
from site_gen.model.instants import State
from site_gen.model.offer import FirstStepOffer, Offer, SecondStepOffer
from site_gen.model.site import Site, Translated
from tests.conftest import ProjectFactory
from tests.support import AUDIT, BASE, NOW, SECOND, SITE, write_files

MINUTE: Final = timedelta(minutes=1)
SPAN: Final = 120
"""Minutes that the law looks ahead."""


def moment(minute: int | None) -> str | None:
    return None if minute is None else (NOW + minute * MINUTE).isoformat()


def step(kind: str, slug: str, window: tuple[int | None, int | None], **more: Any) -> Translated[Offer]:
    data = {"title": slug, "call_to_action": "Go", "price": 0, "book": "https://cal.example/", **more}
    starts, ends = window
    times = {key: moment(at) for key, at in (("starts", starts), ("ends", ends)) if at is not None}
    model: type[FirstStepOffer] | type[SecondStepOffer] = FirstStepOffer if kind == "first-step" else SecondStepOffer
    offer = model.model_validate({"kind": kind, **data, **times})
    return Translated(slug, {"en": offer}, {"en": f"offers/{slug}.yaml"})


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return load_site(write_files(tmp_path_factory.mktemp("funnel"), BASE)).site


WINDOWS: Final = st.tuples(st.none() | st.integers(-90, 150), st.none() | st.integers(-90, 200)).filter(
    lambda window: window[0] is None or window[1] is None or window[0] < window[1]
)
FIRSTS: Final = st.lists(
    st.tuples(WINDOWS, st.sampled_from(["a", "b", None]), st.booleans(), st.booleans()), max_size=3
)
SECONDS: Final = st.tuples(WINDOWS, WINDOWS, st.booleans())


def seen_by_the_minute(offers: list[Translated[Offer]]) -> set[tuple[str, Break, datetime]]:
    """Look at the funnel each minute of the span, and note when each break is first seen."""
    seconds = {source.slug: source.original for source in offers if source.original.kind == "second-step"}
    found: dict[tuple[str, Break], datetime] = {}
    for minute in range(SPAN + 1):
        at = NOW + minute * MINUTE
        for source in offers:
            first = source.original
            if not isinstance(first, FirstStepOffer) or first.draft or first.window.state(at) is not State.LIVE:
                continue
            second = seconds.get(first.next or "")
            broken = [Break.NO_ANSWER] if first.book is None else []
            if second is None:
                broken.append(Break.NO_NEXT)
            elif second.draft:
                broken.append(Break.DRAFT)
            elif second.window.state(at) is State.SCHEDULED:
                broken.append(Break.NOT_OPEN)
            elif second.window.state(at) is State.CLOSED:
                broken.append(Break.CLOSED)
            for kind in broken:
                found.setdefault((source.slug, kind), at)
    return {(slug, kind, at) for (slug, kind), at in found.items()}


@settings(deadline=None, max_examples=300)
@given(FIRSTS, SECONDS)
def test_trying_the_changes_finds_what_a_look_every_minute_finds(
    site: Site, firsts: list[Any], seconds: tuple[Any, Any, bool]
) -> None:
    offers = [
        step("first-step", f"first-{n}", window, next=to, draft=draft, **({} if books else {"book": None}))
        for n, (window, to, draft, books) in enumerate(firsts)
    ]
    offers += [step("second-step", "a", seconds[0]), step("second-step", "b", seconds[1], draft=seconds[2])]
    found = funnel(replace(site, offers=tuple(offers)), NOW, SPAN * MINUTE)
    assert {(fault.first.slug, fault.kind, fault.at) for fault in found.faults} == seen_by_the_minute(offers)


@settings(deadline=None)
@given(FIRSTS, SECONDS)
def test_between_changes_nothing_changes(site: Site, firsts: list[Any], seconds: tuple[Any, Any, bool]) -> None:
    offers = [step("first-step", f"first-{n}", w, next=to) for n, (w, to, _, _) in enumerate(firsts)]
    offers += [step("second-step", "a", seconds[0]), step("second-step", "b", seconds[1])]
    whole = replace(site, offers=tuple(offers))
    first = funnel(whole, NOW, SPAN * MINUTE)
    until = first.changes[0].at if first.changes else NOW + SPAN * MINUTE
    later = funnel(whole, until - MINUTE if until > NOW + MINUTE else NOW, SPAN * MINUTE)
    assert {(f.first.slug, f.kind) for f in later.faults if f.at <= later.now} == {
        (f.first.slug, f.kind) for f in first.faults if f.at <= first.now
    }


# --- one by one -------------------------------------------------------------------------------------------------------

Found = Callable[[Mapping[str, str | None]], list[tuple[str, Break, str, bool]]]


@pytest.fixture
def found(project: ProjectFactory) -> Found:
    def of(files: Mapping[str, str | None]) -> list[tuple[str, Break, str, bool]]:
        site = load_site(project(files)).site
        return [(f.first.slug, f.kind, f.at.isoformat(), f.always) for f in funnel(site, NOW).faults]

    return of


AT: Final = NOW.isoformat()


def test_a_funnel_without_breaks_has_none(found: Found) -> None:
    assert found({}) == []


def test_a_first_step_without_a_second_leads_nowhere(found: Found) -> None:
    assert found({"offers/audit.yaml": AUDIT.replace("next: plan\n", "")}) == [("audit", Break.NO_NEXT, AT, True)]


def test_a_draft_is_no_second_step(found: Found) -> None:
    assert found({"offers/plan.yaml": f"{SECOND}draft: true\n"}) == [("audit", Break.DRAFT, AT, True)]


def test_a_second_step_that_is_sold_out_is_none_to_lead_to(found: Found) -> None:
    sold_out = {"offers/plan.yaml": f"{SECOND}seats: {{total: 2, taken: 2}}\n"}
    assert found(sold_out) == [("audit", Break.SOLD_OUT, AT, True)]


def test_a_second_step_that_ends_first_is_found_at_its_end(found: Found) -> None:
    end = "2027-02-01T18:00:00+01:00"
    assert found({"offers/plan.yaml": f"{SECOND}ends: 2027-02-01T18:00\n"}) == [("audit", Break.CLOSED, end, False)]


def test_a_second_step_that_ends_with_the_first_is_in_time(found: Found) -> None:
    ends = "ends: 2027-02-01T18:00\n"
    assert found({"offers/plan.yaml": f"{SECOND}{ends}", "offers/audit.yaml": f"{AUDIT}{ends}"}) == []


def test_what_ends_after_a_year_is_left_to_next_year(found: Found) -> None:
    assert found({"offers/plan.yaml": f"{SECOND}ends: {(NOW + YEAR + MINUTE).isoformat()}\n"}) == []
    at = NOW + YEAR
    assert [kind for _, kind, _, _ in found({"offers/plan.yaml": f"{SECOND}ends: {at.isoformat()}\n"})] == [
        Break.CLOSED
    ]


def test_a_first_step_without_a_form_or_a_booking_page_cannot_be_asked_for(found: Found) -> None:
    bare = AUDIT.partition("form:")[0] + "call_to_action: Write to me\n"
    assert found({"offers/audit.yaml": bare}) == [("audit", Break.NO_ANSWER, AT, True)]
    assert found({"offers/audit.yaml": f"{bare}book: https://cal.example/\n"}) == []


def test_a_form_that_goes_nowhere_is_said_by_the_check_of_forms(found: Found) -> None:
    assert found({"site.yaml": SITE.partition("form:")[0]}) == []


def test_a_second_step_that_is_not_translated_is_none_there(found: Found) -> None:
    files = {"offers/audit.es.yaml": "title: Una auditoría gratis\n"}
    assert found(files) == [("audit", Break.UNTRANSLATED, AT, True)]
    assert found({**files, "offers/plan.es.yaml": "title: Todo el año\n"}) == []


def test_a_first_step_that_opens_later_is_looked_at_then(found: Found) -> None:
    files = {
        "offers/audit.yaml": f"{AUDIT}starts: 2027-01-10T09:00\n",
        "offers/plan.yaml": f"{SECOND}starts: 2027-01-12T09:00\n",
    }
    assert found(files) == [("audit", Break.NOT_OPEN, "2027-01-10T09:00:00+01:00", False)]


def test_what_changes_is_told_in_the_order_of_time(project: ProjectFactory) -> None:
    folder: Path = project(
        {
            "offers/audit.yaml": f"{AUDIT}ends: 2027-03-01T18:00\n",
            "offers/plan.yaml": f"{SECOND}ends: 2027-06-01T18:00\n",
        }
    )
    changes = funnel(load_site(folder).site, NOW).changes
    assert [(change.slug, change.kind.value, str(change.at)) for change in changes] == [
        ("audit", "closes", "2027-03-01 18:00:00+01:00"),
        ("plan", "closes", "2027-06-01 18:00:00+02:00"),
    ]
