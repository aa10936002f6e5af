"""The record of the last check of a project: as long as nothing changed, it says the same. Standard library only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from site_gen.builder import manifest
from site_gen.builder.record import sources
from site_gen.builder.record_file import RecordFiles, are_same, instant, locked, opens, plain, problem
from site_gen.file_states import State, States, digest, program_state, state_of
from site_gen.model.secrets import SECRET_VARIABLES
from site_gen.problems import Problem

_FORMAT: Final = 1
_SUFFIX: Final = ".check"


@dataclass
class CheckRecord:
    """The record of the checks of a project, asked by one check. `environment` has the passwords of locked pages.

    The record is in the `cache`, which is the user's own: checking writes nothing into a project. `output` has the last
    build, whose size is looked at.
    """

    cache: Path
    project: Path
    output: Path
    environment: Mapping[str, str]
    _looked_at: tuple[States, State] | None = None

    def problems(self, now: datetime) -> tuple[Problem, ...] | None:
        """Return the problems that a check at `now` finds; None if there may be others than the last time."""
        found = self._files.read(_SUFFIX)
        try:
            return self._unchanged(found, now) if found else None
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError):
            return None  # written by another version

    def _unchanged(self, found: Mapping[str, Any], now: datetime) -> tuple[Problem, ...] | None:
        until = instant(found["until"], ZoneInfo("UTC"))
        if until is None or not datetime.fromisoformat(found["now"]) <= now < until:
            return None
        if found["program"] != self._program or found["variables"] != self._variables:
            return None
        states, output = self.begin()
        if not are_same(self.project, states.states, found["sources"]) or list(output) != found["output"]:
            return None
        if not opens(found["passwords"], self.environment):
            return None
        return tuple(problem(*said) for said in found["problems"])

    def begin(self) -> tuple[States, State]:
        """Look at the sources, unless that was done: before they are read, so that what changes meanwhile counts as
        changed the next time."""
        if self._looked_at is None:
            self._looked_at = sources(self.project, self.output), state_of(manifest.path_in(self.output))
        return self._looked_at

    def keep(self, problems: Iterable[Problem], now: datetime, until: datetime, passwords: Iterable[str]) -> None:
        """Keep what a check at `now` found, whose `begin` was called before it read anything.

        The same is found `until` then, with the same `passwords`, named by their variables. What can't be written is
        not kept.
        """
        states, output = self.begin()
        found = {
            "program": self._program,
            "variables": self._variables,
            "now": now.isoformat(),
            "until": until.isoformat(),
            "sources": {"digest": digest(states.states), "unsettled": dict(states.hashes)},
            "output": output,
            "passwords": locked({name: self.environment.get(name, "") for name in passwords}),
            "problems": [plain(each) for each in problems],
        }
        with suppress(OSError):
            self._files.write(_SUFFIX, found)

    @property
    def _files(self) -> RecordFiles:
        return RecordFiles(self.cache, (self.project,))

    @cached_property
    def _program(self) -> str:
        return f"{_FORMAT} {program_state()}"

    @property
    def _variables(self) -> list[str]:
        return sorted(name for name in SECRET_VARIABLES if self.environment.get(name))
