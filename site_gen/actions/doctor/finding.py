"""What the checks of a machine are given, and what they give back."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from site_gen.messages import Message


class State(StrEnum):
    """How it is with one thing."""

    FINE = "ok"
    NOTE = "note"
    """A build works, but something would be missed."""
    BROKEN = "broken"
    """No build can work before it is mended."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: the group it is told in, its name, how it is, and what to do if that isn't fine."""

    group: str
    name: str
    state: State
    value: str
    hint: str = ""


def installed(package: str) -> str | None:
    """Return the version of a package that is installed, None where there is none or it is damaged."""
    try:
        return version(package)
    except (PackageNotFoundError, KeyError, ValueError):
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the checks may not ask for themselves: variables, the moment (with the machine's zone), the streams'
    encoding, and where they are; `project` is None where there is none."""

    environment: Mapping[str, str]
    now: datetime
    here: Path
    home: Path
    cache: Path
    output_encoding: str
    project: Path | None = None
    installed: Callable[[str], str | None] = installed
    which: Callable[[str], str | None] = field(default=shutil.which)

    def short(self, text: str | Path | Exception) -> str:
        """Return a text with the user's own folder as `~`: its name often is a person's."""
        if isinstance(text, Message):
            return text.with_values(self.short)
        home = str(self.home).rstrip("\\/")
        return re.sub(re.escape(home) + r"(?![\w-])", "~", str(text)) if len(home) > 1 else str(text)
