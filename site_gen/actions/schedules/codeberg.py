"""Codeberg's Woodpecker CI, whose cron jobs are set in the repository's settings and begin with seconds."""

from __future__ import annotations

from collections.abc import Iterator

from site_gen.actions.schedules.base import DAILY, Schedule, ScheduleFile, comment, cron_time, notes

_WHEN = """\
when:
  - event: pull_request
  - event: [push, manual]
    branch: ${CI_REPO_DEFAULT_BRANCH}
  - event: cron

steps:
"""
_CHECK = """\
  - name: check
    image: python:3.12-slim
    commands:
      - python -m pip install "{package}"
      - site-gen check
    when:
      - event: [push, pull_request, manual]
"""


def files(schedule: Schedule) -> tuple[ScheduleFile, ...]:
    """Return the pipeline, with the cron jobs to be set in its comments."""
    text = "".join((comment(_lines(schedule)), _WHEN, _CHECK, _step(schedule, is_due=True), _step(schedule)))
    return (ScheduleFile(".woodpecker.yaml", text.replace("{package}", schedule.package)),)


def _step(schedule: Schedule, *, is_due: bool = False) -> str:
    name, event, word = ("deploy-if-due", "cron", "--if-due ") if is_due else ("deploy", "[push, manual]", "")
    return "".join(
        (
            f"  - name: {name}\n    image: python:3.12-slim\n",
            *_environment(schedule),
            '    commands:\n      - python -m pip install "{package}"\n',
            f"      - site-gen deploy {word}--yes\n    when:\n      - event: {event}\n",
        )
    )


def _environment(schedule: Schedule) -> Iterator[str]:
    if schedule.secrets:
        yield "    environment:\n"
    for name in schedule.secrets:
        yield f"      {name}:\n        from_secret: {name.lower()}\n"


def _lines(schedule: Schedule) -> Iterator[str]:
    yield from notes(schedule, "codeberg", on_a_host=True)
    yield "What deploy records in offers/ledger.jsonl stays with the run: record it in the repository as well, by"
    yield "site-gen offers --record where you work."
    yield "Repository settings, Cron jobs (seconds first, UTC):"
    yield f"  0 {DAILY}  every day"
    for moment in schedule.moments:
        yield f"  0 {cron_time(moment.on_a_host)}  {moment.label}"
