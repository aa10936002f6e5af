"""Determines which network a lead came from, using its campaign data."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from site_gen.model.networks import NETWORKS

DIRECT: Final = "direct"
"""The origin of a lead without data: a typed address, a bookmark, a messenger without a referrer."""

NO_CAMPAIGN: Final = "(none)"

_OTHER_HOSTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "com.facebook.katana": "facebook",
        "com.instagram.android": "instagram",
        "com.linkedin.android": "linkedin",
        "com.pinterest": "pinterest",
        "com.twitter.android": "x",
        "com.vkontakte.android": "vk",
        "com.zhiliaoapp.musically": "tiktok",
        "facebook.com": "facebook",
        "fb.com": "facebook",
        "fb.me": "facebook",
        "instagr.am": "instagram",
        "lnkd.in": "linkedin",
        "m.me": "facebook",
        "mastodon.social": "mastodon",
        "odnoklassniki.ru": "ok",
        "org.telegram.messenger": "telegram",
        "pin.it": "pinterest",
        "t.co": "x",
        "telegram.me": "telegram",
        "telegram.org": "telegram",
        "threads.com": "threads",
        "twitter.com": "x",
        "viber.com": "viber",
        "vk.cc": "vk",
        "vk.ru": "vk",
        "vkontakte.ru": "vk",
        "whatsapp.com": "whatsapp",
        "youtu.be": "youtube",
    }
)
"""Hosts of networks besides those of their profiles: short links, old and new names, the apps on Android."""

_OTHER_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "fb": "facebook",
        "ig": "instagram",
        "li": "linkedin",
        "odnoklassniki": "ok",
        "tg": "telegram",
        "twitter": "x",
        "vkontakte": "vk",
        "wa": "whatsapp",
        "yt": "youtube",
    }
)
"""Other names of networks in links; Instagram uses ig."""


def _hosts() -> Mapping[str, str]:
    own = {
        (urlsplit(network.profile).hostname or "").removeprefix("www."): network.id
        for network in NETWORKS.values()
        if network.profile.startswith("https://")
    }
    return MappingProxyType({**own, **_OTHER_HOSTS})


HOSTS: Final = _hosts()
"""The network by host, without www."""


def network_of(campaign: Mapping[str, str]) -> str:
    """Return where a lead came from, as a network's id if possible.

    The link's utm_source comes first, then the short link (`vk-autumn` belongs to vk), then the previous page. An
    unknown source or host is returned as it is, in lower case.
    """
    source = campaign.get("utm_source", "").strip().lower()
    if source:
        return _network_named(source) or network_of_host(source) or source
    network = _network_named(campaign.get("via", "").strip().lower().partition("-")[0])
    if network:
        return network
    host = campaign.get("referrer", "").strip().lower()
    return network_of_host(host) or host.removeprefix("www.") or DIRECT


def network_of_host(host: str) -> str | None:
    """Return the network that a host belongs to, including subdomains such as `m.vk.com` and `l.instagram.com`."""
    labels = host.split(".")
    return next((HOSTS[".".join(labels[i:])] for i in range(len(labels)) if ".".join(labels[i:]) in HOSTS), None)


def campaign_of(campaign: Mapping[str, str]) -> str:
    """Return the campaign's name: the link's utm_campaign, else the short link's name."""
    return campaign.get("utm_campaign") or campaign.get("via") or NO_CAMPAIGN


def _network_named(name: str) -> str | None:
    return name if name in NETWORKS else _OTHER_NAMES.get(name)
