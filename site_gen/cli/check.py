"""site-gen check"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from site_gen.builder.check_record import CheckRecord
from site_gen.cli.options import cache_folder, find_project, now_option, project_option, resolve_now
from site_gen.cli.problem_list import numbers, problem_data, show_problems
from site_gen.cli.terminal import print_json, say
from site_gen.inert import inert_line
from site_gen.own_folder import lasting_folder
from site_gen.problems import Problem, Severity


@click.command("check", epilog="Example: site-gen check --strict --format github   (in a GitHub Actions workflow)")
@project_option
@now_option
@click.option(
    "--format", "format_", type=click.Choice(["text", "json", "github"]), default="text", help="How to print (text)."
)
@click.option("--strict", is_flag=True, help="Take warnings for errors.")
@click.option("--translations", is_flag=True, help="List instead what is not translated yet, by file.")
@click.option("--all", "in_full", is_flag=True, help="Print every problem, where many of a kind are summed up.")
def command(project: Path | None, now: str | None, format_: str, **flags: bool) -> None:
    """Find every problem without writing anything.

    Mistakes in the files, claims without proof, pictures without words, links that lead nowhere, forms without a
    place to send to, placeholders, and offers that end within seven days. 'site-gen build' says the same. Of more than
    40 problems the first of each kind are printed, and how many there are; --format json and github print all.
    """
    folder = find_project(project)
    problems = _untranslated(folder) if flags["translations"] else _problems(folder, resolve_now(now, folder))
    if format_ == "json":
        print_json([problem_data(problem) for problem in problems])
    elif format_ == "github":
        for problem in problems:
            click.echo(annotation(problem))
    else:
        again = f"site-gen check{' --translations' if flags['translations'] else ''} --all"
        show_problems(problems, in_full=flags["in_full"], again=again)
        say(numbers(problems))
    if problems if flags["strict"] else any(problem.severity is Severity.ERROR for problem in problems):
        sys.exit(1)


def _untranslated(project: Path) -> Sequence[Problem]:
    from site_gen.actions.check import untranslated_texts

    return untranslated_texts(project)


def _problems(project: Path, now: datetime) -> Sequence[Problem]:
    own = lasting_folder()  # a check writes nothing into the project
    record = CheckRecord(own, project, project / "output", os.environ) if own else None
    problems = record.problems(now) if record else None
    if problems is not None:
        return problems
    from site_gen.actions.check import check

    return check(project, now, cache_folder(project), os.environ, record)


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
