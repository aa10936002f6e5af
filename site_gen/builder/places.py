"""Where something stands in a source file, found again by its text when the file's positions are no longer at hand."""

from __future__ import annotations

import re
from pathlib import Path

from site_gen.problems import Location


def line_of(project: Path, file: str, text: str) -> Location:
    """Return the first place of a text in a file; the file's beginning where it isn't there. Comments don't count."""
    try:
        content = (project / file).read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        return Location(file)
    content = (
        re.sub(r"(?m)^\s*#.*$", lambda comment: " " * len(comment[0]), content) if file.endswith(".yaml") else content
    )
    at = content.find(text)
    if at < 0:
        return Location(file)
    return Location(file, content.count("\n", 0, at) + 1, at - content.rfind("\n", 0, at))
