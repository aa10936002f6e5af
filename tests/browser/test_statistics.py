"""Statistics in a real browser: nothing of a service before consent, all of it after, nothing against the policy.

Services that can run on a server of the owner's own are tried against such a server, with scripts that do what the real
ones do; those that can't are answered in their place at their own addresses.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Final
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.conftest import NOW, build_project
from tests.browser.server import SiteServer, serve
from tests.support import BASE, SITE, write_files

pytestmark = pytest.mark.browser

SCRIPTS: Final = {
    "/count.js": """
        const tag = document.querySelector('script[data-goatcounter]')
        window.goatcounter = {count: (v = {}) => navigator.sendBeacon(
            tag.dataset.goatcounter + '?p=' + encodeURIComponent(v.path || location.pathname))}
        goatcounter.count()""",
    "/js/script.js": """
        const me = document.currentScript
        const send = (n) => fetch(new URL('/api/event', me.src), {method: 'POST', mode: 'no-cors', keepalive: true,
            body: JSON.stringify({n, d: me.dataset.domain})})
        const q = window.plausible.q || []
        window.plausible = send
        q.forEach((a) => send(a[0]))
        send('pageview')""",
    "/script.js": """
        const me = document.currentScript
        const send = (name) => fetch(new URL('/api/send', me.src), {method: 'POST', mode: 'no-cors', keepalive: true,
            body: JSON.stringify({website: me.dataset.websiteId, name})})
        window.umami = {track: send}
        send('view')""",
    "/matomo.js": """
        const settings = {}
        const run = ([name, value]) => {
          settings[name] = value
          if (name === 'trackPageView') {
            if (!('disableCookies' in settings)) document.cookie = '_pk_id=1'
            new Image().src = settings.setTrackerUrl + '?idsite=' + settings.setSiteId + '&url=' + location.pathname
          }
        }
        const waiting = window._paq
        window._paq = {push: (...each) => each.forEach(run)}
        waiting.forEach(run)""",
}
"""What the scripts of the services do with what the page gives them, in short."""

UUID: Final = "94db1cb1-74f4-4a40-ad6c-962362670409"


class _Stats(BaseHTTPRequestHandler):
    """A server of the owner's own, which hands out the scripts and notes what it is told."""

    told: list[str]

    def do_GET(self) -> None:
        script = SCRIPTS.get(urlsplit(self.path).path)
        if script is None:
            self.told.append(self.path)
        body = f"(() => {{{script}}})()".encode() if script else b""
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript" if script else "image/gif")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        self.told.append(f"{self.path} {body}".strip())
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@contextmanager
def stats_server() -> Iterator[tuple[str, list[str]]]:
    told: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Stats", (_Stats,), {"told": told}))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Visit:
    """A page, with what was asked of other hosts and what the browser complained of."""

    page: Page
    origin: str
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.route(lambda address: not address.startswith(self.origin), self._answer)

    def _answer(self, route: Route) -> None:
        self.asked.append(route.request.url)
        host = urlsplit(route.request.url).hostname or ""
        is_script = route.request.resource_type == "script"
        body = _FOREIGN.get(host, "") if is_script else ""
        kind = "text/javascript" if is_script else "image/gif"
        route.fulfill(status=200, content_type=kind, body=f"(() => {{{body}}})()" if body else "")

    def hosts(self, least: int, what: str = "") -> set[str]:
        """Return the hosts that were asked for something with `what` in its address, once there are `least` of them."""
        until = time.monotonic() + 20
        while True:
            found = {urlsplit(url).hostname or "" for url in self.asked if what in url.lower()}
            if len(found) >= least or time.monotonic() > until:
                return found
            self.page.wait_for_timeout(50)


_FOREIGN: Final = {
    "mc.yandex.ru": """
        const run = ([id, what, value]) => {
          if (what === 'init') document.cookie = '_ym_uid=7; path=/'
          new Image().src = `https://mc.yandex.ru/watch/${id}?what=${what}&goal=${value}`
          fetch(`https://mc.yandex.ru/webvisor/${id}`, {mode: 'no-cors'})
        }
        const waiting = window.ym.a
        window.ym = (...each) => run(each)
        waiting.forEach(run)""",
    "www.googletagmanager.com": """
        document.cookie = '_ga=GA1.1.1.1; path=/'
        const send = (name) => navigator.sendBeacon('https://region1.google-analytics.com/g/collect?en=' + name)
        window.dataLayer.forEach(([what, value]) => {
          if (what === 'config') send('page_view')
          if (what === 'event') send(value)
        })
        window.gtag = (what, value) => what === 'event' && send(value)""",
    "connect.facebook.net": """
        document.cookie = '_fbp=fb.1.1.1; path=/'
        let id
        fbq.callMethod = (what, value) => {
          if (what === 'init') id = value
          if (what === 'track') new Image().src = `https://www.facebook.com/tr/?id=${id}&ev=${value}`
        }
        fbq.queue.forEach((each) => fbq.callMethod(...each))""",
    "top-fwz1.mail.ru": """
        document.cookie = 'tmr_lvid=1; path=/'
        const run = (each) => {
          new Image().src = `https://top-fwz1.mail.ru/counter?id=${each.id};t=${each.type}${each.goal || ''}` }
        const waiting = window._tmr
        window._tmr = {push: run}
        waiting.forEach(run)""",
}
"""What scripts do that can only be had at their own hosts, in short."""

ASKED: Final = """\
statistics:
  - {service: yandex-metrica, id: 12345678}
  - {service: google-analytics, id: G-AB12CD34EF}
  - {service: meta-pixel, id: 123456789012345}
  - {service: vk-pixel, id: 3512345}
"""


@contextmanager
def site_with(folder: Path, statistics: str, profile: str = "eu") -> Iterator[SiteServer]:
    """Build and serve a site at an address that is its own, so that visits count."""
    site = SITE.replace("https://mara.example/", "http://127.0.0.1/").replace(
        "  controller: Mara Vidal\n", f"  controller: Mara Vidal\n  profile: {profile}\n"
    )
    project = write_files(folder / "project", {**BASE, "site.yaml": site + statistics})
    built = build_project(project, folder / "output", NOW)
    with serve(built.folder, built.base, NOW) as server:
        yield server


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteServer]:
    """A site whose services need consent."""
    with site_with(tmp_path_factory.mktemp("asking"), ASKED) as server:
        yield server


@contextmanager
def visitor(browser: Browser, server: SiteServer) -> Iterator[tuple[BrowserContext, Visit]]:
    with browser.new_context(base_url=server.origin, viewport={"width": 390, "height": 800}) as context:
        yield context, Visit(context.new_page(), server.origin)


FOREIGN: Final = {
    "mc.yandex.ru",
    "www.googletagmanager.com",
    "region1.google-analytics.com",
    "connect.facebook.net",
    "www.facebook.com",
    "top-fwz1.mail.ru",
}


def test_nothing_is_loaded_before_consent_and_all_of_it_after(browser: Browser, asking: SiteServer) -> None:
    """Owners would pay for what is loaded too early; what the policy bars would count nothing, and nobody would see."""
    with visitor(browser, asking) as (context, visit):
        page = visit.page
        page.goto("/", wait_until="networkidle")
        page.goto("/cases/", wait_until="networkidle")
        assert (visit.asked, visit.said, context.cookies()) == ([], [], [])
        question = page.locator("[data-visits=question]")
        expect(question).to_be_visible()
        expect(question).to_contain_text("Yandex Metrica, Google Analytics")
        expect(question).to_contain_text("Meta Pixel, VK Pixel")
        question.get_by_role("button", name="Agree to all").click()
        expect(question).to_be_hidden()
        assert visit.hosts(len(FOREIGN)) == FOREIGN
        assert visit.said == []
        visit.asked.clear()
        page.goto("/offers/", wait_until="networkidle")
        expect(question).to_be_hidden()
        assert (visit.hosts(len(FOREIGN)), visit.said) == (FOREIGN, [])
        assert not [url for url in visit.asked if "lead" in url.lower()]


def test_statistics_alone_leave_advertising_out(browser: Browser, asking: SiteServer) -> None:
    """Consent to being counted would be taken for consent to being followed by advertising."""
    with visitor(browser, asking) as (_, visit):
        visit.page.goto("/", wait_until="networkidle")
        visit.page.get_by_role("button", name="Statistics only").click()
        counting = {"mc.yandex.ru", "www.googletagmanager.com", "region1.google-analytics.com"}
        assert visit.hosts(3) == counting
        visit.page.goto("/cases/", wait_until="networkidle")
        assert visit.hosts(3) == counting
        assert visit.said == []


def test_refusing_is_as_easy_and_is_remembered(browser: Browser, asking: SiteServer) -> None:
    """A refusal that takes more than an agreement makes the agreement void."""
    with visitor(browser, asking) as (_, visit):
        page = visit.page
        page.goto("/", wait_until="networkidle")
        buttons = page.locator("[data-visits=question] button").all()
        looks = [
            b.evaluate("b => { const s = getComputedStyle(b); return [s.color, s.backgroundColor, s.font, s.height] }")
            for b in buttons
        ]
        assert len(looks) == 3
        assert looks[0] == looks[1] == looks[2]
        assert min(button.bounding_box()["height"] for button in buttons) >= 44  # type: ignore[index]  # visible
        page.locator("[data-visits=question]").get_by_role("button", name="Refuse").click()
        page.goto("/cases/", wait_until="networkidle")
        expect(page.locator("[data-visits=question]")).to_be_hidden()
        assert (visit.asked, visit.said) == ([], [])


def test_consent_is_withdrawn_on_the_privacy_page(browser: Browser, asking: SiteServer) -> None:
    """Withdrawing must be as easy as agreeing, and what was kept in the browser must go."""
    with visitor(browser, asking) as (context, visit):
        page = visit.page
        page.goto("/", wait_until="networkidle")
        page.get_by_role("button", name="Agree to all").click()
        assert visit.hosts(len(FOREIGN)) == FOREIGN
        assert {"_ym_uid", "_ga", "_fbp", "tmr_lvid"} <= {str(cookie.get("name")) for cookie in context.cookies()}
        page.goto("/privacy/", wait_until="networkidle")
        choice = page.locator("[data-visits=choice]")
        expect(choice.get_by_role("status")).to_have_text("You have agreed.", use_inner_text=True)
        visit.asked.clear()
        choice.get_by_role("button", name="Refuse").click()
        refused = "You have refused: your visits are not counted."
        expect(choice.get_by_role("status")).to_have_text(refused, use_inner_text=True)
        page.wait_for_load_state("networkidle")
        assert context.cookies() == []
        visit.asked.clear()
        page.goto("/", wait_until="networkidle")
        assert (visit.asked, visit.said) == ([], [])


def test_global_privacy_control_is_a_refusal(browser: Browser, asking: SiteServer) -> None:
    """Visitors whose browser refuses for them would be asked on every site all the same."""
    with visitor(browser, asking) as (context, visit):
        context.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', {value: true})")
        visit.page.goto("/", wait_until="networkidle")
        expect(visit.page.locator("[data-visits=question]")).to_be_hidden()
        assert visit.asked == []


def test_nothing_is_asked_where_the_law_does_not_and_everybody_can_refuse(browser: Browser, tmp_path: Path) -> None:
    """Under the law of the United States visitors object: a banner would be in the way, its absence in the EU a
    breach."""
    with site_with(tmp_path, ASKED, profile="us") as server, visitor(browser, server) as (_, visit):
        visit.page.goto("/privacy/", wait_until="networkidle")
        expect(visit.page.locator("[data-visits=question]")).to_have_count(0)
        assert (visit.hosts(len(FOREIGN)), visit.said) == (FOREIGN, [])
        visit.page.locator("[data-visits=choice]").get_by_role("button", name="Refuse").click()
        expect(visit.page.locator("[data-state=none]")).to_be_visible()
        visit.page.wait_for_load_state("networkidle")
        visit.asked.clear()
        visit.page.goto("/", wait_until="networkidle")
        assert visit.asked == []


def test_services_that_keep_nothing_count_at_once_on_a_server_of_ones_own(browser: Browser, tmp_path: Path) -> None:
    """A wrong attribute, address or policy, and the owner sees no visit at all."""
    with stats_server() as (stats, told):
        statistics = f"""\
statistics:
  - {{service: goatcounter, id: mara, url: {stats}}}
  - {{service: plausible, id: mara.example, url: {stats}}}
  - {{service: umami, id: {UUID}, url: {stats}}}
  - {{service: matomo, id: 3, url: {stats}/}}
"""
        with site_with(tmp_path, statistics) as server:
            with visitor(browser, server) as (context, visit):
                visit.page.unroute_all()
                visit.page.goto("/cases/", wait_until="networkidle")
                expect(visit.page.locator("[data-visits=question]")).to_have_count(0)
                assert (visit.said, context.cookies()) == ([], [])
            assert "/count?p=%2Fcases%2F" in told
            assert '/api/event {"n":"pageview","d":"mara.example"}' in told
            assert f'/api/send {{"website":"{UUID}","name":"view"}}' in told
            assert "/matomo.php?idsite=3&url=/cases/" in told
            assert len(told) == 4
            told.clear()
            with visitor(browser, server) as (_, visit):
                visit.page.unroute_all()
                visit.page.goto("/thanks/audit/", wait_until="networkidle")
                assert visit.said == []
            assert [each for each in told if "lead" in each.lower() and "goatcounter" not in each]
            assert '/api/event {"n":"Lead","d":"mara.example"}' in told


def test_the_page_after_a_form_tells_the_pixels_of_a_lead(browser: Browser, asking: SiteServer) -> None:
    """Advertising is optimised by what it brings; without this the owner pays for clicks alone."""
    with visitor(browser, asking) as (_, visit):
        visit.page.goto("/thanks/audit/", wait_until="networkidle")
        visit.page.get_by_role("button", name="Agree to all").click()
        leads = visit.hosts(4, "lead")
        assert leads == {"mc.yandex.ru", "region1.google-analytics.com", "www.facebook.com", "top-fwz1.mail.ru"}
        (pixel,) = [url for url in visit.asked if "ev=Lead" in url]
        assert parse_qs(urlsplit(pixel).query)["id"] == ["123456789012345"]


@pytest.mark.laws
def test_a_preview_counts_nothing(browser: Browser, tmp_path: Path) -> None:
    """The owner's own looks at the site would be its most faithful visitors."""
    with site_with(tmp_path, "statistics: {service: plausible, id: mara.example}\n") as server:
        page_url = f"http://localhost:{server.server_port}/"
        with browser.new_context() as context:
            visit = Visit(context.new_page(), page_url)
            visit.page.goto(page_url, wait_until="networkidle")
            assert (visit.asked, visit.said) == ([], [])
