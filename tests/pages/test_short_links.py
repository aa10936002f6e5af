"""Short addresses: one for each network of an offer, in every language, for as long as the offer has a page."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

import pytest

from site_gen.pages.hosts.redirects_file import MOST_RULES
from site_gen.pages.short_links import ARTICLES_LINKED, short_link_names
from tests.browser.site import Document
from tests.conftest import ProjectFactory
from tests.support import ARTICLE, DIRECT, NOW, SITE
from tests.support_build import Rendered, render

TWO: Final = SITE.replace("  instagram: mara\n", "  instagram: mara\n  telegram: mara_vidal\n")
SPANISH: Final = {"offers/month.es.yaml": "title: Un mes de Instagram\nprice: {per: mes}\ncall_to_action: Reserva\n"}
ENDS: Final = datetime.fromisoformat("2026-12-20T18:00:00+01:00")
STARTS: Final = datetime.fromisoformat("2026-11-20T09:00:00+01:00")


def target(document: Document) -> str:
    """Return where a page leads by itself."""
    (refresh,) = [meta.get("content") for meta in document.all("meta") if meta.get("http-equiv") == "refresh"]
    delay, _, address = refresh.partition("; url=")
    assert delay == "0"
    return address


def names(site: Rendered) -> set[str]:
    return {path.split("/")[1] for path in site.pages if path.startswith("go/")}


def test_there_is_one_for_each_network_and_each_public_thing(project: ProjectFactory, cache: Path) -> None:
    site = render(project({"site.yaml": TWO}), cache)
    things = ("month", "audit", "plan", "case-cafe", "article-first")
    assert names(site) == {f"{network}-{thing}" for network in ("instagram", "telegram") for thing in things}


def test_it_leads_to_the_offer_and_tells_where_from(project: ProjectFactory, cache: Path) -> None:
    document = render(project({"site.yaml": TWO, **SPANISH}), cache).document("go/telegram-month-es/index.html")
    address = urlsplit(target(document))
    assert address.path == "/es/offers/month/"
    assert parse_qs(address.query) == {
        "utm_source": ["telegram"],
        "utm_medium": ["messenger"],
        "utm_campaign": ["month"],
        "utm_content": ["pin-es"],
        "via": ["telegram-month-es"],
    }
    assert document.first("html").get("lang") == "es"
    assert document.first("a").get("href") == target(document)


def test_search_engines_are_sent_to_the_page_itself(project: ProjectFactory, cache: Path) -> None:
    site = render(project(), cache)
    document = site.document("go/instagram-month/index.html")
    canonical = [link.get("href") for link in document.all("link") if link.get("rel") == "canonical"]
    assert canonical == ["https://mara.example/offers/month/"]
    assert "noindex" in [meta.get("content") for meta in document.all("meta") if meta.get("name") == "robots"]
    assert "/go/" not in site.text("sitemap.xml")


def test_it_works_without_scripts_styles_and_other_hosts(project: ProjectFactory, cache: Path) -> None:
    document = render(project(), cache).document("go/instagram-month/index.html")
    assert list(document.all("script", "style", "iframe", "form")) == []
    (policy,) = [m.get("content") for m in document.all("meta") if m.get("http-equiv") == "Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    ("now", "is_there"),
    [
        (STARTS - timedelta(seconds=1), False),
        (STARTS, True),
        (ENDS, True),
        (ENDS + timedelta(days=900), True),
    ],
    ids=["scheduled", "open", "closed", "long closed"],
)
def test_a_pinned_link_works_from_the_start_and_ever_after(
    project: ProjectFactory, cache: Path, now: datetime, *, is_there: bool
) -> None:
    site = render(project(), cache, now)
    assert ("instagram-month" in names(site)) == is_there
    assert ("offers/month/index.html" in site.pages) == is_there
    assert short_link_names(site.site, now) == names(site)


def test_every_link_leads_to_a_page_of_the_site(project: ProjectFactory, cache: Path) -> None:
    site = render(project({"site.yaml": TWO, **SPANISH}), cache, ENDS)
    for name in names(site):
        path = urlsplit(target(site.document(f"go/{name}/index.html"))).path
        assert f"{path.removeprefix('/')}index.html" in site.pages


def test_a_site_in_a_folder_keeps_to_it(project: ProjectFactory, cache: Path) -> None:
    site = render(project({"site.yaml": SITE.replace("mara.example/", "host.example/mara/")}), cache)
    assert target(site.document("go/instagram-month/index.html")).startswith("/mara/offers/month/?")
    assert site.text("_redirects").startswith("/mara/go/instagram-month/ /mara/offers/month/?utm_source=instagram&")


def test_hosts_that_know_rules_redirect_at_once(project: ProjectFactory, cache: Path) -> None:
    site = render(project({"site.yaml": TWO}), cache)
    rules = [line.split(" ") for line in site.text("_redirects").splitlines()]
    assert {rule[0] for rule in rules} == {f"/go/{name}/" for name in names(site)}
    for source, destination, status in rules:
        assert status == "302"
        assert destination == target(site.document(f"{source.removeprefix('/')}index.html"))


def test_rules_are_no_more_than_hosts_take(project: ProjectFactory, cache: Path) -> None:
    own = "".join(f"  own-{number}: /offers/\n" for number in range(MOST_RULES + 5))
    site = render(project({"site.yaml": f"{SITE}go:\n{own}"}), cache)
    rules = site.text("_redirects").splitlines()
    assert len(rules) == MOST_RULES
    assert f"own-{MOST_RULES + 4}" in names(site)


def test_a_rule_too_long_for_hosts_is_left_to_the_page(project: ProjectFactory, cache: Path) -> None:
    site = render(project({"site.yaml": f"{SITE}go:\n  long: /offers/?{'x' * 1000}\n"}), cache)
    assert "/go/long/" not in site.text("_redirects")
    assert target(site.document("go/long/index.html")) == f"/offers/?{'x' * 1000}"


def test_an_owners_own_lead_anywhere(project: ProjectFactory, cache: Path) -> None:
    go = "go:\n  call: https://cal.example/mara?minutes=20\n  autumn: /offers/month#how\n  shop: https://è.example/û?q=ñ\n"
    site = render(project({"site.yaml": SITE + go}), cache)
    assert target(site.document("go/call/index.html")) == "https://cal.example/mara?minutes=20"
    assert target(site.document("go/autumn/index.html")) == "/offers/month/#how"
    assert site.text("_redirects").splitlines()[:3] == [
        "/go/call/ https://cal.example/mara?minutes=20 302",
        "/go/autumn/ /offers/month/#how 302",
        "/go/shop/ https://%C3%A8.example/%C3%BB?q=%C3%B1 302",
    ]


def test_only_the_newest_articles_have_links(project: ProjectFactory, cache: Path) -> None:
    files = {
        f"content/articles/a-{number}.md": ARTICLE.replace("2026-06-01", f"2025-01-{number % 28 + 1:02}")
        for number in range(ARTICLES_LINKED)
    }
    site = render(project(files), cache)
    linked = {name for name in names(site) if "-article-" in name}
    assert len(linked) == ARTICLES_LINKED
    assert "instagram-article-first" in linked


def test_without_networks_there_is_one_for_every_known_network(project: ProjectFactory, cache: Path) -> None:
    site = render(project({"site.yaml": SITE.replace("networks:\n  instagram: mara\n", "")}), cache)
    assert {"vk-month", "x-month", "pinterest-month"} <= names(site)


def test_a_network_of_the_owners_own_has_links_with_its_name(project: ProjectFactory, cache: Path) -> None:
    site = render(project({"site.yaml": f"{SITE}network_facts:\n  max: {{name: MAX, limit: 4000}}\n"}), cache)
    assert "(MAX)" in site.document("go/max-month/index.html").first("title").text


def test_two_files_that_would_have_one_link_are_named(project: ProjectFactory, cache: Path) -> None:
    from site_gen.problems import ProjectError

    offer = DIRECT.replace("A month", "Another month")
    folder = project({**SPANISH, "offers/month-es.yaml": offer})
    with pytest.raises(ProjectError, match=r"go/instagram-month-es/index\.html is also made of"):
        render(folder, cache, NOW)
