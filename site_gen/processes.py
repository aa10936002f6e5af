"""How many processes there may be, and how they are started. Standard library alone."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def available_cores() -> int:
    """Return how many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def default_start_method() -> str:
    """Return how workers are started: by fork where that is safe (Linux, one thread), else by spawn.

    Threads of extensions count too, which Python doesn't know of: Typst's stay after its first document, and a forked
    process would wait for them for ever.
    """
    return "fork" if sys.platform == "linux" and _threads() == 1 else "spawn"


def _threads() -> int:
    return sum(1 for _ in Path("/proc/self/task").iterdir())
