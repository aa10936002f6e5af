"""site-gen check"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from site_gen.builder.check_record import CheckRecord
from site_gen.cli.options import cache_folder, find_project, now_option, resolve_now
from site_gen.cli.problem_list import annotation, numbers, problem_data, show_problems
from site_gen.cli.projects import ForSeveral, projects_options
from site_gen.cli.terminal import print_json, say
from site_gen.own_folder import lasting_folder
from site_gen.problems import Problem, Severity


@click.command(
    "check",
    cls=ForSeveral,
    epilog="Example: site-gen check --strict --format github   (in a GitHub Actions workflow)",
)
@projects_options
@now_option
@click.option(
    "--format", "format_", type=click.Choice(["text", "json", "github"]), default="text", help="How to print (text)."
)
@click.option("--strict", is_flag=True, help="Take warnings for errors.")
@click.option("--translations", is_flag=True, help="List instead what is not translated yet, by file.")
@click.option("--all", "in_full", is_flag=True, help="Print every problem, where many of a kind are summed up.")
def command(project: Path | None, jobs: int | None, now: str | None, format_: str, **flags: bool) -> None:  # noqa: ARG001  # of several
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
