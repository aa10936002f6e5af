"""What texts may have beyond CommonMark's own: formulas, :emoji:, and quotes and dashes as a language has them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor

from site_gen.sources.math import FORMULA, formula_of, mathml

if TYPE_CHECKING:
    from markdown import Markdown
    from markdown_it.rules_inline import StateInline

QUOTES: Final[Mapping[str, tuple[str, str, str, str]]] = {
    "en": ("“", "”", "‘", "’"),
    "es": ("«", "»", "“", "”"),
    "ca": ("«", "»", "“", "”"),
    "ru": ("«", "»", "„", "“"),
    "uk": ("«", "»", "“", "”"),
    "be": ("«", "»", "„", "“"),
    "fr": ("«\u202f", "\u202f»", "“", "”"),
    "it": ("«", "»", "“", "”"),
    "pt": ("“", "”", "‘", "’"),
    "de": ("„", "“", "‚", "‘"),
    "pl": ("„", "”", "‚", "’"),
    "cs": ("„", "“", "‚", "‘"),
    "nl": ("“", "”", "‘", "’"),
}  # fmt: skip
"""Opening and closing quotes, outer and inner, by language (Unicode CLDR, delimiters); others have those of English."""


class Formulas(Extension):
    """Formulas as MathML, which browsers show by themselves. What can't be read stays as it is written."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # the library's name
        """Register the pattern before escapes and code."""
        lines: Any = md.treeprocessors["lines"]
        lines.reader.inline.ruler.before("escape", "formula", _Formula(md))


class _Formula:
    """A rule of markdown-it-py."""

    def __init__(self, md: Markdown) -> None:
        self._md = md
        self._pattern = re.compile(FORMULA, re.DOTALL)

    def __call__(self, state: StateInline, silent: bool) -> bool:  # the library's signature
        """Put what stands for the MathML in the place of a formula."""
        found = self._pattern.match(state.src, state.pos, state.posMax) if state.src[state.pos] in "$\\" else None
        formula = found and formula_of(found)
        made = mathml(formula.latex, is_block=formula.is_block) if formula else None
        if found is None or made is None:
            return False
        if not silent:
            state.push("html_inline", "", 0).content = made
        state.pos = found.end()
        return True


class Emoji(Extension):
    """`:tada:` as the sign itself, by GitHub's names; other words between colons stay."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # the library's name
        """Register the pattern."""
        md.inlinePatterns.register(_Emoji(EMOJI, md), "emoji", 75)


EMOJI: Final = r"(?<![\w:/]):([a-z0-9_+-]{2,40}):(?![\w:])"


class _Emoji(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]  # noqa: ARG002, N802  # the library's
        """Return the sign."""
        sign = _emoji().get(f":{m[1]}:")
        return (sign, m.start(), m.end()) if sign and not m[1].isdigit() else (None, None, None)


@cache
def _emoji() -> Mapping[str, str]:
    """Return the signs by name; the table is large, and few texts need it."""
    from pymdownx.gemoji_db import aliases, emoji

    signs = {
        name: "".join(chr(int(code, 16)) for code in entry["unicode"].split("-"))
        for name, entry in emoji.items()
        if "unicode" in entry
    }
    return {**signs, **{alias: signs[name] for alias, name in aliases.items() if name in signs}}


def typography(language: str) -> Extension:
    """Return an extension for the quotes of a language, -- and --- as dashes, ... as an ellipsis."""
    from markdown.extensions.smarty import SmartyExtension

    outer_left, outer_right, inner_left, inner_right = QUOTES.get(language, QUOTES["en"])
    return SmartyExtension(
        smart_angled_quotes=False,
        substitutions={
            "left-double-quote": outer_left,
            "right-double-quote": outer_right,
            "left-single-quote": inner_left,
            "right-single-quote": "’"
            if inner_left == "‘" or language in {"es", "ca", "uk", "fr", "it"}
            else inner_right,
            "ndash": "–",
            "mdash": "—",
            "ellipsis": "…",
        },
    )
