"""Windows' Task Scheduler, which knows instants: 48 of them in a task."""

from __future__ import annotations

import subprocess
from typing import Final
from xml.etree import ElementTree as ET

from site_gen.actions.schedules.base import Schedule, ScheduleFile, Scheduler, later_notes, notes
from site_gen.messages import m, said

_SPACE: Final = "http://schemas.microsoft.com/windows/2004/02/mit/task"
_MOST: Final = 47
"""The instants that a task has room for beside the daily run (48 triggers: learn.microsoft.com, TaskSettings)."""


def _files(schedule: Schedule) -> tuple[ScheduleFile, ...]:
    """Return the task. Task Scheduler reads UTF-16."""
    task = ET.Element("Task", {"version": "1.2", "xmlns": _SPACE})
    about = [*notes(schedule, _steps(schedule)), *later_notes(schedule)]
    _texts(ET.SubElement(task, "RegistrationInfo"), Description="\n".join(about))
    _triggers(ET.SubElement(task, "Triggers"), schedule)
    settings = ET.SubElement(task, "Settings")
    _texts(settings, MultipleInstancesPolicy="IgnoreNew", DisallowStartIfOnBatteries="false")
    _texts(settings, StopIfGoingOnBatteries="false", StartWhenAvailable="true", RunOnlyIfNetworkAvailable="true")
    program, *words = schedule.command
    run = ET.SubElement(ET.SubElement(task, "Actions"), "Exec")
    _texts(run, Command=program, Arguments=subprocess.list2cmdline(words))
    ET.indent(task)
    body = ET.tostring(task, encoding="unicode")
    return (ScheduleFile(_path(schedule), f'<?xml version="1.0" encoding="UTF-16"?>\n{body}\n', "utf-16"),)


def _steps(schedule: Schedule) -> tuple[str, ...]:
    path = _path(schedule).replace("/", "\\")
    return (
        f'schtasks /Create /TN "site-gen {schedule.name}" /XML "{path}"',
        *(m('setx {variable} "…"   (where it is needed)', variable=variable) for variable in schedule.variables),
    )


def _path(schedule: Schedule) -> str:
    return f"schedule/site-gen-{schedule.name}.xml"


def _triggers(triggers: ET.Element, schedule: Schedule) -> None:
    daily = ET.SubElement(triggers, "CalendarTrigger")
    _texts(daily, StartBoundary="2026-01-01T03:17:00")
    _texts(ET.SubElement(daily, "ScheduleByDay"), DaysInterval="1")
    for moment in schedule.moments:
        trigger = ET.SubElement(triggers, "TimeTrigger")
        trigger.append(ET.Comment(f" {said(moment.label, schedule.language).replace('--', '- -')} "))
        _texts(trigger, StartBoundary=f"{moment.utc:%FT%TZ}")


def _texts(parent: ET.Element, **texts: str) -> None:
    for name, text in texts.items():
        ET.SubElement(parent, name).text = text


SCHEDULER = Scheduler(
    m("A task for the Task Scheduler, on a Windows machine: to the second"),
    "schedule/*",
    _files,
    _steps,
    holds=_MOST,
)
