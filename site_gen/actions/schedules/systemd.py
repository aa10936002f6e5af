"""systemd: a timer with the very instants, and the service it starts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from site_gen.actions.schedules.base import Schedule, ScheduleFile, comment, notes


def files(schedule: Schedule) -> tuple[ScheduleFile, ...]:
    """Return the service and the timer, for a user's own systemd."""
    name = f"site-gen-{schedule.name}"
    service = (
        *_install(schedule, name),
        "[Unit]",
        f"Description=Puts {schedule.name} online when it has changed",
        "Wants=network-online.target",
        "After=network-online.target",
        "",
        "[Service]",
        "Type=oneshot",
        f"WorkingDirectory={_escaped(schedule.folder)}",
        f"ExecStart={' '.join(map(_word, schedule.command))}",
        *(["EnvironmentFile=%h/.config/site-gen/secrets  # " + ", ".join(schedule.secrets)] if schedule.secrets else []),
    )
    timer = (
        "[Unit]",
        f"Description=The moments at which {schedule.name} changes",
        "",
        "[Timer]",
        "OnCalendar=*-*-* 03:17:00",
        *(line for moment in schedule.moments for line in (f"# {moment.label}", f"OnCalendar={moment.utc:%F %T} UTC")),
        "AccuracySec=1s",
        "Persistent=true",
        "",
        "[Install]",
        "WantedBy=timers.target",
    )
    head = comment(notes(schedule, "systemd", on_a_host=False))
    return (
        ScheduleFile(f"schedule/{name}.service", head + _lines(service)),
        ScheduleFile(f"schedule/{name}.timer", head + _lines(timer)),
    )


def _install(schedule: Schedule, name: str) -> Iterator[str]:
    yield f"# cp schedule/{name}.* ~/.config/systemd/user/ && systemctl --user daemon-reload"
    yield f"# systemctl --user enable --now {name}.timer && loginctl enable-linger"


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _escaped(text: str) -> str:
    return text.replace("%", "%%")


def _word(text: str) -> str:
    """Return a word of a command line: in quotes, with what systemd would replace doubled."""
    escaped = _escaped(text).replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return f'"{escaped}"' if any(c in text for c in " '\"\\") else escaped
