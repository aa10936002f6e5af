"""cron, which knows one time zone, the machine's, and no years: so it asks every five minutes what is due."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from site_gen.actions.schedules.base import (
    Schedule,
    ScheduleFile,
    Scheduler,
    comment,
    machine_steps,
    notes,
    shell_line,
    told,
)
from site_gen.messages import m

_PATH: Final = "schedule/crontab"


def _files(schedule: Schedule) -> tuple[ScheduleFile, ...]:
    command = shell_line(schedule).replace("%", r"\%")  # cron ends a command at a bare one
    return (ScheduleFile(_PATH, f"{comment(_lines(schedule))}*/5 * * * * {command}\n"),)


def _steps(schedule: Schedule) -> tuple[str, ...]:
    return (
        m(
            "Add the line below to your crontab, with crontab -e or: {command}",
            command=f"(crontab -l 2>/dev/null; cat {_PATH}) | crontab -",
        ),
        *machine_steps(schedule),
    )


def _lines(schedule: Schedule) -> Iterator[str]:
    yield from notes(schedule, _steps(schedule))
    text = m(
        "It asks every five minutes, which costs next to nothing. What it says when it deploys, or fails, cron sends\n"
        "you by mail."
    )
    yield from told(schedule, text, *(m("  due at {moment}", moment=moment.label) for moment in schedule.moments))


SCHEDULER = Scheduler(m("A line for cron, on a Linux server or a Mac"), "schedule/*", _files, _steps, holds=None)
