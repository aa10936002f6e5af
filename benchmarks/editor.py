"""Times the editor: from typing and from saving to the form and the page shown, in a project of many cases.

A client stands in for the browser: it keeps its connections, sends the form as it stands with a new, unique word in one
field, follows where the editor leads, and then asks for the page beside the form, as the frame does. Nothing is drawn.
The server is at rest before each save. All files are in memory if the system has a folder for that.

The server's processor time stands beside: where other programs want the processor too, it alone tells two versions of
the editor apart.
"""

from __future__ import annotations

import argparse
import compileall
import http.client
import json
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlencode, urlsplit

from benchmarks.build import NOW, ROOT, memory_folder
from benchmarks.corpus import SEED, studies, write_project
from benchmarks.ports import free_port
from benchmarks.preview import Browser, Running
from benchmarks.servers import newest
from tests.editor.browsing import Pairs, fields_in

START_LIMIT: Final = 180.0
_KEY: Final = re.compile(r"http://localhost:\d+(/_edit/start\?key=\S+)")
_FRAME: Final = re.compile(r'<iframe[^>]* src="([^"]+)"')

STEPS: Final[Mapping[str, str]] = {
    "typed": "from sending what was typed to its page",
    "form": "from saving to the form, saved",
    "page": "from saving to the page beside the form",
    "site": "from saving to the site's own page",
    "at once": "from saving to the page, before a draft was kept",
}
"""What is measured, in the order in which it happens."""


@dataclass
class Person:
    """Somebody at the editor, with a connection to each of its two hosts."""

    port: int
    cookie: str = ""
    _open: dict[str, http.client.HTTPConnection] = field(default_factory=dict)

    def ask(self, address: str, method: str = "GET", pairs: Pairs | None = None) -> http.client.HTTPResponse:
        """Return an answer whose body was read; `text` is its body."""
        parts = urlsplit(address)
        host = parts.hostname or "localhost"
        connection = self._open.setdefault(host, http.client.HTTPConnection(host, self.port, timeout=60))
        headers = {"Cookie": self.cookie, "Origin": f"http://localhost:{self.port}"}
        body = None
        if pairs is not None:
            body, headers["Content-Type"] = urlencode(pairs), "application/x-www-form-urlencoded"
        connection.request(method, f"{parts.path}?{parts.query}", body, headers)
        return connection.getresponse()

    def text(self, address: str, method: str = "GET", pairs: Pairs | None = None) -> str:
        answer = self.ask(address, method, pairs)
        text = answer.read().decode()
        if answer.status >= http.client.BAD_REQUEST:
            sys.exit(f"{address} answers {answer.status}: {text[:500]}")
        return text

    def follow(self, address: str, pairs: Pairs) -> str:
        """Send a form, and return the page that it leads to."""
        answer = self.ask(address, "POST", pairs)
        answer.read()
        if answer.status != http.client.SEE_OTHER:
            sys.exit(f"{address} answers {answer.status}")
        return self.text(answer.headers["Location"])


@dataclass(frozen=True, slots=True)
class Took:
    """What a step took: seconds that a person waits, and the server's processor seconds meanwhile."""

    seconds: float
    cpu: float


class Watch:
    """A stop watch that is started with a step."""

    def __init__(self, running: Running) -> None:
        self._running = running
        self._cpu, self._started = running.cpu(), time.monotonic()

    def took(self) -> Took:
        return Took(time.monotonic() - self._started, self._running.cpu() - self._cpu)


def measure(person: Person, running: Running, file: str, key: str, page: str, runs: int) -> dict[str, list[Took]]:
    """Change a key of a file as a person would, `runs` times, after once to warm up; return what each step took."""
    write, draft = (f"/_edit/{screen}?{urlencode({'file': file})}" for screen in ("write", "draft"))
    site = f"http://127.0.0.1:{person.port}{page}"
    found: dict[str, list[Took]] = {step: [] for step in STEPS}
    for number in range(runs + 1):
        frame, sent = _changed(person.text(write), key, f"marca{number:05}")
        running.rest()
        watch = Watch(running)
        person.text(draft, "POST", sent)
        _has(person.text(frame), f"marca{number:05}")
        took = [watch.took()]
        running.rest()
        took += _saved(person, Watch(running), write, sent, (site, f"marca{number:05}"))
        _, sent = _changed(person.text(write), key, f"altra{number:05}")
        running.rest()
        took.append(_saved(person, Watch(running), write, sent, (site, f"altra{number:05}"))[1])
        if number:
            for step, value in zip(STEPS, took, strict=True):
                found[step].append(value)
    return found


def _changed(html: str, key: str, word: str) -> tuple[str, Pairs]:
    """Return the address of a form's page, and the form with another word at the end of a field."""
    pairs = [
        (name, f"{value.partition(' /')[0]} / {word}" if name == f"v:{key}" else value)
        for name, value in fields_in(html)
    ]
    return _frame(html), pairs


def _saved(person: Person, watch: Watch, write: str, sent: Pairs, there: tuple[str, str]) -> list[Took]:
    """Save; return what it took to the form, to the page beside it, and to the site's page; `there` are that one's
    address and the word that it must show."""
    site, word = there
    shown = person.follow(write, [*sent, ("do", "save")])
    took = [watch.took()]
    _has(person.text(_frame(shown)), word)
    took.append(watch.took())
    _has(person.text(site), word)
    return [*took, watch.took()]


def _has(text: str, word: str) -> None:
    if word not in text:
        sys.exit(f"the page doesn't show {word}")


def _frame(html: str) -> str:
    found = _FRAME.search(html)
    if found is None:
        sys.exit("the form shows no page beside it")
    return found[1]


@contextmanager
def editing(project: Path, cache: Path) -> Iterator[tuple[Person, Running]]:
    """Run the editor on a project, and come in."""
    port = free_port()
    command = [sys.executable, "-m", "site_gen", "edit", "--no-open", "--project", str(project), "--now", NOW]
    process = subprocess.Popen(
        [*command, "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=ROOT,
        env={**os.environ, "SITE_GEN_CACHE": str(cache), "PYTHONUNBUFFERED": "1"},
    )
    browser = Browser(port)
    try:
        person = Person(port)
        answer = person.ask(_start_address(process))
        answer.read()
        person.cookie = answer.headers["Set-Cookie"].partition(";")[0]
        yield person, Running(process, browser, random.Random(SEED))
    finally:
        browser.close()
        process.kill()
        process.wait()


def _start_address(process: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + START_LIMIT
    for line in process.stdout or ():
        found = _KEY.search(line.decode(errors="replace"))
        if found:
            return found[1]
        if time.monotonic() > until:
            break
    sys.exit("the editor doesn't start")


def table(found: Mapping[str, Mapping[str, list[Took]]], count: int) -> str:
    """Return the measurements as a table: milliseconds by step, of each kind of file."""
    runs = max(len(times) for steps in found.values() for times in steps.values())
    lines = [
        f"{count} cases, {os.cpu_count()} processors; {runs} saves of each file, the server at rest before each",
        f"{'milliseconds':52}{'min':>9}{'median':>9}{'max':>9}{'CPU':>9}",
    ]
    for file, steps in found.items():
        lines.append(file)
        for step, times in steps.items():
            seconds, cpu = [each.seconds for each in times], [each.cpu for each in times]
            values = (*(of(seconds) for of in (min, statistics.median, max)), statistics.median(cpu))
            lines.append(f"  {STEPS[step]:50}" + "".join(f"{value * 1000:9.1f}" for value in values))
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.editor", description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=1000, help="how many cases (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=20, help="saves of each file (default: %(default)s)")
    parser.add_argument("--folder", help="where to work (default: in memory where there is a way)")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of a table")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    compileall.compile_dir(ROOT / "site_gen", quiet=1)  # as it is in an installed package
    with tempfile.TemporaryDirectory(prefix="site_gen-bench-", dir=options.folder or memory_folder()) as folder:
        project, corpus = Path(folder) / "project", list(studies(options.count))
        write_project(project, corpus)
        offer = next(iter(sorted((project / "offers").glob("*.yaml")))).stem
        case = newest(corpus).slug
        places = {
            f"cases/{case}.yaml": ("title", f"/cases/{case}/"),
            f"offers/{offer}.yaml": ("summary", f"/offers/{offer}/"),
        }
        with editing(project, Path(folder) / "cache") as (person, running):
            found = {
                file: measure(person, running, file, *place, max(options.runs, 1)) for file, place in places.items()
            }
    text = json.dumps({"count": options.count, "files": found}, indent=2, default=asdict)
    sys.stdout.write((text if options.json else table(found, options.count)) + "\n")


if __name__ == "__main__":
    main()
