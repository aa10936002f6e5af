"""Codeberg's Woodpecker CI, whose cron jobs are set in the repository's settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from site_gen.actions.schedules.base import Schedule, ScheduleFile, Scheduler, comment, host_notes, notes, times, told
from site_gen.actions.schedules.programs import container_commands
from site_gen.actions.schedules.record import TOKEN, indented, record_lines
from site_gen.messages import m

_PATH: Final = ".woodpecker.yaml"
_HELD: Final = 9
"""People set each by hand."""

_WHEN: Final = """\
when:
  - event: pull_request
  - event: [push, manual, cron]
    branch: ${CI_REPO_DEFAULT_BRANCH}

steps:
  - name: check
    image: python:3.12
    commands:
      - python -m pip install "{package}"
      - site-gen check
    when:
      - event: pull_request
  - name: deploy
    image: python:3.12
"""
_COMMANDS: Final = """\
    commands:
      - python -m pip install "{package}"
"""
_EVENTS: Final = """\
    when:
      - event: [push, manual, cron]
"""


def _files(schedule: Schedule) -> tuple[ScheduleFile, ...]:
    """Return the pipeline, with the cron jobs to be set in its comments."""
    text = "".join(
        (
            comment(_lines(schedule)),
            _WHEN.replace("{package}", schedule.package),
            *_environment(_variables(schedule)),
            _COMMANDS.replace("{package}", schedule.package),
            *(f"      - {line}\n" for line in (*container_commands(schedule.programs), schedule.words)),
            *([] if schedule.target else ["      - |\n", indented(_record(), 8)]),
            _EVENTS,
        )
    )
    return (ScheduleFile(_PATH, text),)


def _record() -> Iterator[str]:
    return record_lines("$CI_REPO_CLONE_URL", "$CI_REPO_DEFAULT_BRANCH", "x-access-token")


def _variables(schedule: Schedule) -> tuple[str, ...]:
    """Return what the deploy needs; for the record it pushes as well."""
    token = (TOKEN,) if schedule.target is None and TOKEN not in schedule.secrets else ()
    return (*schedule.variables, *token)


def _environment(variables: Iterable[str]) -> Iterator[str]:
    for index, name in enumerate(variables):
        yield "" if index else "    environment:\n"
        yield f"      {name}:\n        from_secret: {name}\n"


def _steps(schedule: Schedule) -> tuple[str, ...]:
    variables = _variables(schedule)
    token = (m("{token}: Codeberg, Settings, Applications, with write access to repositories.", token=TOKEN),)
    return (
        m(
            "Commit {path} and push it; ci.codeberg.org shows the runs, once the repository is enabled there.",
            path=_PATH,
        ),
        *((m("At ci.codeberg.org, Settings, Secrets, for push, manual and cron: {names}", names=", ".join(variables)),)
          if variables else ()),
        *(token if TOKEN in variables else ()),
        m("At ci.codeberg.org, Settings, Crons: one for each time below."),
    )  # fmt: skip


def _lines(schedule: Schedule) -> Iterator[str]:
    yield from notes(schedule, _steps(schedule))
    yield from (f"  {at}  {why}" for at, why in times(schedule))
    yield ""
    text = m(
        "Runs keep nothing here: each builds the whole site and compares it, and sends only what is different. So\n"
        "there is no release to bring back either: use your own machine for that, or git."
    )
    yield from told(schedule, text)
    yield from host_notes(schedule)


SCHEDULER = Scheduler(
    m("A pipeline of Codeberg (Woodpecker), which also checks pull requests"),
    ".woodpecker.y*ml",
    _files, _steps, _HELD, is_host=True, has_years=False,
)  # fmt: skip
