"""Texts as people bring them: folders, drafts of other generators, what the policy blocks, and too much of anything."""

from __future__ import annotations

import time

import pytest

from site_gen.load.project import load_site
from site_gen.model.security_policy import allows, policy_text, security_policy, with_frames
from site_gen.problems import ProjectError
from tests.conftest import Cli, ProjectFactory

HEAD = "---\ntitle: T\ndate: 2026-01-01\n---\n"


def problems(project: ProjectFactory, files: dict[str, str | bytes]) -> list[tuple[str, int, str, str]]:
    try:
        found = load_site(project(files)).warnings
    except ProjectError as error:
        found = tuple(error.problems)
    return [
        (p.location.file, p.location.line, p.message, p.hint)
        for p in found
        if p.location.file.startswith(("content/articles", "content/videos", "content/pages"))
    ]


BLOCKED = {
    "iframe": '<iframe src="https://maps.example.net/x"></iframe>',
    "embed": '<embed src="https://a.example.net/x">',
    "object": '<object data="https://a.example.net/x"></object>',
    "a picture": "![words](https://a.example.net/x.jpg)",
    "img": '<img alt="x" src="//a.example.net/x.jpg">',
    "srcset": '<img alt="x" srcset="https://a.example.net/x.jpg 2x">',
    "video": '<video src="https://a.example.net/x.mp4"></video>',
    "script": "<script>alert(1)</script>",
    "a script's file": '<script src="https://a.example.net/x.js"></script>',
    "style": '<p style="color: red">x</p>',
    "a style sheet": "<style>p { color: red }</style>",
    "onclick": '<b onclick="x()">x</b>',
    "form": '<form action="https://a.example.net/"></form>',
    "refresh": '<meta http-equiv="refresh" content="0">',
    "base": '<base href="/x/">',
    "a link that runs": '<a href="javascript:x()">x</a>',
    "in a list": "- a\n\n  <iframe src='https://a.example.net/'></iframe>",
}


@pytest.mark.parametrize("text", BLOCKED.values(), ids=BLOCKED)
def test_what_the_policy_blocks_is_warned_of_at_its_line(project: ProjectFactory, text: str) -> None:
    """Visitors would see a hole, and the owner, whose editor shows everything, would never know."""
    found = problems(project, {"content/articles/x.md": f"{HEAD}One.\n\n{text}\n"})
    assert found
    assert {place for _, place, _, _ in found} == {7 + text.count("\n")}
    assert all(hint for *_, hint in found)


@pytest.mark.parametrize(
    "text",
    [
        "`<iframe src=x>`",
        "```html\n<script>x</script>\n```",
        "    <script>x</script>",
        "- a\n\n  ```\n  <script>x</script>\n  ```",
        "<!-- <script>x</script> -->",
        '<img alt="x" src="https://mara.example/x.jpg">',
        '<a href="https://a.example.net/">x</a>',
        "<details><summary>x</summary>\n\ny\n\n</details>",
    ],
)
def test_what_is_shown_is_not_warned_of(project: ProjectFactory, text: str) -> None:
    """False warnings make people stop reading them."""
    assert problems(project, {"content/articles/x.md": f"{HEAD}{text}\n"}) == []


def test_the_hint_for_a_known_video_names_its_network(project: ProjectFactory) -> None:
    """Who pastes the code of a "share" button would not learn that the address alone is enough."""
    text = '<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ"></iframe>'
    [(_, _, _, hint)] = problems(project, {"content/articles/x.md": HEAD + text})
    assert "YouTube" in hint


def test_a_policy_falls_back_and_takes_frames() -> None:
    """A check that knows another policy than the pages have would warn of the wrong things."""
    policy, own = security_policy(None), "https://a.example"
    assert allows(policy, "img-src", "/x.jpg", own)
    assert allows(policy, "img-src", "https://A.example/x.jpg", own)
    assert not allows(policy, "frame-src", "/x", own)
    text = with_frames(policy_text(policy), ["https://b.example"])
    assert "; frame-src https://b.example; form-action 'self'; base-uri 'none'" in text


HELD = ["published: false", "status: draft", "hidden: true", "draft: yes", "published: 'no'", "visibility: private"]


@pytest.mark.parametrize("line", HELD)
def test_what_another_generator_holds_back_is_a_draft(project: ProjectFactory, line: str) -> None:
    """An unfinished post would be put online."""
    site = load_site(project({"content/articles/x.md": HEAD.replace("date", f"{line}\ndate")})).site
    assert [article.slug for article in site.articles if article.original.draft] == ["x"]


def test_texts_in_folders_are_read_with_their_pictures(project: ProjectFactory, cli: Cli) -> None:
    """A blog of bundles would vanish, and the build would say that all is well."""
    from tests.load.rich import PIXEL

    folder = project(
        {
            "content/articles/bundle/index.md": HEAD.replace("date", "picture: {image: cup.png, alt: x}\ndate")
            + "![A cup](cup.png) [b](../2024/deep/other.md)\n",
            "content/articles/bundle/cup.png": PIXEL,
            "content/articles/2024/deep/other.md": f"{HEAD}[a](../../bundle/index.md)\n",
            "content/pages/about.markdown": "---\ntitle: A\n---\nx\n",
        }
    )
    assert cli("build", "--now", "2026-06-01T12:00Z", cwd=folder).code == 0
    page = (folder / "output/articles/bundle/index.html").read_text()
    assert page.count("/images/articles-bundle-cup") > 1
    assert 'href="/articles/other/"' in page
    assert 'href="/articles/bundle/"' in (folder / "output/articles/other/index.html").read_text()
    assert (folder / "output/about/index.html").exists()


def test_one_address_for_two_texts_is_an_error(project: ProjectFactory) -> None:
    """One of the two would be lost."""
    found = problems(project, {"content/articles/x/index.md": HEAD, "content/articles/2024/x.md": HEAD})
    assert [message for _, _, message, _ in found] == ["'x' is also the name of content/articles/2024/x.md"]


def test_texts_that_can_not_be_read_are_an_error_with_their_number(project: ProjectFactory) -> None:
    """A blog in another format would be left out in silence."""
    found = problems(project, {"content/articles/a.mdx": "x", "content/articles/y/b.rst": "x"})
    assert [message for _, _, message, _ in found] == ["2 of the texts here can't be read: a.mdx, y/b.rst"]


TOO_MUCH = {
    "brackets": "[" * 8000,
    "pictures": "![" * 4000,
    "named": "[a]: http://x.example\n\n" + "[" * 8000,
    "never closed": "[a](" * 3000,
    "stars": "*a " * 9000,
    "quotations": ">" * 3000,
    "lists": "- " * 3000 + "x",
    "nested": "\n".join("  " * depth + "- x" for depth in range(300)),
}


@pytest.mark.parametrize("text", TOO_MUCH.values(), ids=TOO_MUCH)
def test_too_much_is_an_error_at_its_line(project: ProjectFactory, text: str) -> None:
    """A damaged file would stop the build for minutes, without a word."""
    began = time.perf_counter()
    found = problems(project, {"content/articles/x.md": f"{HEAD}One.\n\n{text}\n"})
    assert time.perf_counter() - began < 5
    assert found
    assert all(file == "content/articles/x.md" and line >= 7 for file, line, _, _ in found)


def _box(kind: bytes, content: bytes) -> bytes:
    return (len(content) + 8).to_bytes(4, "big") + kind + content


def test_a_video_that_tells_its_place_is_warned_of(project: ProjectFactory) -> None:
    """Whoever films at home would publish the address of their home."""
    start = _box(b"ftyp", b"mp42\0\0\0\0mp42")
    place = _box(b"moov", _box(b"udta", _box(b"\xa9xyz", b"\0\x12\x15\xc7+41.3851+002.1734/")))
    plain = _box(b"moov", b"") + _box(b"mdat", b"\xa9xyz is only a picture here")
    found = problems(project, {"content/videos/a.mp4": start + place, "content/videos/b.mp4": start + plain})
    assert [(file, message) for file, _, message, _ in found] == [
        ("content/videos/a.mp4", "the video says where it was taken, and is published as it is")
    ]


def test_a_video_that_is_not_there_is_an_error_at_its_key(project: ProjectFactory) -> None:
    """The page would have an empty box."""
    text = HEAD.replace("date", "video: {file: clip.mp4}\ndate")
    [(file, line, message, _)] = problems(project, {"content/articles/x.md": text})
    assert (file, line, message) == ("content/articles/x.md", 3, "there is no video 'clip.mp4'")
