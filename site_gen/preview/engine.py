"""Holds the current state of the project: its last valid site, the problems in its files, and the instant shown."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from site_gen.builder.cache import Cache
from site_gen.builder.pipeline import template_set
from site_gen.builder.renderer import RenderContext
from site_gen.file_states import State
from site_gen.load import Loaded, load_site
from site_gen.load.read_cache import ReadCache
from site_gen.messages import m
from site_gen.model.site import Site
from site_gen.model.timeline import next_change
from site_gen.preview.local_forms import with_local_forms
from site_gen.preview.snapshot import Snapshot
from site_gen.problems import Location, Problem, ProjectError, WorldError


@dataclass(frozen=True, slots=True)
class PreviewedProject:
    """The folders of the project and its cache, and the passwords of its locked pages; with `drafts`, drafts and
    scheduled content are shown too."""

    project: Path
    cache: Path
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    drafts: bool = False


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The result of reading the project again. `seconds` until it could be served; `is_good` if without errors."""

    seconds: float
    is_good: bool
    only_styles: bool


class Engine:
    """Keeps a project in memory, ready to be served."""

    def __init__(self, place: PreviewedProject, clock: Callable[[], datetime]) -> None:
        self._place = place
        self._clock = clock
        self._read_cache = ReadCache()
        self._cache = Cache(place.cache)
        self.snapshot: Snapshot | None = None
        self._left: Snapshot | None = None
        self.loaded: Loaded | None = None
        self.problems: tuple[Problem, ...] = ()
        self.warnings: tuple[Problem, ...] = ()
        self.shown_at: datetime | None = None
        self.generation = 0
        self._since_good: set[str] = set()

    def now(self) -> datetime:
        """Return the instant at which the site is shown: the current time, unless another one was chosen."""
        return self.shown_at or self._clock()

    def refresh(
        self,
        changed: Iterable[str],
        stamps: Mapping[str, State] | None = None,
        drafts: Mapping[str, bytes] | None = None,
        given: Loaded | None = None,
    ) -> Refreshed:
        """Read the project again; `changed` are absolute paths of files known to have changed, `stamps` the current
        states of files, as far as known; `drafts` are bytes to read in place of a file's, which counts as changed.
        `given` is what another engine has just read of the very same files: then nothing is read.

        If there are errors, the last valid site stays, and `problems` lists them.
        """
        started = time.monotonic()
        before = self._left = self.snapshot
        # A failed reading may have stopped before it read the changed files.
        self._since_good.update(changed)
        self._read_cache.begin(self._since_good, stamps)
        try:
            loaded = given or load_site(self._place.project, read_cache=self._read_cache, drafts=drafts)
            snapshot = self.snapshot = self._snapshot(with_local_forms(loaded.site), before)
        except ProjectError as error:
            self.problems = error.problems
            return Refreshed(time.monotonic() - started, is_good=False, only_styles=False)
        except Exception as error:  # noqa: BLE001  # any error must reach the browsers that wait for a page
            self.problems = (_unexpected(error, self._place.project),)
            return Refreshed(time.monotonic() - started, is_good=False, only_styles=False)
        self.problems, self.warnings, self.loaded = (), loaded.warnings, loaded
        self.generation += 1
        only_styles = before is not None and _only_styles(before, snapshot, self._since_good)
        if given is None:  # else the next reading reads these files too
            self._since_good.clear()
        return Refreshed(time.monotonic() - started, is_good=True, only_styles=only_styles)

    def begin_beside(self, other: Engine) -> None:
        """Begin with what another engine has read of the same project. Call it while that one reads nothing."""
        self._read_cache = other._read_cache.twin()  # one of us

    def let_go(self) -> None:
        """Free the site from before the last change; with thousands of pages this takes time."""
        self._left = None

    def show_at(self, instant: datetime | None) -> None:
        """Show the site at another instant; None means the current time."""
        self.shown_at = instant
        self.turn()

    def turn(self) -> None:
        """Show the site at the current instant, because something opened or closed."""
        if self.snapshot is not None:
            self.snapshot = self._snapshot(self.snapshot.site, self.snapshot)
            self.generation += 1

    def is_past(self) -> bool:
        """Whether the site that is shown was true at another time: something opened or closed, or the clock was set
        back."""
        if self.snapshot is None:
            return False
        now, following = self.now(), self.next_change()
        return now < self.snapshot.now or (following is not None and following <= now)

    def next_change(self) -> datetime | None:
        """Return the next instant at which the site changes by itself."""
        if self.snapshot is None:
            return None
        return next_change(self.snapshot.site, self.snapshot.now, drafts=self._place.drafts)

    def _snapshot(self, site: Site, before: Snapshot | None) -> Snapshot:
        with suppress(WorldError):  # a cache that can't be written makes preview slower, and nothing else
            self._cache.prepare()
        project = self._place.project
        context = RenderContext(template_set(site), self._cache, project / "output", None, self._place.secrets)
        return Snapshot(site, self.now(), context, before, project, drafts=self._place.drafts)


def _only_styles(before: Snapshot, after: Snapshot, changed: Collection[str]) -> bool:
    """Whether only the site's style sheet changed."""
    if not changed or not all(name.endswith(".css") for name in changed):
        return False
    return before.site.settings == after.site.settings and _other_files(before) == _other_files(after)


def _other_files(snapshot: Snapshot) -> list[str]:
    """Return the theme's output files except the style sheet; their names contain a hash of their contents."""
    theme = snapshot.plan.theme
    return [artifact.path for artifact in theme.artifacts if not theme.assets["css"].endswith(f"/{artifact.path}")]


def _unexpected(error: Exception, project: Path) -> Problem:
    """Return an unexpected error as a problem: an unreadable folder, a bug of ours."""
    file = error.filename if isinstance(error, OSError) else None
    name = os.fsdecode(file) if isinstance(file, str | bytes) else ""
    place = Location(name.removeprefix(f"{project}/") or "site.yaml")
    if isinstance(error, WorldError):
        return Problem(place, str(error), error.hint)
    said = error.strerror if isinstance(error, OSError) and error.strerror else f"{type(error).__name__}: {error}"
    return Problem(place, m("this can't be read: {why}", why=said), m("mend or take away what was changed last"))
