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
    seen = (at for at, each in enumerate(sales) if fold is None or _end(made[at], each.may_be_cut) <= fold)
    shown = next(seen, None)
    in_full = max(at for at, each in enumerate(sales) if each.in_full)  # no month is shortened in vain
    blocks = made[shown if shown is not None else in_full]
    if hook and not first:
        blocks = (*blocks, ((part("hook", hook),),))
    return Opening(
        blocks, hook_first=bool(first), proven=variant == "result" and bool(hook), above_fold=shown is not None
    )


@dataclass(frozen=True, slots=True)
class _Sale:
    """A wording of the sale, and its end, which may come after the fold: the zone and the full stop. A month in full is
    worth more than a zone before the fold. `in_full`: no month is shortened.
    """

    block: Block
    may_be_cut: str
    in_full: bool


def _sales(brief: Brief, *, tight: bool, bold: bool) -> Iterator[_Sale]:
    """Yield wordings of the sale, the most detailed first; with the deadline in figures last, for each title again."""
    titles, deadline = [title for title in (brief.title, brief.short_title) if title], brief.deadline
    if deadline is None:
        yield from (_sale(brief, title, None, bold=bold) for title in titles)
        return
    zone = deadline.zone_short if tight else deadline.zone
    for title in titles:
        yield _sale(brief, title, deadline.said, zone, bold=bold)
        yield _sale(brief, title, deadline.said_short, deadline.zone_short, bold=bold, in_full=False)
    if deadline.said_in_figures:
        for title in titles:
            yield _sale(brief, title, deadline.said_in_figures, deadline.zone_short, bold=bold, in_full=False)


def _sale(brief: Brief, title: str, said: str | None, zone: str = "", *, bold: bool, in_full: bool = True) -> _Sale:
    until = f"{said} {zone}".rstrip() if said else None
    block = ((part("sale", sale(brief, title=title, until=until), bold=bold),),)
    return _Sale(block, f" {zone}." if zone else ".", in_full)


def _end(blocks: tuple[Block, ...], may_be_cut: str) -> int:
    """Return where the sale ends without what may be cut, counted in UTF-16 units like the fold."""
    draft = PostDraft(blocks)
    return utf16_units(draft.text()[: draft.end_of("sale")].removesuffix(may_be_cut))
