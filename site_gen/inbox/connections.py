"""Bounds what a connection may take: the time and the size of a request's head, and the connections of one address.

uvicorn bounds neither: whoever sends one byte of a head a minute holds a connection for ever. A proxy in front of the
inbox has bounds of its own; these hold where there is none.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from ipaddress import ip_address, ip_network
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_SECONDS: Final = 10.0
"""Seconds that a head may take to arrive: from the first byte, or from the beginning of the connection."""

LARGEST_HEAD: Final = 32 * 1024
"""Bytes of a head; browsers send one or two thousand, and proxies take some eight thousand."""

PER_ADDRESS: Final = 32
"""Connections that one address may have at once; a browser has six. Trusted proxies may have any number."""

_TOO_LARGE: Final = b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
_TOO_SLOW: Final = b"HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
_TOO_MANY: Final = b"HTTP/1.1 429 Too Many Requests\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"

_open: Final[Counter[str]] = Counter()
"""How many connections each address has to this process."""


class BoundedProtocol(HttpToolsProtocol):
    """HTTP/1.1 as uvicorn speaks it, within the bounds above."""

    _visitor: str | None = None
    _head_size: int = 0
    _unparsed: int = 0
    _is_in_head: bool = True
    _is_answering: bool = False
    _head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self._await_head()
        host = self.client[0] if self.client else ""
        if not host or is_trusted(host, self.config.forwarded_allow_ips):
            return
        self._visitor = network_of(host)
        _open[self._visitor] += 1
        if _open[self._visitor] > PER_ADDRESS:
            self._refuse(_TOO_MANY)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()
        if self._visitor is not None:
            _open[self._visitor] -= 1
            if not _open[self._visitor]:
                del _open[self._visitor]
            self._visitor = None
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        if self._is_in_head:
            self._unparsed += len(data)
        super().data_received(data)
        if self._is_in_head and self._unparsed > LARGEST_HEAD:  # one line without end: the parser doesn't tell of it
            self._refuse(_TOO_LARGE)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        if self._head_timer is None:  # a further request on an open connection
            self._await_head()

    def on_url(self, url: bytes) -> None:
        self._grow(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._grow(len(name) + len(value))
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._is_in_head, self._head_size, self._unparsed = False, 0, 0
        self._is_answering = True
        self._stop_timer()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._is_in_head = True

    def on_response_complete(self) -> None:
        self._is_answering = bool(self.pipeline)
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:
        if self._head_size > LARGEST_HEAD:
            self._refuse(_TOO_LARGE)
        else:
            super().send_400_response(msg)

    def _grow(self, size: int) -> None:
        """Count a part of a head. Raises ValueError if it is too large: then the parser stops, and uvicorn refuses."""
        self._head_size += size
        if self._head_size > LARGEST_HEAD:
            raise ValueError(_TOO_LARGE)

    def _await_head(self) -> None:
        self._head_timer = self.loop.call_later(HEAD_SECONDS, self._refuse, _TOO_SLOW)

    def _stop_timer(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _refuse(self, answer: bytes) -> None:
        """Answer and close; a request that is being answered on the same connection is answered first."""
        self._stop_timer()
        if self.transport.is_closing():
            return
        if not self._is_answering:
            self.transport.write(answer)
        self.transport.close()


def network_of(host: str) -> str:
    """Return what counts as one visitor: an IPv4 address, or the /64 of an IPv6 one."""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if address.version == 4:
        return str(address)
    return str(ip_network((address, 64), strict=False))


def is_trusted(host: str, trusted: Any) -> bool:
    """Whether an address is one of the proxies of uvicorn's `forwarded_allow_ips`: addresses and networks, or '*'."""
    words = trusted.split(",") if isinstance(trusted, str) else list(trusted or ())
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host in words
    for word in map(str.strip, words):
        if word == "*":
            return True
        try:
            if address in ip_network(word, strict=False):
                return True
        except ValueError:
            continue
    return False
