"""The number of processes, and how they are started. Uses the standard library only."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Final


def available_cores() -> int:
    """Return the number of processors that this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def default_start_method() -> str:
    """Return the start method of workers: fork if that is safe (Linux, one thread), else spawn.

    Threads of extension modules count too, although Python doesn't know them: Typst's threads stay after its first
    document, and a forked process would wait for them forever.
    """
    return "fork" if sys.platform == "linux" and _threads() == 1 else "spawn"


def serve_parent() -> None:
    """Prepare a worker process: only the parent is stopped with Ctrl-C, and where the parent ends, the worker ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()


def _end_with_parent(parent: int) -> None:
    above = multiprocessing.parent_process()
    if sys.platform == "win32" and above is not None:
        above.join()
    else:  # a forked worker's pipe to its parent is also held open by the workers after it
        while os.getppid() == parent:
            time.sleep(_LOOK_EVERY)
    os._exit(1)


_LOOK_EVERY: Final = 1.0
"""Seconds."""


def _threads() -> int:
    return sum(1 for _ in Path("/proc/self/task").iterdir())
