"""What a command came to for several projects: each one's problems under its name, one table, one JSON document."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

import click

from site_gen.actions.several import ProjectOutcome, ProjectTask
from site_gen.cli.deploy_text import deployed_lines
from site_gen.cli.problem_list import annotation, numbers, show_problems
from site_gen.cli.tables import cell, fixed, flexible, shortened, table_lines, whole_cell
from site_gen.cli.terminal import counted, moment, say, window
from site_gen.cli.verify_text import show_findings, verdict_words
from site_gen.messages import LANGUAGES, joined, kept_again, listed, m, translated
from site_gen.model.project_list import ProjectPlace
from site_gen.problems import Location, Problem, Severity
from site_gen.verify.findings import Fault, Level, LiveFinding

_LONGEST: Final = 100
"""So much of a message stands in the table; all of it stands above."""


@cache
def _beginnings_of_usage() -> tuple[str, ...]:
    """Return how the lines begin that stand above every usage error, and say nothing of it: a project's own language
    is that of its messages."""
    usage = (f"{translated('Usage:', language)} " for language in LANGUAGES)
    tries = (translated("Try '{command} {option}' for help.", language) for language in LANGUAGES)
    return (*usage, *(f"{text.partition('{')[0]}site-gen " for text in tries))


@cache
def _beginnings_of_errors() -> tuple[str, ...]:
    """Return how the line begins that says why a command failed, in small letters."""
    texts = ("error: {text}", "Error: {message}")
    return tuple(translated(text, language).partition("{")[0].lower() for language in LANGUAGES for text in texts)


_SAID_OF_FAILURES: Final[Mapping[int, str]] = {
    1: m("the project has errors"),
    2: m("it can't be run like this"),
    3: m("it failed"),
    70: m("site-gen has a mistake"),
    130: m("stopped"),
}


@dataclass(frozen=True)
class Result:
    """What a command came to for one project; `data` is the document that it printed, None for none."""

    task: ProjectTask
    outcome: ProjectOutcome
    data: Any

    @staticmethod
    def of(task: ProjectTask, outcome: ProjectOutcome) -> Result:
        try:
            data = kept_again(json.loads(outcome.output))
        except (ValueError, TypeError, KeyError):
            data = None
        return Result(task, outcome, data)

    @property
    def place(self) -> ProjectPlace:
        return self.task.place

    @property
    def is_nothing(self) -> bool:
        """Whether it was looked, and nothing was due."""
        return self.outcome.code == 0 and self.data == {"due": False}

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """The problems that the command printed."""
        whole = isinstance(self.data, list)  # as check prints them
        listed = self.data if whole else [*self._part("errors"), *self._part("warnings")]
        return tuple(
            Problem(
                Location(each["file"], each["line"], each["column"]), each["message"], each["hint"],
                Severity(each["severity"]),
            )
            for each in listed
        )  # fmt: skip

    @cached_property
    def findings(self) -> tuple[LiveFinding, ...]:
        """What was found on the live site."""
        asked = self.data if self.task.name == "verify" else self._part("verified")
        return tuple(
            LiveFinding(
                Level(each["level"]), Fault(each["fault"]), each["message"], each["hint"], tuple(each["places"])
            )
            for each in (asked.get("findings", []) if isinstance(asked, dict) else [])
        )

    def _part(self, key: str) -> Any:
        return self.data.get(key) or [] if isinstance(self.data, dict) else []

    @property
    def changes_at(self) -> str:
        """When the site changes next, for people."""
        text = self._part("changes_at")
        return moment(datetime.fromisoformat(text)) if text else ""

    def in_a_line(self) -> str:
        """Return what came of it."""
        if self.is_nothing:
            return m("nothing is due")
        if self.data is None:
            return self._failure()
        words = {"build": self._built, "check": self._checked, "deploy": self._deployed, "verify": self._verified}
        return words[self.task.name]()

    def _failure(self) -> str:
        said = (line for line in self.outcome.messages.splitlines() if line.lower().startswith(_beginnings_of_errors()))
        why = next(said, "").partition(": ")[2]
        code = self.outcome.code
        return shortened(why, _LONGEST) or _SAID_OF_FAILURES.get(code, m("it ended with code {code}", code=code))

    def _built(self) -> str:
        if "pages" not in self.data:
            return m("{problems}; nothing was written", problems=numbers(self.problems))
        done = m(
            "{pages}: {written} written, {unchanged:,} unchanged",
            pages=counted(self.data["pages"], "page"),
            written=counted(self.data["written"], "file"),
            unchanged=self.data["unchanged"],
        )
        if self.data["removed"]:
            done = joined(done, m(", {removed:,} removed", removed=self.data["removed"]))
        return joined(done, "; ", numbers(self.problems)) if self.problems else done

    def _checked(self) -> str:
        return numbers(self.problems)

    def _deployed(self) -> str:
        if "label" not in self.data:
            return m("{problems}; nothing was written", problems=numbers(self.problems))
        kinds = (
            ("new", m("{number:,} new")), ("changed", m("{number:,} changed")), ("removed", m("{number:,} removed")),
        )  # fmt: skip
        done = (words.filled(number=len(self.data[kind])) for kind, words in kinds if self.data[kind])
        changes: str = listed(done) or m("as it should be")
        changes = m("would be: {changes}", changes=changes) if self.data["dry_run"] else changes
        live = ("; ", m("live: {verdict}", verdict=self._verified())) if "verified" in self.data else ()
        return joined(self.data["label"], ": ", changes, *live)

    def _verified(self) -> str:
        was_asked = self.findings or "findings" in self._asked()
        return verdict_words(self.findings) if was_asked else m("nothing was asked")

    def _asked(self) -> Mapping[str, Any]:
        asked: Mapping[str, Any] = self.data.get("verified", self.data)
        return asked


def show_result(result: Result, style: str) -> None:
    """Show what there is to say of one project: under its name for people, as annotations for GitHub."""
    if style == "github":
        _annotate(result)
        return
    said = _messages(result.outcome)
    shows = style == "text" and _has_details(result)
    if not said and not shows:
        return
    say(f"== {result.place.name} ({result.place.where}) ==", bold=True)
    if said:
        say(said)
    if shows:
        _show_details(result)
    say()


def _messages(outcome: ProjectOutcome) -> str:
    lines = outcome.messages.splitlines()
    return "\n".join(line for line in lines if not line.startswith(_beginnings_of_usage())).strip("\n")


def _has_details(result: Result) -> bool:
    if result.task.name == "check":
        return bool(result.problems)
    plans = isinstance(result.data, dict) and bool(result.data.get("dry_run"))
    return plans or bool(result.findings)


def _show_details(result: Result) -> None:
    """Show what a single command prints as its result."""
    if result.task.name == "check":
        again = f"site-gen check --all --project {result.place.path}"
        show_problems(result.problems, in_full="--all" in result.task.words, again=again)
        return
    if result.data.get("dry_run"):
        for line in deployed_lines(result.data, window()):
            click.echo(line)
    show_findings(result.findings)


def _annotate(result: Result) -> None:
    base = Path(result.place.path)
    folder = base.relative_to(Path.cwd()) if not result.place.git and base.is_relative_to(Path.cwd()) else base
    for problem in result.problems:
        file = (folder / problem.location.file).as_posix()
        click.echo(annotation(replace(problem, location=replace(problem.location, file=file))))
    if result.data is None:
        say(f"== {result.place.name} ({result.place.where}) ==", bold=True)
        say(_messages(result.outcome))


def show_table(results: Sequence[Result]) -> None:
    """Print a row for each project."""
    machines = any(result.outcome.machine for result in results)
    columns = [fixed(m("project")), fixed(m("code"), right=True), flexible(m("result"))]
    has_changes = any(result.changes_at for result in results)
    columns += [fixed(m("next change"))] if has_changes else []
    columns += [fixed(m("on"))] if machines else []
    rows = []
    for result in results:
        style = "" if result.outcome.code == 0 else "red"
        row = [cell(result.place.name), cell(str(result.outcome.code), style), whole_cell(result.in_a_line())]
        row += [cell(result.changes_at)] if has_changes else []
        row += [cell(result.outcome.machine)] if machines else []
        rows.append([*row, cell(f"{result.outcome.seconds:.1f} s")])
    for line in table_lines([*columns, fixed(m("time"), right=True)], rows, window()):
        click.echo(line)
    say(_summary(results))


def _summary(results: Iterable[Result]) -> str:
    codes = [result.outcome.code for result in results]
    bad = sum(code != 0 for code in codes)
    projects = counted(len(codes), "project")
    fine = m("{projects}: all fine", projects=projects)
    return m("{projects}: {bad:,} of them not fine", projects=projects, bad=bad) if bad else fine


def results_data(results: Sequence[Result]) -> dict[str, Any]:
    """Return what came of it as plain data: `result` is what --json prints for a single project, None for nothing."""
    return {
        "code": max(result.outcome.code for result in results),
        "projects": [
            {
                "name": result.place.name,
                "path": result.place.path,
                "git": result.place.git,
                "branch": result.place.branch,
                "target": result.place.target,
                "machine": result.outcome.machine,
                "code": result.outcome.code,
                "seconds": round(result.outcome.seconds, 3),
                "result": result.data,
                "messages": result.outcome.messages,
            }
            for result in results
        ],
    }
