"""Which blocks the posts about articles and cases have on each network, and in which order."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

Blocks = tuple[str, ...]

_END: Final = ("action", "disclosure", "tags")
_ARTICLE: Final = ("opening", "summary", "points", "minutes", *_END)
_CASE: Final = ("opening", "client", "summary", "numbers", "spent", "quote", *_END)
_SHORT: Final[Blocks] = ("opening", "client", "numbers", "action", "disclosure")

ARTICLE_BLOCKS: Final[Mapping[str, Blocks]] = MappingProxyType(
    {
        "vk": ("opening", "summary", "action", "points", "minutes", "disclosure", "tags"),
        "whatsapp": ("opening", "summary", "points", "minutes", "action", "disclosure"),
        "viber": ("opening", "summary", "points", "minutes", "action", "disclosure"),
        "x": ("opening", "summary", "minutes", *_END),
        "bluesky": ("opening", "summary", "minutes", *_END),
        "tiktok": ("opening", "action", "points", "minutes", "disclosure", "tags"),
    }
)
"""Articles on networks that differ from the rest: the link is within the first screen on VK and TikTok, and there are
no headings where every character counts.
"""

CASE_BLOCKS: Final[Mapping[str, Blocks]] = MappingProxyType(
    {
        "vk": ("opening", "client", "action", "summary", "numbers", "spent", "quote", "disclosure", "tags"),
        "whatsapp": _SHORT,
        "viber": _SHORT,
        "x": ("opening", "client", "summary", "evidence", *_END),
        "bluesky": ("opening", "client", "summary", "evidence", *_END),
        "mastodon": ("opening", "client", "summary", "evidence", *_END),
        "threads": ("opening", "client", "summary", "evidence", *_END),
        "tiktok": ("opening", "client", "action", "numbers", "disclosure", "tags"),
        "youtube": ("opening", "client", "summary", "numbers", "quote", *_END),
        "pinterest": ("opening", "client", "numbers", *_END),
    }
)
"""Cases on networks that differ from the rest: a post of one piece says where its one number is from."""


def useful_blocks(network: str, kind: str) -> Blocks:
    """Return the blocks of a post about an article or a case."""
    if kind == "case":
        return CASE_BLOCKS.get(network, _CASE)
    return ARTICLE_BLOCKS.get(network, _ARTICLE)
