"""Ports of 127.0.0.1 for servers that can't be given one of the system's choice, or start again on the same one."""

from __future__ import annotations

import secrets
import socket
from typing import Final

HOST: Final = "127.0.0.1"
FIRST: Final = 20_000
NUMBER: Final = 12_000
"""Systems give outgoing connections ports above these. A connection must not take a server's port before it listens,
or while it is started again; it would even reach itself, where it asks for the port that it has."""


def free_port() -> int:
    """Return a port that nobody listens on, of so many that two callers at once hardly get the same."""
    while not is_free(port := FIRST + secrets.randbelow(NUMBER)):
        pass
    return port


def is_free(port: int) -> bool:
    """Whether a server could listen on a port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as servers do: closed connections don't matter
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True
