"""Writes files atomically. Uses the standard library only; knows nothing about their contents.

A file is written beside its target and renamed over it. Readers, even after a killed process, therefore see either the
old file or the new one, never a part.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
import time
from contextlib import suppress
from glob import escape
from pathlib import Path
from typing import Final

from site_gen.messages import m

_SUFFIX: Final = ".new"
_TEMPORARY: Final = re.compile(r"\..+\.[0-9a-f]{16}\.new")
_ATTEMPTS: Final = 5

LARGEST: Final = 256 * 1024 * 1024
"""Bytes of the largest file that is read at once where nothing else is said."""

_PERMISSIONS: Final = 0o7777


def is_temporary(path: str) -> bool:
    """Whether a path is that of a file which `write_atomically` writes before it renames it into place."""
    return _TEMPORARY.fullmatch(path.replace("\\", "/").rpartition("/")[2]) is not None


def real_path(path: Path) -> Path:
    """Return an absolute path with its links followed; one that leads in a circle stays as it is.

    `Path.resolve` raises RuntimeError there before Python 3.13.
    """
    return Path(os.path.realpath(path))


def write_atomically(path: Path, content: bytes, *, durable: bool = False, mode: int | None = None) -> None:
    """Write a file atomically; its folder must exist.

    If `path` is a link, its target is replaced, and the link stays. The new file has the permissions of the old one, or
    `mode`, if given, from its first byte on. With `durable` it survives a power cut once this returns. A pipe or a
    device is written to directly, as it can't be replaced. Raises OSError; then the old file is unchanged.
    """
    target = real_path(path)
    old = _mode_of(target)
    if old is not None and not stat.S_ISREG(old):
        target.write_bytes(content)
        return
    if mode is None and old is not None:
        mode = old & _PERMISSIONS
    _replace(target, path, content, mode, durable=durable)


def write_own(path: Path, content: bytes, *, mode: int | None = None) -> None:
    """Write a file of the program's own atomically, in a folder that somebody else may have made.

    A link or a pipe in its place is replaced, never followed: it may lead to any file of the user's. Raises OSError.
    """
    _replace(path, path, content, mode, durable=False)


def _replace(target: Path, path: Path, content: bytes, mode: int | None, *, durable: bool) -> None:
    """Put a new file in the place of `target`; errors name `path`."""
    beside = target.with_name(f".{target.name}.{os.urandom(8).hex()}{_SUFFIX}")  # threads may write the same file, too
    try:
        _write_new(beside, content, mode, durable=durable)
        replace_file(beside, target)
    except BaseException as error:
        with suppress(OSError):
            beside.unlink()
        if isinstance(error, OSError):
            error.filename, error.filename2 = str(path), None  # a full disk names nothing, and nobody knows `beside`
        raise
    if durable:
        _sync_folder(target.parent)


def read_regular(path: str | Path, limit: int = LARGEST) -> bytes:
    """Return the bytes of an ordinary file, or of what a link to one leads to.

    Raises OSError, also for a pipe or a device, which would be read for ever, and for more than `limit` bytes.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with open(handle, "rb") as file:  # noqa: PTH123  # a handle
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode):
            raise OSError(errno.EINVAL, m("this is not an ordinary file"), str(path))
        if about.st_size > limit:
            raise OSError(errno.EFBIG, m("the file is too big"), str(path))
        return file.read(limit)


def is_inside(path: str) -> bool:
    """Whether a path with slashes, as a list of files has it, stays in the folder that the list is of.

    Such lists lie where others may write: a path that leads out would let them remove, read or publish any file.
    """
    parts = path.split("/")
    return not (set(parts) & {"", ".", ".."} or "\\" in path or "\0" in path or (os.name == "nt" and ":" in path))


def write_public(path: str, content: bytes, *, private: bool = False) -> None:
    """Write a new file that everyone may read, whatever the umask; a `private` one is its owner's alone."""
    with open(path, "wb", opener=_private_opener if private else None) as file:  # thousands of files
        file.write(content)
        if not is_for(os.fstat(file.fileno()).st_mode, private=private):
            _allow(path, 0o600 if private else 0o644)


def make_public_folder(path: str | Path, *, private: bool = False) -> None:
    """Make a folder, if there is none, that everyone may look into, whatever the umask."""
    try:
        os.mkdir(path)  # noqa: PTH102  # thousands of folders, given as text
    except FileExistsError:
        return
    _allow(path, 0o700 if private else 0o755)


def is_for(mode: int, *, private: bool) -> bool:
    """Whether a file with this mode may be read by everyone; a `private` one by nobody else."""
    if sys.platform == "win32":
        return True
    return mode & 0o077 == 0 if private else mode & 0o444 == 0o444


def _allow(path: str | Path, mode: int) -> None:
    with suppress(OSError):  # some network drives refuse it
        os.chmod(path, mode)  # noqa: PTH101


def _private_opener(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def replace_file(source: str | Path, target: str | Path) -> None:
    """Rename a file over another; on Windows another program may lock the target for a moment.

    Raises OSError, which names the target: the source is a file that nobody knows.
    """
    for attempt in range(_ATTEMPTS):
        try:
            os.replace(source, target)  # noqa: PTH105  # thousands of files, given as text
        except OSError as error:
            if attempt == _ATTEMPTS - 1 or not isinstance(error, PermissionError):
                error.filename, error.filename2 = str(target), None
                raise
            time.sleep(0.05 * 2**attempt)
        else:
            return


def remove_leftovers(path: Path) -> None:
    """Remove temporary files that killed processes left beside `path`. Only call it while nobody else writes `path`."""
    target = Path(os.path.realpath(path))
    for left in target.parent.glob(f".{escape(target.name)}.*{_SUFFIX}"):
        left.unlink(missing_ok=True)


def remove_abandoned(folder: Path, before: int) -> None:
    """Remove temporary files anywhere below `folder` that killed processes left, unless they may be in use.

    Those count as left that were written before `before`, in nanoseconds since 1970. What can't be removed stays.
    """
    for path, _, names in os.walk(folder):
        for name in names:
            if _TEMPORARY.fullmatch(name):
                with suppress(OSError):
                    left = Path(path, name)
                    if left.lstat().st_mtime_ns < before:
                        left.unlink()


def _mode_of(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _write_new(path: Path, content: bytes, mode: int | None, *, durable: bool) -> None:
    first = 0o666 if mode is None else mode & 0o600  # minus the umask
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, first)) as file:  # an opener
        if mode is not None and os.fstat(file.fileno()).st_mode & _PERMISSIONS != mode:
            path.chmod(mode)  # some network drives refuse it, so only if needed
        file.write(content)
        if durable:
            file.flush()
            os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the renaming durable; systems that can't open a folder do so by themselves."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
