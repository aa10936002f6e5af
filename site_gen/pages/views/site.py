"""The site, what every page has, and small pages."""

from __future__ import annotations

from typing import Any, TypedDict

from site_gen.pages.views.offers import OfferLineView
from site_gen.pages.views.parts import BodyView, LinkView, NetworkView, PictureView
from site_gen.pages.views.sections import AnnouncementView, StatisticsView


class SiteView(TypedDict):
    """The same on every page of one language."""

    name: str
    kind: str  # person | agency
    role: str
    tagline: str
    intro: BodyView | None
    lang: str
    default_lang: str
    url: str
    home_url: str
    nav: list[NavView]
    footer: list[LinkView]
    networks: list[NetworkView]
    contact: ContactView
    controller: ControllerView
    time_zone: str
    currency: str
    photo: PictureView | None
    logo: PictureView | None  # shown instead of the name; its alt is the name where the owner wrote none
    assets: AssetsView
    feeds: list[LinkView]
    manifest_url: str
    favicon_url: str
    touch_icon_url: str
    theme_color: list[str]  # light, dark
    csp: str
    privacy_url: str
    search_url: str | None  # the page of the search, where there is one
    has_forms: bool  # whether an offer has a form that leads somewhere: what brought a visitor is then kept for it
    current_offer: OfferLineView | None  # the live direct offer that ends first
    first_step: OfferLineView | None  # the live free or cheap first step
    announcement: AnnouncementView | None  # while it is shown
    statistics: StatisticsView | None  # what counts visits, on every page but those for one client
    options: dict[str, str]  # what is chosen of the theme's options: typeface, corner, density, header
    params: dict[str, Any]  # theme.params of site.yaml, for a theme's own settings


class NavView(TypedDict):
    """An entry of the main menu; `section` equals the `page.section` of the pages below it."""

    section: str
    title: str
    url: str


class ContactView(TypedDict):
    """How to reach the owner: `messengers` first, as people prefer them."""

    email: str | None
    phone: str | None
    phone_url: str | None
    messengers: list[NetworkView]
    booking_url: str | None
    area: str | None
    address: str | None


class AssetsView(TypedDict):
    """Addresses of the theme's files; `fonts` are those that the page's language needs first, for preloading;
    `files` maps every asset's own name to its address."""

    css: str
    scripts: list[str]
    icons: str
    fonts: list[str]
    files: dict[str, str]


class ControllerView(TypedDict):
    """The controller of personal data."""

    name: str
    email: str
    address: str | None
    tax_id: str | None
    retention_days: int
    form_host: str | None


class PageView(TypedDict):
    """The data of one page."""

    kind: str  # the template's name without its ending: home, case, offer …
    section: str
    title: str  # for <title>, the site's name not included
    heading: str
    description: str
    path: str
    url: str  # absolute, the canonical address
    alternates: list[AlternateView]  # empty when there is one language only
    switch: list[AlternateView]  # every language of the site; where this page has no translation, its home page
    breadcrumbs: list[LinkView]  # from the home page to this page; empty on the home page
    image: SocialImageView | None
    og_type: str
    published: str | None
    modified: str | None
    noindex: bool
    unlisted: bool  # for one client only: listed nowhere, sends no referrer
    structured_data: list[dict[str, Any]]
    has_videos: bool
    frames: list[str]  # origins that videos are loaded from once they are played
    has_sections: bool  # whether it shows something that assets/sections/sections.css is for


class AlternateView(TypedDict):
    """The same page in a language: `url` is absolute, for hreflang, `path` for links; `current` is this page itself."""

    lang: str
    name: str
    url: str
    path: str
    current: bool


class SocialImageView(TypedDict):
    """The picture shown when the page is shared: absolute address, size in pixels, words for it."""

    url: str
    width: int
    height: int
    alt: str


class TextView(TypedDict):
    """A page of the owner's own (content/pages), the profile's or the privacy page's text."""

    title: str
    body: BodyView
    updated: str | None


class FactView(TypedDict):
    """A small fact beside the profile: a label and its value."""

    label: str
    value: str


class ProfileView(TypedDict):
    """The owner's page."""

    body: BodyView
    facts: list[FactView]
    picture: PictureView | None


class SearchView(TypedDict):
    """The search: the folder of its index, which the script asks for, and the lists to look through without it."""

    folder: str
    lists: list[LinkView]


class GoView(TypedDict):
    """A short link: its target (a path with its query, or another site's address), and the target's title."""

    target: str
    title: str


class FeedView(TypedDict):
    """A feed of the newest articles; `updated` is an instant."""

    items: list[FeedEntryView]
    url: str  # absolute, of the feed itself
    updated: str


class FeedEntryView(TypedDict):
    """An article in a feed; `published` and `updated` are instants."""

    title: str
    url: str  # absolute
    summary: str | None
    author: str
    published: str
    updated: str
    tags: list[str]
    body: BodyView


class SitemapEntryView(TypedDict):
    """A page in the site map."""

    url: str  # absolute
    modified: str | None
    alternates: list[AlternateView]  # empty when there is one language only
