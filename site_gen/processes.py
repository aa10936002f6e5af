"""The number of processes, and how they are started. Uses the standard library only."""

from __future__ import annotations

import os
import sys
from pathlib import Path


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


def _threads() -> int:
    return sum(1 for _ in Path("/proc/self/task").iterdir())
