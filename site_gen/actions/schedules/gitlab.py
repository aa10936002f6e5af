"""GitLab CI, whose schedules are set in the project and not in a file."""

from __future__ import annotations

from collections.abc import Iterator

from site_gen.actions.schedules.base import DAILY, Schedule, ScheduleFile, comment, cron_time, notes

_JOBS = """\
default:
  image: python:3.12-slim
  before_script:
    - python -m pip install "{package}"

check:
  script:
    - site-gen check
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH

deploy:
  script:
    - if [ "$CI_PIPELINE_SOURCE" = schedule ]; then site-gen deploy --if-due --yes; else site-gen deploy --yes; fi
  resource_group: site
  artifacts:  # the record of what was offered: put it into the repository from time to time
    paths:
      - offers/ledger.jsonl
    when: always
  rules:
    - if: $CI_PIPELINE_SOURCE == "schedule"
    - if: $CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
"""


def files(schedule: Schedule) -> tuple[ScheduleFile, ...]:
    """Return the pipeline, with the schedules to be set in the project in its comments."""
    text = comment(_lines(schedule)) + _JOBS.replace("{package}", schedule.package)
    return (ScheduleFile(".gitlab-ci.yml", text),)


def _lines(schedule: Schedule) -> Iterator[str]:
    yield from notes(schedule, "gitlab", on_a_host=True)
    if schedule.secrets:
        yield f"Settings, CI/CD, Variables (masked): {', '.join(schedule.secrets)}"
    yield "Build, Pipeline schedules, with the time zone UTC:"
    yield f"  {DAILY}  every day"
    for moment in schedule.moments:
        yield f"  {cron_time(moment.on_a_host)}  {moment.label}"
