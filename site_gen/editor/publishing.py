"""Publishing from the editor: one piece of work at a time, in a thread of its own, with what is told of it.

What the last one did is kept in a file, so that it can be told after the editor was ended in the midst. Secrets that
somebody typed are kept in memory alone.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from site_gen.actions.editing.private_files import private_folder, read_if_there, write_private
from site_gen.deploy.publish import Permission
from site_gen.foreign_json import read_json
from site_gen.messages import kept_again, kept_data
from site_gen.model.site import Site
from site_gen.problems import WorldError


class Work(StrEnum):
    """What can be asked for."""

    LOOK = "look"
    """What a publishing would change."""
    PUBLISH = "publish"
    BACK = "back"
    """An earlier release again."""
    VERIFY = "verify"
    """Whether what the public gets is true."""
    UNLOCK = "unlock"


class State(StrEnum):
    """How the last piece of work stands; `STOPPED` is one whose editor ended in the midst."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Order:
    """A piece of work: `target` is a name of site.yaml (None: the first), `release` the one to bring back ('' for the
    one before), `verifies` whether the site is asked afterwards."""

    work: Work
    target: str | None = None
    permission: Permission = field(default_factory=Permission)
    release: str = ""
    verifies: bool = True


@dataclass
class Progress:
    """How far it is. `step` is 'build', 'compare', 'send' or 'ask'; `said` what a host says meanwhile, in English."""

    step: str = "build"
    done: int = 0
    total: int = 0
    said: str = ""

    def at(self, step: str) -> Callable[[int, int], None]:
        """Return what takes numbers done of how many in a step."""

        def take(done: int, total: int) -> None:
            self.step, self.done, self.total = step, done, total

        return take

    def begin(self, step: str, said: str = "") -> None:
        self.step, self.done, self.total, self.said = step, 0, 0, said


Report = dict[str, Any]
"""What is told of a piece of work: plain data that goes through JSON, without a secret."""

Worker = Callable[[Order, Progress, "Publishing"], Report]
"""Does a piece of work; returns what is told of it, with 'state'."""

_FILE: Final = "publish.json"
_VERIFIED: Final = "verified.json"


@dataclass
class Publishing:
    """The publishing of a project. `clock` tells the time, `environment` has the secrets of the machine, `who` is who
    publishes, for people; `site` returns the site as it was last read."""

    project: Path
    folder: Path
    cache: Path
    clock: Callable[[], datetime]
    worker: Worker
    site: Callable[[], Site | None] = lambda: None
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    who: str = "somebody"
    sleep: Callable[[float], None] = time.sleep
    hurry: threading.Event = field(default_factory=threading.Event)
    """Set when nobody wants to wait any longer for a host that shows later what it got."""
    progress: Progress = field(default_factory=Progress)
    typed: dict[str, str] = field(default_factory=dict, repr=False)
    """Secrets by the variables that they stand for, for as long as the editor runs."""
    _thread: threading.Thread | None = None

    @property
    def secrets(self) -> Mapping[str, str]:
        return {**self.environment, **self.typed}

    @property
    def is_running(self) -> bool:
        """Whether something is at work, in this editor or in another one of the same project."""
        return (self._thread is not None and self._thread.is_alive()) or self._is_locked()

    def start(self, order: Order) -> bool:
        """Begin a piece of work; return False, with nothing begun, while another one goes on."""
        lock = self._lock()
        try:
            lock.acquire(timeout=0)
        except TimeoutError:
            return False
        try:
            self.progress = Progress()
            self.hurry.clear()
            self._keep(self._begun(order))
            self._thread = threading.Thread(target=self._work, args=(order, lock), name="publishing", daemon=True)
            self._thread.start()
        except BaseException:
            lock.release()
            raise
        return True

    def wait(self, seconds: float) -> None:
        """Wait until the work is done, at most some time."""
        if self._thread is not None:
            self._thread.join(seconds)

    def last(self) -> Report | None:
        """Return what is told of the last piece of work; None if there was none."""
        found = self._read(_FILE)
        if found is not None and found.get("state") == State.RUNNING and not self.is_running:
            found = self._read(_FILE) or found  # it may have ended just now
            if found.get("state") == State.RUNNING:
                return {**found, "state": State.STOPPED.value}
        return found

    def verified(self, target: str) -> Report | None:
        """Return what the last look at what the public gets of a target found, whenever that was."""
        found = (self._data(_VERIFIED) or {}).get(target)
        return found if isinstance(found, dict) and _is_told(found) else None

    def forget(self) -> None:
        """Let go of what is told of the last piece of work, unless it goes on."""
        if not self.is_running:
            (self.folder / _FILE).unlink(missing_ok=True)

    # --- the work ----------------------------------------------------------------------------------------------------

    def _begun(self, order: Order) -> Report:
        return {
            "work": order.work.value,
            "target": order.target,
            "state": State.RUNNING.value,
            "began": self.clock().isoformat(),
        }

    def _work(self, order: Order, lock: Any) -> None:
        begun = self._begun(order)
        done: Report = {"state": State.FAILED.value, "refusal": {"way": "bug", "message": "", "hint": ""}}
        try:
            done = self.worker(order, self.progress, self)
        finally:
            with suppress(OSError, WorldError):
                ended = self.clock()
                if done.get("verified"):
                    seen = {**done["verified"], "at": ended.isoformat()}
                    self._write(_VERIFIED, {**(self._data(_VERIFIED) or {}), str(done.get("target")): seen})
                self._keep({**begun, **done, "ended": ended.isoformat()})
            lock.release()

    # --- what is kept ------------------------------------------------------------------------------------------------

    def _lock(self) -> Any:
        from filelock import FileLock

        private_folder(self.folder)
        return FileLock(self.folder / "publish.lock", thread_local=False)

    def _is_locked(self) -> bool:
        if not (self.folder / "publish.lock").exists():
            return False
        lock = self._lock()
        try:
            with lock.acquire(timeout=0):
                return False
        except TimeoutError:
            return True

    def _keep(self, report: Report) -> None:
        self._write(_FILE, report)

    def _write(self, name: str, report: Report) -> None:
        private_folder(self.folder)
        write_private(
            self.folder / name, json.dumps(kept_data(report), ensure_ascii=False).encode(errors="backslashreplace")
        )

    def _read(self, name: str) -> Report | None:
        found = self._data(name)
        return found if found is not None and _is_told(found) else None

    def _data(self, name: str) -> Report | None:
        raw = read_if_there(self.folder / name)
        try:
            found = kept_again(read_json(raw.decode())) if raw is not None else None
        except (ValueError, TypeError, KeyError):
            return None
        return found if isinstance(found, dict) else None


def _is_told(report: Report) -> bool:
    """Whether what was kept has its times."""
    try:
        for key in ("began", "at", "ended"):
            if key in report and datetime.fromisoformat(report[key]).utcoffset() is None:
                return False
    except (TypeError, ValueError):
        return False
    return "began" in report or "at" in report
