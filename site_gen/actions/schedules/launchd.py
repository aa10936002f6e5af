"""launchd of macOS, which knows the machine's time zone alone: so it asks every five minutes, and after sleep at once."""

from __future__ import annotations

import plistlib

from site_gen.actions.schedules.base import Schedule, ScheduleFile, notes


def files(schedule: Schedule) -> tuple[ScheduleFile, ...]:
    """Return the agent's property list."""
    label = f"site-gen.{schedule.name}"
    data = {
        "Label": label,
        "ProgramArguments": list(schedule.command),
        "WorkingDirectory": schedule.folder,
        "StartInterval": 300,
        "RunAtLoad": True,
        "ProcessType": "Background",
        "StandardErrorPath": f"{schedule.folder}/.cache/site-gen-schedule.log",
        **({"EnvironmentVariables": dict.fromkeys(schedule.secrets, "")} if schedule.secrets else {}),
    }
    lines = [
        *notes(schedule, "launchd", on_a_host=False),
        f"cp schedule/{label}.plist ~/Library/LaunchAgents/",
        f"launchctl bootstrap gui/$(id -u) ~/Library/LaunchAgents/{label}.plist",
        *(f"due at {moment.label}" for moment in schedule.moments),
    ]
    text = plistlib.dumps(data, sort_keys=False).decode()
    start = text.index("<plist")
    return (ScheduleFile(f"schedule/{label}.plist", f"{text[:start]}{_comment(lines)}{text[start:]}"),)


def _comment(lines: list[str]) -> str:
    """Return a comment of XML, in which two hyphens may not stand together."""
    return "<!--\n" + "".join(f"{line.replace('--', '- -')}\n" for line in lines) + "-->\n"
