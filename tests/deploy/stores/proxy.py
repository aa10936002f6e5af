"""A proxy in front of a real HTTP server, which now and then answers itself, as busy or broken hosts do."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

from benchmarks.ports import HOST

_OWN: Final = frozenset({"connection", "transfer-encoding", "expect", "keep-alive"})


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer of the proxy's own, with `seconds` to wait; where the request is `done`, the server's is lost."""

    status: int
    done: bool = False
    seconds: int | None = None


Fault = Callable[[int], Refusal | None]
"""Is told the number of each request, from 0; None passes it on."""


def _none(_number: int) -> None:
    return None


@dataclass
class Proxy:
    """Where it listens, how many requests there were, what goes wrong, and who looks after each request."""

    port: int = 0
    number: int = 0
    fault: Fault = _none
    watch: Callable[[], None] = lambda: None
    wrong: list[BaseException] = field(default_factory=list)

    def begin(self, fault: Fault = _none) -> None:
        """Count from 0 again."""
        self.number, self.fault = 0, fault


class _Handler(BaseHTTPRequestHandler):
    """Passes requests to the server at `port`, or refuses them, as `proxy` says."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1
    proxy: Proxy
    port: int
    lock: threading.Lock

    def handle_expect_100(self) -> bool:
        """Say at once that the body may come, for which clients wait."""
        self.send_response_only(100)
        self.end_headers()
        self.wfile.flush()
        return True

    def handle_any(self) -> None:
        body, proxy = self._body(), self.proxy
        with self.lock:
            refusal = proxy.fault(proxy.number)
            proxy.number += 1
            answer = self._passed_on(body) if refusal is None or refusal.done else None
            try:
                proxy.watch()
            except AssertionError as error:
                proxy.wrong.append(error)
        if refusal is not None:
            headers = [] if refusal.seconds is None else [("Retry-After", str(refusal.seconds))]
            answer = refusal.status, headers, b""
        assert answer is not None
        self._send(*answer)

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts = []
        while size := int(self.rfile.readline(), 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def _passed_on(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        """Return the server's answer; the request has the name under which the client knows it, which is signed."""
        server = HTTPConnection(HOST, self.port, timeout=60)
        server.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name.lower() not in _OWN:
                server.putheader(name, value)
        if body and "Content-Length" not in self.headers:
            server.putheader("Content-Length", str(len(body)))
        server.endheaders(body)
        answer = server.getresponse()
        content = answer.read()
        server.close()
        return answer.status, [row for row in answer.getheaders() if row[0].lower() not in _OWN], content

    def _send(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        if not any(name.lower() == "content-length" for name, _ in headers):
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as the library has it
        pass


for _method in ("GET", "HEAD", "POST", "PUT", "DELETE", "MOVE", "MKCOL", "PROPFIND"):
    setattr(_Handler, f"do_{_method}", _Handler.handle_any)


@contextmanager
def proxy_to(port: int) -> Iterator[Proxy]:
    """Run a proxy to a server of this machine as long as the block does. One request at a time goes through."""
    proxy = Proxy()
    handler = type("Handler", (_Handler,), {"proxy": proxy, "port": port, "lock": threading.Lock()})
    with ThreadingHTTPServer((HOST, 0), handler) as server:
        server.daemon_threads = True
        proxy.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield proxy
        finally:
            server.shutdown()
            thread.join()
