"""Checks links between the site's own pages: each link of each finished page is resolved."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from site_gen.builder.report import PageLinks
from site_gen.load.locator import Locator
from site_gen.model.routes import LISTS
from site_gen.model.site import Site
from site_gen.nearest import nearest
from site_gen.problems import Location, Problem, Severity
from site_gen.render.artifact import Artifact

_BY_TERM: Final = frozenset({"tag", "niche", "network"})
"""The folders of lists that there are as long as something has the term."""


def link_problems(
    artifacts: Iterable[Artifact],
    linked: Mapping[str, PageLinks],
    site: Site,
    locator: Locator,
    left_out: Collection[str] = (),
) -> Iterator[Problem]:
    """Yield broken links, and public links to a page for one client. `linked` has the links of the pages by path.

    Links to the things that were `left_out`, by name, or to lists that may need them, are not called broken.
    """
    artifacts = list(artifacts)
    pages = {each.path: _LinkedPage(each, linked[each.path]) for each in artifacts if each.path in linked}
    yield from _Links(site, locator, frozenset(artifact.path for artifact in artifacts), pages, left_out).problems()


@dataclass(frozen=True, slots=True)
class _LinkedPage:
    """A page with its links, and the ids in it that can be link targets."""

    artifact: Artifact
    found: PageLinks

    @property
    def links(self) -> tuple[str, ...]:
        return self.found.links

    @property
    def anchors(self) -> frozenset[str]:
        return self.found.anchors


@dataclass
class _Links:
    """All pages of the site, to resolve links."""

    site: Site
    locator: Locator
    files: frozenset[str]
    pages: Mapping[str, _LinkedPage]
    left_out: Collection[str]
    _from_root: dict[str, SplitResult | None] = field(default_factory=dict)

    def problems(self) -> Iterator[Problem]:
        """Yield a problem for each bad link, once for each source file that contains it."""
        seen: set[tuple[str, str]] = set()
        good: set[str] = set()  # links from the root, which mean the same on every page for everybody
        for page in self.pages.values():
            is_public = not page.artifact.unlisted
            for link in page.links:
                if is_public and link in good:
                    continue
                place = (page.artifact.source, link)
                found = self._problem(page, link) if place not in seen else None
                if found is not None:
                    seen.add(place)
                    yield found
                elif is_public and place not in seen and link.startswith("/"):
                    good.add(link)

    def _problem(self, page: _LinkedPage, link: str) -> Problem | None:
        if self._gives_away(page, link):
            message = "a page for everybody links to one that is for one client alone"
            hint = "take the link out, and send the client the address yourself"
            return Problem(self._place(page, link), message, hint)
        fault = self._fault(page.artifact.path, link)
        return Problem(self._place(page, link), fault, self._guess(link), Severity.WARNING) if fault else None

    def _place(self, page: _LinkedPage, link: str) -> Location:
        source = page.artifact.source
        return self.locator.link(source, link) or Location(source)

    def _fault(self, page: str, link: str) -> str | None:
        parts = self._resolved(page, link)
        if parts is None:
            return f"the link is no address: {link}"
        is_elsewhere = link.startswith(("http:", "https:", "//")) and not parts.path.startswith(self._base)
        if is_elsewhere or not self._is_own(parts):
            return None  # also another site of the same host
        target = self._file(parts.path or "/")
        if target is None or target not in self.files:
            return None if self._is_left_out(parts.path) else f"the link leads to a page that doesn't exist: {link}"
        anchors = self.pages[target].anchors if target in self.pages else None
        fragment = unquote(parts.fragment)
        if fragment and fragment.lower() != "top" and anchors is not None and fragment not in anchors:
            return f"the link leads to a place that the page doesn't have: {link}"
        return None

    def _is_left_out(self, path: str) -> bool:
        """Whether a page may be missing only because things with errors were left out: theirs, or a list of them."""
        names = unquote(path).strip("/").split("/")
        is_list = f"{names[-1]}/" in LISTS or not _BY_TERM.isdisjoint(names[:-1])
        return bool(self.left_out) and (is_list or names[-1] in self.left_out)

    def _resolved(self, page: str, link: str) -> SplitResult | None:
        """Return where a link on a page leads; None if it is no address.

        Most links of a site are in its menus and lists, from the root: they are the same on every page.
        """
        if not link.startswith("/"):
            return self._joined(page, link)
        if link not in self._from_root:
            self._from_root[link] = self._joined(page, link)
        return self._from_root[link]

    def _joined(self, page: str, link: str) -> SplitResult | None:
        try:
            return urlsplit(urljoin(self._address(page), link))
        except ValueError:
            return None

    def _address(self, page: str) -> str:
        """Return the address at which a browser sees a page."""
        path = page.removesuffix("index.html") if f"/{page}".endswith("/index.html") else page
        return self.site.main.origin + self._base + path

    @cached_property
    def _base(self) -> str:
        return self.site.main.base

    @cached_property
    def _host(self) -> str:
        return urlsplit(self.site.main.origin).netloc.lower()

    def _is_own(self, parts: SplitResult) -> bool:
        """Whether an address is on the site's own host, by http or https."""
        return parts.scheme in {"http", "https"} and parts.netloc.lower() == self._host

    def _gives_away(self, page: _LinkedPage, link: str) -> bool:
        """Whether a link on a public page leads to an unlisted one, however it is written."""
        if page.artifact.unlisted or not self._unlisted:
            return False
        parts = self._resolved(page.artifact.path, link)
        if parts is None:
            return False
        return self._is_own(parts) and any(self._file(way) in self._unlisted for way in (parts.path, f"{parts.path}/"))

    @cached_property
    def _unlisted(self) -> frozenset[str]:
        return frozenset(path for path, page in self.pages.items() if page.artifact.unlisted)

    def _file(self, path: str) -> str | None:
        """Return the output file for a path on the site."""
        path, base = unquote(path), self._base
        if not path.startswith(base):
            return None
        path = path[len(base) :]
        if not path or path.endswith("/"):
            return f"{path}index.html"
        return path if path in self.files or f"{path}/index.html" not in self.files else f"{path}/index.html"

    def _guess(self, link: str) -> str:
        file = self._file(urlsplit(link).path if "[" not in link else link) or ""
        return nearest("/" + file.removesuffix("index.html"), self._addresses)

    @cached_property
    def _addresses(self) -> frozenset[str]:
        return frozenset("/" + path.removesuffix("index.html") for path in self.pages if path not in self._unlisted)
