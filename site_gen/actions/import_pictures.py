"""Fetches pictures of other sites, which the site's own policy would keep out: bounded, and only what is a picture."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from site_gen.imaging.kinds import UnfitPictureError
from site_gen.messages import m

if TYPE_CHECKING:
    import httpx

LARGEST: Final = 30_000_000
_SECONDS: Final = 20
_AT_ONCE: Final = 4
_MOST: Final = 5_000


@dataclass(frozen=True, slots=True)
class Fetched:
    """The pictures by address, and why others couldn't be had."""

    pictures: Mapping[str, bytes]
    faults: Mapping[str, str]


def fetch_pictures(addresses: Iterable[str], tell: Callable[[int], None] = lambda _: None) -> Fetched:
    """Return the pictures at these addresses, a few at once; `tell` gets how many were asked for so far."""
    import httpx

    wanted = list(dict.fromkeys(addresses))[:_MOST]
    pictures: dict[str, bytes] = {}
    faults: dict[str, str] = {}
    headers = {"User-Agent": "site-gen import"}
    with (
        httpx.Client(follow_redirects=True, timeout=_SECONDS, headers=headers) as client,
        ThreadPoolExecutor(_AT_ONCE) as pool,
    ):
        answers = pool.map(lambda each: _got(client, each), wanted)
        for number, (address, got) in enumerate(zip(wanted, answers, strict=True), 1):
            if isinstance(got, bytes):
                pictures[address] = got
            else:
                faults[address] = got
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
            contents = b""
            for part in answer.iter_bytes():
                contents += part
                if len(contents) > LARGEST:
                    return m("it is larger than {largest} MB", largest=LARGEST // 1_000_000)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, UnicodeError) as error:
        return m("it can't be reached: {name}", name=type(error).__name__)
    try:
        inspect(contents)
    except UnfitPictureError as error:
        return str(error)
    return contents
