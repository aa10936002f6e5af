"""Draws pictures outside of a build, such as those of posts, in several processes and with the cache."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from site_gen.builder.cache import Cache
from site_gen.builder.pipeline import template_set
from site_gen.builder.renderer import RenderContext
from site_gen.builder.staging import stage_all
from site_gen.messages import joined
from site_gen.model.site import Site
from site_gen.problems import Location, Problem, ProjectError
from site_gen.render.artifact import Artifact, FromTypst
from site_gen.render.typst import GAVE_UP

Drawn = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class PlannedPicture:
    """A picture to draw: its path in the output folder, its maker, and the source file that it is about."""

    path: str
    maker: FromTypst
    source: str


def draw_pictures(
    site: Site, pictures: Sequence[PlannedPicture], folder: Path, cache: Cache, jobs: int, drawn: Drawn
) -> None:
    """Write pictures into `folder`; existing identical files are not touched. `drawn` is told how many of all are done.

    Raises ProjectError with every problem; then nothing is written.
    """
    cache.prepare()
    artifacts = [Artifact(picture.path, picture.maker, picture.source) for picture in pictures]
    problems: set[Problem] = set()
    with TemporaryDirectory(dir=cache.folder) as staging:
        context = RenderContext(template_set(site), cache, folder, Path(staging))
        new: list[int] = []
        with closing(stage_all(artifacts, context, jobs)) as staged:
            for done, outcome in enumerate(staged, 1):
                drawn(done, len(artifacts))
                problems.update(_told(pictures[outcome.index], outcome.problems))
                new += [outcome.index] if outcome.is_new else []
        if problems:
            raise ProjectError(problems)
        for index in new:
            target = folder / pictures[index].path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(Path(staging) / str(index), target)


def _told(picture: PlannedPicture, problems: Sequence[Problem]) -> Iterator[Problem]:
    """Yield problems with their files: a text that doesn't fit is in the file that the picture is about."""
    for problem in problems:
        if problem.hint == GAVE_UP:
            yield Problem(Location(picture.source), joined(picture.path, ": ", problem.message), GAVE_UP)
        else:
            yield problem
