"""What people call a time zone in each language: 'UK time', 'hora peninsular', 'по Москве', 'за київським часом'.

Unicode's names ('Central European Summer Time', 'Москва, стандартное время') are those of tables, not of speech. Where
this list has no name, the city that the zone is called after stands in its place, in the spelling of Unicode's CLDR.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, dates
from babel.core import get_global

SHORT: Final = 12
"""The most characters that a zone takes where every character counts (X, Bluesky)."""


@dataclass(frozen=True, slots=True)
class ZoneWords:
    """A zone in words. `bare` says that they follow a time without brackets: '6 pm UK time'."""

    text: str
    bare: bool = False

    @property
    def after(self) -> str:
        """The words as they follow a time."""
        return self.text if self.bare else f"({self.text})"


def _list(words: str, pattern: str = "{}") -> Mapping[str, str]:
    """Read 'Europe/Kyiv=київським; …' as names of zones, each set into a pattern."""
    pairs = (each.strip().partition("=") for each in words.split(";"))
    return MappingProxyType({zone: pattern.format(name) for zone, _, name in pairs})


_NAMES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "en": _list(
            "Europe/London=UK time; Europe/Dublin=Irish time; America/New_York=Eastern Time; "
            "America/Toronto=Eastern Time; America/Chicago=Central Time; America/Denver=Mountain Time; "
            "America/Los_Angeles=Pacific Time; America/Vancouver=Pacific Time; Pacific/Auckland=New Zealand time"
        ),
        "es": _list(
            "Europe/Madrid=hora peninsular; Atlantic/Canary=hora canaria; Europe/Kyiv=hora de Kiev; "
            "Europe/London=hora de Londres; Europe/Andorra=hora de Andorra"
        ),
        "ca": _list("Europe/Madrid=hora peninsular; Atlantic/Canary=hora canària; Europe/Kyiv=hora de Kíiv"),
        "ru": _list(
            "Europe/Moscow=Москве; Europe/Minsk=Минску; Europe/Kyiv=Киеву; Europe/Madrid=Мадриду; "
            "Europe/Kaliningrad=Калининграду; Europe/Samara=Самаре; Europe/Saratov=Саратову; "
            "Europe/Volgograd=Волгограду; Asia/Yekaterinburg=Екатеринбургу; Asia/Omsk=Омску; "
            "Asia/Novosibirsk=Новосибирску; Asia/Tomsk=Томску; Asia/Krasnoyarsk=Красноярску; Asia/Irkutsk=Иркутску; "
            "Asia/Yakutsk=Якутску; Asia/Vladivostok=Владивостоку; Asia/Magadan=Магадану; Asia/Almaty=Алматы; "
            "Asia/Tbilisi=Тбилиси; Asia/Yerevan=Еревану; Asia/Baku=Баку; Asia/Tashkent=Ташкенту; "
            "Asia/Bishkek=Бишкеку; Asia/Dubai=Дубаю; Asia/Jerusalem=Иерусалиму; Europe/Istanbul=Стамбулу; "
            "Europe/Berlin=Берлину; Europe/Paris=Парижу; Europe/Rome=Риму; Europe/London=Лондону; "
            "Europe/Lisbon=Лиссабону; Europe/Warsaw=Варшаве; Europe/Prague=Праге; Europe/Belgrade=Белграду; "
            "Europe/Riga=Риге; Europe/Vilnius=Вильнюсу; Europe/Tallinn=Таллину; Europe/Chisinau=Кишинёву; "
            "Asia/Nicosia=Никосии; America/New_York=Нью-Йорку",
            "по {}",
        ),
        "uk": _list(
            "Europe/Kyiv=київським; Europe/Madrid=мадридським; Europe/Warsaw=варшавським; Europe/Berlin=берлінським; "
            "Europe/London=лондонським; Europe/Lisbon=лісабонським; Europe/Paris=паризьким; Europe/Rome=римським; "
            "Europe/Prague=празьким; Europe/Vilnius=вільнюським; Europe/Riga=ризьким; Europe/Tallinn=таллінським; "
            "Europe/Chisinau=кишинівським; Europe/Istanbul=стамбульським; Asia/Tbilisi=тбіліським; "
            "Asia/Jerusalem=єрусалимським; America/New_York=нью-йоркським",
            "за {} часом",
        ),
    }
)
_SHORT_NAMES: Final[Mapping[tuple[str, str], ZoneWords]] = MappingProxyType(
    {
        ("uk", "Europe/Kyiv"): ZoneWords("за Києвом", bare=True),
        ("es", "Europe/Kyiv"): ZoneWords("Kiev"),
        ("ca", "Europe/Kyiv"): ZoneWords("Kíiv"),
    }
)
CityTime = Callable[[str], str]
"""How a language names the time of a city, where a zone has no name of its own: the text `moment.zone`."""

_SHARED: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {"ca": frozenset({"Europe/Madrid", "Europe/Andorra", "Europe/Paris", "Europe/Rome"})}
)
"""Languages whose readers all live by one clock: the lands where Catalan is spoken."""


def current_zone(zone: ZoneInfo) -> str:
    """Return the present name of a zone: 'Europe/Kyiv' for 'Europe/Kiev'."""
    return str(get_global("zone_aliases").get(zone.key, zone.key))


def is_shared(language: str, zone: ZoneInfo) -> bool:
    """Return whether everybody who reads a language lives by a zone's clock, so that its name says nothing."""
    return current_zone(zone) in _SHARED.get(language, ())


def zone_words(  # a moment, its zone, and how a language says them
    moment: datetime, zone: ZoneInfo, language: str, locale: Locale, city_time: CityTime, *, bare: bool = True
) -> ZoneWords:
    """Return what a zone is called at a moment; its distance from UTC where the clock shows that time twice.

    `bare` says that the words may follow without brackets, where the language has it so.
    """
    there = moment.astimezone(zone)
    if there.utcoffset() != there.replace(fold=1 - there.fold).utcoffset():
        return ZoneWords(_offset(there))
    key = current_zone(zone)
    name = _NAMES.get(language, {}).get(key)
    if name is not None:
        return ZoneWords(name, bare=bare and language in {"en", "ru", "uk"})
    if key.startswith("Etc/") or "/" not in key:
        return ZoneWords(_offset(there))
    said = city_time(_city(key, locale))
    if language == "ca" and said.casefold()[len("hora de ") :].startswith(tuple("aeiouàèéíòóú")):
        said = said.replace("hora de ", "hora d’", 1)
    return ZoneWords(said, bare=bare and language == "en")


def short_zone_words(  # as above
    moment: datetime, zone: ZoneInfo, language: str, locale: Locale, city_time: CityTime, *, bare: bool = True
) -> ZoneWords:
    """Return the same in at most SHORT characters: the words, else the city, else the distance from UTC."""
    whole = zone_words(moment, zone, language, locale, city_time, bare=bare)
    if whole.text.startswith("UTC"):
        return whole
    city = ZoneWords(_city(current_zone(zone), locale))
    short = _SHORT_NAMES.get((language, current_zone(zone)), city)
    short = replace(short, bare=bare and short.bare)
    fitting = (words for words in (whole, short) if len(words.after) <= SHORT)
    return next(fitting, ZoneWords(_offset(moment.astimezone(zone))))


def _city(key: str, locale: Locale) -> str:
    """Return the city of a zone in a language. Babel knows the cities of some zones only by the zone's former name."""
    city = _located(key, locale)
    if locale.language in {"ru", "uk"} and city.isascii():
        former = sorted(name for name, new in get_global("zone_aliases").items() if new == key and "/" in name)
        cities = (_located(name, locale) for name in former)
        city = next((each for each in cities if not each.isascii()), city)
    return city.rpartition("/")[2]


def _located(key: str, locale: Locale) -> str:
    try:
        return str(dates.get_timezone_location(ZoneInfo(key), locale=locale, return_city=True))
    except ZoneInfoNotFoundError:  # a former name that the system has forgotten
        return key.replace("_", " ")


def _offset(moment: datetime) -> str:
    """Return the distance from UTC: 'UTC+2', 'UTC−3:30'; 'UTC' where there is none."""
    ahead = moment.utcoffset() or timedelta()
    if not ahead:
        return "UTC"
    minutes = abs(ahead) // timedelta(minutes=1)
    hours, rest = divmod(minutes, 60)
    return f"UTC{'−' if ahead < timedelta() else '+'}{hours}{f':{rest:02}' if rest else ''}"
