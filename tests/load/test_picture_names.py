"""Pictures are found by the names that phones and Macs give them, however they are written."""

from __future__ import annotations

import io
import os
import re
import sys
import unicodedata
from html import unescape
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from site_gen.distribution import install_line
from site_gen.load import load_site
from site_gen.load.pictures import read_pictures
from site_gen.load.read_cache import ReadCache
from site_gen.load.references import find_picture, find_references
from site_gen.problems import ProjectError
from site_gen.render.markdown import MarkdownRenderer
from site_gen.sources.link_address import read_target
from tests.conftest import ProjectFactory
from tests.support import SITE
from tests.support_build import render


def jpeg(size: tuple[int, int] = (8, 6)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, "JPEG")
    return out.getvalue()


def article(body: str, front: str = "") -> dict[str, str | bytes]:
    return {"content/articles/one.md": f"---\ntitle: One\ndate: 2026-01-01\n{front}---\n{body}\n"}


NFD: Final = unicodedata.normalize("NFD", "йога 1.jpg")
WRITTEN: Final = {
    "WhatsApp Image 1.jpg": [
        "![x](WhatsApp Image 1.jpg)",
        "![x](<WhatsApp Image 1.jpg>)",
        "![x](WhatsApp%20Image%201.jpg)",
        '![x](WhatsApp Image 1.jpg "A title")',
        '<p><img alt="x" src="../images/WhatsApp Image 1.jpg"></p>',
    ],
    "café 1.JPG": ["![x](café 1.JPG)", "![x](caf%C3%A9%201.JPG)", "![x](cafe\u0301 1.JPG)"],
    "photo(1).jpg": [
        "![x](photo(1).jpg)",
        "![x](<photo(1).jpg>)",
        "![x](photo\\(1\\).jpg)",
        '<img src=photo(1).jpg alt="x">',
    ],
    "a#b.jpg": ["![x](a#b.jpg)", "![x](a%23b.jpg)"],
    **({} if sys.platform == "win32" else {"what?.jpg": ["![x](what?.jpg)"]}),
    "100%.jpg": ["![x](100%.jpg)"],
    "Mum's.jpg": ["![x](Mum's.jpg) and Dad's (too)"],
    "Tom & Jerry.jpg": ["![x](Tom & Jerry.jpg)", '<img src="Tom &amp; Jerry.jpg" alt="x">'],
    "йога 1.jpg": ["![x](йога 1.jpg)", f"![x]({NFD})"],
    NFD: ["![x](йога 1.jpg)", f"![x]({NFD})", f'<img src="{NFD}" alt="x">'],
    "IMG 0001 (2).JPG": ["![x](<IMG 0001 (2).JPG>)", "![x](IMG 0001 (2).JPG)", "[![x](<IMG 0001 (2).JPG>)](/cases/)"],
    "img.jfif": ["![x](img.jfif)"],
    "img.jpe": ["[![x](img.jpe)](/cases/)"],
}


@pytest.mark.parametrize(("name", "texts"), WRITTEN.items(), ids=WRITTEN)
def test_a_picture_is_shown_however_its_name_is_written(
    project: ProjectFactory, cache: Path, name: str, texts: list[str]
) -> None:
    """A name that isn't found would be an empty frame on the page of somebody who did nothing wrong."""
    site = render(project({f"content/images/{name}": jpeg(), **article("\n\n".join(texts))}), cache)
    shown = [image for image in site.document("articles/one/index.html").all("img") if image.get("alt") == "x"]
    assert len(shown) == len(texts)
    assert {image.get("src").lstrip("/") for image in shown} <= site.artifacts.keys()


@pytest.mark.parametrize("name", ["a#b.jpg", "WhatsApp Image 1.jpg", "йога.jpg", NFD])
def test_a_key_names_a_picture_as_it_is(project: ProjectFactory, cache: Path, name: str) -> None:
    site_yaml = f'{SITE}photo: {{image: "{unicodedata.normalize("NFC", name)}", alt: It}}\n'
    site = render(project({f"content/images/{name}": jpeg(), "site.yaml": site_yaml}), cache)
    src = site.view("index.html")["site"]["photo"]["src"]
    assert src.lstrip("/") in site.artifacts


RENDERER: Final = MarkdownRenderer()
FILE_NAMES: Final = st.text(st.sampled_from("ab .()1-_'é#?&%"), min_size=1, max_size=12)


@given(FILE_NAMES, st.sampled_from(["![x]({})", "![x](<{}>)", '![x]({} "t")']))
def test_what_is_found_is_what_markdown_shows(name: str, written: str) -> None:
    """A picture that is checked under one name and shown under another is a broken one."""
    text = written.format(name)
    html = str(RENDERER.render({"markdown": text, "pictures": {}, "links": {}}, str))
    found = [reference.target for reference in find_references(text) if reference.is_picture]
    shown = html.partition('src="')[2].partition('"')[0] if "<img" in html else None
    if found and shown is not None:
        assert found[0] == unescape(shown)
    elif shown:
        raise AssertionError(f"{text!r}: {shown!r} is shown, nothing is found")


@given(st.text(st.sampled_from("ab()<>\"' \\\n"), max_size=30))
def test_a_target_ends_inside_its_text(text: str) -> None:
    found = read_target(f"({text}", 0)
    assert found is None or 0 < found[1] <= len(text) + 1


def test_the_name_as_written_comes_first() -> None:
    """Where both exist, 'a%20b.jpg' is the file of this very name."""
    assert find_picture("a%20b.jpg", {"a b.jpg", "a%20b.jpg"}) == "a%20b.jpg"
    assert find_picture("a%20b.jpg?v=2#x", {"a b.jpg"}) == "a b.jpg"
    assert find_picture("b.jpg", {"a.jpg"}) is None


def test_pictures_in_code_are_text(project: ProjectFactory, cache: Path) -> None:
    site = render(project(article('```html\n<img src="none.jpg">\n```\n\n`<img src="no.jpg">`')), cache)
    assert "&lt;img src=" in site.text("articles/one/index.html")


def test_a_raw_picture_keeps_what_its_author_gave_it(project: ProjectFactory, cache: Path) -> None:
    raw = '<figure>\n<img src="a.jpg" class="wide" alt="A &amp; B" onerror="x()">\n</figure>'
    text = render(project({"content/images/a.jpg": jpeg(), **article(raw)}), cache).text("articles/one/index.html")
    shown = text.partition("<figure>")[2].partition("</figure>")[0]
    assert 'type="image/avif"' in shown
    assert 'class="wide"' in shown
    assert 'alt="A &amp; B"' in shown
    assert "onerror" not in shown


# --- files that can't be shown ----------------------------------------------------------------------------------------


def test_a_damaged_file_that_nothing_uses_stops_no_build(project: ProjectFactory) -> None:
    loaded = load_site(project({"content/images/old.jpg": jpeg()[:100]}))
    (warning,) = [found for found in loaded.warnings if found.location.file.startswith("content/images")]
    assert "damaged" in warning.message


def test_heic_without_its_package_is_called_by_its_name(
    project: ProjectFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ "There is no picture" would send its owner looking for a file that is there."""
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\x10mdat" + bytes(8)
    hint = re.escape(install_line("heic"))
    with pytest.raises(ProjectError, match=rf"this is HEIC, the format of iPhones\n.*{hint}"):
        load_site(project({"content/images/a.HEIC": heic, **article("![x](a.HEIC)")}))


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes in folders there")
def test_pipes_and_links_out_of_the_project_are_refused_unread(tmp_path: Path) -> None:
    """Opening a pipe would wait for ever; a link could publish a file that nobody meant to."""
    folder = tmp_path / "project" / "content" / "images"
    folder.mkdir(parents=True)
    (tmp_path / "secret.jpg").write_bytes(jpeg())
    (folder / "real.jpg").write_bytes(jpeg())
    os.mkfifo(folder / "pipe.jpg")
    (folder / "device.png").symlink_to("/dev/zero")
    (folder / "out.jpg").symlink_to(tmp_path / "secret.jpg")
    (folder / "in.jpg").symlink_to(folder / "real.jpg")
    (folder / "nowhere.jpg").symlink_to(folder / "gone.jpg")
    with (folder / "huge.jpg").open("wb") as huge:
        huge.truncate(200_000_000)
    gallery = read_pictures(tmp_path / "project", ReadCache())
    assert set(gallery.files) == {"real.jpg", "in.jpg"}
    assert {name: problem.message for name, problem in gallery.unfit.items()} == {
        "pipe.jpg": "this is not an ordinary file",
        "device.png": "this is not an ordinary file",
        "out.jpg": "this is a link to a file outside the project",
        "nowhere.jpg": "the link points to a file that does not exist",
        "huge.jpg": "the file is too big: 200 MB, and at most 100 MB are read",
    }


def test_what_systems_put_into_folders_is_no_picture(tmp_path: Path) -> None:
    folder = tmp_path / "content" / "images"
    folder.mkdir(parents=True)
    for name in ("Thumbs.db", "desktop.ini", ".DS_Store", "._a.jpg"):
        (folder / name).write_bytes(b"x")
    gallery = read_pictures(tmp_path, ReadCache())
    assert not gallery.files
    assert not gallery.unfit


def test_texts_are_read_in_one_form(project: ProjectFactory, cache: Path) -> None:
    """A Mac's "й" in two characters would lose its breve in the address of a heading."""
    heading = unicodedata.normalize("NFD", "Мой йога-клуб")
    site = render(project(article(f"## {heading}\n\n[down](#{'мой-йога-клуб'})")), cache)
    assert 'id="мой-йога-клуб"' in site.text("articles/one/index.html")


def test_who_names_a_picture_alone_is_told_where_its_words_go(project: ProjectFactory) -> None:
    """A line `alt: …` below `picture: a.jpg`, as the hint was, is an unknown key: the build stops for it."""
    files = article("Text.", "picture: a.jpg\n") | {"content/images/a.jpg": jpeg((1600, 1000))}
    files |= {"content/articles/two.md": "---\ntitle: T\ndate: 2026-01-01\npicture: {image: a.jpg}\n---\nText.\n"}
    hints = {
        problem.location.file: problem.hint
        for problem in load_site(project({"site.yaml": SITE, **files})).warnings
        if "alt text" in problem.message
    }
    assert (hints["content/articles/one.md"] or "").startswith(
        "write 'picture: {image: a.jpg, alt: …}': what can be seen"
    )
    assert (hints["content/articles/two.md"] or "").startswith("write alt: what can be seen")
