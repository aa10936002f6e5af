"""Lets a real inbox run for long under light load while its project changes every minute, and looks what becomes of it.

The inbox is the real command on 127.0.0.1; as root it gets a user's rights, so that folders can be unreadable for it.
Forms come at a steady rate all the time. Every minute the project is put in order, and then changed: edits that are
right, edits that are wrong, links to themselves, folders that may not be read, files that are missing or no files, an
offer that opens and closes. All the while

- every form is acknowledged at the first try, and stored once: whatever the project holds, its last good state counts;
- `/inbox/ready` says yes, and `/inbox/health` says the truth about the project, SETTLE seconds after each change;
- the offer that opens and closes is open exactly when it should be;
- memory, threads and open files stay as they are after the first quarter.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Final
from uuid import uuid4

import httpx

from benchmarks.inbox import Server, form
from benchmarks.ports import HOST, free_port
from benchmarks.soak_changes import CHANGES, OPEN, Change, put_in_order
from site_gen.inbox.records import LeadFilter
from site_gen.inbox.store import Store

SETTLE: Final = 10.0
"""Seconds after a change in which health may still tell of the state before: files are looked at every two seconds."""

GROWTH: Final = 16.0
"""MB that the inbox may have grown by since the first quarter: the size of what an allocator holds back."""


@dataclass(slots=True)
class Sample:
    """What the system says of the inbox's processes at a moment, `at` in seconds since the start."""

    at: float
    megabytes: float
    threads: int
    files: int


@dataclass(slots=True)
class Seen:
    """All that was seen. `wrong` are sentences about what should not have been."""

    ids: list[str] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    slowest: float = 0
    samples: list[Sample] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


class Soak:
    """One run. `now` is what the project is at the moment; None while it changes."""

    def __init__(self, server: Server, project: Path, rate: float, every: float) -> None:
        self._server, self._project, self._rate, self._every = server, project, rate, every
        self._client = httpx.AsyncClient(base_url=f"http://{HOST}:{server.port}", timeout=60)
        self._now: tuple[Change, float] | None = None
        self.seen = Seen()

    async def run(self, seconds: float) -> None:
        """Do all at once for so many seconds."""
        self._started = time.monotonic()
        self._end = self._started + seconds
        async with self._client, asyncio.TaskGroup() as tasks:
            for work in (self._send, self._change, self._ask, self._sample):
                tasks.create_task(work())

    def _is_running(self) -> bool:
        return time.monotonic() < self._end

    def _note(self, what: str) -> None:
        sentence = f"{time.monotonic() - self._started:7.0f} s: {what}"
        self.seen.wrong.append(sentence)
        print(sentence, file=sys.stderr)

    async def _send(self) -> None:
        """Send forms at their moments, whether or not earlier ones were answered."""
        async with asyncio.TaskGroup() as tasks:
            number = 0
            while self._is_running():
                await asyncio.sleep(max(0.0, self._started + number / self._rate - time.monotonic()))
                tasks.create_task(self._submit(number))
                number += 1

    async def _submit(self, number: int) -> None:
        begun = time.monotonic()
        try:
            answer = await self._post("audit", form(number))
        except httpx.HTTPError as error:
            self._note(f"form {number}: {error!r}")
            return
        self.seen.slowest = max(self.seen.slowest, time.monotonic() - begun)
        self.seen.asked["forms"] += 1
        if answer.status_code == OPEN:
            self.seen.ids.append(answer.json()["id"])
        else:
            self._note(f"form {number} was refused: {answer.status_code} {answer.text[:200]}")

    async def _post(self, name: str, fields: dict[str, str]) -> httpx.Response:
        headers = {"Origin": "https://load.example", "Accept": "application/json"}
        return await self._client.post(f"/inbox/{name}", data={**fields, "offer": name}, headers=headers)

    async def _change(self) -> None:
        """Change the project, in turn in each way."""
        changes = cycle(CHANGES)
        due = self._started
        while self._is_running():
            change = next(changes)
            self._now = None
            put_in_order(self._project)
            await self._await_order()
            await asyncio.to_thread(change.make, self._project)
            self._now = change, time.monotonic()
            due += self._every
            await asyncio.sleep(max(0.0, min(due, self._end) - time.monotonic()))
            self._tell(change)

    async def _await_order(self) -> None:
        """Wait until the inbox has read the project that is in order; so a wrong one after it leaves that state."""
        end = time.monotonic() + 60
        await asyncio.sleep(SETTLE / 2)
        while (await self._client.get("/inbox/health")).status_code != OPEN:
            if time.monotonic() > end:
                self._note("a minute after the project was put in order, health is still bad")
                return
            await asyncio.sleep(0.5)

    async def _ask(self) -> None:
        """Ask each second how the inbox is, and whether the trial is open."""
        while self._is_running():
            await asyncio.sleep(1)
            before = self._now
            ready, health = await self._client.get("/inbox/ready"), await self._client.get("/inbox/health")
            trial = await self._post("trial", {**form(uuid4().int >> 70), "submission": str(uuid4())})
            if trial.status_code == OPEN:
                self.seen.ids.append(trial.json()["id"])
            self.seen.asked["ready"] += 1
            if ready.status_code != OPEN:
                self._note(f"it says that it isn't ready: {ready.status_code} {ready.text}")
            if before is None or before != self._now or time.monotonic() - before[1] < SETTLE:
                continue
            self._compare(*before, health, trial.status_code)

    def _compare(self, change: Change, since: float, health: httpx.Response, trial: int) -> None:
        self.seen.asked["health"] += 1
        state = health.json()
        told = health.status_code, state["ok"], state["forms"], state["leads"]
        true = (OPEN, True, "current", "stored") if change.is_current else (503, False, "outdated", "stored")
        if told != true:
            self._note(f"{change.name}: health says {told}")
        # The answer was given at some moment of the last second.
        passed = time.monotonic() - since
        self.seen.asked["trial"] += 1
        if trial not in {change.expected(passed), change.expected(passed - 2), change.expected(passed + 1)}:
            self._note(f"{change.name}: after {passed:.1f} s the trial's form answers {trial}")

    async def _sample(self) -> None:
        while self._is_running():
            await asyncio.sleep(5)
            assert self._server.process is not None
            self.seen.samples.append(_sample(self._server.process.pid, time.monotonic() - self._started))

    def _tell(self, change: Change) -> None:
        last = self.seen.samples[-1] if self.seen.samples else Sample(0, 0, 0, 0)
        print(
            f"{time.monotonic() - self._started:7.0f} s  {change.name:<32}{len(self.seen.ids):>8,} leads"
            f"{last.megabytes:8.1f} MB{last.threads:>4} threads{last.files:>4} files",
            file=sys.stderr,
            flush=True,
        )


def _sample(process: int, at: float) -> Sample:
    """Return memory, threads and open files of a process and those that it started."""
    megabytes, threads, files = 0.0, 0, 0
    for number in _family(process):
        with contextlib.suppress(OSError):
            status = dict(line.split(":\t", 1) for line in Path(f"/proc/{number}/status").read_text().splitlines())
            megabytes += int(status["VmRSS"].split()[0]) / 1024
            threads += int(status["Threads"])
            files += sum(1 for _ in Path(f"/proc/{number}/fd").iterdir())
    return Sample(at, megabytes, threads, files)


def _family(process: int) -> Iterator[int]:
    yield process
    with contextlib.suppress(OSError):
        for child in Path(f"/proc/{process}/task/{process}/children").read_text().split():
            yield from _family(int(child))


def report(seen: Seen, database: str, minutes: float) -> bool:
    """Print what was seen; return whether all was as it should be."""
    with Store.open(database) as store:
        stored = [lead.id for lead in store.leads(LeadFilter())]
    lost, twice = set(seen.ids) - set(stored), len(stored) - len(set(seen.ids))
    quarter = max(1, len(seen.samples) // 4)
    first, last = seen.samples[quarter : 2 * quarter], seen.samples[-quarter:]
    print(f"{minutes:g} minutes, {seen.asked['forms']:,} forms; the slowest took {seen.slowest * 1000:,.0f} ms")
    print(f"acknowledged {len(seen.ids):,}, stored {len(stored):,}, lost {len(lost)}, stored without a word {twice}")
    print(f"asked {seen.asked['ready']:,} times whether it is ready, {seen.asked['health']:,} times for its health")
    flat = True
    for name, most in (("megabytes", GROWTH), ("threads", 2), ("files", 4)):
        before, after = (statistics.median(getattr(sample, name) for sample in some) for some in (first, last))
        highest = max(getattr(sample, name) for sample in seen.samples)
        print(f"{name}: {before:.1f} in the second quarter, {after:.1f} in the last, at most {highest:.1f}")
        flat = flat and after - before <= most
    print(f"wrong: {len(seen.wrong)}", *seen.wrong[:50], sep="\n  ")
    return flat and not lost and not twice and not seen.wrong


def _as_a_user() -> list[str]:
    """Return the words before a command that take from root the right to read everything."""
    if os.name == "posix" and os.getuid() == 0 and shutil.which("setpriv"):
        return ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"]
    return []


def main() -> None:
    """Run, print, and exit with 1 if something was not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=float(os.environ.get("SOAK", "60")), help="SOAK, else 60")
    parser.add_argument("--rate", type=float, default=5, help="forms a second")
    parser.add_argument("--every", type=float, default=60, help="seconds from one change to the next; 20 at least")
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="soak-") as name:
        project = Path(name) / "project"
        put_in_order(project)
        server = Server(project, str(Path(name) / "leads.sqlite3"), options.workers, free_port(), _as_a_user())
        with (Path(name) / "log").open("wb") as log:
            server.start(log)
            try:
                server.wait()
                soak = Soak(server, project, options.rate, options.every)
                asyncio.run(soak.run(options.minutes * 60))
                server.stop()
            finally:
                server.kill()
        put_in_order(project)
        traces = (Path(name) / "log").read_text(encoding="utf-8").count("Traceback")
        good = report(soak.seen, server.database, options.minutes)
        if traces or not good:
            sys.exit(f"something was not as it should be; tracebacks in the log: {traces}")


if __name__ == "__main__":
    main()
