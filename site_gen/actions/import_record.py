"""The record of what imports wrote, so that a second one knows its own files from those that their owner changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from site_gen.files import is_inside, read_regular
from site_gen.foreign_json import read_json
from site_gen.hashing import content_hash
from site_gen.messages import m
from site_gen.problems import Location, Problem, ProjectError

RECORD: Final = ".site-gen/imported.json"
BEGUN: Final = ".site-gen/importing.json"
"""The same for files that are being written. What is in it counts only where the file is there as it was to be: an
import that was cut off goes on, and takes its own texts for nobody else's."""

_LARGEST: Final = 200_000_000


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """The files that were written: path → what each is made of, and the digest of what was written."""

    files: Mapping[str, tuple[str, str]]

    @property
    def pictures(self) -> Mapping[str, str]:
        """The pictures of other sites that were fetched: address → path."""
        found = {source: path for path, (source, _) in self.files.items() if source.startswith(("http://", "https://"))}
        return MappingProxyType(found)


def read_record(project: Path) -> ImportRecord:
    """Return the record of a project; an empty one if nothing was imported. Raises ProjectError if it is damaged."""
    done = _read(project / RECORD)
    begun = _read(project / BEGUN) if (project / BEGUN).is_file() else {}
    cut_off = {name: entry for name, entry in begun.items() if _is_written(project / name, entry[1])}
    return ImportRecord(MappingProxyType({**done, **cut_off}))


def _is_written(path: Path, digest: str) -> bool:
    try:
        return content_hash(read_regular(path)) == digest
    except OSError:
        return False


def _read(path: Path) -> dict[str, tuple[str, str]]:
    if not path.is_file():
        return {}
    try:
        with path.open("rb") as stream:
            files = read_json(stream.read(_LARGEST))["files"]
        return {str(name): (str(entry[0]), str(entry[1])) for name, entry in files.items() if is_inside(str(name))}
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        hint = m(
            "take it back from your last copy; without it, an import brings all texts once more, under other names"
        )
        raise ProjectError(
            [Problem(Location(RECORD), m("the record of earlier imports can't be read"), hint)]
        ) from error


def record_bytes(files: Mapping[str, tuple[str, str]]) -> bytes:
    """Return a record's contents."""
    entries = {name: list(files[name]) for name in sorted(files)}
    return (json.dumps({"files": entries}, ensure_ascii=False, indent=1) + "\n").encode()
