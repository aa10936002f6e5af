"""Numbers, money, moments and plurals in five languages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache

import pytest
from babel import Locale, numbers
from hypothesis import given
from hypothesis import strategies as st

from site_gen.load.theme_places import PACKAGED
from site_gen.render.localize import Localizer, MissingTextError
from site_gen.sources.yaml import read_yaml

LANGUAGES = ("ca", "es", "en", "ru", "uk")
DECIMALS = st.decimals(-(10**12), 10**12, allow_nan=False).map(lambda value: value.quantize(Decimal("0.0001")))


@cache
def localizer(language: str, zone: str = "Europe/Madrid") -> Localizer:
    strings: dict[str, Mapping[str, object]] = {}
    for theme in ("base", "studio"):
        for lang in LANGUAGES:
            text = (PACKAGED / theme / "strings" / f"{lang}.yaml").read_text(encoding="utf-8")
            data = read_yaml(text, "f").data
            assert isinstance(data, dict)
            strings[lang] = {**strings.get(lang, {}), **data}
    return Localizer(language, zone, strings)


@pytest.mark.parametrize("language", LANGUAGES)
@given(value=DECIMALS, places=st.integers(0, 4))
def test_a_number_is_written_as_babel_writes_it(language: str, value: Decimal, places: int) -> None:
    value = round(value, places) if places else Decimal(int(value))
    rules = localizer(language).locale
    pattern = "#,##0" + ("." + "0" * places if places else "")
    if value.is_zero() and value.is_signed():
        return
    assert localizer(language).number(f"{value:f}") == numbers.format_decimal(
        value, format=pattern, locale=rules, decimal_quantization=False
    )


@pytest.mark.parametrize("language", LANGUAGES)
@given(cents=st.integers(0, 10**14))
def test_money_is_written_as_babel_writes_it(language: str, cents: int) -> None:
    currency = {"uk": "UAH"}.get(language, "EUR")
    amount, whole = Decimal(cents) / 100, cents % 100 == 0
    rules = localizer(language).locale
    pattern = rules.currency_formats["standard"].pattern.replace(".00", "" if whole else ".00")
    expected = numbers.format_currency(amount, currency, format=pattern, locale=rules, currency_digits=False)
    assert (
        localizer(language).money(f"{amount.normalize():f}" if not whole else str(cents // 100), currency) == expected
    )


S, N = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
MONEY = {
    "ca": ("290", "EUR", f"290{S}€"),
    "es": ("12345.5", "EUR", f"12.345,50{S}€"),
    "en": ("6.4", "GBP", "£6.40"),
    "ru": ("12345", "RUB", f"12{S}345{S}₽"),
    "uk": ("6.4", "UAH", f"6,40{S}₴"),
}


@pytest.mark.parametrize(("language", "case"), MONEY.items())
def test_money_in_each_language(language: str, case: tuple[str, str, str]) -> None:
    amount, currency, written = case
    assert localizer(language).money(amount, currency) == written


PLURALS = {
    ("ru", 1): "1 проект",
    ("ru", 2): "2 проекта",
    ("ru", 5): "5 проектов",
    ("ru", 11): "11 проектов",
    ("ru", 21): "21 проект",
    ("ru", 22): "22 проекта",
    ("uk", 1): "1 проєкт",
    ("uk", 2): "2 проєкти",
    ("uk", 5): "5 проєктів",
    ("uk", 11): "11 проєктів",
    ("uk", 21): "21 проєкт",
    ("en", 1): "1 project",
    ("en", 21): "21 projects",
    ("es", 1): "1 proyecto",
    ("es", 0): "0 proyectos",
    ("ca", 1): "1 projecte",
    ("ca", 1234): "1.234 projectes",
}


@pytest.mark.parametrize(("case", "text"), PLURALS.items())
def test_plurals_follow_the_language(case: tuple[str, int], text: str) -> None:
    language, count = case
    assert localizer(language).text("results.cases", count=count) == text


DEADLINES = {
    "ca": f"30 de novembre del 2026 a les 18{N}h (hora peninsular)",
    "es": "30 de noviembre de 2026 a las 18:00 (hora peninsular)",
    "en": f"30 November 2026, 6{N}pm (Madrid time)",
    "ru": f"18:00 30 ноября 2026{N}г. (по Мадриду)",
    "uk": "18:00 30 листопада 2026 р. (за мадридським часом)",
}


@pytest.mark.parametrize(("language", "text"), DEADLINES.items())
def test_a_deadline_names_its_zone(language: str, text: str) -> None:
    written = localizer(language).deadline("2026-11-30T18:00:00+01:00")
    assert " ".join(written.split()) == " ".join(text.split())


MADRID = "Europe/Madrid"
ZONES = {
    "summer time": ("2026-07-01T18:00:00+02:00", MADRID, "1 July 2026, 6 pm (Madrid time)"),
    "before the change": ("2026-10-25T00:30Z", MADRID, "25 October 2026, 2:30 am (UTC+2)"),
    "after it": ("2026-10-25T01:30Z", MADRID, "25 October 2026, 2:30 am (UTC+1)"),
    "another day there": ("2026-11-30T23:30:00+01:00", "Asia/Tokyo", "1 December 2026, 7:30 am (Tokyo time)"),
    "America": ("2026-11-30T18:00:00+01:00", "America/New_York", "November 30, 2026, 12 noon (Eastern Time)"),
    "midnight": ("2026-12-01T00:00:00+01:00", MADRID, "the end of 30 November 2026 (Madrid time)"),
}


@pytest.mark.parametrize(("moment", "zone", "text"), ZONES.values(), ids=ZONES)
def test_a_moment_is_told_in_the_sites_zone(moment: str, zone: str, text: str) -> None:
    assert " ".join(localizer("en", zone).deadline(moment).split()) == text


@pytest.mark.parametrize("language", LANGUAGES)
@given(moment=st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1)))  # noqa: DTZ001  # the offset is added
def test_two_names_of_one_instant_are_written_the_same(language: str, moment: datetime) -> None:
    here = localizer(language)
    utc, tokyo = f"{moment:%Y-%m-%dT%H:%M:%S}+00:00", datetime.fromisoformat(f"{moment:%Y-%m-%dT%H:%M:%S}+00:00")
    assert here.deadline(utc) == here.deadline(tokyo.astimezone(localizer("en", "Asia/Tokyo")._zone).isoformat())  # noqa: SLF001


PERIODS = {
    "whole months": ({"start": "2026-02-01", "end": "2026-05-31"}, "February – May 2026"),
    "one month": ({"start": "2026-02-01", "end": "2026-02-28"}, "February 2026"),
    "a leap February": ({"start": "2028-02-01", "end": "2028-02-29"}, "February 2028"),
    "over a year": ({"start": "2025-11-01", "end": "2026-01-31"}, "November 2025 – January 2026"),
    "days": ({"start": "2026-02-03", "end": "2026-02-17"}, "3–17 Feb 2026"),
}


@pytest.mark.parametrize(("period", "text"), PERIODS.values(), ids=PERIODS)
def test_a_period_is_as_exact_as_it_was_given(period: dict[str, str], text: str) -> None:
    assert localizer("en").period(period).replace("\N{THIN SPACE}", " ") == text


QUANTITIES = {
    "a plain number": (("4800", None), "4,800"),
    "money": (("6.4", "EUR"), "€6.40"),
    "a share": (("3.5", "%"), "3.5%"),
    "a word": (("12", "bookings"), f"12{S}bookings"),
    "three capitals that are no currency": (("12", "ABC"), f"12{S}ABC"),
}


@pytest.mark.parametrize(("values", "text"), QUANTITIES.values(), ids=QUANTITIES)
def test_a_quantity_has_its_unit(values: tuple[str, str | None], text: str) -> None:
    assert localizer("en").quantity(*values) == text


@pytest.mark.parametrize(("value", "text"), [("-67", "−67%"), ("300", "+300%"), ("0", "0%"), ("1233", "+1,233%")])
def test_a_change_has_its_sign(value: str, text: str) -> None:
    assert localizer("en").signed_percent(value) == text
    assert localizer("en").change({"change": value, "change_unit": "percent"}) == text


def test_a_change_of_a_share_is_in_points() -> None:
    view = {"change": "-3.5", "change_unit": "points"}
    assert localizer("ru").change(view) == "−3,5\xa0п.\xa0п."


@pytest.mark.parametrize(("code", "name"), [("ca", "Català"), ("ru", "Русский"), ("uk", "Українська")])
def test_a_language_is_named_in_itself(code: str, name: str) -> None:
    assert localizer("en").language_name(code) == name


def test_a_text_that_is_nowhere_is_an_error_and_one_in_english_is_taken() -> None:
    strings = {"en": {"only.here": "English {name}"}, "ru": {}}
    assert Localizer("ru", "UTC", strings).text("only.here", name="<x>") == "English <x>"
    with pytest.raises(MissingTextError, match=r"there is no interface text 'none'"):
        Localizer("ru", "UTC", strings).text("none")


def test_the_tests_know_every_language_of_the_packaged_theme() -> None:
    files = (PACKAGED / "studio" / "strings").glob("*.yaml")
    assert {path.stem.partition(".")[0] for path in files} == set(LANGUAGES)
    assert all(Locale.parse(language) for language in LANGUAGES)


ELIDED = {
    "11": "d’11",
    "1": "d’1",
    "11.000": "d’11.000",
    "1.000": "de 1.000",
    "1.000.000": "d’1.000.000",
    "110": "de 110",
    "11,80 €": "d’11,80 €",
    "abril": "d’abril",
    "Instagram": "d’Instagram",
    "Òscar": "d’Òscar",
    "YouTube": "de YouTube",
    "Iu": "de Iu",
    "TikTok": "de TikTok",
}


@pytest.mark.parametrize("value", ELIDED)
def test_catalan_shortens_de_before_a_vowel_also_of_a_number(value: str) -> None:
    """'De 11,80 € a 4,60 €' and 'els vídeos de Instagram' are mistakes in every school."""
    texts = {
        "ca": {"videos": "De {name}: vídeos de {name}", "words.from": "des de {name}"},
        "es": {"videos": "de {name}"},
    }
    said = ELIDED[value]
    assert Localizer("ca", "Europe/Madrid", texts).text("videos", name=value) == f"D{said[1:]}: vídeos {said}"
    assert Localizer("es", "Europe/Madrid", texts).text("videos", name=value) == f"de {value}"
    assert Localizer("ca", "Europe/Madrid", texts).text("words.from", name=value) == f"des de {value}"  # shown apart
