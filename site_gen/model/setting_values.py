"""Values of site.yaml that a person may write in several forms: languages, countries, time zones, colours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from typing import Annotated, Any
from zoneinfo import available_timezones

from pydantic import BeforeValidator, Field

from site_gen.messages import m
from site_gen.model.base import mistake, shown

LANGUAGES = ("ca", "es", "en", "ru", "uk")
"""The languages with interface texts in the packaged theme."""

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")


@cache
def time_zones() -> frozenset[str]:
    """Return the names of all zones of the tz database; they are many files, listed once."""
    return frozenset(available_timezones())


_ABBREVIATIONS: Mapping[str, str] = {
    "EST": "America/New_York", "EDT": "America/New_York", "EST5EDT": "America/New_York", "CST": "America/Chicago",
    "CDT": "America/Chicago", "CST6CDT": "America/Chicago", "MST": "America/Denver", "MDT": "America/Denver",
    "MST7MDT": "America/Denver", "PST": "America/Los_Angeles", "PDT": "America/Los_Angeles",
    "PST8PDT": "America/Los_Angeles", "HST": "Pacific/Honolulu", "CET": "Europe/Madrid", "CEST": "Europe/Madrid",
    "MET": "Europe/Berlin", "EET": "Europe/Kyiv", "EEST": "Europe/Kyiv", "WET": "Europe/Lisbon", "BST": "Europe/London",
    "MSK": "Europe/Moscow", "GMT": "Europe/London", "GMT0": "Europe/London", "Z": "UTC", "Zulu": "UTC",
}  # fmt: skip
"""A city for each abbreviation; an abbreviation alone doesn't say when the clocks change."""


_CITIES: Mapping[str, str] = {
    "МСК": "Europe/Moscow", "МОСКВА": "Europe/Moscow", "САНКТ-ПЕТЕРБУРГ": "Europe/Moscow", "РОССИЯ": "Europe/Moscow",
    "КИЇВ": "Europe/Kyiv", "КИЕВ": "Europe/Kyiv", "УКРАЇНА": "Europe/Kyiv", "УКРАИНА": "Europe/Kyiv",
    "ЛЬВІВ": "Europe/Kyiv", "ОДЕСА": "Europe/Kyiv", "ХАРКІВ": "Europe/Kyiv", "UKRAINE": "Europe/Kyiv",
    "BARCELONA": "Europe/Madrid", "VALENCIA": "Europe/Madrid", "VALÈNCIA": "Europe/Madrid", "SEVILLA": "Europe/Madrid",
    "GIRONA": "Europe/Madrid", "BILBAO": "Europe/Madrid", "МАДРИД": "Europe/Madrid", "CATALUNYA": "Europe/Madrid",
    "ЛОНДОН": "Europe/London", "LONDRES": "Europe/London", "UK": "Europe/London", "MANCHESTER": "Europe/London",
    "EDINBURGH": "Europe/London", "МИНСК": "Europe/Minsk", "ПРАГА": "Europe/Prague", "ВАРШАВА": "Europe/Warsaw",
    "БЕРЛИН": "Europe/Berlin", "АЛМАТЫ": "Asia/Almaty", "ТБИЛИСИ": "Asia/Tbilisi", "ЕРЕВАН": "Asia/Yerevan",
}  # fmt: skip
"""Places where many of the program's users live, which the tz database has no name for, or not in their letters."""


def _is_place(name: str) -> bool:
    """Whether a zone of the tz database follows the clocks of a place; 'UTC' is for who wants none."""
    return name == "UTC" or ("/" in name and not name.startswith(("Etc/", "SystemV/", "posix/", "right/")))


def _read_zone(value: Any) -> Any:
    if isinstance(value, str) and value in time_zones() and _is_place(value):
        return value
    name = str(value)
    if name in time_zones():
        raise mistake(
            m("'{value}' is no place, so it doesn't say when the clocks change", value=shown(value)), _zone_hint(name)
        )
    raise mistake(m("unknown time zone '{value}'", value=shown(value)), _zone_hint(name))


def _zone_hint(name: str) -> str:
    """Return a zone to write instead: that of the same place, never one that is only spelled alike."""
    from babel.core import get_global

    place = _ABBREVIATIONS.get(name) or _ABBREVIATIONS.get(name.upper()) or _CITIES.get(name.strip().upper())
    if place:
        return m("write a city with your clocks, for example {place}", place=place)
    alias = get_global("zone_aliases").get(name)
    if alias and _is_place(alias):
        return m("write {alias}", alias=alias)
    city = name.rpartition("/")[2].replace(" ", "_").lower()
    places = [zone for zone in sorted(time_zones()) if _is_place(zone)]
    same = [zone for zone in places if zone.rpartition("/")[2].lower() == city]
    cities = {zone.rpartition("/")[2].lower(): zone for zone in places}
    close = get_close_matches(city, cities, n=1, cutoff=0.8) if len(city) > 4 else []
    found = same[0] if same else cities[close[0]] if close else ""
    return (
        m("did you mean '{found}'?", found=found)
        if found
        else m("write continent and city with your clocks: Europe/Madrid")
    )


def _read_color(value: Any) -> Any:
    if isinstance(value, str) and _COLOR.fullmatch(value):
        return value.lower()
    digits = f"{value:06}" if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else ""
    example = _likely_color(value.strip() if isinstance(value, str) else digits)
    raise mistake(
        m("'{value}' is not a colour", value=shown(value)),
        m('write six hexadecimal digits in quotes: "{example}"', example=example or "#c8442b"),
    )


def _likely_color(text: str) -> str:
    """Return a colour as #rrggbb that was written as rrggbb, #rgb, with its transparency or as rgb(r, g, b), or ''."""
    digits = text.removeprefix("#").lower()
    if re.fullmatch("[0-9a-f]{3,4}", digits):
        digits = "".join(digit * 2 for digit in digits)
    if re.fullmatch("[0-9a-f]{6}(?:[0-9a-f]{2})?", digits):
        return f"#{digits[:6]}"
    numbers = re.fullmatch(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\b.*\)", digits, re.ASCII)
    parts = [int(number) for number in numbers.groups()] if numbers else []
    return f"#{bytes(parts).hex()}" if parts and max(parts) < 256 else ""


def _read_color_pair(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    one = _likely_color(value.strip()) or "#ffffff"
    raise mistake(
        m("two colours are needed: on light pages and on dark ones"), m('write ["{one}", "#111111"]', one=one)
    )


_CALLED: Mapping[str, str] = {"ua": "uk", "gb": "en", "us": "en", "mx": "es", "val": "ca", "valencià": "ca"}
"""Languages as people write them: by a country's code, or by another name."""


def _read_language(value: Any) -> Any:
    from babel import Locale, UnknownLocaleError

    try:
        if isinstance(value, str) and re.fullmatch(r"[a-z]{2,3}", value):
            return Locale.parse(value).language
    except (UnknownLocaleError, ValueError):
        pass
    said = str(value).strip().lower()
    names = {code: {code, *(Locale(in_).languages.get(code, code).lower() for in_ in LANGUAGES)} for code in LANGUAGES}
    said = _CALLED.get(said, re.split("[-_]", said)[0] if re.fullmatch("[a-z]{2}[-_][a-z]{2,4}", said) else said)
    code = next((code for code, known in names.items() if said in known), "")
    hint = m("write {code}", code=code) if code else m("write its two-letter code: {codes}", codes=", ".join(LANGUAGES))
    raise mistake(m("unknown language '{value}'", value=shown(value)), hint)


def _read_country(value: Any) -> Any:
    from babel import Locale

    if isinstance(value, str) and re.fullmatch("[A-Z]{2}", value) and value in Locale("en").territories:
        return value
    raise mistake(
        m("unknown country '{value}'", value=shown(value)), m("write its two-letter code (ISO 3166): ES, GB, US, UA")
    )


CountryCode = Annotated[str, BeforeValidator(_read_country), Field(json_schema_extra={"pattern": "^[A-Z]{2}$"})]
Zone = Annotated[str, BeforeValidator(_read_zone)]
Color = Annotated[str, BeforeValidator(_read_color), Field(json_schema_extra={"pattern": "^#[0-9a-fA-F]{6}$"})]
ColorPair = Annotated[tuple[Color, Color], BeforeValidator(_read_color_pair)]
Language = Annotated[str, BeforeValidator(_read_language)]
