"""The record of the last build of a project into a folder: what it looked at, what it made, and what it said.

With it, a build that would change nothing is recognised by the states of files alone, and one that changes little makes
only the files whose templates or views are new. It is in the cache, as it names unlisted pages: `NAME.build` decides
whether there is anything to do, `NAME.files` has the key of every file. Both begin with the hash of the rest. They can
be deleted at any time: whatever is missing, damaged or of another version is made anew. Standard library only.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from site_gen.builder import manifest
from site_gen.builder.record_file import RecordFiles, are_same, instant, locked, opens, plain, problem
from site_gen.builder.report import PageLinks, Report
from site_gen.file_states import (
    NOTHING,
    TICK,
    State,
    States,
    clock,
    digest,
    hash_of,
    is_settled,
    look_at,
    program_state,
    state_of,
)
from site_gen.messages import as_data, from_data

FORMAT: Final = 4
SOURCE_FOLDERS: Final = ("cases", "content", "offers", "social", "static", "themes")
"""The folders of a project that a build reads."""

SETTINGS: Final = "site."
"""How the names of the files in a project's folder begin that a build reads."""

SETUP_FILES: Final = ("wrangler.toml", "wrangler.json", "wrangler.jsonc")
"""Files in a project's folder that a build looks into, to see whether forms can work."""

SCHEDULES: Final = (".github/workflows/*.y*ml", ".gitlab-ci.yml", ".woodpecker.y*ml", "schedule/*")
"""Patterns of the files of `site-gen schedule`, which are held against the site's moments."""


@dataclass(frozen=True, slots=True)
class Made:
    """A file of the output: the key of what it was made from, the hash of its bytes, its state; a page's links, where
    they were asked for; `inputs` and `pictures` as in an `Artifact`."""

    key: str
    digest: str
    state: State
    links: PageLinks | None = None
    inputs: str = ""
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Before:
    """What is known from the last build: the files of the output, by path, the templates that template files refer to,
    by the hash of their bytes, and the hash of all files of the project's own templates."""

    files: Mapping[str, Made] = field(default_factory=dict)
    references: Mapping[str, frozenset[str | None]] = field(default_factory=dict)
    templates: str = ""


@dataclass
class BuildRecord:
    """The record of the builds of a project into a folder, with these options, asked by one build.

    One that isn't trusted says that nothing is known.
    """

    cache: Path
    project: Path
    output: Path
    options: Mapping[str, bool]
    is_trusted: bool = True
    _sources: States | None = None

    # --- before a build -------------------------------------------------------------------------------------------

    def report(self, now: datetime, environment: Mapping[str, str]) -> Report | None:
        """Return the report of a build at `now` that has nothing to do; None if there may be something to do.

        `environment` has the passwords of locked pages. `seconds` are 0.
        """
        found = self._kept.read(".build") if self.is_trusted else None
        try:
            return self._unchanged(found, now, environment) if found else None
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError):
            return None  # written by another version

    def _unchanged(self, found: Mapping[str, Any], now: datetime, environment: Mapping[str, str]) -> Report | None:
        zone = ZoneInfo(found["zone"])
        changes_at = instant(found["changes_at"], zone)
        ends = [end for end in (changes_at, instant(found["until"], zone)) if end is not None]
        if now < datetime.fromisoformat(found["now"]) or any(now >= end for end in ends):
            return None
        if found["program"] != self._program or found["options"] != dict(self.options):
            return None
        self.begin()
        if self._sources is None or not are_same(self.project, self._sources.states, found["sources"]):
            return None
        made = {path: state_of(f"{self.output}/{path}") for path in found["files"]}
        made[_MANIFEST] = state_of(manifest.path_in(self.output))
        if NOTHING in made.values() or not are_same(self.output, made, found["made"]):
            return None
        if not opens(found["passwords"], environment):
            return None
        report = found["report"]
        return Report(
            output=self.output,
            pages=int(report["pages"]),
            written=0,
            unchanged=len(found["files"]),
            removed=0,
            changes_at=changes_at,
            seconds=0.0,
            left_out=tuple(map(from_data, report["left_out"])),
            warnings=tuple(problem(*warning) for warning in report["warnings"]),
        )

    def begin(self) -> None:
        """Look at the sources, unless that was done: before they are read, so that what changes meanwhile counts as
        changed the next time."""
        if self._sources is None:
            self._sources = sources(self.project, self.output)

    def before(self, *, for_output: bool = True) -> Before:
        """Return what is known from the last build. For the output, files whose state isn't certain are left out."""
        found = self._kept.read(".files") if self.is_trusted else None
        try:
            if not found or found["program"] != self._program:
                return Before()
            if for_output and found["options"] != dict(self.options):
                return Before()
            looked_at = int(found["looked_at"])
            files = found["files"].items()
            words = list(map(str, found["words"]))
            anchors: dict[frozenset[str], frozenset[str]] = {}
            made = {path: _made(row, words, anchors) for path, row in files}
            references = {str(hash_): frozenset(names) for hash_, names in found["references"].items()}
            templates = str(found["templates"])
        except (KeyError, IndexError, TypeError, ValueError, AttributeError):
            return Before()
        if for_output:
            made = {path: file for path, file in made.items() if self._is_certain(path, file, looked_at)}
        return Before(made, references, templates)

    def _is_certain(self, path: str, file: Made, looked_at: int) -> bool:
        place = f"{self.output}/{path}"
        if state_of(place) != file.state:
            return False
        return is_settled(file.state, looked_at) or hash_of(place) == file.digest

    # --- after a build --------------------------------------------------------------------------------------------

    def forget(self) -> None:
        """Take back that nothing is to be done: the output is about to be changed. Raises OSError."""
        with suppress(FileNotFoundError, NotADirectoryError):
            self._kept.path(".build").unlink()

    def keep(
        self,
        made: Mapping[str, Made],
        references: Mapping[str, frozenset[str | None]],
        templates: str,
        report: Report,
        now: datetime,
        passwords: Mapping[str, str],
        until: datetime | None = None,
    ) -> None:
        """Keep what a build at `now` made, whose `begin` was called before it read anything.

        `made` has every file, states aside, `references` and `templates` are as in `Before`, `passwords` are those of
        locked pages, `until` is when the report's warnings may be others. What can't be written is not kept.
        """
        looked_at = self._sources
        if looked_at is None:
            return
        states, clock_then = self._states_of(made)
        words: dict[str, int] = {}  # most links are on every page
        files = {path: _row(made[path], states[path], words) for path in made}
        unsettled = {
            path: hash_of(self.output / path) if path == _MANIFEST else made[path].digest
            for path, state in states.items()
            if not is_settled(state, clock_then)
        }
        zone = report.changes_at.tzinfo if report.changes_at else None
        build = {
            "program": self._program,
            "options": dict(self.options),
            "now": now.isoformat(),
            "changes_at": report.changes_at.isoformat() if report.changes_at else None,
            "until": until.isoformat() if until else None,
            "zone": zone.key if isinstance(zone, ZoneInfo) else "UTC",
            "sources": {"digest": looked_at.digest, "unsettled": dict(looked_at.hashes)},
            "made": {"digest": digest(states), "unsettled": unsettled},
            "files": sorted(made),
            "passwords": locked(passwords),
            "report": {
                "pages": report.pages,
                "left_out": [as_data(text) for text in report.left_out],
                "warnings": [plain(warning) for warning in report.warnings],
            },
        }
        known = {
            "program": self._program,
            "options": dict(self.options),
            "looked_at": clock_then,
            "files": files,
            "words": list(words),
            "references": {hash_: list(names) for hash_, names in references.items()},
            "templates": templates,
        }
        with suppress(OSError):
            self._kept.write(".files", known)
            self._kept.write(".build", build)

    def _states_of(self, made: Mapping[str, Made]) -> tuple[dict[str, State], int]:
        """Return the states of the output's files and of its manifest, and when they were taken.

        What isn't settled is hashed by each build to come that has nothing to do. Where that is much, the states are
        taken again a tick later.
        """
        for wait in (TICK, 0):
            clock_then = clock()
            states = {path: state_of(f"{self.output}/{path}") for path in made}
            states[_MANIFEST] = state_of(manifest.path_in(self.output))
            if sum(not is_settled(state, clock_then) for state in states.values()) <= _FEW:
                break
            time.sleep(wait / 1e9)
        return states, clock_then

    # --- its files ------------------------------------------------------------------------------------------------

    @cached_property
    def _program(self) -> str:
        return f"{FORMAT} {program_state()}"

    @property
    def _kept(self) -> RecordFiles:
        return RecordFiles(self.cache, (self.project, self.output))


_FEW: Final = 64
"""So many files are hashed in less time than a tick takes."""

_MANIFEST: Final = f"{manifest.FOLDER}/manifest.json"


def sources(project: Path, output: Path) -> States:
    """Return the states of everything in a project that a build reads."""
    try:
        names = [path.name for path in project.iterdir() if path.name.startswith((SETTINGS, *SETUP_FILES))]
        names += [path.relative_to(project).as_posix() for pattern in SCHEDULES for path in project.glob(pattern)]
    except OSError:
        names = []
    # What lies in folders with other names may be told of; the output is none of these, even if it has yet to be made.
    without = [output.name] if output.parent == project else []
    return look_at(project, SOURCE_FOLDERS, names, without=without)


def _row(file: Made, state: State, words: dict[str, int]) -> tuple[object, ...]:
    """Return a file as plain data: its links, ids and pictures by their numbers in `words`, to which new ones are
    added."""
    links, known = file.links, (file.key, file.digest, *state)
    if links is None and not file.inputs:
        return known
    found = (None, None) if links is None else (links.links, sorted(links.anchors))
    numbers = [each and [words.setdefault(word, len(words)) for word in each] for each in (*found, file.pictures)]
    return (*known, file.inputs, *numbers)


def _made(row: Sequence[Any], words: Sequence[str], anchors: dict[frozenset[str], frozenset[str]]) -> Made:
    """Return a file of plain data; pages with the same `anchors` share them, and new ones are added."""
    key, hash_, m, c, size, inode, *more = row
    state = (m, c, size, inode)
    if not more:
        return Made(key, hash_, state)
    inputs, links, ids, pictures = more
    found = None
    if links is not None:
        own = frozenset([words[number] for number in ids])
        found = PageLinks(tuple([words[number] for number in links]), anchors.setdefault(own, own))
    return Made(key, hash_, state, found, str(inputs), tuple([words[number] for number in pictures]))
