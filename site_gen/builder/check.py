"""Everything that can be found wrong without writing: the files' problems, what ends soon, links that lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from site_gen.builder.cache import Cache
from site_gen.builder.check_forms import form_findings
from site_gen.builder.funnel_problems import funnel_findings
from site_gen.builder.passwords import password_findings
from site_gen.builder.pipeline import load_strictly, template_set
from site_gen.builder.plan import plan
from site_gen.builder.record import misleading_at
from site_gen.builder.staging import ArtifactRenderer, RenderContext
from site_gen.load.locator import Locator
from site_gen.model.funnel import funnel
from site_gen.model.instants import SOON, State
from site_gen.model.rules import Finding
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
    site, locator = loaded.site, Locator(project)
    findings = [*_placeholders(site), *_ending_offers(site, now), *_ending_proposals(site, now)]
    findings += password_findings(planned.artifacts, secrets)
    findings += form_findings(site, project, {name for name, value in secrets.items() if value})
    findings += _pin_limits(site, now)
    findings += funnel_findings(funnel(site, now), site.main.zone)
    findings += misleading_at(site, now)
    context = RenderContext(template_set(site), Cache(cache), project / "output", None)
    rendered = _rendered(planned.artifacts, context, site, locator)
    return tuple(sorted({*loaded.warnings, *locator.problems(findings), *rendered}))


# --- what a client would find out first -------------------------------------------------------------------------------


def _ending_offers(site: Site, now: datetime) -> Iterator[Finding]:
    """Find offers that end soon."""
    for source in site.offers:
        offer = source.original
        if offer.draft:
            continue
        if offer.ends and offer.window.state(now) is State.LIVE and offer.ends - now <= SOON:
            yield Finding(
                source.file,
                ("ends",),
                f"the offer ends on {offer.ends:%Y-%m-%d at %H:%M}",
                "prepare what comes next; moving the end needs 'extended:' with the reason",
                Severity.WARNING,
                at_key=True,
            )


def _ending_proposals(site: Site, now: datetime) -> Iterator[Finding]:
    """Find proposals that end soon: their clients should be asked before that."""
    for source in site.proposals:
        proposal = source.original
        if not proposal.draft and now < proposal.valid_until <= now + SOON:
            yield Finding(
                source.file,
                ("valid_until",),
                f"the proposal for {proposal.client} ends on {proposal.valid_until:%Y-%m-%d at %H:%M}",
                "ask before it does; a later valid_until makes another version of it",
                Severity.WARNING,
                at_key=True,
            )


def _pin_limits(site: Site, now: datetime) -> Iterator[Finding]:
    """Find offers whose pinned post doesn't fit on a network of site.yaml."""
    return (replace(found, at_key=True) for found in limit_findings(site, now))


def _placeholders(site: Site) -> Iterator[Finding]:
    """Find what the starter wrote and the owner has not replaced yet."""
    main = site.main
    written = ((("url",), main.url.rstrip("/")), (("contact", "email"), main.contact.email))
    for path, text in written:
        if text in {"https://example.com", "name@example.com"}:
            hint = "write your own before the site goes online"
            yield Finding("site.yaml", path, f"'{text}' is a placeholder", hint, Severity.WARNING)


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
    locator: Locator
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
        return self.locator.link(source, link) or Location(source)

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


def _rendered(artifacts: Iterable[Artifact], context: RenderContext, site: Site, locator: Locator) -> list[Problem]:
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
    return problems + list(_Links(site, locator, paths, pages).problems())
