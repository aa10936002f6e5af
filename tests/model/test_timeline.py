"""The timeline: every instant at which a site comes out different by itself, with the reason."""

from __future__ import annotations

from datetime import datetime, timedelta

from site_gen.load import load_site
from site_gen.model.timeline import coming, next_change, timeline
from tests.conftest import ProjectFactory
from tests.support import ARTICLE, DIRECT, NOW, SECOND

FILES = {
    "offers/later.yaml": DIRECT.replace("2026-11-20T09:00", "2026-12-01T09:00"),
    "offers/draft.yaml": f"{SECOND}draft: true\nends: 2026-12-02T09:00\n",
    "content/articles/soon.md": ARTICLE.replace("2026-06-01", "2026-11-30"),
}


def test_every_change_is_named_with_its_reason_in_the_order_of_time(project: ProjectFactory) -> None:
    found = coming(load_site(project(FILES)).site, NOW)
    assert [(change.at.isoformat(), change.kind.value, change.file) for change in found] == [
        ("2026-11-30T00:00:00+01:00", "appears", "content/articles/soon.md"),
        ("2026-12-01T09:00:00+01:00", "opens", "offers/later.yaml"),
        ("2026-12-20T18:00:00+01:00", "closes", "offers/later.yaml"),
        ("2026-12-20T18:00:00+01:00", "closes", "offers/month.yaml"),
    ]


def test_the_next_change_is_the_first_after_now_and_none_after_the_last(project: ProjectFactory) -> None:
    site = load_site(project(FILES)).site
    end = datetime.fromisoformat("2026-12-20T18:00:00+01:00")
    assert next_change(site, end - timedelta(microseconds=1)) == end
    assert next_change(site, end) is None


def test_with_drafts_nothing_opens_or_appears_any_more(project: ProjectFactory) -> None:
    found = timeline(load_site(project(FILES)).site, drafts=True)
    assert {change.kind.value for change in found} == {"closes"}
    assert "offers/draft.yaml" in {change.file for change in found}


def test_changes_around_a_change_of_clocks_keep_their_order(project: ProjectFactory) -> None:
    twice = {"offers/a.yaml": DIRECT.replace("2026-12-20T18:00", "2027-10-31T02:30+02:00"),
             "offers/b.yaml": DIRECT.replace("2026-12-20T18:00", "2027-10-31T02:15+01:00")}  # fmt: skip
    found = [change.file for change in coming(load_site(project(twice)).site, NOW) if change.at.year == 2027]
    assert found == ["offers/a.yaml", "offers/b.yaml"]
