"""The network that a lead came from, by which conversions are counted."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.inbox.lead_origin import HOSTS, campaign_of, network_of
from site_gen.model.networks import NETWORKS

NETWORK: Final = {
    "the link's mark": ({"utm_source": "instagram", "via": "vk-autumn", "referrer": "t.me"}, "instagram"),
    "a mark in capitals": ({"utm_source": " VK "}, "vk"),
    "Instagram's own mark": ({"utm_source": "ig"}, "instagram"),
    "a mark that is a host": ({"utm_source": "vk.com"}, "vk"),
    "a mark of no network": ({"utm_source": "Newsletter"}, "newsletter"),
    "the short link": ({"via": "vk-autumn", "referrer": "t.me"}, "vk"),
    "the short link of a network alone": ({"via": "telegram"}, "telegram"),
    "a short link of no network, and the page before": ({"via": "autumn", "referrer": "t.me"}, "telegram"),
    "a host of a network": ({"referrer": "www.facebook.com"}, "facebook"),
    "a host below one": ({"referrer": "l.instagram.com"}, "instagram"),
    "a network's short host": ({"referrer": "t.co"}, "x"),
    "a network's app": ({"referrer": "org.telegram.messenger"}, "telegram"),
    "a host that only ends alike": ({"referrer": "notvk.com"}, "notvk.com"),
    "another site": ({"referrer": "www.guide.example"}, "guide.example"),
    "nothing": ({}, "direct"),
}  # fmt: skip


@pytest.mark.parametrize(("campaign", "network"), NETWORK.values(), ids=NETWORK)
def test_the_network_is_told_from_what_there_is(campaign: dict[str, str], network: str) -> None:
    assert network_of(campaign) == network


def test_hosts_lead_to_networks_that_there_are() -> None:
    assert set(HOSTS.values()) <= set(NETWORKS)
    with_host = {network.id for network in NETWORKS.values() if network.profile.startswith("https://")}
    assert with_host <= set(HOSTS.values())


@given(st.dictionaries(st.sampled_from(["utm_source", "utm_campaign", "via", "referrer"]), st.text()))
def test_whatever_was_sent_there_is_an_answer(campaign: dict[str, str]) -> None:
    assert network_of(campaign)
    assert campaign_of(campaign)


def test_a_campaign_is_named_by_the_mark_else_the_short_link() -> None:
    assert campaign_of({"utm_campaign": "autumn", "via": "vk-1"}) == "autumn"
    assert campaign_of({"via": "vk-1"}) == "vk-1"
    assert campaign_of({"utm_source": "vk"}) == "(none)"
