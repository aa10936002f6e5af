"""Restricts preview to browsers that use its own address; refuses requests from other pages or under other names."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class Guard:
    """The allowed values of the Host header, with port.

    A page of another site can make a browser send requests to 127.0.0.1, even under its own name if that name points
    there (DNS rebinding); the Host header then has that name, and Origin is that site's. With `any_number` any IP
    address is allowed as host: preview listens on all addresses then, and only names can be rebound.
    """

    hosts: frozenset[str]
    any_number: bool = False

    def without(self, names: frozenset[str]) -> Guard:
        """Return a guard that doesn't know some host names, whatever the port."""
        return Guard(frozenset(host for host in self.hosts if host.partition(":")[0] not in names), self.any_number)

    def is_known_host(self, host: str) -> bool:
        return host.lower() in self.hosts or (self.any_number and _is_number(host))

    def is_own_origin(self, origin: str | None, host: str) -> bool:
        """Whether a request that changes something or opens a web socket comes from a page of the same host."""
        try:
            return origin is not None and urlsplit(origin).netloc.lower() == host.lower() and self.is_known_host(host)
        except ValueError:  # no browser sends this
            return False


def _is_number(host: str) -> bool:
    """Whether a Host header is an IP address, with or without a port."""
    found = re.fullmatch(r"\[([0-9A-Fa-f:.]+)\](?::\d+)?|([\d.]+)(?::\d+)?", host)
    try:
        return found is not None and bool(ipaddress.ip_address(found[1] or found[2]))
    except ValueError:
        return False


def guard_for(address: str, port: int) -> Guard:
    """Return the guard of a server bound to an address."""
    own = f"[{address}]" if ":" in address else address.lower()
    names = frozenset({*LOOPBACK, own})
    hosts = frozenset(f"{name}:{port}" for name in names) | (names if port == 80 else frozenset())
    return Guard(hosts, any_number=address in {"0.0.0.0", "::"})  # noqa: S104
