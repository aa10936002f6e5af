"""From an empty folder to a site that is online, in a real browser, without a mouse and without a terminal."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Final

import pytest
from filelock import FileLock
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from site_gen.actions.editing.private_files import editor_folder
from site_gen.editor.words import LANGUAGES, words_in
from tests.browser.keyboard import Typist
from tests.browser.server import SiteServer, serve
from tests.browser.test_accessibility import MODES, Mode, violations_in_all_modes
from tests.browser.test_accessibility import axe as axe  # noqa: PLC0414  # a fixture
from tests.browser.test_markup import complaints
from tests.conftest import ProjectFactory
from tests.editor.lobby import at_the_start
from tests.preview.running import previewing
from tests.support import SITE

pytestmark = pytest.mark.browser

PHONE: Final = (390, 844)
DESKTOP: Final = (1280, 900)
TEN_MINUTES: Final = 600
EN = words_in("en").say


@contextmanager
def site_gen_alone(folder: Path, cache: Path) -> Iterator[str]:
    """Run `site-gen` without a word in a folder, as a double click does; yield the address that it prints."""
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "SOURCE_DATE_EPOCH"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    process = subprocess.Popen(
        [sys.executable, "-m", "site_gen"],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**environment, "SITE_GEN_CACHE": str(cache)},
    )
    assert process.stderr is not None
    said = ""
    try:
        while not (found := re.search(r"http://localhost:\d+/_edit/start\?key=\S{20,}", said)):
            line = process.stderr.readline()
            assert line, said
            said += line
        yield found[0]
    finally:
        process.kill()
        process.communicate()


@contextmanager
def visitor(browser: Browser, start: str, size: tuple[int, int], locale: str = "en-GB") -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce", locale=locale
    )
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=start.partition("/_edit")[0])
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if "Security Policy" in message.text else None)
    page.goto(start)
    yield page
    context.close()
    assert not said, said


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    folder = tmp_path / "mara"
    folder.mkdir()
    return folder


@pytest.fixture
def host(empty: Path) -> Iterator[SiteServer]:
    """A web server that shows what lies in the folder that the site is published into."""
    with serve(empty.parent / "mara-online", "/", datetime.now(UTC)) as server:  # noqa: TID251  # as the command has it
        yield server


def begin(me: Typist) -> None:
    """Answer what a new project is asked for."""
    me.fill("#name", "Mara Vidal")
    me.fill("#role", "Social media for cafés")
    me.fill("#email", "hello@mara.test")
    me.fill("#n-instagram", "@mara.vidal")
    me.fill("#offer", "A month of Instagram")
    me.fill("#price", "290")
    me.follow("#price")
    expect(me.page.locator(".note.good")).to_contain_text("Your site stands")


def publish(me: Typist, host: SiteServer) -> None:
    """Say where the site goes, and put it there."""
    me.follow('nav a[href$="/publish"]')
    me.follow('input[name="kind"]')
    me.fill("#url", host.origin)
    me.follow("#url")


def online(me: Typist) -> None:
    """Wait until the work is done, and the site there."""
    expect(me.page.locator("#done")).to_have_text(EN("done_publish"), timeout=120_000)


def test_a_site_is_begun_and_online_by_keyboard_alone_on_a_phone(
    empty: Path, cache: Path, host: SiteServer, browser: Browser
) -> None:
    """Who has a phone's width and no mouse gets from nothing to a site that others can see."""
    with site_gen_alone(empty, cache) as start, visitor(browser, start, PHONE) as page:
        me = Typist(page)
        begin(me)
        publish(me, host)
        expect(page.locator("#left")).to_contain_text("Samples still on your site")
        me.press(".go input[type=checkbox]", "Space")
        me.follow(".acts .go button")
        online(me)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
        page.goto(f"{host.origin}/offers/first-month/")
        expect(page.locator("h1")).to_have_text("A month of Instagram")


CASE: Final = {
    "#f-client": "Casa Blau",
    "#f-title": "From 12 to 31 bookings a month",
    "#f-metrics-0-name": "Bookings a month",
    "#f-metrics-0-source": "The booking tool",
    "#f-metrics-1-name": "Followers",
    "#f-metrics-1-source": "Instagram Insights",
    "#f-cover-alt": "The counter of Casa Blau",
    "#f-budget-note": "Six months at 200 EUR, without ads; 700 EUR more in bookings a month.",
    "#f-review-by": "Joan Blau",
    "#f-review-text": "She answered every message within the hour, and we had to hire a second cook.",
    "#f-body": "Casa Blau had good coffee and no bookings.\n\nWe answered messages, and showed the counter.",
}


def photo() -> bytes:
    stream = BytesIO()
    Image.new("RGB", (1600, 1200), "teal").save(stream, "JPEG")
    return stream.getvalue()


@pytest.mark.laws
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_everything_of_a_first_week_by_keyboard_alone_within_ten_minutes(
    size: tuple[int, int], empty: Path, cache: Path, host: SiteServer, browser: Browser
) -> None:
    """An offer of one's own, a case with a photo, an audit form, a second language, posts copied and planned, a lead
    answered, and all of it online: without a text editor, a terminal or a mouse."""
    with site_gen_alone(empty, cache) as start, visitor(browser, start, size) as page:
        me = Typist(page)
        begin(me)
        settings(me)
        case(me)
        translation(me)
        posts(me)
        plan(me)
        lead(me)
        publish(me, host)
        expect(page.locator("#left")).to_have_count(0)
        me.follow(".looks button")
        expect(page.locator("#plan")).to_have_text(EN("plan_first"), timeout=120_000)
        me.follow(".plan .go .main")
        online(me)
        assert me.seconds < TEN_MINUTES, me.seconds
        for path, text in (("offers/first-month/", "A month of Instagram"), ("cases/first-client/", "Casa Blau")):
            page.goto(f"{host.origin}/{path}")
            expect(page.locator("main")).to_contain_text(text)
        page.goto(f"{host.origin}/es/offers/first-month/")
        expect(page.locator("h1")).to_have_text("Un mes de Instagram")
        page.goto(f"{host.origin}/offers/free-audit/")
        expect(page.locator("form button")).to_be_visible()


def save(me: Typist) -> None:
    me.follow('.savebar button[value="save"]')
    expect(me.page.locator(".note.good")).to_contain_text(EN("saved"))


def settings(me: Typist) -> None:
    """A second language, and where forms go."""
    me.follow('.tour a[href*="site.yaml"]')
    me.fill("#f-languages", "en\nes")
    me.fill("#f-form", "delivery: formspree\nid: xmaravid")
    save(me)


def case(me: Typist) -> None:
    """A case with a photo in place of the example."""
    me.follow('nav a[href$="/pictures"]')
    me.reach("#files")
    with me.page.expect_file_chooser() as chooser:
        me.page.keyboard.press("Space")
    chooser.value.set_files({"name": "Counter.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    me.follow("[data-drop] button")
    me.follow('nav a[href$="/contents"]')
    me.follow('a[href*="first-client.yaml"]')
    me.choose("#f-cover-image", "counter")
    for field, text in CASE.items():
        me.fill(field, text)
    save(me)


def translation(me: Typist) -> None:
    """The offer in the second language."""
    me.follow('nav a[href$="/contents"]')
    me.follow('a[href*="first-month.yaml"]')
    me.follow('.tongues a[href*="first-month.es.yaml"]')
    me.fill("#f-title", "Un mes de Instagram")
    save(me)


def posts(me: Typist) -> None:
    me.follow('nav a[href$="/posts"]')
    me.press("[data-copy]")
    expect(me.page.locator("[data-copy]").first).to_contain_text(EN("copied"))
    assert "A month of Instagram" in me.page.evaluate("navigator.clipboard.readText()")


def plan(me: Typist) -> None:
    """A month that is proposed, and an entry of one's own."""
    me.follow('nav a[href$="/plan"]')
    me.follow('main a[href$="/month"]')
    me.follow("#take .main")
    expect(me.page.locator(".note.good")).to_be_visible()
    me.follow('main a[href*="topic?at=new"]')
    day = datetime.now(UTC) + timedelta(days=1)  # noqa: TID251  # the editor's clock is this machine's
    me.reach("#f-date")
    me.page.locator("#f-date").fill(f"{day:%Y-%m-%d}")  # the order in which it is typed is the machine's
    me.press('input[name="v:networks"][value="instagram"]', "Space")
    me.choose("#f-kind", "useful")
    me.fill("#f-topic", "Three mistakes in a profile")
    me.follow('.savebar button[value="save"]')
    expect(me.page.locator("main")).to_contain_text("Three mistakes in a profile")


def lead(me: Typist) -> None:
    """Somebody asks for the audit; the lead is marked as answered."""
    address = me.page.url
    me.page.goto(address.replace("localhost", "127.0.0.1").partition("/_edit")[0] + "/offers/free-audit/")
    asks = Typist(me.page)
    asks.fill('main form [name="name"]', "Ana Serra")
    asks.fill('main form [name="email"]', "ana@serra.test")
    asks.fill('main form [name="page"]', "https://www.instagram.com/serra")
    asks.choose('main form [name="goal"]', "Book")
    asks.press('main form input[type="checkbox"]', "Space")
    asks.follow("main form button")
    me.page.goto(address)
    me.follow('nav a[href$="/leads"]')
    expect(me.page.locator(".leads")).to_contain_text("ana@serra.test")
    me.reach('.leads a[href^="mailto:ana@serra.test"]')
    me.choose('.leads select[name="status"]', "audit")
    me.follow(".leads .mark button")
    expect(me.page.locator(".leads .state").first).to_have_text("audit sent")


# --- every new screen, in every language ----------------------------------------------------------------------------

FEW: Final[tuple[Mode, ...]] = (("light", 320), ("dark", 1280))
ALL: Final = tuple(LANGUAGES)
PLANNING: Final = ("plan", "topic?at=new", "month", "service?id=management")


@pytest.mark.parametrize("modes", [FEW, MODES], ids=["few", "all"])
@pytest.mark.laws
@pytest.mark.parametrize("language", ALL)
def test_nothing_is_wrong_with_the_new_screens_in_any_language(
    language: str,
    modes: tuple[Mode, ...],
    project: ProjectFactory,
    tmp_path: Path,
    cache: Path,
    browser: Browser,
    checkers: Path,
    axe: str,
) -> None:
    files: list[Path] = []
    found: list[str] = []
    (tmp_path / "here").mkdir()
    (tmp_path / "here/diary.txt").write_text("dear")
    with (
        at_the_start(tmp_path / "here", cache) as beginner,
        visitor(browser, beginner.start, DESKTOP, language) as page,
    ):
        look(page, "start", modes, axe, found, files, tmp_path)
        page.locator("button.main").click()
        look(page, "start, wrong", modes, axe, found, files, tmp_path)
    sample = SITE.replace("name: Mara Vidal\nrole", "name: Your Name\nrole")
    plan = "topics:\n" + "".join(
        f"  - {{date: {day}, networks: [instagram], kind: proof, topic: What the café got}}\n"
        for day in ("2026-11-20", "2026-11-24T18:00", "2026-12-01")
    )
    place = "deploy: {to: ftps, host: localhost, user: mara, path: /www}\n"
    folder = project({"site.yaml": sample + place, "content/plan.yaml": plan})
    with previewing(folder, cache, with_editor=True) as running:
        assert running.editor is not None
        with visitor(browser, running.editor.start, DESKTOP, language) as page:
            page.locator("footer select").select_option(language)
            page.locator("footer button").click()
            places = ("place", "place?kinds=1", "place?kind=s3", "place?kind=sftp&new=1")
            for path in ("", "tour", *places, *PLANNING, "publish"):
                page.goto(running.editor.start.partition("start")[0] + path)
                look(page, path, modes, axe, found, files, tmp_path)
            for do in (".acts .go button", ".looks button"):
                page.locator(do).click()
                expect(page.locator("[data-progress]")).to_have_count(0, timeout=60_000)
                look(page, do, modes, axe, found, files, tmp_path)
            kept = editor_folder(running.editor.place.cache, folder)
            running_still = '{"work": "publish", "state": "running", "began": "2026-11-23T11:00:00+01:00"}'
            (kept / "publish.json").write_text(running_still, encoding="utf-8")
            with FileLock(kept / "publish.lock"):
                page.goto(running.editor.start.partition("start")[0] + "publish")
                expect(page.locator("[data-progress]")).to_be_visible()
                look(page, "at work", modes, axe, found, files, tmp_path)
    assert not found, "\n".join(found)
    wrong = complaints(checkers, [str(file) for file in files])
    assert not wrong, "\n".join(wrong)


def look(
    page: Page, name: str, modes: tuple[Mode, ...], axe: str, found: list[str], files: list[Path], folder: Path
) -> None:
    """Hold a screen against axe-core in several modes, and against every width from a small phone to a desktop."""
    files.append(folder / f"{len(files)}.html")
    files[-1].write_text(
        "<!doctype html>\n" + page.locator("html").evaluate("(node) => node.outerHTML"), encoding="utf-8"
    )
    page.evaluate(axe)
    found += [f"{name}: {violation}" for violation in violations_in_all_modes(page, modes)]
    for width in (320, 390, 640, 768, 1024, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{name}: wider than {width}")
        if page.evaluate(_MEETS):
            found.append(f"{name}: the menu lies under its neighbour at {width}")


_MEETS: Final = """() => {
  const [nav, out] = [".top nav", ".top .out"].map((each) => document.querySelector(each)?.getBoundingClientRect());
  return Boolean(nav && out && nav.right > out.left + 1 && nav.top < out.bottom - 1 && out.top < nav.bottom - 1);
}"""


@pytest.mark.laws
def test_progress_is_shown_without_a_script_too(project: ProjectFactory, cache: Path, browser: Browser) -> None:
    folder = project({"site.yaml": SITE + "deploy: {to: folder, path: ../online}\n"})
    with previewing(folder, cache, with_editor=True) as running:
        assert running.editor is not None
        context: BrowserContext = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(running.editor.start)
        page.locator('nav a[href$="/publish"]').click()
        page.locator(".go input[type=checkbox]").uncheck()
        page.locator(".acts .go button").click()
        end = time.monotonic() + 120
        while page.locator("#done").count() == 0:
            assert time.monotonic() < end
            page.wait_for_timeout(200)
        expect(page.locator("#done")).to_have_text(EN("done_publish"))
        context.close()
    assert (folder.parent / "online/index.html").exists()
