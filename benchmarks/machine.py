"""What measurements were made on, without anything that tells whose machine it is; and where results are kept."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from pathlib import Path

from site_gen import __version__


def results_folder() -> Path:
    """Return where the results lie that are kept in the repository."""
    return Path(__file__).parent / "results"


def describe_machine() -> str:
    """Return system, processors, memory, load and versions in a few sentences, with the day."""
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    load = f", load {busy:.1f} at the end" if busy else ""
    warning = (
        " Others used this machine meanwhile: compare the processors' seconds rather than the clock's."
        if busy > 2 * (os.cpu_count() or 1)
        else ""
    )
    today = datetime.now(UTC).date()  # noqa: TID251  # a result has a day
    return (
        f"{today}, {platform.system()} {platform.release().partition('-')[0]}, {_processor()}, {os.cpu_count()} "
        f"processors, {_memory()}{load}; Python {platform.python_version()}, site_gen {__version__}.{warning}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _memory() -> str:
    try:
        pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return "memory unknown"
    return f"{pages * size / 2**30:.0f} GiB of memory"
