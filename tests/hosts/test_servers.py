"""Every header and every redirect of the description comes from real servers as it is said there."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, unquote, urljoin

import httpx
import pytest

from site_gen.builder.pipeline import build
from site_gen.load import load_site
from site_gen.model.host_rules import CACHE, SECURE_ONLY
from site_gen.pages.hosting import full_rules
from site_gen.pages.kinds import planned_files, site_plan
from tests.browser.wrangler import CONFIGURATION, Pages, install
from tests.hosts.conftest import MOVED, PHOTO, Site
from tests.hosts.servers import Front
from tests.support import NOW, write_files
from tests.support_audit import TOKEN
from tests.support_build import request


def address(site: Site, path: str) -> str:
    """Return the address of an output file, as it goes over the wire."""
    return quote(site.rules.base + path.removesuffix("index.html"))


def difference(answer: httpx.Response, expected: dict[str, str]) -> dict[str, str | None]:
    """Return what an answer has instead of the headers that are expected."""
    return {name: answer.headers.get(name) for name, value in expected.items() if answer.headers.get(name) != value}


def without_tls(site: Site, path: str) -> dict[str, str]:
    return {name: value for name, value in site.rules.headers_for(path).items() if name != SECURE_ONLY}


def test_every_file_comes_with_its_headers(front: Front, site: Site) -> None:
    leading = {rule.source for rule in site.rules.redirects}
    asked = [address(site, path) for path in site.paths if not path.startswith(("_", "."))]
    paths = [path for path in asked if unquote(path) not in leading]
    assert len(paths) > 30
    for path in [*paths, f"{site.rules.base}{PHOTO}"]:
        answer = front.get(path)
        assert (path, answer.status_code) == (path, 200)
        assert (path, difference(answer, without_tls(site, path))) == (path, {})
        assert SECURE_ONLY not in answer.headers


def test_every_redirect_is_made(front: Front, site: Site) -> None:
    assert site.rules.redirects
    for rule in site.rules.redirects:
        answer = front.get(rule.source_as_sent)
        assert (rule.source, answer.status_code) == (rule.source, rule.status)
        here, there = str(answer.request.url), answer.headers["location"].replace("%24", "$")
        assert urljoin(here, there) == urljoin(here, rule.target.replace("%24", "$"))
        assert answer.headers[CACHE] == "no-cache"


def test_over_https_the_host_is_told_to_stay_there(front: Front, site: Site) -> None:
    answer = front.get(site.rules.base, secure=True)
    assert answer.headers.get(SECURE_ONLY) == site.rules.general.get(SECURE_ONLY)


def test_what_is_not_there_has_the_page_for_it_in_its_language_and_is_not_kept(front: Front, site: Site) -> None:
    for page in site.rules.not_found:
        (site.root / page.page.lstrip("/")).write_text(f"none at {page.page}", encoding="utf-8")
        answer = front.get(f"{page.prefix}nothing/")
        assert (answer.status_code, answer.text) == (404, f"none at {page.page}")
        assert difference(answer, without_tls(site, page.prefix)) == {}
    answer = front.get(f"{site.rules.base}assets/gone-12345678.css")
    assert (answer.status_code, answer.headers[CACHE]) == (404, "no-cache")


def test_what_is_for_hosts_is_not_for_visitors(front: Front, site: Site) -> None:
    for name in ("_headers", ".site-gen/lock", ".htaccess"):
        assert front.get(site.rules.base + name).status_code in {403, 404}, name


def test_a_clients_page_is_kept_out_of_everything(front: Front, site: Site) -> None:
    path = f"{site.rules.base}audit/{TOKEN}/"
    if f"audit/{TOKEN}/index.html" not in site.paths:
        return
    headers = front.get(path).headers
    assert headers["x-robots-tag"] == "noindex, nofollow, noarchive"
    assert headers.get_list("referrer-policy") == ["no-referrer"]
    assert headers.get_list("cache-control") == ["private, no-store"]


def test_an_address_without_its_slash_is_sent_to_the_page(front: Front, site: Site) -> None:
    answer = front.get(f"{site.rules.base}offers")
    assert answer.status_code in {301, 308}
    assert urljoin(str(answer.request.url), answer.headers["location"]).endswith(f"{site.rules.base}offers/")


def test_types_are_those_of_the_files(front: Front, site: Site) -> None:
    for name, types in {
        "manifest.webmanifest": {"application/manifest+json", "application/manifest+json; charset=utf-8"},
        "feed.xml": {"application/xml; charset=utf-8", "text/xml; charset=utf-8", "application/xml", "text/xml"},
        "robots.txt": {"text/plain; charset=utf-8"},
    }.items():
        assert front.get(site.rules.base + name).headers["content-type"] in types


@pytest.mark.slow
def test_cloudflare_pages_reads_headers_and_redirects(tmp_path: Path, cache: Path) -> None:
    site_yaml = MOVED["site.yaml"].replace("è.example", "e.example")  # which it would write in Punycode
    write_files(tmp_path, {**MOVED, "site.yaml": site_yaml, "wrangler.toml": CONFIGURATION})
    build(request(tmp_path, tmp_path / "output", cache))
    plan = site_plan(load_site(tmp_path).site, NOW, drafts=False)
    rules = full_rules(plan)
    css = next(file.path for file in planned_files(plan) if file.path.endswith(".css"))
    with Pages(tmp_path, install()).served() as pages, httpx.Client(base_url=pages.origin, timeout=60) as client:
        for path in ("/", "/feed.xml", "/es/feed.json", f"/{css}", "/offers/month/"):
            expected = dict(rules.headers_for(path))
            cached = expected.pop(CACHE)
            answer = client.get(path)
            assert (path, difference(answer, expected)) == (path, {})
            assert answer.headers[CACHE] in {cached, "public, max-age=0, must-revalidate"}
        headers = client.get(f"/audit/{TOKEN}/").headers
        assert headers["referrer-policy"].split(", ")[-1] == "no-referrer"
        assert headers[CACHE] == "private, no-store"
        for rule in rules.redirects:
            answer = client.get(rule.source_as_sent)
            found = (answer.status_code, urljoin(str(answer.request.url), answer.headers["location"]))
            assert found == (rule.status, urljoin(str(answer.request.url), rule.target))
