"""Files in the cache that say what was found the last time, and whether it still holds. Standard library only."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from site_gen.file_states import State, digest, hash_of
from site_gen.files import read_regular, real_path, remove_leftovers, write_own
from site_gen.foreign_json import read_json
from site_gen.hashing import content_hash
from site_gen.messages import as_data, from_data
from site_gen.problems import Location, Problem, Severity

FOLDER: Final = "builds"
_PRIVATE: Final = 0o600
_SCRYPT: Final = {"n": 2**14, "r": 8, "p": 1}
"""As slow as a guess must be: the record lies beside the cache, and passwords may be short."""


@dataclass(frozen=True, slots=True)
class RecordFiles:
    """The files of a record in a cache; each begins with the hash of the rest. `names` tell it from others."""

    cache: Path
    names: tuple[Path, ...]

    def path(self, suffix: str) -> Path:
        """Return the path of a file."""
        name = content_hash("\0".join(str(real_path(name)) for name in self.names).encode())
        return self.cache / FOLDER / f"{name}{suffix}"

    def read(self, suffix: str) -> dict[str, Any] | None:
        """Return what is in a file; None if there is none, or a damaged one."""
        try:
            hash_, _, rest = read_regular(self.path(suffix)).partition(b"\n")
            data = read_json(rest) if content_hash(rest) == hash_.decode() else None
        except (OSError, ValueError):
            return None
        return data if isinstance(data, dict) else None

    def write(self, suffix: str, data: Mapping[str, Any]) -> None:
        """Write a file for its owner alone. Raises OSError."""
        path = self.path(suffix)
        path.parent.mkdir(parents=True, exist_ok=True)
        # Names of files may be no text (lone surrogates): escapes can hold everything.
        remove_leftovers(path)  # whoever builds holds the output's lock
        content = json.dumps(data, ensure_ascii=True, separators=(",", ":")).encode()
        write_own(path, content_hash(content).encode() + b"\n" + content, mode=_PRIVATE)


def are_same(folder: Path, states: Mapping[str, State], before: Mapping[str, Any]) -> bool:
    """Whether files are as they were, those that weren't settled by their contents."""
    if digest(states) != before["digest"]:
        return False
    return all(hash_of(f"{folder}/{name}") == hash_ for name, hash_ in before["unsettled"].items())


def locked(passwords: Mapping[str, str]) -> dict[str, Any] | None:
    """Return what tells later whether passwords are the same, without saying what they are."""
    if not passwords:
        return None
    import secrets

    salt = secrets.token_hex(16)
    return {"names": sorted(passwords), "salt": salt, "hash": _stretched(passwords, salt)}


def opens(locked: Mapping[str, Any] | None, environment: Mapping[str, str]) -> bool:
    """Whether an environment has the same passwords."""
    if locked is None:
        return True
    names = locked["names"]
    if any(name not in environment for name in names):
        return False
    from hmac import compare_digest

    return compare_digest(_stretched({n: environment[n] for n in names}, locked["salt"]), locked["hash"])


def _stretched(passwords: Mapping[str, str], salt: str) -> str:
    text = json.dumps(sorted(passwords.items())).encode()
    return hashlib.scrypt(text, salt=bytes.fromhex(salt), **_SCRYPT).hex()


def plain(problem: Problem) -> tuple[str, int, int, Any, Any, str]:
    """Return a problem as plain data."""
    place = problem.location
    return place.file, place.line, place.column, as_data(problem.message), as_data(problem.hint), problem.severity.value


def problem(file: str, line: int, column: int, message: Any, hint: Any, severity: str) -> Problem:
    """Return a problem from plain data."""
    return Problem(Location(file, line, column), from_data(message), from_data(hint), Severity(severity))


def instant(text: str | None, zone: ZoneInfo) -> datetime | None:
    """Return an instant from ISO text, in a time zone."""
    return None if text is None else datetime.fromisoformat(text).astimezone(zone)
