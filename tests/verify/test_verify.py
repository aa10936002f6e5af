"""site-gen verify against sites that nginx and Caddy serve: every lie is found, and nothing on a good deploy."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import DIRECT, write_files
from tests.support_audit import TOKEN
from tests.verify.conftest import Live
from tests.verify.internet import certify

AFTER = "2026-12-21T09:00"
MONTH = "offers/month/index.html"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("server", ["caddy", "nginx"])
def test_nothing_is_found_on_a_good_deploy(make_live: Callable[..., Live], server: str) -> None:
    """A monitor that cries at a good site is switched off."""
    live = make_live(server)
    with live.served(server):
        first, second = live.verify(), live.verify()
    assert (first["findings"], second["findings"]) == ([], [])
    looked = first["looked_at"]
    assert (looked["offers"], looked["forms"]) == (3, 1)
    assert looked["files"] > 30
    assert looked["redirects"] > 5
    assert second["looked_at"]["unchanged"] > looked["files"] > first["looked_at"]["unchanged"]


# --- what the site must never say untruly ---------------------------------------------------------------------------


def test_an_offer_past_its_end_that_is_still_open_is_found(online: Live) -> None:
    """Clients would ask for what is no longer to be had."""
    found = online.findings("--now", AFTER)
    message = "the offer 'A month of Instagram, run for you' is shown as open; it ended on 2026-12-20 18:00 CET"
    assert ("error", "offer-state", message) in found
    assert "old-release" in {fault for _, fault, _ in found}


def test_an_old_price_is_found_on_every_page(online: Live) -> None:
    """Somebody would pay, or refuse, a price that is not the owner's."""
    write_files(online.project, {"offers/month.yaml": DIRECT.replace("amount: 290", "amount: 320")})
    found = online.findings()
    message = "the offer 'A month of Instagram, run for you' costs 290 EUR online, and 320 EUR in offers/month.yaml"
    assert ("error", "price", message) in found


def test_without_releases_a_price_is_found_where_it_is_only_words(online: Live) -> None:
    """Another machine than the one that deploys knows no releases; the home page has no structured data of it."""
    (online.project / ".cache").rename(online.project / "elsewhere")
    write_files(online.project, {"offers/month.yaml": DIRECT.replace("amount: 290", "amount: 320")})
    report = online.verify()
    told = {finding["message"]: finding["places"] for finding in report["findings"] if finding["fault"] == "price"}
    places = [place for message, found in told.items() if "290" in message and "320" in message for place in found]
    assert {"https://mara.example/", "https://mara.example/links/", "https://mara.example/offers/month/"} <= set(places)
    assert "old-release" not in {finding["fault"] for finding in report["findings"]}


def test_a_moved_deadline_is_found(online: Live) -> None:
    """A visitor would come too late, or in time for nothing."""
    moved = DIRECT.replace("2026-12-20", "2026-12-24") + "extended: I was ill for four days\n"
    write_files(online.project, {"offers/month.yaml": moved})
    assert any("2026-12-20 18:00 CET online, and 2026-12-24" in message for _, _, message in online.findings())


def test_an_offer_that_is_not_public_yet_and_online_is_found(online: Live) -> None:
    """What was taken back must not be sold on."""
    write_files(online.project, {"offers/month.yaml": f"{DIRECT}draft: true\n"})
    message = "the offer 'A month of Instagram, run for you' is online, and it is a draft"
    assert ("error", "offer-state", message) in online.findings()


def test_a_page_of_an_earlier_release_is_found_and_its_day_told(online: Live) -> None:
    """A cache that wasn't emptied looks like a deploy that did nothing."""
    old = (online.online / "profile/index.html").read_bytes()
    write_files(online.project, {"content/profile.md": "---\ntitle: PageMeta me\n---\nI work with others now.\n"})
    online.deploy()
    (online.online / "profile/index.html").write_bytes(old)
    ((level, fault, message),) = online.findings()
    assert (level, fault) == ("error", "old-release")
    assert re.search(r"of the release of \d{4}-\d\d-\d\d \d\d:\d\d CET", message)


def test_a_page_that_the_site_no_longer_has_is_found_while_it_is_online(online: Live) -> None:
    """An offer whose file was deleted would be on sale for ever."""
    old = (online.online / MONTH).read_bytes()
    write_files(online.project, {"offers/month.yaml": None})
    change(online.project / "site.yaml", "  autumn: /offers/month/\n", "")
    ran = online.cli("deploy", "--max-deletes", "50", cwd=online.project)
    assert ran.code == 0, ran.err
    write_files(online.online, {MONTH: old})
    assert ("error", "left-over") in {(level, fault) for level, fault, _ in online.findings()}


def test_a_page_that_is_missing_and_one_that_somebody_changed_are_found(online: Live) -> None:
    """What an upload left out, and what was changed on the server, are as untrue as an old release."""
    (online.online / "services/index.html").unlink()
    change(online.online / "profile/index.html", "I work alone.", "I work for everybody.")
    found = online.findings()
    assert ("error", "missing", "there is nothing, and the files have it") in found
    assert any("'I work for everybody.' is online, and 'I work alone.' in the files" in text for _, _, text in found)


# --- the host -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("server", ["caddy", "nginx"])
def test_a_missing_header_is_found(make_live: Callable[..., Live], server: str) -> None:
    """Pages could be framed by others, and the owner would believe that they can't."""
    live = make_live(server)
    live.text = "\n".join(line for line in live.text.splitlines() if "Content-Security-Policy" not in line)
    with live.served(server):
        assert live.findings() == [("warning", "header", "the header Content-Security-Policy is set and not sent")]


def test_pages_that_browsers_keep_for_long_are_found(live: Live) -> None:
    """A browser that keeps a page for a day doesn't see the deadline."""
    live.text = live.text.replace('header Cache-Control "no-cache"', 'header Cache-Control "max-age=86400"')
    with live.served():
        found = live.findings()
    assert ("warning", "header", "the header Cache-Control is sent as 'max-age=86400', and set as 'no-cache'") in found


def test_a_broken_redirect_is_found(live: Live) -> None:
    """A link in a pinned post would lead nowhere."""
    live.text = re.sub(r"redir /go/autumn/ \S+ \d+", "error /go/autumn/ 404", live.text)
    live.text = re.sub(r"redir /blog/first.html \S+", 'redir /blog/first.html "/cases/cafe/"', live.text)
    live.text = re.sub(r"redir /go/call/ \S+ \d+", 'redir /go/call/ "/go/call/" 302', live.text)
    with live.served():
        found = [message for _, fault, message in live.findings() if fault == "redirect"]
    assert sorted(found) == [
        "it answers 404, and is to lead to https://mara.example/offers/month/",
        "it leads round in a circle, and is to lead to https://cal.example/mara",
        "it leads to https://mara.example/cases/cafe/, and is to lead to https://mara.example/articles/first/",
    ]


def test_pages_that_lead_on_are_as_good_as_redirects(live: Live) -> None:
    """GitHub Pages and others know no redirects: nothing is wrong there."""
    live.text = "\n".join(line for line in live.text.splitlines() if not line.strip().startswith("redir"))
    with live.served():
        assert live.findings() == []


def test_a_dead_form_endpoint_is_found(live: Live) -> None:
    """Every lead would be lost, and nobody would know."""
    live.form = "/another"
    with live.served():
        found = live.findings()
    assert found == [("error", "form", "forms are sent to https://forms.mara.example/audit, which answers 404")]
    with live.served():
        del live.internet.ports[("forms.mara.example", 443)]
        ((level, fault, message),) = live.findings()
    assert (level, fault) == ("error", "form")
    assert "where nothing answers" in message


@pytest.mark.parametrize(("days", "level"), [(5, "error"), (15, "warning")])
def test_a_certificate_that_ends_soon_is_found(live: Live, days: float, level: str) -> None:
    """On the day after, browsers warn everybody off the site."""
    certify(live.internet.folder, days=days + 0.5)
    with live.served():
        ((found, fault, message),) = live.findings()
    assert (found, fault) == (level, "certificate")
    assert f"in {days} days" in message


def test_a_certificate_that_has_ended_is_the_one_finding(live: Live) -> None:
    """A thousand pages that can't be read for one reason are one finding."""
    certify(live.internet.folder, days=-1)
    with live.served():
        ((level, fault, message),) = live.findings()
    assert (level, fault) == ("error", "certificate")
    assert "certificate has expired" in message


def test_what_does_not_lead_to_the_site_is_found(live: Live) -> None:
    """http:// and www must end at the site: visitors type both."""
    with live.served():
        secure = live.internet.ports[("mara.example", 443)]
        live.internet.ports.pop(("mara.example", 80))
        live.internet.ports[("www.mara.example", 443)] = secure
        found = live.findings()
    assert [(level, fault) for level, fault, _ in found] == [("note", "address")]
    assert "http://mara.example/" in found[0][2]


def test_two_addresses_of_one_site_are_found(online: Live) -> None:
    """Search engines take the same site at www and without for two."""
    config = (online.internet.folder / "caddy.conf").read_text(encoding="utf-8")
    assert "redir https://mara.example{uri} 301" in config
    online.internet.ports[("www.mara.example", 443)] = online.internet.ports[("mara.example", 80)]
    found = online.findings()
    assert [(level, fault) for level, fault, _ in found] == [("warning", "address")]


def test_a_page_for_what_is_not_there_that_is_none_is_found(live: Live) -> None:
    """Search engines fill up with pages that don't exist."""
    live.text = live.text.replace("file_server\n", "try_files {path} {path}index.html /index.html\n\tfile_server\n", 1)
    with live.served():
        found = live.findings()
    assert any(fault == "not-found-page" and "answers 200, not 404" in text for _, fault, text in found)


def test_a_host_with_a_404_of_its_own_is_found(live: Live) -> None:
    """Who mistypes would leave."""
    live.text = live.text.partition("handle_errors")[0]
    with live.served():
        assert [(level, fault) for level, fault, _ in live.findings()] == [("warning", "not-found-page")]


def test_a_site_shut_to_search_engines_by_mistake_is_found(online: Live) -> None:
    """Nobody would find the site, and no page would look wrong."""
    (online.online / "robots.txt").write_text("User-agent: *\nDisallow: /\n", encoding="utf-8")
    assert ("error", "search", "robots.txt shuts all search engines out of the site") in online.findings()


def test_a_noindex_of_the_host_is_found(live: Live) -> None:
    """Hosts mark addresses for trying so, and sometimes the real one."""
    live.text = live.text.replace("route {", 'route {\n\theader X-Robots-Tag "noindex"', 1)
    with live.served():
        found = live.findings()
    assert {(level, fault) for level, fault, _ in found if fault == "search"} == {("error", "search")}


# --- clients' pages -------------------------------------------------------------------------------------------------


def test_a_clients_page_is_looked_at_and_its_address_told_nobody(online: Live) -> None:
    """A monitor's report is read by many; the address of a client's page is for the client."""
    path = f"audit/{TOKEN}/index.html"
    write_files(online.online, {path: "<title>something else</title>"})
    change(online.online / "sitemap.xml", "</urlset>", f"<url><loc>/audit/{TOKEN}/</loc></url></urlset>")
    ran = online.cli("verify", "--json", cwd=online.project, env=online.internet.environment)
    plain = online.cli("verify", cwd=online.project, env=online.internet.environment)
    assert (ran.code, TOKEN in ran.out + ran.err + plain.out + plain.err) == (1, False)
    found = {finding["message"]: finding["places"] for finding in json.loads(ran.out)["findings"]}
    assert found["another page is there"] == ["https://mara.example/audit/…"]
    assert "the address of a page for one client can be read here by everybody" in found


def test_a_clients_page_without_its_headers_is_found(live: Live) -> None:
    """It could come up in a search for the client's name."""
    live.text = "\n".join(line for line in live.text.splitlines() if "X-Robots-Tag" not in line)
    with live.served():
        assert live.findings() == [("warning", "header", "the header X-Robots-Tag is set and not sent")]


# --- hosts that change pages ----------------------------------------------------------------------------------------


def test_what_a_host_adds_and_hides_is_a_note_and_no_lie(online: Live) -> None:
    """Cloudflare hides e-mail addresses and adds a script: the owner is told what it is, and not alarmed."""
    code = "2a" + bytes(byte ^ 0x2A for byte in b"hello@mara.example").hex()
    shown = f'<span class="__cf_email__" data-cfemail="{code}">[email&#160;protected]</span>'
    page = online.online / "profile/index.html"
    text = page.read_text(encoding="utf-8")
    text = re.sub(r"mailto:hello@mara\.example", f"/cdn-cgi/l/email-protection#{code}", text)
    text = text.replace("hello@mara.example</", f"{shown}</")
    page.write_text(
        text.replace("</body>", '<script src="https://cdn.example/a.js"></script></body>'), encoding="utf-8"
    )
    services = online.online / "services/index.html"
    services.write_text(re.sub(r">\s+<", "><", services.read_text(encoding="utf-8")), encoding="utf-8")
    report = online.verify()
    assert (report["good"], {finding["fault"] for finding in report["findings"]}) == (True, {"rewritten"})
    words = " ".join(finding["message"] for finding in report["findings"])
    assert "adds a script (https://cdn.example/a.js)" in words
    assert "hides e-mail addresses" in words
    assert "writes the HTML in another way" in words


def test_a_lie_in_a_page_that_a_host_changed_is_found_all_the_same(online: Live) -> None:
    """A price must not hide behind what the host does to pages."""
    page = online.online / MONTH
    text = re.sub(r">\s+<", "><", page.read_text(encoding="utf-8"))
    assert '"price": 290' in text or '"price":290' in text or '"price": "290"' in text or '"price":"290"' in text
    page.write_text(re.sub(r'("price": ?"?)290', r"\g<1>270", text), encoding="utf-8")
    assert any("costs 270 EUR online, and 290 EUR" in message for _, _, message in online.findings())


# --- after a deploy -------------------------------------------------------------------------------------------------


def test_a_deploy_asks_afterwards_whether_the_public_gets_it(online: Live) -> None:
    """That files were sent says nothing of what visitors see: a cache, another folder, another host."""
    write_files(online.project, {"offers/month.yaml": DIRECT.replace("amount: 290", "amount: 280")})
    words = ("deploy", "--verify", "--json")
    ran = online.cli(*words, cwd=online.project, env=online.internet.environment)
    assert ran.code == 0, ran.err
    report = json.loads(ran.out)
    assert (report["verified"]["good"], report["verified"]["findings"]) == (True, [])
    assert report["verified"]["looked_at"]["files"] >= len(report["changed"])
    del online.internet.ports["forms.mara.example", 443]
    plain = online.cli("deploy", "--verify", cwd=online.project, env=online.internet.environment)
    assert (plain.code, "where nothing answers" in plain.out) == (1, True)


def test_a_deploy_that_sends_nothing_has_nothing_to_verify(live: Live) -> None:
    ran = live.cli("deploy", "--verify", "--dry-run", cwd=live.project)
    assert (ran.code, "--verify goes with a deploy" in ran.err) == (2, True)


# --- words and ways -------------------------------------------------------------------------------------------------


def test_a_target_and_an_address_are_asked_where_they_are(online: Live) -> None:
    """The place for trying is verified as it is, and not blamed for what counts at the real address alone."""
    (online.online / "robots.txt").write_text("User-agent: *\nDisallow: /\n", encoding="utf-8")
    report = online.verify("test")
    assert report["address"] == "https://test.example/"
    assert {finding["fault"] for finding in report["findings"]} == {"different"}
    assert online.verify("https://test.example")["findings"] == report["findings"]


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ("tset", "there is no target 'tset'; did you mean 'test'?"),
        ("other", "site.yaml doesn't say where the public finds 'other'"),
        ("https://me:secret@mara.example/", "is no address of a site"),
        ("ftp://mara.example/", "is no address of a site"),
    ],
)
def test_what_is_no_place_is_wrong_usage(live: Live, where: str, says: str) -> None:
    ran = live.cli("verify", where, cwd=live.project)
    assert (ran.code, says in ran.err) == (2, True), ran.err


def test_without_a_connection_there_is_one_error_and_no_finding(live: Live) -> None:
    """A laptop without a network must not report a thousand lies."""
    ran = live.cli("verify", cwd=live.project, env=live.internet.environment)
    assert (ran.code, ran.out) == (3, "")
    assert "https://mara.example/ can't be reached" in ran.err
    assert "nothing was verified" in ran.err


def test_findings_are_told_in_words_with_places_and_hints(online: Live) -> None:
    """Who reads it at seven in the morning must know what is wrong, where, and what to do."""
    ran = online.cli("verify", "--now", AFTER, cwd=online.project, env=online.internet.environment)
    assert ran.code == 1
    assert "error: offer-state: the offer" in ran.out
    assert "\n  at https://mara.example/offers/month/\n  hint: put the site online again: site-gen deploy\n" in ran.out
    assert re.search(r"  and \d+ more addresses\n", ran.out)
    assert re.search(r"https://mara.example/ at 2026-12-21 09:00 CET: \d+ errors", ran.err)


def test_output_and_ledger_stay_as_they_are(online: Live) -> None:
    """A monitor beside the owner's own work must not change it."""
    before = (online.project / "output/.site-gen/manifest.json").read_bytes()
    online.verify("--now", AFTER)
    assert (online.project / "output/.site-gen/manifest.json").read_bytes() == before
