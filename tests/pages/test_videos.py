"""Videos on the pages of a built site."""

from __future__ import annotations

from tests.conftest import Cli, ProjectFactory
from tests.support import SITE


def test_only_the_page_with_the_video_allows_its_frame(project: ProjectFactory, cli: Cli) -> None:
    """Every page would let other sites in, or the video would not play."""
    text = "---\ntitle: T\ndate: 2026-01-01\nvideo: {file: a.mp4}\n---\nhttps://vimeo.com/76979871\n"
    clip = b"\0\0\0\x10ftypmp42\0\0\0\0"
    folder = project(
        {"site.yaml": f"{SITE}embeds: true\n", "content/articles/x.md": text, "content/videos/a.mp4": clip}
    )
    assert cli("build", "--now", "2026-06-01T12:00Z", cwd=folder).code == 0
    page = (folder / "output/articles/x/index.html").read_text()
    assert "frame-src https://player.vimeo.com; form-action" in page
    [file] = (folder / "output/videos").iterdir()
    assert file.read_bytes() == clip
    assert f"/videos/{file.name}" in page
    assert "/assets/video/video-" in page
    assert "Vimeo" in (folder / "output/privacy/index.html").read_text()
    home = (folder / "output/index.html").read_text()
    assert "frame-src" not in home
    assert "/assets/video/" not in home
    assert "frame-src https://player.vimeo.com;" in (folder / "output/_headers").read_text()


def test_a_feed_links_to_the_video(project: ProjectFactory, cli: Cli) -> None:
    """Readers of feeds would see nothing; and footnotes would lead to the feed's own address."""
    text = "---\ntitle: T\ndate: 2026-01-01\n---\nhttps://vimeo.com/76979871\n\nx[^1] [y](#z)\n\n[^1]: note\n"
    folder = project({"content/articles/x.md": text})
    assert cli("build", "--now", "2026-06-01T12:00Z", cwd=folder).code == 0
    feed = (folder / "output/feed.xml").read_text()
    assert '&lt;a href="https://vimeo.com/76979871"' in feed.replace("&#34;", '"')
    assert "https://mara.example/articles/x/#fn" in feed
    assert "https://mara.example/articles/x/#z" in feed
