"""Holding a site that is online against the files: built for this instant apart from output/, then compared."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from site_gen.actions.deploy_target import chosen
from site_gen.actions.errors import BadAddressError, NoAddressError
from site_gen.builder.pipeline import build, load_strictly
from site_gen.builder.request import BuildListener, BuildRequest
from site_gen.deploy.releases import Releases
from site_gen.deploy.site_files import SiteFiles, built_site
from site_gen.model.base import is_url
from site_gen.model.settings import Settings
from site_gen.model.site import Site
from site_gen.pages.hosting import full_rules
from site_gen.pages.kinds import site_plan
from site_gen.verify.expected import ExpectedSite
from site_gen.verify.fetching import Fetcher
from site_gen.verify.remembered import Remembered
from site_gen.verify.run import Inspection, Progress, await_files, inspect

FOLDER: Final = "verify"
"""The folder in the cache for the site as it is to be, and for what servers answered."""

PATIENCE: Final = 180.0
"""Seconds in which a host is to show what was just put there."""


@dataclass(frozen=True, slots=True)
class VerifyRequest:
    """What to verify: `build` is how the site is built (its output is not used), `at` the time on the clock.

    `where` is a target of site.yaml or an address; None is the site's own.
    """

    build: BuildRequest
    at: datetime
    where: str | None = None


@dataclass(frozen=True, slots=True)
class VerifyListener:
    """Whom it tells how it goes: addresses done of how many; what is waited for. `sleep` waits."""

    progress: Progress = lambda _done, _total: None
    publishing: Callable[[], None] = lambda: None
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True, slots=True)
class Verified:
    """What was verified, and what was found. `now` is the instant that the site is to show."""

    address: str
    now: datetime
    inspection: Inspection


def verify(
    request: VerifyRequest, listener: VerifyListener | None = None, build_listener: BuildListener | None = None
) -> Verified:
    """Build the site for its instant, in the cache, and hold against it what the public gets.

    Raises ProjectError, ActionError and, where nothing answers, WorldError. Nothing is sent or changed.
    """
    listener = listener or VerifyListener()
    site = load_strictly(request.build.project, strict=False, jobs=request.build.jobs).site
    address = address_of(site.main, request.where)
    output = request.build.cache / FOLDER / "site"
    build(replace(request.build, output=output, private=True), build_listener)
    files = built_site(output, site.main.url, request.build.now)
    return _held_against(site, files, address, request, listener, None)


def verify_published(
    request: VerifyRequest, files: SiteFiles, changed: Collection[str], listener: VerifyListener | None = None
) -> Verified:
    """Hold what the public gets against what a deploy just published: these files, the offers and the host's ways.

    A host that shows it later is waited for. Raises like `verify`.
    """
    listener = listener or VerifyListener()
    site = load_strictly(request.build.project, strict=False, jobs=request.build.jobs).site
    return _held_against(site, files, address_of(site.main, request.where), request, listener, frozenset(changed))


def address_of(main: Settings, where: str | None) -> str:
    """Return the address that is meant, with a slash at the end: of a target, or the one given, or the site's own.

    Raises ActionError.
    """
    if where is not None and "://" in where:
        if not is_url(where) or any(mark in where for mark in "?#@"):
            raise BadAddressError(where)
        return _with_slash(where)
    targets = main.targets
    if where is None and not targets:
        return _with_slash(main.url)
    name = chosen(main, where)
    url = targets[name].url
    if url is None and name != next(iter(targets)):
        raise NoAddressError(name)
    return _with_slash(url or main.url)


def _with_slash(url: str) -> str:
    return url if url.endswith("/") else f"{url}/"


def _held_against(
    site: Site,
    files: SiteFiles,
    address: str,
    request: VerifyRequest,
    listener: VerifyListener,
    changed: Collection[str] | None,
) -> Verified:
    now = request.build.now
    expected = ExpectedSite(
        site=site,
        files=files,
        rules=full_rules(site_plan(site, now, drafts=False)),
        now=now,
        address=address,
        is_main=address == _with_slash(site.main.url),
        releases=Releases(request.build.project).all(),
    )
    remembered = Remembered.read(request.build.cache / FOLDER / "answers.json")
    with Fetcher(remembered, sleep=listener.sleep) as fetcher:
        if changed:
            listener.publishing()
            await_files(expected, changed, fetcher, PATIENCE)
        found = inspect(expected, fetcher, request.at, listener.progress, changed)
    with suppress(OSError):  # without it the next one asks for everything
        remembered.write()
    return Verified(address, now, found)
