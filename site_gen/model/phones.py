"""The owner's telephone numbers: read once, completed by the country, published in one form everywhere.

Numbering plans are those of the library phonenumbers (github.com/daviddrysdale/python-phonenumbers, Google's
libphonenumber). It is slow to import, so it is imported when there is a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from site_gen.messages import m
from site_gen.model.answers import ordinary
from site_gen.model.base import mistake, shown
from site_gen.model.legal import HOME_COUNTRY

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

_PARTS: Final = re.compile(
    r"(?:tel:\s?)?(?P<number>[\d\s()+./·•-]*\d[\s)]*?)"
    r"(?:[\s(]*[,;]{0,2}\s?(?:[^\W\d_]{1,14}[.:=]{0,2}|[#*])\s?(?P<extension>\d{1,7})\)?)?",
    re.IGNORECASE,
)
_TRUNK_ZERO: Final = re.compile(r"\(\s*0\s*\)")
_EXAMPLE: Final = '"+34 600 000 000"'

_SMALLEST_WHOLE: Final = 100_000_000
"""Shorter numbers may lack their area code."""

_SPOKEN_IN: Final[Mapping[str, str]] = MappingProxyType(
    {"ca": "ES", "es": "ES", "en": "GB", "ru": "RU", "uk": "UA", "pl": "PL", "de": "DE", "fr": "FR", "it": "IT"}
)
"""A country for each language: only to suggest a number, never to publish one."""


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number: `text` as visitors see it, `e164` as +34600000000, `extension` as digits or ''."""

    text: str
    e164: str
    extension: str = ""

    @property
    def url(self) -> str:
        """The link that calls it (RFC 3966)."""
        return f"tel:{self.e164}" + (f";ext={self.extension}" if self.extension else "")


@dataclass(frozen=True, slots=True)
class Countries:
    """The countries that a site names, as ISO 3166 codes: `own` says where a number without a country belongs, if it is
    one alone; `likely` are further ones, for suggestions."""

    own: tuple[str, ...] = ()
    likely: tuple[str, ...] = ()


def countries_of(data: Mapping[str, Any]) -> Countries:
    """Return the countries that site.yaml's data name: legal.country (else that of legal.profile), and the time zone's.

    If these two differ, nobody knows to which one a number belongs.
    """
    legal = data.get("legal")
    legal = legal if isinstance(legal, dict) else {}
    stated = legal.get("country") or HOME_COUNTRY.get(str(legal.get("profile")))  # type: ignore[call-overload]
    own = [code for code in (stated, _country_of_zone(data.get("time_zone"))) if isinstance(code, str)]
    languages = data.get("languages")
    spoken = [_SPOKEN_IN.get(str(language)) for language in languages] if isinstance(languages, list) else []
    return Countries(tuple(dict.fromkeys(own)), tuple(code for code in spoken if code))


def _country_of_zone(zone: object) -> str | None:
    from babel.core import get_global

    territories, aliases = get_global("zone_territories"), get_global("zone_aliases")
    found = territories.get(str(zone)) or territories.get(str(aliases.get(str(zone))))
    return str(found) if found else None


def read_phone(text: str, countries: Countries) -> Phone:
    """Return a number as it was meant; raise a mistake, with the right form, if that isn't certain."""
    parts = _PARTS.fullmatch(ordinary(text))
    if parts is None:
        hint = m(
            "write the digits alone, with the country's code: {example}, with an extension as ext. 5", example=_EXAMPLE
        )
        raise mistake(m("'{text}' is not a telephone number", text=shown(text)), hint)
    written, extension = parts["number"].strip(), parts["extension"] or ""
    international = re.sub(r"^00\s*", "+", written).replace("(+", "+(", 1)
    if international.startswith("+"):
        number = _with_country(international)
        if number is None:
            hint = m(
                "count its digits, and write it with the country's code: {suggestion}",
                suggestion=_suggestion(written, countries),
            )
            raise mistake(m("'{text}' cannot be a telephone number", text=shown(text)), hint)
    else:
        number = _without_country(text, written, countries)
    return _phone(number, written, extension)


def _phone(number: PhoneNumber, written: str, extension: str) -> Phone:
    from phonenumbers import PhoneNumberFormat, format_number

    as_written = written.startswith("+") and not _TRUNK_ZERO.search(written)
    text = written if as_written else format_number(number, PhoneNumberFormat.INTERNATIONAL)
    e164 = format_number(number, PhoneNumberFormat.E164)
    return Phone(f"{text} ext. {extension}" if extension else text, e164, extension)


def _with_country(written: str) -> PhoneNumber | None:
    """Return a number that begins with +. A (0) in it isn't dialled from abroad, unless it is part of the number."""
    from phonenumbers import is_possible_number, is_valid_number

    ways = dict.fromkeys((_TRUNK_ZERO.sub("", written), written))
    numbers = [number for number in (_parsed(way, None) for way in ways) if number and is_possible_number(number)]
    return next(filter(is_valid_number, numbers), None) or next(iter(numbers), None)


def _without_country(text: str, written: str, countries: Countries) -> PhoneNumber:
    """Return a number of the site's own country, if that has such a number."""
    from phonenumbers import is_valid_number

    own = _parsed(written, countries.own[0]) if len(countries.own) == 1 else None
    if own is None or not is_valid_number(own):
        found = m("'{text}' doesn't say of which country it is", text=shown(text))
        if own is not None:
            found = m("'{text}' is no number of the site's country ({own})", text=shown(text), own=countries.own[0])
        raise mistake(
            found, m("write it with the country's code: {suggestion}", suggestion=_suggestion(written, countries))
        )
    return own


def _suggestion(written: str, countries: Countries) -> str:
    """Return the number as it is probably meant, in quotes; else an example."""
    from phonenumbers import PhoneNumberFormat, format_number, is_possible_number, is_valid_number

    numbers = list(_readings(written.lstrip("+"), (*countries.own, *countries.likely)))
    whole = [
        number for number in numbers if is_possible_number(number) and (number.national_number or 0) >= _SMALLEST_WHOLE
    ]
    best = next(filter(is_valid_number, numbers), None) or next(iter(whole), None)
    return f'"{format_number(best, PhoneNumberFormat.INTERNATIONAL)}"' if best else _EXAMPLE


def is_known(phone: Phone) -> bool:
    """Whether the number's country has such numbers."""
    number = _parsed(phone.e164, None)
    if number is None:
        return False
    from phonenumbers import is_valid_number

    return is_valid_number(number)


def _readings(written: str, countries: Sequence[str]) -> Iterator[PhoneNumber]:
    for country in dict.fromkeys(countries):
        number = _parsed(written, country)
        if number is not None:
            yield number


def _parsed(written: str, country: str | None) -> PhoneNumber | None:
    from phonenumbers import NumberParseException, parse

    try:
        return parse(written, country)
    except NumberParseException:
        return None
