"""Tells posts apart by their addresses: the same post is linked in several ways."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qs, urlsplit

_INSTAGRAM: Final = re.compile(r"/(?:[\w.]+/)?(?:p|reel|reels|tv)/([\w-]+)")
_TIKTOK: Final = re.compile(r"/(?:video|photo)/(\d+)")
_YOUTUBE: Final = re.compile(r"/(?:shorts|live|embed)/([\w-]+)")
_VK: Final = re.compile(r"(?:wall|clip|video)(-?\d+_\d+)")
_LINKEDIN: Final = re.compile(r"(?:activity|share|ugcPost)[:-](\d{10,})")
_X: Final = re.compile(r"/status/(\d+)")
_FACEBOOK: Final = re.compile(r"/(?:posts|videos|reel)/(?:[\w.-]+/)?(pfbid\w+|\d+)")

_HOSTS: Final = (
    ("instagram", ("instagram.com",), _INSTAGRAM),
    ("tiktok", ("tiktok.com",), _TIKTOK),
    ("youtube", ("youtube.com", "youtube-nocookie.com"), _YOUTUBE),
    ("vk", ("vk.com", "vk.ru", "vkvideo.ru"), _VK),
    ("linkedin", ("linkedin.com",), _LINKEDIN),
    ("x", ("x.com", "twitter.com"), _X),
    ("facebook", ("facebook.com", "fb.com"), _FACEBOOK),
)


def post_key(link: str) -> str:
    """Return what is the same for all addresses of a post: its network and id where they are known, else the address
    without its scheme, query and what browsers don't need."""
    try:
        parts = urlsplit(link.strip())
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("mobile.")
    except ValueError:
        return link.strip()
    if host == "youtu.be":
        return f"youtube {parts.path.strip('/')}"
    for network, hosts, pattern in _HOSTS:
        if host in hosts:
            found = pattern.search(f"{parts.path}?{parts.query}")
            if found:
                return f"{network} {found[1]}"
            video = parse_qs(parts.query).get("v") if network == "youtube" else None
            if video:
                return f"{network} {video[0]}"
    return f"{host}{parts.path.rstrip('/')}"
