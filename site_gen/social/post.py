"""A post with its texts, and the context in which it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

import regex

from site_gen.model.finding import Finding
from site_gen.model.settings import Settings
from site_gen.social.brief import Brief
from site_gen.social.counting import utf16_units
from site_gen.social.links import PostedLink, posted_link
from site_gen.social.marked import Marked, Span, plain, with_stars
from site_gen.social.networks import SocialNetwork
from site_gen.social.opening import Variant
from site_gen.social.phrases import Phrases, labelled
from site_gen.social.promises import NOTHING, Promise

Role = Literal["post", "thread", "caption", "status", "first-comment", "title", "alt"]


class TooLongError(Exception):
    """A text can't be made to fit; `finding` says which text, by how much, and which key is too long."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.message)


@dataclass(frozen=True, slots=True)
class PostText:
    """One text, its length and its limit in `unit` (0 for none).

    `fold` is where a feed cuts the text, in code points; `official` says whether the network itself states the limit.
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
    """All texts about one offer in one language on one network.

    `price` and `deadline` are worded as in the text, and facts in `promise`; `sources` are the post and the caption in
    Telegram's HTML and MarkdownV2, by file name; `notes` are for the owner, such as a missing text for the hook.
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
    promise: Promise = NOTHING
    sources: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def text(self, role: Role) -> str | None:
        """Return the text with a role; None if the network has no such text."""
        return next((written.text for written in self.texts if written.role == role), None)

    @property
    def is_thread(self) -> bool:
        """Whether further parts follow the post; they have the role `thread`, in order."""
        return any(written.role == "thread" for written in self.texts)

    @property
    def pinned(self) -> str:
        """What is public: the post, and the parts of a thread after it."""
        return "\n\n".join(written.text for written in self.texts if written.role in {"post", "thread"})


@dataclass(frozen=True, slots=True)
class PostContext:
    """What the texts of a post are written from."""

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
        """Whether a text is within one of the network's limits."""
        return self.network.length(text) <= limit

    def written(self, role: Role, text: str, limit: int, fold: int | None = None) -> PostText:
        """Return a text with its length; `fold` is the network's value, in UTF-16 code units."""
        place = fold_place(text, fold) if fold else None
        official = self.network.is_official("limit" if role == "post" else role)
        return PostText(role, text, self.network.length(text), limit, self.network.unit, place, official)

    def shown(self, marked: Marked) -> str:
        """Return a text as it is pasted: the address of a link on words is written after them."""
        if self.network.rules.formatting == "stars":
            return with_stars(marked)
        return plain(_spelled_out(marked))


def _spelled_out(marked: Marked) -> Iterator[Span]:
    for span in marked:
        yield Span(labelled(span.text, span.url)) if span.url else span


def fold_place(text: str, fold: int) -> int | None:
    """Return the index after the last whole grapheme before the fold, in code points; None if the text isn't cut."""
    used = 0
    for found in regex.finditer(r"\X", text):
        used += utf16_units(found[0])
        if used > fold:
            return found.start()
    return None
