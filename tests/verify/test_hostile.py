"""Servers that mean ill, or are ill: nothing hangs, nothing fills the memory, and the report says what it was."""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from benchmarks.ports import HOST
from site_gen.hashing import content_hash
from site_gen.verify.fetching import Fetcher, NoAnswerError, Trouble
from site_gen.verify.remembered import Remembered
from tests.verify.listening import Listening

OK: Final = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"
Behaviour = Callable[[socket.socket, str, int], None]


class Server:
    """Answers each request by a function of its connection, its head and its number."""

    def __init__(self, behave: Behaviour) -> None:
        self.asked: list[str] = []
        self._behave = behave
        self._listening = Listening(self._serve)
        self.url = f"http://{HOST}:{self._listening.port}/"

    def close(self) -> None:
        self._listening.close()

    def _serve(self, client: socket.socket) -> None:
        head = client.recv(65536).decode()
        self.asked.append(head)
        self._behave(client, head, len(self.asked))


@pytest.fixture
def serve() -> Iterator[Callable[[Behaviour], Server]]:
    servers: list[Server] = []

    def make(behave: Behaviour) -> Server:
        servers.append(Server(behave))
        return servers[-1]

    yield make
    for server in servers:
        server.close()


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def fetcher(tmp_path: Path, waits: list[float]) -> Iterator[Fetcher]:
    with Fetcher(Remembered(tmp_path / "answers.json"), seconds=1.0, sleep=waits.append) as opened:
        yield opened


Serve = Callable[[Behaviour], Server]


def saying(answer: bytes) -> Behaviour:
    """Return what gives the same answer to everything."""

    def behave(client: socket.socket, head: str, number: int) -> None:
        client.sendall(answer)

    return behave


def trouble(fetcher: Fetcher, url: str) -> Trouble:
    with pytest.raises(NoAnswerError) as found:
        fetcher.follow(url)
    return found.value.trouble


def test_a_body_without_end_is_left_when_it_is_too_long(serve: Serve, fetcher: Fetcher) -> None:
    """A monitor must not fill its machine."""

    def endless(client: socket.socket, head: str, number: int) -> None:
        client.sendall(OK + b"\r\n")
        while True:
            client.sendall(b"x" * 65536)

    answer = fetcher.get(serve(endless).url, 100_000)
    assert (answer.status, answer.body, answer.digest) == (200, None, None)


def test_a_packed_body_unpacks_to_no_more_than_is_wanted(serve: Serve, fetcher: Fetcher) -> None:
    """Fifty kilobytes that unpack to fifty megabytes are left unpacked."""
    bomb = gzip.compress(bytes(50_000_000))

    def answer(client: socket.socket, head: str, number: int) -> None:
        client.sendall(OK + b"Content-Encoding: gzip\r\n\r\n" + bomb)

    found = fetcher.get(serve(answer).url, 100_000)
    assert (found.body, found.digest) == (None, None)


def test_what_drips_is_given_up(serve: Serve, fetcher: Fetcher) -> None:
    """A byte now and then would hold a monitor for days."""

    def drip(client: socket.socket, head: str, number: int) -> None:
        client.sendall(OK + b"\r\n")
        while True:
            client.sendall(b"x")
            time.sleep(0.2)

    began = time.monotonic()
    assert trouble(fetcher, serve(drip).url) is Trouble.TOO_SLOW
    assert time.monotonic() - began < 10


def test_silence_is_given_up(serve: Serve, fetcher: Fetcher) -> None:
    def say_nothing(client: socket.socket, head: str, number: int) -> None:
        time.sleep(5)

    assert trouble(fetcher, serve(say_nothing).url) is Trouble.TOO_SLOW


def test_a_circle_of_redirects_is_left(serve: Serve, fetcher: Fetcher) -> None:
    def lead(client: socket.socket, head: str, number: int) -> None:
        client.sendall(f"HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: /{number % 3}\r\n\r\n".encode())

    server = serve(lead)
    assert trouble(fetcher, server.url) is Trouble.LOOP
    assert len(server.asked) < 10


@pytest.mark.parametrize(
    "answer",
    [
        b"what?",
        OK + b"Content-Encoding: br\r\n\r\nabc",
        OK + b"Content-Encoding: gzip\r\n\r\nabc",
        b"HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: http://[\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: ftp://x/\r\n\r\n",
    ],
)
def test_what_is_no_answer_is_named(serve: Serve, fetcher: Fetcher, answer: bytes) -> None:
    """Whatever comes, the report goes on."""
    server, said = serve(saying(answer)), ""
    try:
        said = f"{fetcher.follow(server.url).status}"
    except NoAnswerError as error:
        said = str(error)
    assert said


def test_a_busy_server_is_given_the_time_it_asks_for(serve: Serve, fetcher: Fetcher, waits: list[float]) -> None:
    """Hosts lock out who goes on asking."""

    def busy(client: socket.socket, head: str, number: int) -> None:
        late = b"HTTP/1.1 429 Later\r\nConnection: close\r\nRetry-After: 7\r\n\r\n"
        client.sendall(late if number < 3 else OK + b"\r\nhere")

    assert fetcher.get(serve(busy).url).body == b"here"
    assert waits == [7.0, 7.0]


def test_a_server_that_stopped_answering_is_no_longer_asked(serve: Serve, fetcher: Fetcher) -> None:
    """A site of a thousand pages would otherwise be waited for until the evening."""
    server = serve(saying(b"HTTP/1.1 503 No\r\nConnection: close\r\n\r\n"))
    found = [trouble(fetcher, f"{server.url}{number}") for number in range(20)]
    assert found == [Trouble.BUSY] * 5 + [Trouble.STOPPED] * 15
    assert len(server.asked) == 15
    assert fetcher.silent == (server.url.rstrip("/"),)


def test_what_is_the_same_is_not_sent_again(serve: Serve, tmp_path: Path) -> None:
    """A monitor that runs every hour costs the server next to nothing, and keeps no client's address."""

    def answer(client: socket.socket, head: str, number: int) -> None:
        same = 'If-None-Match: "a"'.lower() in head.lower()
        client.sendall(b"HTTP/1.1 304 Same\r\nConnection: close\r\n\r\n" if same else OK + b'ETag: "a"\r\n\r\nhello')

    server, path = serve(answer), tmp_path / "answers.json"
    for body in (b"hello", None):
        remembered = Remembered.read(path)
        with Fetcher(remembered) as fetcher:
            found = fetcher.get(f"{server.url}secret")
            assert (found.status, found.body, found.digest) == (200, body, content_hash(b"hello"))
            assert fetcher.get(f"{server.url}secret", again=False).body == b"hello"
        remembered.write()
    assert "secret" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": 1, "marks": {"a": [1]}}', '{"format": 1, "marks": 3}'])
def test_a_damaged_memory_is_forgotten(tmp_path: Path, content: str) -> None:
    path = tmp_path / "answers.json"
    path.write_text(content, encoding="utf-8")
    assert Remembered.read(path).get("https://mara.example/") is None
