"""Sections that site.yaml fills: their order, their places, their words in each language, and the announcement."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any, Final

import pytest

from site_gen.load import load_site
from site_gen.model.sections import SECTIONS, USUAL
from site_gen.model.timeline import coming
from site_gen.pages.profile import REVIEWS
from tests.conftest import ProjectFactory
from tests.load.rich import PIXEL
from tests.support import CASE, NOW, ROOT, SITE
from tests.support_build import Rendered, render

FILLED: Final = """\
clients:
  - {name: Casa Blau, logo: {image: blau.png}, case: cafe}
  - {name: Forn Vidal, url: https://forn.example/}
numbers:
  - {value: 1284500, unit: EUR, name: of bookings, period: since 2019, source: the tills}
team:
  - {name: Pau Serra, role: Photographs, text: Films too., photo: {image: pau.png, alt: Pau}, url: https://pau.example/}
questions:
  - {question: Who owns the pictures?, answer: "You do, see [the cases](/cases/)."}
credentials:
  - {kind: press, title: Sold out by ten, by: Diari de Girona, year: 2026, url: https://diari.example/}
"""
MORE_CONTACT: Final = """\
  email: hello@mara.example
  address: Carrer de la Força 12
  booking: {url: https://www.cal.example/mara, title: A call of twenty minutes}
  map: {image: map.png, alt: The street, caption: © OpenStreetMap, url: "https://osm.example/?mlat=1&mlon=2"}
"""
SITE_WITH_ALL: Final = SITE.replace("  email: hello@mara.example\n", MORE_CONTACT) + FILLED
PICTURES: Final[dict[str, str | bytes | None]] = {
    f"content/images/{name}.png": PIXEL for name in ("blau", "pau", "map")
}
SPANISH: Final = """\
role: Redes
numbers: [{name: en reservas, period: desde 2019, source: las cajas}]
questions: [{question: ¿De quién son las fotos?, answer: Tuyas.}]
contact: {booking: {title: Una llamada}}
"""


def made(project: ProjectFactory, cache: Path, more: str = "", **files: str) -> Rendered:
    return render(project({**PICTURES, "site.yaml": SITE_WITH_ALL + more, **files}), cache)


def headings(site: Rendered, path: str) -> list[str]:
    return re.findall("<h2>(.*?)</h2>", site.text(path))


def words_of(html: str) -> str:
    """Return what people read of a piece of HTML."""
    return " ".join(unescape(re.sub("<[^>]*>", " ", html)).split()).replace(" ,", ",").replace(" .", ".")


def test_every_section_has_a_template_and_a_place_in_the_usual_order() -> None:
    """A name that site.yaml allows and no theme shows would fail the build of whoever writes it."""
    folder = ROOT / "site_gen" / "themes" / "studio" / "templates" / "partials" / "sections"
    assert {path.stem for path in folder.glob("*.html")} == set(SECTIONS)
    assert set(USUAL) == set(SECTIONS) - {"offer"}


def test_the_home_page_has_the_sections_in_the_owners_order(project: ProjectFactory, cache: Path) -> None:
    """Owners who put the questions before the prices would find them at the end again."""
    usual = headings(made(project, cache), "index.html")
    assert usual == [
        "Clients", "Results", "In numbers", "Services", "The team", "Training, awards and press", "Book a call",
        "Questions", "Worth reading", "How to get here", "Contact",
    ]  # fmt: skip
    chosen = headings(made(project, cache, "home: [hero, faq, offer, results, clients, booking, map]\n"), "index.html")
    expected = ["Questions", "Offer", "Results", "Clients", "Book a call", "How to get here", "Contact"]
    assert chosen == expected


def test_sections_without_anything_are_not_there(project: ProjectFactory, cache: Path) -> None:
    site = render(project(), cache)
    assert headings(site, "index.html") == ["Results", "Services", "Worth reading", "Contact"]
    assert "sections.css" not in site.text("index.html")
    assert not [path for path in site.artifacts if path.startswith(("assets/sections/", "assets/statistics/"))]


def test_other_pages_show_what_belongs_there(project: ProjectFactory, cache: Path) -> None:
    """Who asks about the owner, or about prices, is on another page than the home page."""
    site = made(project, cache)
    assert {"In numbers", "The team", "Training, awards and press"} <= set(headings(site, "profile/index.html"))
    assert "Questions" in headings(site, "services/index.html")
    assert "sections/sections-" in site.text("services/index.html")
    assert "sections/sections-" not in site.text("cases/index.html")


def test_what_is_shown_is_what_was_written(project: ProjectFactory, cache: Path) -> None:
    site = made(project, cache)
    document, page = site.document("index.html"), words_of(site.text("index.html"))
    for words in ("€1,284,500", "of bookings, since 2019", "Source: the tills", "Pau Serra", "Films too.", "Forn Vidal",
                  "In the press", "Diari de Girona, 2026", "A call of twenty minutes", "Opens cal.example.",
                  "Carrer de la Força 12", "© OpenStreetMap", "Who owns the pictures?"):  # fmt: skip
        assert words in page, words
    links = {element.get("href") for element in document.all("a")}
    assert {"/cases/cafe/", "https://forn.example/", "https://pau.example/", "https://diari.example/",
            "https://www.cal.example/mara", "https://osm.example/?mlat=1&mlon=2"} <= links  # fmt: skip
    assert {"Casa Blau", "The street", "Pau"} <= {element.get("alt") for element in document.all("img")}


def test_maps_and_calendars_load_nothing_of_others(project: ProjectFactory, cache: Path) -> None:
    """A map that loads tiles tells its service of every visitor, which the privacy page denies."""
    site = made(project, cache)
    document = site.document("index.html")
    loaded = [
        element.get(name)
        for element in document.all("img", "source", "script", "iframe", "link")
        for name in ("src", "srcset", *(("href",) if element.get("rel") in {"stylesheet", "preload"} else ()))
        if element.get(name)
    ]
    assert loaded
    assert not [address for address in loaded if not address.startswith("/")]
    assert "img-src 'self';" in site.text("_headers")


def test_overlays_translate_the_words_and_keep_the_numbers(project: ProjectFactory, cache: Path) -> None:
    site = made(project, cache, **{"site.es.yaml": SPANISH})
    page = words_of(site.text("es/index.html"))
    for words in ("1.284.500", "en reservas, desde 2019", "Fuente: las cajas", "¿De quién son las fotos?", "Tuyas.",
                  "Una llamada", "Se abre cal.example."):  # fmt: skip
        assert words in page, words


def test_questions_are_not_marked_up_for_search_engines(project: ProjectFactory, cache: Path) -> None:
    """Google shows no such results since May 2026: the mark-up would weigh on the page for nothing."""
    assert made(project, cache).nodes("index.html", "FAQPage") == []


@pytest.mark.parametrize("path", ["services/index.html", "index.html"])
def test_a_review_has_its_portrait(project: ProjectFactory, cache: Path, path: str) -> None:
    reviews = "reviews: [{by: Anna, text: Good, date: 2026-06-03, photo: {image: pau.png, alt: Anna}}]\n"
    page = made(project, cache, **{"content/reviews.yaml": reviews}).text(path)
    (said,) = re.findall("<figcaption>(.*?)</figcaption>", page, re.DOTALL)
    assert 'alt="Anna"' in said
    assert "sections/sections-" in page


def test_the_review_of_a_case_has_its_portrait(project: ProjectFactory, cache: Path) -> None:
    """Whose only portraits are in cases would have them without a shape, as large as they come."""
    review = "review: {by: Anna, text: Good, date: 2026-06-03, photo: {image: pau.png, alt: Anna}}\n"
    site = render(
        project({"content/images/pau.png": PIXEL, "site.yaml": SITE, "cases/cafe.yaml": CASE + review}), cache
    )
    page = site.text("cases/cafe/index.html")
    assert 'alt="Anna"' in page
    assert "sections/sections-" in page


def test_the_profile_shows_the_reviews_of_the_first_cases(project: ProjectFactory, cache: Path) -> None:
    """A page with a thousand reviews takes long to load, and nobody reads it; each is on its case's page, too."""
    review = "review: {by: Client %d, text: Good work, date: 2026-06-03}\n"
    cases = {f"cases/c{n}.yaml": f"{CASE}order: {-n}\n{review % n}" for n in range(REVIEWS + 2)}
    site = made(project, cache, **cases)
    assert re.findall(r"Client (\d+)", words_of(site.text("profile/index.html"))) == [str(n) for n in range(REVIEWS)]
    assert f"Client {REVIEWS + 1}" in site.text(f"cases/c{REVIEWS + 1}/index.html")


# --- the announcement -------------------------------------------------------------------------------------------------

ENDS: Final = datetime.fromisoformat("2026-12-22T18:00:00+01:00")
STARTS: Final = datetime.fromisoformat("2026-12-20T09:00:00+01:00")
ANNOUNCED: Final = (
    "announcement: {text: Closed for a week, url: /offers/, starts: 2026-12-20T09:00, ends: 2026-12-22T18:00}\n"
)
MOMENT: Final = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("now", "shown"), [(STARTS - MOMENT, False), (STARTS, True), (ENDS - MOMENT, True), (ENDS, False)]
)
def test_the_announcement_is_shown_within_its_window(
    project: ProjectFactory, cache: Path, now: datetime, *, shown: bool
) -> None:
    """A shop that says in March that it is closed for Christmas looks as if it were closed for good."""
    site = render(
        project({"site.yaml": SITE + ANNOUNCED, "site.es.yaml": "announcement: {text: Cerrado}\n"}), cache, now
    )
    for path, words, link in (
        ("index.html", "Closed for a week", "/offers/"),
        ("es/index.html", "Cerrado", "/es/offers/"),
    ):
        bars = re.findall('<aside class="announcement".*?</aside>', site.text(path), re.DOTALL)
        assert [words_of(bar) for bar in bars] == ([words] if shown else [])
        for bar in bars:
            assert f'data-ends="{ENDS.isoformat()}"' in bar
            assert f'href="{link}"' in bar
            assert 'data-when="live"' in bar  # offer.js takes it away


def test_a_site_is_built_again_when_its_announcement_comes_and_goes(project: ProjectFactory) -> None:
    """Without that nothing would be put online at the hour at which it is to appear."""
    site = load_site(project({"site.yaml": SITE + ANNOUNCED})).site
    found = [(change.at, change.kind.value) for change in coming(site, NOW) if change.file == "site.yaml"]
    assert found == [(STARTS, "opens"), (ENDS, "closes")]


def test_an_announcement_can_be_a_text_alone(project: ProjectFactory, cache: Path) -> None:
    site = render(project({"site.yaml": f"{SITE}announcement: We moved to Carrer Nou\n"}), cache)
    view: dict[str, Any] = site.view("index.html")["site"]["announcement"]
    assert view == {"text": "We moved to Carrer Nou", "url": None, "ends": None}
