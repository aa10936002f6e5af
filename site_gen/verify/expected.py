"""What is to be online at an instant: files, headers, redirects and offers, at the address that visitors use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from urllib.parse import quote, urlsplit

from site_gen.deploy.releases import Release
from site_gen.deploy.site_files import SiteFiles
from site_gen.model.facts import OfferFacts, OfferStatus, offer_facts
from site_gen.model.host_rules import HostRules
from site_gen.model.routes import offer_route, page_address
from site_gen.model.site import Site

_FOR_HOSTS = ("_", ".", "netlify.toml", "vercel.json")
"""How files begin that hosts read, and visitors needn't get."""


@dataclass(frozen=True)
class PublicOfferFacts:
    """The facts of an offer in one language, its title, its source file, and its page in the output."""

    facts: OfferFacts
    title: str
    source: str
    path: str


@dataclass(frozen=True)
class ExpectedSite:
    """A site as it is to be. `address` is where it is looked for, with a slash at the end; `is_main` says that it is
    the address of site.yaml, so that search engines and the host's other names matter, too.

    `releases` are those kept of this project, the latest first.
    """

    site: Site
    files: SiteFiles
    rules: HostRules
    now: datetime
    address: str
    is_main: bool = True
    releases: tuple[Release, ...] = field(default=(), repr=False)

    @property
    def origin(self) -> str:
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def is_secure(self) -> bool:
        return self.address.startswith("https://")

    @cached_property
    def secrets(self) -> frozenset[str]:
        """Parts of addresses that no report may name."""
        return frozenset(source.original.token for source in self.site.unlisted)

    def url(self, path: str) -> str:
        """Return the address of an output file."""
        below = path.removesuffix("index.html") if path == "index.html" or path.endswith("/index.html") else path
        return self.address + quote(below, safe="/!&()+,;=@~:")

    def path_on_host(self, path: str) -> str:
        """Return an output file's path as the rules for hosts name it."""
        return self.rules.base + path.removesuffix("index.html")

    def at_home(self, url: str) -> str:
        """Return an address of the site as it is at `address`: what is below site.yaml's url lies below it."""
        main = self.site.main
        home = main.origin + main.base
        return self.address + url.removeprefix(home) if url.startswith(home) else url

    def public_files(self) -> Iterator[str]:
        """Yield the files that visitors get, without those whose address leads on."""
        leading = self.leading
        for path in self.files.files:
            if not path.startswith(_FOR_HOSTS) and path not in leading:
                yield path

    @cached_property
    def leading(self) -> Mapping[str, str]:
        """The pages that lead on, with where they lead, as it goes over the wire."""
        found = {}
        for rule in self.rules.redirects:
            below = rule.source.removeprefix(self.rules.base)
            found[f"{below}index.html" if below.endswith("/") or not below else below] = rule.target
        return found

    @cached_property
    def offers(self) -> tuple[PublicOfferFacts, ...]:
        """Every offer in every language, public or not."""
        home = self.site.main.origin + self.site.main.base
        found = []
        for source in self.site.offers:
            for language, offer in source.versions.items():
                url = page_address(self.site.main, language, offer_route(source.slug))
                path = f"{url.removeprefix(home)}index.html"
                facts = offer_facts(self.site, source, language, self.now)
                found.append(PublicOfferFacts(facts, offer.title, source.file, path))
        return tuple(found)

    @cached_property
    def offer_at(self) -> Mapping[str, PublicOfferFacts]:
        """The public offers by their pages in the output."""
        return {offer.path: offer for offer in self.offers if offer.facts.is_public}

    def not_public(self) -> Iterator[PublicOfferFacts]:
        """Yield the offers that have no page now, as they are drafts or open later."""
        hidden = {OfferStatus.DRAFT, OfferStatus.SCHEDULED}
        return (offer for offer in self.offers if offer.facts.status in hidden)

    def release_with(self, path: str, digest: str | None) -> Release | None:
        """Return the latest release in which a file had these bytes."""
        for release in self.releases:
            file = release.files.get(path)
            if file is not None and file.digest == digest:
                return release
        return None
