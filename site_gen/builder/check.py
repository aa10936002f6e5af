"""Everything that can be found wrong without writing: the files' problems, what ends soon, links that lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from site_gen.builder.cache import Cache
from site_gen.builder.check_forms import form_problems
from site_gen.builder.funnel_problems import funnel_problems
from site_gen.builder.passwords import password_problems
from site_gen.builder.pipeline import load_strictly, template_set
from site_gen.builder.places import line_of as _line_of
from site_gen.builder.plan import plan
from site_gen.builder.record import problems_at
from site_gen.builder.staging import ArtifactRenderer, RenderContext
from site_gen.model.instants import SOON, State
from site_gen.model.site import Site
from site_gen.problems import Location, Problem, ProjectError, Severity, nearest
from site_gen.render.artifact import Artifact, FromLocked, FromLockedFile, FromTemplate, FromTypst, Maker
from site_gen.social.selection import limit_findings


def check(project: Path, now: datetime, cache: Path, secrets: Mapping[str, str]) -> tuple[Problem, ...]:
    """Return every problem of a project at `now`, sorted; errors as well as warnings. Writes nothing.

    `secrets` holds the passwords of locked pages by the names of environment variables.
    """
    try:
        loaded = load_strictly(project, strict=False)
        planned = plan(loaded.site, now)
    except ProjectError as error:
        return error.problems
    problems = [*loaded.warnings, *_funnel(loaded.site, now, project)]
    problems += password_problems(planned.artifacts, secrets, project)
    problems += form_problems(loaded.site, project, {name for name, value in secrets.items() if value})
    problems += _pin_limits(loaded.site, now, project)
    problems += funnel_problems(loaded.site, project, now)
    problems += problems_at(loaded.site, now, project)
    context = RenderContext(template_set(loaded.site), Cache(cache), project / "output", None)
    problems += _rendered(planned.artifacts, context, loaded.site, project)
    return tuple(sorted(set(problems)))


# --- what a client would find out first -------------------------------------------------------------------------------


def _funnel(site: Site, now: datetime, project: Path) -> Iterator[Problem]:
    """Find what the starter left and offers that end soon."""
    yield from _placeholders(site, project)
    yield from _proposals(site, now, project)
    for source in site.offers:
        offer = source.original
        if offer.draft:
            continue
        if offer.ends and offer.window.state(now) is State.LIVE and offer.ends - now <= SOON:
            yield Problem(
                _line_of(project, source.file, "ends:"),
                f"the offer ends on {offer.ends:%Y-%m-%d at %H:%M}",
                "prepare what comes next; moving the end needs 'extended:' with the reason",
                Severity.WARNING,
            )


def _proposals(site: Site, now: datetime, project: Path) -> Iterator[Problem]:
    """Find proposals that end soon: their clients are to be asked before they do."""
    for source in site.proposals:
        proposal = source.original
        if not proposal.draft and now < proposal.valid_until <= now + SOON:
            yield Problem(
                _line_of(project, source.file, "valid_until:"),
                f"the proposal for {proposal.client} ends on {proposal.valid_until:%Y-%m-%d at %H:%M}",
                "ask before it does; a later valid_until makes another version of it",
                Severity.WARNING,
            )


def _pin_limits(site: Site, now: datetime, project: Path) -> Iterator[Problem]:
    """Find offers whose pinned post a network of site.yaml has no room for."""
    for found in limit_findings(site, now):
        place = _line_of(project, found.file, f"{found.path[0]}:")
        yield Problem(place, found.message, found.hint, found.severity)


def _placeholders(site: Site, project: Path) -> Iterator[Problem]:
    """Find what the starter put there and the owner has not replaced yet."""
    for text in ("https://example.com", "name@example.com"):
        if text in (site.main.url.rstrip("/"), site.main.contact.email):
            yield Problem(
                _line_of(project, "site.yaml", text),
                f"'{text}' is a placeholder",
                "write your own before the site goes online",
                Severity.WARNING,
            )


# --- links ------------------------------------------------------------------------------------------------------------


@dataclass
class _Page(HTMLParser):
    """What a page links to, and the places in it that can be linked to."""

    artifact: Artifact
    links: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if "id" in values:
            self.anchors.add(values["id"])
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        elif tag in {"img", "script"} and "src" in values:
            self.links.append(values["src"])
        elif tag == "link" and values.get("rel") not in {"canonical", "alternate"} and "href" in values:
            self.links.append(values["href"])

    handle_startendtag = handle_starttag


@dataclass
class _Links:
    """All pages of the site, to look links up in."""

    site: Site
    project: Path
    files: frozenset[str]
    pages: Mapping[str, _Page]

    def problems(self) -> Iterator[Problem]:
        """Yield a warning for each link to a page or a place in one that isn't there."""
        seen: set[tuple[str, str]] = set()
        for path, page in self.pages.items():
            for link in page.links:
                if (page.artifact.source, link) in seen:
                    continue
                if self._gives_away(page, link):
                    seen.add((page.artifact.source, link))
                    yield Problem(
                        self._place(page.artifact.source, link),
                        "a page for everybody links to one that is for one client alone",
                        "take the link out, and send the client the address yourself",
                    )
                    continue
                message = self._fault(path, link)
                if message:
                    seen.add((page.artifact.source, link))
                    yield self._problem(page.artifact, link, message)

    def _fault(self, page: str, link: str) -> str | None:
        try:
            parts = urlsplit(link)
        except ValueError:
            return f"the link is no address: {link}"
        if parts.scheme or parts.netloc:
            return None
        target = page if not parts.path else self._file(parts.path)
        if target is None or target not in self.files:
            return f"the link leads to a page that doesn't exist: {link}"
        anchors = self.pages[target].anchors if target in self.pages else None
        fragment = unquote(parts.fragment)
        if fragment and anchors is not None and fragment not in anchors:
            return f"the link leads to a place that the page doesn't have: {link}"
        return None

    def _gives_away(self, page: _Page, link: str) -> bool:
        """Whether a link on a public page leads to an unlisted one, also by its whole address."""
        if page.artifact.unlisted:
            return False
        path = unquote(link.removeprefix(self.site.main.origin).partition("#")[0].partition("?")[0])
        return any(self._file(way) in self._unlisted for way in (path, f"{path}/"))

    @cached_property
    def _unlisted(self) -> frozenset[str]:
        return frozenset(path for path, page in self.pages.items() if page.artifact.unlisted)

    def _file(self, path: str) -> str | None:
        """Return the output file of a path on the site."""
        path, base = unquote(path), self.site.main.base
        if not path.startswith(base):
            return None
        path = path[len(base) :]
        return f"{path}index.html" if not path or path.endswith("/") else path

    def _problem(self, artifact: Artifact, link: str, message: str) -> Problem:
        return Problem(self._place(artifact.source, link), message, self._guess(link), Severity.WARNING)

    def _place(self, source: str, link: str) -> Location:
        """Return the line of the source file that holds the link, as it was written or by its last part."""
        wanted = link.partition("#")[0].strip("/").rpartition("/")[2] or link
        for text in (link, wanted):
            found = _line_of(self.project, source, text)
            if (self.project / source).is_file() and found != Location(source):
                return found
        return Location(source)

    def _guess(self, link: str) -> str:
        file = self._file(link.partition("#")[0]) or ""
        return nearest("/" + file.removesuffix("index.html"), self._addresses)

    @cached_property
    def _addresses(self) -> list[str]:
        return ["/" + path.removesuffix("index.html") for path in self.pages if path not in self._unlisted]


_HTML: Final = re.compile(r"\.html$")


def _templates(maker: Maker) -> list[FromTemplate | FromTypst]:
    """Return what a file's text is made of: of a locked page the page itself too."""
    if isinstance(maker, FromLocked):
        return [maker.shell, maker.inner]
    inner = maker.inner if isinstance(maker, FromLockedFile) else maker
    return [inner] if isinstance(inner, FromTemplate | FromTypst) else []


def _rendered(artifacts: Iterable[Artifact], context: RenderContext, site: Site, project: Path) -> list[Problem]:
    """Render every page in memory and look its links up."""
    worker = ArtifactRenderer(context)
    pages: dict[str, _Page] = {}
    problems: list[Problem] = []
    paths = frozenset(artifact.path for artifact in artifacts)
    for artifact in artifacts:
        try:
            content = b"".join([worker.render(maker) for maker in _templates(artifact.maker)])
        except ProjectError as error:
            problems += error.problems
            continue
        if content and _HTML.search(artifact.path):
            page = pages[artifact.path] = _Page(artifact)
            page.feed(content.decode())
    return problems + list(_Links(site, project, paths, pages).problems())
