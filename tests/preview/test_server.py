"""Preview serves the site as its host would, and only to browsers on this machine."""

from __future__ import annotations

import os
import re
import socket
from pathlib import Path

import pytest

from site_gen.model.form_schema import form_schemas
from site_gen.preview.guard import guard_for
from site_gen.preview.run import Options, listen
from site_gen.problems import WorldError
from tests.conftest import ProjectFactory
from tests.preview.running import Running, previewing
from tests.support import NOW, SITE

OTHERS = ("evil.example", "evil.example:80", "127.0.0.1.evil.example", "127.0.0.1:1", "", "localhost.evil.example")


@pytest.mark.parametrize("host", OTHERS)
@pytest.mark.parametrize("path", ["/", "/_preview/", "/_preview/state.json", "/_preview/client.js", "/_preview/live"])
def test_a_name_that_is_made_to_point_here_gets_nothing(running: Running, host: str, path: str) -> None:
    """DNS rebinding: another site's page reads what a local server answers to that site's name."""
    answer = running.ask(path, Host=host)
    assert answer.status in {400, 403}
    assert "Mara" not in answer.text


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:1", None])
@pytest.mark.parametrize("path", ["/_preview/clock", "/inbox/audit"])
def test_another_sites_page_can_change_nothing(running: Running, origin: str | None, path: str) -> None:
    if origin is None and path.startswith("/inbox"):
        pytest.skip("the inbox judges by itself where neither Origin nor Referer is sent")
    headers = {"Origin": origin} if origin else {}
    body = "instant=2030-01-01T00%3A00&email=a%40b.example&consent=yes&website_2="
    answer = running.ask(path, "POST", body, Content_Type="application/x-www-form-urlencoded", **headers)
    assert answer.status == 403
    assert running.session.engine.shown_at is None
    assert not (running.project / ".inbox").exists()


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:1"])
def test_another_sites_page_hears_nothing(running: Running, origin: str) -> None:
    upgrade = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec_WebSocket_Version": "13"}
    key = {"Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ=="}
    assert running.ask("/_preview/live", Origin=origin, **upgrade, **key).status == 403


WAYS_OUT = (
    "/../site.yaml",
    "/%2e%2e/site.yaml",
    "/..%2fsite.yaml",
    "/%2e%2e%2fsite.yaml",
    "/assets/../../site.yaml",
    "/assets/%252e%252e/site.yaml",
    "/..\\site.yaml",
    "/%5c..%5csite.yaml",
    "//etc/passwd",
    "/%00",
    "/site.yaml",
    "/cases/cafe.yaml",
    "/offers/",
    "/.inbox/leads.sqlite3",
    "/.cache/",
    "/leak.txt",
    "/assets/leak.txt",
    "/_preview/../site.yaml",
    "/_preview/..%2f..%2fcli/build.py",
    "/_preview/templates/home.html",
)


@pytest.mark.parametrize("path", WAYS_OUT)
def test_nothing_but_the_site_can_be_reached(running: Running, path: str) -> None:
    secret = running.project.parent / "secret.txt"
    secret.write_text("root:secret", encoding="utf-8")
    (running.project / "leak.txt").symlink_to(secret)
    answer = running.ask(path)
    if path == "/offers/":
        assert "Index of" not in answer.text
        return
    assert answer.status in {301, 302, 404, 400}
    assert "secret" not in answer.text
    assert "time_zone" not in answer.text
    assert "/etc/" not in answer.headers.get("location", "")


def test_files_for_hosts_are_not_served_as_hosts_do(running: Running) -> None:
    assert running.ask("/_headers").status == 404


def test_pages_come_with_the_headers_of_the_host(running: Running) -> None:
    answer = running.ask("/")
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert "server" not in answer.headers


def test_types_are_those_of_a_host(running: Running) -> None:
    page = running.ask("/").text
    css = page.split('rel="stylesheet" href="')[1].split('"')[0]
    assert running.ask(css).headers["content-type"] == "text/css; charset=utf-8"
    assert running.ask("/feed.xml").headers["content-type"] == "application/xml; charset=utf-8"
    assert running.ask("/manifest.webmanifest").headers["content-type"] == "application/manifest+json"


def test_an_address_that_does_not_exist_gets_the_page_for_it_in_its_language(running: Running) -> None:
    answer = running.ask("/es/nada/")
    assert answer.status == 404
    assert '<html lang="es"' in answer.text


def test_an_address_without_its_slash_is_sent_to_the_page(running: Running) -> None:
    answer = running.ask("/cases/cafe?utm_source=vk")
    assert (answer.status, answer.headers["location"]) == (302, "/cases/cafe/?utm_source=vk")


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-9", 206, slice(0, 10)),
        ("bytes=10-", 206, slice(10, None)),
        ("bytes=-5", 206, slice(-5, None)),
        ("bytes=0-99999999", 206, slice(0, None)),
        ("bytes=99999999-", 416, slice(0, 0)),
        ("bytes=5-1", 416, slice(0, 0)),
        ("bytes=-0", 416, slice(0, 0)),
        ("bytes=0-1,3-4", 200, slice(0, None)),
        ("lines=1-2", 200, slice(0, None)),
    ],
)
def test_a_part_of_a_file_can_be_asked_for_as_players_of_video_do(
    running: Running, asked: str, status: int, part: slice
) -> None:
    whole = running.ask("/robots.txt").body
    answer = running.ask("/robots.txt", Range=asked)
    assert (answer.status, answer.body) == (status, whole[part])


def test_head_tells_the_length_and_sends_nothing(running: Running) -> None:
    answer = running.ask("/", "HEAD")
    assert answer.status == 200
    assert answer.body == b""
    assert int(answer.headers["content-length"]) == len(running.ask("/").body)


def test_a_form_is_taken_and_its_lead_is_there(running: Running) -> None:
    snapshot = running.session.engine.snapshot
    assert snapshot is not None
    (form, *_) = [found for found in form_schemas(snapshot.site) if found.form == "audit"]
    body = f"email=ana%40bar.example&consent=yes&consent_version={form.consent_version}&website_2=&language=en"
    answer = running.ask(
        "/inbox/audit",
        "POST",
        body,
        Content_Type="application/x-www-form-urlencoded",
        Origin=running.origin,
        Referer=f"{running.origin}/offers/audit/?utm_source=vk&utm_campaign=autumn",
    )
    assert (answer.status, answer.headers["location"]) == (303, f"{running.origin}/thanks/audit/")
    page = running.ask("/_preview/").text
    assert "ana@bar.example" in page
    assert "utm_source: vk" in page


@pytest.mark.parametrize("language", ["ca", "es", "ru", "uk"])
def test_previews_own_page_is_in_the_owners_language(language: str, running: Running) -> None:
    """The first page that a beginner sees beside the site would be half a riddle."""
    running.session.language = language
    page = running.ask("/_preview/").text
    assert f'<html lang="{language}">' in page
    words = re.sub(r"<[^>]*>", "|", page.partition("<main>")[2])
    assert (
        re.findall(r"\b(?:the|Offers|Opens|Show|Clock|Leads|Pages|No errors|live|closed|opens|closes)\b", words) == []
    )


def test_the_clock_shows_the_site_at_another_instant_and_back(running: Running) -> None:
    form = {"Content_Type": "application/x-www-form-urlencoded", "Origin": running.origin}
    assert running.ask("/_preview/clock", "POST", "instant=2026-12-20T18%3A00", **form).status == 303
    assert "A month of Instagram" not in running.ask("/offers/").text
    assert "2026-12-20 18:00" in running.ask("/_preview/").text
    assert running.ask("/_preview/clock", "POST", "instant=tomorrow", **form).status == 422
    running.ask("/_preview/clock", "POST", "instant=", **form)
    assert "A month of Instagram" in running.ask("/offers/").text


def test_a_taken_port_moves_on_and_says_so(project: ProjectFactory, cache: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        (one,), found = listen(Options("127.0.0.1", port, is_fixed=False))
        one.close()
        assert found > port
        with pytest.raises(WorldError, match=f"port {port} is taken"):
            listen(Options("127.0.0.1", port, is_fixed=True))


def test_a_site_in_a_folder_is_served_below_it(project: ProjectFactory, cache: Path) -> None:
    folder = project()
    site = folder / "site.yaml"
    site.write_text(site.read_text(encoding="utf-8").replace("mara.example/", "mara.example/shop/"), encoding="utf-8")
    with previewing(folder, cache, NOW) as running:
        assert running.ask("/").headers["location"] == "/shop/"
        assert running.ask("/shop/cases/cafe/").status == 200
        assert os.fspath(running.project) not in running.ask("/shop/").text


FORMSPREE = "form:\n  delivery: formspree\n  id: xyzabcde\n"


def with_service(site: str) -> str:
    """Return site.yaml with forms that go to Formspree."""
    return site.partition("form:\n")[0] + FORMSPREE


def test_a_form_for_a_hosted_service_is_taken_as_the_service_would(project: ProjectFactory, cache: Path) -> None:
    with previewing(project({"site.yaml": with_service(SITE)}), cache) as running:
        page = running.ask("/offers/audit/").text
        assert 'action="/_preview/at/formspree.io/f/xyzabcde"' in page
        body = "email=ana%40bar.example&consent=yes&_gotcha=&offer=audit&language=en&_next=https://mara.example/thanks/audit/"
        sent = {"Content_Type": "application/x-www-form-urlencoded", "Origin": running.origin}
        answer = running.ask("/_preview/at/formspree.io/f/xyzabcde", "POST", body, **sent)
        assert answer.headers["location"] == f"{running.origin}/thanks/audit/"
        assert "ana@bar.example" in running.ask("/_preview/").text


def test_what_a_hosted_service_would_refuse_is_said_over_the_page(project: ProjectFactory, cache: Path) -> None:
    with previewing(project({"site.yaml": with_service(SITE)}), cache) as running:
        sent = {"Content_Type": "application/x-www-form-urlencoded", "Origin": running.origin}
        assert running.ask("/_preview/at/formspree.io/f/another1", "POST", "email=a%40b.example", **sent).status == 404
        (problem,) = running.session.problems
        assert problem.message.startswith("Formspree would refuse this")


def test_a_form_is_taken_under_every_name_of_this_machine(running: Running) -> None:
    snapshot = running.session.engine.snapshot
    assert snapshot is not None
    (form, *_) = [found for found in form_schemas(snapshot.site) if found.form == "audit"]
    body = f"email=ana%40bar.example&consent=yes&consent_version={form.consent_version}&website_2=&language=en"
    host = f"localhost:{running.port}"
    sent = {"Content_Type": "application/x-www-form-urlencoded", "Origin": f"http://{host}", "Host": host}
    answer = running.ask("/inbox/audit", "POST", body, **sent)
    assert (answer.status, answer.headers["location"]) == (303, f"http://{host}/thanks/audit/")


@pytest.mark.parametrize(
    ("address", "host", "is_known"),
    [
        ("0.0.0.0", "192.168.1.5:8000", True),  # noqa: S104
        ("0.0.0.0", "evil.example:8000", False),  # noqa: S104
        ("::", "[2001:db8::1]:8000", True),
        ("2001:db8::1", "[2001:db8::1]:8000", True),
        ("192.168.1.5", "192.168.1.5:8000", True),
        ("192.168.1.5", "192.168.1.6:8000", False),
        ("MyHost.local", "myhost.local:8000", True),
        ("127.0.0.1", "192.168.1.5:8000", False),
    ],
)
def test_others_in_the_network_are_answered_when_asked_for(address: str, host: str, *, is_known: bool) -> None:
    """One looks at the site on one's phone; a name that is made to point here gets nothing all the same."""
    guard = guard_for(address, 8000)
    assert guard.is_known_host(host) is is_known
    assert guard.is_own_origin(f"http://{host}", host) is is_known
    assert not guard.is_own_origin("http://6.6.6.6", host)
    assert not guard.is_own_origin("http://[", host)


def test_an_imitated_service_hears_preview_alone(project: ProjectFactory, cache: Path) -> None:
    with previewing(project({"site.yaml": with_service(SITE)}), cache) as running:
        answer = running.ask("/_preview/at/formspree.io/f/xyzabcde", Sec_Fetch_Site="cross-site")
        assert answer.status == 403
        assert running.session.problems == ()


@pytest.mark.parametrize(
    "instant", ["9999-12-31T23%3A59-10%3A00", "0001-01-01T00%3A00%2B10%3A00", "1969-01-01T00%3A00"]
)
def test_the_clock_knows_the_years_that_calendars_do(running: Running, instant: str) -> None:
    form = {"Content_Type": "application/x-www-form-urlencoded", "Origin": running.origin}
    assert running.ask("/_preview/clock", "POST", f"instant={instant}", **form).status == 422
    assert running.ask("/_preview/").status == 200


def test_a_file_name_that_is_no_text_can_be_shown(running: Running) -> None:
    (running.project / os.fsdecode(b"cases/\xff.yaml")).write_text("", encoding="utf-8")
    running.until(lambda: running.session.problems)
    assert running.ask("/_preview/").status == 200


def test_a_page_whose_head_has_no_end_tag_follows_changes_too(running: Running) -> None:
    template = running.project / "themes/studio/templates/links.html"
    template.parent.mkdir(parents=True)
    template.write_text("<!doctype html><title>x</title><p>short", encoding="utf-8")
    running.shows("/links/", "short")
    assert "/_preview/client.js" in running.ask("/links/").text


@pytest.mark.parametrize("path", ["/_preview/home.js", "/_preview/client.css"])
def test_what_preview_does_not_have_is_not_there(running: Running, path: str) -> None:
    assert running.ask(path).status == 404


def test_previews_own_page_is_found_without_its_slash(running: Running) -> None:
    assert running.ask("/_preview").headers["location"] == "/_preview/"


def test_a_range_beyond_all_numbers_is_no_error(running: Running) -> None:
    assert running.ask("/", Range=f"bytes={'9' * 5000}-").status == 200
