"""Values that look right and mean something else: zones, currencies, hosts, tags."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from site_gen.model.base import Url
from site_gen.model.hashtags import hashtag
from site_gen.model.money import Currency
from site_gen.model.setting_values import Zone
from site_gen.model.settings import Settings
from site_gen.pages.localized_site import term_slug
from site_gen.render.localize import Localizer


def hint(kind: Any, value: str) -> str:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(value)
    return str(caught.value.errors()[0]["ctx"]["hint"])


ZONES = {
    "EST": "America/New_York", "GMT0": "Europe/London", "CET": "Europe/Madrid", "GB": "Europe/London",
    "Poland": "Europe/Warsaw", "MSK": "Europe/Moscow", "Madrid": "Europe/Madrid", "Europe/Moskow": "Europe/Moscow",
    "Etc/GMT+3": "continent and city", "UTC+3": "continent and city", "Factory": "continent and city",
}  # fmt: skip


@pytest.mark.parametrize(("zone", "advice"), ZONES.items())
def test_a_zone_without_a_place_is_refused_with_one_of_the_same_clocks(zone: str, advice: str) -> None:
    """An offer would close hours too early or too late."""
    assert advice in hint(Zone, zone)


@pytest.mark.parametrize("zone", ["Europe/Kiev", "Europe/Kyiv", "US/Eastern", "UTC", "America/Argentina/Ushuaia"])
def test_zones_of_places_are_taken(zone: str) -> None:
    """A right value would be refused."""
    assert TypeAdapter(Zone).validate_python(zone) == zone


@pytest.mark.parametrize("code", ["XXX", "XTS", "XAU", "XDR", "ABC"])
def test_codes_that_are_no_money_are_refused(code: str) -> None:
    """A price in no currency would be on every page."""
    assert "EUR" in hint(Currency, code)


@pytest.mark.parametrize(
    "url",
    [
        "https://name:word@a.example/",
        "https://name@a.example/",
        "https://a.example;script-src *",
        "https://a.example;x.y/",
        "https://a.example,b.example/",
        "https://a'b.example/",
    ],
)
def test_hosts_that_would_change_the_policy_are_refused(url: str) -> None:
    """A part of the address would become a rule of the security policy, or a password would be public."""
    assert hint(Url, url)


def test_tags_that_differ_in_signs_have_addresses_of_their_own() -> None:
    """Two topics would share one page, and one of them its name."""
    tags = ["C", "C#", "C++", "🔥", "🎯", "hot", "🔥 hot"]
    assert len({term_slug(tag) for tag in tags}) == len(tags)
    assert term_slug("#hot") == "hot"
    assert term_slug("cafe\u0301") == term_slug("café")
    assert hashtag("cafe\u0301") == "café"


@pytest.mark.parametrize("language", ["ca", "es", "en", "ru", "uk"])
@pytest.mark.parametrize("currency", ["EUR", "PLN", "CHF", "KZT", "SEK"])
def test_letters_of_a_currency_never_touch_the_digits(language: str, currency: str) -> None:
    """'zł290' and 'CHF290' are read as one word."""
    shown = Localizer(language, "Europe/Madrid", {}).money("290", currency)
    before, _, after = shown.partition("290")
    assert not before[-1:].isalpha()
    assert not after[:1].isalpha()


@pytest.mark.parametrize("path", ["index.html", "a/index.html", "../a/", "a/%2e%2e/b/", "a//b/", "a/./b"])
def test_the_sites_address_is_that_of_a_folder(path: str) -> None:
    """Every address of the site would be built on a file's name, or lead somewhere else in browsers."""
    with pytest.raises(ValidationError) as caught:
        Settings.model_validate({"url": f"https://a.example/{path}"})
    assert [error["loc"] for error in caught.value.errors() if error["type"] == "mistake"] == [("url",)]


def test_long_terms_have_addresses_that_file_systems_take() -> None:
    """A niche of two hundred letters would stop the build, though nothing is wrong with it."""
    first, second = "A supercalifragilistic niche " * 10, "A supercalifragilistic niche " * 10 + "x"
    assert term_slug(first) != term_slug(second)
    assert len(term_slug(first)) < 140
    assert term_slug("x" * 120) == "x" * 120


JOINED = {
    "Кав’ярні": "Кавярні", "м'ясна крамниця": "МяснаКрамниця", "women’s clothes": "WomensClothes",
    "l’Estartit": "LEstartit", "cafès d’autor": "CafèsDAutor", "xarxes socials": "XarxesSocials",
}  # fmt: skip


@pytest.mark.parametrize("words", JOINED)
def test_an_apostrophe_within_a_word_parts_nothing_in_a_hashtag(words: str) -> None:
    """#КавЯрні is a word that nobody looks for."""
    assert hashtag(words) == JOINED[words]
