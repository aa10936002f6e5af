"""The social networks and messengers that a project can name: id, name, and where accounts are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Network:
    """A network. `profile` is an account's usual address with {} for the handle; a messenger accepts messages; `called`
    is what people call it besides its name, also formerly; `own` its name in languages that write it otherwise."""

    id: str
    name: str
    profile: str
    messenger: bool = False
    called: tuple[str, ...] = ()
    own: Mapping[str, str] = field(default_factory=dict)

    def name_in(self, language: str) -> str:
        """Return what the network is called in a language."""
        return self.own.get(language, self.name)


_ALL: Final = (
    Network("instagram", "Instagram", "https://www.instagram.com/{}/", called=("ig", "insta")),
    Network("vk", "VK", "https://vk.com/{}", called=("vkontakte", "вк", "вконтакте")),
    Network("telegram", "Telegram", "https://t.me/{}", messenger=True, called=("tg",)),
    Network("whatsapp", "WhatsApp", "https://wa.me/{}", messenger=True, called=("wa",)),
    Network("viber", "Viber", "viber://chat?number=%2B{}", messenger=True),
    Network(
        "ok",
        "Odnoklassniki",
        "https://ok.ru/{}",
        called=("одноклассники", "однокласники"),
        own=MappingProxyType({"ru": "Одноклассники", "uk": "Однокласники"}),
    ),
    Network("facebook", "Facebook", "https://www.facebook.com/{}", called=("fb", "meta")),
    Network("linkedin", "LinkedIn", "https://www.linkedin.com/in/{}"),
    Network("x", "X", "https://x.com/{}", called=("twitter",)),
    Network("threads", "Threads", "https://www.threads.net/@{}"),
    Network("bluesky", "Bluesky", "https://bsky.app/profile/{}"),
    Network("mastodon", "Mastodon", ""),
    Network("tiktok", "TikTok", "https://www.tiktok.com/@{}", called=("tt",)),
    Network("youtube", "YouTube", "https://www.youtube.com/@{}", called=("yt",)),
    Network("pinterest", "Pinterest", "https://www.pinterest.com/{}/"),
)

NETWORKS: Final[Mapping[str, Network]] = MappingProxyType({network.id: network for network in _ALL})

_BY_WORD: Final[Mapping[str, str]] = MappingProxyType(
    {word.casefold(): network.id for network in _ALL for word in (network.id, network.name, *network.called)}
)


def network_called(word: str) -> str | None:
    """Return the id of the network that people mean by a word: 'x' for 'Twitter', 'tiktok' for 'Tik Tok'."""
    return _BY_WORD.get(word.casefold().translate({ord(sign): None for sign in " -_"}))
