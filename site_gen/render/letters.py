"""Adapts texts to a typeface: missing emoji and signs are left out, missing letters are an error.

A missing currency sign is replaced by the currency's code, so that no amount is without its currency.

A picture therefore shows neither empty boxes nor letters of another typeface within a word.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from site_gen.messages import m
from site_gen.model.site import FontSpec
from site_gen.render.originals import read_original, theme_file

_PLAIN: Final = (range(0x20, 0x7F), range(0xA0, 0x180), range(0x400, 0x460), range(0x490, 0x492))
_SIGNS: Final = "–—‘’‚“”„•…‹›€₽₴№−"
_BREAKING: Final = re.compile(r"[ \t\r\n\v\f\x85\u2028\u2029]+")
_LOOSE: Final = re.compile(r" +(?=[,.;:!?…)\]»”]| |$)|(?<=[(\[«“]) +|^ +")


CURRENCY_CODES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₽": "RUB", "₴": "UAH", "₸": "KZT", "₾": "GEL", "₼": "AZN",
        "֏": "AMD", "₺": "TRY", "₮": "MNT", "₪": "ILS", "₹": "INR", "₩": "KRW", "₱": "PHP", "₫": "VND", "฿": "THB",
        "₦": "NGN", "₡": "CRC", "₲": "PYG", "₵": "GHS", "₭": "LAK", "៛": "KHR", "৳": "BDT",
    }
)  # fmt: skip
"""The replacement of a currency sign that a typeface lacks (ISO 4217; signs of Unicode's CLDR)."""


class UnwritableError(Exception):
    """A text has letters that the typeface lacks; `letters` are those."""

    def __init__(self, text: str, letters: str) -> None:
        self.text = text
        self.letters = letters
        super().__init__(m("the typeface has no '{letters}' for: {text}", letters=letters, text=text))


@dataclass(frozen=True, slots=True)
class Letters:
    """The characters that a typeface has."""

    characters: frozenset[str]

    def write(self, text: str) -> str:
        """Return a text on one line, adapted to the typeface. Raises UnwritableError for letters that it lacks."""
        kept = _composed(text)
        lacking = dict.fromkeys(character for character in kept if character not in self.characters)
        if not lacking:
            return kept
        instead = {character: self._instead(character) for character in lacking}
        missing = "".join(character for character, other in instead.items() if other is None)
        if missing:
            raise UnwritableError(text, missing)
        written = _spaced("".join(instead.get(character, character) or "" for character in kept), instead)
        written = _LOOSE.sub("", _BREAKING.sub(" ", written))
        if not any(character.isalnum() for character in written) and any(not c.isspace() for c in text):
            raise UnwritableError(text, text)
        return written

    def _instead(self, character: str) -> str | None:
        """Return the replacement of a character that the typeface lacks: '' to drop it, None if there is none."""
        category = unicodedata.category(character)
        if category == "Sc":
            return CURRENCY_CODES.get(character)
        if category == "Zs":
            return "\N{NO-BREAK SPACE}" if "<noBreak>" in unicodedata.decomposition(character) else " "
        plain = unicodedata.normalize("NFKC", character)
        if plain != character and set(plain) <= self.characters:
            return plain
        return None if category[0] in "LN" else ""


def _spaced(text: str, instead: Mapping[str, str | None]) -> str:
    """Return a text with a space between an amount and the currency code that replaced its sign."""
    for sign in instead.keys() & CURRENCY_CODES.keys():
        code = CURRENCY_CODES[sign]
        text = re.sub(rf"(?<=[\d,.]){code}", "\N{NO-BREAK SPACE}" + code, text)
        text = re.sub(rf"{code}(?=\d)", code + "\N{NO-BREAK SPACE}", text)
    return text


def _composed(text: str) -> str:
    return _BREAKING.sub(" ", unicodedata.normalize("NFC", text)).strip(" ")


def letters_of(font: FontSpec | None) -> Letters:
    """Return the characters of a theme's typeface; without one, those that every usual typeface has."""
    return _read(font.path, font.digest) if font else _common()


@cache
def _read(path: Path, digest: str) -> Letters:
    from fontTools.ttLib import TTFont

    with TTFont(io.BytesIO(read_original(path, digest, theme_file(path)))) as font:
        return Letters(frozenset(map(chr, font.getBestCmap())))


@cache
def _common() -> Letters:
    return Letters(frozenset(chr(point) for block in _PLAIN for point in block) | set(_SIGNS))
