"""Writes files into a project for actions."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from site_gen.files import write_atomically
from site_gen.messages import m
from site_gen.problems import WorldError


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn a disk error into a WorldError that names the file."""
    try:
        yield
    except OSError as error:
        name = getattr(error, "filename", None) or folder
        raise WorldError(
            m("{name} can't be written: {strerror}", name=name, strerror=error.strerror or error),
            m("choose another folder"),
        ) from error


def write_text(path: Path, text: str) -> None:
    """Write a text file as UTF-8 atomically, and create its folder if needed. Raises OSError.

    A full disk or a power cut leaves what the owner wrote there before.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and not path.is_file():  # a pipe would be waited for
        raise OSError(errno.EEXIST, m("what is there is no ordinary file"), str(path))
    write_atomically(path, text.encode())
