"""Whether there is anything to deploy: decided by the standard library alone, in a few milliseconds.

Beside the releases lies, for each target, what the last deploy knew: when the site changes by itself, and a stamp of
the sources. A source counts as the same while its size and its time of change are.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from site_gen import __version__
from site_gen.files import write_atomically

STATE: Final = Path(".cache") / "site-gen" / "releases" / "state.json"
FORMAT: Final = 1


def is_due(project: Path, target: str | None, at: datetime) -> bool:
    """Whether a target (without a name, the site's own) must be published: it never was, a change of its timeline has
    passed, sources are others, or the clock was set back. Only files are looked at."""
    state = _state(project)
    known = state.get("targets", {}).get(target or state.get("first"))
    try:
        deployed, changes_at = datetime.fromisoformat(known["now"]), known["changes_at"]
        passed = changes_at is not None and datetime.fromisoformat(changes_at) <= at
        return passed or at < deployed or known["stamp"] != stamp(project, known["sources"])
    except (TypeError, KeyError, ValueError):
        return True


def stamp(project: Path, sources: Iterable[str]) -> str:
    """Return what stands for the state of a project's sources: site.yaml, its translations, and these folders."""
    digest = hashlib.blake2b(__version__.encode(), digest_size=16)
    for line in _lines(project, sources):
        digest.update(line.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _lines(project: Path, sources: Iterable[str]) -> Iterator[str]:
    root = str(project)
    yield from _in_folder(root, lambda name: name.startswith("site.") and name.endswith(".yaml"), deeper=False)
    for folder in sorted(sources):
        yield f"{folder}\n"
        yield from _in_folder(f"{root}/{folder}", lambda name: not name.endswith(".jsonl"), deeper=True)


def _in_folder(folder: str, is_source: Callable[[str], bool], *, deeper: bool) -> Iterator[str]:
    """Yield a line for each file; what is recorded of offers and pins is no source."""
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
                yield from _in_folder(entry.path, is_source, deeper=True)
                yield "..\n"
        elif is_source(entry.name):
            state = entry.stat()
            yield f"{entry.name} {state.st_size} {state.st_mtime_ns}\n"


@dataclass(frozen=True, slots=True)
class Published:
    """What a deploy knew: the instant it was for, when the site changes by itself, and its sources as they were."""

    now: datetime
    changes_at: datetime | None
    sources: tuple[str, ...]
    stamp: str


def remember(project: Path, target: str, first: str, published: Published) -> None:
    """Note what was published to a target; `first` is the target that is meant without a name. Raises OSError."""
    state = _state(project)
    targets = dict(state.get("targets", {}))
    targets[target] = {
        "now": published.now.isoformat(),
        "changes_at": published.changes_at.isoformat() if published.changes_at else None,
        "sources": sorted(published.sources),
        "stamp": published.stamp,
    }
    path = project / STATE
    path.parent.mkdir(parents=True, exist_ok=True)
    data = {"format": FORMAT, "first": first, "targets": targets}
    write_atomically(path, (json.dumps(data, indent=1) + "\n").encode())


def _state(project: Path) -> dict[str, Any]:
    try:
        data = json.loads((project / STATE).read_text(encoding="utf-8"))
        return data if isinstance(data, dict) and data.get("format") == FORMAT else {}
    except (OSError, ValueError):
        return {}
