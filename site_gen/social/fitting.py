"""A post as blocks of lines of parts. To shorten it, whole parts are dropped in a fixed order; some never are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import regex

from site_gen.social.marked import Marked, Span, plain


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a post that is kept or dropped as a whole. A heading is kept as long as a part that it `heads` is.

    `rest_of` names a list and its length: the part is shown if only some of that list's items are.
    """

    name: str
    spans: Marked
    heads: str | None = None
    rest_of: tuple[str, int] | None = None


Line = tuple[Part, ...]
Block = tuple[Line, ...]

DROPS: Final[tuple[tuple[str, int], ...]] = (
    ("hashtag", 1),
    ("place", 0),
    ("step", 0),
    ("quote", 0),
    ("spent", 0),
    ("evidence", 0),
    ("delivery", 0),
    ("audience", 0),
    ("minutes", 0),
    ("benefit", 3),
    ("point", 3),
    ("number", 3),
    ("detail", 0),
    ("summary", 0),
    ("benefit", 1),
    ("point", 0),
    ("number", 1),
    ("client", 0),
    ("seats", 0),
    ("hashtag", 0),
    ("benefit", 0),
    ("tier", 0),
    ("was", 0),
    ("extended", 0),
    ("number", 0),
    ("source", 0),
    ("proof", 0),
    ("hook", 0),
)
"""The order in which parts are dropped from a post that is too long, and how many of each name are kept in that pass.

Parts that are not listed are never dropped: the sale (title, price, deadline), the deadline, the action with its link,
and the advertising label.
"""


def part(name: str, text: str, *, bold: bool = False, url: str | None = None, heads: str | None = None) -> Part:
    """Return a part of one span."""
    return Part(name, (Span(text, bold, url),), heads)


BULLET: Final = "• "
_OWN_BULLET: Final = regex.compile(r"^(?:[•·●▪*–—-]\s+)+")
_SIGN: Final = regex.compile(r"^[\p{Extended_Pictographic}\p{Regional_Indicator}]|^[#*0-9]\ufe0f?\u20e3")


def listed(
    heading: str | None,
    name: str,
    items: Sequence[str],
    bullet: str = BULLET,
    more: str | None = None,
    most: int | None = None,
) -> Block:
    """Return a heading with a line for each item; an empty block if there are no items.

    `more` is the line that says so where some of the items had no room, or are more than `most` by at least two.
    """
    shown = items if most is None or len(items) <= most + 1 else items[:most]
    lines: list[Line] = [(part("heading", heading, heads=name),)] if heading and items else []
    lines += [(part(name, _bulleted(item, bullet)),) for item in shown]
    rest = Part("more", (Span(f"{bullet}{more}"),), rest_of=(name, len(items)))
    return (*lines, (rest,)) if more and len(items) > 1 else tuple(lines)


def headed(block: Block, *, bold: bool) -> Block:
    """Return a block with its headings in bold, where the network has that."""
    if not bold:
        return block
    lines = (tuple(_in_bold(piece) if piece.name == "heading" else piece for piece in line) for line in block)
    return tuple(lines)


def _in_bold(piece: Part) -> Part:
    return replace(piece, spans=tuple(replace(span, bold=True) for span in piece.spans))


def _bulleted(item: str, bullet: str) -> str:
    """Return an item behind a bullet; one that begins with an emoji has its own, and a bullet of the owner's goes."""
    bare = _OWN_BULLET.sub("", item)
    if not bullet:
        return item
    return bare if _SIGN.match(bare) else f"{bullet}{bare}"


def _is_shown(piece: Part, names: Mapping[str, int]) -> bool:
    """Return whether a heading still heads something, and whether a line about the rest of a list is true."""
    if piece.rest_of is not None:
        name, count = piece.rest_of
        return 0 < names.get(name, 0) < count
    return not piece.heads or piece.heads in names


@dataclass(frozen=True, slots=True)
class PostDraft:
    """A post being fitted. `gap` separates its blocks: a blank line, or a line break in dense posts."""

    blocks: tuple[Block, ...]
    gap: str = "\n\n"

    def marked(self) -> Marked:
        """Return the whole text with its markings."""
        spans: list[Span] = []
        for block in self._kept():
            if spans:
                spans.append(Span(self.gap))
            for number, line in enumerate(block):
                if number:
                    spans.append(Span("\n"))
                for place, piece in enumerate(line):
                    if place:
                        spans.append(Span(" "))
                    spans += piece.spans
        return tuple(spans)

    def text(self) -> str:
        return plain(self.marked())

    def end_of(self, name: str) -> int:
        """Return where the last part with a name ends in the text, in code points; 0 if there is none."""
        parts = [piece for piece in self._parts() if piece.name == name]
        if not parts:
            return 0
        words = plain(parts[-1].spans)
        return self.text().rfind(words) + len(words) if len(parts) > 1 else self.text().find(words) + len(words)

    def shortened(self, fits: Callable[[PostDraft], bool]) -> PostDraft | None:
        """Return the post with parts dropped until it fits, or None if it can't be made to fit.

        Then parts are put back if they still fit, the most important first: after a large part was dropped, a small one
        may fit again. No hashtag is put back without the first: it says what the post is about.
        """
        gone: list[Part] = []
        going = self._going()
        while not fits(self.without(gone)):
            last = next(going, None)
            if last is None:
                return None
            gone.append(last)
        first_tag = next((piece for piece in self._parts() if piece.name == "hashtag"), None)
        for piece in reversed(gone):
            if piece.name == "hashtag" and piece is not first_tag and first_tag in gone:
                continue
            fewer = [other for other in gone if other is not piece]
            if fits(self.without(fewer)):
                gone = fewer
        return self.without(gone)

    def bare(self) -> PostDraft:
        """Return the post with only the parts that are never dropped."""
        names = {name for name, _ in DROPS}
        return self.without([piece for piece in self._parts() if piece.name in names])

    def without(self, gone: Sequence[Part]) -> PostDraft:
        """Return the post without the parts in `gone`."""
        ids = set(map(id, gone))
        blocks = tuple(
            tuple(tuple(piece for piece in line if id(piece) not in ids) for line in block) for block in self.blocks
        )
        return replace(self, blocks=blocks)

    def with_most(self, name: str, most: int) -> PostDraft:
        """Return the post with no more parts of a name than `most`, the first ones."""
        return self.without([piece for piece in self._parts() if piece.name == name][most:])

    def _going(self) -> Iterator[Part]:
        """Yield the parts in the order in which they are dropped; among parts with one name, the last first."""
        left: dict[str, list[Part]] = {}
        for piece in self._parts():
            left.setdefault(piece.name, []).append(piece)
        for name, kept in DROPS:
            while len(left.get(name, ())) > kept:
                yield left[name].pop()

    def has(self, name: str) -> bool:
        """Return whether a part with a name is left."""
        return any(piece.name == name for piece in self._parts())

    def count(self, name: str) -> int:
        """Return how many parts with a name are left."""
        return sum(piece.name == name for piece in self._parts())

    def longest(self, length: Callable[[str], int]) -> tuple[str, int]:
        """Return the name and the length of the longest part."""
        sizes = [(length(plain(piece.spans)), piece.name) for piece in self._parts()]
        size, name = max(sizes, default=(0, ""))
        return name, size

    def _parts(self) -> Iterator[Part]:
        return (piece for block in self.blocks for line in block for piece in line)

    def _kept(self) -> Iterator[Block]:
        """Yield the blocks that are not empty, without empty lines and orphaned headings."""
        names = Counter(piece.name for piece in self._parts())
        for block in self.blocks:
            lines = tuple(kept for line in block if (kept := tuple(piece for piece in line if _is_shown(piece, names))))
            if lines:
                yield lines
