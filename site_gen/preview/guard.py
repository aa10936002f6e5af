"""Who may talk to preview: browsers that were sent to its own address. Others' pages and names are turned away."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class Guard:
    """The hosts under which preview may be asked for, with their port.

    A page of another site can make a browser ask 127.0.0.1, also under a name of its own that it lets point there (DNS
    rebinding); the Host header then has that name, and an Origin is that site's.
    """

    hosts: frozenset[str]

    def is_known_host(self, host: str) -> bool:
        return host.lower() in self.hosts

    def is_own_origin(self, origin: str | None) -> bool:
        """Whether a request that changes something, or a web socket, comes from a page of preview."""
        return origin is not None and urlsplit(origin).netloc.lower() in self.hosts


def guard_for(address: str, port: int) -> Guard:
    """Return the guard of a server bound to an address."""
    names = LOOPBACK if address in LOOPBACK or address == "::1" else (*LOOPBACK, address)
    return Guard(frozenset(f"{name}:{port}" for name in names) | (frozenset(names) if port == 80 else frozenset()))
