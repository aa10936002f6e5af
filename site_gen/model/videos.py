"""Networks whose videos a page can show: the forms of their addresses, and what a frame with the video is loaded from.

The forms are those that the networks' own "share" and "embed" buttons give:
YouTube https://developers.google.com/youtube/player_parameters, Vimeo https://developer.vimeo.com/player/sdk/embed,
VK https://dev.vk.com/widgets/video, Instagram and TikTok https://developers.tiktok.com/doc/embed-player,
Telegram https://core.telegram.org/widgets/post. Nothing here asks a network.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal
from urllib.parse import parse_qs, urlencode, urlsplit

Shape = Literal["wide", "tall", "post"]
"""The form of a frame: 16:9, 9:16, or a post with words around the video."""


@dataclass(frozen=True, slots=True)
class VideoNetwork:
    """A network: its id among the networks (for the icon), its name, its hosts, and the origins of its frames."""

    id: str
    name: str
    hosts: frozenset[str]
    origins: tuple[str, ...]
    read: Callable[[str, Mapping[str, str]], tuple[str, Shape] | None]


@dataclass(frozen=True, slots=True)
class NetworkVideo:
    """A video or a post on a network: its own page, and the address of a frame that shows it; '' where the network
    offers none."""

    network: VideoNetwork
    url: str
    embed: str
    shape: Shape


def _youtube(path: str, query: Mapping[str, str]) -> tuple[str, Shape] | None:
    found = re.fullmatch(r"/(shorts|live|embed|v)/([\w-]{11})/?", path)
    kind, id_ = (found[1], found[2]) if found else ("", "")
    if path in {"/watch", "/watch/"}:
        id_ = query.get("v", "")
    if not re.fullmatch(r"[\w-]{11}", id_):
        return None
    start = _seconds(query.get("t") or query.get("start") or "")
    options = {"autoplay": "1", "rel": "0"} | ({"start": str(start)} if start else {})
    return f"https://www.youtube-nocookie.com/embed/{id_}?{urlencode(options)}", "tall" if kind == "shorts" else "wide"


def _seconds(text: str) -> int:
    """Return the seconds of '90', '90s' or '1h2m3s'; 0 for anything else."""
    found = re.fullmatch(r"(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,6})s?)?", text, re.ASCII)
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    return hours * 3600 + minutes * 60 + seconds


def _vimeo(path: str, query: Mapping[str, str]) -> tuple[str, Shape] | None:
    found = re.fullmatch(r"/(?:video/|channels/\w+/|groups/\w+/videos/)?(\d{5,12})(?:/([0-9a-f]{6,16}))?/?", path)
    if not found:
        return None
    secret = found[2] or query.get("h", "")
    options = ({"h": secret} if re.fullmatch("[0-9a-f]{6,16}", secret) else {}) | {"autoplay": "1", "dnt": "1"}
    return f"https://player.vimeo.com/video/{found[1]}?{urlencode(options)}", "wide"


def _vk(path: str, query: Mapping[str, str]) -> tuple[str, Shape] | None:
    if re.fullmatch(r"/wall-?\d{1,12}_\d{1,12}/?", path):
        return "", "post"  # VK shows posts elsewhere only by a script of its own
    found = re.search(r"/(video|clip)(-?\d{1,12})_(\d{1,12})(?:_|/|$)", path) or re.match(
        r"(video|clip)(-?\d{1,12})_(\d{1,12})", query.get("z", "")
    )
    kind, owner, id_ = found.groups() if found else ("video", query.get("oid", ""), query.get("id", ""))
    if not found and not (path == "/video_ext.php" and re.fullmatch(r"-?\d+", owner) and id_.isdigit()):
        return None
    secret = query.get("hash", "")
    options = {"oid": owner, "id": id_} | ({"hash": secret} if secret.isalnum() else {}) | {"autoplay": "1"}
    return f"https://vkvideo.ru/video_ext.php?{urlencode(options)}", "tall" if kind == "clip" else "wide"


def _instagram(path: str, query: Mapping[str, str]) -> tuple[str, Shape] | None:  # noqa: ARG001  # one signature
    found = re.fullmatch(r"/(?:[\w.]{1,30}/)?(p|reel|reels|tv)/([\w-]{5,40})/?(?:embed/?(?:captioned/?)?)?", path)
    if not found or found[2] == "audio":
        return None
    kind = "reel" if found[1] == "reels" else found[1]
    return f"https://www.instagram.com/{kind}/{found[2]}/embed/", "post"


def _tiktok(path: str, query: Mapping[str, str]) -> tuple[str, Shape] | None:  # noqa: ARG001  # one signature
    found = re.fullmatch(r"/(?:@[\w.]{1,30}/video|embed/v2|embed|player/v1|v)/(\d{5,25})(?:\.html)?/?", path)
    return (f"https://www.tiktok.com/player/v1/{found[1]}?autoplay=1", "tall") if found else None


def _telegram(path: str, query: Mapping[str, str]) -> tuple[str, Shape] | None:  # noqa: ARG001  # one signature
    found = re.fullmatch(r"/(?:s/)?([a-zA-Z]\w{3,31})/(?:\d{1,9}/)?(\d{1,9})/?", path, re.ASCII)
    return (f"https://t.me/{found[1]}/{found[2]}?embed=1", "post") if found else None


VIDEO_NETWORKS: Final = (
    VideoNetwork(
        "youtube",
        "YouTube",
        frozenset({"youtube.com", "music.youtube.com", "youtu.be", "youtube-nocookie.com"}),
        ("https://www.youtube-nocookie.com",),
        _youtube,
    ),
    VideoNetwork("vimeo", "Vimeo", frozenset({"vimeo.com", "player.vimeo.com"}), ("https://player.vimeo.com",), _vimeo),
    VideoNetwork(
        "vk",
        "VK",
        frozenset({"vk.com", "vk.ru", "vkvideo.ru", "vkontakte.ru"}),
        ("https://vkvideo.ru", "https://vk.com"),  # the first one may lead on to the other
        _vk,
    ),
    VideoNetwork("instagram", "Instagram", frozenset({"instagram.com"}), ("https://www.instagram.com",), _instagram),
    VideoNetwork("tiktok", "TikTok", frozenset({"tiktok.com"}), ("https://www.tiktok.com",), _tiktok),
    VideoNetwork("telegram", "Telegram", frozenset({"t.me", "telegram.me"}), ("https://t.me",), _telegram),
)
"""Data for each network. A further one is one more entry with a function that reads its addresses."""

_BY_HOST: Final[Mapping[str, VideoNetwork]] = MappingProxyType(
    {host: network for network in VIDEO_NETWORKS for host in network.hosts}
)
NAMES: Final = ", ".join(network.name for network in VIDEO_NETWORKS)


def network_video(url: str) -> NetworkVideo | None:
    """Return the video that an address leads to; None if it leads to no video of a known network."""
    try:
        parts = urlsplit(url if "://" in url else f"https:{url}")
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    network = _BY_HOST.get(host) or _BY_HOST.get(host.removeprefix("www.").removeprefix("m."))
    if network is None or parts.scheme not in {"http", "https"}:
        return None
    query = (
        {name: values[0] for name, values in parse_qs(parts.query, max_num_fields=50).items()} if parts.query else {}
    )
    path = f"/embed{parts.path}" if host == "youtu.be" else parts.path
    found = network.read(path, query)
    return NetworkVideo(network, url, *found) if found else None


_ALONE: Final = re.compile(
    r"^[ \t]*(?:<?(https?://[^\s<>]+)>?[ \t]*\\?|\[!\[[^\]\n]*\]\([^)\n]+\)\]\((https?://[^\s<>)]+)\)[ \t]*)$",
    re.MULTILINE,
)
"""An address, or a picture that links to one, with a line for itself."""


def videos_in(text: str) -> tuple[NetworkVideo, ...]:
    """Return the videos whose addresses have a line of a Markdown text for themselves."""
    if "://" not in text:
        return ()
    videos = (network_video(found[1] or found[2]) for found in _ALONE.finditer(text))
    return tuple(video for video in videos if video is not None)


def video_addresses(text: str) -> tuple[str, ...]:
    """Return the addresses of these videos, of each of which there is a `network_video`."""
    return tuple(video.url for video in videos_in(text))
