"""The pictures of posts as files: cards in the sizes of each network with their words, and QR codes of the links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from site_gen.actions.files import writing
from site_gen.actions.pictures import PlannedPicture, draw_pictures
from site_gen.builder.cache import Cache
from site_gen.cli.terminal import say
from site_gen.model.content import Article
from site_gen.model.instants import State
from site_gen.model.offer import Offer
from site_gen.model.site import Site, Translated
from site_gen.processes import available_cores
from site_gen.render.letters import UnwritableError
from site_gen.render.qr import qr_png, qr_svg
from site_gen.social.card_style import CardStyle, card_style_of
from site_gen.social.cards import ANYWHERE, CAROUSEL, Card, article_cards, offer_cards
from site_gen.social.networks import social_networks
from site_gen.social.post import Post

ALT: Final = "alt.txt"
_MOST_SLIDES: Final = 5


@dataclass(frozen=True, slots=True)
class Gallery:
    """Where posts go, and when they are looked at."""

    site: Site
    folder: Path
    now: datetime
    cache: Path


def folder_of(post: Post) -> str:
    """Return a post's folder below the one that is named, with forward slashes."""
    return f"{post.offer}/{post.language}/{post.network}"


def draw(gallery: Gallery, posts: Sequence[Post]) -> Mapping[str, tuple[Card, ...]]:
    """Draw the pictures of posts; return them by the posts' folders.

    Raises ProjectError where a text has no room; then nothing is written.
    """
    style = card_style_of(gallery.site)
    drawn = {folder_of(post): _cards(gallery, style, post) for post in posts}
    pictures = [
        PlannedPicture(f"{folder_of(post)}/{card.name}", card.maker, _source(gallery.site, post).file)
        for post in posts
        for card in drawn[folder_of(post)]
    ]
    with writing(gallery.folder):
        draw_pictures(gallery.site, pictures, gallery.folder, Cache(gallery.cache), available_cores())
    return drawn


def write_words(gallery: Gallery, posts: Sequence[Post], drawn: Mapping[str, tuple[Card, ...]]) -> int:
    """Write what goes with drawn pictures: their words, and the links' QR codes; return how many files there are.

    A picture that an earlier run drew there and that is no more is removed.
    """
    names = _names(gallery.site)
    with writing(gallery.folder):
        for post in posts:
            folder, cards = gallery.folder / folder_of(post), drawn[folder_of(post)]
            for name in names - {card.name for card in cards}:
                (folder / name).unlink(missing_ok=True)
            if cards:
                (folder / ALT).write_text(_words(cards), encoding="utf-8", newline="\n")
            (folder / "qr.svg").write_bytes(qr_svg(post.link.short))
            (folder / "qr.png").write_bytes(qr_png(post.link.short))
    return sum(map(len, drawn.values())) + 2 * len(posts)


def _words(cards: Sequence[Card]) -> str:
    """Return the pictures' names with their words, those of the same words together."""
    by_words: dict[str, list[str]] = {}
    for card in cards:
        by_words.setdefault(card.alt, []).append(card.name)
    return "\n".join(f"{', '.join(names)}\n{words}\n" for words, names in by_words.items())


def _source(site: Site, post: Post) -> Translated[Offer] | Translated[Article]:
    sources: tuple[Translated[Offer] | Translated[Article], ...] = (
        site.articles if post.folder == "articles" else site.offers
    )
    return next(each for each in sources if each.slug == post.offer)


def _names(site: Site) -> set[str]:
    """Return every name that a picture may have."""
    uses = {size.use for network in social_networks(site.main).values() for size in network.images} | {ANYWHERE.use}
    slides = {f"{CAROUSEL}-{number}.png" for number in range(1, _MOST_SLIDES + 1)}
    return slides | {f"{use}.png" for use in uses}


def _cards(gallery: Gallery, style: CardStyle, post: Post) -> tuple[Card, ...]:
    """Return a post's pictures; none for a closed offer, nor where the typeface lacks its letters, which is said."""
    try:
        return tuple(_drawn(gallery, style, post))
    except UnwritableError as error:
        say(f"note: no pictures of {post.offer} ({post.language}): {style.font} has no '{error.letters}'", fg="yellow")
        return ()


def _drawn(gallery: Gallery, style: CardStyle, post: Post) -> Iterator[Card]:
    site = gallery.site
    network = social_networks(site.main)[post.network]
    if post.folder == "articles":
        article = next(each for each in site.articles if each.slug == post.offer)
        yield from article_cards(site, style, article, post.language, network)
        return
    offer = next(each for each in site.offers if each.slug == post.offer)
    if offer.original.window.state(gallery.now) is not State.CLOSED:
        yield from offer_cards(site, style, offer, post.language, network, post.variant)
