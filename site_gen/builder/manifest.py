"""The list of files that a build wrote. Standard library only: "nothing to do" is decided without a heavy import.

The manifest has two states. Before the first file is touched it is written with ``complete: false`` and every path
that is or will be ours; at the end with ``complete: true`` and the final paths. A build that was killed in between is
therefore recognised as unfinished, the next one knows all its files, and a deploy refuses it.

Unlisted pages must be found by their address only. The manifest may be published with the whole folder, so it contains
a hash of their paths instead. Their folders are searched to find the files again.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from site_gen.files import is_inside, read_regular, remove_leftovers, write_own
from site_gen.foreign_json import read_json

FOLDER: Final = ".site-gen"
"""The folder in the output for what is not part of the site: manifest, lock, staged files."""

FORMAT: Final = 1

UNLISTED_FOLDERS: Final = ("audit", "proposal")
"""The folders of unlisted pages, in the output itself and in the folder of each further language."""

_LANGUAGE: Final = re.compile("[a-z]{2,3}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files of a build with hashes of their bytes, its `now`, and when it must be built again.

    `unlisted` holds the same for the unlisted ones, by the hash of their path. With `drafts` the files show what is not
    public yet.
    """

    files: Mapping[str, str]
    complete: bool
    now: datetime | None
    changes_at: datetime | None
    unlisted: Mapping[str, str] = field(default_factory=dict)
    drafts: bool = False


NONE: Final = Manifest({}, complete=False, now=None, changes_at=None)


def hidden(path: str) -> str:
    """Return the hash of an unlisted file's path, which has 96 random bits and so can't be guessed from the hash."""
    return hashlib.blake2b(path.encode(), digest_size=16, person=b"site-gen path").hexdigest()


def paths(output: Path, manifest: Manifest) -> set[str]:
    """Return every file of a build: those in the manifest, and the existing unlisted ones."""
    return {*manifest.files, *(path for path in _in_unlisted_folders(output, manifest))}


def _in_unlisted_folders(output: Path, manifest: Manifest) -> Iterator[str]:
    if not manifest.unlisted:
        return
    languages = sorted(entry.name for entry in os.scandir(output) if _LANGUAGE.fullmatch(entry.name))
    for prefix in ("", *(f"{language}/" for language in languages)):
        for name in UNLISTED_FOLDERS:
            for folder, _, files in os.walk(output / prefix / name):
                found = ((Path(folder) / file).relative_to(output).as_posix() for file in files)
                yield from (path for path in found if hidden(path) in manifest.unlisted)


def path_in(output: Path) -> Path:
    """Return the path of an output folder's manifest."""
    return output / FOLDER / "manifest.json"


def read(output: Path) -> Manifest:
    """Return the manifest of an output folder; NONE if there is no readable one."""
    try:
        data = read_json(read_regular(path_in(output)).decode())
        if data["format"] != FORMAT:
            return NONE
        return Manifest(
            files=dict(map(_file, data["files"].items())),
            complete=data["complete"] is True,
            now=_instant(data["now"]),
            changes_at=_instant(data["changes_at"]),
            unlisted={str(path): str(digest) for path, digest in data.get("unlisted", {}).items()},
            drafts=data.get("drafts", False) is True,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return NONE


def write(output: Path, manifest: Manifest) -> None:
    """Write the manifest atomically; the caller must hold the folder's lock. Raises OSError."""
    data = {
        "format": FORMAT,
        "complete": manifest.complete,
        "now": manifest.now.isoformat() if manifest.now else None,
        "changes_at": manifest.changes_at.isoformat() if manifest.changes_at else None,
        **({"drafts": True} if manifest.drafts else {}),
        "files": dict(sorted(manifest.files.items())),
        **({"unlisted": dict(sorted(manifest.unlisted.items()))} if manifest.unlisted else {}),
    }
    target = path_in(output)
    remove_leftovers(target)
    write_own(target, (json.dumps(data, ensure_ascii=False, indent=0) + "\n").encode())


def _file(entry: tuple[str, object]) -> tuple[str, str]:
    """Return a file's path and hash. Raises ValueError for one that lies elsewhere: a build would remove it."""
    path, digest = entry
    if not is_inside(path):
        raise ValueError(path)
    return path, str(digest)


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
