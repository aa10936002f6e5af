"""Lets processes that write to one SQLite file take turns.

SQLite is safe without it, but a process that finds the file locked sleeps for up to a tenth of a second. Here processes
wait in a queue and are woken at once, which two busy workers need.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock


class WriteQueue:
    """A queue for all threads and processes that use the same file; the file is created and stays empty."""

    def __init__(self, file: Path) -> None:
        self._file = os.open(file, os.O_CREAT | os.O_RDWR | getattr(os, "O_CLOEXEC", 0), 0o600)
        self._lock = Lock()

    def close(self) -> None:
        os.close(self._file)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, and hold it for the `with` block."""
        with self._lock:
            if sys.platform == "win32":
                yield
                return
            import fcntl

            fcntl.flock(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)
