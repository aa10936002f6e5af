"""Draws the pictures of posts: cards in the sizes of each network, their alternative text, and QR codes of links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from site_gen.actions.files import write_text, writing
from site_gen.actions.pictures import Drawn, PlannedPicture, draw_pictures
from site_gen.builder.cache import Cache
from site_gen.model.facts import offer_facts
from site_gen.model.site import Site
from site_gen.render.letters import UnwritableError
from site_gen.render.qr import qr_png, qr_svg
from site_gen.social.card_style import CardStyle, card_style_of
from site_gen.social.cards import ANYWHERE, CAROUSEL, Card, offer_cards
from site_gen.social.networks import social_networks
from site_gen.social.post import Post
from site_gen.social.subjects import Subject, short_name_of, subjects_called
from site_gen.social.useful_cards import useful_cards

ALT: Final = "alt.txt"
_MOST_SLIDES: Final = 10


@dataclass(frozen=True, slots=True)
class Gallery:
    """The folder that posts are written to, their instant, and whether pictures are drawn on dark paper."""

    site: Site
    folder: Path
    now: datetime
    cache: Path
    dark: bool = False


@dataclass(frozen=True, slots=True)
class WithoutPictures:
    """A post without pictures because the typeface lacks these letters."""

    offer: str
    language: str
    font: str
    letters: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The drawn cards, by the posts' folders, and the posts without cards because letters are missing."""

    cards: Mapping[str, tuple[Card, ...]]
    without: tuple[WithoutPictures, ...]


def folder_of(site: Site, post: Post) -> str:
    """Return a post's folder in the gallery, with forward slashes: NAME/LANGUAGE/NETWORK."""
    return f"{short_name_of(site, post.folder, post.offer)}/{post.language}/{post.network}"


def draw(gallery: Gallery, posts: Sequence[Post], jobs: int, drawn: Drawn) -> Drawing:
    """Draw the pictures of posts with up to `jobs` processes; `drawn` is told how many of all are done.

    Raises ProjectError if a text doesn't fit; then nothing is written.
    """
    site, style = gallery.site, card_style_of(gallery.site, dark=gallery.dark)
    cards: dict[str, tuple[Card, ...]] = {}
    without: list[WithoutPictures] = []
    for post in posts:
        try:
            cards[folder_of(site, post)] = tuple(_cards(gallery, style, post))
        except UnwritableError as error:
            cards[folder_of(site, post)] = ()
            without.append(WithoutPictures(post.offer, post.language, style.font, error.letters))
    pictures = [
        PlannedPicture(f"{folder}/{card.name}", card.maker, _subject(site, post).source.file)
        for post in posts
        for folder in (folder_of(site, post),)
        for card in cards[folder]
    ]
    with writing(gallery.folder):
        draw_pictures(site, pictures, gallery.folder, Cache(gallery.cache), jobs, drawn)
    return Drawing(cards, tuple(without))


def write_words(gallery: Gallery, posts: Sequence[Post], drawn: Mapping[str, tuple[Card, ...]]) -> int:
    """Write the alternative texts of drawn pictures, and QR codes of the links; return the number of all files.

    Pictures of an earlier run that a post no longer has are removed.
    """
    names = _names(gallery.site)
    with writing(gallery.folder):
        for post in posts:
            name = folder_of(gallery.site, post)
            folder, cards = gallery.folder / name, drawn[name]
            for name in names - {card.name for card in cards}:
                (folder / name).unlink(missing_ok=True)
            if cards:
                write_text(folder / ALT, _words(cards))
            (folder / "qr.svg").write_bytes(qr_svg(post.link.short))
            (folder / "qr.png").write_bytes(qr_png(post.link.short))
    return sum(map(len, drawn.values())) + 2 * len(posts)


def _words(cards: Sequence[Card]) -> str:
    """Return the pictures' alternative texts, each text once with the names of its pictures."""
    by_words: dict[str, list[str]] = {}
    for card in cards:
        by_words.setdefault(card.alt, []).append(card.name)
    return "\n".join(f"{', '.join(names)}\n{words}\n" for words, names in by_words.items())


def _subject(site: Site, post: Post) -> Subject:
    (subject,) = subjects_called(site, f"{post.folder}/{post.offer}")
    return subject


def _names(site: Site) -> set[str]:
    """Return every possible file name of a picture."""
    uses = {size.use for network in social_networks(site.main).values() for size in network.images} | {ANYWHERE.use}
    slides = {f"{CAROUSEL}-{number}.png" for number in range(1, _MOST_SLIDES + 1)}
    return slides | {f"{use}.png" for use in uses}


def _cards(gallery: Gallery, style: CardStyle, post: Post) -> Iterator[Card]:
    """Yield a post's pictures; none for a closed offer. Raises UnwritableError if the typeface lacks letters."""
    site = gallery.site
    network = social_networks(site.main)[post.network]
    subject = _subject(site, post)
    if subject.folder == "offers":
        facts = offer_facts(site, subject.source, post.language, gallery.now)
        this_year = gallery.now.astimezone(site.main.zone).year
        yield from offer_cards(site, style, subject.source, facts, network, post.variant, this_year)
    else:
        yield from useful_cards(site, style, subject.source, post.language, network)
