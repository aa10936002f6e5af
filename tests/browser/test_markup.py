"""The Nu HTML checker reports nothing for any HTML, CSS or SVG file."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pytest

from tests.browser.server import SiteServer
from tests.browser.site import BuiltSite

pytestmark = pytest.mark.browser

MISTAKEN: Final = (
    # What browsers have long known, not so its CSS checker: container queries, view transitions, scroll timelines.
    r"CSS: “container-type”: Property “container-type” doesn't exist\. .*",
    r"CSS: “(timeline-scope|(view|animation)-timeline|animation-range)”: Property “\1” doesn't exist\. .*",
    r"CSS: Unrecognized at-rule “@(container|view-transition)” .*",
)
"""Where the checker errs: message and extract, whole, as regular expressions."""


def test_nu_checker_has_nothing_to_say_of_any_page(example_site: BuiltSite, host: SiteServer, checkers: Path) -> None:
    # By HTTP, since the checker weighs what a page loads against its policy, and a file has no origin.
    links = {
        name[-2:]: file for file in example_site.html if (name := file.removesuffix("/index.html")).startswith("go/")
    }
    pages = [file for file in example_site.html if not file.startswith("go/") or file in links.values()]
    assert len(links) >= 4, "the short links differ in their language and their target alone: one of each"
    addresses = [f"{host.origin}{example_site.base}{file}" for file in pages]
    found = complaints(checkers, addresses)
    assert not found, "\n".join(found)


def test_nu_checker_has_nothing_to_say_of_styles_and_drawings(example_site: BuiltSite, checkers: Path) -> None:
    files = [str(example_site.folder / file) for file in example_site.files if file.endswith((".css", ".svg"))]
    found = complaints(checkers, ["--also-check-css", "--also-check-svg", *files])
    assert not found, "\n".join(found)


_JAVA: Final = ("java", "-Xss8m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""It ends before a thorough compiler, or several threads for garbage, would pay: half the work for the same answer."""


def complaints(checkers: Path, arguments: list[str]) -> list[str]:
    jar = str(checkers / "vnu-jar" / "build" / "dist" / "vnu.jar")
    options = ["--stdout", "--format", "json", "--exit-zero-always"]
    done = subprocess.run(
        [*_JAVA, "-Dnu.validator.servlet.allow-forbidden-hosts=true", "-jar", jar, *options, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    messages = json.loads(done.stdout)["messages"]
    return sorted({_shown(message) for message in messages if not _is_mistaken(message)})


def _is_mistaken(message: dict[str, Any]) -> bool:
    said = f"{message['message']} {message.get('extract', '')}"
    return any(re.fullmatch(pattern, said, re.DOTALL) for pattern in MISTAKEN)


def _shown(message: dict[str, Any]) -> str:
    place = f"{urlsplit(message.get('url', '')).path}:{message.get('lastLine', 0)}"
    return f"{place}: {message['message']} {' '.join(message.get('extract', '').split())}"
