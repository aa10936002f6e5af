"""The site in one language: its published content, and the addresses of its pages."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from pathlib import PurePosixPath
from typing import Final, Generic, TypeVar

from slugify import slugify

from site_gen.hashing import content_hash
from site_gen.load.references import find_references, is_external
from site_gen.model.audit import Audit
from site_gen.model.case import Case
from site_gen.model.content import Article, Service, TextPage
from site_gen.model.content_kinds import ROUTES
from site_gen.model.facts import OfferFacts, OfferStatus, offer_facts
from site_gen.model.instants import State, Window
from site_gen.model.networks import NETWORKS
from site_gen.model.offer import Offer
from site_gen.model.pictures import Photo, VideoModel
from site_gen.model.proposal import Proposal
from site_gen.model.routes import (
    LISTS,
    SEARCH,
    article_route,
    case_route,
    offer_route,
    text_route,
)
from site_gen.model.sections import Announcement
from site_gen.model.settings import Settings
from site_gen.model.site import Site, Translated
from site_gen.model.videos import NetworkVideo, VideoNetwork, network_video, videos_in
from site_gen.pages.photos import PhotoCatalogue
from site_gen.pages.views.parts import BodyView, NetworkView, PictureView, VideoView
from site_gen.pages.views.site import SocialImageView
from site_gen.render.localize import Localizer
from site_gen.render.offer_words import OfferWords

ENOUGH_TO_SEARCH: Final = 8
"""With fewer cases and articles in a language, all of them are on one page."""

SEARCH_TEMPLATE: Final = "search.html"

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Localized(Generic[T_co]):
    """One thing in one language."""

    slug: str
    value: T_co
    source: Translated[T_co]
    file: str


@dataclass(frozen=True, slots=True)
class PublicOffer:
    """A public offer: open, sold out or closed (its page says so)."""

    item: Localized[Offer]
    facts: OfferFacts


class LocalizedSite:
    """The site in one language."""

    def __init__(self, site: Site, language: str, photos: PhotoCatalogue, now: datetime, *, drafts: bool) -> None:
        self.site = site
        self.lang = language
        self._now = now
        self.settings: Settings = site.settings[language]
        self.photos = photos
        self._drafts = drafts
        self._localizer = Localizer(language, site.main.time_zone, site.theme.strings)
        self.text = self._localizer.text

    @cached_property
    def own_name(self) -> str:
        """The language's own name: 'Català'."""
        return self._localizer.language_name(self.lang)

    # --- addresses ------------------------------------------------------------------------------------------------

    @property
    def is_main(self) -> bool:
        return self.lang == self.site.main.language

    @cached_property
    def _prefix(self) -> str:
        return "" if self.is_main else f"{self.lang}/"

    @cached_property
    def _root(self) -> str:
        return self.site.main.base + self._prefix

    @cached_property
    def _origin(self) -> str:
        return self.site.main.origin

    def file(self, route: str) -> str:
        """Return the output file of a page, given its route: 'cases/' → 'es/cases/index.html'."""
        return f"{self._prefix}{route}index.html" if route.endswith("/") or not route else f"{self._prefix}{route}"

    def path(self, route: str = "") -> str:
        """Return the path of a route, for links on the site: '/es/cases/'."""
        return self._root + route

    def url(self, route: str = "") -> str:
        """Return the absolute address of a route, for feeds and search engines."""
        return self._origin + self._root + route

    # --- what is published ----------------------------------------------------------------------------------------

    def _items(self, sources: Iterable[Translated[T_co]]) -> Iterator[Localized[T_co]]:
        for source in sources:
            if self.lang in source.versions and (self._drafts or not getattr(source.original, "draft", False)):
                yield Localized(source.slug, source.versions[self.lang], source, source.files[self.lang])

    @cached_property
    def cases(self) -> tuple[Localized[Case], ...]:
        """The cases, the best first: by `order`, then the later period, then the name."""
        ordered = sorted(self._items(self.site.cases), key=lambda item: item.slug)
        return tuple(sorted(ordered, key=lambda item: (item.value.order, item.value.period.end), reverse=True))

    @cached_property
    def case_by_slug(self) -> Mapping[str, Localized[Case]]:
        return {item.slug: item for item in self.cases}

    @cached_property
    def services(self) -> tuple[Service, ...]:
        return self.site.services[self.lang]

    @cached_property
    def words(self) -> OfferWords:
        """Words for prices, deadlines and seats in this language."""
        return OfferWords(self._localizer)

    @property
    def localizer(self) -> Localizer:
        """Formats for numbers and days in this language, for texts that are built here."""
        return self._localizer

    @cached_property
    def audits(self) -> tuple[Localized[Audit], ...]:
        return tuple(self._items(self.site.audits))

    @cached_property
    def proposals(self) -> tuple[Localized[Proposal], ...]:
        return tuple(self._items(self.site.proposals))

    @cached_property
    def text_pages(self) -> tuple[Localized[TextPage], ...]:
        return tuple(self._items(self.site.pages))

    @cached_property
    def _all_offers(self) -> tuple[Localized[Offer], ...]:
        return tuple(self._items(self.site.offers))

    @cached_property
    def _all_articles(self) -> tuple[Localized[Article], ...]:
        ordered = sorted(self._items(self.site.articles), key=lambda item: item.slug)
        return tuple(sorted(ordered, key=lambda item: item.value.date, reverse=True))

    @cached_property
    def offers(self) -> tuple[PublicOffer, ...]:
        """The public offers: first the live ones, sorted by their end; then those that are sold out, then the closed
        ones."""
        public = [PublicOffer(item, self._facts(item.source)) for item in self._all_offers]
        return tuple(sorted((offer for offer in public if offer.facts.is_public), key=_offer_order))

    def _facts(self, source: Translated[Offer]) -> OfferFacts:
        return offer_facts(self.site, source, self.lang, self._now, drafts=self._drafts)

    @cached_property
    def live_offers(self) -> tuple[PublicOffer, ...]:
        """The offers that can be taken now."""
        return tuple(offer for offer in self.offers if offer.facts.can_be_taken)

    def live_offer(self, slug: str) -> PublicOffer | None:
        """Return an offer by its name, if it can be taken now."""
        return next((offer for offer in self.live_offers if offer.item.slug == slug), None)

    @cached_property
    def articles(self) -> tuple[Localized[Article], ...]:
        """The published articles, the newest first."""
        return tuple(item for item in self._all_articles if item.value.date <= self._now or self._drafts)

    @property
    def announcement(self) -> Announcement | None:
        """The line at the top of every page, while it is shown."""
        said = self.settings.announcement
        if said is None:
            return None
        state = said.window.state(self._now)
        return said if state is State.LIVE or (state is State.SCHEDULED and self._drafts) else None

    @cached_property
    def named_videos(self) -> tuple[VideoModel, ...]:
        """The videos of the published cases and articles."""
        videos = [item.value.video for item in self.cases] + [item.value.video for item in self.articles]
        return tuple(video for video in videos if video is not None)

    @cached_property
    def network_videos(self) -> tuple[NetworkVideo, ...]:
        """The videos and posts of networks on published pages."""
        addresses = [address for item in self.cases for address in item.value.video_addresses]
        addresses += [address for item in self.articles for address in item.value.video_addresses]
        addresses += [video.url for video in self.named_videos if video.url is not None]
        texts = [item.value.body for item in self.text_pages] + [offer.item.value.body for offer in self.offers]
        profile, privacy = self.site.profile, self.site.privacy
        texts += [profile.versions[self.lang].body] if profile and self.lang in profile.versions else []
        texts += [privacy.versions[self.lang].body] if privacy and self.lang in privacy.versions else []
        return (
            *filter(None, map(network_video, addresses)),
            *(video for text in (*texts, self.settings.intro or "") for video in videos_in(text)),
        )

    @cached_property
    def framed_networks(self) -> tuple[VideoNetwork, ...]:
        """The networks whose videos or posts published pages play, sorted by their names: none unless site.yaml has
        `embeds: true`."""
        found = [video.network for video in self.network_videos if video.embed] if self.site.main.embeds else []
        return tuple(sorted({network.id: network for network in found}.values(), key=lambda network: network.name))

    @cached_property
    def has_search(self) -> bool:
        """Whether there is a search: as site.yaml says, else from ENOUGH_TO_SEARCH texts on; never without texts, or in
        a theme without a page for it."""
        asked, texts = self.site.main.search, len(self.cases) + len(self.articles) + len(self.text_pages)
        if not texts or asked is False or SEARCH_TEMPLATE not in self.site.theme.template_names:
            return False
        return bool(asked) or texts >= ENOUGH_TO_SEARCH

    def state(self, window: Window) -> State:
        """Return the state of a window."""
        return window.state(self._now)

    # --- pieces that many views share -----------------------------------------------------------------------------

    def network(self, id_: str) -> NetworkView:
        """Return a network, with the owner's account if site.yaml has one."""
        return NetworkView(id=id_, name=NETWORKS[id_].name_in(self.lang), url=self.site.main.networks.get(id_, ""))

    def picture(self, photo: Photo | None) -> PictureView | None:
        return self.photos.view(photo)

    def shared_picture(self, photo: Photo | None) -> SocialImageView | None:
        return self.photos.shared(photo)

    def body(self, markdown: str, file: str, *, with_videos: bool = False, math: bool = False) -> BodyView:
        """Return a text with its pictures and its links inside the site resolved.

        Only `with_videos` it shows the videos that it names; elsewhere they are links. With `math` it has formulas.
        """
        pictures: dict[str, PictureView] = {}
        links: dict[str, str] = {}
        for reference in find_references(markdown):
            target = reference.target
            if is_external(target) or target.startswith("#"):
                continue
            if reference.is_picture:
                view = self.photos.named(target, reference.text, file)
                if view:
                    pictures[target] = view
            else:
                links[target] = self.resolve(target, file)
        videos = {found.url: self.network_video(found) for found in videos_in(markdown)} if with_videos else {}
        made = BodyView(markdown=markdown, pictures=pictures, links=links, videos=videos)
        if math:
            made["math"] = True
        if self.settings.typography:
            made["typography"] = self.lang
        return made

    def network_video(
        self, found: NetworkVideo, title: str | None = None, poster: PictureView | None = None
    ) -> VideoView:
        """Return a network's video or post for a page: played there only if site.yaml allows it."""
        return network_view(found, self.text, title, poster, embeds=self.site.main.embeds)

    def resolve(self, target: str, file: str) -> str:
        """Return the address for a link in a text: a path on the site ('/cases/x/'), or another source file.

        For a page that doesn't exist in this language, it is the page in the site's main language.
        """
        path, mark, fragment = target.partition("#")
        route = path.lstrip("/") if path.startswith("/") else _route_of_file(path, file)
        if route is None:
            return target
        if route and not route.endswith("/") and "." not in route.rpartition("/")[2]:
            route += "/"
        here = self.path(route) if route in self._routes or self.is_main else f"{self.site.main.base}{route}"
        if not route:
            here = self.path()
        return f"{here}{mark}{fragment}"

    @cached_property
    def _routes(self) -> frozenset[str]:
        """The routes of pages in this language; list pages exist in every language."""
        cases = {case_route(item.slug) for item in self.cases}
        offers = {offer_route(item.slug) for item in self._all_offers}
        articles = {article_route(item.slug) for item in self._all_articles}
        search = {SEARCH} if self.has_search else set()
        return frozenset(
            LISTS | search | cases | offers | articles | {text_route(item.slug) for item in self.text_pages}
        )


def localize(site: Site, now: datetime, *, drafts: bool = False) -> Mapping[str, LocalizedSite]:
    """Return a site at `now` in each of its languages, the main one first; with `drafts`, drafts and scheduled content
    are included."""
    photos = PhotoCatalogue(site.pictures, site.main.base, site.main.origin)
    return {language: LocalizedSite(site, language, photos, now, drafts=drafts) for language in site.settings}


def network_view(
    found: NetworkVideo,
    text: Callable[..., str],
    title: str | None = None,
    poster: PictureView | None = None,
    *,
    embeds: bool = True,
) -> VideoView:
    """Return a network's video or post for a page; without a title it is named after the network. Without `embeds` it
    is a link."""
    embed = found.embed if embeds else ""
    return VideoView(
        network=found.network.id if found.network.id in NETWORKS else "",
        network_name=found.network.name,
        title=title or text("video.post" if found.shape == "post" else "video.on", network=found.network.name),
        url=found.url,
        embed=embed,
        origins=list(found.network.origins) if embed else [],
        shape=found.shape,
        type="",
        poster=poster,
    )


_ORDER: Final[Mapping[OfferStatus, int]] = {
    status: place for place, status in enumerate((OfferStatus.LIVE, OfferStatus.SOLD_OUT, OfferStatus.CLOSED))
}


def _offer_order(offer: PublicOffer) -> tuple[int, bool, float, str]:
    ends = offer.facts.window.ends
    return (_ORDER[offer.facts.status], ends is None, ends.timestamp() if ends else 0.0, offer.item.slug)


def _route_of_file(target: str, file: str) -> str | None:
    """Return the route of another source file's page; the file is named by a path relative to `file`."""
    if not target.endswith((".md", ".markdown", ".yaml")):
        return None
    parts: list[str] = []
    for part in (PurePosixPath(file).parent / target).parts:
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    name = parts.pop().partition(".")[0] if parts else ""
    kind = next((place for place in ROUTES if "/".join(parts).startswith(place) and ROUTES[place] is not None), None)
    inner = "/".join(parts).removeprefix(kind or "").split("/")
    if kind is None or inner[0]:
        return None
    return f"{ROUTES[kind]}{inner[-1] if name == 'index' and len(inner) > 1 else name}/"


@cache
def term_slug(text: str) -> str:
    """Return the address segment of a niche or a tag.

    Signs that tell words apart are spelled out: C, C# and C++ become c, c-sharp and c-plus-plus. A long one is cut, as
    no file system takes names of more than 255 bytes; what tells it from others is then a hash.
    """
    words = unicodedata.normalize("NFC", text).strip().removeprefix("#")
    spelled = "".join(f" {_sign_name(sign)} " if _is_telling(sign) else sign for sign in words)
    slug = slugify(spelled) or "other"
    return (
        slug if len(slug) <= _LONGEST_TERM else f"{slug[:_LONGEST_TERM].rstrip('-')}-{content_hash(slug.encode())[:8]}"
    )


_LONGEST_TERM: Final = 120


def _is_telling(sign: str) -> bool:
    return sign in "#+" or (not sign.isascii() and unicodedata.category(sign) in {"So", "Sm", "Sc"})


def _sign_name(sign: str) -> str:
    return {"#": "sharp", "+": "plus"}.get(sign) or unicodedata.name(sign, f"u{ord(sign):x}").lower()
