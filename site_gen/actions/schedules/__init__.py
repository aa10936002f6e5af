"""What builds and deploys at the right moments, in the words of each scheduler: one module and one row for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from site_gen.actions.schedules import codeberg, cron, github, gitlab, launchd, systemd, windows
from site_gen.actions.schedules.base import Schedule, ScheduleFile

SCHEDULES: Final[Mapping[str, Callable[[Schedule], tuple[ScheduleFile, ...]]]] = MappingProxyType(
    {
        "github": github.files,
        "gitlab": gitlab.files,
        "codeberg": codeberg.files,
        "cron": cron.files,
        "systemd": systemd.files,
        "windows": windows.files,
        "launchd": launchd.files,
    }
)
"""Every kind of `site-gen schedule` by its name."""
