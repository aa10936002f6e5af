"""Files for the owner's eyes alone, beside the cache: what texts were before, and what is only begun."""

from __future__ import annotations

import re
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

from site_gen.files import read_regular, write_atomically

_DIGEST: Final = re.compile("[0-9a-f]{64}")
_PRIVATE_FILE: Final = 0o600
_PRIVATE_FOLDER: Final = 0o700


def digest(content: bytes | None) -> str:
    """Return the SHA-256 of a file's bytes in hexadecimal; '' for a file that isn't there."""
    return "" if content is None else sha256(content).hexdigest()


def is_digest(text: str) -> bool:
    """Whether a text can be the digest of a file that is there: whoever asks may send any."""
    return _DIGEST.fullmatch(text) is not None


def editor_folder(cache: Path, project: Path) -> Path:
    """Return the folder for what the editor keeps of a project: beside the cache, which may be deleted at any time."""
    own = sha256(str(project).encode()).hexdigest()[:16]
    return cache.with_name(f"{cache.name}-editor") / own


def private_folder(folder: Path) -> Path:
    """Make a folder, and those above it that are missing, that nobody else may look into."""
    if not folder.is_dir():
        if not folder.parent.exists():
            private_folder(folder.parent)
        with suppress(FileExistsError):
            folder.mkdir(mode=_PRIVATE_FOLDER)
    return folder


def write_private(path: Path, content: bytes, *, durable: bool = False) -> None:
    """Write a file whole, for its owner alone; its folder must exist. With `durable` it survives a power cut."""
    write_atomically(path, content, mode=_PRIVATE_FILE, durable=durable)


def read_if_there(path: Path) -> bytes | None:
    """Return a file's bytes; None if there is no such file. Raises OSError, also for a pipe, a device or a file that is
    too big: whoever filled the folder may have put them there."""
    try:
        return read_regular(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
