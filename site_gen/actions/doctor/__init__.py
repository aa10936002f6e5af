"""Whether the program can do its work on this machine: what is there, what is missing, and what to do about it.

Nothing secret is told, so that it can be pasted into a public report: no values of variables but those that choose
language, encoding and time zone; the user's own folder is `~`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from site_gen.actions.doctor.finding import Finding, State, Surroundings
from site_gen.actions.doctor.machine import clock, cores, encodings, language, programs, time_zones
from site_gen.actions.doctor.packages import extras, libraries, packages, program, python
from site_gen.actions.doctor.places import cache, fonts, own_places, project, room

CHECKS: Final[tuple[Callable[[Surroundings], Iterator[Finding]], ...]] = (
    *(program, python, packages, libraries, cores),
    *(project, cache, own_places, room),
    *(fonts, language, encodings, time_zones, clock),
    *(extras, programs),
)
"""Each looks at one thing, and yields what it finds in the order in which it is told."""


def examine(around: Surroundings) -> tuple[Finding, ...]:
    """Return everything there is to say, in order. Writes nothing that stays, and asks nobody outside this machine."""
    return tuple(finding for check in CHECKS for finding in check(around))


def can_build(findings: tuple[Finding, ...]) -> bool:
    """Whether a build can work here."""
    return not any(finding.state is State.BROKEN for finding in findings)


__all__ = ["Finding", "State", "Surroundings", "can_build", "examine"]
