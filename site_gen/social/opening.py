"""The beginning of a post: a hook, and always title, price and deadline before the fold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, get_args

from site_gen.model.rules.words import says_free
from site_gen.render.offer_words import capital
from site_gen.social.brief import Brief
from site_gen.social.counting import utf16_units
from site_gen.social.fitting import Block, PostDraft, part
from site_gen.social.phrases import sentence

Variant = Literal["offer", "result", "problem"]
VARIANTS: Final[tuple[Variant, ...]] = get_args(Variant)


@dataclass(frozen=True, slots=True)
class Opening:
    """The first blocks; whether they begin with the proof, and whether title, price and deadline are above the fold."""

    blocks: tuple[Block, ...]
    hooked: bool
    above_fold: bool


def hook_of(brief: Brief, variant: Variant) -> str | None:
    """Return the opening sentence of a variant; None for the variant `offer`, and if the file has no such text."""
    if variant == "result":
        return brief.proof.claim if brief.proof else None
    return brief.problem if variant == "problem" else None


def sale(brief: Brief, *, title: str | None, until: str | None) -> str:
    """Return the sale in one sentence: title, price, deadline. If the title already says free, omit the price."""
    price = None if brief.is_free and title and says_free(title) else brief.price
    terms = ", ".join(term for term in (price.text if price else None, until) if term)
    if not terms:
        return sentence(title or "")
    if title is None:
        return f"{capital(terms)}."
    if title.endswith((".", "!", "?", "…")):
        return f"{title} {capital(terms)}."
    return f"{title} — {terms}." if ":" in title else f"{title}: {terms}."


def open_post(brief: Brief, variant: Variant, fold: int | None, *, dense: bool, bold: bool) -> Opening:
    """Return the most detailed opening with title, price and deadline before the fold.

    If there is no room for the hook before them, it follows them; if there is no room for the title, the short title
    (or only price and deadline) comes first and the title follows.
    """
    made = [(blocks, _end(blocks)) for blocks in _candidates(brief, hook_of(brief, variant), dense=dense, bold=bold)]
    fitting = [blocks for blocks, end in made if fold is None or end <= fold]
    blocks = fitting[0] if fitting else min(made, key=lambda candidate: candidate[1])[0]
    named = not any(piece.name == "title" for block in blocks for line in block for piece in line)
    hooked = variant == "result" and brief.proof is not None
    return Opening(blocks, hooked=hooked, above_fold=bool(fitting) and named)


def _candidates(brief: Brief, hook: str | None, *, dense: bool, bold: bool) -> Iterator[tuple[Block, ...]]:
    whole = _sale(brief, brief.title, dense=dense, bold=bold)
    opened: tuple[Block, ...] = (((part("hook", hook),),),) if hook else ()
    yield (*opened, whole)
    if hook:
        yield (whole, *opened)
    if dense:
        return
    if brief.deadline:
        yield (_sale(brief, brief.title, bold=bold, short=True), *opened)
    for name, short in ((brief.short_title, False), (brief.short_title, True), (None, False)):
        if name or (not short and brief.price):
            title = part("long-title" if name else "title", sentence(brief.title))
            yield (_sale(brief, name, bold=bold, short=short), ((title,),), *opened)


def _sale(brief: Brief, title: str | None, *, bold: bool, dense: bool = False, short: bool = False) -> Block:
    """Return the sale as a block, with the deadline in full, shortened, or with day and time only."""
    deadline, until = brief.deadline, None
    if deadline is not None:
        until = deadline.until_full if dense else deadline.until_short if short else deadline.until
    return ((part("sale", sale(brief, title=title, until=until), bold=bold),),)


def _end(blocks: tuple[Block, ...]) -> int:
    """Return where the sale ends, counted in UTF-16 units like the fold."""
    draft = PostDraft(blocks)
    return utf16_units(draft.text()[: draft.end_of("sale")])
