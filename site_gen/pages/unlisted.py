"""Pages for one client only: audits and proposals. Found only by their address; may be locked with a password.

What makes a page unlisted, and where it is implemented:

- its address is KIND/TOKEN/ below the language (here), which can't be guessed;
- `page.unlisted` makes the theme write robots `noindex, nofollow, noarchive` and referrer `no-referrer`, and leave out
  canonical address, og: and structured data; `_headers` says the same for all of audit/ and proposal/, naming no token;
- it is in no site map, feed, list, menu, translation or link (`SitePlan`), and has none of
  the first two;
- `Artifact.unlisted` keeps its path out of the manifest, the report and every message (`build`).

A page with a password is encrypted as a whole, and the `locked` page, which names nobody, is at its address.

What the page's own template must consider: it sends no referrer, so a form that the browser itself sends (without
scripts) comes with `Origin: null` and no `Referer`; a form sent by a script still has its `Origin`. Pictures of
content/images are published at their own addresses; one that may reveal the client comes as a file of the page
(`picture:` of an audit).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from site_gen.model.routes import unlisted_route
from site_gen.model.unlisted import Unlisted
from site_gen.pages import templates
from site_gen.pages.localized_site import LocalizedSite
from site_gen.pages.page_factory import Page, PageFactory, PageMeta
from site_gen.pages.site_plan import PlannedFile
from site_gen.pages.templates import Filled
from site_gen.pages.views.clients import LockedFileView, LockView
from site_gen.render.artifact import Artifact, FreeMaker, FromLocked, FromLockedFile, FromTemplate


def unlisted_page(factory: PageFactory, filled: Filled, unlisted: Unlisted, *, source: str, meta: PageMeta) -> Page:
    """Return the page of one client: like `PageFactory.page`, but unlisted, and locked if it has a password.

    The template's kind, 'audit' or 'proposal', is the folder of the address; of `meta` title, heading, description and
    section are used. Files that come with the page (a PDF) are planned by `unlisted_file`.
    """
    route = unlisted_route(filled.template.kind, unlisted.token)
    told = replace(meta, unlisted=True, noindex=True, trail=(), nodes=(), image=None)
    page = factory.page(filled, route, source=source, meta=told)
    if unlisted.password is None or not isinstance(page.maker, FromTemplate):
        return page
    locked = FromLocked(_shell(factory, route, source), page.maker, unlisted.password, unlisted.token)
    return replace(page, maker=locked)


def _shell(factory: PageFactory, route: str, source: str) -> FromTemplate:
    """Return the page in front of a locked one. It uses none of the client's data."""
    title = factory.localized.text("locked.title")
    meta = PageMeta(section="", title=title, description=title, unlisted=True, noindex=True)
    page = factory.page(templates.LOCKED.fill(lock=LockView(envelope="")), route, source=source, meta=meta)
    if not isinstance(page.maker, FromTemplate):
        raise TypeError("what stands in front of a locked page is open")
    return page.maker


def unlisted_file(
    localized: LocalizedSite, kind: str, unlisted: Unlisted, name: str, make: Callable[[], FreeMaker], source: str
) -> PlannedFile:
    """Return a file of a client's page, NAME below its address; if the page is locked, so is the file.

    A locked file has the suffix '.locked', and the page links to it with `file_view`.
    """
    password, ending = unlisted.password, ".locked" if unlisted.password else ""
    path = localized.file(f"{unlisted_route(kind, unlisted.token)}{name}{ending}")

    def artifact() -> Artifact:
        maker = make()
        locked = FromLockedFile(maker, password, unlisted.token) if password else maker
        return Artifact(path, locked, source, unlisted=True)

    return PlannedFile(path, artifact)


def file_view(localized: LocalizedSite, kind: str, unlisted: Unlisted, name: str, type_: str) -> LockedFileView:
    """Return the link to such a file; it is saved as `name`; `type_` is its media type.

    In the template: `<a href="{{ file.url }}" download="{{ file.name }}"{% if file.locked %}
    data-locked-type="{{ file.type }}"{% endif %}>`. unlock.js decrypts a locked file on demand.
    """
    route = f"{unlisted_route(kind, unlisted.token)}{name}"
    locked = unlisted.password is not None
    return LockedFileView(
        url=localized.path(f"{route}.locked" if locked else route), name=name, type=type_, locked=locked
    )
