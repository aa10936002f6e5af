"""What tests of cards share: a card set as a PDF by the same template, and where poppler finds each of its words."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from html import unescape
from itertools import combinations
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from site_gen.load.theme_font import digest_file
from site_gen.load.theme_places import PACKAGED
from site_gen.model.site import Asset, FontSpec
from site_gen.render.artifact import FromTypst
from site_gen.render.letters import letters_of
from site_gen.render.typst import Typesetter, Typesetting
from site_gen.social.card_style import CardStyle
from site_gen.social.networks import Size
from tests.render.theme_strings import strings
from tests.support_proposals import pdf_boxes

EM: Final = 1.366
"""The height of Manrope's letters as poppler draws boxes around words, in sizes: ascent and descent."""

TOLERANCE: Final = 1.5
SMALLEST: Final = 35
"""In 1080ths of a card's width: twelve pixels of a phone that is 375 wide, as 12 / 375 × 1080 is 34.56."""

SIZES: Final = (
    Size("feed", 1080, 1350),
    Size("square", 1080, 1080),
    Size("story", 1080, 1920, (288, 384)),
    Size("link", 1200, 630),
    Size("post", 1280, 1280),
    Size("cover", 1920, 768),
    Size("pin", 1000, 1500),
    Size("wide", 1600, 900),
)

COLORS: Final = MappingProxyType(
    {
        "paper": "#faf7f1",
        "ink": "#191713",
        "muted": "#524d45",
        "line": "#d8d1c4",
        "accent": "#b8321a",
        "field": "#b8321a",
        "on_field": "#ffffff",
    }
)

OFFER: Final[Mapping[str, Any]] = {
    "name": "Mara Vidal",
    "role": "Social media for cafés",
    "title": "A month of Instagram, run for you",
    "price": {"before": "From", "amount": "€290", "after": "a month"},
    "was": "Before: €390. The lowest price of the last 30 days: €350.",
    "former": {"amount": "€390", "lowest": "Lowest price of the last 30 days: €350"},
    "number": None,
    "sticker": False,
    "until": "Until 20 December 2026, 6 pm",
    "zone": "Madrid time",
    "delivery": None,
    "note": "3 of 5 places left",
    "includes": ["Twelve posts and twelve stories", "Daily moderation", "A one-page report every month"],
    "action": "Book your month",
    "address": "mara.example",
    "disclosure": None,
}

SLIDE: Final[Mapping[str, Any]] = {
    **OFFER,
    "slide": "hook",
    "number": 1,
    "total": 5,
    "label": "What you get",
    "below": "Cafés that open every day",
    "proof": {
        "number": "×4",
        "metric": "Followers",
        "bars": [{"text": "Before: 1,200", "share": 0.25}, {"text": "After: 4,800", "share": 1.0}],
        "change": "from 1,200 to 4,800",
        "client": "Casa Blau, Girona",
        "period": "February – May 2026",
        "source": "Source: Instagram Insights",
    },
    "steps": ["A call", "A plan", "A month"],
    "quote": {"text": "“Now I know it every Friday.”", "by": "Joana Mas, owner"},
}

PAGE: Final[Mapping[str, Any]] = {
    "name": "Mara Vidal",
    "role": "Social media for cafés",
    "title": "Followers from 1,200 to 4,800 in four months",
    "label": "Case",
    "below": "Casa Blau, Girona",
    "number": {"text": "×4", "metric": "Followers"},
}


@dataclass(frozen=True, slots=True)
class Word:
    """A word on a card: where it stands, in pixels, and the size of its letters in 1080ths of the card's width."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float


@cache
def font() -> FontSpec:
    import font_manrope

    path = Path(font_manrope.__file__).parent / "files" / "Manrope-VariableFont_wght.ttf"
    return FontSpec("Manrope", path, "200 800", digest_file(path), (98.34, 108.4, 30.51, 0))


SHORT_WORDS: Final = MappingProxyType(
    {
        language: tuple(str(strings()[language]["card.short_words"]).split())
        for language in ("ca", "es", "en", "ru", "uk")
    }
)


@cache
def look() -> CardStyle:
    """Return how cards look with the packaged templates and typeface."""
    folder = PACKAGED / "base" / "cards"
    assets = [Asset(f"cards/{path.name}", path, digest_file(path)) for path in sorted(folder.glob("*.typ"))]
    return CardStyle(Typesetting(tuple(assets), font()), "Manrope", COLORS, letters_of(font()), SHORT_WORDS)


@cache
def setter() -> Typesetter:
    """Return a typesetter that all tests of a process share."""
    return Typesetter(look().typesetting, Path(tempfile.mkdtemp(prefix="site_gen-cards-")))


def draw(maker: FromTypst) -> bytes:
    return setter().compile(maker.template, maker.data, "png", maker.ppi)


def words(maker: FromTypst) -> list[Word]:
    """Return every word of a card, as poppler finds it in the same card set as a PDF."""
    text = pdf_boxes(setter().compile(maker.template, maker.data, "pdf"))
    assert text.count("<page ") == 1, "the card runs over to a second page"
    return list(_words(text, maker.data["width"] / 1080))


def _words(text: str, unit: float) -> Iterator[Word]:
    pattern = r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>'
    for found in re.finditer(pattern, text, re.DOTALL):
        left, top, right, bottom = map(float, found.groups()[:4])
        yield Word(unescape(found[5]), left, top, right, bottom, (bottom - top) / EM / unit)


def check_layout(maker: FromTypst) -> list[Word]:
    """Assert that every word is whole inside the card and its safe area, readable, and beside the others."""
    found, data = words(maker), maker.data
    for word in found:
        middle = _core(word)
        assert word.left >= -TOLERANCE, word
        assert word.right <= data["width"] + TOLERANCE, word
        assert middle.top >= data["safe"]["top"] - TOLERANCE, word
        assert middle.bottom <= data["height"] - data["safe"]["bottom"] + TOLERANCE, word
        assert word.size >= SMALLEST - 0.2, word
    for one, other in combinations(map(_core, found), 2):
        apart = min(one.right, other.right) - max(one.left, other.left) <= TOLERANCE
        assert apart or min(one.bottom, other.bottom) - max(one.top, other.top) <= TOLERANCE, (one, other)
    return found


def _core(word: Word) -> Word:
    """Return a word's box from its small letters' height to its base line: lines stand closer than ascents."""
    height = word.bottom - word.top
    return replace(word, top=word.top + 0.4 * height, bottom=word.bottom - 0.24 * height)


def squeezed(text: str) -> str:
    """Return a text without what setting it in lines adds or takes away."""
    return re.sub(r"[\s\u00a0\u202f\u00ad\u200b-]", "", text)
