"""The site at an instant, made file by file as it is looked at. What an earlier snapshot made and is the same is taken
over, so that a change costs what it reaches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Final

from site_gen.builder.passwords import password_problems
from site_gen.builder.plan import collisions
from site_gen.builder.staging import ArtifactRenderer, RenderContext
from site_gen.model.site import Site
from site_gen.pages import planned_files, site_plan
from site_gen.pages.site_plan import PlannedFile
from site_gen.preview.headers import HeaderRule, read_rules
from site_gen.problems import Problem, ProjectError
from site_gen.render.artifact import Artifact, FromLocked, FromTemplate

NOT_SERVED: Final = "_"
"""Files for hosts (`_headers`, `_worker.js`) are not pages; hosts don't serve them either."""


@dataclass(frozen=True, slots=True, eq=False)
class _Templates:
    """A state of the theme's templates and texts. Who reads the theme gives the same objects while no file changed."""

    folders: tuple[Path, ...]
    names: frozenset[str]
    strings: Mapping[str, Mapping[str, object]]
    time_zone: str

    @classmethod
    def of(cls, site: Site) -> _Templates:
        theme = site.theme
        return cls(theme.templates, theme.template_names, theme.strings, site.main.time_zone)

    def are_still_of(self, site: Site) -> bool:
        theme = site.theme
        is_same = self.names is theme.template_names and self.strings is theme.strings
        return is_same and self.folders == theme.templates and self.time_zone == site.main.time_zone


@dataclass(frozen=True, slots=True)
class _Made:
    """A file's bytes, with what they were made of."""

    templates: _Templates
    fingerprint: str
    content: bytes


class Snapshot:
    """Every file of a site at `now`.

    Raises ProjectError where two sources claim one path. Use it from one thread at a time; the one before it makes
    nothing any more.
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
        self.worker = ArtifactRenderer(context)
        files = list(planned_files(self.plan))
        problems = tuple(collisions(_twins(files)))
        if problems:
            raise ProjectError(problems)
        self._files = {file.path: file for file in files}
        self._artifacts: dict[str, Artifact] = {}
        self._made: dict[str, _Made] = {}
        self._before: dict[str, _Made] = before.known() if before else {}
        self.templates = _Templates.of(site)
        if before and before.templates.are_still_of(site):
            self.templates = before.templates
            self.worker.take_over(before.worker, [factory.site for factory in self.plan.factories.values()])

    @property
    def paths(self) -> list[str]:
        """The output files but photos, in the order of a build."""
        return list(self._files)

    def artifact(self, path: str) -> Artifact | None:
        """Return what an output file is made of; None where there is no such file."""
        found = self._artifacts.get(path)
        if found is None:
            file = self._files.get(path)
            found = file.make() if file else self.plan.picture(path)
            if found is not None:
                self._artifacts[path] = found
        return found

    def content(self, artifact: Artifact) -> bytes:
        """Return an output file's bytes. Raises ProjectError for a template's mistake."""
        problems = tuple(password_problems([artifact], self._secrets, self._project))
        if problems:
            raise ProjectError(problems)
        path, fingerprint = artifact.path, artifact.maker.fingerprint()
        made = self._made.get(path) or self._before.get(path)
        # With the same templates the same view gives the same page.
        if made is None or made.templates is not self.templates or made.fingerprint != fingerprint:
            made = _Made(self.templates, fingerprint, self.worker.make(artifact))
        self._made[path] = made
        return made.content

    @cached_property
    def header_rules(self) -> tuple[HeaderRule, ...]:
        """What the headers file says."""
        artifact = self.artifact("_headers")
        return read_rules(self.content(artifact).decode()) if artifact else ()

    def known(self) -> dict[str, _Made]:
        """Return what was made last of each file, here or before."""
        return {**self._before, **self._made}

    def last_good(self, path: str) -> bytes | None:
        """Return an output file as it was before its template got a mistake."""
        made = self._before.get(path)
        return made.content if made else None

    def complete(self, problems: set[Problem]) -> Iterator[tuple[str, bool]]:
        """Make every page, one a step, and collect what is wrong with templates.

        Yields a page's path, and whether it is another than before.
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


def _twins(files: list[PlannedFile]) -> Iterator[Artifact]:
    """Yield the artifacts of files that have one path, also where upper and lower case alone differ."""
    if len({file.path.casefold() for file in files}) == len(files):
        return
    ordered = sorted(files, key=lambda file: file.path.casefold())
    for _, group in groupby(ordered, key=lambda file: file.path.casefold()):
        found = list(group)
        if len(found) > 1:
            yield from (file.make() for file in found)
