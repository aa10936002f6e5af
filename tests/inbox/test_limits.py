"""One visitor can't fill the inbox, others don't notice, and nobody's address is kept."""

from __future__ import annotations

from site_gen.inbox import limits
from site_gen.inbox.limits import RateLimit


class Watch:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_empties_and_fills_again() -> None:
    watch = Watch()
    limit = RateLimit(6, watch)
    assert [limit.wait("198.51.100.1") for _ in range(6)] == [0] * 6
    assert limit.wait("198.51.100.1") == 11
    watch.now += 10.5
    assert limit.wait("198.51.100.1") == 0
    assert limit.wait("198.51.100.1") > 0
    watch.now += 3600
    assert [limit.wait("198.51.100.1") == 0 for _ in range(7)] == [True] * 6 + [False]


def test_those_who_are_told_to_wait_may_send_then() -> None:
    watch = Watch()
    limit = RateLimit(7, watch)
    while not (wait := limit.wait("a")):
        pass
    watch.now += wait
    assert limit.wait("a") == 0


def test_visitors_are_told_apart_by_address_and_by_network_of_ipv6() -> None:
    limit = RateLimit(1, Watch())
    assert limit.wait("198.51.100.1") == 0
    assert limit.wait("198.51.100.2") == 0
    assert limit.wait("::ffff:198.51.100.1") > 0
    assert limit.wait("2001:db8:1:2::1") == 0
    assert limit.wait("2001:db8:1:2:ffff::9") > 0
    assert limit.wait("2001:db8:1:3::1") == 0
    assert limit.wait("fe80::1%eth0") == 0
    assert limit.wait("no address at all") == 0


def test_no_limit_lets_everything_pass() -> None:
    limit = RateLimit(0, Watch())
    assert {limit.wait("198.51.100.1") for _ in range(1000)} == {0}


def test_addresses_of_a_flood_are_forgotten_and_never_held() -> None:
    limit = RateLimit(1, Watch())
    for number in range(limits.MOST_KNOWN + 10):
        limit.wait(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")
    held = next(value for value in vars(limit).values() if isinstance(value, dict))
    assert len(held) == limits.MOST_KNOWN
    assert limit.wait("10.0.0.1") == 0  # forgotten: it was the first
    assert not any(b"10." in key or bytes([10, 0, 0, 1]) in key for key in list(held)[:100])


def test_two_processes_hash_the_same_address_differently() -> None:
    held = []
    for _ in range(2):
        limit = RateLimit(1, Watch())
        limit.wait("198.51.100.1")
        held.append(next(iter(next(value for value in vars(limit).values() if isinstance(value, dict)))))
    assert held[0] != held[1]
