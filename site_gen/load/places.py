"""Where a value stands in a YAML file of the project, for those who find a fault after everything has been read."""

from __future__ import annotations

from pathlib import Path

from site_gen.problems import Location
from site_gen.sources.batch import read_yaml_file

_LIMIT = 1_000_000


def locate(project: Path, file: str, path: tuple[str | int, ...], *, key: bool = False) -> Location:
    """Return where the value at `path` is, or its key; where there is none, its nearest ancestor. Reads the file."""
    return read_yaml_file(project / file, file, _LIMIT).document.locate(path, key=key)
