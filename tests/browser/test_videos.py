"""Videos in a real browser: nothing of another site is asked for before the click, and then exactly the frame."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import NOW, build_project
from tests.browser.server import SiteServer, serve
from tests.support import ARTICLE, BASE, CASE, SITE, write_files

pytestmark = pytest.mark.browser

VIMEO: Final = "https://player.vimeo.com/video/76979871?autoplay=1&dnt=1"
YOUTUBE: Final = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&rel=0"
RECORDED: Final = """async () => {
  const canvas = document.createElement("canvas");
  const paint = canvas.getContext("2d");
  const recorder = new MediaRecorder(canvas.captureStream(25), {mimeType: "video/webm;codecs=vp8"});
  const parts = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  const stopped = new Promise((done) => { recorder.onstop = done; });
  recorder.start();
  for (let shown = 0; shown < 20; shown++) {
    paint.fillStyle = `rgb(${shown * 12}, 80, 120)`;
    paint.fillRect(0, 0, 300, 150);
    await new Promise((done) => setTimeout(done, 40));
  }
  recorder.stop();
  await stopped;
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}"""
"""Records a short film with the browser's own recorder, so that no file and no other program is needed."""


class Visit:
    """A page, with what was asked of other hosts and what the browser complained of."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.asked: list[str] = []
        self.said: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.route(lambda address: not address.startswith(origin), self._answer)

    def _answer(self, route: Route) -> None:
        self.asked.append(route.request.url)
        route.fulfill(status=200, content_type="text/html", body="<p>the network's player</p>")


@pytest.fixture(scope="module")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteServer]:
    """A case with a video on a network, and an article with the owner's own and one by its address alone."""
    page = browser.new_page()
    clip = base64.b64decode(page.evaluate(RECORDED))
    page.close()
    folder = tmp_path_factory.mktemp("videos")
    article = ARTICLE.replace(
        "---\nOne", "video: {file: clip.webm, title: A film}\n---\nhttps://vimeo.com/76979871\n\nOne"
    )
    files: dict[str, str | bytes | None] = {
        "cases/cafe.yaml": f"{CASE}video: https://youtu.be/dQw4w9WgXcQ\n",
        "content/articles/first.md": article,
        "content/videos/clip.webm": clip,
    }
    files["site.yaml"] = f"{SITE}embeds: true\n"
    project = write_files(folder / "project", {**BASE, **files})
    built = build_project(project, Path(folder / "output"), NOW)
    with serve(built.folder, built.base, NOW) as server:
        yield server


@pytest.fixture
def visit(browser: Browser, site: SiteServer) -> Iterator[Visit]:
    context = browser.new_context(base_url=site.origin, viewport={"width": 390, "height": 800})
    yield Visit(context.new_page(), site.origin)
    context.close()


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
@pytest.mark.parametrize(("path", "embed"), [("/cases/cafe/", YOUTUBE), ("/articles/first/", VIMEO)])
@pytest.mark.sampled(2)
def test_a_networks_video_comes_with_the_click_and_not_before(visit: Visit, path: str, embed: str, by: str) -> None:
    """The network would learn of every visitor, which the privacy page denies; or the policy would bar the player."""
    page = visit.page
    page.goto(path, wait_until="networkidle")
    link = page.locator("a[data-embed]")
    link.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    assert visit.asked == []
    expect(page.locator("iframe")).to_have_count(0)
    if by == "mouse":
        link.click()
    else:
        link.focus()
        page.keyboard.press("Enter")
    expect(page.locator("iframe")).to_have_attribute("src", embed)
    expect(page.frame_locator("iframe").locator("p")).to_have_text("the network's player")
    assert visit.asked == [embed]
    assert visit.said == []
    expect(page).to_have_url(re.compile(f"{re.escape(path)}$"))
    expect(page.locator("iframe")).to_be_focused()
    box, wide = page.locator("iframe").bounding_box(), page.viewport_size
    assert box
    assert wide
    assert (box["x"] >= 0, box["x"] + box["width"] <= wide["width"], box["height"] > 150) == (True, True, True)


def test_the_policy_lets_in_that_frame_and_no_other(visit: Visit) -> None:
    """A page that had been tampered with could show any other site as its own."""
    page = visit.page
    page.goto("/cases/cafe/", wait_until="networkidle")
    foreign = (
        "https://evil.example/",
        VIMEO,
        "https://www.youtube.com/embed/dQw4w9WgXcQ",
        "https://youtube-nocookie.com/",
    )
    for address in foreign:
        page.evaluate(
            "(src) => { const f = document.createElement('iframe'); f.src = src; document.body.append(f); }", address
        )
    page.wait_for_timeout(500)
    assert visit.asked == []
    assert sum("frame-src" in said for said in visit.said) >= len(foreign)


def test_without_scripts_the_video_is_a_link(browser: Browser, site: SiteServer) -> None:
    with browser.new_context(base_url=site.origin, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/cases/cafe/")
        expect(page.locator("a.video-play")).to_have_attribute("href", "https://youtu.be/dQw4w9WgXcQ")


@pytest.mark.parametrize("by", ["picture", "button", "keyboard"])
def test_the_owners_own_video_plays(visit: Visit, by: str) -> None:
    """A film that is there and doesn't play is worse than none."""
    page = visit.page
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto("/articles/first/", wait_until="networkidle")
    video = page.locator("video")
    assert not [url for url in loaded if ".webm" in url]
    assert video.get_attribute("poster")
    if by == "picture":
        video.click()
    elif by == "button":
        box = video.bounding_box()
        assert box
        video.click(position={"x": 24, "y": box["height"] - 35})  # the browser's own play button
    else:
        video.focus()
        page.keyboard.press("Space")
    until = time.monotonic() + 20  # wait_for_function would need eval, which the policy bars
    while page.evaluate("document.querySelector('video').currentTime") < 0.1 and time.monotonic() < until:
        page.wait_for_timeout(50)
    assert page.evaluate("document.querySelector('video').currentTime") >= 0.1
    assert page.evaluate("document.querySelector('video').error") is None
    assert visit.asked == []
    assert visit.said == []


POSTS: Final = (
    "https://youtu.be/dQw4w9WgXcQ",
    "https://www.instagram.com/p/Cabcdefghij/",
    "https://vk.com/wall-1_12345",
    "https://vk.com/video-22822305_456241864",
    "https://t.me/durov/142",
    "https://www.tiktok.com/@scout2015/video/6718335390845095173",
    "https://vimeo.com/76979871",
)


def test_without_embeds_nothing_of_a_network_is_ever_loaded(browser: Browser, tmp_path: Path) -> None:
    """Owners who promise that nothing is loaded from networks would break that promise with each video."""
    article = ARTICLE + "\n" + "\n\n".join(POSTS) + "\n"
    project = write_files(tmp_path / "project", {**BASE, "content/articles/first.md": article})
    built = build_project(project, tmp_path / "output", NOW)
    headers = (tmp_path / "output/_headers").read_text("utf-8")
    assert "frame-src" not in headers
    assert "YouTube" not in (tmp_path / "output/privacy/index.html").read_text("utf-8")
    with serve(built.folder, built.base, NOW) as server, browser.new_context(base_url=server.origin) as context:
        visit = Visit(context.new_page(), server.origin)
        visit.page.goto("/articles/first/", wait_until="networkidle")
        cards = visit.page.locator("a.video-play")
        assert [card.get_attribute("href") for card in cards.all()] == list(POSTS)
        cards.last.scroll_into_view_if_needed()
        visit.page.wait_for_timeout(300)
        assert (visit.asked, visit.said) == ([], [])
        cards.first.click()
        visit.page.wait_for_url(POSTS[0])  # the visitor went there, the page loaded nothing
        assert visit.asked == [POSTS[0]]


def test_a_picture_of_ones_own_that_links_to_a_video_is_its_card(browser: Browser, tmp_path: Path) -> None:
    """The owner's picture would be a link among others, and the video a plate without a face."""
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 90"><rect width="160" height="90"/></svg>'
    article = f"{ARTICLE}\n[![The workshop](shop.svg)](https://vimeo.com/76979871)\n\nAfter it.\n"
    files = {"site.yaml": f"{SITE}embeds: true\n", "content/articles/first.md": article}
    project = write_files(tmp_path / "project", {**BASE, **files, "content/images/shop.svg": drawing})
    built = build_project(project, tmp_path / "output", NOW)
    with serve(built.folder, built.base, NOW) as server, browser.new_context(base_url=server.origin) as context:
        visit = Visit(context.new_page(), server.origin)
        visit.page.goto("/articles/first/")
        card = visit.page.get_by_role("link", name="Play: The workshop")
        expect(card.locator("img")).to_have_count(1)
        expect(visit.page.get_by_text("After it.")).to_be_visible()
        card.click()
        expect(visit.page.locator("iframe")).to_have_attribute("src", VIMEO)
        assert visit.asked == [VIMEO]
