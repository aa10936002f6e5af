"""launchd of macOS, which knows the machine's time zone alone: so it asks every five minutes what is due."""

from __future__ import annotations

import plistlib
import shlex
from collections.abc import Iterable

from site_gen.actions.schedules.base import Schedule, ScheduleFile, Scheduler, machine_steps, notes, shell_line, told
from site_gen.messages import m, said


def _files(schedule: Schedule) -> tuple[ScheduleFile, ...]:
    log = f'"$HOME/Library/Logs/"{shlex.quote(f"{_label(schedule)}.log")}'
    data = {
        "Label": _label(schedule),
        "ProgramArguments": ["/bin/sh", "-c", f"exec >>{log} 2>&1; {shell_line(schedule)}"],
        "StartInterval": 300,
        "RunAtLoad": True,
        "ProcessType": "Background",
    }
    lines = [
        *notes(schedule, _steps(schedule)),
        *told(schedule, *(m("due at {moment}", moment=each.label) for each in schedule.moments)),
    ]
    text = plistlib.dumps(data, sort_keys=False).decode()
    start = text.index("<plist")
    return (ScheduleFile(_path(schedule), f"{text[:start]}{_comment(schedule, lines)}{text[start:]}"),)


def _steps(schedule: Schedule) -> tuple[str, ...]:
    agent = f"~/Library/LaunchAgents/{_label(schedule)}.plist"
    return (
        f"mkdir -p ~/Library/LaunchAgents && cp {_path(schedule)} {agent}",
        f"launchctl bootstrap gui/$(id -u) {agent}",
        m(
            "What it says is in {file}. macOS keeps agents out of Documents, Desktop and\n"
            "Downloads: have the project elsewhere in your home folder.",
            file=f"~/Library/Logs/{_label(schedule)}.log",
        ),
        *machine_steps(schedule),
    )


def _label(schedule: Schedule) -> str:
    return f"site-gen.{schedule.name}"


def _path(schedule: Schedule) -> str:
    return f"schedule/{_label(schedule)}.plist"


def _comment(schedule: Schedule, lines: Iterable[str]) -> str:
    """Return a comment of XML, in which two hyphens may not stand together."""
    also = said(m(" (and write)"), schedule.language)
    return "<!--\n" + "".join(f"{line.replace(' --write', also).replace('--', '- -')}\n" for line in lines) + "-->\n"


SCHEDULER = Scheduler(m("An agent for launchd, on a Mac"), "schedule/*", _files, _steps, holds=None)
