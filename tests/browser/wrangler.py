"""The runtime of Cloudflare Pages on this machine, with a database, and stand-ins for the services that it calls."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any, Final

import httpx
from filelock import FileLock

from benchmarks.ports import free_port
from tests.browser.site import ROOT

CONFIGURATION: Final = """\
name = "mara"
pages_build_output_dir = "output"
compatibility_date = "2026-01-01"

[[d1_databases]]
binding = "LEADS"
database_name = "leads"
database_id = "local"
migrations_dir = "output/_worker.js/migrations"
"""
_SECONDS: Final = 120


def install() -> str:
    """Return the path of wrangler, installed where it was missing."""
    with FileLock(Path(tempfile.gettempdir()) / "site_gen-tools.lock"):
        script = str(ROOT / "tools" / "install-wrangler.sh")
        done = subprocess.run(["sh", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@dataclass
class Pages:
    """A project's output, served by the runtime. `wrangler` is the program's path."""

    project: Path
    wrangler: str
    origin: str = ""

    def run(self, *words: str) -> str:
        """Run wrangler to its end; return what it prints."""
        done = subprocess.run(
            [self.wrangler, *words],
            cwd=self.project,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=_SECONDS,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def make_table(self) -> None:
        """Apply the migrations, as the docs say."""
        self.run("d1", "migrations", "apply", "leads", "--local")

    def leads(self) -> list[dict[str, Any]]:
        """Return the rows of the database, in the order in which they came; read from its file, for speed."""
        (file,) = [
            path
            for path in (self.project / ".wrangler" / "state" / "v3" / "d1").rglob("*.sqlite")
            if path.name != "metadata.sqlite"
        ]
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
            database.row_factory = sqlite3.Row
            return [dict(row) for row in database.execute("SELECT * FROM leads ORDER BY rowid")]

    @contextmanager
    def served(self) -> Iterator[Pages]:
        """Serve the output while the context lasts."""
        port = free_port()
        words = ["pages", "dev", "--ip", "127.0.0.1", "--port", str(port), "--inspector-port", str(free_port())]
        with tempfile.TemporaryFile() as log:
            process = subprocess.Popen(
                [self.wrangler, *words, "--show-interactive-dev-session=false"],
                cwd=self.project,
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                self.origin = f"http://127.0.0.1:{port}"
                _wait_for(lambda: _answers(self.origin), process, log)
                yield self
            finally:
                os.killpg(process.pid, signal.SIGTERM)
                process.wait(timeout=_SECONDS)


def _environment() -> dict[str, str]:
    return {**os.environ, "CI": "1", "WRANGLER_SEND_METRICS": "false", "NO_COLOR": "1"}


def _answers(origin: str) -> bool:
    try:
        return httpx.get(origin, timeout=30).status_code == 200
    except httpx.TransportError:
        return False


def _wait_for(ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Any) -> None:
    until = time.monotonic() + _SECONDS
    while not ready():
        if process.poll() is not None or time.monotonic() > until:
            log.seek(0)
            raise AssertionError(log.read().decode(errors="replace"))
        time.sleep(0.2)


def wait_until(true: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for something that happens after the answer. Fails where it doesn't."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.1)


# --- services ---------------------------------------------------------------------------------------------------------


def _opened() -> Event:
    event = Event()
    event.set()
    return event


@dataclass
class Services:
    """Stands in for Telegram, Resend and Turnstile.

    Notices get no answer while `open` is not set; each service refuses the first one that has the text `refusing`.
    """

    origin: str = ""
    asked: list[tuple[str, Mapping[str, str], dict[str, Any]]] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    open: Event = field(default_factory=_opened)
    refusing: str = ""

    def sent(self, end: str) -> list[dict[str, Any]]:
        """Return what was sent to addresses with this end."""
        return [body for path, _, body in self.asked if path.endswith(end)]

    def about(self, lead: str) -> list[tuple[str, Mapping[str, str], dict[str, Any]]]:
        """Return what the services were asked about a lead."""
        return [asked for asked in self.asked if lead in str(asked)]

    def answer(self, path: str, headers: Mapping[str, str], body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        is_first = not [known for known, _, said in self.asked if known == path and self.refusing in str(said)]
        self.asked.append((path, headers, body))
        if path.endswith("/siteverify"):
            return self._verify(body)
        self.open.wait(60)
        is_refused = self.refusing != "" and self.refusing in str(body) and is_first
        return (500, {"ok": False}) if is_refused else (200, {"ok": True})

    def _verify(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Answer as Turnstile does: a token is good once."""
        token = body["response"]
        if token.startswith("outage"):
            return 503, {}
        if token in self.used:
            return 200, {"success": False, "error-codes": ["timeout-or-duplicate"]}
        self.used.add(token)
        good = token.startswith("good")
        return 200, {"success": True} if good else {"success": False, "error-codes": ["invalid-input-response"]}


@contextmanager
def services() -> Iterator[Services]:
    """Serve the stand-ins while the context lasts."""
    state = Services()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, answer = state.answer(self.path, {k.lower(): v for k, v in self.headers.items()}, body)
            data = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        state.origin = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield state
        finally:
            server.shutdown()
            thread.join()
