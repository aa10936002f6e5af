"""Feeds, site map, manifest, headers, structured data."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.conftest import ProjectFactory
from tests.support import ARTICLE, DIRECT, SITE
from tests.support_build import render

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
ORIGIN = "https://mara.example"

NASTY = "---\ntitle: 'A & B <c> \"d\" ]]>'\nsummary: x & y\ndate: 2026-07-01\nupdated: 2026-07-09\ntags: ['R&D']\n---\n"


def test_the_atom_feed_has_the_articles_with_their_ids_and_instants(project: ProjectFactory, cache: Path) -> None:
    body = "![A cup](cup.jpg) and [home](/) & <b>more</b>\n"
    site = render(project({"content/articles/nasty.md": NASTY + body.replace("![A cup](cup.jpg) and ", "")}), cache)
    feed = ET.fromstring(site.text("feed.xml"))  # noqa: S314  # our own
    assert feed.findtext(f"{ATOM}id") == f"{ORIGIN}/feed.xml"
    assert feed.findtext(f"{ATOM}updated") == "2026-07-09T00:00:00+02:00"
    first, second = feed.findall(f"{ATOM}entry")
    assert first.findtext(f"{ATOM}title") == 'A & B <c> "d" ]]>'
    assert [entry.findtext(f"{ATOM}id") for entry in (first, second)] == [
        f"{ORIGIN}/articles/nasty/",
        f"{ORIGIN}/articles/first/",
    ]
    assert first.findtext(f"{ATOM}published") == "2026-07-01T00:00:00+02:00"
    assert second.findtext(f"{ATOM}updated") == "2026-06-01T00:00:00+02:00"
    assert first.findtext(f"{ATOM}content") == '<p><a href="https://mara.example/">home</a> &amp; <b>more</b></p>'
    (category,) = first.findall(f"{ATOM}category")
    assert category.get("term") == "R&D"


def test_the_json_feed_says_the_same(project: ProjectFactory, cache: Path) -> None:
    site = render(project({"content/articles/nasty.md": NASTY + "[home](/)\n"}), cache)
    feed = json.loads(site.text("feed.json"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"{ORIGIN}/feed.json"
    first, second = feed["items"]
    assert first["title"] == 'A & B <c> "d" ]]>'
    assert first["content_html"] == f'<p><a href="{ORIGIN}/">home</a></p>'
    assert (first["id"], first["url"]) == (f"{ORIGIN}/articles/nasty/", f"{ORIGIN}/articles/nasty/")
    assert datetime.fromisoformat(first["date_modified"]) > datetime.fromisoformat(first["date_published"])
    assert second["tags"] == ["start"]


def test_a_feed_has_the_newest_twenty(project: ProjectFactory, cache: Path) -> None:
    files = {f"content/articles/a{n}.md": ARTICLE.replace("2026-06-01", f"2026-07-{n:02}") for n in range(1, 26)}
    items = json.loads(render(project(files), cache).text("feed.json"))["items"]
    assert [item["url"].split("/")[-2] for item in items] == [f"a{n}" for n in range(25, 5, -1)]


def test_without_articles_there_is_no_feed_and_no_link_to_one(project: ProjectFactory, cache: Path) -> None:
    site = render(project({"content/articles/first.md": None}), cache)
    assert not {"feed.xml", "feed.json", "articles/index.html"} & set(site.artifacts)
    assert not any("feed.xml" in text for _, text in site.texts())


def test_the_site_map_lists_every_page_to_be_found_once(project: ProjectFactory, cache: Path) -> None:
    hidden = "---\ntitle: Hidden\nnoindex: true\n---\n"
    article = ARTICLE.replace("tags:", "updated: 2026-06-09\ntags:")
    site = render(project({"content/pages/hidden.md": hidden, "content/articles/first.md": article}), cache)
    root = ET.fromstring(site.text("sitemap.xml"))  # noqa: S314  # our own
    places = [url.findtext(f"{MAP}loc") or "" for url in root]
    listed = {f"{place.removeprefix(ORIGIN + '/')}index.html" for place in places}
    assert len(places) == len(listed)
    assert listed == {path for path in site.pages if not re.search(r"(^|/)(404\.html|hidden/|thanks/|go/)", path)}
    modified = {url.findtext(f"{MAP}loc"): url.findtext(f"{MAP}lastmod") for url in root}
    assert modified[f"{ORIGIN}/articles/first/"] == "2026-06-09"
    assert modified[f"{ORIGIN}/articles/"] == "2026-06-09"
    assert modified[f"{ORIGIN}/cases/cafe/"] == "2026-05-31"
    assert modified[f"{ORIGIN}/links/"] is None
    alternates = {url.findtext(f"{MAP}loc"): [link.get("href") for link in url.findall(LINK)] for url in root}
    assert alternates[f"{ORIGIN}/"] == [f"{ORIGIN}/", f"{ORIGIN}/es/"]
    assert alternates[f"{ORIGIN}/cases/cafe/"] == []


def test_robots_name_the_site_map(project: ProjectFactory, cache: Path) -> None:
    assert f"\nSitemap: {ORIGIN}/sitemap.xml\n" in render(project(), cache).text("robots.txt")


def test_the_web_manifest_names_icons_that_are_there(project: ProjectFactory, cache: Path) -> None:
    site = render(project(), cache)
    data = json.loads(site.text("es/manifest.webmanifest"))
    assert (data["name"], data["lang"], data["start_url"]) == ("Mara Vidal", "es", "/es/")
    assert {icon["sizes"] for icon in data["icons"]} == {"192x192", "512x512"}
    assert {icon["src"].lstrip("/") for icon in data["icons"]} <= set(site.artifacts)


def test_the_headers_file_holds_the_policy_of_the_pages(project: ProjectFactory, cache: Path) -> None:
    site = render(project(), cache)
    headers = site.text("_headers")
    policy = site.view("index.html")["site"]["csp"]
    assert f"  Content-Security-Policy: {policy}; frame-ancestors 'none'\n" in headers
    assert "form-action 'self' https://forms.mara.example;" in policy
    assert "'unsafe" not in policy
    assert "/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n" in headers


# --- structured data --------------------------------------------------------------------------------------------------


def test_a_live_offer_says_from_when_until_when_and_how_many(project: ProjectFactory, cache: Path) -> None:
    files = {"offers/month.yaml": DIRECT + "seats: {total: 5, taken: 2}\n"}
    (offer,) = render(project(files), cache).nodes("offers/month/index.html", "Offer")
    assert {name: offer[name] for name in ("price", "priceCurrency", "url")} == {
        "price": "290",
        "priceCurrency": "EUR",
        "url": f"{ORIGIN}/offers/month/",
    }
    assert offer["priceSpecification"] == {
        "@type": "UnitPriceSpecification",
        "priceCurrency": "EUR",
        "price": "290",
        "unitText": "month",
        "unitCode": "MON",
    }
    assert offer["validFrom"] == "2026-11-20T09:00:00+01:00"
    assert offer["validThrough"] == "2026-12-20T18:00:00+01:00"
    assert offer["priceValidUntil"] == "2026-12-20"
    assert offer["availability"] == "https://schema.org/LimitedAvailability"


def test_an_offer_that_ends_at_midnight_is_valid_until_the_day_before(project: ProjectFactory, cache: Path) -> None:
    files = {"offers/month.yaml": DIRECT.replace("2026-12-20T18:00", "2026-12-20T00:00")}
    (offer,) = render(project(files), cache).nodes("offers/month/index.html", "Offer")
    assert offer["priceValidUntil"] == "2026-12-19"


AVAILABLE = [(5, 0, "InStock"), (5, 1, "InStock"), (5, 2, "LimitedAvailability"), (5, 5, "SoldOut")]


@pytest.mark.parametrize(("total", "taken", "availability"), AVAILABLE)
def test_availability_follows_the_seats(
    project: ProjectFactory, cache: Path, total: int, taken: int, availability: str
) -> None:
    files = {"offers/month.yaml": DIRECT + f"seats: {{total: {total}, taken: {taken}}}\n"}
    (offer,) = render(project(files), cache).nodes("offers/month/index.html", "Offer")
    assert offer["availability"] == f"https://schema.org/{availability}"


def test_each_tier_is_an_offer(project: ProjectFactory, cache: Path) -> None:
    tiers = "tiers:\n  - {name: Small, price: 240}\n  - {name: Large, price: {amount: 420, currency: USD}}\n"
    plan = f"kind: second-step\ntitle: The year\n{tiers}call_to_action: Talk\n"
    nodes = render(project({"offers/plan.yaml": plan}), cache).nodes("offers/plan/index.html", "Offer")
    found = [(node["name"], node["price"], node["priceCurrency"]) for node in nodes]
    assert found == [("Small", "240", "EUR"), ("Large", "420", "USD")]


OWNERS = {
    "a person": ("person", "", "Person"),
    "an agency": ("agency", "", "Organization"),
    "an agency with an address": ("agency", "  address: Carrer Major 1\n", "ProfessionalService"),
}


@pytest.mark.parametrize(("kind", "address", "type_"), OWNERS.values(), ids=OWNERS)
def test_the_owner_is_what_site_yaml_says(
    project: ProjectFactory, cache: Path, kind: str, address: str, type_: str
) -> None:
    text = SITE.replace("role:", f"kind: {kind}\nrole:").replace("legal:", f"{address}legal:")
    site = render(project({"site.yaml": text}), cache)
    owners: list[dict[str, Any]] = [*site.nodes("index.html", type_), *site.nodes("es/index.html", type_)]
    assert [owner["@id"] for owner in owners] == [f"{ORIGIN}/#owner"] * 2
    assert owners[0]["sameAs"] == ["https://www.instagram.com/mara/"]
    assert ("jobTitle" in owners[0]) == (kind == "person")
    assert ("address" in owners[0]) == bool(address)


def test_breadcrumbs_lead_from_home_to_the_page(project: ProjectFactory, cache: Path) -> None:
    (trail,) = render(project(), cache).nodes("cases/cafe/index.html", "BreadcrumbList")
    assert [item["item"] for item in trail["itemListElement"]] == [
        f"{ORIGIN}/",
        f"{ORIGIN}/cases/",
        f"{ORIGIN}/cases/cafe/",
    ]
    assert [item["position"] for item in trail["itemListElement"]] == [1, 2, 3]


def test_reviews_are_shown_and_not_marked_up(project: ProjectFactory, cache: Path) -> None:
    files = {"content/reviews.yaml": "reviews:\n  - {by: Pere Mas, text: She counts everything.}\n"}
    site = render(project(files), cache)
    assert "She counts everything." in site.text("profile/index.html")
    assert not any('"Review"' in text for _, text in site.texts())
