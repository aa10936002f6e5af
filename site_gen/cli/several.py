"""build, check, deploy and verify of several projects: which ones, with which words, and what came of it."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import click
from click.core import ParameterSource

from site_gen.actions.several import ProjectOutcome, ProjectTask, run_side_by_side
from site_gen.cli.language import spoken
from site_gen.cli.options import find_project, resolve_now
from site_gen.cli.progress import activity
from site_gen.cli.several_text import Result, results_data, show_result, show_table
from site_gen.cli.terminal import print_json
from site_gen.load.project_list import read_project_list
from site_gen.messages import Message, m, plural
from site_gen.model.project_list import ProjectPlace
from site_gen.processes import available_cores

_OWN: Final = frozenset({"project", "projects", "scheduler", "jobs", "as_json", "format_"})
"""Options that say which projects and how, or how the result is printed: not for the single ones."""

_OF_ONE: Final[Mapping[str, Message]] = {
    "output": m("each is built into the output/ of its own folder"),
    "history": m("each has a list of its own"),
    "unlock": m("look first at who holds the lock of which"),
}
"""Options that mean one project, with what there is to know for several."""


def run_several(ctx: click.Context) -> None:
    """Run the command of a context for each of its projects, print what came of it, and end with the worst exit code.

    Raises usage errors, ProjectError for a list that is wrong, WorldError for a cluster that isn't there.
    """
    places = _places(ctx.params["project"], ctx.params["projects"], is_here=not ctx.params["scheduler"])
    _refuse_options_of_one(ctx, places)
    tasks = _tasks(ctx, places)
    style = _style(ctx.params)
    results: dict[int, Result] = {}
    shown = 0
    with activity(m("Projects")) as progress, closing(_running(tasks, ctx.params)) as running:
        progress.progress(0, len(tasks))
        for number, outcome in running:
            results[number] = Result.of(tasks[number], outcome)
            while shown in results:  # in the order they were named in
                progress.pause()
                show_result(results[shown], style)
                shown += 1
            progress.progress(len(results), len(tasks))
    found = [results[number] for number in range(len(tasks))]
    if style == "json":
        print_json(results_data(found))
    elif style == "text" and not (ctx.params.get("quiet") and all(result.is_nothing for result in found)):
        show_table(found)
    sys.exit(max(result.outcome.code for result in found))


def _style(params: Mapping[str, Any]) -> str:
    if "format_" in params:
        return str(params["format_"])
    return "json" if params["as_json"] else "text"


def _running(tasks: Sequence[ProjectTask], params: Mapping[str, Any]) -> Generator[tuple[int, ProjectOutcome]]:
    if params["scheduler"]:
        from site_gen.actions.cluster import run_on_cluster

        return run_on_cluster(params["scheduler"], tasks)
    return run_side_by_side(tasks, _at_once(len(tasks), params["jobs"]))


def _at_once(projects: int, jobs: int | None) -> int:
    return min(projects, jobs or available_cores())


# --- which projects ---------------------------------------------------------------------------------------------------


def _places(given: Sequence[Path], listed: Path | None, *, is_here: bool) -> tuple[ProjectPlace, ...]:
    """Return the projects that are named by options and in a list. Raises usage errors, ProjectError."""
    if not given and listed is None:
        given = (find_project(None),)
    folders = [find_project(path) if is_here else path.absolute() for path in given]
    names = [folder.name for folder in folders]
    called = [
        folder.name if names.count(folder.name) == 1 else str(path) for path, folder in zip(given, folders, strict=True)
    ]
    places = [ProjectPlace(name, str(folder)) for name, folder in zip(called, folders, strict=True)]
    if listed is not None:
        places += read_project_list(listed, here=is_here)
    for number, place in enumerate(places):
        for other in places[:number]:
            if place.same_as(other):
                raise click.UsageError(m("{place} is named twice: leave one out", place=place.where))
            if place.name == other.name:
                text = m(
                    "two projects are called '{name}' ({one} and {other}): name them all in the list, each with "
                    "'name: …'",
                    name=place.name,
                    one=other.where,
                    other=place.where,
                )
                raise click.UsageError(text)
    return tuple(places)


# --- with which words -------------------------------------------------------------------------------------------------


def _refuse_options_of_one(ctx: click.Context, places: Sequence[ProjectPlace]) -> None:
    """Raise a usage error for what can't be meant for several projects."""
    several = plural("{count:,} project is named here", "{count:,} projects are named here", count=len(places))
    for name, why in _OF_ONE.items():
        if ctx.params.get(name):
            text = m(
                "--{name} goes with one project, and {several}: leave it away ({why}), or name one with --project",
                name=name,
                several=several,
                why=why,
            )
            raise click.UsageError(text)
    if ctx.params.get("rollback"):
        text = m(
            "a release is one of one project, and {several}: write --rollback alone, which brings back each one's "
            "release before, or name one with --project",
            several=several,
        )
        raise click.UsageError(text)
    if "://" in (ctx.params.get("where") or ""):
        text = m(
            "an address is that of one site, and {several}: leave it away, which asks each at its own address, "
            "or name one with --project",
            several=several,
        )
        raise click.UsageError(text)
    copied = next((place for place in places if place.git), None)
    if copied and ctx.info_name == "build":
        text = m(
            "'{name}' is read from {git}, into a copy that goes away with what is built in it: use check or deploy, or "
            "list a folder",
            name=copied.name,
            git=copied.git,
        )
        raise click.UsageError(text)


def _tasks(ctx: click.Context, places: Sequence[ProjectPlace]) -> list[ProjectTask]:
    name, jobs = str(ctx.info_name), ctx.params["jobs"]
    words = (*_words(ctx), "--format=json" if name == "check" else "--json")
    target = ctx.params.get("target") or ctx.params.get("where") or ""
    run = secrets.token_hex(16)
    if not ctx.params["scheduler"]:
        cores = jobs or available_cores()
        jobs = max(1, cores // _at_once(len(places), cores))
    return [
        ProjectTask(
            place,
            name,
            words,
            tuple(filter(None, (_target(name, target, place),))),
            f"{run}-{number}",
            jobs or 0,
            spoken(),
        )
        for number, place in enumerate(places)
    ]


def _target(command: str, given: str, place: ProjectPlace) -> str:
    """Return which target is meant: what the command line says goes before what the list says."""
    return given or (place.target if command in {"deploy", "verify"} else "")


def _words(ctx: click.Context) -> tuple[str, ...]:
    """Return the options that were given, as words for a single project."""
    words = []
    for option in ctx.command.params:
        if not isinstance(option, click.Option) or option.name in _OWN:
            continue
        if ctx.get_parameter_source(option.name) is not ParameterSource.COMMANDLINE:
            continue
        value, word = ctx.params[option.name], option.opts[0]
        words.append(word if option.is_flag else f"{word}={value}")
    if ctx.params["scheduler"] and ctx.params["now"] is None and os.environ.get("SOURCE_DATE_EPOCH"):
        words.append(f"--now={resolve_now(None, Path.cwd()).isoformat()}")  # workers don't have our environment
    return tuple(words)
