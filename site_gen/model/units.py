"""The units of prices (month, hour, post …), recognised by the words that owners write."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "hour": "hour hora час година ч",
        "day": "day dia día день",
        "week": "week setmana semana неделя тиждень",
        "month": "month mes mês mois mese monat месяц мес місяць міс",
        "quarter": "quarter trimestre квартал",
        "year": "year any año год рік",
        "post": "post publicació publicación публикация пост допис",
        "story": "story història historia сторис сторіс історія",
        "reel": "reel рилс рілс",
        "video": "video vídeo видео відео",
        "project": "project projecte proyecto проект проєкт",
        "page": "page pàgina página страница сторінка",
        "session": "session sessió sesión занятие заняття",
        "lesson": "lesson class classe clase урок",
        "person": "person persona человек особа",
        "lead": "lead contacte contacto заявка",
    }
)
"""Each unit with its words in English, Catalan, Spanish, Russian and Ukrainian (and related languages)."""

UNITS: Final[tuple[str, ...]] = tuple(_WORDS)
_UNIT_OF: Final[Mapping[str, str]] = MappingProxyType(
    {word: unit for unit, words in _WORDS.items() for word in words.split()}
)


def unit_of(per: str | None) -> str | None:
    """Return the unit for an owner's word, such as 'month' for 'mes'; None for an unknown word."""
    return _UNIT_OF.get(per.strip().strip(".").casefold()) if per else None
