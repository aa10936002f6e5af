"""Pages for one client alone: audits and proposals. Found by their address and by nothing else; perhaps locked.

What makes a page unlisted, and where it is seen to:

- its address is KIND/TOKEN/ below the language (here), so only who was told it can know it;
- `page.unlisted` makes the theme write robots `noindex, nofollow, noarchive` and referrer `no-referrer`, and leave out
  canonical address, og: and structured data; `_headers` says the same for all of audit/ and proposal/, naming no token;
- it is in no site map, feed, list, menu, translation or link (`SitePlan`), and has none of
  the first two;
- `Artifact.unlisted` keeps its path out of the manifest, the report and every message (`build`).

A page with a password is encrypted whole, and what stands at the address is the `locked` page, which names nobody.

What the page's own template must know: no referrer is sent from it, so a form that the browser itself sends (without
scripts) comes with `Origin: null` and no `Referer`; one sent by a script has its `Origin` all the same. Pictures of
content/images are published at an address of their own, so an unlisted page shows none that tell of the client.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from site_gen.model.unlisted import Unlisted
from site_gen.pages.horizon import Horizon
from site_gen.pages.localized_site import LocalizedSite
from site_gen.pages.page_factory import Draft, Lock, PageFactory, PageMeta
from site_gen.pages.views import LockedFileView, LockView
from site_gen.render.artifact import Artifact, FreeMaker, FromLockedFile, FromTemplate


def unlisted_route(kind: str, unlisted: Unlisted) -> str:
    """Return where a client's page is below the language: 'audit/TOKEN/'. `kind` is of `model.unlisted.FOLDERS`."""
    return f"{kind}/{unlisted.token}/"


def unlisted_page(
    factory: PageFactory,
    kind: str,
    unlisted: Unlisted,
    own: Mapping[str, Any],
    *,
    horizon: Horizon,
    source: str,
    meta: PageMeta,
) -> Draft:
    """Return the page of one client: `PageFactory.page` for what is unlisted, and locked where it has a password.

    `kind` is the folder of the address and the name of the template, 'audit' or 'proposal'; `own` is its data;
    of `meta` title, heading, description and section are used. Files that come with the page (a PDF) are made by
    `unlisted_file` and given to the draft: `draft.files = (artifact,)`.
    """
    route = unlisted_route(kind, unlisted)
    told = replace(meta, unlisted=True, noindex=True, trail=(), nodes=(), image=None)
    draft = factory.page(kind, route, own, horizon=horizon, source=source, meta=told)
    if unlisted.password:
        draft.lock = Lock(unlisted.password, unlisted.token, _shell(factory, route, source))
    return draft


def _shell(factory: PageFactory, route: str, source: str) -> FromTemplate:
    """Return the page in front of a locked one. It looks at nothing of the client's."""
    title = factory.localized.text("locked.title")
    meta = PageMeta(section="", title=title, description=title, unlisted=True, noindex=True)
    own = {"lock": LockView(envelope="")}
    draft = factory.page("locked", route, own, horizon=factory.horizon(), source=source, meta=meta)
    return FromTemplate(draft.template, draft.view)


def unlisted_file(
    localized: LocalizedSite,
    kind: str,
    unlisted: Unlisted,
    name: str,
    maker: FreeMaker,
    *,
    horizon: Horizon,
    source: str,
) -> Artifact:
    """Return a file that comes with a client's page, NAME below its address; locked with the page's key if that is.

    A locked one has the ending '.locked', and the page links to it by `file_view`.
    """
    route = f"{unlisted_route(kind, unlisted)}{name}"
    if unlisted.password:
        locked = FromLockedFile(maker, unlisted.password, unlisted.token)
        return Artifact(localized.file(f"{route}.locked"), locked, source, horizon.changes_at, unlisted=True)
    return Artifact(localized.file(route), maker, source, horizon.changes_at, unlisted=True)


def file_view(localized: LocalizedSite, kind: str, unlisted: Unlisted, name: str, type_: str) -> LockedFileView:
    """Return the link to such a file; `name` is also what it is saved as, `type_` its media type.

    In the template: `<a href="{{ file.url }}" download="{{ file.name }}"{% if file.locked %}
    data-locked-type="{{ file.type }}"{% endif %}>`. unlock.js decrypts a locked one when it is asked for.
    """
    route = f"{unlisted_route(kind, unlisted)}{name}"
    locked = unlisted.password is not None
    return LockedFileView(
        url=localized.path(f"{route}.locked" if locked else route), name=name, type=type_, locked=locked
    )
