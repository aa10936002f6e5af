"""What check says of a plan: each with its line, and nothing of a plan that is right."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from site_gen.actions.planning.findings import plan_findings
from site_gen.load.locator import Locator
from tests.actions.planning.kit import loaded, planned_site
from tests.conftest import Cli
from tests.support import NOW


def said(folder: Path, plan: str) -> list[tuple[int, str, str]]:
    """Return what is found: the line, the severity and the message."""
    made = planned_site(folder / "site", plan)
    locator = Locator(made)
    problems = locator.problems(plan_findings(loaded(made), NOW))
    return [(problem.location.line, problem.severity.value, problem.message) for problem in problems]


def topic(**keys: str) -> str:
    whole = {"date": "2026-12-01T18:00", "networks": "[instagram]", "kind": "proof", "topic": "A", **keys}
    return "topics:\n" + _item(whole)


def _item(keys: dict[str, str]) -> str:
    first, *rest = (f"{key}: {value}\n" for key, value in keys.items())
    return f"  - {first}" + "".join(f"    {line}" for line in rest)


FINDINGS: Final = {
    "a name that nothing has": (
        topic(about="cases/caffe"),
        (6, "error", "there is no 'cases/caffe'"),
    ),
    "a name like another": (topic(about="first-stepp"), None),  # words of one's own: nothing is called so
    "an offer that is over": (
        topic(date="2026-12-21", about="offers/month"),
        (2, "warning", "the offer 'month' is closed by then: it ends at 2026-12-20 18:00"),
    ),
    "thanks for an offer that is over": (topic(date="2026-12-21", about="offers/month", step="thank"), None),
    "thanks while it is open": (
        topic(date="2026-12-19", about="offers/month", step="thank"),
        (2, "warning", "the offer 'month' is still open by then"),
    ),
    "on the day of its end, without a time": (topic(date="2026-12-20", about="month"), None),
    "after its end, on that day": (
        topic(date="2026-12-20T18:00", about="month"),
        (2, "warning", "the offer 'month' is closed by then: it ends at 2026-12-20 18:00"),
    ),
    "a network that there isn't": (topic(networks="[instagramm]"), (3, "error", "there is no network 'instagramm'")),
    "a network without an account": (
        topic(networks="[instagram, tiktok]"),
        (3, "warning", "site.yaml names no account on TikTok"),
    ),
    "published without a link": (
        topic(date="2026-11-02", status="published"),
        (6, "warning", "published without a link to the post on instagram"),
    ),
    "published in the future": (
        topic(status="published", posts="[{network: instagram, link: 'https://x.example/1'}]"),
        (6, "warning", "published already, and planned for 2026-12-01"),
    ),
    "late, and its offer is over": (topic(date="2026-10-01", about="month"), None),
    "a rhythm of a network that there isn't": (
        "rhythm: {instagran: 3}\n",
        (1, "error", "there is no network 'instagran'"),
    ),
}


@pytest.mark.parametrize("what", FINDINGS)
def test_each_finding_has_its_line(what: str, tmp_path: Path) -> None:
    """Whoever reads it has to find the place."""
    plan, expected = FINDINGS[what]
    assert said(tmp_path, plan) == ([expected] if expected else [])


def test_a_name_of_two_things_is_asked_about(tmp_path: Path) -> None:
    made = planned_site(tmp_path / "site", topic(about="prices"), {"cases/prices.yaml": "client: A\n"})
    (made / "cases/prices.yaml").write_bytes((made / "cases/cafe.yaml").read_bytes())
    (finding,) = plan_findings(loaded(made), NOW)
    assert finding.message == "'prices' is the name of 2 things"
    assert finding.hint == "write cases/prices or articles/prices"


def test_an_article_that_isnt_public_by_then(tmp_path: Path) -> None:
    text = "---\ntitle: Soon\ndate: 2026-12-05\n---\nWords.\n"
    made = planned_site(tmp_path / "site", topic(about="articles/soon"), {"content/articles/soon.md": text})
    (finding,) = plan_findings(loaded(made), NOW)
    assert finding.message == "the article 'soon' is public from 2026-12-05 00:00 on only"


def test_two_posts_at_one_time_and_too_many_a_week(tmp_path: Path) -> None:
    """Readers would get everything at once, and hide it."""
    days = [f"2026-12-0{day}T1{hour}:00" for day in (1, 2, 3, 4) for hour in (0, 2)]
    items = [{"date": day, "networks": "[instagram]", "kind": "proof", "topic": day} for day in [*days, days[0]]]
    found = said(tmp_path, "topics:\n" + "".join(map(_item, items)))
    assert found == [
        (34, "warning", f"two posts at one time on instagram: this one, and '{days[0]}'"),
        (27, "warning", "9 posts on Instagram in the week of 2026-11-30: up to 7 are usual"),
    ]


def test_an_own_rhythm_is_not_blamed(tmp_path: Path) -> None:
    days = [f"2026-12-0{day}T1{hour}:00" for day in (1, 2, 3, 4) for hour in (0, 2)]
    items = [{"date": day, "networks": "[instagram]", "kind": "proof", "topic": day} for day in days]
    assert said(tmp_path, "rhythm: {instagram: 8}\ntopics:\n" + "".join(map(_item, items))) == []


def test_a_week_without_proof(tmp_path: Path) -> None:
    """Claims without proof sell nothing."""
    items = [
        {"date": day, "networks": "[instagram]", "kind": "useful", "topic": day}
        for day in ("2026-11-16", "2026-11-18", "2026-12-01", "2026-12-03", "2026-12-08")
    ]
    found = said(tmp_path, "topics:\n" + "".join(map(_item, items)))
    assert found == [(12, "warning", "the week of 2026-11-30 – 2026-12-06 has no proof")]


def test_a_thing_with_errors_is_there_all_the_same(tmp_path: Path, cli: Cli) -> None:
    """One mistake in a case would be told twice, the second time wrongly."""
    plan = "topics:\n" + _item({"date": "2026-12-01", "networks": "[instagram]", "kind": "proof", "topic": "A",
                                "about": "cases/cafe"})  # fmt: skip
    made = planned_site(tmp_path / "site", plan, {"cases/cafe.yaml": "client: A\n", "content/reviews.yaml": None})
    done = cli("check", "--project", str(made), "--now", NOW.isoformat())
    assert "cases/cafe.yaml" in done.err
    assert "content/plan.yaml" not in done.err


def test_a_plan_has_no_translations(tmp_path: Path, cli: Cli) -> None:
    """Topics in it would be planned by nobody."""
    made = planned_site(tmp_path / "site", "topics: []\n", {"content/plan.es.yaml": "topics: []\n"})
    done = cli("check", "--project", str(made), "--now", NOW.isoformat())
    assert "content/plan.es.yaml:1:1: the plan is for you, and has no translations" in done.err
