"""What builds and deploys at the right moments, in the words of each scheduler: one module and one row for each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from site_gen.actions.schedules import codeberg, cron, github, gitlab, launchd, systemd, windows
from site_gen.actions.schedules.base import Scheduler

SCHEDULERS: Final[Mapping[str, Scheduler]] = MappingProxyType(
    {
        "github": github.SCHEDULER,
        "gitlab": gitlab.SCHEDULER,
        "codeberg": codeberg.SCHEDULER,
        "cron": cron.SCHEDULER,
        "systemd": systemd.SCHEDULER,
        "windows": windows.SCHEDULER,
        "launchd": launchd.SCHEDULER,
    }
)
"""Every kind of `site-gen schedule` by its name."""
