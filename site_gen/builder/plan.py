"""Site + now → all output files as artifacts, with the next instant at which any of them changes. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from site_gen.messages import m
from site_gen.model.site import Site
from site_gen.model.timeline import ChangeKind, coming, next_change
from site_gen.pages.kinds import lazy_artifacts, site_artifacts, site_plan
from site_gen.problems import Location, Problem, ProjectError
from site_gen.render.artifact import Artifact


@dataclass(frozen=True, slots=True)
class Plan:
    """The files of the site at an instant, and what was left out and why.

    A lazy plan lacks the pictures, which are known when the pages are made (`with_pictures`).
    """

    artifacts: tuple[Artifact, ...]
    changes_at: datetime | None
    left_out: tuple[str, ...]
    pictures: Callable[[Iterable[Artifact]], tuple[Artifact, ...]] | None = None

    def with_pictures(self, pages: Iterable[Artifact]) -> Plan:
        """Return a lazy plan with the pictures that finished pages name, after the other files.

        Raises ProjectError as `plan` does.
        """
        found = self.pictures(pages) if self.pictures else ()
        whole = replace(self, artifacts=(*self.artifacts, *found), pictures=None)
        _refuse(whole.artifacts)
        return whole


def plan(site: Site, now: datetime, *, drafts: bool = False) -> Plan:
    """Return every output file of `site` at `now` (zone-aware). The result stays equal until its `changes_at`.

    Raises ProjectError if two sources claim one path, or if a name is too long for a file system.
    """
    artifacts = tuple(site_artifacts(site_plan(site, now, drafts=drafts)))
    _refuse(artifacts)
    return Plan(artifacts, next_change(site, now, drafts=drafts), tuple(_left_out(site, now, drafts=drafts)))


def lazy_plan(site: Site, now: datetime, before: Mapping[str, Artifact], *, drafts: bool = False) -> Plan:
    """Return the same without pictures, for a build that makes page by page; pages that were made `before` of the same
    inputs, by path, are taken from there. Raises ProjectError as `plan` does."""
    planned = site_plan(site, now, drafts=drafts)
    artifacts = tuple(lazy_artifacts(planned, before))
    _refuse(artifacts)
    left_out = tuple(_left_out(site, now, drafts=drafts))
    return Plan(artifacts, next_change(site, now, drafts=drafts), left_out, planned.pictures)


def _refuse(artifacts: tuple[Artifact, ...]) -> None:
    problems = (*collisions(artifacts), *long_names(artifacts))
    if problems:
        raise ProjectError(problems)


def collisions(artifacts: Iterable[Artifact]) -> Iterator[Problem]:
    """Find files that would overwrite each other, also on file systems that ignore case."""
    claimed: dict[str, Artifact] = {}
    artifacts = tuple(artifacts)
    folders = {folder: artifact for artifact in artifacts for folder in _folders(artifact.path.casefold())}
    for artifact in artifacts:
        if artifact.path.casefold() in folders:
            below = folders[artifact.path.casefold()]
            yield Problem(
                Location(artifact.source),
                m(
                    "{path} is also a folder, with {below} of {source}",
                    path=artifact.path,
                    below=below.path,
                    source=below.source,
                ),
                m("rename the file: an address can be a file or a folder"),
            )
        first = claimed.setdefault(artifact.path.casefold(), artifact)
        if first is not artifact and artifact.unlisted:
            yield Problem(
                Location(artifact.source),
                m("the token is also that of {source}", source=first.source),
                m("give each its own: leave the value of 'token:' empty: the message then says a new one"),
            )
        elif first is not artifact:
            yield Problem(
                Location(artifact.source),
                m("{path} is also made of {source}", path=artifact.path, source=first.source),
                m("rename one of the two: an address can show one thing only"),
            )


LONGEST_NAME: Final = 255
"""Bytes of a file's name on Linux and macOS; on Windows as many characters."""


def long_names(artifacts: Iterable[Artifact]) -> Iterator[Problem]:
    """Find files whose name no file system takes."""
    for artifact in artifacts:
        if len(artifact.path) > LONGEST_NAME and any(
            len(name.encode()) > LONGEST_NAME for name in artifact.path.split("/")
        ):
            yield Problem(
                Location(artifact.source),
                m("the name of a file that is made of it is too long: {path}…", path=artifact.path[:60]),
                m(
                    "rename the source: names have {longest_name} bytes at most, endings for sizes included",
                    longest_name=LONGEST_NAME,
                ),
            )


def _folders(path: str) -> Iterator[str]:
    """Yield the folders that a path is in."""
    at = path.find("/")
    while at >= 0:
        yield path[:at]
        at = path.find("/", at + 1)


_SOON: Final = {ChangeKind.OPENS: m("{what} (opens {at})"), ChangeKind.APPEARS: m("{what} (from {at})")}


def _left_out(site: Site, now: datetime, *, drafts: bool) -> Iterator[str]:
    """Yield the source files that have no page yet, each with the reason."""
    if drafts:
        return
    yield from (m("{file} (draft)", file=source.file) for source in site.drafts)
    for change in coming(site, now):
        if change.kind in _SOON:
            at = change.at.astimezone(site.main.zone).isoformat(timespec="minutes")
            is_announced = change.file == "site.yaml"
            what = m("the announcement of {file}", file=change.file) if is_announced else change.file
            yield _SOON[change.kind].filled(what=what, at=at)
