"""Names under which a file lies beside its place until it is whole, where a protocol can rename.

What a killed upload leaves is hidden in listings, and is written over when the same file is put again.
"""

from __future__ import annotations

import posixpath
import re
import secrets
from collections.abc import Iterator
from hashlib import sha256
from typing import Final

_PARTIAL: Final = re.compile(r"\.[0-9a-f]{16}\.part")


def partial(path: str) -> str:
    """Return where a file lies until it is whole: always the same place for the same file."""
    return _beside(path, sha256(path.encode()).hexdigest()[:16])


def own_partial(path: str) -> str:
    """Return the same for a file that several may want to create at once: another place at each call."""
    return _beside(path, secrets.token_hex(8))


def _beside(path: str, name: str) -> str:
    return posixpath.join(posixpath.dirname(path), f".{name}.part")


def is_partial(name: str) -> bool:
    """Whether a file, without its folder, is one that isn't whole yet."""
    return _PARTIAL.fullmatch(name) is not None


def folders(path: str) -> Iterator[str]:
    """Yield the folders that a path is in, the innermost first, without the place's own."""
    while path := posixpath.dirname(path):
        yield path
