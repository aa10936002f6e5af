"""Whether there is anything to deploy: decided by the standard library alone, in a few milliseconds.

Beside the releases lies, for each target, what the last deploy knew: when the site changes by itself, and what the
sources were. A source counts as the same while its size and its time of change are. Where times alone are others, as in
every new checkout, the contents decide.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from site_gen import __version__
from site_gen.file_states import DEEPEST, around, identity
from site_gen.files import is_inside, read_regular, write_own
from site_gen.foreign_json import read_json

STATE: Final = Path(".cache") / "site-gen" / "releases" / "state.json"
SEEN: Final = STATE.with_name("seen.json")
"""A stamp of sources whose contents are known to be those of the last deploy. `STATE` changes with deploys alone."""

FORMAT: Final = 1


def is_due(project: Path, target: str | None, at: datetime) -> bool:
    """Whether a target (without a name, the site's own) must be published: it never was, a change of its timeline has
    passed, sources are others, or the clock was set back. Only files are looked at."""
    state = _state(project)
    try:
        known = state["targets"][target or state["first"]]
        deployed, changes_at = datetime.fromisoformat(known["now"]), known["changes_at"]
        if at < deployed or (changes_at is not None and datetime.fromisoformat(changes_at) <= at):
            return True
        before = Sources(tuple(known["sources"]), known["stamp"], known["contents"])
        if not all(map(is_inside, before.folders)):
            return True
    except (TypeError, KeyError, ValueError, AttributeError):  # not by us
        return True
    now = {"stamp": _stamp(project, before.folders), "contents": before.contents}
    if now["stamp"] == before.stamp or _read(project / SEEN) == now:
        return False
    if before.contents != _contents(project, before.folders):
        return True
    with suppress(OSError):  # the next time it is known without reading them
        write_own(project / SEEN, json.dumps(now).encode())
    return False


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources of a project at a moment: site.yaml, its translations, and these folders; a stamp of their names,
    sizes and times, and one of their names and contents."""

    folders: tuple[str, ...]
    stamp: str
    contents: str


def look_at_sources(project: Path, folders: Iterable[str]) -> Sources:
    """Return what stands for the state of a project's sources. One that changes meanwhile counts as changed later."""
    names = tuple(sorted(folders))
    return Sources(names, _stamp(project, names), _contents(project, names))


def _stamp(project: Path, folders: Iterable[str]) -> str:
    return _digest(project, folders, _size_and_time)


def _contents(project: Path, folders: Iterable[str]) -> str:
    return _digest(project, folders, _content)


def _size_and_time(entry: os.DirEntry[str]) -> str:
    state = entry.stat()
    return f"{state.st_size} {state.st_mtime_ns}"


def _content(entry: os.DirEntry[str]) -> str:
    with Path(entry.path).open("rb") as file:
        return hashlib.file_digest(file, "blake2b").hexdigest()


def _digest(project: Path, folders: Iterable[str], describe: Callable[[os.DirEntry[str]], str]) -> str:
    digest = hashlib.blake2b(__version__.encode(), digest_size=16)
    for line in _lines(str(project), folders, describe):
        digest.update(line.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _lines(root: str, folders: Iterable[str], describe: Callable[[os.DirEntry[str]], str]) -> Iterator[str]:
    def is_settings(name: str) -> bool:
        return name.startswith("site.") and name.endswith(".yaml")

    yield from _in_folder(root, is_settings, describe, deeper=False)
    for folder in folders:
        yield f"{folder}\n"
        yield from _in_folder(
            f"{root}/{folder}", lambda name: not name.endswith(".jsonl"), describe, deeper=True, above=around(root)
        )


def _in_folder(
    folder: str,
    is_source: Callable[[str], bool],
    describe: Callable[[os.DirEntry[str]], str],
    *,
    deeper: bool,
    above: frozenset[tuple[int, int]] = frozenset(),
) -> Iterator[str]:
    """Yield a line for each file; what is recorded of offers and pins is no source.

    `above` are the folders around it: a link to one of them leads in a circle, and is not followed.
    """
    here = identity(folder)
    if here is None or here in above or len(above) > DEEPEST:
        return
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return
    for entry in found:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            if deeper:
                yield f"{entry.name}/\n"
                yield from _in_folder(entry.path, is_source, describe, deeper=True, above=above | {here})
                yield "..\n"
        elif is_source(entry.name):
            yield f"{entry.name} {_description(entry, describe)}\n"


def _description(entry: os.DirEntry[str], describe: Callable[[os.DirEntry[str]], str]) -> str:
    """Return what tells a file's states apart: '' for what is no file, or can't be read. Loading names it."""
    try:
        return describe(entry) if entry.is_file() else ""
    except OSError:
        return ""


@dataclass(frozen=True, slots=True)
class Published:
    """What a deploy knew: the instant it was for, when the site changes by itself, and its sources as they were."""

    now: datetime
    changes_at: datetime | None
    sources: Sources


def remember(project: Path, target: str, first: str, published: Published) -> None:
    """Note what was published to a target; `first` is the target that is meant without a name. Raises OSError."""
    state = _state(project)
    known = state.get("targets")
    targets = dict(known) if isinstance(known, dict) else {}
    targets[target] = {
        "now": published.now.isoformat(),
        "changes_at": published.changes_at.isoformat() if published.changes_at else None,
        "sources": published.sources.folders,
        "stamp": published.sources.stamp,
        "contents": published.sources.contents,
    }
    path = project / STATE
    path.parent.mkdir(parents=True, exist_ok=True)
    data = {"format": FORMAT, "first": first, "targets": targets}
    write_own(path, (json.dumps(data, indent=1) + "\n").encode())


def _state(project: Path) -> dict[str, Any]:
    data = _read(project / STATE)
    return data if data.get("format") == FORMAT else {}


def _read(path: Path) -> dict[str, Any]:
    try:
        data = read_json(read_regular(path).decode())
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}
