"""Times previews: from saving a file to the new content being served, by site_gen, Hugo and Eleventy with one corpus.

One server runs at a time. Each edit writes a new, unique word into a file; the pages that must show it are requested
over a persistent connection every millisecond or two until they do. After an edit, wait until the server is idle (it
has used almost no CPU for a while), and then for a random pause, so that edits don't always meet the same phase of a
polling watcher.

An edit that is not shown after LIMIT seconds counts as never shown. All files are in memory if the system has a folder
for that; only 127.0.0.1 is contacted.
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
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from benchmarks.build import ROOT, memory_folder, process_tree
from benchmarks.corpus import SEED, studies
from benchmarks.ports import free_port
from benchmarks.servers import EDITS, MARKER, Edit, Look, Server, servers

POLL_EVERY: Final = 0.001
LIMIT: Final = 15.0
START_LIMIT: Final = 180.0
REST: Final = 0.5
"""Seconds with almost no work after which a server counts as idle."""

AT_REST: Final = 0.05
"""The share of a processor that counts as almost no work."""

LONGEST_REST: Final = 30.0
PAUSE: Final = (0.2, 0.8)
"""The range of the random pause after that, in seconds."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One edit: seconds from saving until it is shown (None for never), and the server's CPU seconds in between."""

    seconds: float | None
    cpu: float


@dataclass(frozen=True, slots=True)
class Result:
    """The measurements of one server: seconds from its start until it serves pages, and the edits by kind."""

    name: str
    start: float
    edits: dict[str, list[Shown]]


class Browser:
    """Requests files from a local server over a persistent connection."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LIMIT)

    def get(self, path: str) -> str:
        """Return a file's text; '' while the server doesn't have it or isn't running."""
        try:
            self._connection.request("GET", path)
            answer = self._connection.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            return ""
        return text if answer.status == http.client.OK else ""

    def shows(self, look: Look, text: str) -> bool:
        """Whether the text is shown there."""
        found = self.get(look.path)
        if look.through:
            address = re.search(look.through, found)
            found = self.get(address[1]) if address else ""
        return text in found

    def close(self) -> None:
        self._connection.close()


@dataclass
class Running:
    """A running server."""

    process: subprocess.Popen[bytes]
    browser: Browser
    chance: random.Random
    count: int = 0

    def wait_for(self, looks: Sequence[Look], text: str, limit: float) -> bool:
        """Wait until a text is shown everywhere; return False if it takes too long."""
        until = time.monotonic() + limit
        for look in looks:
            while not self.browser.shows(look, text):
                if time.monotonic() > until:
                    return False
                if self.process.poll() is not None:
                    sys.exit(f"the server ended with code {self.process.returncode}")
                time.sleep(POLL_EVERY)
        return True

    def measure(self, edit: Edit, runs: int) -> list[Shown]:
        """Make an edit `runs` times, each time with a new word, and wait until it is shown; then undo it."""
        before = edit.file.read_text(encoding="utf-8")
        shown = [self._edit(edit, before) for _ in range(runs)]
        edit.file.write_text(before, encoding="utf-8")
        return shown

    def _edit(self, edit: Edit, before: str) -> Shown:
        self.count += 1
        word = f"marca{self.count:05}"
        after, found = re.subn(edit.pattern, edit.replacement.replace(MARKER, word), before, count=1)
        if not found:
            sys.exit(f"there is no {edit.pattern} in {edit.file}")
        self.rest()
        cpu, saved = self.cpu(), time.monotonic()
        edit.file.write_text(after, encoding="utf-8")
        seen = self.wait_for(edit.looks, word, LIMIT)
        seconds, cpu = time.monotonic() - saved, self.cpu() - cpu
        return Shown(seconds if seen else None, cpu)

    def rest(self) -> None:
        """Wait until the server is idle, and then for a random pause."""
        until = time.monotonic() + LONGEST_REST
        while time.monotonic() < until:
            before = self.cpu()
            time.sleep(REST)
            if self.cpu() - before < REST * AT_REST:
                break
        time.sleep(self.chance.uniform(*PAUSE))

    def cpu(self) -> float:
        """Return the CPU seconds of all the server's threads so far; 0 if the system doesn't report them."""
        return sum(_cpu_of(pid) for pid in process_tree(self.process.pid))


def _cpu_of(pid: int) -> float:
    spent = 0
    for file in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        try:
            spent += int(file.read_text().split()[0])
        except OSError:  # the thread has ended in the meantime
            continue
    return spent / 1e9


@contextmanager
def running(server: Server, seed: int) -> Iterator[Running]:
    """Run a server, and stop it with all its children."""
    port = free_port()
    process = subprocess.Popen(
        [*server.command, str(port)],
        stdout=subprocess.DEVNULL,
        cwd=server.folder,
        env={**os.environ, **server.environment},
        start_new_session=True,
    )
    browser = Browser(port)
    try:
        yield Running(process, browser, random.Random(seed))
    finally:
        browser.close()
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def measure(server: Server, kinds: Sequence[str], runs: int, seed: int) -> Result:
    """Start a server and make each kind of edit, once to warm up and then `runs` times."""
    pages = [Look(path) for path in dict.fromkeys(look.path for kind in kinds for look in server.edits[kind].looks)]
    started = time.monotonic()
    with running(server, seed) as at_work:
        if not at_work.wait_for([page for page in pages if page.path.endswith("/")], "</html>", START_LIMIT):
            sys.exit(f"{server.name} doesn't serve its pages")
        start = time.monotonic() - started
        # The first edit of each kind warms up.
        edits = {kind: at_work.measure(server.edits[kind], runs + 1)[1:] for kind in kinds}
    return Result(server.name, start, edits)


def table(results: Sequence[Result], count: int) -> str:
    """Return the measurements as a table."""
    runs = max(len(shown) for result in results for shown in result.edits.values())
    lines = [
        f"{count} cases, {os.cpu_count()} processors; {runs} edits of each kind, the server at rest before each",
        "milliseconds from saving a file to its new content being served",
        f"{'':18}{'min':>9}{'median':>9}{'max':>9}{'of Hugo':>9}{'CPU':>9}",
    ]
    for kind in results[0].edits:
        lines += [f"{kind}: {EDITS[kind]}", *(_line(result, kind, results) for result in results)]
    starts = ", ".join(f"{result.name} {result.start:.2f}" for result in results)
    return "\n".join([*lines, f"seconds from the start to the pages being served: {starts}"])


def _line(result: Result, kind: str, results: Sequence[Result]) -> str:
    times = _times(result, kind)
    hugo = next((_times(other, kind) for other in results if other.name == "hugo"), None)
    factor = f"{statistics.median(times) / statistics.median(hugo):9.2f}" if hugo else f"{'':9}"
    cpu = statistics.median(shown.cpu for shown in result.edits[kind])
    low, middle, high = (_milliseconds(of(times)) for of in (min, statistics.median, max))
    return f"  {result.name:16}{low:>9}{middle:>9}{high:>9}{factor}{cpu * 1000:9.0f}"


def _times(result: Result, kind: str) -> list[float]:
    return [LIMIT if shown.seconds is None else shown.seconds for shown in result.edits[kind]]


def _milliseconds(seconds: float) -> str:
    return "never" if seconds >= LIMIT else f"{seconds * 1000:.1f}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.preview", description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=1000, help="how many cases (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=20, help="edits of each kind (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--folder", help="where to work (default: in memory where there is a way)")
    parser.add_argument("--only", action="append", metavar="SERVER", help="measure this one (may be given again)")
    parser.add_argument("--edit", action="append", choices=[*EDITS], help="make this edit (may be given again)")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of a table")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # so that started processes are stopped
    compileall.compile_dir(ROOT / "site_gen", quiet=1)  # as it is in an installed package
    results = []
    with tempfile.TemporaryDirectory(prefix="site_gen-bench-", dir=options.folder or memory_folder()) as folder:
        for server in servers(Path(folder), list(studies(options.count, options.seed)), options.only):
            sys.stderr.write(f"{server.name} …\n")
            results.append(measure(server, options.edit or [*EDITS], max(options.runs, 1), options.seed))
    if options.json:
        text = json.dumps({"count": options.count, "results": [asdict(result) for result in results]}, indent=2)
    else:
        text = table(results, options.count)
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
