"""The number of processes, and how they are started. Uses the standard library only."""

from __future__ import annotations

import os
import select
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
    from multiprocessing import parent_process  # not by every command: it takes a tenth of the shortest ones

    above = parent_process()
    if sys.platform == "win32" and above is not None:
        above.join()
    else:  # a forked worker's pipe to its parent is also held open by the workers after it
        while os.getppid() == parent:
            time.sleep(_LOOK_EVERY)
    os._exit(1)


_LOOK_EVERY: Final = 1.0
"""Seconds."""


def end_with_input() -> None:
    """From now on, end this process at once, and those of its group, when nobody holds the other end of its standard
    input, which is a pipe: whoever started it is gone. What reads standard input finds it empty.
    """
    held = os.dup(0)
    empty = os.open(os.devnull, os.O_RDONLY)
    os.dup2(empty, 0)
    os.close(empty)
    if sys.platform == "linux":  # by the kernel: a thread more would keep workers from being forked
        import fcntl

        fcntl.fcntl(held, fcntl.F_SETOWN, -os.getpgrp())
        fcntl.fcntl(held, fcntl.F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(held, fcntl.F_SETFL, fcntl.fcntl(held, fcntl.F_GETFL) | os.O_ASYNC)
        if select.select([held], [], [], 0)[0]:  # it was over before
            _end_group()
    else:
        threading.Thread(target=_end_after, args=(held,), daemon=True).start()


def _end_after(held: int) -> None:
    while os.read(held, 1):
        pass
    _end_group()


def _end_group() -> None:
    if sys.platform != "win32":
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(1)


def _threads() -> int:
    return sum(1 for _ in Path("/proc/self/task").iterdir())
