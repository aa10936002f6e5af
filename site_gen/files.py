"""Files that appear whole or not at all. Standard library alone; knows nothing of what is in them.

A file is written beside its place and renamed over it. So whoever reads it meanwhile, and whoever looks after a
process was killed, finds the old one or the new one, never half of one.
"""

from __future__ import annotations

import os
import stat
import time
from contextlib import suppress
from glob import escape
from pathlib import Path
from typing import Final

_SUFFIX: Final = ".new"
_ATTEMPTS: Final = 5
_PERMISSIONS: Final = 0o7777


def write_atomically(path: Path, content: bytes, *, durable: bool = False, mode: int | None = None) -> None:
    """Write a file whole or not at all; its folder must be there.

    Where `path` is a link, what it leads to is replaced, and the link stays. The new file has the permissions of the
    one that it replaces, or `mode`, where that is given, from its first byte on. With `durable` it outlives a power cut
    once this returns. A pipe or a device is written to, as there is nothing to replace. Raises OSError; then the old
    file is as it was.
    """
    target = Path(os.path.realpath(path))
    old = _mode_of(target)
    if old is not None and not stat.S_ISREG(old):
        target.write_bytes(content)
        return
    if mode is None and old is not None:
        mode = old & _PERMISSIONS
    beside = target.with_name(f".{target.name}.{os.urandom(8).hex()}{_SUFFIX}")  # threads write one file, too
    try:
        _write_new(beside, content, mode, durable=durable)
        replace_file(beside, target)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
    if durable:
        _sync_folder(target.parent)


def replace_file(source: str | Path, target: str | Path) -> None:
    """Rename a file over another; on Windows a third program may hold that one for a moment. Raises OSError."""
    for attempt in range(_ATTEMPTS):
        try:
            os.replace(source, target)  # noqa: PTH105  # thousands of files, known by their text
        except PermissionError:
            if attempt == _ATTEMPTS - 1:
                raise
            time.sleep(0.05 * 2**attempt)
        else:
            return


def remove_leftovers(path: Path) -> None:
    """Remove what killed processes left of their attempts to write `path`. For whoever alone may write it now."""
    target = Path(os.path.realpath(path))
    for left in target.parent.glob(f".{escape(target.name)}.*{_SUFFIX}"):
        left.unlink(missing_ok=True)


def _mode_of(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _write_new(path: Path, content: bytes, mode: int | None, *, durable: bool) -> None:
    first = 0o666 if mode is None else mode & 0o600  # less what the system's mask takes
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, first)) as file:  # an opener
        if mode is not None and os.fstat(file.fileno()).st_mode & _PERMISSIONS != mode:
            path.chmod(mode)  # some disks of others refuse it, so only where it matters
        file.write(content)
        if durable:
            file.flush()
            os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the renaming last; systems that can't open a folder do so by themselves."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
