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
    "git": ("--version", "deploy: {to: git}, and projects by a git address"),
    "ssh": ("-V", "deploy: {to: rsync}"),
    "rsync": ("--version", "deploy: {to: rsync}"),
    "wrangler": (None, "deploy: {to: cloudflare-pages}"),
}
"""Programs that some kinds of deploy call: the word that makes each tell its version; None where that takes seconds."""

EARLIEST: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""Before it there was no site_gen."""


def cores(around: Surroundings) -> Iterator[Finding]:  # noqa: ARG001  # asked of the system
    """How many processors a build may use."""
    yield Finding("program", "processors", State.FINE, str(available_cores()))


def language(around: Surroundings) -> Iterator[Finding]:
    """The variables that choose language, encodings and time zone, and the names of this program's own."""
    told = [f"{name}={around.short(around.environment[name])}" for name in _TOLD if around.environment.get(name)]
    yield Finding("text", "variables", State.FINE, ", ".join(told) or "none of those that choose language or encoding")
    own = sorted(name for name in around.environment if name.startswith("SITE_GEN_"))
    if own:
        yield Finding("text", "own variables", State.FINE, f"{', '.join(own)} (values are not told)")


def encodings(around: Surroundings) -> Iterator[Finding]:
    """Whether names of files and the terminal can hold the letters of the site's languages."""
    names = sys.getfilesystemencoding()
    if _can_hold(names):
        yield Finding("text", "file names", State.FINE, names)
    else:
        hint = "export LANG=C.UTF-8, and don't set LC_ALL=C or PYTHONUTF8=0"
        yield Finding("text", "file names", State.BROKEN, f"{names}: no letters beyond English ones", hint)
    shown = f"{around.output_encoding}; texts by default {locale.getpreferredencoding(do_setlocale=False)}"
    if _can_hold(around.output_encoding):
        yield Finding("text", "terminal", State.FINE, shown)
    else:
        hint = "set PYTHONIOENCODING=utf-8 and a UTF-8 locale; in Windows use Windows Terminal, or: chcp 65001"
        yield Finding("text", "terminal", State.NOTE, f"{shown}: other letters are shown as \\u0436", hint)


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
        value = f"no rules: {type(error).__name__}: {error}"
        yield Finding("time", "time zones", State.BROKEN, around.short(value), hint)
        return
    if not sources and package is not None:
        sources = [f"the package tzdata {package} ({_package_version()})"]
    elif package is not None:
        sources.append(f"then the package tzdata {package}")
    yield Finding("time", "time zones", State.FINE, ", ".join(sources))


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
        return "of unknown version"


def clock(around: Surroundings) -> Iterator[Finding]:
    """Whether the clock can be right: not before this program was made or installed, or its project written."""
    shown = f"{around.now:%Y-%m-%d %H:%M %Z (UTC%z)}"
    newest = max([EARLIEST, *_written(around)])
    if around.now < EARLIEST or (newest - around.now).total_seconds() > _DAY:
        hint = "set the clock: offers open and end by it"
        value = f"{shown}, but files here are of {newest:%Y-%m-%d}"
        yield Finding("time", "clock", State.BROKEN, value, hint)
    else:
        yield Finding("time", "clock", State.FINE, shown)


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
                "programs",
                name,
                State.NOTE,
                "not found, and deploy: here needs it",
                "install it, or its folder into PATH",
            )
        elif path is None:
            yield Finding("programs", name, State.NOTE, "not found", f"needed only for {purpose}")
        else:
            said = _version_of(path, word) if word else ""
            yield Finding("programs", name, State.FINE, f"{around.short(path)}{f' ({said})' if said else ''}")


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
