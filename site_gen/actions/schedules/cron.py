"""cron, which knows one time zone, the machine's, and no years: so it asks every five minutes whether something is due."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from site_gen.actions.schedules.base import Schedule, ScheduleFile, comment, notes


def files(schedule: Schedule) -> tuple[ScheduleFile, ...]:
    """Return the lines for a crontab."""
    words = " ".join(map(shlex.quote, schedule.command))
    command = f"cd {shlex.quote(schedule.folder)} && {words}".replace("%", r"\%")  # cron ends a line at a bare one
    return (ScheduleFile("schedule/crontab", f"{comment(_lines(schedule))}*/5 * * * * {command}\n"),)


def _lines(schedule: Schedule) -> Iterator[str]:
    yield from notes(schedule, "cron", on_a_host=False)
    yield "Add it to yours: (crontab -l 2>/dev/null; cat schedule/crontab) | crontab -"
    yield "It asks every five minutes, which costs next to nothing; what it prints when it deploys, cron sends by mail."
    if schedule.secrets:
        yield f"Above it, in the crontab alone, the variables: {', '.join(schedule.secrets)}"
    for moment in schedule.moments:
        yield f"  due at {moment.label}"
