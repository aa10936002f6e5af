"""Reads source files of makers, and checks that they are unchanged since the project was loaded."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from site_gen.hashing import content_hash
from site_gen.messages import m
from site_gen.problems import Location, Problem, ProjectError

_PACKAGED: Final = Path(__file__).parent.parent / "themes"
_AGAIN: Final = m("build again; preview reads it again by itself")


def read_original(path: Path, digest: str, file: str) -> bytes:
    """Return the bytes of a file that had the hash `digest` when the project was read.

    Raises ProjectError if its bytes have changed or it can't be read: results are cached by that hash, so a wrong one
    would be used for the old file forever. `file` is its name in messages.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise _changed(file) from error
    except OSError as error:
        why = (error.strerror or type(error).__name__).lower()
        raise ProjectError(
            [Problem(Location(file), m("the file can't be read: {why}", why=why), m("allow it to be read"))]
        ) from error
    if content_hash(content) != digest:
        raise _changed(file)
    return content


def _changed(file: str) -> ProjectError:
    return ProjectError([Problem(Location(file), m("the file changed while the site was made"), _AGAIN)])


def theme_file(path: Path) -> str:
    """Return the name of a theme's file for messages."""
    if path.is_relative_to(_PACKAGED):
        return f"packaged themes/{path.relative_to(_PACKAGED).as_posix()}"
    parts = path.parts
    return "/".join(parts[len(parts) - 1 - parts[::-1].index("themes") :]) if "themes" in parts else path.name
