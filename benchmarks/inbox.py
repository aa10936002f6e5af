"""Sends forms to a real inbox at a steady rate, kills it in between, and counts lost leads (there must be none).

The inbox is the real command with its worker processes, on 127.0.0.1, with a project and a database in its own folder.
Requests are due at fixed moments, whether or not earlier ones were answered, and times are measured from those moments,
so that a server that falls behind shows it. After a third of the time one worker is killed (SIGKILL) if there are
several, after two thirds all processes at once, and the inbox is restarted. A client without an answer sends the same
form again some seconds later, as a person would. At the end every acknowledged lead must be stored, and each form once.

Times are reported for forms that were due while the inbox was up, and for all forms.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final
from urllib.parse import urlencode
from urllib.request import urlopen
from uuid import UUID

from benchmarks.ports import HOST, free_port, is_free
from site_gen.inbox.records import LeadFilter
from site_gen.inbox.store import Store

ROOT: Final = Path(__file__).parents[1]
START_SECONDS: Final = 120

_AGAIN: Final = (1.0, 5.0)
"""A person presses the button again after a time between these seconds."""

_SITE: Final = """\
name: Load
role: Tests
tagline: Forms by the thousand
url: https://load.example/
languages: [en]
time_zone: Europe/Madrid
currency: EUR
contact: {email: load@load.example}
legal: {controller: Load}
form: {delivery: inbox}
"""
_OFFER: Final = """\
kind: first-step
title: A free audit of your page
price: 0
next: plan
call_to_action: Ask for the audit
form:
  fields:
    - {name: name, label: Your name, required: true}
    - {name: email, label: E-mail, type: email, required: true}
    - {name: page, label: Your page, type: url, required: true}
    - {name: niche, label: What you sell, type: select, options: [Food, Clothes, Repairs]}
    - {name: wish, label: What you want to know, type: textarea}
  consent: I agree that my data is used to answer this request.
  marketing_consent: Send me the monthly letter.
"""
_SECOND: Final = "kind: second-step\ntitle: The year\nprice: 900\ncall_to_action: Talk\n"


@dataclass(frozen=True)
class Load:
    """The load: forms per second, duration, number of connections, and whether to kill nothing.

    `patience` is how many seconds after the last form all must be answered.
    """

    rate: int = 500
    seconds: float = 30
    connections: int = 64
    seed: int = 1
    calm: bool = False
    patience: float = 30

    @property
    def count(self) -> int:
        return int(self.rate * self.seconds)


@dataclass
class Server:
    """The inbox in separate processes, in a group that can be killed at once."""

    folder: Path
    database: str
    workers: int
    port: int
    through: Sequence[str] = ()
    """The words of a program that runs it."""

    process: subprocess.Popen[bytes] | None = None

    def start(self, log: IO[bytes] | None = None) -> None:
        words = ["inbox", "--project", str(self.folder), "--database", self.database, "--port", str(self.port)]
        words += ["--workers", str(self.workers), "--per-minute", "0"]
        self.process = subprocess.Popen(
            [*self.through, sys.executable, "-m", "site_gen", *words],
            cwd=ROOT,
            stderr=log or subprocess.DEVNULL,
            start_new_session=True,
        )

    def wait(self) -> None:
        """Wait until it answers. End the benchmark if it doesn't."""
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            try:
                with urlopen(f"http://{HOST}:{self.port}/inbox/health", timeout=1):  # our own server
                    return
            except OSError:
                time.sleep(0.02)
        sys.exit("the inbox doesn't start")

    def kill(self) -> None:
        """Kill all its processes without warning.

        A killed worker keeps the port until the system has cleaned it up; the next one must wait for that.
        """
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            until = time.monotonic() + START_SECONDS
            while not is_free(self.port) and time.monotonic() < until:
                time.sleep(0.001)

    def kill_worker(self) -> None:
        """Kill one of several workers; the command starts another one."""
        assert self.process is not None
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        os.kill(int(children[-1]), signal.SIGKILL)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=START_SECONDS)


@dataclass
class Tally:
    """The results: seconds from the moment each form was due, ids by number, and when the inbox was down."""

    due: dict[int, float] = field(default_factory=dict)
    answered: dict[int, float] = field(default_factory=dict)
    ids: dict[int, str] = field(default_factory=dict)
    sent_again: int = 0
    refused: int = 0
    away: list[tuple[float, float]] = field(default_factory=list)

    def seconds(self, *, up_only: bool) -> list[float]:
        """Return the times of all forms, or of those that were due while the inbox was up; sorted."""
        return sorted(
            at - self.due[number] for number, at in self.answered.items() if not (up_only and self._was_away(number))
        )

    def _was_away(self, number: int) -> bool:
        due, at = self.due[number], self.answered[number]
        return any(due < back and at > gone for gone, back in self.away if due <= back and at >= gone)


class Client:
    """Keeps connections open and sends a form over a free one."""

    def __init__(self, port: int, connections: int, seed: int) -> None:
        self._port = port
        self._free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self._slots = asyncio.Semaphore(connections)
        self._random = random.Random(seed)
        self.tally = Tally()

    async def submit(self, number: int, due: float) -> None:
        """Send a form until it is acknowledged."""
        request = _request(number)
        self.tally.due[number] = due
        while True:
            try:
                status, data = await self._send(request)
            except (OSError, asyncio.IncompleteReadError):
                status, data = 0, {}
            if status == 200:
                self.tally.answered[number] = time.monotonic()
                self.tally.ids[number] = str(data["id"])
                return
            self.tally.refused += status != 0
            self.tally.sent_again += 1
            await asyncio.sleep(self._random.uniform(*_AGAIN))

    async def _send(self, request: bytes) -> tuple[int, dict[str, object]]:
        async with self._slots:
            streams = self._free.pop() if self._free else await asyncio.open_connection(HOST, self._port)
            reader, writer = streams
            try:
                writer.write(request)
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                length = int(head.partition(b"content-length:")[2].partition(b"\r")[0])
                body = await reader.readexactly(length)
            except BaseException:
                writer.close()
                with contextlib.suppress(OSError):
                    await writer.wait_closed()
                raise
            self._free.append(streams)
            return int(head[9:12]), json.loads(body)

    async def run(self, load: Load, started: float) -> None:
        """Send forms from `started` on, and wait for all answers."""
        async with asyncio.timeout(load.seconds + load.patience), asyncio.TaskGroup() as tasks:
            for number in range(load.count):
                due = started + number / load.rate
                await asyncio.sleep(due - time.monotonic())
                tasks.create_task(self.submit(number, due))
        await self.close()

    async def close(self) -> None:
        """Close all connections that are not in use."""
        while self._free:
            _, writer = self._free.pop()
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()


def key(number: int) -> str:
    """Return the idempotency key of a form."""
    return str(UUID(int=number + (1 << 100), version=4))


def form(number: int) -> dict[str, str]:
    """Return a visitor's answers."""
    return {
        "name": f"Visitor {number}",
        "email": f"visitor{number}@example.com",
        "page": f"https://www.instagram.com/visitor{number}",
        "niche": "Food",
        "wish": "Why does nobody write, though so many look? " * 4,
        "website_2": "",
        "offer": "audit",
        "language": "en",
        "consent": "I agree that my data is used to answer this request.",
        "submission": key(number),
        "elapsed": "31000",
        "utm_source": "vk",
        "utm_campaign": "autumn",
    }


def _request(number: int) -> bytes:
    body = urlencode(form(number)).encode()
    head = (
        f"POST /inbox/audit HTTP/1.1\r\nHost: {HOST}\r\nOrigin: https://load.example\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nAccept: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def _disturb(server: Server, tally: Tally, started: float, seconds: float) -> None:
    """Kill a worker after a third of the time, everything after two thirds, and start it again."""
    if server.workers > 1:
        await asyncio.sleep(started + seconds / 3 - time.monotonic())
        server.kill_worker()
    await asyncio.sleep(started + seconds * 2 / 3 - time.monotonic())
    gone = time.monotonic()
    server.kill()
    server.start()
    await asyncio.to_thread(server.wait)
    tally.away.append((gone, time.monotonic()))


async def send(server: Server, load: Load) -> Tally:
    """Send forms to a running inbox, and disturb it."""
    client = Client(server.port, load.connections, load.seed)
    started = time.monotonic() + 0.2
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(client.run(load, started))
        if not load.calm:
            tasks.create_task(_disturb(server, client.tally, started, load.seconds))
    return client.tally


def write_project(folder: Path) -> None:
    """Write a site with one form."""
    (folder / "offers").mkdir(parents=True, exist_ok=True)
    (folder / "site.yaml").write_text(_SITE, encoding="utf-8")
    (folder / "offers/audit.yaml").write_text(_OFFER, encoding="utf-8")
    (folder / "offers/plan.yaml").write_text(_SECOND, encoding="utf-8")


def _share(seconds: Sequence[float], share: float) -> float:
    return seconds[min(len(seconds) - 1, int(len(seconds) * share))] * 1000


def _line(name: str, seconds: Sequence[float]) -> str:
    shares = "  ".join(f"{_share(seconds, share):8.1f}" for share in (0.5, 0.95, 0.99, 1))
    return f"{name:<24}{len(seconds):>8,}  {shares}"


def report(tally: Tally, database: str, count: int, elapsed: float, cpu: tuple[float, float]) -> bool:
    """Print the measurements; return whether nothing was lost or stored twice."""
    with Store.open(database) as store:
        stored = [lead.id for lead in store.leads(LeadFilter())]
    lost = set(tally.ids.values()) - set(stored)
    print(f"{'':<24}{'forms':>8}  {'p50 ms':>8}  {'p95 ms':>8}  {'p99 ms':>8}  {'max ms':>8}")
    print(_line("due while it was up", tally.seconds(up_only=True)))
    print(_line("all", tally.seconds(up_only=False)))
    for gone, back in tally.away:
        print(f"killed and away for {back - gone:.1f} s; {tally.sent_again:,} forms were sent again")
    print(f"{len(tally.answered) / elapsed:,.0f} forms a second, the last one's answer and the start counted in")
    print(f"seconds of a processor: the client {cpu[0]:.1f}, the inbox {cpu[1]:.1f} (with its starts)")
    print(
        f"sent {count:,}, acknowledged {len(tally.ids):,}, stored {len(stored):,}, lost {len(lost)}, "
        f"refused {tally.refused:,}"
    )
    return not lost and len(stored) == len(tally.ids) == count


def main() -> None:
    """Measure, print, and exit with 1 if a lead was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=Load.seconds)
    parser.add_argument("--rate", type=int, default=Load.rate, help="forms a second")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--connections", type=int, default=Load.connections)
    parser.add_argument("--database", help="a PostgreSQL URL with an empty database (default: SQLite)")
    parser.add_argument("--folder", type=Path, help="where project and database lie (default: a new folder)")
    parser.add_argument("--calm", action="store_true", help="kill nothing")
    options = parser.parse_args()
    load = Load(options.rate, options.seconds, options.connections, calm=options.calm)
    with tempfile.TemporaryDirectory(dir=options.folder, prefix="inbox-") as name:
        folder = Path(name)
        write_project(folder / "project")
        database = options.database or str(folder / "leads.sqlite3")
        server = Server(folder / "project", database, options.workers, free_port())
        if not measure(server, load):
            sys.exit("leads were lost, or stored twice")


def measure(server: Server, load: Load) -> bool:
    """Run the inbox under load and print the results; return whether nothing was lost."""
    server.start()
    try:
        server.wait()
        begun, cpu = time.monotonic(), time.process_time()
        tally = asyncio.run(send(server, load))
        elapsed, spent = max(tally.answered.values()) - begun, time.process_time() - cpu
        server.stop()
    finally:
        server.kill()
    children = os.times()
    used = spent, children.children_user + children.children_system
    return report(tally, server.database, load.count, elapsed, used)


if __name__ == "__main__":
    main()
