"""What a conformance run says: what is wrong, by what looked, and what nothing could look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Check(StrEnum):
    """What is looked at."""

    FILES = "files"
    STRINGS = "strings"
    CONTRAST = "contrast"
    PAGES = "pages"
    POLICY = "policy"
    OVERFLOW = "overflow"
    AXE = "axe"
    NU = "nu"


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault: the file, page or colour it is in, and what to do about it."""

    check: Check
    place: str
    message: str
    hint: str = ""


@dataclass
class Conformance:
    """The result of a run. `skipped` says why a check was not made; `pages` is how many pages were looked at."""

    theme: str
    findings: list[Finding] = field(default_factory=list)
    skipped: dict[Check, str] = field(default_factory=dict)
    pages: int = 0
    languages: tuple[str, ...] = ()
