"""Without a proxy too, nobody holds connections for ever or fills the memory with a head that never ends."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from uuid import uuid4

import pytest

from benchmarks.ports import HOST
from site_gen.inbox.connections import HEAD_SECONDS, LARGEST_HEAD, PER_ADDRESS, is_trusted, network_of
from tests.inbox.support import ALWAYS, GOOD, ORIGIN, URLENCODED, RunningInbox, inbox
from tests.support import write_files


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningInbox]:
    """An inbox that trusts one proxy, 127.0.0.9, and whose visitors come to it directly."""
    project = write_files(tmp_path_factory.mktemp("bounds") / "project", ALWAYS)
    with inbox(project, "--trusted-proxy", "127.0.0.9") as made:
        yield made


def connect(running: RunningInbox, address: str) -> socket.socket:
    return socket.create_connection((HOST, running.port), timeout=30, source_address=(address, 0))


def answer(connection: socket.socket) -> bytes:
    received = b""
    try:
        while data := connection.recv(65_536):
            received += data
    except ConnectionError:
        pass
    return received


GET = b"GET /inbox/health HTTP/1.1\r\nHost: x\r\n"


def test_a_head_that_comes_byte_by_byte_is_not_waited_for(running: RunningInbox) -> None:
    begun = time.monotonic()
    with connect(running, "127.0.0.20") as slow, connect(running, "127.0.0.20") as silent:
        slow.sendall(GET)
        for _ in range(4):
            time.sleep(0.5)
            slow.sendall(b"X")
        assert answer(slow).startswith(b"HTTP/1.1 408 ")
        assert answer(silent).startswith(b"HTTP/1.1 408 ")
    assert HEAD_SECONDS - 1 < time.monotonic() - begun < HEAD_SECONDS + 20


@pytest.mark.laws
def test_a_second_head_on_a_connection_has_its_time_too(running: RunningInbox) -> None:
    with connect(running, "127.0.0.21") as connection:
        connection.sendall(GET + b"\r\n")
        time.sleep(1)
        connection.sendall(GET)
        received = answer(connection)
    assert received.startswith(b"HTTP/1.1 200 ")
    assert b"HTTP/1.1 408 " in received


@pytest.mark.parametrize(
    "pieces",
    [
        [GET, *[b"X-%d: " % n + b"x" * 500 + b"\r\n" for n in range(200)]],
        [GET + b"X: ", *[b"x" * 1000] * 200],
        [b"GET /" + b"x" * 100_000 + b" HTTP/1.1\r\n\r\n"],
        [GET + b"X: " + b"x" * LARGEST_HEAD + b"\r\n\r\n"],
        [b"x" * 100_000],
    ],
    ids=["many-lines", "a-line-without-end", "a-long-path", "all-at-once", "no-http"],
)
def test_a_head_that_is_too_large_is_refused(running: RunningInbox, pieces: list[bytes]) -> None:
    with connect(running, "127.0.0.22") as connection:
        try:
            for piece in pieces:
                connection.sendall(piece)
        except ConnectionError:
            pass
        received = answer(connection)
    assert received[:12] in {b"HTTP/1.1 431", b"HTTP/1.1 400", b""}  # what is unread may reset the answer
    with connect(running, "127.0.0.22") as connection:
        connection.sendall(GET + b"Connection: close\r\n\r\n")
        assert answer(connection).startswith(b"HTTP/1.1 200 ")


def test_a_head_as_large_as_proxies_take_is_taken(running: RunningInbox) -> None:
    with connect(running, "127.0.0.23") as connection:
        connection.sendall(GET + b"Cookie: " + b"x" * 8000 + b"\r\nConnection: close\r\n\r\n")
        assert answer(connection).startswith(b"HTTP/1.1 200 ")


def test_one_address_has_a_number_of_connections_and_others_have_theirs(running: RunningInbox) -> None:
    with ExitStack() as stack:
        held = [stack.enter_context(connect(running, "127.0.0.24")) for _ in range(PER_ADDRESS)]
        for connection in held:
            connection.sendall(GET)
        assert answer(stack.enter_context(connect(running, "127.0.0.24"))).startswith(b"HTTP/1.1 429 ")
        with connect(running, "127.0.0.25") as other:
            other.sendall(GET + b"Connection: close\r\n\r\n")
            assert answer(other).startswith(b"HTTP/1.1 200 ")
    until = time.monotonic() + 30
    while True:  # the closed ones are counted no more
        with connect(running, "127.0.0.24") as again:
            again.sendall(GET + b"Connection: close\r\n\r\n")
            if answer(again).startswith(b"HTTP/1.1 200 "):
                break
        assert time.monotonic() < until


def test_a_proxy_that_is_trusted_may_have_any_number(running: RunningInbox) -> None:
    with ExitStack() as stack:
        held = [stack.enter_context(connect(running, "127.0.0.9")) for _ in range(PER_ADDRESS + 10)]
        held[-1].sendall(GET + b"Connection: close\r\n\r\n")
        assert answer(held[-1]).startswith(b"HTTP/1.1 200 ")


def test_a_form_with_a_long_body_after_a_short_head_is_taken(running: RunningInbox) -> None:
    from urllib.parse import urlencode

    body = urlencode({**GOOD, "submission": str(uuid4()), "unknown": "x" * 50_000}).encode()
    head = f"POST /inbox/audit HTTP/1.1\r\nHost: x\r\nOrigin: {ORIGIN}\r\nContent-Type: {URLENCODED}\r\n"
    with connect(running, "127.0.0.26") as connection:
        connection.sendall(f"{head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode())
        for start in range(0, len(body), 10_000):
            connection.sendall(body[start : start + 10_000])
            time.sleep(0.02)
        assert answer(connection).startswith(b"HTTP/1.1 303 ")


@pytest.mark.parametrize(
    ("host", "trusted", "is_one"),
    [
        ("127.0.0.1", "127.0.0.1,::1", True),
        ("::1", "127.0.0.1,::1", True),
        ("10.1.2.3", "10.0.0.0/8", True),
        ("10.1.2.3", "*", True),
        ("10.1.2.3", ["10.1.2.4", "10.1.2.3"], True),
        ("10.1.2.3", "10.1.2.4", False),
        ("10.1.2.3", "", False),
        ("a-socket", "nonsense", False),
    ],
)
def test_proxies_are_known_by_address_and_network(host: str, trusted: object, is_one: bool) -> None:
    assert is_trusted(host, trusted) is is_one


def test_visitors_with_many_addresses_of_one_network_are_one() -> None:
    assert network_of("2001:db8::1") == network_of("2001:db8:0:0:ffff::2") != network_of("2001:db8:0:1::1")
    assert network_of("192.0.2.1") != network_of("192.0.2.2")
    assert network_of("a-socket") == "a-socket"
