"""Writes a numbered thread where one post can't hold what there is to say.

The first part is the post itself, with what it is, price, deadline and link: it is what gets pinned. The parts after it
say the rest, cut between sentences, and the last one ends with the link again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from site_gen.messages import m
from site_gen.model.finding import Finding
from site_gen.social.fitting import Block, Part, PostDraft
from site_gen.social.marked import plain
from site_gen.social.notes import left_out
from site_gen.social.post import Post, PostContext, PostText, TooLongError
from site_gen.social.post_layouts import BLOCKS, BlockContext, layout_of
from site_gen.social.sentences import sentences
from site_gen.social.writing import fitted_post, write_post

_OFFER: Final = ("summary", "includes", "tiers", "audience", "delivery", "steps", "case", "terms", "place")
_ARTICLE: Final = ("summary", "points", "minutes")
_CASE: Final = ("client", "summary", "numbers", "spent", "quote")

_BLANK: Final = "\n\n"

_KEYS: Final = {
    "benefit": "includes",
    "tier": "tiers",
    "step": "steps",
    "was": "price",
    "proof": "proof",
    "number": "metrics",
    "point": "body",
    "spent": "budget",
    "client": "client",
}
"""The key in the file of parts that have another name."""

_WHOLE: Final = frozenset({"step", "proof", "evidence", "benefit", "tier", "number", "point"})
"""A list is read as one, steps are counted, and a period says nothing without its source."""

_BACKS: Final[Mapping[str, str]] = {"evidence": "proof", "period": "number"}
"""What backs something, and so stays with it where a part holds both."""

_BORROWED: Final = frozenset({"proof", "evidence", "quote", "source"})
"""Parts in the words of a case: one without room is left out with a note, for its owner can't shorten it here."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence, or what stays together with one; `gap` stands before it if it isn't the first of its part.

    A gap of a blank line is a mere line break in a dense part.
    """

    text: str
    gap: str
    name: str


def write_thread(context: PostContext) -> Post:
    """Return a post with the parts that follow it; the post alone, with a note, if it holds all there is to say.

    Raises TooLongError if the post, or one sentence of the rest, has no room in one part.
    """
    whole = write_post(context)
    notes: list[str] = []
    if not list(_rest(context, whole.text("post") or "")):
        note = m("one post on {network} holds all there is to say: no thread is needed", network=context.network.name)
        return replace(whole, notes=(*whole.notes, note))
    first, *others = _numbered(context, notes)
    if not others:
        return replace(whole, notes=(*whole.notes, *notes))
    post = context.written("post", first, context.network.limit, fold=context.network.rules.fold)
    texts = [post if text.role == "post" else text for text in whole.texts]
    texts[1:1] = [_written(context, text) for text in others]
    return replace(whole, texts=tuple(texts), notes=(*_notes(context, whole, first), *dict.fromkeys(notes)))


def _notes(context: PostContext, whole: Post, first: str) -> Iterator[str]:
    """Yield the notes on a post, those on hashtags as the first part of its thread has them."""
    tags = [f"#{tag}" for tag in context.brief.hashtags]
    said = {note for shown in range(len(tags) + 1) for note in left_out(context, {"post": shown})}
    yield from (note for note in whole.notes if note not in said)
    if "tags" in layout_of(context.network.id, context.brief.kind).blocks:
        yield from left_out(context, {"post": sum(tag in first.split() for tag in tags)})


def _written(context: PostContext, text: str) -> PostText:
    return context.written("thread", text, context.network.limit)


def _numbered(context: PostContext, notes: list[str]) -> list[str]:
    """Return the texts of a thread. Each leaves room for its number, which may need more digits than were reckoned."""
    total = 1
    while True:
        notes.clear()
        parts = _parts(context, total, notes)
        if len(parts) <= total:
            return parts
        total = len(parts)


def _parts(context: PostContext, total: int, notes: list[str]) -> list[str]:
    """Return the texts of a thread, if it has as many digits in its numbers as `total`."""
    gap = _gap(context)
    first = fitted_post(context, f"{gap}1/{total}")
    parts: list[list[_Unit]] = [[]]
    units = [unit for unit in _rest(context, first) if _has_room(context, unit, f"{gap}{total}/{total}", notes)]
    for unit in (*units, _Unit(_action(context), _BLANK, "action")) if units else ():
        longer = [*parts[-1], unit]
        if _fits(context, f"{_joined(longer, gap)}{gap}{len(parts) + 1}/{total}"):
            parts[-1] = longer
        else:
            parts.append([unit])
    parts = _evened(context, [part for part in parts if part], f"{gap}{total}/{total}")
    count = len(parts) + 1
    opening = next(text for text in (f"{first}{_BLANK}1/{count}", f"{first}{gap}1/{count}") if _fits(context, text))
    return [opening, *(_ended(context, part, f"{number}/{count}") for number, part in enumerate(parts, 2))]


def _evened(context: PostContext, parts: list[list[_Unit]], label: str) -> list[list[_Unit]]:
    """Return parts whose last one, which might have little but the link, has taken whole blocks from the one before; of
    a single list, items. Of all ways to part the two, it is the one whose longer part is shortest.
    """
    if len(parts) < 2:
        return parts
    gap = _gap(context)
    *others, before, last = parts
    blocks = [at for at in range(1, len(before)) if before[at].gap == _BLANK]
    ways = [(before, last), *((before[:at], [*before[at:], *last]) for at in blocks or range(1, len(before)))]
    fitting = [pair for pair in ways if _fits(context, f"{_joined(pair[1], gap)}{label}")]
    kept, moved = min(fitting, key=lambda pair: max(context.network.length(_joined(part, gap)) for part in pair))
    return [*others, kept, moved]


def _ended(context: PostContext, units: Sequence[_Unit], ending: str) -> str:
    """Return a part with its number, with blank lines where they have room."""
    spaced, dense = (f"{_joined(units, gap)}{gap}{ending}" for gap in (_BLANK, _gap(context)))
    return spaced if _fits(context, spaced) else dense


def _joined(units: Sequence[_Unit], gap: str) -> str:
    """Return units as one text; `gap` takes the place of blank lines."""
    first, *others = units
    return first.text + "".join(f"{gap if unit.gap == _BLANK else unit.gap}{unit.text}" for unit in others)


def _gap(context: PostContext) -> str:
    return "\n" if layout_of(context.network.id, context.brief.kind).dense else _BLANK


def _fits(context: PostContext, text: str) -> bool:
    return context.network.fits(text, context.network.limit)


def _has_room(context: PostContext, unit: _Unit, label: str, notes: list[str]) -> bool:
    """Whether a sentence fits in a part of its own; one that doesn't is noted. Raises TooLongError if its owner can
    shorten it.
    """
    network, brief = context.network, context.brief
    text = f"{unit.text}{label}"
    if _fits(context, text):
        return True
    used, limit = network.length(text), network.limit
    if unit.name in _BORROWED:
        notes.append(
            m(
                "'{text}…' comes to {used} of {network}'s {limit} in one piece: it is left out",
                text=unit.text[:40],
                used=used,
                network=network.name,
                limit=limit,
            )
        )
        return False
    key = _KEYS.get(unit.name, unit.name)
    message = m(
        "a sentence of the thread for {name} ({language}) comes to {used} of {limit}",
        name=network.name,
        language=brief.language,
        used=used,
        limit=limit,
    )
    raise TooLongError(Finding(brief.file, (key,), message, m("make two sentences of it, or shorten '{key}'", key=key)))


def _action(context: PostContext) -> str:
    return _shown(context, BLOCKS["action"](_block_context(context)))


def _block_context(context: PostContext, first: str = "") -> BlockContext:
    layout, proof = layout_of(context.network.id, context.brief.kind), context.brief.proof
    proven = proof is not None and proof.claim in first
    layout = replace(layout, most=max(layout.most, len(context.brief.includes)))  # a thread has room for all
    return BlockContext(context.brief, context.network, layout, context.say, context.link.short, proven=proven)


def _shown(context: PostContext, block: Block) -> str:
    return context.shown(PostDraft((block,)).marked())


def _rest(context: PostContext, first: str) -> Iterator[_Unit]:
    """Yield what the first part doesn't say, in units that are not cut."""
    names = {"article": _ARTICLE, "case": _CASE}.get(context.brief.kind, _OFFER)
    if context.variant == "result":  # the first part has said the claim; what backs it follows at once
        names = tuple(sorted(names, key=lambda name: name != "case"))
    for name in names:
        block = BLOCKS[name](_block_context(context, first))
        yield from _together(context, _units(_unsaid(block, first)))


def _together(context: PostContext, units: Iterable[_Unit]) -> Iterator[_Unit]:
    """Yield units, those of which a reader needs all at once as one where a part holds it."""
    for name, run in groupby(units, key=_what):
        pieces = list(run)
        whole = _whole(context, pieces, name)
        if whole is not None:
            yield whole
            continue
        for own, few in groupby(pieces, key=lambda unit: unit.name):
            rest = list(few)
            whole = _whole(context, rest, own)
            yield from rest if whole is None else [whole]


def _what(unit: _Unit) -> str:
    """Return the name of what a unit says or backs."""
    return _BACKS.get(unit.name, unit.name)


def _whole(context: PostContext, units: Sequence[_Unit], name: str) -> _Unit | None:
    """Return units as one; None if they needn't stay together, or if no part holds them."""
    whole = _Unit(_joined(units, _BLANK), units[0].gap, name)
    return whole if name in _WHOLE and _fits(context, f"{whole.text}{_BLANK}99/99") else None


def _unsaid(block: Block, first: str) -> list[list[Part]]:
    """Return the lines of a block that the first part lacks, without headings that have nothing left to head."""
    lines = [[piece for piece in line if plain(piece.spans) not in first and piece.rest_of is None] for line in block]
    names = {piece.name for line in lines for piece in line}
    names |= {piece.heads for line in lines for piece in line if piece.name == "detail" and piece.heads}
    lines = [[piece for piece in line if not piece.heads or piece.heads in names] for line in lines]
    return [line for line in lines if line]


def _units(lines: Sequence[Sequence[Part]]) -> Iterator[_Unit]:
    """Yield the units of a block: a heading with the first sentence below it, then sentence by sentence."""
    heading, before = "", _BLANK
    for line in lines:
        text, name = " ".join(plain(piece.spans) for piece in line), line[-1].name
        if line[0].name == "heading":
            heading = f"{text}\n"
            continue
        said = (text,) if name == "quote" else sentences(text)
        for number, sentence in enumerate(said):
            yield _Unit(f"{heading}{sentence}", " " if number else before, name)
            heading = ""
        before = "\n"
