"""Asking a web server politely: few at once, only for what is new, no faster than it wants, and never without end."""

from __future__ import annotations

import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import urljoin, urlsplit

from site_gen import __version__
from site_gen.hashing import content_hash
from site_gen.messages import m
from site_gen.verify.remembered import Mark, Remembered

if TYPE_CHECKING:  # it takes long to import, and most commands ask nobody
    from collections.abc import Iterator
    from types import TracebackType

    import httpx

AT_ONCE: Final = 4
"""How many requests are under way at a time."""

AGENT: Final = f"site-gen/{__version__} (verify)"
ROOM: Final = 256 * 1024
"""How many bytes more than a file has are read: what a host adds to pages is a few kilobytes."""

_HOPS: Final = 6
_TRIES: Final = 3
_LONGEST_WAIT: Final = 60.0
_GIVES_UP: Final = 5
"""After this many requests in a row without an answer no more are sent."""

_BUSY: Final = frozenset({429, 503})
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


class Trouble(StrEnum):
    """Why there is no answer."""

    NETWORK = "network"
    CERTIFICATE = "certificate"
    TOO_SLOW = "too slow"
    LOOP = "loop"
    BROKEN = "broken"
    BUSY = "busy"
    STOPPED = "stopped"


_TIRING: Final = frozenset({Trouble.NETWORK, Trouble.TOO_SLOW, Trouble.BUSY})
"""What a server does that is to be left alone."""


class NoAnswerError(Exception):
    """An address gave no answer that can be read. The text says why, in words."""

    def __init__(self, trouble: Trouble, reason: str) -> None:
        super().__init__(reason)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class Certificate:
    """From when to when a server's certificate is valid."""

    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered.

    `headers` are by their small names, several of one name joined by a comma. `digest` is the hash of the body, also
    where the server said that it is the same as last time (`body` is then None); both are None for a body that is
    longer than what was wanted.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes | None
    digest: str | None
    certificate: Certificate | None = None

    @property
    def location(self) -> str | None:
        """Where a redirect leads; None for what is none."""
        target = self.headers.get("location")
        if self.status not in _REDIRECTS or not target:
            return None
        try:
            return urljoin(self.url, target)
        except ValueError:
            return None


@dataclass
class Fetcher:
    """Sends requests, from several threads at once. A context manager.

    `seconds` is how long one request may take as a whole; `sleep` waits. `requests` counts what was sent, `unchanged`
    what was the same as last time.
    """

    remembered: Remembered
    seconds: float = 30.0
    sleep: Callable[[float], None] = time.sleep
    requests: int = field(default=0, init=False)
    unchanged: int = field(default=0, init=False)
    _unanswered: dict[str, int] = field(default_factory=dict, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)
    _client: httpx.Client = field(init=False)

    def __enter__(self) -> Self:
        import httpx

        # gzip alone: what a body unpacks to is limited here, which nobody can do for Brotli chunk by chunk.
        headers = {"User-Agent": AGENT, "Accept-Encoding": "gzip", "Accept": "*/*"}
        limits = httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE)
        timeout = httpx.Timeout(min(10.0, self.seconds), pool=None)
        self._client = httpx.Client(headers=headers, limits=limits, timeout=timeout, follow_redirects=False)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    @property
    def silent(self) -> tuple[str, ...]:
        """The servers that stopped answering, and are no longer asked."""
        return tuple(server for server, count in self._unanswered.items() if count >= _GIVES_UP)

    def get(self, url: str, most: int = ROOM, *, method: str = "GET", again: bool = True) -> Answer:
        """Return what an address answers; redirects are not followed, and at most `most` bytes are read.

        Without `again` the whole body is asked for, even if it is the same as last time. Raises NoAnswerError.
        """
        server = _server(url)
        if self._unanswered.get(server, 0) >= _GIVES_UP:
            raise NoAnswerError(Trouble.STOPPED, m("the server stopped answering"))
        try:
            answer = self._tried(url, most, method, again=again)
        except NoAnswerError as error:
            if error.trouble in _TIRING:
                with self._lock:
                    self._unanswered[server] = self._unanswered.get(server, 0) + 1
            raise
        with self._lock:
            self._unanswered[server] = 0
        return answer

    def follow(self, url: str, most: int = ROOM, *, again: bool = True, home: str | None = None) -> Answer:
        """Return what an address answers in the end, after redirects; where one leads to `home` or below it, that
        redirect. Raises NoAnswerError."""
        seen = {url}
        answer = self.get(url, most, again=again)
        while answer.location is not None and (home is None or not answer.location.startswith(home)):
            if answer.location in seen or len(seen) > _HOPS:
                raise NoAnswerError(Trouble.LOOP, m("redirects lead round in a circle"))
            seen.add(answer.location)
            answer = self.get(answer.location, most, again=again)
        return answer

    def _tried(self, url: str, most: int, method: str, *, again: bool) -> Answer:
        for attempt in range(1, _TRIES + 1):
            last = attempt == _TRIES
            try:
                answer = self._once(url, most, method, again=again)
            except NoAnswerError as error:
                if last or error.trouble is not Trouble.NETWORK:
                    raise
                self.sleep(0.5 * attempt)
                continue
            if answer.status not in _BUSY:
                return answer
            if last:
                raise NoAnswerError(
                    Trouble.BUSY, m("it answers {status}: the server has too much to do", status=answer.status)
                )
            self.sleep(_wait(answer.headers.get("retry-after", ""), attempt))
        raise AssertionError("the last attempt returns or raises")

    def _once(self, url: str, most: int, method: str, *, again: bool) -> Answer:
        mark = self.remembered.get(url) if again and method == "GET" else None
        conditions = {}
        if mark and mark.etag:
            conditions["If-None-Match"] = mark.etag
        elif mark and mark.modified:
            conditions["If-Modified-Since"] = mark.modified
        with self._lock:
            self.requests += 1
        with _as_no_answer(), self._client.stream(method, url, headers=conditions) as response:
            headers = {name: ", ".join(response.headers.get_list(name)) for name in response.headers}
            answer = Answer(url, response.status_code, headers, None, None, _certificate(response))
            if response.status_code == 304 and mark is not None:
                with self._lock:
                    self.unchanged += 1
                return Answer(url, 200, headers, None, mark.digest, answer.certificate)
            body = _body(response.iter_raw(), headers.get("content-encoding", ""), most, self.seconds)
        if body is None:
            return answer
        digest = content_hash(body)
        if answer.status == 200 and method == "GET" and (headers.get("etag") or headers.get("last-modified")):
            self.remembered.put(url, Mark(headers.get("etag", ""), headers.get("last-modified", ""), digest))
        return Answer(url, answer.status, headers, body, digest, answer.certificate)


def _server(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return f"{parts.scheme}://{parts.netloc}"


def _body(chunks: Iterator[bytes], encoding: str, most: int, seconds: float) -> bytes | None:
    """Return a body, unpacked; None for one that is longer than `most`."""
    until = time.monotonic() + seconds
    if encoding.lower() not in {"", "identity", "gzip", "x-gzip"}:
        raise NoAnswerError(
            Trouble.BROKEN, m("the body is packed as '{encoding}', which was not asked for", encoding=encoding[:20])
        )
    unpack = zlib.decompressobj(wbits=31) if encoding.lower().endswith("gzip") else None
    body = bytearray()
    for chunk in chunks:
        body += unpack.decompress(chunk, most + 1 - len(body)) if unpack else chunk
        if len(body) > most:
            return None
        if time.monotonic() > until:
            raise NoAnswerError(
                Trouble.TOO_SLOW, m("the answer takes longer than {seconds} seconds", seconds=f"{seconds:.0f}")
            )
    return bytes(body)


def _wait(retry_after: str, attempt: int) -> float:
    """Return for how many seconds a busy server wants to be left alone (RFC 9110 section 10.2.3)."""
    if retry_after.strip().isdecimal():
        return min(float(retry_after), _LONGEST_WAIT)
    return min(2.0**attempt, _LONGEST_WAIT)


def _certificate(response: httpx.Response) -> Certificate | None:
    stream = response.extensions.get("network_stream")
    secure = stream.get_extra_info("ssl_object") if stream is not None else None
    found = secure.getpeercert() if secure is not None else None
    if not found:
        return None
    starts, ends = (datetime.fromtimestamp(ssl.cert_time_to_seconds(found[key]), UTC) for key in _DATES)
    return Certificate(starts, ends)


_DATES: Final = ("notBefore", "notAfter")


@contextmanager
def _as_no_answer() -> Iterator[None]:
    import httpx

    try:
        yield
    except zlib.error as error:
        raise NoAnswerError(Trouble.BROKEN, m("the body can't be unpacked")) from error
    except httpx.TimeoutException as error:
        raise NoAnswerError(Trouble.TOO_SLOW, m("the server doesn't answer in time")) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise _reason(error) from error


def _reason(error: Exception) -> NoAnswerError:
    """Return why there is no answer, by the first cause that says it."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return NoAnswerError(Trouble.CERTIFICATE, cause.verify_message)
        if isinstance(cause, ssl.SSLError):
            return NoAnswerError(Trouble.CERTIFICATE, cause.reason or m("no encrypted connection comes about"))
        if isinstance(cause, OSError):
            return NoAnswerError(Trouble.NETWORK, _network_words(cause))
        cause = cause.__cause__ or cause.__context__
    import httpx

    trouble = Trouble.BROKEN if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol) else Trouble.NETWORK
    return NoAnswerError(trouble, str(error) or m("the connection broke"))


def _network_words(error: OSError) -> str:
    """Return why nothing could be reached; in the system's own words where that is rare."""
    if isinstance(error, socket.gaierror):
        return m("nobody knows this name")
    if isinstance(error, ConnectionRefusedError):
        return m("nothing answers there")
    return error.strerror or str(error)
