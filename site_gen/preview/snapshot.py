"""The site at an instant, made file by file on request. Unchanged files are taken over from the earlier snapshot, so
that a change costs only what it affects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Final

from site_gen.builder.passwords import password_problems
from site_gen.builder.plan import collisions
from site_gen.builder.renderer import ArtifactKey, ArtifactRenderer, RenderContext
from site_gen.model.host_rules import HostRules
from site_gen.model.site import Site
from site_gen.pages.hosting import host_rules
from site_gen.pages.kinds import planned_at_once, search_index_files, site_plan
from site_gen.pages.site_plan import PlannedFile
from site_gen.problems import Problem, ProjectError
from site_gen.render.artifact import Artifact, FromLocked, FromTemplate

NOT_SERVED: Final = "_"
"""The prefix of files for hosts (`_headers`, `_worker.js`), which hosts don't serve either."""


@dataclass(frozen=True, slots=True)
class _Made:
    """A file's bytes, with the key of what they were made from."""

    key: ArtifactKey
    content: bytes


class Snapshot:
    """Every file of a site at `now`.

    Raises ProjectError if two sources claim one path. Use it from one thread at a time; the snapshot `before` can't
    make files any more.
    """

    def __init__(
        self,
        site: Site,
        now: datetime,
        context: RenderContext,
        before: Snapshot | None,
        project: Path,
        *,
        drafts: bool = False,
    ) -> None:
        self.site = site
        self._secrets = context.passwords
        self._project = project
        self.now = now
        self.plan = site_plan(site, now, drafts=drafts)
        self.renderer = ArtifactRenderer(context)
        files = list(planned_at_once(self.plan))
        problems = tuple(collisions(_twins(files)))
        if problems:
            raise ProjectError(problems)
        self._files = {file.path: file for file in files}
        self._artifacts: dict[str, Artifact] = {}
        self._made: dict[str, _Made] = {}
        self._before: dict[str, _Made] = before.known() if before else {}
        if before:
            sites = [factory.site for factory in self.plan.factories.values()]
            self.renderer.take_over(before.renderer, sites, same_templates=_same_templates(before.site, site))

    @property
    def paths(self) -> list[str]:
        """The output files except photos."""
        return [*self._files, *self._search_files]

    @cached_property
    def _search_files(self) -> dict[str, PlannedFile]:
        """The files of the search's index by path, which hardly any change is followed by a request for."""
        return {file.path: file for file in search_index_files(self.plan)}

    def artifact(self, path: str) -> Artifact | None:
        """Return the artifact of an output file; None if there is no such file."""
        found = self._artifacts.get(path)
        if found is None:
            file = self._files.get(path)
            found = file.make() if file else self.plan.picture(path)
            if found is None and path.endswith(".json") and path in self._search_files:
                found = self._search_files[path].make()
            if found is not None:
                self._artifacts[path] = found
        return found

    def content(self, artifact: Artifact) -> bytes:
        """Return an output file's bytes. Raises ProjectError for an error in a template."""
        problems = tuple(password_problems([artifact], self._secrets, self._project))
        if problems:
            raise ProjectError(problems)
        path, key = artifact.path, self.renderer.key(artifact)
        made = self._made.get(path) or self._before.get(path)
        if made is None or made.key != key:
            made = _Made(key, self.renderer.make(artifact))
        self._made[path] = made
        return made.content

    @cached_property
    def host_rules(self) -> HostRules:
        """What hosts are told, but for redirects: those are pages here, which are made anew when they change."""
        return host_rules(self.plan, redirects=())

    def known(self) -> dict[str, _Made]:
        """Return the last bytes made of each file, in this snapshot or the one before."""
        return {**self._before, **self._made}

    def last_good(self, path: str) -> bytes | None:
        """Return an output file as it was before its template had an error."""
        made = self._before.get(path)
        return made.content if made else None

    def complete(self, problems: set[Problem]) -> Iterator[tuple[str, bool]]:
        """Make every page, one per step, and collect the errors in templates.

        Yields each page's path, and whether it differs from before.
        """
        failed: dict[str, _Made] = {}
        for path in self._files:
            artifact, old = self.artifact(path), self._before.get(path)
            if artifact is None or not isinstance(artifact.maker, FromTemplate | FromLocked):
                continue
            try:
                content = self.content(artifact)
            except ProjectError as error:
                problems.update(error.problems)
                failed |= {path: old} if old else {}
            else:
                yield path, old is None or content != old.content
        self._before = failed
        # Last, in one piece: to know the names of the index's files every text is split into words.
        problems.update(collisions(_twins([*self._files.values(), *self._search_files.values()])))


def _same_templates(before: Site, after: Site) -> bool:
    """Whether a theme's templates and texts are the same. The theme reader returns the same objects until a file
    changes."""
    old, new = before.theme, after.theme
    is_same = old.template_names is new.template_names and old.strings is new.strings and old.trusted is new.trusted
    return is_same and old.templates == new.templates and before.main.time_zone == after.main.time_zone


def _twins(files: list[PlannedFile]) -> Iterator[Artifact]:
    """Yield the artifacts of files with the same path, ignoring case."""
    if len({file.path.casefold() for file in files}) == len(files):
        return
    ordered = sorted(files, key=lambda file: file.path.casefold())
    for _, group in groupby(ordered, key=lambda file: file.path.casefold()):
        found = list(group)
        if len(found) > 1:
            yield from (file.make() for file in found)
