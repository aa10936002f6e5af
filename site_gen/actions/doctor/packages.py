"""The program itself, its Python, and the packages it stands on."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

from site_gen import __version__
from site_gen.actions.doctor.finding import Finding, State, Surroundings
from site_gen.actions.doctor.places import targets_of
from site_gen.distribution import DISTRIBUTION, install_line, installer, reinstall_line
from site_gen.messages import listed, m

_REQUIREMENT: Final = re.compile(
    r"(?P<name>[\w.-]+)(?:\[[^\]]*\])?\s*(?:>=(?P<least>[\w.]+))?[^;]*?(?:;.*\bextra == ['\"](?P<extra>[\w-]+)['\"].*)?"
)
"""A line of Requires-Dist with a lower bound and perhaps an extra, as pyproject.toml has them."""

_COMPILED: Final = (
    "PIL.Image",
    "brotli",
    "cryptography.fernet",
    "pydantic_core",
    "regex",
    "sqlalchemy",
    "typst",
    "yaml",
)
"""Modules with compiled parts, which can be there and yet not run: for another processor, without a system library."""

_FOR: Final = {
    "cluster": m("several projects on the workers of a Dask cluster"),
    "heic": m("photos of iPhones (HEIC)"),
    "hosts": m("deploy to Netlify, Cloudflare Pages, Vercel, Neocities"),
    "inbox": m("site-gen inbox, to receive forms on a server of your own"),
    "postgresql": m("the inbox with PostgreSQL"),
    "s3": m("deploy to S3 and its kin"),
    "sftp": m("deploy by SFTP"),
    "themes": m("site-gen theme check, with a browser"),
    "webdav": m("deploy by WebDAV"),
}


def program(around: Surroundings) -> Iterator[Finding]:
    """The version of the program, and how and from where it was installed."""
    try:
        found = distribution(DISTRIBUTION)
    except PackageNotFoundError:
        value = m(
            "{version}, not installed: run from {folder}",
            version=__version__,
            folder=around.short(Path(__file__).parents[3]),
        )
        yield Finding(
            m("program"),
            "site-gen",
            State.BROKEN,
            value,
            m("install it: {line} (site-gen help install)", line=install_line()),
        )
        return
    value = m(
        "{version} ({distribution}, installed by {installer})",
        version=__version__,
        distribution=DISTRIBUTION,
        installer=installer(),
    )
    if found.version == __version__:
        yield Finding(m("program"), "site-gen", State.FINE, value)
    else:
        hint = m("install it again, from where you have it: site-gen help install")
        yield Finding(
            m("program"),
            "site-gen",
            State.NOTE,
            m("{value}; its record says {version}", value=value, version=found.version),
            hint,
        )


def python(around: Surroundings) -> Iterator[Finding]:
    """The version of Python, whether it is in an environment of its own, and the system."""
    kind = m("in an environment of its own") if sys.prefix != sys.base_prefix else m("the system's own")
    words = listed(
        (f"{platform.python_implementation()} {platform.python_version()}", kind, around.short(sys.executable))
    )
    yield Finding(m("program"), "Python", State.FINE, words)
    yield Finding(m("program"), m("system"), State.FINE, f"{platform.platform()}, {platform.machine()}")


def packages(around: Surroundings) -> Iterator[Finding]:
    """Whether everything that the program needs is installed, in versions that are new enough."""
    wanted = {name: least for name, least, extra in _requirements() if not extra}
    found = {name: around.installed(name) for name in wanted}
    missing = sorted(name for name, version in found.items() if version is None)
    old = sorted(
        m("{name} {version} (at least {wanted})", name=name, version=version, wanted=wanted[name])
        for name, version in found.items()
        if version is not None and _numbers(version) < _numbers(wanted[name])
    )
    again = m("install the program again: {line}", line=install_line())
    if missing:
        yield Finding(
            m("program"), m("packages"), State.BROKEN, m("not installed: {missing}", missing=", ".join(missing)), again
        )
    if old:
        yield Finding(m("program"), m("packages"), State.BROKEN, m("too old: {old}", old=listed(old)), again)
    there = ", ".join(f"{name} {version}" for name, version in sorted(found.items()) if version is not None)
    yield Finding(m("program"), m("versions"), State.FINE, there)


def libraries(around: Surroundings) -> Iterator[Finding]:
    """Whether the packages with compiled parts can be loaded on this machine."""
    for module in _COMPILED:
        try:
            import_module(module)
        except Exception as error:  # noqa: BLE001  # what a damaged library raises is its own
            said = around.short(f"{type(error).__name__}: {error}")
            package = module.partition(".")[0].replace("PIL", "pillow")
            again = m("install it again: {line}", line=reinstall_line(package))
            yield Finding(
                m("program"), module.partition(".")[0], State.BROKEN, m("can't be loaded ({said})", said=said), again
            )


def extras(around: Surroundings) -> Iterator[Finding]:
    """Which extras are installed, and the line that installs each of the others."""
    needed = {target.extra for target in targets_of(around)}
    rows: dict[str, dict[str, str | None]] = {}
    for name, _, extra in _requirements():
        if extra and extra != "dev":
            rows.setdefault(extra, {})[name] = around.installed(name)
    for extra, parts in sorted(rows.items()):
        purpose = _FOR.get(extra, "")
        missing = [name for name, version in parts.items() if version is None]
        if missing and extra in needed:
            yield Finding(
                m("extras"), extra, State.NOTE, m("not installed, and deploy: here needs it"), install_line(extra)
            )
        elif missing:
            yield Finding(
                m("extras"), extra, State.NOTE, m("not installed; for: {purpose}", purpose=purpose), install_line(extra)
            )
        else:
            there = ", ".join(f"{name} {version}" for name, version in sorted(parts.items()))
            yield Finding(m("extras"), extra, State.FINE, there)


def _requirements() -> Iterator[tuple[str, str, str]]:
    """Yield each package that is declared: its name, the lowest version, its extra; "" where there is none."""
    try:
        lines = distribution(DISTRIBUTION).requires or ()
    except PackageNotFoundError:
        return
    for line in lines:
        if match := _REQUIREMENT.fullmatch(line):
            yield match["name"], match["least"] or "", match["extra"] or ""


def _numbers(version: str) -> tuple[int, ...]:
    """Return the numbers at the beginning of a version, for comparison; zeros at the end mean nothing."""
    found = re.match(r"\d+(?:\.\d+)*", version)
    numbers = [int(part) for part in found[0].split(".")] if found else []
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)
