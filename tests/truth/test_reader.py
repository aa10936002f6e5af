"""The reader itself: it knows nothing of the program, and it understands what people write."""

from __future__ import annotations

import ast
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from tests.truth.reader import prose, structured
from tests.truth.reader.facts import FREE, LANGUAGES, Former, Price, Seats, Told
from tests.truth.reader.pages import read_lines, read_offer_page
from tests.truth.reader.words import UNITS

READER = Path(__file__).parent / "reader"
ALLOWED = ("tests.truth.reader", "yaml")


def test_the_reader_imports_nothing_of_the_program() -> None:
    """Else one mistake in the program would be made on both sides, and the law would see none."""
    for path in READER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                known = name.split(".")[0] in sys.stdlib_module_names or name.startswith(ALLOWED)
                assert known, f"{path.name} imports {name}"


@pytest.mark.parametrize(
    ("language", "text", "price"),
    [
        ("en", "Alder: from €1,234.50 a post, until", Price(Decimal("1234.50"), "EUR", "post", starting=True)),
        ("en", "₽12,000 / launch", Price(Decimal(12000), "RUB", "launch")),
        ("en", "From CHF120 per person", Price(Decimal(120), "CHF", "person", starting=True)),
        ("es", "desde 1.234,50 US$ por publicación", Price(Decimal("1234.50"), "USD", "post", starting=True)),
        ("es", "90.000 JPY", Price(Decimal(90000), "JPY")),
        ("ca", "des de 340 € al mes", Price(Decimal(340), "EUR", "month", starting=True)),
        ("ca", "45,50 £ l’hora", Price(Decimal("45.50"), "GBP", "hour")),
        ("ru", "от 45\u00a0000\u00a0₸ в месяц", Price(Decimal(45000), "KZT", "month", starting=True)),
        ("ru", "45 000 тг за встречу", Price(Decimal(45000), "KZT", "session")),
        ("uk", "900\u00a0₴ на тиждень", Price(Decimal(900), "UAH", "week")),
        ("uk", "Безкоштовно, до", FREE),
    ],
)
def test_a_price_is_understood(language: str, text: str, price: Price) -> None:
    assert prose.read(text, language).prices == (price,)


def test_a_former_price_is_told_from_the_price() -> None:
    told = prose.read("⟦Was: €390⟧ €290\nLowest price of the last 30 days: €350 (−17%)", "en")
    assert told.prices == (Price(Decimal(290), "EUR"),)
    assert told.former == (Former(Decimal(390), Decimal(350), "EUR", "last"),)
    told = prose.read("Раньше: 390 € (самая низкая цена за 30 дней до этого предложения).", "ru")
    assert told.former == (Former(Decimal(390), Decimal(390), "EUR", "before"),)


@pytest.mark.parametrize(
    ("language", "text", "moment"),
    [
        ("en", "until 20 December 2026, 18:00 (Central European Standard Time).", "2026-12-20T18:00+01:00"),
        ("en", "Until December 21, 2026, 12:00\u202fAM (Eastern Standard Time)", "2026-12-21T00:00-05:00"),
        ("en", "until 25 October 2026, 02:30, Madrid time", None),
        ("en", "Book by 20 December 2026, 6:30 pm Madrid time.", "2026-12-20T18:30+01:00"),
        ("en", "until the end of 31 December 2026 Madrid time", "2027-01-01T00:00+01:00"),
        ("es", "hasta el 20 de diciembre de 2026 a las 18:00 (hora peninsular)", "2026-12-20T18:00+01:00"),
        ("ca", "fins al 20 de desembre del 2026 a les 18.30 h (hora peninsular)", "2026-12-20T18:30+01:00"),
        ("ru", "до 18:00 20 декабря 2026 г. по Мадриду", "2026-12-20T18:00+01:00"),
        ("uk", "до 18:00 20 груд. 2026 р. за київським часом", "2026-12-20T18:00+02:00"),
        ("es", "hasta el 20 de diciembre de 2026, 18:00 (hora de Madrid)", "2026-12-20T18:00+01:00"),
        ("ca", "fins a l’1 de juny del 2026, 19:00 (hora d’estiu d’Europa central)", "2026-06-01T19:00+02:00"),
        ("ru", "до 20 декабря 2026 г., 18:00 (Центральная Европа, стандартное время)", "2026-12-20T18:00+01:00"),
        ("uk", "до 20 груд. 2026 р., 18:00 (UTC+2)", "2026-12-20T18:00+02:00"),
    ],
)
def test_a_moment_is_understood(language: str, text: str, moment: str | None) -> None:
    (said,) = prose.moments(text, language)
    assert (said.instant.isoformat(timespec="minutes") if said.instant else None) == moment


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Sold out"),
        ("en", "All 5 places are taken."),
        ("es", "Las plazas (5) ya están completas."),
        ("es", "Agotada"),
        ("ca", "Les places (5) ja són plenes."),
        ("ca", "Exhaurida"),
        ("ru", "Все места (5) заняты."),
        ("ru", "Мест больше нет"),
        ("uk", "Усі місця (5) зайняті."),
        ("uk", "Усі 5 місць зайнято"),
    ],
)
def test_that_nothing_is_left_is_understood(language: str, text: str) -> None:
    assert prose.read(text, language) == Told(state="sold-out")


@pytest.mark.parametrize(
    ("language", "text", "left", "total"),
    [
        ("en", "4 places left of 5.", 4, 5),
        ("en", "1 of 5 left", 1, 5),
        ("es", "Quedan 3 plazas", 3, None),
        ("ca", "Queda 1 plaça de 5.", 1, 5),
        ("ca", "5 places en total.", 5, 5),
        ("ru", "Осталось 3 места из 5.", 3, 5),
        ("ru", "свободно 3 из 5", 3, 5),
        ("uk", "Залишилося 5 місць із 6.", 5, 6),
        ("uk", "Залишилося 0 місць", 0, None),
    ],
)
def test_places_left_are_understood(language: str, text: str, left: int, total: int | None) -> None:
    assert set(prose.seats(text, language)) == {Seats(left, total)}


def test_every_language_has_a_word_for_every_unit() -> None:
    assert set(UNITS) == set(LANGUAGES)
    assert {frozenset(units) for units in UNITS.values()} == {frozenset(UNITS["en"])}


def test_the_number_beside_a_specification_is_the_same() -> None:
    node = (
        '{"@type":"Offer","price":"70","priceCurrency":"EUR","priceSpecification":'
        '{"@type":"UnitPriceSpecification","priceCurrency":"EUR","minPrice":"70","unitText":"hour","unitCode":"HUR"}}'
    )
    (offer,) = structured.read_offers(f'<script type="application/ld+json">{node}</script>', "en")
    assert offer.ways == (Price(Decimal(70), "EUR", "hour", starting=True),)
    assert offer.faults == ()
    (other,) = structured.read_offers(
        f'<script type="application/ld+json">{node.replace("70", "80", 1)}</script>', "en"
    )
    assert other.faults == ("the number beside the specification says something else",)


def test_a_line_reaches_no_farther_than_its_offer() -> None:
    page = (
        "<main><h1>Offers</h1><section><div class=deal><h2><a href='/offers/elm/'>Elm</a></h2><p>€20</p>"
        "<p hidden>has ended</p><a class=button href='/offers/elm/'>Book</a></div></section>"
        "<div hidden><ul><li><a href='/offers/fir/'>Fir</a> €30</li></ul></div></main>"
    )
    elm, fir = read_lines(page, "en")
    assert (elm.slug, elm.seen, fir.slug, fir.seen) == ("elm", True, "fir", False)
    assert elm.told == Told(prices=(Price(Decimal(20), "EUR"),), acts=frozenset({"button"}))
    assert fir.told == Told(prices=(Price(Decimal(30), "EUR"),))
    own = read_offer_page(page.replace("<h1>", "<p>All 5 places are taken.</p><h1>"), "oak", "en").body
    assert own == Told(state="sold-out", opens=frozenset({"elm"}))
