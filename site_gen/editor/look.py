"""The project as it would be with a draft in place of a file: its problems, and its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from site_gen.load import Loaded
from site_gen.preview.engine import Engine, PreviewedProject
from site_gen.preview.session import Session
from site_gen.preview.snapshot import Snapshot
from site_gen.problems import Problem, ProjectError, Severity


@dataclass(frozen=True, slots=True)
class Looked:
    """What reading the project with a draft found; `is_shown` says whether its pages can be looked at."""

    problems: tuple[Problem, ...]
    is_shown: bool

    def errors(self) -> Iterable[Problem]:
        return (problem for problem in self.problems if problem.severity is Severity.ERROR)


@dataclass(frozen=True, slots=True)
class _Read:
    """The last reading: what it was of, and what came of it."""

    drafts: Mapping[str, bytes]
    shown_at: datetime | None
    others: Mapping[str, int]
    looked: Looked
    loaded: Loaded | None

    def is_of(self, drafts: Mapping[str, bytes], shown_at: datetime | None, others: Mapping[str, int]) -> bool:
        return (self.drafts, self.shown_at, self.others) == (drafts, shown_at, others)


class Look:
    """Reads the project with drafts. Use it from one thread at a time."""

    def __init__(self, place: PreviewedProject, clock: Callable[[], datetime]) -> None:
        shown = PreviewedProject(place.project, place.cache, place.secrets, drafts=True)
        self._engine = Engine(shown, clock)
        self._project = place.project
        self._before: set[str] = set()
        self._has_begun = False
        self._changes: Mapping[str, int] = {}
        self._last: _Read | None = None

    def begin(self, session: Session) -> None:
        """Take over what preview has read, once. Call it while that one reads nothing."""
        self._changes = session.changes
        if not self._has_begun and session.engine.snapshot is not None:
            self._engine.begin_beside(session.engine)
            self._has_begun = True
            session.read_already = self.as_saved

    @property
    def snapshot(self) -> Snapshot | None:
        """The pages of the last draft that could be read."""
        return self._engine.snapshot

    def read(self, drafts: dict[str, bytes], shown_at: datetime | None) -> Looked:
        """Read the project with bytes in place of those of files, as it is at an instant (None: now).

        What was read last is given again while neither these bytes nor another file changed: saving a draft changes
        nothing of what it looked like.
        """
        changed = {str(self._project / file) for file in drafts}
        others = self._others(changed)
        last = self._last
        if last is not None and last.is_of(drafts, shown_at, others) and not self._engine.is_past():
            return last.looked
        self._engine.shown_at = shown_at
        found = self._engine.refresh(changed | self._before, drafts=drafts)
        self._engine.let_go()
        self._before = changed
        looked = Looked(self._engine.problems or self._engine.warnings, found.is_good)
        self._last = _Read(drafts, shown_at, others, looked, self._engine.loaded) if found.is_good else None
        return looked

    def _others(self, changed: set[str]) -> dict[str, int]:
        """Return how often each other file has changed."""
        return {path: count for path, count in dict(self._changes).items() if path not in changed}

    def as_saved(self, changed: set[str]) -> Loaded | None:
        """Return the project as it was read with drafts, if these files (absolute paths) now say what the drafts said,
        and no other file changed since. It may be called while another thread reads."""
        last = self._last
        if last is None or changed != {str(self._project / file) for file in last.drafts}:
            return None
        is_same = all(_bytes(self._project / file) == draft for file, draft in last.drafts.items())
        return last.loaded if is_same and last.others == self._others(changed) else None

    def page(self, path: str) -> bytes | None:
        """Return a page of the last draft; None if there is none, or if its template has errors."""
        snapshot = self.snapshot
        artifact = snapshot.artifact(path) if snapshot else None
        if snapshot is None or artifact is None:
            return None
        try:
            return snapshot.content(artifact)
        except ProjectError:
            return None


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def page_file(address: str) -> str:
    """Return the output file of an address below the site's root."""
    return f"{address}index.html" if not address or address.endswith("/") else address
