"""The phrases of posts in one language: prices, deadlines, seats. Dates and money come from the Localizer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from site_gen.model.case import Case
from site_gen.render.localize import Localizer
from site_gen.render.offer_words import OfferWords
from site_gen.sources.yaml import read_yaml

_DATA: Final = Path(__file__).parent / "data" / "words"
_FALLBACK: Final = "en"
_ENDED: Final = re.compile(r"[.!?…][)»”’\"']*$")


@cache
def words(language: str) -> Mapping[str, object]:
    """Return the words of posts in a language, in English if there are none for it."""
    path = _DATA / f"{language}.yaml"
    data: Any = read_yaml(path.read_text(encoding="utf-8"), path.name).data if path.is_file() else words(_FALLBACK)
    return MappingProxyType(dict(data))


def one_line(text: str) -> str:
    """Return a text without line breaks and double spaces; no-break spaces stay."""
    return re.sub(r"[ \t\r\n\v\f\x85\u2028\u2029]+", " ", text).strip()


def sentence(text: str) -> str:
    """Return a text on one line with a full stop or other sentence end."""
    text = one_line(text)
    return text if _ENDED.search(text) else f"{text}."


def without_stop(text: str) -> str:
    """Return a title on one line without a full stop at its end."""
    text = one_line(text)
    return text[:-1] if text.endswith(".") and not text.endswith("..") else text


def amount_text(amount: Decimal) -> str:
    """Return an amount as plain text: '290', '6.4'."""
    return format(amount.normalize(), "f")


class Phrases:
    """Builds phrases in one language, with moments in one time zone. Prices, deadlines and seats read as on pages."""

    def __init__(self, language: str, time_zone: str, strings: Mapping[str, Mapping[str, object]]) -> None:
        """Take the theme's interface texts by language as `strings`."""
        own = {code: {**strings.get(code, {}), **words(code)} for code in dict.fromkeys((language, _FALLBACK))}
        self._localizer = Localizer(language, time_zone, own)
        self.text = self._localizer.text
        said = OfferWords(self._localizer)
        self.price, self.former, self.seats = said.price, said.former, said.seats
        self.until, self.until_short, self.until_wall_time = said.until, said.until_short, said.until_wall_time
        self.instant, self.zone, self.dated, self.money = said.instant, said.zone, said.dated, said.money

    def evidence(self, case: Case) -> str:
        """Return the case's headline number with its period and source."""
        metric, period = case.headline, case.headline.period or case.period
        before, after = (
            self._localizer.quantity(amount_text(value), metric.unit) for value in (metric.before, metric.after)
        )
        span = {"start": period.start.isoformat(), "end": period.end.isoformat()}
        said = self.text(
            "evidence",
            name=one_line(metric.name),
            before=before,
            after=after,
            period=self._localizer.period(span).rstrip("."),
            source=one_line(metric.source),
        )
        return sentence(said)
