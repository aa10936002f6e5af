"""`pin --out`: the pictures of each network with their words, and the links as QR codes."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from typing import Final

import pytest
from PIL import Image

from tests.conftest import Cli, ProjectFactory
from tests.support import AUDIT, DIRECT, SITE, tree

AFTER: Final = "2026-12-20T18:00"
STEPS: Final = """\
steps:
  - {title: A call, text: Twenty minutes.}
includes: [Twelve posts, Daily moderation]
"""


def pictures(folder: Path) -> dict[str, tuple[int, int]]:
    """Return a folder's pictures by name, with their sizes."""
    found = {}
    for path, content in tree(folder).items():
        if path.endswith(".png") and not path.endswith("qr.png"):
            with Image.open(BytesIO(content)) as picture:
                found[path] = picture.size
    return found


def test_a_network_gets_its_pictures_in_its_sizes(project: ProjectFactory, cli: Cli) -> None:
    folder = project({"offers/month.yaml": DIRECT + STEPS})
    done = cli("pin", "month", "--out", "posts", cwd=folder)
    assert done.code == 0, done.err
    slides = {f"carousel-{number}.png": (1080, 1350) for number in range(1, 6)}
    single = {"feed.png": (1080, 1350), "square.png": (1080, 1080), "story.png": (1080, 1920)}
    assert pictures(folder / "posts/month/en/instagram") == {**single, **slides}


def test_pictures_on_dark_paper_are_the_same_ones_in_dark(project: ProjectFactory, cli: Cli) -> None:
    """Who has a dark profile would have white pictures in it."""
    folder = project({"offers/month.yaml": DIRECT + STEPS})
    light = cli("pin", "month", "--out", "light", cwd=folder)
    dark = cli("pin", "month", "--out", "dark", "--cards", "dark", cwd=folder)
    assert (light.code, dark.code) == (0, 0)
    assert pictures(folder / "light") == pictures(folder / "dark")
    corners = []
    for name in ("light", "dark"):
        with Image.open(folder / name / "month/en/instagram/feed.png") as picture:
            corners.append(picture.convert("L").crop((0, 0, 5, 5)).tobytes()[0] > 128)
    assert corners == [True, False]


def test_each_picture_is_told_in_words(project: ProjectFactory, cli: Cli) -> None:
    folder = project({"offers/month.yaml": DIRECT + STEPS})
    cli("pin", "month", "--out", "posts", cwd=folder)
    words = (folder / "posts/month/en/instagram/alt.txt").read_text(encoding="utf-8")
    blocks = dict(block.split("\n", 1) for block in words.rstrip("\n").split("\n\n"))
    assert blocks["feed.png, square.png, story.png"].startswith(
        "A month of Instagram, run for you. €290 a month. "
        "Until 20 December 2026, 6\N{NO-BREAK SPACE}pm Madrid time. Book your month."
    )
    assert blocks["carousel-2.png"] == "Picture 2 of 5. What you get: Twelve posts; Daily moderation."
    assert len(blocks) == 6


def test_the_link_is_there_for_paper(project: ProjectFactory, cli: Cli) -> None:
    folder = project()
    cli("pin", "month", "--network", "instagram", "--out", "posts", cwd=folder)
    target = folder / "posts/month/en/instagram"
    assert (target / "qr.svg").read_bytes().startswith(b"<?xml")
    with Image.open(target / "qr.png") as picture:
        assert picture.width == picture.height > 400


def test_what_is_the_same_is_not_written_again(project: ProjectFactory, cli: Cli) -> None:
    folder = project()
    cli("pin", "month", "--out", "posts", cwd=folder)
    path = folder / "posts/month/en/instagram/feed.png"
    os.utime(path, (1, 1))
    cli("pin", "month", "--out", "posts", cwd=folder)
    assert path.stat().st_mtime == 1
    (folder / "offers/month.yaml").write_text(DIRECT.replace("290", "280"), encoding="utf-8")
    cli("pin", "month", "--out", "posts", cwd=folder)
    assert path.stat().st_mtime > 1


def test_pictures_that_are_no_more_are_taken_away_and_others_stay(project: ProjectFactory, cli: Cli) -> None:
    folder = project({"offers/month.yaml": DIRECT + STEPS})
    target = folder / "posts/month/en/instagram"
    cli("pin", "month", "--out", "posts", cwd=folder)
    (target / "mine.png").write_bytes(b"x")
    assert (target / "carousel-5.png").is_file()
    (folder / "offers/month.yaml").write_text(DIRECT, encoding="utf-8")
    cli("pin", "month", "--out", "posts", cwd=folder)
    assert not (target / "carousel-5.png").exists()
    assert (target / "carousel-4.png").is_file()
    cli("pin", "month", "--out", "posts", "--now", AFTER, cwd=folder)
    assert {path.name for path in target.glob("*.png")} == {"mine.png", "qr.png"}


def test_a_network_of_the_owners_own_gets_a_square(project: ProjectFactory, cli: Cli) -> None:
    folder = project({"site.yaml": f"{SITE}network_facts:\n  max: {{name: MAX, limit: 4000}}\n"})
    cli("pin", "month", "--network", "max", "--out", "posts", cwd=folder)
    assert pictures(folder / "posts/month/en/max") == {"post.png": (1080, 1080)}


def test_an_article_has_pictures_too(project: ProjectFactory, cli: Cli) -> None:
    folder = project()
    cli("pin", "first", "--network", "telegram", "--out", "posts", cwd=folder)
    assert set(pictures(folder / "posts/first/en/telegram")) == {"post.png", "story.png"}
    words = (folder / "posts/first/en/telegram/alt.txt").read_text(encoding="utf-8")
    assert "The first network. 1-minute read. Read the article." in words


def test_a_typeface_without_the_letters_is_said_and_the_texts_are_written(project: ProjectFactory, cli: Cli) -> None:
    folder = project({"offers/audit.yaml": AUDIT.replace("A free audit of your page", "უფასო აუდიტი")})
    done = cli("pin", "audit", "--out", "posts", cwd=folder)
    assert done.code == 0
    assert "note: no pictures of audit (en): Manrope has no 'უფასოდიტ'\n" in done.err
    target = folder / "posts/audit/en/instagram"
    assert "უფასო" in (target / "post.txt").read_text(encoding="utf-8")
    assert pictures(target) == {}


def test_a_text_without_room_is_named_and_nothing_is_written(project: ProjectFactory, cli: Cli) -> None:
    disclosure = "W" * 290
    offer = f"{DIRECT.replace('A month of Instagram', 'M' * 280)}ad_disclosure: {disclosure}\nshort_title: A month\n"
    folder = project({"offers/month.yaml": offer})
    done = cli("pin", "month", "--network", "vk", "--out", "posts", cwd=folder)
    assert done.code == 1
    assert "offers/month.yaml:1:1: month/en/vk/cover.png: no room at 35 px for: " in done.err
    assert "hint: shorten the text, or give it more room in the template" in done.err
    assert not (folder / "posts").exists()


@pytest.mark.parametrize("network", ["facebook", "instagram"])
def test_a_network_that_the_site_has_no_links_for_is_said(project: ProjectFactory, cli: Cli, network: str) -> None:
    done = cli("pin", "month", "--network", network, cwd=project({"site.yaml": SITE}))
    note = "note: Facebook: the site has no page for the short link; name the network under networks: in site.yaml"
    assert (note in done.err) == (network == "facebook")
