"""Days and times as people say them: '6 pm', 'a les 18 h', 'до 18:00 28 декабря', 'the end of 31 December'."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from types import MappingProxyType
from typing import Final, Protocol

from babel import Locale, dates

N: Final = "\N{NO-BREAK SPACE}"


FORMS: Final[Mapping[str, object]] = MappingProxyType(
    {
        "moment.at": "{day}, {time}",
        "moment.until": "{day}, {time}",
        "moment.end_of_day": "{day}, 24:00",
        "moment.time": "{time}",
        "moment.zone": "{city}",
    }
)
"""How a moment is said where no texts are at hand; every language has its own in the base theme."""


class Sayer(Protocol):
    """Says a text of the interface with its {placeholders} filled in."""

    def __call__(self, key: str, **values: object) -> str: ...


def said_time(moment: datetime, say: Sayer, language: str, locale: Locale) -> str:
    """Return a time of day: '6 pm', '6:30 pm', '18 h', '18:00', '18:00 Uhr'."""
    return say("moment.time", time=_time(moment, language, locale))


def _time(moment: datetime, language: str, locale: Locale) -> str:
    if is_midnight(moment):
        return "00:00"
    if language == "en":
        if (moment.hour, moment.minute) == (12, 0):
            return "12 noon"
        hour, half = moment.hour % 12 or 12, "pm" if moment.hour >= 12 else "am"  # hours of a clock
        return f"{hour}{f':{moment.minute:02}' if moment.minute else ''}{N}{half}"
    if language == "ca":
        return f"{moment.hour}{f'.{moment.minute:02}' if moment.minute else ''}{N}h"
    return dates.format_time(moment, "short", tzinfo=moment.tzinfo, locale=locale)


def said_moment(moment: datetime, day: str, say: Sayer, language: str, locale: Locale) -> str:
    """Return a moment (a wall time with its zone) whose day is `day` in words."""
    return say(_at_hour("moment.at", moment), day=day, time=said_time(moment, say, language, locale))


def said_end(moment: datetime, day: str, say: Sayer, language: str, locale: Locale) -> str:
    """Return a moment as it follows "until". `day` is that of `last_day`, which at midnight is the day before."""
    if is_midnight(moment):
        return say("moment.end_of_day", day=day)
    return say(_at_hour("moment.until", moment), day=day, time=said_time(moment, say, language, locale))


def said_in_figures(moment: datetime, day: str, say: Sayer, language: str, locale: Locale) -> str:
    """Return a moment whose day is `day` in figures, as in `said_end`: '20/12, 18 h', '31/12, 24:00'.

    English has no hour for the end of a day: "midnight on 31 December" is read as its beginning, too.
    """
    if not is_midnight(moment):
        return f"{day}, {said_time(moment, say, language, locale)}"
    if language == "en":
        return say("moment.end_of_day", day=day)
    return f"{day}, {say('moment.time', time=f'24{N}h' if language == 'ca' else '24:00')}"


def _at_hour(key: str, moment: datetime) -> str:
    """Return the key of a text, that for one o'clock where the language has one: 'a la 1:30', not 'a las'."""
    return f"{key}_one" if moment.hour == 1 else key


def is_midnight(moment: datetime) -> bool:
    """Return whether a moment is the first of a day, and so the end of the day before."""
    return moment.time() == time()


def last_day(moment: datetime) -> datetime:
    """Return the day on which something ends: at midnight the day before."""
    return moment - timedelta(days=1) if is_midnight(moment) else moment
