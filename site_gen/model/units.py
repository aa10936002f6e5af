"""The units of prices (month, hour, post …), recognised by the words that owners write."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "hour": "hour hours hourly hora horas hores час часа година ч",
        "day": "day days daily dia día diario diari день щодня ежедневно",
        "week": "week weekly setmana semana semanal setmanal неделя неделю тиждень еженедельно щотижня",
        "month": "month months monthly mes mensual mês mois mese monat месяц мес місяць міс ежемесячно щомісяця",
        "quarter": "quarter quarterly trimestre trimestral квартал",
        "year": "year yearly annual annually any año anual год рік ежегодно щороку",
        "post": "post posts publicació publicación публикация публикацию пост допис",
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

_BEFORE: Final = re.compile(r"^(?:/|(?:a la|per|an?|each|every|al|por|cada|el|la|un|una|в|на|за|у|кожен|каждый)\s)\s*")
"""What people write before a unit: /month, per month, al mes, в месяц."""

UNITS: Final[tuple[str, ...]] = tuple(_WORDS)
_UNIT_OF: Final[Mapping[str, str]] = MappingProxyType(
    {word: unit for unit, words in _WORDS.items() for word in words.split()}
)


def unit_of(per: str | None) -> str | None:
    """Return the unit for an owner's word, such as 'month' for 'mes', '/month' or 'monthly'; None for others."""
    if not per:
        return None
    said = per.strip().strip(".").casefold()
    return _UNIT_OF.get(said) or _UNIT_OF.get(_BEFORE.sub("", said, count=1))
