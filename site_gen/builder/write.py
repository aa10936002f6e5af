"""The output folder: its lock, the staging folder, and the commit that moves files into place.

Files that no build wrote are never removed or overwritten.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Final

from filelock import FileLock, Timeout

from site_gen.builder import manifest
from site_gen.builder.manifest import Manifest
from site_gen.files import make_public_folder, read_regular, replace_file, write_own
from site_gen.foreign_json import read_json
from site_gen.messages import m
from site_gen.problems import WorldError

WAIT_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class WriteSummary:
    """How many files were written, left unchanged and removed."""

    written: int
    unchanged: int
    removed: int


@contextmanager
def locked(output: Path, waiting: Callable[[str], None], seconds: float = WAIT_SECONDS) -> Iterator[None]:
    """Lock the output folder for this build. Before waiting, call `waiting` with the holder of the lock.

    The operating system releases the lock when its holder dies. Raises WorldError after `seconds`.
    """
    folder = output / manifest.FOLDER
    if folder.is_symlink():
        raise WorldError(
            m("{folder} is a link", folder=folder),
            m("a build removes files there; remove the link, which no build made"),
        )
    with failing_disk():
        folder.mkdir(parents=True, exist_ok=True)
    lock, holder = FileLock(folder / "lock"), folder / "lock-holder.json"
    try:
        lock.acquire(timeout=0)
    except Timeout:
        waiting(_holder(holder))
        try:
            lock.acquire(timeout=seconds)
        except Timeout as error:
            raise WorldError(
                m("{output} is being written by another build ({holder})", output=output, holder=_holder(holder)),
                m("wait for it to end, or build to another folder with --output"),
            ) from error
    try:
        with failing_disk():
            write_own(holder, json.dumps({"process": os.getpid()}).encode())
        yield
    finally:
        with suppress(OSError):
            holder.unlink()
        lock.release()


def _holder(path: Path) -> str:
    try:
        return m("process {number}", number=read_json(read_regular(path).decode())["process"])
    except (OSError, ValueError, KeyError, TypeError):
        return m("another process")


def new_staging(output: Path) -> Path:
    """Return an empty staging folder on the same disk as the output.

    Its name can't be guessed: a killed build may leave files in it that are meant for one client only.
    """
    folder = output / manifest.FOLDER
    staging = folder / f"staging-{secrets.token_hex(16)}"
    with failing_disk():
        for left in folder.glob("staging*"):
            shutil.rmtree(left)
        staging.mkdir(parents=True)
    return staging


def commit(
    output: Path,
    staging: Path,
    files: Mapping[str, str],
    new: Mapping[str, int],
    result: Manifest,
    *,
    private: bool = False,
) -> WriteSummary:
    """Move new files into place, remove our own stale ones, and write the manifest last.

    `files` maps every path of the site to its hash, `new` those in staging to their number there; folders are made for
    everyone, `private` ones for the owner alone. Raises WorldError if a foreign file is in the way, before anything is
    touched.
    """
    before = manifest.read(output)
    with failing_disk():
        ours = manifest.paths(output, before)
    _refuse_foreign(output, new, ours, result)
    stale = sorted(ours - set(files))
    unfinished = replace(
        result,
        complete=False,
        files={**before.files, **result.files},
        unlisted={**before.unlisted, **result.unlisted},
    )
    with failing_disk():
        if new or stale or not before.complete:
            manifest.write(output, unfinished)
        _clear_the_way(output, new, ours, private=private)
        for path, number in new.items():
            try:
                replace_file(f"{staging}/{number}", f"{output}/{path}")
            except OSError as error:
                error.filename = f"{output}/{_told(path, result)}"
                raise
        removed = sum(_remove(output, path) for path in stale)
        if result != before:
            manifest.write(output, result)
        shutil.rmtree(staging, ignore_errors=True)
    return WriteSummary(len(new), len(files) - len(new), removed)


def _folders_of(paths: Iterable[str]) -> list[str]:
    """Return every folder that contains one of the files, parents first; paths have forward slashes."""
    folders: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return sorted(folders)


def _refuse_foreign(output: Path, new: Iterable[str], ours: Collection[str], result: Manifest) -> None:
    """Refuse to overwrite a file that isn't ours, or to write through a link that leads out of the folder."""
    root = str(output)
    foreign = [path for path in new if _is_foreign(root, path, ours)]
    for folder in _folders_of(new):
        place = f"{root}/{folder}"
        in_the_way = os.path.lexists(place) and not os.path.isdir(place)  # noqa: PTH112  # hundreds of folders
        if os.path.islink(place) or (in_the_way and folder not in ours):  # noqa: PTH114
            foreign.append(folder)
    if foreign:
        foreign = [_told(path, result) for path in sorted(foreign)]
        shown = ", ".join(foreign[:5]) + (f" and {len(foreign) - 5} more" if len(foreign) > 5 else "")
        raise WorldError(
            m(
                "in {output} there is something that site-gen did not write, in the way of the site: {shown}",
                output=output,
                shown=shown,
            ),
            m("nothing was changed; move it away, or build to another folder with --output"),
        )


def _told(path: str, result: Manifest) -> str:
    """Return a path for a message: for an unlisted one only its folder."""
    if result.unlisted:
        for name in manifest.UNLISTED_FOLDERS:
            before, slash, _ = f"/{path}".partition(f"/{name}/")
            if slash and before.count("/") <= 1:
                return f"{before}/{name}/…".lstrip("/")
    return path


def _is_foreign(root: str, path: str, ours: Collection[str]) -> bool:
    """Whether something that isn't ours is in a file's place; a folder with only our own files may be replaced."""
    place = f"{root}/{path}"
    if not os.path.lexists(place):
        return False
    if os.path.islink(place) or not os.path.isdir(place):  # noqa: PTH112, PTH114  # hundreds of files
        return path not in ours
    found = (Path(folder) / name for folder, _, names in os.walk(place) for name in names)
    return any(file.relative_to(root).as_posix() not in ours for file in found)


def _is_empty_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink() and not any(path.iterdir())


def _clear_the_way(output: Path, new: Iterable[str], ours: Collection[str], *, private: bool) -> None:
    """Create needed folders; remove our files that are in the place of a folder, and the other way round."""
    for folder in _folders_of(new):
        if folder in ours and (output / folder).is_file():
            (output / folder).unlink()
        make_public_folder(output / folder, private=private)
    for path in new:
        if not (output / path).is_dir():
            continue
        # Our own pages are in a file's place: they are stale, as no plan has a file and a folder with one name.
        for stale in [old for old in ours if old.startswith(f"{path}/")]:
            _remove(output, stale)
        if _is_empty_folder(output / path):
            (output / path).rmdir()


def _remove(output: Path, path: str) -> bool:
    """Remove one of our files, and folders that become empty. Files behind a link are no longer ours."""
    target = output / path
    if any((output / parent).is_symlink() for parent in PurePosixPath(path).parents if parent.name):
        return False
    if target.is_dir() and not target.is_symlink():
        return False  # a folder has taken its place
    try:
        target.unlink()
    except (FileNotFoundError, NotADirectoryError):
        return False
    for parent in PurePosixPath(path).parents:
        if not parent.name:
            break
        try:
            (output / parent).rmdir()
        except OSError:
            break
    return True


@contextmanager
def failing_disk() -> Iterator[None]:
    """Turn errors of a full or failing disk into a WorldError."""
    try:
        yield
    except OSError as error:
        name = getattr(error, "filename", None) or m("the output")
        why = error.strerror or error
        message = m("{name} can't be written: {why}", name=name, why=why)
        if isinstance(error, FileNotFoundError):
            message = m("{name} can't be read: {why}", name=name, why=why)
        raise WorldError(
            message,
            m("sources are untouched; when the cause is mended, the next build repairs output/"),
        ) from error
