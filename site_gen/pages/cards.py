"""The drawn picture of a page for link previews, where it has no photo of its own (site.yaml, theme.cards).

It says neither price nor date: networks keep a preview for weeks, whatever has happened to the page since. Its name
carries a hash of what it shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from site_gen.pages.localized_site import LocalizedSite
from site_gen.pages.photos import SHARED
from site_gen.pages.views.site import SocialImageView
from site_gen.render.artifact import Artifact
from site_gen.render.letters import UnwritableError
from site_gen.social.card_style import CardStyle
from site_gen.social.cards import in_words
from site_gen.social.networks import Size

TEMPLATE: Final = "page.typ"
CARD: Final = "images/card-"
"""What the path of a card in the output begins with."""


@dataclass(frozen=True, slots=True)
class PageCard:
    """What a page's own card says: its title, what it is, a line below, a case's number with what it counts."""

    title: str
    label: str | None = None
    below: str | None = None
    number: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class DrawnCard:
    """A drawn picture: how a page refers to it, and the file itself."""

    view: SocialImageView
    artifact: Artifact


def page_card(localized: LocalizedSite, style: CardStyle, route: str, card: PageCard | None) -> DrawnCard | None:
    """Return the drawn picture of a page; None where the theme's typeface lacks letters of what it says.

    Pages without a card of their own share one, which says what the whole site is about.
    """
    main, settings = localized.site.main, localized.settings
    if card is None:
        card, route = PageCard(settings.tagline), ""
    said = {
        "name": settings.name,
        "role": settings.role,
        "title": card.title,
        "label": card.label,
        "below": card.below,
        "number": {"text": card.number[0], "metric": card.number[1]} if card.number else None,
    }
    try:
        maker = style.picture(TEMPLATE, Size("link", *SHARED), localized.lang, said)
    except UnwritableError:
        return None
    name = route.strip("/").replace("/", "-") or "site"
    path = f"{CARD}{name}-{maker.fingerprint()[:8]}.png"
    number = f"{card.number[0]} {card.number[1]}" if card.number else None
    alt = in_words([card.title, number, card.below, f"{settings.name}, {settings.role}"])
    view = SocialImageView(url=f"{main.origin}{main.base}{path}", width=SHARED[0], height=SHARED[1], alt=alt)
    return DrawnCard(view, Artifact(path, maker, f"card of {localized.path(route)}"))
