"""Limits how much one visitor may send. Addresses are neither stored nor logged: memory holds only a keyed hash."""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address
from threading import Lock
from typing import Final

MOST_KNOWN: Final = 20_000
"""How many visitors are remembered at once; the least recently seen one is dropped first."""

_KEY: Final = 16


class RateLimit:
    """A token bucket for each address, with `per_minute` as rate and as capacity.

    An IPv6 visitor counts as a whole /64. Each process counts separately. `per_minute` 0 means no limit. `monotonic`
    returns seconds.
    """

    def __init__(self, per_minute: int, monotonic: Callable[[], float]) -> None:
        self._size = float(per_minute)
        self._per_second = per_minute / 60
        self._monotonic = monotonic
        self._key = secrets.token_bytes(_KEY)
        self._lock = Lock()
        self._buckets: OrderedDict[bytes, tuple[float, float]] = OrderedDict()

    def wait(self, address: str) -> int:
        """Take a token for an address. Return 0, or the seconds until there is a token again."""
        if not self._size:
            return 0
        visitor, now = self._hashed(address), self._monotonic()
        with self._lock:
            tokens, since = self._buckets.pop(visitor, (self._size, now))
            tokens = min(self._size, tokens + (now - since) * self._per_second)
            allowed = tokens >= 1
            self._buckets[visitor] = (tokens - 1 if allowed else tokens, now)
            if len(self._buckets) > MOST_KNOWN:
                self._buckets.popitem(last=False)
        return 0 if allowed else int((1 - tokens) / self._per_second) + 1

    def _hashed(self, address: str) -> bytes:
        return hashlib.blake2b(_network(address), key=self._key, digest_size=16).digest()


def _network(address: str) -> bytes:
    try:
        ip: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    except ValueError:  # a Unix socket has no address
        return address.encode("utf-8", "replace")
    if isinstance(ip, IPv6Address):
        return ip.ipv4_mapped.packed if ip.ipv4_mapped else ip.packed[:8]
    return ip.packed
