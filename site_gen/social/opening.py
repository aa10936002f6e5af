"""The beginning of a post: a hook, and always title, price and deadline before the fold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, get_args
from unicodedata import bidirectional

from site_gen.model.rules.words import says_free
from site_gen.render.offer_words import capital
from site_gen.social.brief import Brief
from site_gen.social.counting import utf16_units
from site_gen.social.fitting import Block, PostDraft, part
from site_gen.social.phrases import ENDS_IN_MARK, sentence

Variant = Literal["offer", "result", "problem"]
_DIVIDED: Final = re.compile("[,:;—]")
VARIANTS: Final[tuple[Variant, ...]] = get_args(Variant)


@dataclass(frozen=True, slots=True)
class Opening:
    """The first blocks; whether they begin with the hook, whether they hold the proof, and whether title, price and
    deadline are above the fold.
    """

    blocks: tuple[Block, ...]
    hook_first: bool
    proven: bool
    above_fold: bool


def hook_of(brief: Brief, variant: Variant) -> str | None:
    """Return the opening sentence of a variant; None for the variant `offer`, and if the file has no such text."""
    if variant == "result":
        return brief.proof.claim if brief.proof else None
    return brief.problem if variant == "problem" else None


def sale(brief: Brief, *, title: str, until: str | None) -> str:
    """Return the sale in one line: title and price, then the deadline as a sentence of its own.

    A price of nothing is said in words, and only if the title doesn't say it.
    """
    said = _priced(brief, title)
    return f"{said} {sentence(until)}" if until else said


_FROM_RIGHT: Final = frozenset({"R", "AL"})
_STRONG: Final = frozenset({"L", *_FROM_RIGHT})
_FROM_RIGHT_LANGUAGES: Final = frozenset({"ar", "fa", "he", "ur", "yi"})


def _kept_left(brief: Brief, title: str) -> str:
    """Return a title that ends in Arabic or Hebrew with a mark (U+200E) that keeps the price behind it in its place: by
    Unicode's rules (UAX 9, W2 and N1) it would be shown before those words."""
    last = next((kind for kind in map(bidirectional, reversed(title)) if kind in _STRONG), "L")
    moves = last in _FROM_RIGHT and brief.language not in _FROM_RIGHT_LANGUAGES
    return f"{title}\N{LEFT-TO-RIGHT MARK}" if moves else title


def _priced(brief: Brief, title: str) -> str:
    """Return title and price as a sentence."""
    shown = _kept_left(brief, title)
    price = None if brief.price is None or (brief.is_free and says_free(title)) else brief.price.text
    if price is None:
        return sentence(title)
    if ENDS_IN_MARK.search(title):
        return f"{shown} {sentence(capital(price))}"
    if brief.is_free and not _DIVIDED.search(title):
        return f"{shown}, {sentence(price)}"
    return f"{shown} — {sentence(price)}" if ":" in title else f"{shown}: {sentence(price)}"


def open_post(brief: Brief, variant: Variant, fold: int | None, *, tight: bool, bold: bool) -> Opening:
    """Return the most detailed opening with title, price and deadline before the fold.

    A hook opens the post if the feed shows it whole, even if price and deadline then come after the fold; a longer one
    follows the sale. Where the title has no room, the short title takes its place. `tight`: every character counts.
    """
    hook = hook_of(brief, variant)
    sales = list(_sales(brief, tight=tight, bold=bold))
    first = [((part("hook", hook),),)] if hook and (fold is None or utf16_units(hook) <= fold) else []
    made = [(*first, each.block) for each in sales]
    ranked = _ranked([_ends(blocks, each.zone) for blocks, each in zip(made, sales, strict=True)], fold)
    last = -2 if brief.deadline else -1  # no month is shortened in vain
    blocks = made[ranked if ranked is not None else last]
    if hook and not first:
        blocks = (*blocks, ((part("hook", hook),),))
    return Opening(
        blocks, hook_first=bool(first), proven=variant == "result" and bool(hook), above_fold=ranked is not None
    )


@dataclass(frozen=True, slots=True)
class _Sale:
    """A wording of the sale, and the zone that ends it: the one thing in it that may come after the fold."""

    block: Block
    zone: str


def _sales(brief: Brief, *, tight: bool, bold: bool) -> Iterator[_Sale]:
    """Yield wordings of the sale, the most detailed first."""
    for title in (brief.title, brief.short_title):
        for short in (False, True):
            if title and (brief.deadline or not short):
                yield _sale(brief, title, tight=tight, bold=bold, short=short)


def _sale(brief: Brief, title: str, *, tight: bool, bold: bool, short: bool) -> _Sale:
    deadline = brief.deadline
    if deadline is None:
        return _Sale(((part("sale", sale(brief, title=title, until=None), bold=bold),),), "")
    zone = deadline.zone_short if tight or short else deadline.zone
    until = f"{deadline.said_short if short else deadline.said} {zone}".rstrip()
    return _Sale(((part("sale", sale(brief, title=title, until=until), bold=bold),),), f" {zone}." if zone else "")


def _ends(blocks: tuple[Block, ...], zone: str) -> tuple[int, int]:
    """Return where the sale ends, with and without its zone, counted in UTF-16 units like the fold."""
    draft = PostDraft(blocks)
    text = draft.text()[: draft.end_of("sale")]
    return utf16_units(text), utf16_units(text.removesuffix(zone))


def _ranked(ends: list[tuple[int, int]], fold: int | None) -> int | None:
    """Return which wording to take: for each title the first that is before the fold, if need be without its zone. A
    month in full is worth more than a zone before the fold."""
    if fold is None:
        return 0
    pairs = [range(start, min(start + 2, len(ends))) for start in range(0, len(ends), 2)]
    return next((place for pair in pairs for place in pair if min(ends[place]) <= fold), None)
