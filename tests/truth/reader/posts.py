"""Reads what `site-gen pin` writes: posts of every network, and what its cards say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from tests.truth.reader import words
from tests.truth.reader.facts import FREE, Price, Told
from tests.truth.reader.prose import last_day, leads_elsewhere, read, says_free, tidy

_CLOSING: Final = frozenset({"post", "caption", "title", "link"})
"""The texts that may replace what is pinned when there is nothing to be had any more."""


@dataclass(frozen=True)
class Post:
    """One text of a network's post: its role, what it tells, and the text itself."""

    network: str
    offer: str
    language: str
    role: str
    told: Told
    text: str

    @property
    def is_extra(self) -> bool:
        """Whether a closing post has no such text: a status line, a picture's words, a first comment."""
        return self.role not in _CLOSING


def read_posts(data: list[Mapping[str, Any]]) -> Iterator[Post]:
    """Yield every text of the posts in the JSON of `pin --json`."""
    for post in data:
        network, offer, language = post["network"], post["offer"], post["language"]
        for each in post["texts"]:
            yield Post(network, offer, language, each["role"], read_text(each["text"], language), each["text"])
        for form, text in post["marked"].items():
            if form.endswith((".html", "html")):
                plain = re.sub(r"<[^>]+>", "", text).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
                yield Post(network, offer, language, form, read_text(plain, language), plain)


def read_text(text: str, language: str) -> Told:
    """Return what a post's text tells; what costs nothing counts as said where its first sentence has the word."""
    told = read(text, language)
    over = last_day(text, language) if told.state == "closed" else None
    return replace(told, elsewhere=leads_elsewhere(text, language), last_day=over)


def read_alt(text: str, language: str) -> Told:
    """Return what the words for a picture tell."""
    return read(text, language)


def read_alt_file(text: str) -> Iterator[tuple[list[str], str]]:
    """Yield the names of pictures in an alt.txt with their words."""
    for block in text.strip().split("\n\n"):
        names, _, said = block.partition("\n")
        yield names.split(", "), said


def read_card(data: Mapping[str, Any], language: str) -> Told:
    """Return what a card says, from the data that its template sets."""
    until = " ".join(part for part in (data.get("until"), f"({data['zone']})" if data.get("zone") else None) if part)
    rest = ". ".join(str(part) for part in (data.get("was"), until, data.get("note")) if part)
    tiers = read("\n".join(f"• {item}" for item in data.get("includes") or ()), language).tiers
    price = data.get("price")
    return replace(
        read(rest, language),
        prices=(card_price(price, language),) if price else (),
        tiers=tiers,
        acts=frozenset({"button"} if data.get("action") else ()),
    )


def card_price(price: Mapping[str, Any], language: str) -> Price:
    """Return a card's price, which stands in three parts; an amount without a currency has none."""
    said = tidy(" ".join(part for part in (price.get("before"), price["amount"], price.get("after")) if part))
    found = read(said, language).prices
    if found:
        return found[0]
    if says_free(said, language):
        return FREE
    digits = re.sub(r"\D", "", price["amount"])
    return Price(Decimal(digits or 0), None)


def read_typeset(text: str, language: str) -> Told:
    """Return what the text of a typeset card tells. Its lines break anywhere, its parts may come in another order, so
    that a price may have lost its unit; items of a list are left out.
    """
    lines = (line for line in text.split("\n") if not (":" in line and read(line, language).prices))
    former = rf"(?i:{words.WAS[language]})\b"
    told = read(tidy("".join(f"\n{line}" if re.match(former, line) else f" {line}" for line in lines)), language)
    return replace(told, prices=tuple(replace(price, unit=None) for price in told.prices), tiers=())
