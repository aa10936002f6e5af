"""The drawn picture of a page for link previews, where it has no photo of its own (site.yaml, theme.cards).

It says neither price nor date: networks keep a preview for weeks, whatever has happened to the page since. Its name
carries a hash of what it shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from site_gen.pages.localized_site import Edition
from site_gen.pages.photos import SHARED
from site_gen.pages.views import SocialImageView
from site_gen.render.artifact import Artifact
from site_gen.render.letters import UnwritableError
from site_gen.social.card_style import Look
from site_gen.social.cards import in_words
from site_gen.social.networks import Size

TEMPLATE: Final = "page.typ"


@dataclass(frozen=True, slots=True)
class PageCard:
    """What a page's own card says: its title, what it is, a line below, a case's number with what it counts."""

    title: str
    label: str | None = None
    below: str | None = None
    number: tuple[str, str] | None = None


def page_picture(edition: Edition, look: Look, tail: str, card: PageCard | None) -> SocialImageView | None:
    """Return the drawn picture of a page; None where the theme's typeface lacks letters of what it says.

    Pages without a card of their own share one, which says what the whole site is about.
    """
    main, settings = edition.site.main, edition.settings
    if card is None:
        card, tail = PageCard(settings.tagline), ""
    said = {
        "name": settings.name,
        "role": settings.role,
        "title": card.title,
        "label": card.label,
        "below": card.below,
        "number": {"text": card.number[0], "metric": card.number[1]} if card.number else None,
    }
    try:
        maker = look.picture(TEMPLATE, Size("link", *SHARED), edition.lang, said)
    except UnwritableError:
        return None
    name = tail.strip("/").replace("/", "-") or "site"
    path = f"images/card-{name}-{maker.fingerprint()[:8]}.png"
    edition.photos.draw(Artifact(path, maker, f"card of {edition.path(tail)}"))
    number = f"{card.number[0]} {card.number[1]}" if card.number else None
    alt = in_words([card.title, number, card.below, f"{settings.name}, {settings.role}"])
    return SocialImageView(url=f"{main.origin}{main.base}{path}", width=SHARED[0], height=SHARED[1], alt=alt)
