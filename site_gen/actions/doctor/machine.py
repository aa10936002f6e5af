"""Language, encodings, time and programs of this machine."""

from __future__ import annotations

import locale
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Final
from zoneinfo import TZPATH, ZoneInfo

from site_gen.actions.doctor.finding import Finding, State, Surroundings
from site_gen.actions.doctor.places import targets_of
from site_gen.distribution import reinstall_line
from site_gen.messages import listed, m
from site_gen.processes import available_cores

_TOLD: Final = (
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "TZ",
    "PYTHONUTF8",
    "PYTHONIOENCODING",
    "PYTHONTZPATH",
    "SOURCE_DATE_EPOCH",
)
"""Variables whose values are told: they choose, and hold nothing secret."""

_SAMPLE: Final = "é ñ ç € ж ї"
"""Letters of the languages that sites are written in."""

_PROGRAMS: Final = {
    "git": ("--version", m("deploy: {to: git}, and projects by a git address")),
    "ssh": ("-V", m("deploy: {to: rsync}")),
    "rsync": ("--version", m("deploy: {to: rsync}")),
    "wrangler": (None, m("deploy: {to: cloudflare-pages}")),
}
"""Programs that some kinds of deploy call: the word that makes each tell its version; None where that takes seconds."""

EARLIEST: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""Before it there was no site_gen."""


def cores(around: Surroundings) -> Iterator[Finding]:  # noqa: ARG001  # asked of the system
    """How many processors a build may use."""
    yield Finding(m("program"), m("processors"), State.FINE, str(available_cores()))


def language(around: Surroundings) -> Iterator[Finding]:
    """The variables that choose language, encodings and time zone, and the names of this program's own."""
    told = [f"{name}={around.short(around.environment[name])}" for name in _TOLD if around.environment.get(name)]
    yield Finding(
        m("text"), m("variables"), State.FINE, ", ".join(told) or m("none of those that choose language or encoding")
    )
    own = sorted(name for name in around.environment if name.startswith("SITE_GEN_"))
    if own:
        yield Finding(
            m("text"), m("own variables"), State.FINE, m("{names} (values are not told)", names=", ".join(own))
        )


def encodings(around: Surroundings) -> Iterator[Finding]:
    """Whether names of files and the terminal can hold the letters of the site's languages."""
    names = sys.getfilesystemencoding()
    if _can_hold(names):
        yield Finding(m("text"), m("file names"), State.FINE, names)
    else:
        hint = m("export LANG=C.UTF-8, and don't set LC_ALL=C or PYTHONUTF8=0")
        yield Finding(
            m("text"), m("file names"), State.BROKEN, m("{names}: no letters beyond English ones", names=names), hint
        )
    shown = m(
        "{output_encoding}; texts by default {locale}",
        output_encoding=around.output_encoding,
        locale=locale.getpreferredencoding(do_setlocale=False),
    )
    if _can_hold(around.output_encoding):
        yield Finding(m("text"), m("terminal"), State.FINE, shown)
    else:
        hint = m("set PYTHONIOENCODING=utf-8 and a UTF-8 locale; in Windows use Windows Terminal, or: chcp 65001")
        yield Finding(
            m("text"), m("terminal"), State.NOTE, m("{shown}: other letters are shown as \\u0436", shown=shown), hint
        )


def _can_hold(encoding: str) -> bool:
    try:
        return _SAMPLE.encode(encoding).decode(encoding) == _SAMPLE
    except (LookupError, UnicodeError):
        return False


def time_zones(around: Surroundings) -> Iterator[Finding]:
    """Where the rules of time zones come from, and of which version they are."""
    package = around.installed("tzdata")
    sources = [
        f"{folder} {_system_version(folder)}".rstrip() for folder in TZPATH if Path(folder, "Europe/Kyiv").exists()
    ]
    try:
        ZoneInfo.no_cache("Europe/Kyiv")
    except (OSError, ValueError, LookupError, ImportError) as error:
        hint = reinstall_line("tzdata")
        value = around.short(m("no rules: {name}: {error}", name=type(error).__name__, error=error))
        yield Finding(m("time"), m("time zones"), State.BROKEN, value, hint)
        return
    if not sources and package is not None:
        sources = [
            m("the package tzdata {package} ({package_version})", package=package, package_version=_package_version())
        ]
    elif package is not None:
        sources.append(m("then the package tzdata {package}", package=package))
    yield Finding(m("time"), m("time zones"), State.FINE, listed(sources))


def _system_version(folder: str) -> str:
    """Return the version of a system's rules, which Debian and others write into the first line of one file."""
    try:
        with Path(folder, "tzdata.zi").open(encoding="utf-8") as file:
            found = re.match(r"# version (\w+)", file.readline())
    except (OSError, UnicodeError):
        return ""
    return found[1] if found else ""


def _package_version() -> str:
    try:
        return str(getattr(import_module("tzdata"), "IANA_VERSION", "of unknown version"))
    except ImportError:
        return m("of unknown version")


def clock(around: Surroundings) -> Iterator[Finding]:
    """Whether the clock can be right: not before this program was made or installed, or its project written."""
    shown = f"{around.now:%Y-%m-%d %H:%M %Z (UTC%z)}"
    newest = max([EARLIEST, *_written(around)])
    if around.now < EARLIEST or (newest - around.now).total_seconds() > _DAY:
        hint = m("set the clock: offers open and end by it")
        value = m("{shown}, but files here are of {newest}", shown=shown, newest=f"{newest:%Y-%m-%d}")
        yield Finding(m("time"), m("clock"), State.BROKEN, value, hint)
    else:
        yield Finding(m("time"), m("clock"), State.FINE, shown)


_DAY: Final = 86_400


def _written(around: Surroundings) -> Iterator[datetime]:
    """Yield when files were written that are surely from the past."""
    places = [Path(__file__)] + ([around.project / "site.yaml"] if around.project else [])
    for path in places:
        try:
            yield datetime.fromtimestamp(path.stat().st_mtime, UTC)
        except (OSError, OverflowError, ValueError):
            continue


def programs(around: Surroundings) -> Iterator[Finding]:
    """Which of the programs are there that some kinds of deploy call."""
    needed = {name for target in targets_of(around) for name in target.programs}
    for name, (word, purpose) in _PROGRAMS.items():
        path = around.which(name)
        if path is None and name in needed:
            yield Finding(
                m("programs"),
                name,
                State.NOTE,
                m("not found, and deploy: here needs it"),
                m("install it, or its folder into PATH"),
            )
        elif path is None:
            yield Finding(
                m("programs"), name, State.NOTE, m("not found"), m("needed only for {purpose}", purpose=purpose)
            )
        else:
            said = _version_of(path, word) if word else ""
            yield Finding(m("programs"), name, State.FINE, f"{around.short(path)}{f' ({said})' if said else ''}")


def _version_of(path: str, word: str) -> str:
    """Return the version in the first line that a program prints; '' where it prints none."""
    try:
        done = subprocess.run(  # noqa: S603  # a program of the PATH, with a word of ours
            [path, word],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=10,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    found = re.search(r"\d+\.\d+[\w.]*", f"{done.stdout}\n{done.stderr}")
    return found[0] if found else ""
