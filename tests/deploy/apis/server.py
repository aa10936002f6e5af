"""What the strict servers have in common: HTTP on this machine, a count of requests, and faults on demand."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

TOKEN: Final = "nfp_correct-horse-battery"  # noqa: S105  # of servers that live as long as a test


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: query and headers as mappings, the path without escapes."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    data: Any = None
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


Fault = Callable[[int, Asked], Answer | None]
"""Is told the number of each request; what it returns is the answer, and OSError cuts the connection."""


class Host(Protocol):
    """The rules of one host."""

    url: str

    def answer(self, asked: Asked) -> Answer: ...


@dataclass
class Log:
    """What was asked, and what goes wrong."""

    asked: list[Asked] = field(default_factory=list)
    fault: Fault = lambda _number, _asked: None

    def names(self, method: str, start: str) -> list[str]:
        return [asked.path for asked in self.asked if asked.method == method and asked.path.startswith(start)]


def sha1(content: bytes) -> str:
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()


@contextmanager
def serving(host: Host, log: Log) -> Iterator[str]:
    """Serve a host as long as the block does; give its address."""
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # an answer goes out in one piece: two would wait for each other

        def handle_any(self) -> None:
            body = self._body()
            address = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(address.query).items()}
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.command, unquote(address.path), query, headers, body)
            with lock:
                number = len(log.asked)
                log.asked.append(asked)
                try:
                    answer = log.fault(number, asked) or host.answer(asked)
                except ConnectionError:
                    self.close_connection = True
                    return
            self._send(answer)

        def _body(self) -> bytes:
            if self.headers.get("Transfer-Encoding") != "chunked":
                return self.rfile.read(int(self.headers.get("Content-Length", 0)))
            parts = []
            while size := int(self.rfile.readline(), 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(parts)

        def _send(self, answer: Answer) -> None:
            content = answer.body if answer.data is None else json.dumps(answer.data).encode()
            self.send_response(answer.status)
            if answer.data is not None:
                self.send_header("Content-Type", "application/json")
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as the library has it
            pass

    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        setattr(Handler, f"do_{method}", Handler.handle_any)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        host.url = f"http://127.0.0.1:{server.server_port}"
        try:
            yield host.url
        finally:
            server.shutdown()
            thread.join()
