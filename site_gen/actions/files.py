"""Writes files into a project for actions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from site_gen.problems import WorldError


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn a disk error into a WorldError that names the file."""
    try:
        yield
    except OSError as error:
        name = getattr(error, "filename", None) or folder
        raise WorldError(f"{name} can't be written: {error.strerror or error}", "choose another folder") from error


def write_text(path: Path, text: str) -> None:
    """Write a text file as UTF-8 with Unix line ends, and create its folder if needed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
