"""GitLab CI, whose schedules are set in the project and not in a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from site_gen.actions.schedules.base import Schedule, ScheduleFile, Scheduler, comment, host_notes, notes, times
from site_gen.actions.schedules.programs import container_commands
from site_gen.actions.schedules.record import TOKEN, indented, record_lines
from site_gen.messages import m, said

_PATH: Final = ".gitlab-ci.yml"
_HELD: Final = 9
"""Schedules beside the daily one: ten for a project, where nobody changed it (docs.gitlab.com, instance limits)."""

_JOBS: Final = """\
default:
  image: python:3.12
  before_script:
    - python -m pip install "{package}"

check:
  script:
    - site-gen check
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"

deploy:
  script:
{programs}    - |
      if [ "$CI_PIPELINE_SOURCE" = schedule ]; then
        {words} --if-due
      elif [ "$ROLLBACK" = 1 ]; then
        {words} --rollback
      else
        {words}
      fi
"""
_BEFORE: Final = m("a variable of the project goes before it")
_CACHE: Final = m("what earlier runs put online, and what they drew")
_RULES: Final = """\
  cache:  # {cache}
    key: site-gen
    paths:
      - .cache/site-gen
  resource_group: site-gen-deploy
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH && $CI_PIPELINE_SOURCE =~ /^(push|schedule|web)$/
"""


def _files(schedule: Schedule) -> tuple[ScheduleFile, ...]:
    """Return the pipeline, with the schedules to be set in the project in its comments."""
    text = "".join(
        (
            comment(_lines(schedule)),
            _JOBS.replace("{package}", schedule.package)
            .replace("{words}", schedule.words)
            .replace("{programs}", "".join(f"    - {line}\n" for line in container_commands(schedule.programs))),
            *([] if schedule.target else ["    - |\n", indented(_record(), 6)]),
            *([f"  variables:\n    {TOKEN}: $CI_JOB_TOKEN  # {said(_BEFORE, schedule.language)}\n"]
              if _needs_token(schedule) else []),
            _RULES.replace("{cache}", said(_CACHE, schedule.language)),
        )
    )  # fmt: skip
    return (ScheduleFile(_PATH, text),)


def _record() -> Iterator[str]:
    return record_lines("$CI_SERVER_URL/$CI_PROJECT_PATH.git", "$CI_DEFAULT_BRANCH", "gitlab-ci-token")


def _needs_token(schedule: Schedule) -> bool:
    return schedule.target is None or TOKEN in schedule.secrets


def _steps(schedule: Schedule) -> tuple[str, ...]:
    own = ", ".join(name for name in schedule.variables if name != TOKEN)
    token = (
        m(
            "Settings, CI/CD, Job token permissions: Allow Git push requests to the repository. Where GitLab is too "
            "old\nfor that, or another repository is meant: a token (write_repository) as the variable {token}.",
            token=TOKEN,
        ),
    )
    return (
        m("Commit {path} and push it; Build, Pipelines shows the runs.", path=_PATH),
        *((m("Settings, CI/CD, Variables (masked), where they are needed: {names}", names=own),) if own else ()),
        *(token if _needs_token(schedule) else ()),
        m("Build, Pipeline schedules: one for each time below, with the time zone UTC."),
        m("To bring back the release before: Build, Pipelines, New pipeline, with the variable ROLLBACK = 1."),
    )


def _lines(schedule: Schedule) -> Iterator[str]:
    yield from notes(schedule, _steps(schedule))
    yield from (f"  {at}  {why}" for at, why in times(schedule))
    yield ""
    yield from host_notes(schedule)


SCHEDULER = Scheduler(
    m("A pipeline of GitLab, which also checks merge requests"),
    ".gitlab-ci.yml",
    _files,
    _steps,
    _HELD,
    is_host=True,
    has_years=False,
)
