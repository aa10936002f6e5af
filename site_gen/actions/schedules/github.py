"""GitHub Actions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from site_gen.actions.schedules.base import Schedule, ScheduleFile, Scheduler, comment, host_notes, notes, times
from site_gen.actions.schedules.programs import github_steps
from site_gen.actions.schedules.record import TOKEN, indented, record_lines
from site_gen.messages import m, said
from site_gen.sources.quoting import plain_or_quoted as quoted

_PATH: Final = ".github/workflows/site.yml"
_ON: Final = """\
name: Site
on:
  push:
  pull_request:
  workflow_dispatch:
    inputs:
      rollback:
        description: {rollback}
        type: boolean
        default: false
  schedule:
"""
_CHECK: Final = """\
permissions:
  contents: read
jobs:
  check:
    if: github.event_name == 'pull_request'
    runs-on: ubuntu-latest
    timeout-minutes: 20
"""
_SETUP: Final = """\
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-python@v6
        with:
          python-version: "3.12"
      - run: python -m pip install "{package}"
"""
_DEPLOY: Final = """\
      - run: site-gen check --format github
  deploy:
    if: >-
      github.event_name == 'schedule' || (github.event_name != 'pull_request' &&
      github.ref_name == github.event.repository.default_branch)
    runs-on: ubuntu-latest
    timeout-minutes: 60
    permissions:
      contents: write
    concurrency:
      group: site-gen-deploy
"""
_RESTORE: Final = """\
      - name: {restore}
        id: cache
        uses: actions/cache/restore@v4
        with:
          path: .cache/site-gen
          key: site-gen-${{ hashFiles('.cache/site-gen/releases/state.json') }}
          restore-keys: site-gen-
      - if: github.event_name == 'schedule'
        run: {words} --if-due
      - if: github.event_name != 'schedule' && !inputs.rollback
        run: {words}
      - if: github.event_name == 'workflow_dispatch' && inputs.rollback
        run: {words} --rollback
"""
_RECORD: Final = """\
      - name: {record}
        run: |
"""
_SAVE: Final = """\
      - if: >-
          format('site-gen-{0}', hashFiles('.cache/site-gen/releases/state.json')) !=
          steps.cache.outputs.cache-matched-key
        uses: actions/cache/save@v4
        with:
          path: .cache/site-gen
          key: site-gen-${{ hashFiles('.cache/site-gen/releases/state.json') }}
"""


def _files(schedule: Schedule) -> tuple[ScheduleFile, ...]:
    """Return the workflow: it checks pull requests, and deploys after a push, each day and when the site changes."""
    restore = quoted(said(m("What earlier runs put online, and what they drew"), schedule.language))
    record = quoted(said(m("Keep the record of what was offered"), schedule.language))
    text = "".join(
        (
            comment((*notes(schedule, _steps(schedule)), *host_notes(schedule))),
            _ON.replace("{rollback}", quoted(said(m("Bring back the release before, instead"), schedule.language))),
            *(f'    - cron: "{at}"  # {why}\n' for at, why in times(schedule)),
            _CHECK,
            *_environment(schedule.passwords),
            _SETUP.replace("{package}", schedule.package),
            _DEPLOY,
            *_environment(schedule.variables),
            _SETUP.replace("{package}", schedule.package),
            github_steps(schedule.programs),
            _RESTORE.replace("{words}", schedule.words).replace("{restore}", restore),
            *(
                []
                if schedule.target
                else [_RECORD.replace("{record}", record), indented(record_lines("origin", "$GITHUB_REF_NAME"), 10)]
            ),
            _SAVE,
        )
    )
    return (ScheduleFile(_PATH, text),)


def _environment(variables: tuple[str, ...]) -> Iterator[str]:
    if variables:
        yield "    env:\n"
    for name in variables:
        built_in = " || github.token" if name == TOKEN else ""
        yield f"      {name}: ${{{{ secrets.{name}{built_in} }}}}\n"


def _steps(schedule: Schedule) -> tuple[str, ...]:
    own = tuple(name for name in schedule.variables if name != TOKEN)
    secrets = (_secrets(own),) if own else ()
    token = (
        m(
            "It pushes the site with the token that each run has, which reaches this repository alone. For another "
            "one\nmake a fine-grained token (Contents: read and write), and keep it as the secret {token}.",
            token=TOKEN,
        ),
        m("Settings, Pages: Deploy from a branch."),
    )
    return (
        m("Commit {path} and push it; the tab Actions shows the runs.", path=_PATH),
        *secrets,
        *(token if TOKEN in schedule.secrets else ()),
        m("GitHub stops the schedule of a public repository after 60 days without a commit, and tells you by mail."),
    )


def _secrets(names: tuple[str, ...]) -> str:
    return m("Settings, Secrets and variables, Actions, where they are needed: {names}", names=", ".join(names))


SCHEDULER = Scheduler(
    m("A workflow of GitHub Actions, which also checks pull requests"),
    ".github/workflows/*.y*ml",
    _files,
    _steps,
    100,
    is_host=True,
    has_years=False,
)
