"""Fetches pictures of other sites, which the site's own policy would keep out: bounded, and only what is a picture."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from site_gen.imaging.kinds import UnfitPictureError
from site_gen.messages import m

if TYPE_CHECKING:
    import httpx

LARGEST: Final = 30_000_000
MOST_BYTES: Final = 1_000_000_000
"""Bytes of all pictures together: they are in memory until they are written."""

_SECONDS: Final = 20
LONGEST: Final = 120.0
"""Seconds that one picture may take, however slowly a server sends it."""

_AT_ONCE: Final = 4
_BATCH: Final = 8
_MOST: Final = 5_000
_TOO_MUCH: Final = m("all pictures together are larger than {size:,} MB", size=MOST_BYTES // 1_000_000)


@dataclass(frozen=True, slots=True)
class Fetched:
    """The pictures by address, and why others couldn't be had."""

    pictures: Mapping[str, bytes]
    faults: Mapping[str, str]


def fetch_pictures(addresses: Iterable[str], tell: Callable[[int], None] = lambda _: None) -> Fetched:
    """Return the pictures at these addresses, a few at once; `tell` gets how many were asked for so far."""
    import httpx

    every = list(dict.fromkeys(addresses))
    wanted = every[:_MOST]
    pictures: dict[str, bytes] = {}
    faults: dict[str, str] = dict.fromkeys(every[_MOST:], m("only {most:,} pictures are fetched at once", most=_MOST))
    room = MOST_BYTES
    headers = {"User-Agent": "site-gen import"}
    with (
        httpx.Client(follow_redirects=True, timeout=_SECONDS, headers=headers) as client,
        ThreadPoolExecutor(_AT_ONCE) as pool,
    ):
        for start in range(0, len(wanted), _BATCH):  # not all at once: what isn't taken yet is in memory too
            batch = wanted[start : start + _BATCH]
            answers = pool.map(lambda each: _got(client, each), batch) if room else [""] * len(batch)
            for number, (address, got) in enumerate(zip(batch, answers, strict=True), start + 1):
                if isinstance(got, bytes) and len(got) <= room:
                    pictures[address] = got
                    room -= len(got)
                else:
                    room = room if isinstance(got, str) else 0
                    faults[address] = got if isinstance(got, str) and got else _TOO_MUCH
                tell(number)
    return Fetched(pictures, faults)


def _got(client: httpx.Client, address: str) -> bytes | str:
    """Return a picture, or why it couldn't be had."""
    import httpx

    from site_gen.imaging.opening import inspect

    try:
        with client.stream("GET", address) as answer:
            if answer.status_code != httpx.codes.OK:
                return m("the server answers {status_code}", status_code=answer.status_code)
            contents, begun = bytearray(), time.monotonic()
            for part in answer.iter_bytes():
                contents += part
                if len(contents) > LARGEST:
                    return m("it is larger than {largest} MB", largest=LARGEST // 1_000_000)
                if time.monotonic() - begun > LONGEST:
                    return m("it takes longer than {seconds:.0f} seconds", seconds=LONGEST)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, UnicodeError) as error:
        return m("it can't be reached: {name}", name=type(error).__name__)
    try:
        inspect(bytes(contents))
    except UnfitPictureError as error:
        return str(error)
    return bytes(contents)
