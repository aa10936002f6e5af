"""What each address answered last time, so that a server is asked whether it is still so, not for all of it again."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from site_gen.files import read_regular, write_own
from site_gen.foreign_json import read_json
from site_gen.hashing import content_hash

FORMAT: Final = 1
_MOST: Final = 50_000


@dataclass(frozen=True, slots=True)
class Mark:
    """How a server names the state of an address (RFC 9110 section 8.8), and the hash of the bytes it then sent."""

    etag: str
    modified: str
    digest: str


@dataclass
class Remembered:
    """Marks by address, which are kept in a file by the hashes of addresses: some are known to one client alone."""

    path: Path
    _marks: dict[str, Mark] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def read(cls, path: Path) -> Remembered:
        """Return what the file says; nothing where there is none, or it is damaged."""
        try:
            data = read_json(read_regular(path).decode())
            marks = {key: Mark(*map(str, values)) for key, values in data["marks"].items()}
            return cls(path, marks if data["format"] == FORMAT else {})
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls(path)

    def get(self, url: str) -> Mark | None:
        with self._lock:
            return self._marks.get(_key(url))

    def put(self, url: str, mark: Mark) -> None:
        with self._lock:
            self._marks.pop(_key(url), None)
            self._marks[_key(url)] = mark

    def write(self) -> None:
        """Write the file, the latest marks alone. Raises OSError."""
        latest = list(self._marks.items())[-_MOST:]
        marks = {key: [mark.etag, mark.modified, mark.digest] for key, mark in latest}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        write_own(self.path, json.dumps({"format": FORMAT, "marks": marks}).encode())


def _key(url: str) -> str:
    return content_hash(url.encode())
