"""What a build did. Standard library only, so that "nothing to do" is said without a heavy import."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from site_gen.problems import Problem


@dataclass(frozen=True, slots=True)
class PageLinks:
    """The addresses that a page links to or loads, each once, and the ids in it."""

    links: tuple[str, ...]
    anchors: frozenset[str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is in the site for one lead: the lead's id, whether it is a proposal (else an audit), and its file."""

    lead: str
    is_proposal: bool
    file: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did, in `seconds`. `changes_at` is when the site must be built again, None for never.

    `answers` are those in the site; where nothing was to be done, they were told by the build before.
    """

    output: Path
    pages: int
    written: int
    unchanged: int
    removed: int
    changes_at: datetime | None
    seconds: float
    left_out: tuple[str, ...]
    warnings: tuple[Problem, ...]
    answers: tuple[Answer, ...] = ()
