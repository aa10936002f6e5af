"""GitHub Actions."""

from __future__ import annotations

from collections.abc import Iterator

from site_gen.actions.schedules.base import DAILY, Schedule, ScheduleFile, comment, cron_time, notes

_ON = """\
name: Site
on:
  push:
  pull_request:
  workflow_dispatch:
  schedule:  # UTC; a repository in which nothing happens for 60 days is no longer scheduled
"""
_JOB = """\
permissions:
  contents: write  # for the record of what was offered
concurrency:
  group: site-${{ github.ref }}
jobs:
  site:
    runs-on: ubuntu-latest
    timeout-minutes: 20
"""
_STEPS = """\
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-python@v6
        with:
          python-version: "3.12"
      - run: python -m pip install "{package}"
      - if: github.event_name != 'schedule'
        run: site-gen check --format github
      - if: github.event_name == 'schedule'
        run: site-gen deploy --if-due --yes
      - if: >-
          github.event_name == 'workflow_dispatch' ||
          (github.event_name == 'push' && github.ref_name == github.event.repository.default_branch)
        run: site-gen deploy --yes
      - if: github.event_name != 'pull_request'
        name: Keep the record of what was offered
        run: |
          git add --all -- offers
          git diff --cached --quiet && exit 0
          git -c user.name=site-gen -c user.email=site-gen@users.noreply.github.com commit -m "What went public"
          git push
"""


def files(schedule: Schedule) -> tuple[ScheduleFile, ...]:
    """Return the workflow: it checks pull requests, and deploys after a push, each day and when the site changes."""
    text = "".join(
        (
            comment(notes(schedule, "github", on_a_host=True)),
            _ON,
            *_times(schedule),
            _JOB,
            *_environment(schedule),
            _STEPS.replace("{package}", schedule.package),
        )
    )
    return (ScheduleFile(".github/workflows/site.yml", text),)


def _times(schedule: Schedule) -> Iterator[str]:
    yield f'    - cron: "{DAILY}"  # every day\n'
    for moment in schedule.moments:
        yield f'    - cron: "{cron_time(moment.on_a_host)}"  # {moment.label}\n'


def _environment(schedule: Schedule) -> Iterator[str]:
    """Yield the secrets; those of where it is put online are named in docs/hosting.md."""
    if schedule.secrets:
        yield "    env:  # Settings, Secrets and variables, Actions\n"
    for name in schedule.secrets:
        yield f"      {name}: ${{{{ secrets.{name} }}}}\n"
