"""Renders artifacts into a staging folder, in this process or in several."""

from __future__ import annotations

import gc
import multiprocessing
import os
import stat
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Final

from site_gen.builder.cache import Cache
from site_gen.builder.record import Made
from site_gen.builder.renderer import ArtifactRenderer, RenderContext
from site_gen.builder.report import PageLinks
from site_gen.builder.request import Work
from site_gen.files import is_for, write_public
from site_gen.hashing import content_hash
from site_gen.messages import m
from site_gen.problems import Problem, ProjectError, WorldError
from site_gen.processes import default_start_method, serve_parent
from site_gen.render.artifact import Artifact, FromBefore, FromLocked, FromLockedFile, FromPicture, FromPlan, FromTypst

CHUNK: Final = 32
WORTH_A_POOL: Final = 200
"""Starting processes costs about as much as rendering this many pages."""


@dataclass(frozen=True, slots=True)
class Staged:
    """The outcome of an artifact: the key of what it is made from, the hash of its bytes, whether they are new (and are
    in staging), its problems, and the links of a page if they were asked for; `pictures` and `card` of a page that was
    planned only now are as in an `Artifact`."""

    index: int
    key: str
    digest: str
    is_new: bool
    problems: tuple[Problem, ...] = ()
    links: PageLinks | None = None
    pictures: tuple[str, ...] = ()
    card: Artifact | None = None


def stage(renderer: ArtifactRenderer, index: int, artifact: Artifact, known: Made | None = None) -> Staged:
    """Render an artifact and write it to staging if it differs from the output; not one that is made of the same as
    what is `known` of it from before."""
    artifact = resolved(artifact)
    staged = _staged(renderer, index, artifact, known)
    return replace(staged, pictures=artifact.pictures, card=artifact.card) if artifact.pictures else staged


def resolved(artifact: Artifact) -> Artifact:
    """Return an artifact that can be made: one of a page that isn't planned yet is planned."""
    maker = artifact.maker
    return replace(maker.make(), inputs=artifact.inputs) if isinstance(maker, FromPlan) else artifact


def _staged(renderer: ArtifactRenderer, index: int, artifact: Artifact, known: Made | None) -> Staged:
    context = renderer.context
    try:
        key = renderer.key(artifact).text
        if known is not None and key == known.key and not isinstance(artifact.maker, FromLocked | FromLockedFile):
            return Staged(index, key, known.digest, is_new=False, links=known.links)
        content = renderer.make(artifact)
    except ProjectError as error:
        return Staged(index, "", "", is_new=False, problems=error.problems)
    digest = content_hash(content)
    links = renderer.links(artifact, content) if context.with_links else None
    if _holds(f"{context.output}/{artifact.path}", content, private=context.private):
        return Staged(index, key, digest, is_new=False, links=links)
    if context.staging is not None:
        write_public(f"{context.staging}/{index}", content, private=context.private)
    return Staged(index, key, digest, is_new=True, links=links)


def _holds(path: str, content: bytes, *, private: bool) -> bool:
    """Whether a file has these bytes, and may be read by those who are to read it."""
    try:
        found = os.stat(path)  # noqa: PTH116  # thousands of files
        if (
            found.st_size != len(content)
            or not stat.S_ISREG(found.st_mode)
            or not is_for(found.st_mode, private=private)
        ):
            return False
        with open(path, "rb") as file:  # noqa: PTH123
            return file.read() == content
    except OSError:
        return False


# --- in this process, or in several -----------------------------------------------------------------------------------


def stage_all(
    artifacts: Sequence[Artifact],
    context: RenderContext,
    jobs: int,
    start_method: str | None = None,
    before: Mapping[str, Made] | None = None,
    start: int = 0,
    *,
    slow_photos: Callable[[int], None] = lambda _photos: None,
    tick: Callable[[], None] | None = None,
) -> Generator[Staged]:
    """Yield the outcome of every artifact from the one numbered `start` on; the bytes don't depend on the number of
    jobs. `slow_photos` and `tick` are those of a BuildListener.

    What is in the output already, made from the same as is known from `before`, isn't made again and comes first; the
    rest comes in order of completion.
    """
    renderer, before = ArtifactRenderer(context), before or {}
    kept = list(_kept(renderer, artifacts, before, start))
    yield from kept
    todo = sorted(set(range(start, len(artifacts))) - {outcome.index for outcome in kept})
    slow = [index for index in todo if _is_slow(artifacts[index], context.cache)]
    rest = sorted(set(todo) - set(slow))
    slow_photos(sum(isinstance(artifacts[index].maker, FromPicture) for index in slow))
    with _collecting():
        if jobs == 1 or (len(slow) < 2 and len(rest) < WORTH_A_POOL):
            yield from _stage_here(renderer, artifacts, before, (*slow, *rest))
            return
        pool = _Pool(
            artifacts,
            before,
            renderer,
            jobs,
            start_method or default_start_method(),
            helps=len(rest) >= WORTH_A_POOL * len(slow),
        )
        # Slow ones first and in small parts, so that no worker runs much longer than the others; the rest in chunks.
        chunks = deque(rest[at : at + CHUNK] for at in range(0, len(rest), CHUNK))
        yield from pool.stage(deque(_together(slow, artifacts)), chunks, tick)


def _stage_here(
    renderer: ArtifactRenderer, artifacts: Sequence[Artifact], before: Mapping[str, Made], indices: Iterable[int]
) -> Iterator[Staged]:
    for index in indices:
        yield stage(renderer, index, artifacts[index], before.get(artifacts[index].path))


@contextmanager
def _collecting() -> Iterator[None]:
    """Collect what pages leave behind, which would grow with their number, where nothing is collected else."""
    if gc.isenabled():
        yield
        return
    _collect()
    try:
        yield
    finally:
        gc.disable()
        gc.unfreeze()


def _collect() -> None:
    gc.freeze()  # what is there stays: looking at it would only take time, and copy it in a forked process
    gc.set_threshold(20_000, 10, 1_000)
    gc.enable()


def work_of(artifact: Artifact) -> Work:
    """Return what kind of work it is to make an artifact."""
    maker = artifact.maker.inner if isinstance(artifact.maker, FromLocked | FromLockedFile) else artifact.maker
    if isinstance(maker, FromPicture):
        return Work.PHOTOS
    if isinstance(maker, FromTypst):
        return Work.DOCUMENTS if artifact.path.endswith(".pdf") else Work.CARDS
    return Work.PAGES


def _kept(
    renderer: ArtifactRenderer, artifacts: Sequence[Artifact], before: Mapping[str, Made], start: int
) -> Iterator[Staged]:
    """Yield the outcome of each artifact that is in the output already, of those that are planned. Locked ones depend
    on passwords, too."""
    for index, artifact in enumerate(artifacts[start:], start):
        known = before.get(artifact.path)
        if known is None or isinstance(artifact.maker, FromLocked | FromLockedFile | FromPlan):
            continue
        if is_as_before(artifact, known, renderer):
            yield Staged(index, known.key, known.digest, is_new=False, links=known.links)


def is_as_before(artifact: Artifact, known: Made, renderer: ArtifactRenderer) -> bool:
    """Whether an artifact, locks aside, is made of the same as one that is known from before. Raises ProjectError for
    templates that can't be read."""
    return isinstance(artifact.maker, FromBefore) or renderer.key(artifact).text == known.key


def _together(slow: Sequence[int], artifacts: Sequence[Artifact]) -> list[list[int]]:
    """Return slow artifacts one by one, but the sizes of a photo in one format together: they need one decoding."""
    groups: dict[object, list[int]] = {}
    for index in slow:
        maker = artifacts[index].maker
        key = (maker.digest, maker.format) if isinstance(maker, FromPicture) else index
        groups.setdefault(key, []).append(index)
    return list(groups.values())


def _is_slow(artifact: Artifact, cache: Cache) -> bool:
    """Whether an artifact takes long: its maker is slow and its result not cached. Locked files are cached unlocked."""
    maker = artifact.maker.inner if isinstance(artifact.maker, FromLocked | FromLockedFile) else artifact.maker
    return maker.is_slow and not cache.path(maker).exists()


Chunk = list[tuple[int, Artifact | None]]
"""Numbers of artifacts, with the artifacts themselves unless the worker has them already."""

_renderer: ArtifactRenderer | None = None  # one in each worker process, set when it starts; the parent has none
_inherited: Sequence[Artifact] = ()
_before: Mapping[str, Made] = {}


def _start_worker(context: RenderContext, inherited: Sequence[Artifact], before: Mapping[str, Made]) -> None:
    serve_parent()
    _collect()
    global _renderer, _inherited, _before  # the only way in which a pool's initializer can pass something on
    _renderer, _inherited, _before = ArtifactRenderer(context), inherited, before


def _stage_chunk(chunk: Chunk) -> list[Staged]:
    if _renderer is None:
        raise RuntimeError("a chunk came before the worker was ready")
    found = [(index, artifact or _inherited[index]) for index, artifact in chunk]
    return [stage(_renderer, index, artifact, _before.get(artifact.path)) for index, artifact in found]


@dataclass(frozen=True, slots=True)
class _Pool:
    """Workers that stage artifacts.

    This process is one of them if it `helps` and they are forked: else it has pages to plan. It makes none of the slow
    ones, since it has outcomes to collect, and so helps where there is enough besides. One process less takes a third
    less memory on two processors.
    """

    artifacts: Sequence[Artifact]
    before: Mapping[str, Made]
    renderer: ArtifactRenderer
    jobs: int
    start_method: str
    helps: bool

    def stage(
        self, slow: deque[list[int]], rest: deque[list[int]], tick: Callable[[], None] | None
    ) -> Iterator[Staged]:
        """Yield the outcomes of chunks in order of completion. Raises WorldError if a worker ends unexpectedly."""
        # A forked worker has all of the parent's data, and plans pages itself; other workers must be sent each view.
        inherited = self.artifacts if self._forks else ()
        processes = multiprocessing.get_context(self.start_method)
        given = (self.renderer.context, inherited, self.before)
        pool = ProcessPoolExecutor(self._workers, processes, initializer=_start_worker, initargs=given)
        try:
            yield from self._outcomes(pool, slow, rest, tick)
        except BrokenProcessPool as error:
            raise WorldError(
                m("a worker process ended unexpectedly (out of memory?)"), m("output/ is as it was; try --jobs 1")
            ) from error
        except BaseException:  # Ctrl-C above all: what is under way would go on for as long as a photo takes
            _end_workers(pool)
            raise
        finally:
            with suppress(OSError):
                pool.shutdown(cancel_futures=True)

    @property
    def _forks(self) -> bool:
        return self.start_method == "fork"

    @property
    def _workers(self) -> int:
        return self.jobs - (self.helps and self._forks)

    def _outcomes(
        self, pool: ProcessPoolExecutor, slow: deque[list[int]], rest: deque[list[int]], tick: Callable[[], None] | None
    ) -> Iterator[Staged]:
        pending: set[Future[list[Staged]]] = set()
        while True:
            # A few chunks ahead of the workers: all at once would copy every view before the first page is made.
            while (slow or rest) and len(pending) < self._workers * 3:
                chunk = (slow or rest).popleft()
                sent: Chunk = [(index, None if self._forks else resolved(self.artifacts[index])) for index in chunk]
                pending.add(pool.submit(_stage_chunk, sent))
            if not pending:
                break
            patience = _TICK if tick else None
            if rest and self._workers < self.jobs:
                # From the other end: what a process looks at is copied for it, so they had better look at other things.
                yield from _stage_here(self.renderer, self.artifacts, self.before, rest.pop())
                patience = 0
            done, pending = wait(pending, patience, FIRST_COMPLETED)
            for future in done:
                yield from future.result()
            if tick:
                tick()


_TICK: Final = 0.2
"""Seconds."""


def _end_workers(pool: ProcessPoolExecutor) -> None:
    """End the processes of a pool at once: results and cache entries are written whole or not at all."""
    for process in list((getattr(pool, "_processes", None) or {}).values()):  # terminate_workers() is of Python 3.14
        process.terminate()
