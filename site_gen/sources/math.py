"""Formulas in a Markdown text, written in LaTeX as other generators have them: where they are, and their MathML.

Knows nothing of HTML pages: `render` puts the MathML in its place, `load` says which formulas can't be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, ParseError, fromstring, tostring

from site_gen.sources.markdown_blocks import without_code

FORMULA: Final = (
    r"(?<![\\$])(?:\$\$(?P<block>(?:[^$\\]|\\.){1,4000}?)\$\$|\\\[(?P<bracket>(?:[^\\]|\\(?![\[\]])){1,4000}?)\\\]"
    r"|\\\((?P<paren>(?:[^\\\n]|\\(?![()])){1,1000}?)\\\)"
    r"|\$(?![\s$])(?P<line>(?:[^$\\\n]|\\.){1,1000}?)(?<![\s\\])\$(?![\d$]))"
)
"""A formula: $$…$$ and \\[…\\] for themselves, $…$ and \\(…\\) in a line.

A sign of money is none: behind the first $ no space may stand, before the last one neither, and no digit behind it.
"""

_FORMULA: Final = re.compile(FORMULA, re.DOTALL)
_LARGE: Final = re.compile(r"(?<!\\)(?:\$\$.{1,2000}?\$\$|\\\[.{1,2000}?\\\]|\\\(.{1,500}?\\\))", re.DOTALL)
_MATHML: Final = "{http://www.w3.org/1998/Math/MathML}"
_NAMES: Final = (
    "math mrow mi mn mo mtext mspace ms mfrac msqrt mroot mstyle merror mpadded mphantom msub msup msubsup munder "
    "mover munderover mmultiscripts mprescripts none mtable mtr mtd mlabeledtr menclose"
)
_ELEMENTS: Final = frozenset(f"{_MATHML}{name}" for name in _NAMES.split())
_KEYS: Final = (
    "display displaystyle mathvariant mathcolor mathbackground mathsize stretchy fence separator form lspace rspace "
    "minsize maxsize symmetric largeop movablelimits accent accentunder linethickness width height depth voffset "
    "columnalign rowspacing columnspacing columnlines rowlines notation scriptlevel xmlns side class"
)
_ATTRIBUTES: Final = frozenset(_KEYS.split())
_DEEPEST: Final = 60


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula at an offset of a text; `is_block` says that it stands for itself."""

    latex: str
    offset: int
    is_block: bool


def formulas(text: str) -> Iterator[Formula]:
    """Yield the formulas of a Markdown text, except those in code."""
    if "$" not in text and "\\(" not in text and "\\[" not in text:
        return
    for found in _FORMULA.finditer(without_code(text)):
        yield formula_of(found)


def formula_of(found: re.Match[str]) -> Formula:
    """Return what a match of FORMULA is."""
    block = found["block"] if found["block"] is not None else found["bracket"]
    latex = block if block is not None else found["paren"] if found["paren"] is not None else found["line"]
    return Formula((latex or "").strip(), found.start(), block is not None)


def sure_formula(text: str) -> int | None:
    """Return where the first formula is that can't be money: $$…$$, \\[…\\] or \\(…\\); None if there is none."""
    if "$$" not in text and "\\[" not in text and "\\(" not in text:
        return None
    found = _LARGE.search(without_code(text))
    return found.start() if found and re.search(r"[\\^_=+{]", found[0][2:-2]) else None


def mathml(latex: str, *, is_block: bool) -> str | None:
    """Return a formula as MathML; None if it can't be read, or only with commands that aren't known."""
    from latex2mathml.converter import convert

    if not latex or latex.count("{") > _DEEPEST * 20 or _depth(latex) > _DEEPEST:
        return None
    try:
        made = convert(_escaped(latex), display="block" if is_block else "inline")
        root = fromstring(made)  # noqa: S314  # the library's own, of a bounded formula
    except (ParseError, RecursionError):
        return None
    except Exception:  # noqa: BLE001  # it raises whatever its parser meets
        return None
    if not all(map(_is_sound, root.iter())):
        return None
    return tostring(root, encoding="unicode").replace("ns0:", "").replace(":ns0=", "=")


def _escaped(latex: str) -> str:
    """Return a formula whose signs of comparison are those of MathML: the library leaves texts as they are."""
    return latex.replace("<", r"\lt ").replace(">", r"\gt ")


def _depth(latex: str) -> int:
    depth = deepest = 0
    for sign in latex:
        depth += (sign == "{") - (sign == "}")
        deepest = max(deepest, depth)
    return deepest


def _is_sound(element: Element) -> bool:
    """Whether an element is one of MathML's without scripts or styles, and without a command that wasn't understood."""
    if element.tag not in _ELEMENTS or not _ATTRIBUTES.issuperset(element.attrib):
        return False
    return not (element.text or "").lstrip().startswith("\\")
