"""A schedule whose paths have every character that schedulers treat in their own ways."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import yaml

from site_gen.actions.schedules import SCHEDULERS
from site_gen.actions.schedules.base import Moment, Schedule, ScheduleFile, signed_files

AWKWARD: Final = 'Mara\'s 100% "café" $HOME `site`; é'
"""A folder's name."""

MADRID: Final = ZoneInfo("Europe/Madrid")
MOMENTS: Final = (
    Moment(datetime(2026, 11, 30, 18, tzinfo=MADRID), "autumn-start closes"),
    Moment(datetime(2026, 12, 31, 23, 59, 59, tzinfo=MADRID), "free-audit closes, winter opens"),
    Moment(datetime(2027, 7, 1, 9, tzinfo=MADRID), "summer opens"),
)


def schedule(kind: str, **changes: Any) -> Schedule:
    """Return a schedule of that kind for the site itself, at a git branch, with one locked page."""
    given: dict[str, Any] = {
        "kind": kind,
        "name": "mara.example",
        "target": None,
        "moments": MOMENTS,
        "later": (Moment(MOMENTS[-1].at + timedelta(days=400), "far opens"),),
        "folder": f"/srv/mara/{AWKWARD}",
        "program": (f"/srv/mara/{AWKWARD}/.venv/bin/python", "-P", "-m", "site_gen"),
        "package": "smm-site-gen==1.0",
        "secrets": ("SITE_GEN_GIT_TOKEN",),
        "passwords": ("AUDIT_CASA_BLAU",),
    }
    return Schedule(**{**given, **changes})


def files(kind: str, **changes: Any) -> tuple[ScheduleFile, ...]:
    return signed_files(SCHEDULERS[kind], schedule(kind, **changes))


class _Yaml12(yaml.SafeLoader):
    """Reads `on` as a text, as hosts do."""


_Yaml12.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rows if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, rows in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def parsed(file: ScheduleFile) -> Any:
    return yaml.load(file.text, _Yaml12)  # noqa: S506  # a safe loader
