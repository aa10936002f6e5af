"""One command for several projects, side by side, each in a process of its own, so that none touches another."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from site_gen import __version__
from site_gen.messages import ENGLISH, m, said
from site_gen.model.project_list import ProjectPlace
from site_gen.problems import WorldError

WORLD: Final = 3
"""The exit code that says that disk, network or host failed."""


_START: Final = "from site_gen.__main__ import run_for_another; run_for_another()"


@dataclass(frozen=True, slots=True)
class ProjectTask:
    """A command for a project: its `name`, the `words` of its options, its `arguments`. `identity` tells the locks of
    this run from those of others, `jobs` is the number of processes (0: what the machine has for it), `language`
    what their messages are said in."""

    place: ProjectPlace
    name: str
    words: tuple[str, ...]
    arguments: tuple[str, ...] = ()
    identity: str = ""
    jobs: int = 0
    language: str = ENGLISH
    version: str = __version__

    @property
    def records(self) -> bool:
        """Whether it may write into the project what the public was offered."""
        return self.name == "deploy" and "--dry-run" not in self.words


@dataclass(frozen=True, slots=True)
class ProjectOutcome:
    """What a command came to: its exit code, what it printed and said, seconds, and which machine it ran on."""

    code: int
    output: str = ""
    messages: str = ""
    seconds: float = 0.0
    machine: str = ""


@dataclass
class Children:
    """The processes that run now, for whoever has to stop them."""

    _running: set[subprocess.Popen[bytes]] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    is_stopped: bool = False

    def run(self, words: Sequence[str]) -> tuple[int, bytes, bytes]:
        """Run a process to its end, and return its exit code, what it printed and what it said. Where this process
        ends before, it ends too, with all that it started."""
        theirs, mine = os.pipe()
        try:
            try:
                process = self._start(words, theirs)
            finally:
                os.close(theirs)
            if process is None:
                return -signal.SIGINT, b"", b""
            printed, said = process.communicate()
            with self._lock:
                self._running.discard(process)
        finally:
            os.close(mine)
        return process.returncode, printed, said

    def _start(self, words: Sequence[str], stdin: int) -> subprocess.Popen[bytes] | None:
        """Start a process, without a terminal that something could ask at; None once all were stopped."""
        with self._lock:
            if self.is_stopped:
                return None
            process = subprocess.Popen(  # noqa: S603  # this program itself
                words,
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
            self._running.add(process)
            return process

    def stop(self) -> None:
        """Stop what runs as Ctrl-C does, and start nothing more."""
        with self._lock:
            self.is_stopped = True
            for process in self._running:
                process.terminate() if sys.platform == "win32" else process.send_signal(signal.SIGINT)


def run_side_by_side(tasks: Sequence[ProjectTask], at_once: int) -> Generator[tuple[int, ProjectOutcome]]:
    """Run tasks, at most so many `at_once`, and yield each one's number with its outcome as it ends."""
    children = Children()
    pool = ThreadPoolExecutor(at_once)
    try:
        futures = {pool.submit(run_task, task, children): number for number, task in enumerate(tasks)}
        for future in as_completed(futures):
            yield futures[future], future.result()
    finally:
        children.stop()
        pool.shutdown(cancel_futures=True)


def run_task(task: ProjectTask, children: Children | None = None) -> ProjectOutcome:
    """Run a command for one project on this machine. What fails is in the outcome."""
    started = time.monotonic()
    try:
        outcome = _run(task, children or Children())
    except WorldError as error:
        outcome = failed(error, task.language)
    except OSError as error:
        why = m("it can't be started: {error}", error=error)
        outcome = failed(WorldError(why, m("look at the room on the disk, and at its limits")), task.language)
    return _timed(outcome, time.monotonic() - started)


def _run(task: ProjectTask, children: Children) -> ProjectOutcome:
    if not task.place.git:
        return _run_in(Path(task.place.path), task, children)
    from site_gen.actions.project_copies import project_copy, push_ledger

    with project_copy(task.place, task.identity) as folder:
        outcome = _run_in(folder, task, children)
        if task.records:
            try:
                push_ledger(task.place, folder)
            except WorldError as error:
                lost = failed(error, task.language)
                return ProjectOutcome(max(outcome.code, lost.code), outcome.output, outcome.messages + lost.messages)
        return outcome


def _run_in(folder: Path, task: ProjectTask, children: Children) -> ProjectOutcome:
    jobs = (f"--jobs={task.jobs}",) if task.jobs else ()
    rest = ("--", *task.arguments) if task.arguments else ()
    words = (f"--ui-language={task.language}", task.name, f"--project={folder}", *jobs, *task.words, *rest)
    code, printed, said = children.run([sys.executable, "-P", "-X", "utf8", "-c", _START, *words])
    output, messages = (text.decode(errors="replace") for text in (printed, said))
    if code < 0:
        killed = m("it was killed ({signal})", signal=_signal_name(-code))
        hint = m("on Linux that is often a lack of memory: fewer at once with --jobs")
        return ProjectOutcome(WORLD, "", messages + failed(WorldError(killed, hint), task.language).messages)
    return ProjectOutcome(code, output, messages)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return m("signal {number}", number=number)


def failed(error: WorldError, language: str) -> ProjectOutcome:
    """Return what is known of a project whose command could not be run, in a language."""
    lines = [m("error: {text}", text=str(error)), *([m("  hint: {text}", text=error.hint)] if error.hint else [])]
    return ProjectOutcome(WORLD, messages="".join(f"{said(line, language)}\n" for line in lines))


def _timed(outcome: ProjectOutcome, seconds: float) -> ProjectOutcome:
    return ProjectOutcome(outcome.code, outcome.output, outcome.messages, seconds, outcome.machine)


def as_data(task: ProjectTask) -> dict[str, Any]:
    """Return a task as plain data, to be sent elsewhere."""
    place = task.place
    return {
        "place": [place.name, place.path, place.git, place.branch, place.target],
        "name": task.name,
        "words": list(task.words),
        "arguments": list(task.arguments),
        "identity": task.identity,
        "jobs": task.jobs,
        "language": task.language,
        "version": task.version,
    }


def task_of(data: dict[str, Any]) -> ProjectTask:
    """Return the task that some data describe."""
    return ProjectTask(
        ProjectPlace(*data["place"]), data["name"], tuple(data["words"]), tuple(data["arguments"]), data["identity"],
        data["jobs"], data["language"], data["version"],
    )  # fmt: skip
