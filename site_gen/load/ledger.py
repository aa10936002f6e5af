"""offers/ledger.jsonl → `Ledger`, read strictly: it is evidence, so nothing is guessed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NoReturn, TypeVar
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from site_gen.load.shape import model_shape
from site_gen.load.wording import describe
from site_gen.messages import m
from site_gen.model.base import Model
from site_gen.model.ledger import LEDGER_FILE, NO_LEDGER, SEAL, Entry, Head, Ledger, OfferState, seal
from site_gen.problems import Location, Problem, Severity
from site_gen.sources.text import excerpt, read_source
from site_gen.sources.yaml import Document, read_yaml

M = TypeVar("M", bound=Model)

LIMIT: Final = 64_000_000
_HEAD: Final = frozenset(Head.model_fields)
_BY_HAND: Final = m("lines are written by 'site-gen offers --record' alone")
_RESTORE: Final = m("bring the line back as version control has it; {by_hand}", by_hand=_BY_HAND)


def read_ledger(project: Path, zone: ZoneInfo | None) -> tuple[Ledger, tuple[Problem, ...]]:
    """Return the ledger of a project, empty if there is none or it has problems, and the problems.

    Instants are converted to `zone` (the site's), whatever offset they have in the file.
    """
    path = project / LEDGER_FILE
    if not path.exists():
        return NO_LEDGER, ()
    text, problems = read_source(path, LEDGER_FILE, LIMIT)
    if problems:
        return NO_LEDGER, problems
    reader = _LedgerReader({"zone": zone or ZoneInfo("UTC")})
    entries = tuple(reader.read(text))
    if any(problem.severity is Severity.ERROR for problem in reader.problems):
        return NO_LEDGER, tuple(reader.problems)
    return Ledger(entries, hashlib.sha256(path.read_bytes()).hexdigest()), tuple(reader.problems)


class _RepeatedKeyError(ValueError):
    """A mapping has the same key twice."""


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for key, value in pairs:
        if key in data:
            raise _RepeatedKeyError(key)
        data[key] = value
    return data


def _no_constant(name: str) -> NoReturn:
    raise _RepeatedKeyError(name)


@dataclass
class _LedgerReader:
    context: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)

    def read(self, text: str) -> Iterator[Entry]:
        """Yield the readable lines, and collect the problems of the others."""
        lines = text.split("\n")
        unfinished = lines[-1] != ""
        last: tuple[int, datetime] | None = None
        for number, line in enumerate(lines if unfinished else lines[:-1], start=1):
            entry = self._entry(number, line, cut=unfinished and number == len(lines))
            if entry is None:
                continue
            if last is not None and entry.recorded < last[1]:
                self._out_of_order(entry, last)
            last = (number, entry.recorded)
            yield entry

    def _entry(self, number: int, line: str, *, cut: bool) -> Entry | None:
        data = self._data(number, line, cut=cut)
        if data is None:
            return None
        try:
            head = Head.model_validate({key: data[key] for key in data if key in _HEAD}, context=self.context)
            rest = {key: data[key] for key in data if key not in _HEAD}
            state = None if head.withdrawn else OfferState.model_validate(rest, context=self.context)
        except ValidationError as error:
            model = Head if error.title == Head.__name__ else OfferState
            self.problems += describe(error, _document(number, line), model_shape(model))
            return None
        if head.withdrawn and rest:
            self._beside_withdrawn(_document(number, line), next(iter(rest)))
            return None
        if not self._is_sealed(number, head.sha256, data, line):
            return None
        sealed = head.sha256 is not None
        return Entry(number, head.recorded, head.offer, state, sealed=sealed, formerly=head.formerly)

    def _data(self, number: int, line: str, *, cut: bool) -> dict[str, Any] | None:
        """Return a line's data; None if it is no JSON object."""
        try:
            data = json.loads(line, object_pairs_hook=_no_repeats, parse_constant=_no_constant)
        except json.JSONDecodeError as error:
            self._unreadable(number, line, error, cut=cut)
            return None
        except _RepeatedKeyError as error:
            self._add(number, m("'{error}' is not possible here, or stands twice", error=excerpt(str(error))), _RESTORE)
            return None
        except (ValueError, RecursionError):  # a number with thousands of digits, or very deep brackets
            self._add(number, m("the line is no entry of a ledger"), _RESTORE)
            return None
        if not isinstance(data, dict):
            self._add(number, m("the line is no entry of a ledger"), _RESTORE)
            return None
        return data

    def _unreadable(self, number: int, line: str, error: json.JSONDecodeError, *, cut: bool) -> None:
        if not line.strip():
            self._add(number, m("the line is empty"), m("take it out"))
        elif cut:
            hint = m("take the line out; what it was to say is recorded anew by 'site-gen offers --record'")
            self._add(number, m("the last line was cut short"), hint, column=len(line) + 1)
        else:
            self._add(number, m("the line is not JSON: {msg}", msg=error.msg.lower()), _RESTORE, column=error.colno)

    def _is_sealed(self, number: int, given: str | None, data: dict[str, Any], line: str) -> bool:
        if given is None:
            hint = m("it can't be told from one written by hand; {by_hand}", by_hand=_BY_HAND)
            self._add(number, m("the line has no checksum"), hint, severity=Severity.WARNING)
            return True
        if given == seal(data):
            return True
        place = _document(number, line).locate((SEAL,))
        self.problems.append(Problem(place, m("the line was changed after it was recorded"), _RESTORE))
        return False

    def _beside_withdrawn(self, document: Document, key: str) -> None:
        place = document.locate((key,), key=True)
        self.problems.append(Problem(place, m("'{key}' does not go with withdrawn: true", key=excerpt(key)), _RESTORE))

    def _out_of_order(self, entry: Entry, last: tuple[int, datetime]) -> None:
        self._add(
            entry.number,
            m(
                "the line is of {moment}, but line {last} above it of {moment_2}",
                moment=_moment(entry.recorded),
                last=last[0],
                moment_2=_moment(last[1]),
            ),
            m("put the lines in the order of time, the oldest first"),
        )

    def _add(
        self, number: int, message: str, hint: str, *, column: int = 1, severity: Severity = Severity.ERROR
    ) -> None:
        self.problems.append(Problem(Location(LEDGER_FILE, number, column), message, hint, severity))


def _document(number: int, line: str) -> Document:
    """Return a line as a document that can locate its values for messages: JSON is YAML."""
    return read_yaml(line, LEDGER_FILE, number)


def _moment(instant: datetime) -> str:
    return instant.isoformat(timespec="seconds")
