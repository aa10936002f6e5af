"""What hosts are told of a site: the description itself, and the files that no server here can try."""

from __future__ import annotations

import json
import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from site_gen.deploy.file_meta import file_meta
from site_gen.model.host_rules import CACHE, SECURE_ONLY, HostRules
from site_gen.pages.hosting import full_rules
from site_gen.pages.hosts import HOSTS
from site_gen.pages.kinds import site_plan
from tests.conftest import ProjectFactory
from tests.hosts.conftest import MOVED
from tests.support import NOW, SITE
from tests.support_build import Rendered, render


def rules(site: Rendered) -> HostRules:
    return full_rules(site_plan(site.site, NOW, drafts=False))


@pytest.fixture
def moved(project: ProjectFactory, cache: Path) -> Rendered:
    return render(project(MOVED), cache)


# --- headers ----------------------------------------------------------------------------------------------------------


def test_pages_are_asked_for_again_and_files_with_a_hash_never(moved: Rendered) -> None:
    lives = {path: file_meta(path).cache_control for path in moved.artifacts}
    assert lives["offers/month/index.html"] == lives["404.html"] == lives["sitemap.xml"] == "no-cache"
    assert {life for path, life in lives.items() if path.startswith("assets/")} == {
        "public, max-age=31536000, immutable"
    }
    assert lives["es/feed.xml"] == lives["feed.json"] == "public, max-age=600"


def test_what_stores_are_told_is_what_hosts_are_told(moved: Rendered) -> None:
    told = rules(moved)
    for path in moved.artifacts:
        address = told.base + path.removesuffix("index.html")
        assert (path, file_meta(path).cache_control) == (path, told.headers_for(address)[CACHE])


def test_a_short_link_of_the_name_of_clients_pages_is_none(project: ProjectFactory) -> None:
    assert file_meta("go/audit/index.html").cache_control == "no-cache"
    assert file_meta("es/audit/x/index.html").cache_control == file_meta("audit/x/a.pdf").cache_control
    assert file_meta("audit/x/a.pdf").cache_control == "private, no-store"
    assert file_meta("audit/x/a.pdf").content_type == "application/pdf"


SECURE = {
    "https://mara.example/": True,
    "http://mara.example/": False,
    "https://mara.example/web/": False,
    "https://mara.github.io/": False,
    "https://mara.pages.dev/": False,
}


@pytest.mark.parametrize(("url", "expected"), SECURE.items())
def test_https_alone_is_asked_for_where_the_host_is_the_owners(
    project: ProjectFactory, cache: Path, url: str, expected: bool
) -> None:
    site = render(project({"site.yaml": SITE.replace("https://mara.example/\n", f"{url}\n")}), cache)
    assert (SECURE_ONLY in rules(site).general) is expected


def test_the_headers_file_gives_no_path_two_lives(moved: Rendered) -> None:
    lines = moved.text("_headers").splitlines()
    lives = {rule for rule, line in _by_rule(lines) if line.startswith("  Cache-Control")}
    assert "/*" not in lives
    assert "/assets/*" in lives
    assert not [(one, other) for one in lives for other in lives if one != other and _covers(one, other)]


def _by_rule(lines: list[str]) -> list[tuple[str, str]]:
    found, rule = [], ""
    for line in lines:
        rule = rule if line.startswith(" ") else line
        found.append((rule, line))
    return found


def _covers(one: str, other: str) -> bool:
    return one.endswith("*") and other.startswith(one[:-1])


# --- files of hosts ---------------------------------------------------------------------------------------------------


def test_a_build_writes_what_site_yaml_asks_for(project: ProjectFactory, cache: Path) -> None:
    names = {file.path for file in HOSTS.values() if file.path}
    assert not names & set(render(project(), cache).artifacts)
    site = render(project({"site.yaml": f"{SITE}hosting: [apache, vercel]\n"}), cache)
    assert names & set(site.artifacts) == {".htaccess", "vercel.json"}
    assert site.text(".htaccess") == HOSTS["apache"].text(rules(site))


def test_vercel_reads_the_same_from_its_file(moved: Rendered) -> None:
    """Of the sources regular expressions are made, as path-to-regexp makes them of what we write."""
    told, data = rules(moved), json.loads(HOSTS["vercel"].text(rules(moved)))
    for path in ("/", "/feed.xml", "/feed_xml", "/assets/a.css", "/es/audit/x/", "/offers/month/"):
        found: dict[str, str] = {}
        for rule in data["headers"]:
            if re.fullmatch(rule["source"], path):
                found |= {header["key"]: header["value"] for header in rule["headers"]}
        assert (path, found) == (path, dict(told.headers_for(path)))
    sent = [(rule["source"].replace("\\", ""), rule["destination"], rule["statusCode"]) for rule in data["redirects"]]
    assert sent == [(rule.source_as_sent, rule.target, rule.status) for rule in told.redirects]


def test_netlify_reads_the_same_from_its_file(moved: Rendered) -> None:
    told, data = rules(moved), tomllib.loads(HOSTS["netlify"].text(rules(moved)))
    ours = [rule for rule in data["redirects"] if rule["status"] != 404]
    assert [(rule["from"], rule["to"], rule["status"]) for rule in ours] == [
        (rule.source_as_sent, rule.target, rule.status) for rule in told.redirects
    ]
    assert all(rule["force"] for rule in ours)
    assert data["redirects"][-1] == {"from": "/es/*", "to": "/es/404.html", "status": 404}
    headers = {rule["for"]: rule["values"] for rule in data["headers"]}
    assert headers["/audit/*"]["Referrer-Policy"] == "no-referrer"
    assert CACHE not in headers["/*"]


# --- aliases ----------------------------------------------------------------------------------------------------------

LEADS = {
    "/2019/our-month/": "/offers/month/",
    "/blog/старое-имя/": "/articles/first/",
    "/blog/first.html": "/articles/first/",
    "/es/viejo/": "/es/articles/first/",
}


def test_an_old_address_leads_to_the_page_in_its_language(moved: Rendered) -> None:
    found = {rule.source: (rule.target, rule.status) for rule in rules(moved).redirects}
    assert {source: found[source] for source in LEADS} == {source: (target, 301) for source, target in LEADS.items()}
    line = moved.text("_redirects").splitlines()[0]
    assert line == "/2019/our-month/ /offers/month/ 301"
    assert "/blog/%D1%81%D1%82%D0%B0%D1%80%D0%BE%D0%B5-%D0%B8%D0%BC%D1%8F/ /articles/first/ 301" in moved.text(
        "_redirects"
    )


@pytest.mark.parametrize(("old", "new"), LEADS.items())
def test_without_rules_a_page_leads_on(moved: Rendered, old: str, new: str) -> None:
    document = moved.document(f"{old[1:]}index.html" if old.endswith("/") else old[1:])
    links = {link.get("rel"): link.get("href") for link in document.all("link")}
    assert links["canonical"] == f"https://mara.example{new}"
    assert f"0; url={new}" in [meta.get("content") for meta in document.all("meta")]


def test_old_addresses_are_in_no_site_map_and_come_before_short_links(moved: Rendered) -> None:
    assert "our-month" not in moved.text("sitemap.xml")
    statuses = [rule.status for rule in rules(moved).redirects]
    assert all(one <= other for one, other in pairwise(statuses))
