"""What a build is asked for. Standard library only, so that "nothing to do" is said without a heavy import."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from site_gen.builder.record import BuildRecord
from site_gen.model.secrets import SECRET_VARIABLES


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What to build: project and output folders, the instant (zone-aware), the number of processes, and options.

    `secrets` has values by the names of environment variables; those that no page needs are not passed on. A `private`
    output is for its owner alone; else everyone may read it, as web servers run as another user. `inspected` says that
    the build finds all that `check` finds.
    """

    project: Path
    output: Path
    now: datetime
    jobs: int
    cache: Path
    clean: bool = False
    drafts: bool = False
    strict: bool = False
    private: bool = False
    start_method: str | None = None
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    inspected: bool = False

    def record(self) -> BuildRecord:
        """Return the record of such builds."""
        options = {name: bool(getattr(self, name)) for name in ("drafts", "strict", "private", "inspected")}
        if self.inspected:  # what is said of forms depends on the variables that are set
            options |= {variable: bool(self.secrets.get(variable)) for variable in sorted(SECRET_VARIABLES)}
        return BuildRecord(self.cache, self.project, self.output, options, is_trusted=not self.clean)


class Work(StrEnum):
    """What a build makes, told apart by how long it takes; what takes longest comes first, as in a build."""

    PHOTOS = "photos"
    CARDS = "cards"
    DOCUMENTS = "documents"
    PAGES = "pages"
    """Pages, and whatever takes as little."""


@dataclass(frozen=True, slots=True)
class BuildListener:
    """Callbacks for a build's progress: files done and total; who holds the lock that it waits for.

       `doing` is told the same for the kind of work that it is at, `slow` the number of photos that will be made anew,
       before the first of them, and `tick` is called a few times in a second while workers are waited for. None of them
       may
    start a thread, which would keep workers from being forked.
    """

    progress: Callable[[int, int], None] = lambda _done, _total: None
    waiting: Callable[[str], None] = lambda _holder: None
    doing: Callable[[Work, int, int], None] | None = None
    slow: Callable[[int], None] = lambda _photos: None
    tick: Callable[[], None] | None = None
