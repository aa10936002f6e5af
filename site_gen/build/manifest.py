"""What a build wrote, kept beside it. Standard library alone: "nothing to do" is decided without a heavy import.

The manifest has two states. Before the first file is touched it is written with ``complete: false`` and every path
that is or will be ours; when all is done, with ``complete: true`` and the paths that are. So a build that was killed
in between is known to be unfinished, the next one knows all its files, and a deploy refuses it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

FOLDER: Final = ".site-gen"
"""The folder in the output for what is not part of the site: manifest, lock, files on their way."""

FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files of a build with hashes of their bytes, its `now`, and when it must be built again."""

    files: Mapping[str, str]
    complete: bool
    now: datetime | None
    changes_at: datetime | None


NONE: Final = Manifest({}, complete=False, now=None, changes_at=None)


def path_in(output: Path) -> Path:
    """Return where an output folder's manifest is."""
    return output / FOLDER / "manifest.json"


def read(output: Path) -> Manifest:
    """Return the manifest of an output folder; NONE where there is none that can be read."""
    try:
        data = json.loads(path_in(output).read_text(encoding="utf-8"))
        if data["format"] != FORMAT:
            return NONE
        return Manifest(
            files={str(path): str(digest) for path, digest in data["files"].items()},
            complete=data["complete"] is True,
            now=_instant(data["now"]),
            changes_at=_instant(data["changes_at"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return NONE


def write(output: Path, manifest: Manifest) -> None:
    """Write the manifest in one step: the old one or the new one is there, never half of one."""
    data = {
        "format": FORMAT,
        "complete": manifest.complete,
        "now": manifest.now.isoformat() if manifest.now else None,
        "changes_at": manifest.changes_at.isoformat() if manifest.changes_at else None,
        "files": dict(sorted(manifest.files.items())),
    }
    target = path_in(output)
    beside = target.with_suffix(".new")
    beside.write_text(json.dumps(data, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    beside.replace(target)


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
