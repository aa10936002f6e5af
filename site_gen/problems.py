"""What can go wrong, as data and as three kinds of error. Knows nothing about file formats.

- `ProjectError`: the user's files have mistakes; carries every `Problem` at once (exit code 1).
- usage errors belong to the command line's own library (exit code 2).
- `WorldError`: the disk, the network or a host failed; says what was kept and what to try (exit code 3).

Anything else is a bug of ours: the command line says so, and keeps the traceback in a file (exit code 70).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from site_gen.inert import inert_line
from site_gen.messages import Message


class Severity(StrEnum):
    """The severity of a problem: an error stops the build, a warning does so only with --strict."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a source file: path relative to the project with forward slashes, line and column from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in the user's files: where, what was found, and what to write instead.

    Problems sort by file, line and column, so that two runs over the same files say the same thing. What they say is on
    one line and harmless, whatever they repeat of a file. Messages stay messages, translated where they are shown.
    """

    location: Location
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR

    def __post_init__(self) -> None:
        object.__setattr__(self, "message", _inert(self.message))
        object.__setattr__(self, "hint", _inert(self.hint))

    def __str__(self) -> str:
        kind = "" if self.severity is Severity.ERROR else f"{self.severity}: "
        text = f"{self.location}: {kind}{self.message}"
        return f"{text}\n  hint: {self.hint}" if self.hint else text


def _inert(text: str) -> str:
    return text.with_values(inert_line) if isinstance(text, Message) else inert_line(text)


class ProjectError(Exception):
    """The project's files have errors; nothing was written. `problems` is sorted and includes warnings."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


class WorldError(Exception):
    """The world failed (disk, lock, network); `hint` says what was kept and what to try."""

    def __init__(self, message: str, hint: str = "") -> None:
        self.hint = hint
        super().__init__(message)
