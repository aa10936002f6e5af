"""What is written: a post with its texts, and the context it is written in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

import regex

from site_gen.model.rules.finding import Finding
from site_gen.model.settings import Settings
from site_gen.social.brief import Brief
from site_gen.social.counting import utf16_units
from site_gen.social.links import PostedLink, posted_link
from site_gen.social.marked import Marked, Span, plain, with_stars
from site_gen.social.networks import SocialNetwork
from site_gen.social.opening import Variant
from site_gen.social.phrases import Phrases

Role = Literal["post", "caption", "status", "first-comment", "title", "alt"]


class TooLongError(Exception):
    """A text can't be made to fit; `finding` says which, by how much and what is too long in it."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.message)


@dataclass(frozen=True, slots=True)
class PostText:
    """One text, its length and its limit in `unit` (0 for none).

    `fold` is where a feed hides the rest, in code points; `official` says whether the network itself states the limit.
    """

    role: Role
    text: str
    used: int
    limit: int
    unit: str
    fold: int | None = None
    official: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """Everything that is posted of one offer in one language on one network.

    `price` and `deadline` are in the words of the text; `sources` are the post and the caption in Telegram's HTML and
    MarkdownV2, by file name; `notes` say what the reader should know, such as a hook that the file has no words for.
    """

    network: str
    name: str
    offer: str
    folder: str
    language: str
    variant: Variant
    link: PostedLink
    texts: tuple[PostText, ...]
    price: str | None = None
    deadline: str | None = None
    sources: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def text(self, role: Role) -> str | None:
        """Return one of the texts; None where the network has no such thing."""
        return next((written.text for written in self.texts if written.role == role), None)


@dataclass(frozen=True, slots=True)
class PostContext:
    """What every text of one post is written with."""

    main: Settings
    brief: Brief
    network: SocialNetwork
    say: Phrases
    variant: Variant

    @property
    def link(self) -> PostedLink:
        brief = self.brief
        return posted_link(self.main, self.network.id, brief.slug, brief.language, brief.folder)

    def fits(self, text: str, limit: int) -> bool:
        """Whether a text is within a limit of the network, or of a part of it."""
        return self.network.length(text) <= limit

    def written(self, role: Role, text: str, limit: int, fold: int | None = None) -> PostText:
        """Return a text with its length; `fold` as the network states it, in UTF-16 code units."""
        place = fold_place(text, fold) if fold else None
        official = self.network.is_official("limit" if role == "post" else role)
        return PostText(role, text, self.network.length(text), limit, self.network.unit, place, official)

    def shown(self, marked: Marked) -> str:
        """Return a text as it is pasted: a link behind words is written out behind them."""
        if self.network.rules.formatting == "stars":
            return with_stars(marked)
        return plain(_spelled_out(marked))


def _spelled_out(marked: Marked) -> Iterator[Span]:
    for span in marked:
        yield Span(f"{span.text}: {span.url}") if span.url else span


def fold_place(text: str, fold: int) -> int | None:
    """Return the code point behind the last whole grapheme before the fold; None where all is seen."""
    used = 0
    for found in regex.finditer(r"\X", text):
        used += utf16_units(found[0])
        if used > fold:
            return found.start()
    return None
