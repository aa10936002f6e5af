"""Videos in texts and on pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from site_gen.model.videos import network_video
from site_gen.pages.localized_site import network_view
from site_gen.render.markdown import MarkdownRenderer
from site_gen.render.templates import TemplateRenderer, TemplateSet
from site_gen.render.video import video_html
from tests.browser.site import parse

SITE: dict[str, Any] = {"assets": {"icons": "/icons.svg", "files": {"video/poster.svg": "/poster.svg"}}}
URL = "https://youtu.be/dQw4w9WgXcQ"
WORDS = dict.fromkeys(("video.play", "video.open", "video.notice", "video.opens"), "words")


def words(key: str, **values: str) -> str:
    return " ".join([key, *values.values()])


def view(url: str = URL) -> Any:
    found = network_video(url)
    assert found is not None
    return network_view(found, words)


def made(text: str) -> str:
    body = {"markdown": text, "pictures": {}, "links": {}, "videos": {URL: view()}}
    return str(MarkdownRenderer().render(body, words, SITE))


def test_a_video_is_a_link_and_loads_nothing() -> None:
    """Every visitor's address would go to the network, asked or not; without scripts there would be nothing."""
    page = parse(str(video_html(view(), words, SITE)))
    link = page.first("a").attributes
    assert link["href"] == URL
    assert link["data-embed"].startswith("https://www.youtube-nocookie.com/embed/")
    assert not list(page.all("iframe"))
    assert not list(page.all("img"))


def test_a_line_with_an_address_becomes_the_video_between_two_paragraphs() -> None:
    """The words around it would be lost, or the video would be in the middle of a sentence."""
    for text in (f"Before\n{URL}\nafter", f"Before\n\n{URL}\n\nafter", f"Before  \n{URL}\\\nafter"):
        html = made(text)
        before, _, rest = html.partition("<figure")
        assert before.strip() == "<p>Before</p>"
        assert rest.partition("</figure>")[2].strip() == "<p>after</p>"


def test_an_address_elsewhere_stays_a_link() -> None:
    """A sentence with a link would be torn apart."""
    for text in (f"See {URL} now", f"[words]({URL})", f"- {URL} x", f"`{URL}`"):
        assert "<figure" not in made(text)


def test_a_file_is_played_by_the_browser_with_a_picture() -> None:
    """Phones would load the whole file before anybody asks for it, and show a black box."""
    own = {**view(), "embed": "", "network_name": "", "url": "/videos/a.mp4", "type": "video/mp4", "title": "A day"}
    page = parse(str(video_html(own, words, SITE)))
    video = page.first("video").attributes
    assert (video["preload"], video["poster"], "controls" in video) == ("none", "/poster.svg", True)
    assert page.first("source").attributes == {"src": "/videos/a.mp4", "type": "video/mp4"}


def test_videos_follow_a_theme_that_changes_in_a_preview(tmp_path: Path) -> None:
    """Whoever works on the theme's icons would see the new ones on the page, and none on its videos."""
    (tmp_path / "page.html").write_text("{{ video|video }}{{ body|markdown }}{{ site.assets.icons }}")
    renderer = TemplateRenderer(TemplateSet((tmp_path,), ("themes/own",), {"en": WORDS}, "UTC"))
    body = {"markdown": URL, "pictures": {}, "links": {}, "videos": {URL: view()}}
    for icons in ("/old.svg", "/new.svg"):
        site = {"lang": "en", "assets": {"icons": icons, "files": {}}}
        renderer.renew([site])
        page = renderer.render("page.html", {"site": site, "video": view(), "body": body}).decode()
        assert page.count(icons) == 3
