"""The lines around a problem, for the overlay. Never reads a file outside the project."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from site_gen.files import real_path
from site_gen.problems import Location

AROUND: Final = 2
_LONGEST: Final = 240
_LARGEST: Final = 4_000_000


def excerpt_of(project: Path, place: Location) -> list[tuple[int, str]]:
    """Return the numbers and texts of the lines around a place; none if the file can't be shown."""
    root = real_path(project)
    file = real_path(root / place.file)
    try:
        if not file.is_relative_to(root) or not file.is_file() or file.stat().st_size > _LARGEST:
            return []
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    if "\0" in text:  # a binary file
        return []
    lines = text.split("\n")  # counted like the readers do; YAML has no other line breaks
    first = max(1, place.line - AROUND)
    last = min(len(lines), place.line + AROUND)
    return [(number, lines[number - 1][:_LONGEST]) for number in range(first, last + 1)]
