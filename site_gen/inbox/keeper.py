"""The inbox's housekeeping: one thread that does each of its tasks again and again, whatever goes wrong in them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from site_gen.inbox.vitals import Part, Vitals, reason_of

LOOK_EVERY: Final = 2.0
"""Seconds between two rounds of the keeper."""


@dataclass(slots=True)
class Task:
    """Something to do every `every` seconds (0: in each round). `part` is what has failed if it raises."""

    name: str
    part: Part
    every: float
    work: Callable[[], None]
    done: float = float("-inf")


class Keeper:
    """Does tasks in order, in rounds. No error of a task ends the rounds or keeps another task from its turn."""

    def __init__(self, tasks: Sequence[Task], vitals: Vitals, pause: float = LOOK_EVERY) -> None:
        self._tasks = tasks
        self._vitals = vitals
        self._pause = pause

    def run(self, stop: threading.Event) -> None:
        """Do the tasks until `stop` is set."""
        while not stop.is_set():
            for task in self._tasks:
                if time.monotonic() - task.done >= task.every and not stop.is_set():
                    self.do(task)
            stop.wait(self._pause)

    def do(self, task: Task) -> None:
        """Do a task now; its next turn comes when its time has passed. Never raises."""
        task.done = time.monotonic()
        try:
            task.work()
        except BaseException as error:  # noqa: BLE001  # libraries in Rust panic with a BaseException of their own
            self._vitals.failed(task.part, f"{task.name}: {reason_of(error)}")
