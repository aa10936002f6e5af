"""What every page has: the site's own data, the menu, addresses, breadcrumbs, what search engines are told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Final
from urllib.parse import urlsplit

from site_gen.load.references import picture_name
from site_gen.model.deliveries.base import FormContext, FormTarget
from site_gen.model.networks import NETWORKS
from site_gen.model.offer import Offer
from site_gen.pages import structured_data
from site_gen.pages.cards import PageCard, page_picture
from site_gen.pages.horizon import Horizon
from site_gen.pages.localized_site import Localized, LocalizedSite
from site_gen.pages.shared_views import offer_line
from site_gen.pages.theme_files import ThemeOutput
from site_gen.pages.views import (
    AlternateView,
    ContactView,
    ControllerView,
    LinkView,
    NavView,
    NetworkView,
    OfferLineView,
    PageView,
    SiteView,
    SocialImageView,
)
from site_gen.render.artifact import Artifact, FromLocked, FromTemplate
from site_gen.social.card_style import CardStyle, card_style_of


@dataclass(frozen=True, slots=True)
class Lock:
    """What keeps a page closed: the variable that holds its password, its token, and the page in front of it."""

    variable: str
    token: str
    shell: FromTemplate

    def around(self, page: FromTemplate) -> FromLocked:
        return FromLocked(self.shell, page, self.variable, self.token)


@dataclass(slots=True)
class Draft:
    """A page before it is known in which other languages it exists.

    An `unlisted` one is found by its address alone (see `pages.unlisted`); `files` come with it, below its address.
    """

    localized: LocalizedSite
    route: str
    template: str
    view: dict[str, Any]
    horizon: Horizon
    source: str
    listed: bool
    modified: str | None
    unlisted: bool = False
    lock: Lock | None = None
    files: tuple[Artifact, ...] = ()

    def artifact(self) -> Artifact:
        """Return the page's file."""
        page = FromTemplate(self.template, self.view)
        maker = self.lock.around(page) if self.lock else page
        path, changes_at = self.localized.file(self.route), self.horizon.changes_at
        return Artifact(path, maker, self.source, changes_at, unlisted=self.unlisted)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page to be: its address is known, the rest is made when it is asked for."""

    localized: LocalizedSite
    route: str
    make: Callable[[], Draft]
    unlisted: bool = False
    files: tuple[Artifact, ...] = ()


@dataclass(frozen=True, slots=True)
class PageMeta:
    """What a page says of itself to browsers, networks and search engines.

    `trail` leads from the home page to its parent; `nodes` are schema.org's; days and instants are ISO text.
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


@dataclass
class PageFactory:
    """Makes the pages of one language."""

    localized: LocalizedSite
    now: datetime
    theme: ThemeOutput
    _site_horizon: Horizon = field(init=False)

    def __post_init__(self) -> None:
        self._site_horizon = Horizon(self.now)

    def horizon(self) -> Horizon:
        """Return a new horizon for a page; what the factory itself shows is already in it."""
        _ = self.site
        return Horizon(self.now, self._site_horizon.changes_at)

    # --- the site's part ------------------------------------------------------------------------------------------

    @cached_property
    def site(self) -> SiteView:
        """What is the same on every page of one language."""
        localized, settings, main = self.localized, self.localized.settings, self.localized.site.main
        photo = localized.settings.photo or main.photo
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
            photo=localized.photos.view(photo, picture_name(photo.image)) if photo else None,
            assets=self.theme.assets_for(localized.lang),
            feeds=self._feeds(),
            manifest_url=localized.path("manifest.webmanifest"),
            favicon_url=self.theme.favicon_url,
            touch_icon_url=self.theme.touch_icon_url,
            theme_color=list(self.theme.theme_color),
            csp=content_security_policy(self._form_target()),
            has_forms=self._has_forms(),
            current_offer=self._line("direct"),
            first_step=self._line("first-step"),
            params=dict(main.theme.params),
        )

    @cached_property
    def live(self) -> list[Localized[Offer]]:
        return self.localized.live_offers(self._site_horizon)

    def line(self, item: Localized[Offer]) -> OfferLineView:
        return offer_line(item, self.localized)

    def _line(self, kind: str) -> OfferLineView | None:
        return next((self.line(item) for item in self.live if item.value.kind == kind), None)

    def _nav(self) -> list[NavView]:
        localized = self.localized
        entries = [
            ("cases", bool(localized.cases)),
            ("services", bool(localized.services)),
            ("offers", bool(localized.offers(self._site_horizon))),
            ("articles", bool(localized.articles(self._site_horizon))),
            ("profile", True),
        ]
        nav = [self._nav_entry(section) for section, shown in entries if shown]
        return nav + [
            NavView(section=item.slug, title=item.value.title, url=localized.path(f"{item.slug}/"))
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
            LinkView(title=item.value.title, url=localized.path(f"{item.slug}/"))
            for item in localized.text_pages
            if not item.value.menu
        ]

    def _feeds(self) -> list[LinkView]:
        if not self.localized.articles(self._site_horizon):
            return []
        return [
            LinkView(title=self.localized.settings.name, url=self.localized.path("feed.xml")),
            LinkView(title=self.localized.settings.name, url=self.localized.path("feed.json")),
        ]

    def _contact(self) -> ContactView:
        main, contact = self.localized.site.main, self.localized.settings.contact
        messengers = [
            NetworkView(id=id_, name=NETWORKS[id_].name, url=NETWORKS[id_].url(main.networks[id_]))
            for id_ in main.messengers
        ]
        digits = "".join(c for c in contact.phone or "" if c.isdigit() or c == "+")
        return ContactView(
            email=contact.email,
            phone=contact.phone,
            phone_url=f"tel:{digits}" if digits else None,
            messengers=messengers,
            booking_url=contact.booking,
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

    def _has_forms(self) -> bool:
        target = self._form_target()
        offers = (source.versions.get(self.localized.lang) for source in self.localized.site.offers)
        return target is not None and not target.mail and any(offer.form for offer in offers if offer)

    def _form_target(self) -> FormTarget | None:
        """Return what the delivery sets in any form: its hosts are the same for all."""
        localized = self.localized
        path, url = localized.path("thanks/form/"), localized.url("thanks/form/")
        return localized.site.form_target(FormContext("form", "", localized.lang, localized.url(), path, url, None))

    # --- a page's part --------------------------------------------------------------------------------------------

    def page(
        self, kind: str, route: str, own: Mapping[str, Any], *, horizon: Horizon, source: str, meta: PageMeta
    ) -> Draft:
        """Return a page: its kind's template with `own` as the kind's data; `source` names what it is made of."""
        localized = self.localized
        heading = meta.heading or meta.title
        crumbs = [] if kind == "home" or meta.unlisted else self._crumbs(meta.trail, heading, route)
        nodes = [dict(node) for node in meta.nodes]
        if crumbs and not meta.noindex:
            nodes.append(structured_data.breadcrumbs(crumbs, localized.site.main.origin))
        page = PageView(
            kind=kind,
            section=meta.section,
            title=meta.title,
            heading=heading,
            description=_shorten(meta.description),
            path=localized.path(route),
            url=localized.url(route),
            alternates=[],
            switch=[],
            breadcrumbs=crumbs,
            image=None if meta.unlisted else meta.image or self._shared_picture(kind, route, meta),
            og_type=meta.og_type,
            published=meta.published,
            modified=meta.modified,
            noindex=meta.noindex or meta.unlisted,
            unlisted=meta.unlisted,
            structured_data=nodes,
        )
        view: dict[str, Any] = {"site": self.site, "page": page, **own}
        listed = not (meta.noindex or meta.unlisted)
        template, modified = f"{kind}.html", meta.modified
        return Draft(localized, route, template, view, horizon, source, listed, modified, unlisted=meta.unlisted)

    def _shared_picture(self, kind: str, route: str, meta: PageMeta) -> SocialImageView | None:
        """Return what is shown of a page without a photo where it is shared: its card, else the owner's photo."""
        localized, main = self.localized, self.localized.site.main
        asked = main.theme.cards == "pages" or (main.theme.cards == "offers" and kind == "offer")
        drawn = page_picture(localized, self._look, route, meta.card) if asked and not meta.noindex else None
        return drawn or localized.shared_picture(main.photo)

    @cached_property
    def _look(self) -> CardStyle:
        return card_style_of(self.localized.site)

    def _crumbs(self, trail: Iterable[LinkView], title: str, route: str) -> list[LinkView]:
        home = LinkView(title=self.localized.text("nav.home"), url=self.localized.path())
        return [home, *trail, LinkView(title=title, url=self.localized.path(route))]

    def section_link(self, section: str) -> LinkView:
        """Return the way to a section's index, for breadcrumbs."""
        return LinkView(title=self.localized.text(f"nav.{section}"), url=self.localized.path(f"{section}/"))


DESCRIPTION_LENGTH: Final = 200


def _shorten(text: str) -> str:
    """Return a description of at most DESCRIPTION_LENGTH characters, cut between words."""
    text = " ".join(text.split())
    if len(text) <= DESCRIPTION_LENGTH:
        return text
    return text[:DESCRIPTION_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"


def content_security_policy(target: FormTarget | None) -> str:
    """Return the policy of every page: own files alone, no inline code; forms go where site.yaml says."""
    forms = " ".join(["'self'", *(target.origins if target else ())])
    scripts = " ".join(["'self'", *(target.script_origins if target else ())])
    factories = f"frame-src {' '.join(target.script_origins)}; " if target and target.script_origins else ""
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self'; font-src 'self'; "
        f"media-src 'self'; connect-src {forms}; manifest-src 'self'; {factories}form-action {forms}; base-uri 'none'"
    )


def alternates(draft: Draft, languages: Mapping[str, LocalizedSite], existing: Mapping[str, frozenset[str]]) -> None:
    """Tell a page in which other languages it exists (`existing`: languages by route), once all are known."""
    page = draft.view["page"]
    here = existing[draft.route]
    if len(languages) == 1:
        return
    if len(here) > 1 and not page["noindex"]:
        page["alternates"] = [_alternate(languages[lang], draft, draft.route) for lang in languages if lang in here]
    page["switch"] = [
        _alternate(localized, draft, draft.route if lang in here else "") for lang, localized in languages.items()
    ]


def _alternate(localized: LocalizedSite, draft: Draft, route: str) -> AlternateView:
    return AlternateView(
        lang=localized.lang,
        name=localized.own_name,
        url=localized.url(route),
        path=localized.path(route),
        current=localized is draft.localized,
    )
