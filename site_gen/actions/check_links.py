"""Checks links between the site's own pages: each link of each finished page is resolved."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from posixpath import commonpath
from typing import Final
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from site_gen.builder.report import PageLinks
from site_gen.load.locator import Locator
from site_gen.messages import m
from site_gen.model.base import is_email
from site_gen.model.routes import LISTS
from site_gen.model.site import Site
from site_gen.nearest import closest
from site_gen.problems import Location, Problem, Severity
from site_gen.render.artifact import Artifact

_HOST: Final = re.compile(r"(?:[\w-]+\.)+[a-z]{2,18}(?:/\S*)?", re.IGNORECASE)
"""What begins as an address without its scheme: www.example.org/page."""

_FILE: Final = re.compile(r"(?:\.[a-z]{2})?\.(?:md|markdown|ya?ml|html?)$", re.IGNORECASE)
"""The ending of a file of the project, which no page has, with its language."""

_OWN_DISK: Final = re.compile(r"[A-Za-z]:[\\/]|file:", re.IGNORECASE)
_NOWHERE: Final = frozenset({"javascript", "vbscript", "about", "blob", "content"})
"""Schemes of addresses that lead to something in one browser alone, or that the site's security policy stops."""

_PHONE: Final = re.compile(r"\+?\d[\d\s()./-]{6,}")

_FROM_ROOT: Final = m(
    "an address of the site itself begins with a slash, as /articles/ does; another site's with https://"
)

_PLAIN: Final = re.compile(r"/(?:[\w-]+/)*(?:[\w-]+(?:\.[\w-]+)*)?", re.ASCII)
"""A path in which there is nothing to resolve: most links of a site."""

_BY_TERM: Final = frozenset({"tag", "niche", "network"})
"""The folders of lists that there are as long as something has the term."""


def link_problems(
    artifacts: Iterable[Artifact],
    linked: Mapping[str, PageLinks],
    site: Site,
    locator: Locator,
    left_out: Collection[str] = (),
    unmade: Collection[str] = (),
) -> Iterator[Problem]:
    """Yield broken links, and public links to a page for one client. `linked` has the links of the pages by path.

    Links to the things that were `left_out`, by name, or to lists that may need them, are not called broken. `unmade`
    are the files of those things: they have no pages, and their links are looked for in their texts.
    """
    artifacts = list(artifacts)
    pages = {each.path: _LinkedPage(each, linked[each.path]) for each in artifacts if each.path in linked}
    links = _Links(site, locator, frozenset(artifact.path for artifact in artifacts), pages, left_out)
    yield from links.problems()
    for file in sorted(unmade):
        yield from links.problems_of(file)


def _written_whole(link: str) -> str:
    """Return how to write a link whose beginning was left out, or that leads to the owner's disk; '' for others."""
    if _HOST.fullmatch(link) and not _FILE.search(link):
        return m("write it whole: https://{link}", link=link)
    if is_email(link):
        return m("write {address}", address=f"mailto:{link}")
    if _PHONE.fullmatch(unquote(link)):
        return m("write {address}", address=f"tel:{re.sub('[^+0-9]', '', unquote(link))}")
    if _OWN_DISK.match(link):
        name = re.split(r"[\\/]", link)[-1]
        return m("put the file into static/, and link to it by its name: /{name}", name=name)
    return "" if link.strip() else m("write it between the round brackets: [words](/articles/NAME/)")


def _is_absolute(link: str) -> bool:
    """Whether a link leads to the same from every page."""
    return link.startswith(("/", "http:", "https:", "mailto:", "tel:"))


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
    _anywhere: dict[str, SplitResult | None] = field(default_factory=dict)

    def problems(self) -> Iterator[Problem]:
        """Yield a problem for each bad link, once for each source file that contains it."""
        seen: set[tuple[str, str]] = set()
        good: set[str] = set()  # links that mean the same on every page, for everybody
        for page in self.pages.values():
            is_public = not page.artifact.unlisted
            for link in page.links:
                if (is_public and link in good) or (link[:1] == "#" and self._is_below(page, link)):
                    continue
                place = (page.artifact.source, link)
                found = self._problem(page, link) if place not in seen else None
                if found is not None:
                    seen.add(place)
                    yield found
                elif is_public and place not in seen and _is_absolute(link):
                    good.add(link)

    def problems_of(self, file: str) -> Iterator[Problem]:
        """Yield a problem for each bad link to an address of the site in a file that no page is made of."""
        seen: set[str] = set()
        for target, place in self.locator.links(file):
            if target in seen or not target.startswith("/") or target.startswith("//"):
                continue
            seen.add(target)
            link = target if target.startswith(self._base) else self._base + target[1:]
            if (fault := self._fault("", link)) is not None:
                yield Problem(place, fault, self._guess("", link), Severity.WARNING)

    def _problem(self, page: _LinkedPage, link: str) -> Problem | None:
        if self._gives_away(page, link):
            message = m("a page for everybody links to one that is for one client alone")
            hint = m("take the link out, and send the client the address yourself")
            return Problem(self._place(page, link), message, hint)
        fault = self._fault(page.artifact.path, link)
        if fault is None:
            return None
        return Problem(self._place(page, link), fault, self._guess(page.artifact.path, link), Severity.WARNING)

    def _place(self, page: _LinkedPage, link: str) -> Location:
        source = page.artifact.source
        return (self.locator.link(source, link) if link.strip() else None) or Location(source)

    def _fault(self, page: str, link: str) -> str | None:
        parts = self._resolved(page, link)
        if parts is None or not link.strip():
            return m("the link is no address: {link}", link=link) if link.strip() else m("a link has no address")
        if _OWN_DISK.match(link) or parts.scheme in _NOWHERE:
            return m("the link leads nowhere for anybody else: {link}", link=link)
        is_elsewhere = link.startswith(("http:", "https:", "//")) and not parts.path.startswith(self._base)
        if is_elsewhere or not self._is_own(parts):
            return None  # also another site of the same host
        target = self._file(parts.path or "/")
        if target is None or target not in self.files:
            return (
                None
                if self._is_left_out(parts.path)
                else m("the link leads to a page that doesn't exist: {link}", link=link)
            )
        anchors = self.pages[target].anchors if target in self.pages else None
        fragment = unquote(parts.fragment)
        if fragment and fragment.lower() != "top" and anchors is not None and fragment not in anchors:
            return m("the link leads to a place that the page doesn't have: {link}", link=link)
        return None

    def _is_left_out(self, path: str) -> bool:
        """Whether a page may be missing only because things with errors were left out: theirs, or a list of them."""
        names = unquote(path).strip("/").split("/")
        is_list = f"{names[-1]}/" in LISTS or not _BY_TERM.isdisjoint(names[:-1])
        return bool(self.left_out) and (is_list or names[-1] in self.left_out)

    def _resolved(self, page: str, link: str) -> SplitResult | None:
        """Return where a link on a page leads; None if it is no address.

        Most links of a site are in its menus and lists: they lead to the same from every page.
        """
        if not _is_absolute(link):
            return self._joined(page, link)
        if link not in self._anywhere:
            self._anywhere[link] = self._joined(page, link)
        return self._anywhere[link]

    def _is_below(self, page: _LinkedPage, link: str) -> bool:
        """Whether a link that is a fragment alone leads to a place on its page."""
        name = unquote(link[1:])
        return not name or name.lower() == "top" or name in page.anchors

    def _joined(self, page: str, link: str) -> SplitResult | None:
        if _PLAIN.fullmatch(link):
            return self._root._replace(path=link)
        is_whole = link.startswith(("http:", "https:")) and "/." not in link  # there is nothing to resolve
        try:
            return urlsplit(link if is_whole else urljoin(self._address(page), link))
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
    def _root(self) -> SplitResult:
        return urlsplit(self.site.main.origin)

    @cached_property
    def _host(self) -> str:
        return self._root.netloc.lower()

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

    def _guess(self, page: str, link: str) -> str:
        """Return what may be meant by a link on a page that leads nowhere."""
        if whole := _written_whole(link):
            return whole
        path = unquote(link.partition("#")[0].partition("?")[0])
        path = path.removeprefix(self.site.main.origin)
        path = _FILE.sub("", path.removeprefix(self._base).removesuffix("index.html")).strip("./")
        name = path.rpartition("/")[2]
        named = self._by_name.get(name) or self._by_name.get(closest(name, self._names) or "")
        if named:  # of several languages, the page's own
            meant = max(named, key=lambda way: (len(commonpath([way, f"/{page}"])), -len(way), way))
            return m("did you mean '{meant}'?", meant=meant)
        return "" if link.startswith(("/", "#", "http:", "https:")) else _FROM_ROOT

    @cached_property
    def _by_name(self) -> Mapping[str, list[str]]:
        """Addresses by their last name: 'free-audit' for /offers/free-audit/."""
        found: dict[str, list[str]] = {}
        for address in self._addresses - {"/"}:
            found.setdefault(address.rstrip("/").rpartition("/")[2], []).append(address)
        return found

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(self._by_name)

    @cached_property
    def _addresses(self) -> frozenset[str]:
        return frozenset("/" + path.removesuffix("index.html") for path in self.pages if path not in self._unlisted)
