"""The words of proposed topics in one language: titles, goals, reasons and ideas (data/plan_words)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from site_gen.model.content_plan import POST_KINDS, PostKind
from site_gen.render.localize import Localizer
from site_gen.sources.yaml import read_yaml

_DATA: Final = Path(__file__).parent / "data" / "plan_words"
_FALLBACK: Final = "en"
TITLE_MOST: Final = 280
"""The longest title that is proposed, in characters; a longer one is cut between words."""


@dataclass(frozen=True, slots=True)
class PlanWords:
    """Words in a language that the program speaks; English stands in for others, as the plan is read by its owner."""

    language: str
    topics: Mapping[str, str]
    goals: Mapping[str, str]
    reasons: Mapping[str, str]
    ideas: Mapping[PostKind, tuple[str, ...]]

    def topic(self, key: str, **values: str) -> str:
        """Return a topic on one line, cut where its values are long."""
        text = " ".join(self.topics[key].format(**values).split())
        return text if len(text) <= TITLE_MOST else f"{text[:TITLE_MOST].rpartition(' ')[0] or text[:TITLE_MOST]} …"

    def reason(self, key: str, **values: str) -> str:
        return self.reasons[key].format(**values)

    def day(self, day: date, year: int) -> str:
        """Return a day as it stands within a sentence, with its year unless that is `year`."""
        return Localizer(self.language, "UTC", {}).day_within(day, year=day.year != year)

    def times(self, factor: float) -> str:
        """Return how many times, with one decimal: 1.8."""
        from babel.numbers import format_decimal

        return str(format_decimal(factor, "0.0", locale=self.language))


@cache
def plan_words(language: str) -> PlanWords:
    """Return the words of a language."""
    path = _DATA / f"{language}.yaml"
    language = language if path.is_file() else _FALLBACK
    data: Any = read_yaml((_DATA / f"{language}.yaml").read_text(encoding="utf-8"), f"{language}.yaml").data
    ideas = {kind: tuple(data["ideas"].get(kind, ())) for kind in POST_KINDS}
    topics, goals, reasons = (MappingProxyType(dict(data[name])) for name in ("topics", "goals", "reasons"))
    return PlanWords(language, topics, goals, reasons, MappingProxyType(ideas))
