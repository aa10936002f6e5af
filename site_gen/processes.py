"""How many processes there may be, and how they are started. Standard library alone."""

from __future__ import annotations

import os
import sys
import threading


def available_cores() -> int:
    """Return how many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def default_start_method() -> str:
    """Return how workers are started: by fork where that is safe (Linux, one thread), else by spawn."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"
