"""The drawn picture for link previews of a page without its own photo (site.yaml, theme.cards).

It contains neither price nor date: networks keep a preview for weeks, even if the page changes. Its name contains a
hash of its content.
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
"""The prefix of a card's path in the output."""


@dataclass(frozen=True, slots=True)
class PageCard:
    """The content of a page's own card: title, label, a line below, and a case's number with its metric."""

    title: str
    label: str | None = None
    below: str | None = None
    number: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class DrawnCard:
    """A drawn picture: its view for the page, and the file itself."""

    view: SocialImageView
    artifact: Artifact


def page_card(localized: LocalizedSite, style: CardStyle, route: str, card: PageCard | None) -> DrawnCard | None:
    """Return the drawn picture of a page; None if the theme's typeface lacks letters of its text.

    Pages without their own card share one about the whole site.
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
