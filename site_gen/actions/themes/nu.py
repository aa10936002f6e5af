"""The Nu HTML checker over finished pages and styles."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from site_gen.actions.themes.findings import Check, Finding
from site_gen.messages import m
from site_gen.problems import WorldError

_MISTAKEN: Final = re.compile(
    r"CSS: “container-type”: .*|CSS: “(timeline-scope|(view|animation)-timeline|animation-range)”: .*"
    r"|CSS: Unrecognized at-rule “@(container|view-transition|property)”.*"
    r"|This document appears to be written in .*"
)
"""Where the checker errs: what browsers have long known, and the sample's texts, English in every language."""

_JAVA: Final = ("java", "-Xss8m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")


def nu_findings(vnu: Path, addresses: Sequence[str], files: Sequence[Path]) -> Iterator[Finding]:
    """Yield what it says of pages by address, and of styles and drawings by file. Raises WorldError if it can't run."""
    if addresses:
        yield from _asked(vnu, addresses)
    if files:  # without any it would answer with how it is used; beside drawings it takes pages for drawings
        yield from _asked(vnu, ["--also-check-css", "--also-check-svg", *map(str, files)])


def _asked(vnu: Path, arguments: Sequence[str]) -> Iterator[Finding]:
    command = [*_JAVA, "-Dnu.validator.servlet.allow-forbidden-hosts=true", "-jar", str(vnu)]
    options = ["--stdout", "--format", "json", "--exit-zero-always"]
    try:
        done = subprocess.run(  # noqa: S603  # a program of this machine, with addresses and files of our own
            [*command, *options, *arguments], capture_output=True, text=True, encoding="utf-8", check=False
        )
        messages = json.loads(done.stdout)["messages"]
    except (OSError, ValueError, KeyError) as error:
        raise WorldError(m("the Nu HTML checker can't be run"), m("it needs Java 17 or newer")) from error
    for message in messages:
        if not _MISTAKEN.match(message["message"]):
            place = f"{urlsplit(message.get('url', '')).path.rpartition('/output')[2]}:{message.get('lastLine', 1)}"
            yield Finding(Check.NU, place, message["message"], message.get("extract", "").strip())
