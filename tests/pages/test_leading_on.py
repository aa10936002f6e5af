"""What an article leads on to: what it names, else what fits; an offer that can be taken; the parts of its series."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.load import load_site
from site_gen.model.timeline import next_change
from site_gen.pages.kinds import site_plan
from site_gen.pages.leading_on import LeadingOn
from site_gen.pages.localized_site import LocalizedSite
from tests.conftest import ProjectFactory
from tests.support import ARTICLE, AUDIT, BASE, CASE, DIRECT, NOW, Files, write_files
from tests.support_build import render

SERVICES: Final = "services:\n" + "".join(
    f"  - {{id: {name}, name: {name}, summary: Something}}\n" for name in ("management", "ads")
)
ADS: Final = AUDIT.replace("title: A free audit of your page", "title: A look at your ads\nservice: ads")


def head(**keys: str) -> str:
    """Return an article with further keys in its front matter."""
    return ARTICLE.replace("tags: [start]\n", "".join(f"{key}: {value}\n" for key, value in keys.items()))


def leading_on(project: ProjectFactory, files: Files, now: datetime = NOW) -> LeadingOn:
    site = load_site(project({"content/services.yaml": SERVICES, **files})).site
    return LeadingOn(site_plan(site, now, drafts=False).main)


def offer_of(found: LeadingOn) -> str | None:
    offer = found.offer(found.articles[0])
    return offer.item.slug if offer else None


def test_the_offer_named_is_shown_until_it_closes_and_then_the_first_step(project: ProjectFactory) -> None:
    """A reader who likes the article would press a button that nobody answers."""
    files = {"content/articles/first.md": head(offer="month")}
    ends = datetime.fromisoformat("2026-12-20T18:00+01:00")
    assert offer_of(leading_on(project, files)) == "month"
    assert offer_of(leading_on(project, files, ends - timedelta(seconds=1))) == "month"
    assert offer_of(leading_on(project, files, ends)) == "audit"
    assert offer_of(leading_on(project, files, datetime.fromisoformat("2026-11-20T08:59+01:00"))) == "audit"


def test_without_a_name_the_first_step_of_its_service_comes_first(project: ProjectFactory) -> None:
    """An article on advertising would lead to what its readers don't ask for."""
    files = {"offers/zz-ads.yaml": ADS, "content/articles/first.md": head(service="ads")}
    assert offer_of(leading_on(project, files)) == "zz-ads"
    assert offer_of(leading_on(project, {**files, "content/articles/first.md": head()})) == "audit"
    without = {"offers/zz-ads.yaml": None, "offers/audit.yaml": None, "content/articles/first.md": head()}
    assert offer_of(leading_on(project, without)) == "month"


def cases_of(found: LeadingOn) -> list[str]:
    return [case.slug for case in found.cases(found.articles[0])]


def test_cases_are_those_named_else_those_with_its_tags_or_its_service(project: ProjectFactory) -> None:
    """Proof of something else would stand below the article."""
    files: dict[str, str | bytes | None] = {
        "cases/tagged.yaml": CASE.replace("service: management\n", "tags: [start]\norder: 0\n"),
        "cases/ads.yaml": CASE.replace("service: management", "service: ads"),
        "cases/best.yaml": CASE.replace("service: management\n", "order: 9\n"),
    }
    assert cases_of(leading_on(project, files)) == ["tagged"]
    assert cases_of(leading_on(project, {**files, "content/articles/first.md": head(service="ads")})) == ["ads"]
    named = head(related="[cases/best, tagged]", tags="[start]")
    assert cases_of(leading_on(project, {**files, "content/articles/first.md": named})) == ["best", "tagged"]
    assert cases_of(leading_on(project, {**files, "content/articles/first.md": head()}))[0] == "best"


def test_the_parts_of_a_series_lead_to_each_other(project: ProjectFactory, cache: Path) -> None:
    """Whoever has read the first part wouldn't find the second."""
    files = {
        f"content/articles/p{part}.md": ARTICLE.replace("title: The first network", f"title: Part {part}").replace(
            "tags", f"series: {{title: From zero, part: {4 - part}}}\ntags"
        )
        for part in (1, 2, 3)
    }
    site = render(project(files), cache)
    views = {part: site.view(f"articles/p{part}/index.html")["article"] for part in (1, 2, 3)}
    assert [link["title"] for link in views[2]["series"]["parts"]] == ["Part 3", "Part 2", "Part 1"]
    assert (views[2]["previous"]["title"], views[2]["next"]["title"]) == ("Part 3", "Part 1")
    assert (views[3]["previous"], views[1]["next"]) == (None, None)
    assert [card["title"] for card in views[2]["related"]] == ["The first network"]
    node = site.view("articles/p2/index.html")["page"]["structured_data"][0]
    assert (node["isPartOf"]["name"], node["position"], node["timeRequired"]) == ("From zero", 2, "PT1M")
    assert site.view("articles/first/index.html")["article"]["series"] is None


def test_what_isnt_published_in_a_language_is_not_led_to(project: ProjectFactory) -> None:
    """A link would lead to another language, or nowhere."""
    files = {
        "content/articles/first.md": head(related="[articles/later, cafe]"),
        "content/articles/later.md": ARTICLE.replace("2026-06-01", "2027-06-01"),
    }
    found = leading_on(project, files)
    assert [each.slug for each in found.related(0)] == []
    assert cases_of(found) == ["cafe"]


OFFERS = st.sampled_from(["month", "audit", "ads", "plan"])


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_no_article_ever_leads_to_an_offer_that_cant_be_taken(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Law: between two instants at which the site changes, what an article leads to is open."""
    ends = data.draw(st.datetimes(NOW.replace(tzinfo=None), datetime(2027, 3, 1)), "ends").replace(microsecond=0)  # noqa: DTZ001
    taken = data.draw(st.integers(0, 3), "taken")
    files: dict[str, Any] = {
        **BASE,
        "content/services.yaml": SERVICES,
        "offers/month.yaml": DIRECT.replace("2026-12-20T18:00", f"{ends:%Y-%m-%dT%H:%M}")
        + f"seats: {{total: 3, taken: {taken}}}\n",
        "offers/ads.yaml": ADS + "ends: 2026-12-24T12:00\n",
        "content/articles/first.md": head(offer=data.draw(OFFERS, "named")),
        "content/articles/second.md": head(service=data.draw(st.sampled_from(["ads", "management"]), "service")),
    }
    site = load_site(write_files(tmp_path_factory.mktemp("law"), files)).site
    now = NOW
    for _ in range(6):
        until = next_change(site, now)
        for moment in (now, until - timedelta(seconds=1) if until else now + timedelta(days=400)):
            localized: LocalizedSite = site_plan(site, moment, drafts=False).main
            found = LeadingOn(localized)
            for item in found.articles:
                offer = found.offer(item)
                assert offer is None or offer.facts.can_be_taken
                assert offer is None or not offer.item.value.ends or offer.item.value.ends > moment
        if until is None:
            break
        now = until
