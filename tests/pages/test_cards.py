"""Drawn pictures for link previews: only if site.yaml asks for them, without price or date, named by content hash."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from PIL import Image

from site_gen.render.artifact import FromTypst
from tests.conftest import ProjectFactory
from tests.support import AUDIT, CASE, DIRECT, SITE
from tests.support_build import Rendered, render

PAGES: Final = f"{SITE}theme: {{cards: pages}}\n"
PHOTO: Final = 'photo: {image: me.png, alt: "Mara at her desk"}\n'
PAGE: Final = "content/pages/terms.md"


def photo() -> bytes:
    out = BytesIO()
    Image.new("RGB", (1400, 900), "#336699").save(out, "PNG")
    return out.getvalue()


def image(site: Rendered, path: str) -> dict[str, Any] | None:
    found: dict[str, Any] | None = site.view(path)["page"]["image"]
    return found


def drawn(site: Rendered) -> dict[str, FromTypst]:
    makers = {path: artifact.maker for path, artifact in site.artifacts.items()}
    return {path: maker for path, maker in makers.items() if isinstance(maker, FromTypst)}


def test_nothing_is_drawn_unless_it_is_asked_for(project: ProjectFactory, cache: Path) -> None:
    site = render(project(), cache)
    assert drawn(site) == {}
    assert image(site, "offers/month/index.html") is None


def test_offers_alone_may_be_drawn(project: ProjectFactory, cache: Path) -> None:
    site = render(project({"site.yaml": f"{SITE}theme: {{cards: offers}}\n"}), cache)
    assert {maker.data["title"] for maker in drawn(site).values()} == {
        "A month of Instagram, run for you",
        "A free audit of your page",
        "The whole year",
    }
    assert image(site, "cases/cafe/index.html") is None


def test_every_page_has_a_picture_of_its_own_or_the_sites(project: ProjectFactory, cache: Path) -> None:
    site = render(project({"site.yaml": PAGES, PAGE: "---\ntitle: Terms\n---\nText.\n"}), cache)
    for path, title in {
        "offers/month/index.html": "A month of Instagram, run for you",
        "cases/cafe/index.html": "Followers from 1,200 to 4,800 in four months",
        "articles/first/index.html": "The first network",
        "terms/index.html": "Terms",
        "index.html": "Cafés get regulars from Instagram",
        "cases/index.html": "Cafés get regulars from Instagram",
    }.items():
        view = image(site, path)
        assert view is not None
        file = view["url"].removeprefix("https://mara.example/")
        assert drawn(site)[file].data["title"] == title
        assert view["alt"].startswith(title)
    assert len(drawn(site)) == 8  # six things in English, and the site's own in both languages
    assert image(site, "404.html") is None


def test_a_picture_has_the_size_it_says(project: ProjectFactory, cache: Path) -> None:
    site = render(project({"site.yaml": PAGES}), cache)
    view = image(site, "cases/cafe/index.html")
    assert view is not None
    with Image.open(BytesIO(site.bytes(view["url"].removeprefix("https://mara.example/")))) as picture:
        assert picture.size == (view["width"], view["height"]) == (1200, 630)


def test_a_case_is_led_by_its_number(project: ProjectFactory, cache: Path) -> None:
    site = render(project({"site.yaml": PAGES}), cache)
    (card,) = [maker.data for path, maker in drawn(site).items() if "cases-cafe" in path]
    assert card["number"] == {"text": "×4", "metric": "Followers"}
    assert (card["label"], card["below"]) == ("Case study", "Casa Blau")


def test_a_photo_of_the_page_comes_first_and_its_card_before_the_owners_photo(
    project: ProjectFactory, cache: Path
) -> None:
    files = {
        "site.yaml": PAGES + PHOTO,
        "content/images/me.png": photo(),
        "content/images/cover.png": photo(),
        "cases/cafe.yaml": f'{CASE}cover: {{image: cover.png, alt: "The counter"}}\n',
    }
    site = render(project(files), cache)
    covered, offer, missing = (
        image(site, path) for path in ("cases/cafe/index.html", "offers/month/index.html", "404.html")
    )
    assert covered is not None
    assert covered["alt"] == "The counter"
    assert offer is not None
    assert "/images/card-offers-month-" in offer["url"]
    assert missing is not None
    assert missing["alt"] == "Mara at her desk"


def test_a_preview_names_no_price_and_no_moment(project: ProjectFactory, cache: Path) -> None:
    site = render(project({"site.yaml": PAGES}), cache)
    (card,) = [maker.data for path, maker in drawn(site).items() if "offers-month" in path]
    said = str({key: value for key, value in card.items() if key not in {"width", "height", "colors", "safe"}})
    assert not re.search(r"290|390|350|2026|€", said)


def test_a_changed_picture_has_another_name(project: ProjectFactory, cache: Path) -> None:
    before = render(project({"site.yaml": PAGES}), cache)
    after = render(project({"site.yaml": PAGES, "offers/audit.yaml": AUDIT.replace("your page", "a page")}), cache)
    priced = render(project({"site.yaml": PAGES, "offers/month.yaml": DIRECT.replace("290", "280")}), cache)
    assert [path for path in drawn(after) if path not in drawn(before)] == [
        path for path in drawn(after) if "offers-audit" in path
    ]
    assert set(drawn(priced)) == set(drawn(before))


def test_a_text_that_the_typeface_cannot_show_leaves_the_page_as_it_was(project: ProjectFactory, cache: Path) -> None:
    files = {"site.yaml": PAGES, "offers/audit.yaml": AUDIT.replace("A free audit of your page", "უფასო აუდიტი")}
    site = render(project(files), cache)
    assert image(site, "offers/audit/index.html") is None
    assert image(site, "offers/month/index.html") is not None


def test_a_project_may_draw_them_its_own_way(project: ProjectFactory, cache: Path) -> None:
    own = f"{SITE}theme: {{cards: offers}}\n"
    template = (
        "#let d = json(bytes(sys.inputs.data))\n#set page(width: d.width * 1pt, height: d.height * 1pt, fill: blue)\n"
        "#d.title\n"
    )
    plain = render(project({"site.yaml": own}), cache)
    changed = render(project({"site.yaml": own, "themes/studio/cards/page.typ": template}), cache)
    path, other = (next(path for path in drawn(site) if "offers-month" in path) for site in (plain, changed))
    assert other != path
    with Image.open(BytesIO(changed.bytes(other))) as picture:
        assert picture.convert("RGB").getpixel((1190, 620)) == (0, 116, 217)  # Typst's blue
