"""What is known of this machine and of who sits at it: a name, a time zone, whether there is a browser."""

from __future__ import annotations

import getpass
import locale
import os
import re
import socket
import sys
import webbrowser
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final
from zoneinfo import available_timezones

from site_gen.cli.terminal import say
from site_gen.messages import m

_ZONE: Final = re.compile(r".*/zoneinfo(?:\.default)?/(?:posix/)?(?P<zone>[A-Z]\w+/[\w/+-]+)")


def who() -> str:
    """Return who publishes, for people: 'mara on laptop'."""
    return f"{_user()} on {socket.gethostname()}"


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name, as in containers
        return "somebody"


def own_zone(environment: Mapping[str, str], link: Path = Path("/etc/localtime")) -> str:
    """Return this machine's time zone by its name, such as Europe/Madrid; '' where it isn't known."""
    named = environment.get("TZ", "").removeprefix(":")
    if not named:
        with suppress(OSError):
            found = _ZONE.fullmatch(os.path.realpath(link))
            named = found["zone"] if found else ""
    is_place = "/" in named and not named.startswith("Etc/")
    return named if is_place and named in available_timezones() else ""


def own_language(environment: Mapping[str, str]) -> str:
    """Return the code of the language that this machine speaks, of those that starters are in; '' for others.

    The variables are those of POSIX, in the order in which they count; Windows knows the language by its name.
    """
    from site_gen.actions.language_names import language_called

    for said in _locales(environment):
        if found := language_called(said):
            return found
    return ""


def own_currency(environment: Mapping[str, str]) -> str:
    """Return the currency of the country in this machine's locale ('es_MX': MXN); '' where it names none."""
    from babel.numbers import get_territory_currencies

    for said in _locales(environment):
        if country := re.match(r"[a-z]{2,3}_([A-Z]{2})\b", said):
            return next(iter(get_territory_currencies(country[1])), "")
    return ""


def _locales(environment: Mapping[str, str]) -> Iterator[str]:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        yield from filter(None, environment.get(name, "").split(":"))
    if sys.platform == "win32":
        yield locale.getlocale()[0] or ""


def has_browser(environment: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Whether a browser can open beside the terminal: not on a machine that one reaches by ssh, nor without a screen,
    where a browser of the terminal would take its place."""
    if environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"):
        return True
    if environment.get("SSH_CONNECTION") or environment.get("SSH_TTY"):
        return False
    return platform in {"darwin", "win32"} or bool(environment.get("BROWSER"))


def show_in_browser(address: str, port: int) -> None:
    """Open an address in the browser; where there is none, say how to get there."""
    with suppress(webbrowser.Error):
        if has_browser(os.environ) and webbrowser.open(address):
            return
    say(m("  Open this address in a browser on this machine."), fg="yellow")
    if os.environ.get("SSH_CONNECTION"):
        say(m("  From yours: ssh -L {port}:localhost:{port} … and open it there.", port=port), fg="yellow")
    say()
