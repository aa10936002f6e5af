"""The social networks and messengers that a project can name: id, name, and where accounts are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Network:
    """A network. `profile` is an account's usual address with {} for the handle; a messenger accepts messages."""

    id: str
    name: str
    profile: str
    messenger: bool = False


_ALL: Final = (
    Network("instagram", "Instagram", "https://www.instagram.com/{}/"),
    Network("vk", "VK", "https://vk.com/{}"),
    Network("telegram", "Telegram", "https://t.me/{}", messenger=True),
    Network("whatsapp", "WhatsApp", "https://wa.me/{}", messenger=True),
    Network("viber", "Viber", "viber://chat?number=%2B{}", messenger=True),
    Network("ok", "Odnoklassniki", "https://ok.ru/{}"),
    Network("facebook", "Facebook", "https://www.facebook.com/{}"),
    Network("linkedin", "LinkedIn", "https://www.linkedin.com/in/{}"),
    Network("x", "X", "https://x.com/{}"),
    Network("threads", "Threads", "https://www.threads.net/@{}"),
    Network("bluesky", "Bluesky", "https://bsky.app/profile/{}"),
    Network("mastodon", "Mastodon", ""),
    Network("tiktok", "TikTok", "https://www.tiktok.com/@{}"),
    Network("youtube", "YouTube", "https://www.youtube.com/@{}"),
    Network("pinterest", "Pinterest", "https://www.pinterest.com/{}/"),
)

NETWORKS: Final[Mapping[str, Network]] = MappingProxyType({network.id: network for network in _ALL})
