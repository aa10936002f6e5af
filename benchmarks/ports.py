"""Ports of 127.0.0.1 for servers that can't let the system choose a port, or that restart on the same one."""

from __future__ import annotations

import secrets
import socket
from typing import Final

HOST: Final = "127.0.0.1"
FIRST: Final = 20_000
NUMBER: Final = 12_000
"""Systems use higher ports for outgoing connections. A connection must not take a server's port before the server
listens or while it restarts; it could even connect to itself if both ends have the same port."""


def free_port() -> int:
    """Return a random free port, from so many that two callers at once hardly get the same."""
    while not is_free(port := FIRST + secrets.randbelow(NUMBER)):
        pass
    return port


def is_free(port: int) -> bool:
    """Whether a server could listen on a port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # like servers: closed connections don't matter
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True
