"""Taking an earlier release back: its files go online again, with the same care as those of a deploy."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from site_gen.actions.deploy import (
    Deployed,
    DeployRequest,
    keep_release,
    open_offers,
    remember_published,
)
from site_gen.actions.deploy_target import chosen
from site_gen.actions.errors import NamedThing, NoReleaseError, UnknownNameError
from site_gen.builder.record import SOURCE_FOLDERS
from site_gen.deploy.due import Published, look_at_sources
from site_gen.deploy.guards import RefusedError, Way
from site_gen.deploy.publish import DeployListener, look, publish
from site_gen.deploy.releases import Release, Releases, new_id, previous
from site_gen.load import load_settings, load_site
from site_gen.messages import m
from site_gen.model.timeline import next_change
from site_gen.problems import ProjectError


def rollback(request: DeployRequest, id_: str | None, listener: DeployListener | None = None) -> Deployed:
    """Bring a target back to an earlier release: without `id_`, to the one before the latest.

    Raises RefusedError where that would show an offer as open that is over, unless it is allowed; ProjectError for
    site.yaml alone.
    """
    listener = listener or DeployListener()
    project, at = request.build.project, request.publisher.at
    settings = load_settings(project)
    name = chosen(settings, request.target)
    store = Releases(project)
    old = _release(store, name, id_)
    if not request.permission.yes:
        _refuse_over(project, old, at)
    place, site = request.place(settings, name), store.site(old)
    if request.dry_run:
        return Deployed(name, place.label, look(place, site, request.permission, listener).plan, site)
    new = new_id(at)
    found = publish(place, site, request.permission, request.publisher.holder(), new, None, listener)
    release = Release(
        new, at, request.publisher.who, name, place.label, site.url, old.now, old.changes_at,
        old.files, old.ends, old.id,
    )  # fmt: skip
    changes_at = _next_change(project, old, at)
    changes_at = changes_at.astimezone(settings.zone) if changes_at else None
    kept = keep_release(project, release, site)
    remember_published(project, settings, name, Published(at, changes_at, look_at_sources(project, SOURCE_FOLDERS)))
    return Deployed(name, place.label, found.plan, site, kept, changes_at=changes_at)


def _release(store: Releases, target: str, id_: str | None) -> Release:
    kept = store.all()
    if id_ is None:
        found = previous(kept, target)
        if found is None:
            raise NoReleaseError(target)
        return found
    matching = [release for release in kept if release.id.startswith(id_) and release.target == target]
    if len(matching) != 1:
        known = tuple(release.id for release in kept if release.target == target)
        raise UnknownNameError(NamedThing.RELEASE, id_, known)
    return matching[0]


def _refuse_over(project: Path, old: Release, at: datetime) -> None:
    """Refuse to show offers as open that were open in a release, and are over: by their end, or by a later wish."""
    over = {slug for slug, end in old.ends.items() if end is not None and end <= at}
    with suppress(ProjectError):  # a rollback is perhaps wanted just because of that
        over |= old.ends.keys() - open_offers(load_site(project).site, at).keys()
    if over:
        names = ", ".join(sorted(over))
        raise RefusedError(
            m("release {id} shows as open what is over now: {names}", id=old.id, names=names),
            m("nothing was changed; where that is meant, go on with --yes"),
            sorted(over),
            Way.OVER,
        )


def _next_change(project: Path, old: Release, at: datetime) -> datetime | None:
    if old.changes_at is not None and old.changes_at > at:
        return old.changes_at
    try:
        return next_change(load_site(project).site, at)
    except ProjectError:
        return None
