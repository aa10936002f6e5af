"""Addresses that lead on: each a static page, which every host has, and a rule for hosts that know redirects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final
from urllib.parse import quote

from site_gen.model.host_rules import Redirect
from site_gen.pages import templates
from site_gen.pages.page_factory import PageFactory
from site_gen.pages.site_plan import PlannedFile
from site_gen.pages.views.site import GoView, PageView
from site_gen.render.artifact import Artifact

_IN_ADDRESSES: Final = "/:?#[]@!$&'()*+,;=%-._~"


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """Where an address leads (path or address), what stands there, and the address that search engines should take.

    `page` is None where it is another site's.
    """

    target: str
    title: str
    page: str | None


@dataclass(frozen=True, slots=True)
class LeadingPage:
    """A page of the output that leads on. `route` is its path below the base, `source` the file that asks for it.

    `find` finds its way when that is asked for.
    """

    factory: PageFactory
    route: str
    source: str
    status: int
    find: Callable[[], LinkTarget]

    @property
    def file(self) -> str:
        """The output file."""
        return f"{self.route}index.html" if self.route.endswith("/") else self.route

    @property
    def _path(self) -> str:
        return self.factory.localized.site.main.base + self.route

    def planned(self) -> PlannedFile:
        """Return the page."""
        return PlannedFile(self.file, partial(_page, self))

    def redirect(self) -> Redirect:
        """Return the same as a rule."""
        return Redirect(self._path, self.find().target, self.status)


def as_sent(address: str) -> str:
    """Return an address as it goes over the wire: other letters in percent signs, what has some already untouched."""
    return quote(address, safe=_IN_ADDRESSES)


def _page(leading: LeadingPage) -> Artifact:
    factory = leading.factory
    main, way = factory.localized.site.main, leading.find()
    path = as_sent(main.base + leading.route)
    page = PageView(
        kind=templates.GO.kind,
        section="",
        title=way.title,
        heading=factory.localized.text("go.heading"),
        description=way.title,
        path=path,
        url=way.page or main.origin + path,
        alternates=[],
        switch=[],
        breadcrumbs=[],
        image=None,
        og_type="website",
        published=None,
        modified=None,
        noindex=True,
        unlisted=False,
        structured_data=[],
        has_videos=False,
        frames=[],
        has_sections=False,
    )
    filled = templates.GO.fill(go=GoView(target=way.target, title=way.title))
    return Artifact(leading.file, factory.maker(filled, page), leading.source)
