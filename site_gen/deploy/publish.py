"""Bringing a place to the state of a site: look, compare, refuse what isn't meant, lock, send."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from site_gen.builder.manifest import hidden
from site_gen.deploy import lock, target_manifest
from site_gen.deploy.connection import Connection, Patience, Place
from site_gen.deploy.guards import (
    refuse_foreign_place,
    refuse_many_removals,
    refuse_other_site,
    refuse_others_files,
)
from site_gen.deploy.lock import Holder, locked, release_own
from site_gen.deploy.plan import DeployPlan, plan_deploy
from site_gen.deploy.site_files import SiteFiles, without
from site_gen.deploy.target_manifest import TargetManifest, manifest_of, read_manifest
from site_gen.deploy.transfer import Transfer


@dataclass(frozen=True, slots=True)
class Permission:
    """What may be done that is usually refused, each by itself: files of others replaced (`yes`), placeholders
    published, more files removed."""

    yes: bool = False
    placeholders: bool = False
    max_deletes: int | None = None


@dataclass(frozen=True, slots=True)
class DeployListener:
    """Whom a deploy tells how it goes: files done of how many; what is going on where a host takes all at once; seconds
    it waits and why; whose lock it took over."""

    progress: Callable[[int, int], None] = lambda _done, _total: None
    doing: Callable[[str], None] = lambda _what: None
    waiting: Callable[[float, str], None] = lambda _seconds, _why: None
    took_over: Callable[[Holder], None] = lambda _holder: None
    sleep: Callable[[float], None] = time.sleep

    @property
    def patience(self) -> Patience:
        return Patience(self.sleep, self.waiting, self.doing, self.progress)


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found at a place and what is to be done there; `content` are the bytes of its manifest."""

    plan: DeployPlan
    ours: TargetManifest | None
    content: bytes | None
    is_locked: bool

    def is_done(self, result: TargetManifest) -> bool:
        """Whether the place is as it is to be, and knows it."""
        ours = self.ours
        known = ours is not None and ours.complete and (ours.files, ours.unlisted) == (result.files, result.unlisted)
        return known and self.plan.is_empty


def survey(connection: Connection, site: SiteFiles, permission: Permission) -> Survey:
    """Look at a place and compare. Raises StoreError, RefusedError among them."""
    label = connection.place.label
    content = connection.call(lambda store: store.read(target_manifest.PATH))
    ours = read_manifest(content)
    refuse_other_site(label, site, ours)
    there = _believed(connection, site, ours)
    if there is None:
        files = connection.files(lambda file: refuse_foreign_place(label, file.path))  # gives up at the first of those
        there = {file.path: file.size for file in files}
    if ours is not None and not connection.place.lists:
        there |= dict.fromkeys([*ours.files, *(path for path in site.files if ours.digest(path) is not None)])
    plan = plan_deploy(site, there, ours, lambda path: connection.call(lambda store: store.read(path)))
    if not permission.yes:
        refuse_others_files(label, plan, ours)
    refuse_many_removals(label, plan, ours, permission.max_deletes)
    return Survey(plan, ours, content, lock.PATH in there)


_ASKED: Final = 50
"""How many single files are asked for before all are listed."""


def _believed(connection: Connection, site: SiteFiles, ours: TargetManifest | None) -> dict[str, int | None] | None:
    """Return sizes by path as the manifest of a place lets one think, where listing it takes long: -1 for what is to be
    another. Only what would be new is looked for. None where the manifest doesn't know enough."""
    if connection.place.lists_quickly or ours is None or not ours.complete:
        return None
    own = {hidden(path) for path, file in site.files.items() if file.unlisted}
    new = [path for path in site.files if ours.digest(path) is None]
    if not ours.unlisted.keys() <= own or len(new) > _ASKED:
        return None
    there: dict[str, int | None] = dict.fromkeys(ours.files, -1)
    there |= {path: file.size for path, file in site.files.items() if ours.digest(path) == file.digest}
    there |= {path: -1 for path, file in site.files.items() if ours.digest(path) not in {None, file.digest}}
    for path in (*new, lock.PATH):
        if connection.call(lambda store, path=path: store.read(path)) is not None:  # type: ignore[misc]  # bound at once
            there[path] = -1
    return there


def look(place: Place, site: SiteFiles, permission: Permission, listener: DeployListener) -> Survey:
    """Return what `publish` would do. Changes nothing. Raises StoreError."""
    with Connection(place, listener.patience) as connection:
        return survey(connection, without(site, place.unused), permission)


def _nothing(_: DeployPlan) -> None:
    """What was looked at before isn't looked at again."""


def publish(
    place: Place,
    site: SiteFiles,
    permission: Permission,
    holder: Holder,
    release: str,
    check: Callable[[DeployPlan], None] | None,
    listener: DeployListener,
) -> Survey:
    """Bring a place to the state of a site, and return what was done.

    `check` looks at the plan before anything is changed. Raises StoreError; the place then works, and the next deploy
    completes it.
    """
    site = without(site, place.unused)
    result, check = manifest_of(site, release, holder.since), check or _nothing
    with Connection(place, listener.patience) as connection:
        found = survey(connection, site, permission)
        check(found.plan)
        if found.is_done(result):
            if found.is_locked:
                release_own(connection, holder)
            return found
        with locked(connection, holder) as held:
            if held.forgotten is not None:
                listener.took_over(held.forgotten)
            if connection.call(lambda store: store.read(target_manifest.PATH)) != found.content:
                found = survey(connection, site, permission)  # another deploy was here meanwhile
                check(found.plan)
            Transfer(connection, site, found.plan, found.ours, result, listener.progress, held.must_be_mine).run()
    return found
