"""The length of a text as networks count it. Each unit is a function; the last table names them for networks.yaml.

The functions name their sources, read 2026-11-23. Line breaks count everywhere.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import regex

from site_gen.social.addresses import Address, mastodon_addresses, x_addresses
from site_gen.social.emoji import emoji_pattern

LINK_LENGTH: Final = 23
"""The length of a link on X and Mastodon, however long it is."""

_HEAVY: Final = regex.compile("[^\0-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")
"""Code points of weight 2 on X: all except 0–4351, 8192–8205, 8208–8223 and 8242–8247."""

_MENTION: Final = regex.compile(
    r"(?<![=/\w])@(?P<name>[a-z0-9_]+(?:[a-z0-9_.\-]+[a-z0-9_]+)?)(?:@(?P<host>\w+(?:[.\-]+\w+)*))?", regex.IGNORECASE
)
_LONGEST_HOST: Final = 253


def code_points(text: str) -> int:
    """Return the number of Unicode code points."""
    return len(text)


def utf16_units(text: str) -> int:
    """Return the number of UTF-16 code units, the stricter reading of "characters" if a network doesn't name its unit.

    The unit of Telegram (core.telegram.org/bots/api, MessageEntity) and TikTok (developers.tiktok.com, Direct Post).
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf8_bytes(text: str) -> int:
    """Return the number of UTF-8 bytes: the second limit of Bluesky (atproto lexicons/app/bsky/feed/post.json)."""
    return len(text.encode("utf-8", "surrogatepass"))


def graphemes(text: str) -> int:
    """Return the number of extended grapheme clusters (Unicode 15.1 and later, UAX 29): the unit of Bluesky.

    atproto lexicons/app/bsky/feed/post.json, maxGraphemes; a conjunct of an Indic script is one grapheme.
    """
    return len(regex.findall(r"\X", text))


def x_weight(text: str) -> int:
    """Return the weighted length of a post on X: at most 280.

    twitter-text, config/v3.json: the text is normalised to NFC; a link counts 23 with and without https://; an emoji
    counts 2, however many code points it has; code points of the four light ranges count 1, all others 2.
    """
    text = unicodedata.normalize("NFC", text)
    weight, at = 0, 0
    for address in x_addresses(text):
        weight += _x_run(text[at : address.start]) + LINK_LENGTH
        at = address.end
    return weight + _x_run(text[at:])


def _x_run(text: str) -> int:
    """Return the weight of a text without links."""
    if text.isascii():
        return len(text)
    plain, count = emoji_pattern().subn("", text)
    return 2 * count + len(plain) + len(_HEAVY.findall(plain))


def mastodon_length(text: str) -> int:
    """Return the length of a post on Mastodon in graphemes: 500 by default; each server publishes its own limit.

    Addresses with a scheme count 23, and mentions of another server's user count without the server
    (mastodon/documentation user/posting.md; app/validators/status_length_validator.rb).
    """
    pieces, at = [], 0
    for start, end, counted in sorted(_mastodon_entities(text)):
        if start >= at:
            pieces += [text[at:start], counted]
            at = end
    return graphemes("".join((*pieces, text[at:])))


def _mastodon_entities(text: str) -> list[tuple[int, int, str]]:
    links = [(link.start, link.end, "x" * LINK_LENGTH) for link in mastodon_addresses(text)]
    mentions = [
        (*found.span(), f"@{found['name']}")
        for found in _MENTION.finditer(text)
        if found["host"]
        and len(found["host"]) <= _LONGEST_HOST
        and not text.startswith(("@", "＠", "://"), found.end())
    ]
    return links + mentions


def threads_length(text: str) -> int:
    """Return the length of a post on Threads: at most 500 characters; an emoji counts as its UTF-8 bytes.

    developers.facebook.com/documentation/threads/posts (14 April 2026). The rest is counted in UTF-16 code units.
    """
    plain, emoji = [], 0
    at = 0
    for found in emoji_pattern().finditer(text):
        plain.append(text[at : found.start()])
        emoji += utf8_bytes(found[0])
        at = found.end()
    return utf16_units("".join((*plain, text[at:]))) + emoji


UNITS: Final[Mapping[str, Callable[[str], int]]] = MappingProxyType(
    {
        "code-points": code_points,
        "utf-16": utf16_units,
        "utf-8": utf8_bytes,
        "graphemes": graphemes,
        "x": x_weight,
        "mastodon": mastodon_length,
        "threads": threads_length,
    }
)
"""The units that networks.yaml and site.yaml can use."""

__all__ = [
    "LINK_LENGTH",
    "UNITS",
    "Address",
    "code_points",
    "graphemes",
    "mastodon_length",
    "threads_length",
    "utf8_bytes",
    "utf16_units",
    "x_weight",
]
