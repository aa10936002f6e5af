"""States of files, which tell without reading whether files have changed. Uses the standard library only.

A state is what the file system says of a file. Equal states mean equal contents only if the file was left alone for a
while before it was looked at: two changes within one tick of the file system's clock have the same state. A state is
therefore `settled` or not, and the content of a file that isn't is compared by its hash (as Git does with its index,
see gitformat-index and racy-git).
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from site_gen.hashing import content_hash

State = tuple[int, int, int, int]
"""Times of modification and of the last change of any kind (nanoseconds), size (bytes), inode; zeros for no file.

The second is what `touch`, unpacking and version control can't set. Windows has the time of creation there.
"""

NOTHING: Final[State] = (0, 0, 0, 0)

TICK: Final = 50_000_000
"""Nanoseconds: longer than a tick of any clock with fractions of a second (Windows: 16 ms, Linux: 1 to 10 ms)."""

_COARSE_TICK: Final = 3_000_000_000
"""Longer than a tick of file systems that count seconds (FAT: 2 s)."""

_SECOND: Final = 1_000_000_000


def state_of(path: str | Path) -> State:
    """Return the state of a file, or of what a link leads to."""
    try:
        return _state(os.stat(path))  # noqa: PTH116  # thousands of files
    except (OSError, ValueError):
        return NOTHING


def is_settled(state: State, looked_at: int) -> bool:
    """Whether any later change gives another state; `looked_at` (nanoseconds since 1970) is when it was taken."""
    newest = max(state[0], state[1])
    return newest + (_COARSE_TICK if newest % _SECOND == 0 else TICK) < looked_at


def clock() -> int:
    """Return the clock that file systems use, in nanoseconds since 1970."""
    return time.time_ns()


DEEPEST: Final = 100
"""How many folders may be one in another."""


@dataclass(frozen=True, slots=True)
class States:
    """The states of files and folders by name, with the hashes of those that weren't settled."""

    states: Mapping[str, State]
    hashes: Mapping[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """A hash of names and states."""
        return digest(self.states)


def digest(states: Mapping[str, State]) -> str:
    """Return a hash of names and states, whatever their order."""
    found = hashlib.blake2b(digest_size=16)
    for name in sorted(states):
        found.update(f"{name}\0{states[name]}\n".encode("utf-8", "surrogateescape"))
    return found.hexdigest()


def look_at(root: Path, folders: Iterable[str], files: Iterable[str] = (), *, without: Iterable[str] = ()) -> States:
    """Return the states of all files below the `folders` of `root`, of its `files`, and of the names in it.

    Folders stand for their names alone, with a slash; links to folders are followed. Of other folders in `root` the
    names inside belong to it, too, `NAMES_DEEP` folders deep. Hidden names and those in `without` don't.
    """
    looked_at = clock()
    states: dict[str, State] = {name: state_of(root / name) for name in files}
    inside, left = set(folders), set(without)
    for name, entry in _entries(str(root)):
        if name.startswith(".") or name in left:
            continue
        is_folder = _is_folder(entry)
        states[f"{name}{'/' * is_folder}"] = states.get(name, NOTHING)
        if is_folder and name in inside:
            states.update(_below(entry.path, name, around(root)))
        elif is_folder:
            states.update((f"{name}/{inner}", NOTHING) for inner in _names(entry.path, NAMES_DEEP))
    unsettled = (name for name, state in states.items() if state != NOTHING and not is_settled(state, looked_at))
    return States(states, {name: hash_of(root / name) for name in unsettled})


def hash_of(path: str | Path) -> str:
    """Return the hash of a file's content; '' for a file that can't be read."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            # A pipe would be waited for.
            return content_hash(file.read()) if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else ""
    except (OSError, ValueError):
        return ""


def program_state() -> str:
    """Return a hash of this program's own files, of Python and of what is installed beside it."""
    folder = Path(__file__).parent
    states = {name: state for name, state in _below(str(folder), "", frozenset()) if not name.endswith(".pyc")}
    places = [place for place in sys.path if place.endswith("-packages")]
    zones = ("/usr/share/zoneinfo", "/usr/share/zoneinfo/tzdata.zi")
    for place in (*places, *zones):
        states[f"={place}"] = state_of(place)
    return content_hash(f"{sys.version} {digest(states)}".encode())


def _below(folder: str, prefix: str, above: frozenset[tuple[int, int]]) -> Iterator[tuple[str, State]]:
    """Yield the name and state of everything below a folder; `above` are the folders around it (device, inode)."""
    here = identity(folder)
    if here is None or here in above or len(above) > DEEPEST:
        return
    before = f"{prefix}/" if prefix else ""
    for name, entry in _entries(folder):
        if _is_folder(entry):
            yield f"{before}{name}/", NOTHING
            if name != "__pycache__":
                yield from _below(entry.path, f"{before}{name}", above | {here})
        else:
            yield f"{before}{name}", _state_of_entry(entry)


NAMES_DEEP: Final = 3
"""As deep are files looked for that lie in the wrong folder: in so many folders inside it."""


def _names(folder: str, depth: int) -> Iterator[str]:
    """Yield the names in a folder, and in those inside it down to a depth, as paths below it."""
    for name, entry in _entries(folder):
        yield name
        if depth and _is_folder(entry):
            yield from (f"{name}/{inner}" for inner in _names(entry.path, depth - 1))


def _entries(folder: str) -> list[tuple[str, os.DirEntry[str]]]:
    try:
        with os.scandir(folder) as entries:
            return sorted((entry.name, entry) for entry in entries)
    except OSError:
        return []


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def around(folder: str | Path) -> frozenset[tuple[int, int]]:
    """Return what tells a folder and those that it is in from others: a link to one of them leads in a circle."""
    path = Path(os.path.realpath(folder))
    found = (identity(each) for each in (path, *path.parents))
    return frozenset(each for each in found if each is not None)


def identity(folder: str | Path) -> tuple[int, int] | None:
    """Return what tells a folder from all others (device, inode); None for one that can't be looked at."""
    try:
        found = os.stat(folder)  # noqa: PTH116
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _state_of_entry(entry: os.DirEntry[str]) -> State:
    try:
        # On Windows an entry's own numbers may be old, and have no inode.
        return state_of(entry.path) if sys.platform == "win32" else _state(entry.stat())
    except OSError:
        return (0, 0, 0, -1)  # a link to nowhere is there, but has no state


def _state(found: os.stat_result) -> State:
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino
