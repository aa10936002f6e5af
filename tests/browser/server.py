"""Serves a built site on 127.0.0.1 like a static host, with a Date header that a test can set."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import MappingProxyType
from typing import Final
from urllib.parse import unquote, urlsplit

TYPES: Final = MappingProxyType(
    {
        ".avif": "image/avif",
        ".css": "text/css; charset=utf-8",
        ".html": "text/html; charset=utf-8",
        ".ico": "image/x-icon",
        ".jpg": "image/jpeg",
        ".js": "text/javascript; charset=utf-8",
        ".json": "application/feed+json",
        ".mp4": "video/mp4",
        ".png": "image/png",
        ".svg": "image/svg+xml",
        ".txt": "text/plain; charset=utf-8",
        ".webm": "video/webm",
        ".webmanifest": "application/manifest+json",
        ".webp": "image/webp",
        ".woff2": "font/woff2",
        ".xml": "application/xml",
    }
)


class SiteServer(ThreadingHTTPServer):
    """A static host. `now` is the hour of its Date header; it stands still until a test sets it."""

    daemon_threads = True
    request_queue_size = 128  # a browser opens many connections at once; those that don't fit wait for a second

    def __init__(self, folder: Path, base: str, now: datetime, handler: type[SiteHandler] | None = None) -> None:
        super().__init__(("127.0.0.1", 0), handler or SiteHandler)
        self.folder = folder
        self.base = base
        self.now = now

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def find(self, path: str) -> Path | None:
        """Return the file that an address means: a folder's index.html, None where there is no such page."""
        tail = unquote(urlsplit(path).path)
        if not tail.startswith(self.base) or ".." in tail.split("/"):
            return None
        file = self.folder / tail.removeprefix(self.base)
        file = file / "index.html" if tail.endswith("/") else file
        return file if file.is_file() else None


class SiteHandler(BaseHTTPRequestHandler):
    """Answers with the site's files."""

    server: SiteServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        found = self.server.find(self.path)
        file = found or self.server.folder / "404.html"
        body = file.read_bytes() if file.is_file() else b""
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", TYPES.get(file.suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def date_time_string(self, timestamp: float | None = None) -> str:  # noqa: ARG002
        return format_datetime(self.server.now.astimezone(UTC), usegmt=True)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing: what failed is asked of the browser."""

    def handle(self) -> None:
        with suppress(ConnectionError):  # a browser that is closed lets go of its connections
            super().handle()


@contextmanager
def serve(folder: Path, base: str, now: datetime) -> Iterator[SiteServer]:
    """Serve a folder while the context lasts."""
    with SiteServer(folder, base, now) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
