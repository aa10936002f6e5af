"""Windows' Task Scheduler, which knows instants: 48 of them in a task."""

from __future__ import annotations

import subprocess
from typing import Final
from xml.etree import ElementTree as ET

from site_gen.actions.schedules.base import Schedule, ScheduleFile, notes

_SPACE: Final = "http://schemas.microsoft.com/windows/2004/02/mit/task"
MOST: Final = 47
"""The instants that a task has room for beside the daily run."""


def files(schedule: Schedule) -> tuple[ScheduleFile, ...]:
    """Return the task. Task Scheduler reads UTF-16."""
    task = ET.Element("Task", {"version": "1.2", "xmlns": _SPACE})
    about = ET.SubElement(task, "RegistrationInfo")
    path = f"schedule/site-gen-{schedule.name}.xml"
    install = f'schtasks /Create /TN "site-gen {schedule.name}" /XML {path.replace("/", chr(92))}'
    _texts(about, Description="\n".join([*notes(schedule, "windows", on_a_host=False), install]))
    _triggers(ET.SubElement(task, "Triggers"), schedule)
    settings = ET.SubElement(task, "Settings")
    _texts(settings, MultipleInstancesPolicy="IgnoreNew", DisallowStartIfOnBatteries="false")
    _texts(settings, StopIfGoingOnBatteries="false", StartWhenAvailable="true", RunOnlyIfNetworkAvailable="true")
    program, *words = schedule.command
    run = ET.SubElement(ET.SubElement(task, "Actions"), "Exec")
    _texts(run, Command=program, Arguments=subprocess.list2cmdline(words), WorkingDirectory=schedule.folder)
    ET.indent(task)
    body = ET.tostring(task, encoding="unicode")
    return (ScheduleFile(path, f'<?xml version="1.0" encoding="UTF-16"?>\n{body}\n', "utf-16"),)


def _triggers(triggers: ET.Element, schedule: Schedule) -> None:
    daily = ET.SubElement(triggers, "CalendarTrigger")
    _texts(daily, StartBoundary="2026-01-01T03:17:00", Enabled="true")
    _texts(ET.SubElement(daily, "ScheduleByDay"), DaysInterval="1")
    for moment in schedule.moments[:MOST]:
        _texts(ET.SubElement(triggers, "TimeTrigger"), StartBoundary=f"{moment.utc:%FT%TZ}", Enabled="true")


def _texts(parent: ET.Element, **texts: str) -> None:
    for name, text in texts.items():
        ET.SubElement(parent, name).text = text
