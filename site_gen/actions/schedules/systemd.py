"""systemd: a timer with the very instants, and the service it starts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from site_gen.actions.schedules.base import (
    Moment,
    Schedule,
    ScheduleFile,
    Scheduler,
    comment,
    later_notes,
    machine_steps,
    notes,
    shell_line,
)
from site_gen.messages import m, said

_AGAIN: Final = m("When the network or the host fails it tries again. Mistakes in the project (1, 2) wait for you.")


def _files(schedule: Schedule) -> tuple[ScheduleFile, ...]:
    name = _name(schedule)
    service = (
        "[Unit]",
        f"Description={_said(schedule, m('Puts {name} online when it has changed', name=schedule.name))}",
        "StartLimitIntervalSec=2h",
        "StartLimitBurst=5",
        "",
        "[Service]",
        "Type=oneshot",
        f"ExecStart=/bin/sh -c {_quoted(shell_line(schedule))}",
        f"# {_said(schedule, _AGAIN)}",
        "Restart=on-failure",
        "RestartSec=10min",
        "RestartPreventExitStatus=1 2",
    )
    timer = (
        *(f"# {line}" for line in later_notes(schedule)),
        "[Unit]",
        f"Description={_said(schedule, m('The moments at which {name} changes', name=schedule.name))}",
        "",
        "[Timer]",
        "OnCalendar=*-*-* 03:17:00",
        *(line for moment in schedule.moments for line in _timer(schedule, moment)),
        "AccuracySec=1s",
        "Persistent=true",
        "",
        "[Install]",
        "WantedBy=timers.target",
    )
    head = comment(notes(schedule, _steps(schedule)))
    return (
        ScheduleFile(f"schedule/{name}.service", head + _lines(service)),
        ScheduleFile(f"schedule/{name}.timer", head + _lines(timer)),
    )


def _steps(schedule: Schedule) -> tuple[str, ...]:
    name = _name(schedule)
    return (
        f"mkdir -p ~/.config/systemd/user && cp schedule/{name}.* ~/.config/systemd/user/",
        f"systemctl --user daemon-reload && systemctl --user enable --now {name}.timer",
        m("So that it also runs while you are logged out: {command}", command="loginctl enable-linger"),
        m("What it said: {command}", command=f"journalctl --user -u {name}"),
        *machine_steps(schedule),
    )


def _timer(schedule: Schedule, moment: Moment) -> tuple[str, str]:
    return f"# {_said(schedule, moment.label)}", f"OnCalendar={moment.utc:%F %T} UTC"


def _said(schedule: Schedule, text: str) -> str:
    return said(text, schedule.language)


def _name(schedule: Schedule) -> str:
    return f"site-gen-{schedule.name}"


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _quoted(text: str) -> str:
    """Return a word of a command line in quotes (systemd.service(5), Command lines).

    A program's own name may not have quotes and the like in it, so a shell is what is started.
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"'


SCHEDULER = Scheduler(
    m("A timer for systemd, on a Linux machine: to the second"), "schedule/*", _files, _steps, holds=200
)
