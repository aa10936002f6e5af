"""Artifacts become bytes, in this process or in several. A worker knows templates and makers, never a `Site`."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from site_gen.builder.cache import Cache
from site_gen.hashing import content_hash
from site_gen.problems import Problem, ProjectError, WorldError
from site_gen.processes import default_start_method
from site_gen.render.artifact import (
    Artifact,
    FreeMaker,
    FromFile,
    FromFont,
    FromLetters,
    FromLocked,
    FromLockedFile,
    FromPicture,
    FromTemplate,
    FromText,
    FromTypst,
)
from site_gen.render.locked import seal, with_envelope
from site_gen.render.originals import read_original, theme_file
from site_gen.render.templates import TemplateRenderer, TemplateSet
from site_gen.render.typst import Typesetter

CHUNK: Final = 32
WORTH_A_POOL: Final = 200
"""Starting processes costs about as much as rendering this many pages."""


@dataclass(frozen=True, slots=True)
class RenderContext:
    """What a worker needs: templates, the cache of slow results, the output to compare with, a place for new files, and
    the passwords of locked pages by the names of their variables."""

    templates: TemplateSet
    cache: Cache
    output: Path
    staging: Path | None
    passwords: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Staged:
    """What became of an artifact: its bytes' hash, whether they are new (and lie in staging), what was wrong."""

    index: int
    digest: str
    is_new: bool
    problems: tuple[Problem, ...] = ()


class ArtifactRenderer:
    """Makes artifacts one after another."""

    def __init__(self, context: RenderContext) -> None:
        self._context = context
        self._typesetter: Typesetter | None = None

    @cached_property
    def _templates(self) -> TemplateRenderer:
        return TemplateRenderer(self._context.templates, self._context.cache.templates)

    def take_over(self, other: ArtifactRenderer, sites: Iterable[Mapping[str, Any]]) -> None:
        """Go on with what another, which is not used any more, has loaded of the same templates; `sites` are the views
        of the site in each language as they are now."""
        self._typesetter = other._typesetter
        self._templates = other._templates
        self._templates.renew(sites)

    def make(self, artifact: Artifact) -> bytes:
        """Return an artifact's bytes.

        Raises ProjectError for a template's mistake, a damaged photo, and a file that changed since it was read.
        """
        maker = artifact.maker
        if isinstance(maker, FromLocked):
            page = seal(self.render(maker.inner, artifact.source), self._context.passwords[maker.variable], maker.token)
            return self._templates.render(maker.shell.template, with_envelope(maker.shell.view, page))
        if isinstance(maker, FromLockedFile):
            return seal(self.render(maker.inner, artifact.source), self._context.passwords[maker.variable], maker.token)
        return self.render(maker, artifact.source)

    def render(self, maker: FreeMaker, source: str = "") -> bytes:
        """Return what a maker makes, as everybody may read it; `source` is what asks for it."""
        if isinstance(maker, FromTemplate):
            return self._templates.render(maker.template, maker.view)
        if isinstance(maker, FromText):
            return maker.content
        if isinstance(maker, FromFile):
            return read_original(maker.path, maker.digest, _named(maker.path, source))
        kept = self._context.cache.get(maker)
        if kept is None:
            kept = self._typeset(maker) if isinstance(maker, FromTypst) else _make_slow(maker, source)
            self._context.cache.put(maker, kept)
        return kept

    def _typeset(self, maker: FromTypst) -> bytes:
        try:
            return self._typesetter_for(maker).compile(maker.template, maker.data, maker.format, maker.ppi)
        except (ProjectError, RuntimeError):
            if self._typesetter is None or self._typesetter.is_whole:
                raise
        # The cache was cleared at this very moment.
        return self._typesetter_for(maker).compile(maker.template, maker.data, maker.format, maker.ppi)

    def _typesetter_for(self, maker: FromTypst) -> Typesetter:
        setter = self._typesetter
        # A site has one theme: what it was set with before a change isn't needed any more, and takes much memory.
        if setter is None or setter.digest != maker.typesetting.digest or not setter.is_whole:
            setter = self._typesetter = Typesetter(maker.typesetting, self._context.cache.typeset)
        return setter

    def stage(self, index: int, artifact: Artifact) -> Staged:
        """Make an artifact and lay it aside, where it differs from what the output has."""
        try:
            content = self.make(artifact)
        except ProjectError as error:
            return Staged(index, "", is_new=False, problems=error.problems)
        digest = content_hash(content)
        if _holds(f"{self._context.output}/{artifact.path}", content):
            return Staged(index, digest, is_new=False)
        if self._context.staging is not None:
            with open(f"{self._context.staging}/{index}", "wb") as file:  # noqa: PTH123  # thousands of files
                file.write(content)
        return Staged(index, digest, is_new=True)


def _holds(path: str, content: bytes) -> bool:
    """Whether a file has these bytes."""
    try:
        if os.stat(path).st_size != len(content):  # noqa: PTH116  # thousands of files
            return False
        with open(path, "rb") as file:  # noqa: PTH123
            return file.read() == content
    except OSError:
        return False


def _named(path: Path, source: str) -> str:
    """Return the name that messages give a file, which `source` asks for."""
    return source if source.startswith("content/") else theme_file(path)


def _make_slow(maker: FromPicture | FromFont | FromLetters, source: str) -> bytes:
    if isinstance(maker, FromPicture):
        from site_gen.render.pictures import make_picture

        file = _named(maker.path, source)
        content = read_original(maker.path, maker.digest, file)
        return make_picture(content, maker.width, maker.height, maker.format, file)
    if isinstance(maker, FromFont):
        from site_gen.render.fonts import subset

        try:
            return subset(maker.path, maker.characters)
        finally:  # it reads the file piece by piece
            read_original(maker.path, maker.digest, theme_file(maker.path))
    from site_gen.render.pictures import make_icon

    font = read_original(maker.font, maker.font_digest, theme_file(maker.font)) if maker.font else None
    return make_icon(maker.letters, maker.size, maker.colors, font)


# --- in this process, or in several -----------------------------------------------------------------------------------


def stage_all(
    artifacts: Sequence[Artifact], context: RenderContext, jobs: int, start_method: str | None = None
) -> Iterator[Staged]:
    """Yield the outcome of every artifact, as they come; the bytes don't depend on the number of jobs."""
    slow = [i for i, artifact in enumerate(artifacts) if _is_slow(artifact, context.cache)]
    rest = sorted(set(range(len(artifacts))) - set(slow))
    if jobs == 1 or (len(slow) < 2 and len(rest) < WORTH_A_POOL):
        worker = ArtifactRenderer(context)
        for index in (*slow, *rest):
            yield worker.stage(index, artifacts[index])
        return
    # Slow ones first and one by one, so that no worker is left with a long tail; the others in chunks.
    chunks = [[index] for index in slow] + [rest[at : at + CHUNK] for at in range(0, len(rest), CHUNK)]
    yield from _stage_in_pool(artifacts, chunks, context, jobs, start_method or default_start_method())


def _is_slow(artifact: Artifact, cache: Cache) -> bool:
    """Whether an artifact takes long: its maker is slow and its result not kept. What is locked is kept unlocked."""
    maker = artifact.maker.inner if isinstance(artifact.maker, FromLocked | FromLockedFile) else artifact.maker
    return maker.is_slow and not cache.path(maker).exists()


Chunk = list[tuple[int, Artifact | None]]
"""Numbers of artifacts, with the artifacts themselves where the worker doesn't have them already."""

_worker: ArtifactRenderer | None = None  # one in each worker process, set when it starts; the parent has none
_inherited: Sequence[Artifact] = ()


def _start_worker(context: RenderContext, inherited: Sequence[Artifact]) -> None:
    global _worker, _inherited  # the only way a pool's initializer can hand something on
    _worker, _inherited = ArtifactRenderer(context), inherited


def _stage_chunk(chunk: Chunk) -> list[Staged]:
    if _worker is None:
        raise RuntimeError("a chunk came before the worker was ready")
    return [_worker.stage(index, artifact or _inherited[index]) for index, artifact in chunk]


def _stage_in_pool(
    artifacts: Sequence[Artifact], chunks: Iterable[list[int]], context: RenderContext, jobs: int, start_method: str
) -> Iterator[Staged]:
    # A forked worker has everything the parent has; to others each view must be sent.
    inherited = artifacts if start_method == "fork" else ()
    processes = multiprocessing.get_context(start_method)
    pool = ProcessPoolExecutor(jobs, processes, initializer=_start_worker, initargs=(context, inherited))
    try:
        waiting = iter(chunks)
        pending: set[Future[list[Staged]]] = set()
        while True:
            # A few chunks ahead of the workers: all at once would copy every view before the first page is made.
            while len(pending) < jobs * 3 and (chunk := next(waiting, None)) is not None:
                sent: Chunk = [(index, None if inherited else artifacts[index]) for index in chunk]
                pending.add(pool.submit(_stage_chunk, sent))
            if not pending:
                break
            done, pending = wait(pending, return_when=FIRST_COMPLETED)
            for future in done:
                yield from future.result()
    except BrokenProcessPool as error:
        raise WorldError(
            "a worker process ended unexpectedly (out of memory?)", "output/ is as it was; try --jobs 1"
        ) from error
    finally:
        with suppress(OSError):
            pool.shutdown(cancel_futures=True)
