"""What is said when this program itself has a mistake: in one line what to do, and a file to send with a report."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Final

from site_gen import __version__
from site_gen.cli.terminal import say
from site_gen.inert import inert_line
from site_gen.messages import m

ISSUES: Final = m("the project's issue tracker")


def show_bug(error: BaseException) -> None:
    """Say that this program failed, and where the report is that tells its makers how."""
    say(m("site-gen itself has failed: {named}", named=_named(error)), fg="red")
    say(m("  Your files are as they were. This is a mistake of the program, not of yours."))
    try:
        path = _write(report(error, sys.argv[1:]))
    except OSError:
        say(report(error, sys.argv[1:]))
        say(m("  hint: send the lines above to the makers of site-gen (SECURITY.md, if it could do harm)"))
    else:
        say(
            m(
                "  hint: look into {path}, and send it to the makers of site-gen (SECURITY.md, if it could do harm)",
                path=path,
            )
        )
    say(m("  with the output of: site-gen doctor"), dim=True)


def report(error: BaseException, words: list[str]) -> str:
    """Return what the makers need to know. Values of options and variables are left out: they may be secret."""
    told = [word.partition("=")[0] if word.startswith("-") else "…" for word in words[1:]]
    lines = [
        f"site-gen {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"command: {' '.join(['site-gen', *words[:1], *told])}",
        "",
        "".join(traceback.format_exception(error)).rstrip(),
    ]
    return "\n".join(lines) + "\n"


def _write(text: str) -> Path:
    """Write the report into a new file for its owner alone. Raises OSError."""
    handle, name = tempfile.mkstemp(prefix="site-gen-report-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(text)
    return Path(name)


def _named(error: BaseException) -> str:
    said = inert_line(str(error))[:200]
    return f"{type(error).__name__}: {said}" if said else type(error).__name__
