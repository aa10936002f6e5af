"""What every page has: the site's data, menu, addresses, breadcrumbs, data for search engines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from urllib.parse import urlsplit

from site_gen.model.deliveries.base import FormContext, FormTarget
from site_gen.model.networks import NETWORKS
from site_gen.model.routes import PRIVACY, SEARCH, text_route
from site_gen.model.security_policy import policy_text, security_policy
from site_gen.pages import sections, structured_data, templates, videos
from site_gen.pages.cards import DrawnCard, PageCard, page_card
from site_gen.pages.localized_site import LocalizedSite, PublicOffer
from site_gen.pages.shared_views import offer_line
from site_gen.pages.statistics_view import statistics_view
from site_gen.pages.templates import Filled, Template
from site_gen.pages.theme_files import ThemeOutput
from site_gen.pages.translations import Translations
from site_gen.pages.views.offers import OfferLineView
from site_gen.pages.views.parts import LinkView, NetworkView
from site_gen.pages.views.sections import AnnouncementView
from site_gen.pages.views.site import ContactView, ControllerView, NavView, PageView, SiteView, SocialImageView
from site_gen.render.artifact import Artifact, FromLocked, FromTemplate
from site_gen.social.card_style import CardStyle, card_style_of


@dataclass(frozen=True, slots=True)
class Page:
    """A finished page: its file in the output, its maker, its source file, and the card drawn for it.

    An `unlisted` page is found only by its address (see `pages.unlisted`).
    """

    file: str
    maker: FromTemplate | FromLocked
    source: str
    card: Artifact | None = None
    unlisted: bool = False

    @property
    def artifact(self) -> Artifact:
        """The page's own file."""
        return Artifact(self.file, self.maker, self.source, unlisted=self.unlisted, card=self.card)


@dataclass(frozen=True, slots=True)
class PageMeta:
    """A page's metadata for browsers, networks and search engines.

    `trail` are the breadcrumbs between the home page and the page; `nodes` are schema.org's; days and instants are ISO
    text.
    """

    section: str
    title: str
    description: str
    heading: str | None = None
    trail: Iterable[LinkView] = ()
    image: SocialImageView | None = None
    og_type: str = "website"
    published: str | None = None
    modified: str | None = None
    noindex: bool = False
    unlisted: bool = False
    nodes: Iterable[Mapping[str, Any]] = ()
    card: PageCard | None = None


class PageFactory:
    """Finishes the pages of one language. Every address of the site is known before the first page is made."""

    def __init__(self, localized: LocalizedSite, theme: ThemeOutput, translations: Translations) -> None:
        self.localized = localized
        self._theme = theme
        self._translations = translations

    # --- the site's part ------------------------------------------------------------------------------------------

    @cached_property
    def site(self) -> SiteView:
        """The data that is the same on every page of one language."""
        localized, settings, main = self.localized, self.localized.settings, self.localized.site.main
        photo = localized.settings.photo or main.photo
        logo = settings.logo or main.logo
        return SiteView(
            name=settings.name,
            kind=settings.kind,
            role=settings.role,
            tagline=settings.tagline,
            intro=localized.body(settings.intro, "site.yaml") if settings.intro else None,
            lang=localized.lang,
            default_lang=main.language,
            url=localized.url(),
            home_url=localized.path(),
            nav=self._nav(),
            footer=self._footer(),
            networks=[localized.network(id_) for id_ in main.networks if not NETWORKS[id_].messenger],
            contact=self._contact(),
            controller=self._controller(),
            time_zone=main.time_zone,
            currency=main.currency,
            photo=localized.photos.view(photo),
            logo=localized.photos.named(logo.image, settings.name if logo.alt is None else logo.alt, "")
            if logo
            else None,
            assets=self._theme.assets_for(localized.lang),
            feeds=self._feeds(),
            manifest_url=localized.path("manifest.webmanifest"),
            favicon_url=self._theme.favicon_url,
            touch_icon_url=self._theme.touch_icon_url,
            theme_color=list(self._theme.theme_color),
            csp=policy_text(security_policy(self._form_target(), main.statistics)),
            privacy_url=localized.path(PRIVACY),
            search_url=localized.path(SEARCH) if localized.has_search else None,
            has_forms=self._has_forms(),
            current_offer=self._line("direct"),
            first_step=self._line("first-step"),
            announcement=self._announcement(),
            statistics=statistics_view(main),
            options=dict(localized.site.theme.options),
            params=dict(main.theme.params),
        )

    def line(self, public: PublicOffer) -> OfferLineView:
        return offer_line(public, self.localized)

    def _line(self, kind: str) -> OfferLineView | None:
        return next((self.line(offer) for offer in self.localized.live_offers if offer.item.value.kind == kind), None)

    def _nav(self) -> list[NavView]:
        localized = self.localized
        entries = [
            ("cases", bool(localized.cases)),
            ("services", bool(localized.services)),
            ("offers", bool(localized.offers)),
            ("articles", bool(localized.articles)),
            ("profile", True),
        ]
        nav = [self._nav_entry(section) for section, shown in entries if shown]
        return nav + [
            NavView(section=item.slug, title=item.value.title, url=localized.path(text_route(item.slug)))
            for item in localized.text_pages
            if item.value.menu
        ]

    def _nav_entry(self, section: str) -> NavView:
        return NavView(
            section=section, title=self.localized.text(f"nav.{section}"), url=self.localized.path(f"{section}/")
        )

    def _footer(self) -> list[LinkView]:
        localized = self.localized
        rows = [
            LinkView(title=localized.text(f"nav.{page}"), url=localized.path(f"{page}/"))
            for page in ("links", "privacy")
        ]
        return rows + [
            LinkView(title=item.value.title, url=localized.path(text_route(item.slug)))
            for item in localized.text_pages
            if not item.value.menu
        ]

    def _feeds(self) -> list[LinkView]:
        if not self.localized.articles:
            return []
        return [
            LinkView(title=self.localized.settings.name, url=self.localized.path("feed.xml")),
            LinkView(title=self.localized.settings.name, url=self.localized.path("feed.json")),
        ]

    def _contact(self) -> ContactView:
        main, contact = self.localized.site.main, self.localized.settings.contact
        messengers = [NetworkView(id=id_, name=NETWORKS[id_].name, url=main.networks[id_]) for id_ in main.messengers]
        return ContactView(
            email=contact.email,
            phone=contact.phone.text if contact.phone else None,
            phone_url=contact.phone.url if contact.phone else None,
            messengers=messengers,
            booking_url=contact.booking.url if contact.booking else None,
            area=contact.area,
            address=contact.address,
        )

    def _controller(self) -> ControllerView:
        main = self.localized.site.main
        legal = main.legal
        target = self._form_target()
        host = next((urlsplit(origin).hostname for origin in target.origins), None) if target else None
        return ControllerView(
            name=legal.controller,
            email=legal.email or main.contact.email,
            address=legal.address,
            tax_id=legal.tax_id,
            retention_days=legal.retention_days,
            form_host=host,
        )

    def _announcement(self) -> AnnouncementView | None:
        said = self.localized.announcement
        if said is None:
            return None
        url = self.localized.resolve(said.url, "site.yaml") if said.url else None
        return AnnouncementView(text=said.text, url=url, ends=said.ends.isoformat() if said.ends else None)

    def _has_forms(self) -> bool:
        target = self._form_target()
        offers = (source.versions.get(self.localized.lang) for source in self.localized.site.offers)
        return target is not None and not target.mail and any(offer.form for offer in offers if offer)

    def _form_target(self) -> FormTarget | None:
        """Return what the delivery sets in any form, to get its hosts, which are the same for all forms."""
        localized = self.localized
        path, url = localized.path("thanks/form/"), localized.url("thanks/form/")
        return localized.site.form_target(FormContext("form", "", localized.lang, localized.url(), path, url, None))

    # --- a page's part --------------------------------------------------------------------------------------------

    def page(self, filled: Filled, route: str, *, source: str, meta: PageMeta) -> Page:
        """Return a page with a template and its context; `source` names its source file."""
        localized = self.localized
        heading = meta.heading or meta.title
        hidden = meta.noindex or meta.unlisted
        crumbs = [] if filled.template is templates.HOME or meta.unlisted else self._crumbs(meta.trail, heading, route)
        nodes = [dict(node) for node in meta.nodes]
        if crumbs and not meta.noindex:
            nodes.append(structured_data.breadcrumbs(crumbs, localized.site.main.origin))
        card = self._card(filled.template, route, meta)
        shown = videos.shown_in(filled.context)
        page = PageView(
            kind=filled.template.kind,
            section=meta.section,
            title=meta.title,
            heading=heading,
            description=_shorten(meta.description),
            path=localized.path(route),
            url=localized.url(route),
            alternates=[] if hidden else self._translations.alternates(route, localized.lang),
            switch=[] if meta.unlisted else self._translations.switch(route, localized.lang),
            breadcrumbs=crumbs,
            image=None if meta.unlisted else meta.image or (card.view if card else self._owners_photo),
            og_type=meta.og_type,
            published=meta.published,
            modified=meta.modified,
            noindex=hidden,
            unlisted=meta.unlisted,
            structured_data=nodes,
            has_videos=bool(shown),
            frames=sorted({origin for video in shown for origin in video["origins"]}),
            has_sections=self.site["announcement"] is not None or sections.shown_in(filled.context),
        )
        drawn = card.artifact if card else None
        return Page(localized.file(route), self.maker(filled, page), source, drawn, unlisted=meta.unlisted)

    def maker(self, filled: Filled, page: PageView | None = None) -> FromTemplate:
        """Return the maker of a template's file: its context, the site's data, and the page's data if it is a page."""
        own = {"site": self.site} if page is None else {"site": self.site, "page": page}
        return FromTemplate(filled.template.file, {**own, **filled.context})

    def _card(self, template: Template[...], route: str, meta: PageMeta) -> DrawnCard | None:
        """Return the card drawn for a page without a photo to share; None if site.yaml asks for none."""
        cards = self.localized.site.main.theme.cards
        asked = cards == "pages" or (cards == "offers" and template is templates.OFFER)
        if not asked or meta.noindex or meta.unlisted or meta.image:
            return None
        return page_card(self.localized, self._card_style, route, meta.card)

    @cached_property
    def _owners_photo(self) -> SocialImageView | None:
        settings = self.localized.settings
        return self.localized.shared_picture(settings.photo or self.localized.site.main.photo)

    @cached_property
    def _card_style(self) -> CardStyle:
        return card_style_of(self.localized.site)

    def _crumbs(self, trail: Iterable[LinkView], title: str, route: str) -> list[LinkView]:
        home = LinkView(title=self.localized.text("nav.home"), url=self.localized.path())
        return [home, *trail, LinkView(title=title, url=self.localized.path(route))]

    def section_link(self, section: str) -> LinkView:
        """Return the link to a section's index, for breadcrumbs."""
        return LinkView(title=self.localized.text(f"nav.{section}"), url=self.localized.path(f"{section}/"))


DESCRIPTION_LENGTH: Final = 200


def _shorten(text: str) -> str:
    """Return a description of at most DESCRIPTION_LENGTH characters, cut between words."""
    text = " ".join(text.split())
    if len(text) <= DESCRIPTION_LENGTH:
        return text
    return text[:DESCRIPTION_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
