"""Days and times as people say them: '6 pm', 'a les 18 h', 'до 18:00 28 декабря', 'the end of 31 December'."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from types import MappingProxyType
from typing import Final

from babel import Locale, dates

N: Final = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class MomentForms:
    """How a language says a moment: `at` alone, `by` after "until", `end_of` for the end of a day after "until".

    `at_one` is for one o'clock, where the article changes.
    """

    at: str = "{day}, {time}"
    by: str = "{day}, {time}"
    end_of: str = "{day}, 24:00"
    at_one: str | None = None


_FORMS: Final[Mapping[str, MomentForms]] = MappingProxyType(
    {
        "en": MomentForms(end_of="the end of {day}"),
        "es": MomentForms("{day} a las {time}", "{day} a las {time}", "{day} inclusive", "{day} a la {time}"),
        "ca": MomentForms("{day} a les {time}", "{day} a les {time}", "{day} inclòs", "{day} a la {time}"),
        "ru": MomentForms(by="{time} {day}", end_of="конца дня {day}"),
        "uk": MomentForms(by="{time} {day}", end_of="кінця дня {day}"),
    }
)


def said_time(moment: datetime, language: str, locale: Locale) -> str:
    """Return a time of day: '6 pm', '6:30 pm', '18 h', '18:00'."""
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


def said_moment(moment: datetime, day: str, language: str, locale: Locale) -> str:
    """Return a moment (a wall time with its zone) whose day is `day` in words."""
    forms = _FORMS.get(language, MomentForms())
    form = forms.at_one if forms.at_one and moment.hour == 1 else forms.at
    return form.format(day=day, time=said_time(moment, language, locale))


def said_end(moment: datetime, day: str, language: str, locale: Locale) -> str:
    """Return a moment as it follows "until". `day` is that of `last_day`, which at midnight is the day before."""
    forms = _FORMS.get(language, MomentForms())
    if is_midnight(moment):
        return forms.end_of.format(day=day)
    form = forms.at_one if forms.at_one and moment.hour == 1 else forms.by
    return form.format(day=day, time=said_time(moment, language, locale))


def is_midnight(moment: datetime) -> bool:
    """Return whether a moment is the first of a day, and so the end of the day before."""
    return moment.time() == time()


def last_day(moment: datetime) -> datetime:
    """Return the day on which something ends: at midnight the day before."""
    return moment - timedelta(days=1) if is_midnight(moment) else moment
