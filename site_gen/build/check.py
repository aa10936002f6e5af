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

from site_gen.build.cache import Cache
from site_gen.build.pipeline import load_strictly, template_set
from site_gen.build.plan import plan
from site_gen.build.render import Studio, Worker
from site_gen.model.instants import SOON, State
from site_gen.model.site import Site
from site_gen.problems import Location, Problem, ProjectError, Severity, nearest
from site_gen.render.artifact import Artifact, FromTemplate


def check(project: Path, now: datetime, cache: Path) -> tuple[Problem, ...]:
    """Return every problem of a project at `now`, sorted; errors as well as warnings. Writes nothing."""
    try:
        loaded = load_strictly(project, strict=False)
        planned = plan(loaded.site, now)
    except ProjectError as error:
        return error.problems
    problems = [*loaded.warnings, *_funnel(loaded.site, now, project)]
    studio = Studio(template_set(loaded.site), Cache(cache), project / "output", None)
    problems += _rendered(planned.artifacts, studio, loaded.site, project)
    return tuple(sorted(set(problems)))


# --- what a client would find out first -------------------------------------------------------------------------------


def _funnel(site: Site, now: datetime, project: Path) -> Iterator[Problem]:
    """Find forms that lead nowhere and offers that end soon."""
    yield from _placeholders(site, project)
    for source in site.offers:
        offer = source.original
        if offer.draft:
            continue
        if offer.form is not None and site.main.form is None:
            yield Problem(
                _line_of(project, source.file, "form:"),
                "the form has no place to send to, so the page shows your contacts instead of it",
                "add to site.yaml: form: {delivery: url, url: https://…}",
                Severity.WARNING,
            )
        if offer.ends and offer.window.state(now) is State.LIVE and offer.ends - now <= SOON:
            yield Problem(
                _line_of(project, source.file, "ends:"),
                f"the offer ends on {offer.ends:%Y-%m-%d at %H:%M}",
                "prepare what comes next; moving the end needs 'extended:' with the reason",
                Severity.WARNING,
            )


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


def _line_of(project: Path, file: str, text: str) -> Location:
    """Return the first place of a text in a file; the file's beginning where it isn't there. Comments don't count."""
    try:
        content = (project / file).read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        return Location(file)
    content = (
        re.sub(r"(?m)^\s*#.*$", lambda comment: " " * len(comment[0]), content) if file.endswith(".yaml") else content
    )
    at = content.find(text)
    if at < 0:
        return Location(file)
    return Location(file, content.count("\n", 0, at) + 1, at - content.rfind("\n", 0, at))


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
        return ["/" + path.removesuffix("index.html") for path in self.pages]


_HTML: Final = re.compile(r"\.html$")


def _rendered(artifacts: Iterable[Artifact], studio: Studio, site: Site, project: Path) -> list[Problem]:
    """Render every page in memory and look its links up."""
    worker = Worker(studio)
    pages: dict[str, _Page] = {}
    problems: list[Problem] = []
    paths = frozenset(artifact.path for artifact in artifacts)
    for artifact in artifacts:
        if not isinstance(artifact.maker, FromTemplate):
            continue
        try:
            content = worker.make(artifact)
        except ProjectError as error:
            problems += error.problems
            continue
        if _HTML.search(artifact.path):
            page = pages[artifact.path] = _Page(artifact)
            page.feed(content.decode())
    return problems + list(_Links(site, project, paths, pages).problems())
