"""Problems for people and for programs: each with its place; of very many, a few of each kind and their numbers.

Two problems are of one kind if their messages differ in names and numbers alone.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from typing import Final

import click

from site_gen.cli.language import in_words, spoken
from site_gen.cli.terminal import say
from site_gen.inert import inert_line
from site_gen.messages import Message, grouped, joined, listed, m, plural
from site_gen.model.placeholder_hints import is_placeholder
from site_gen.problems import Problem, ProjectError, Severity

MANY: Final = 40
"""Up to so many problems are all shown in full."""

_MANY_PLACEHOLDERS: Final = 4
"""From so many on a build says how many placeholders there are."""

_FEW: Final = 3
_MOST_KINDS: Final = 25
_MOST_NAMES: Final = 3
_LONGEST_NAME: Final = 40
_RARE: Final = 20
"""What is named in less than one of so many problems says nothing about them."""

_NAME: Final = re.compile(r"(?<!\w)'.*?'(?!\w)|(?<=: )/\S*|https?://\S+")
_NUMBER: Final = re.compile(r"(?<![\w'])\d[\d.,:]*")


@dataclass(frozen=True)
class Kind:
    """Problems of one kind, in their order: the message with … for names and numbers, and how bad it is."""

    message: str
    severity: Severity
    problems: tuple[Problem, ...]

    @cached_property
    def files(self) -> int:
        """The number of files that have such a problem."""
        return len({problem.location.file for problem in self.problems})

    @cached_property
    def names(self) -> Counter[str]:
        """What the messages name, with the number of times: 'layout' 800, 'slug' 12."""
        return Counter(found[0].strip("'") for problem in self.problems if (found := _NAME.search(problem.message)))


def kinds_of(problems: Iterable[Problem]) -> tuple[Kind, ...]:
    """Return problems by kind: errors first, then those that are most frequent."""
    found: defaultdict[tuple[Severity, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        found[problem.severity, _general(problem.message)].append(problem)
    kinds = (Kind(message, severity, tuple(inside)) for (severity, message), inside in found.items())
    return tuple(sorted(kinds, key=lambda kind: (kind.severity, -len(kind.problems), kind.message)))


def _general(message: str) -> str:
    """Return what messages of a kind have in common, in the terminal's language."""
    return _NUMBER.sub("…", _NAME.sub("'…'", in_words(message)))


def numbers(problems: Sequence[Problem]) -> Message:
    """Return '3 errors, 1 warning'; 'no problems' for none."""
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    warnings = len(problems) - errors
    found = [plural("{count:,} error", "{count:,} errors", count=errors)] if errors else []
    found += [plural("{count:,} warning", "{count:,} warnings", count=warnings)] if warnings else []
    return listed(found) if found else m("no problems")


def show_problems(problems: Iterable[Problem], *, in_full: bool = False, again: str = "site-gen check --all") -> None:
    """Write problems with their hints. Of more than `MANY`, unless `in_full`, the first of each kind and a summary;
    `again` is the command that writes all of them."""
    problems = tuple(problems)
    if in_full or len(problems) <= MANY:
        for problem, below in zip_longest(problems, problems[1:]):
            _show(problem, with_hint=in_full or below is None or not _is_hint_shared(problem, below))
        return
    kinds = kinds_of(problems)
    for kind in kinds[:_MOST_KINDS]:
        for problem in kind.problems[:_FEW]:
            _show(problem)
        more = len(kind.problems) - _FEW
        if more > 0:
            say(m("  … and {more:,} more of this kind", more=more), dim=True)
    say()
    for line in _summary(kinds):
        say(line)
    say(m("all of them, one by one: {command}", command=again))


def show_build_warnings(problems: Iterable[Problem], *, in_full: bool = False) -> None:
    """Write a build's warnings; what a new project came with in one line of them all: who has just begun knows it, and
    would see nothing else."""
    problems = tuple(problems)
    left = [] if in_full else [problem for problem in problems if is_placeholder(problem)]
    if len(left) < _MANY_PLACEHOLDERS:
        show_problems(problems, in_full=in_full)
        return
    show_problems(problem for problem in problems if not is_placeholder(problem))
    files = Counter(problem.location.file for problem in left)
    named = ", ".join(f"{file} ({number})" for file, number in files.items())
    say(
        plural(
            "{count} placeholder of the new project still to be replaced: {files}; site-gen check names its line",
            "{count} placeholders of the new project still to be replaced: {files}; site-gen check names each with its "
            "line",
            count=len(left),
            files=named,
        )
    )


def _is_hint_shared(problem: Problem, below: Problem) -> bool:
    """Whether the next one is a warning of the same file with the same hint too: it is then said once, below it. Errors
    keep theirs: each has to be mended by itself."""
    first, second = ((each.location.file, each.hint, each.severity) for each in (problem, below))
    return first == second and problem.severity is Severity.WARNING


def _show(problem: Problem, *, with_hint: bool = True) -> None:
    is_error = problem.severity is Severity.ERROR
    place, message = inert_line(str(problem.location)), in_words(problem.message)
    if sys.stderr.isatty():
        kind = click.style(in_words(m("error") if is_error else m("warning")), fg="red" if is_error else "yellow")
        say(f"{click.style(place, bold=True)}: {kind}: {message}")
    else:
        say(f"{place}: {message}" if is_error else f"{place}: {in_words(m('warning'))}: {message}")
    if problem.hint and with_hint:
        say(m("  hint: {text}", text=problem.hint), dim=True)


def _summary(kinds: Sequence[Kind]) -> Iterator[Message]:
    """Yield a line for each kind: how many, what, in how many files, and which names are the most frequent."""
    width = len(grouped(max(len(kind.problems) for kind in kinds), spoken()))
    yield m("by kind:")
    for kind in kinds[:_MOST_KINDS]:
        message = kind.message if kind.severity is Severity.ERROR else m("warning: {text}", text=kind.message)
        what = plural(
            "{message}, in {count:,} file", "{message}, in {count:,} files", count=kind.files, message=message
        )
        yield joined(_number(len(kind.problems), width), what, _named(kind))
    rest = kinds[_MOST_KINDS:]
    if rest:
        number = _number(sum(len(kind.problems) for kind in rest), width)
        yield joined(number, plural("of {count} other kind", "of {count} other kinds", count=len(rest)))


def _number(number: int, width: int) -> str:
    return f"  {grouped(number, spoken()):>{width}}  "


def _named(kind: Kind) -> str:
    """Return the names that many problems of a kind have in common, with their numbers."""
    common = [(name, number) for name, number in kind.names.most_common(_MOST_NAMES) if number > 1]
    if not common or common[0][1] * _RARE < len(kind.problems):
        return ""
    others = len(kind.names) - len(common)
    shown = ", ".join(f"'{_short(name)}' {grouped(number, spoken())}" for name, number in common)
    if not others:
        return f": {shown}"
    return plural(": {names} and {count:,} other", ": {names} and {count:,} others", count=others, names=shown)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"


def show_project_error(error: ProjectError, *, in_full: bool = False) -> None:
    """Write why nothing was made: the problems, and how many they are."""
    show_problems(error.problems, in_full=in_full)
    is_strict = all(problem.severity is Severity.WARNING for problem in error.problems)
    strictly = m("--strict takes warnings for errors, nothing was written")
    say(joined(numbers(error.problems), "; ", strictly if is_strict else m("nothing was written")))


def problem_data(problem: Problem) -> dict[str, str | int]:
    """Return a problem as plain data."""
    return {
        "file": problem.location.file,
        "line": problem.location.line,
        "column": problem.location.column,
        "severity": problem.severity.value,
        "message": problem.message,
        "hint": problem.hint,
    }


def project_error_data(error: ProjectError) -> dict[str, object]:
    """Return why nothing was made as plain data: what --json prints instead of a result."""
    return {
        severity_name: [problem_data(problem) for problem in error.problems if problem.severity is severity]
        for severity_name, severity in (("errors", Severity.ERROR), ("warnings", Severity.WARNING))
    }


def annotation(problem: Problem) -> str:
    """Return a problem as a workflow command of GitHub Actions, which shows it beside the line.

    Escapes like the toolkit: %, CR and LF in the message; in properties also : and the comma.
    """
    text = f"{problem.message} ({problem.hint})" if problem.hint else problem.message
    place = problem.location
    file = _escaped(place.file).replace(":", "%3A").replace(",", "%2C")
    text = _escaped(text)
    return inert_line(f"::{problem.severity} file={file},line={place.line},col={place.column}::{text}")


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
