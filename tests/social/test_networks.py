"""The table of networks: complete, with sources, and changed only by site.yaml."""

from __future__ import annotations

from datetime import date

import pytest

from site_gen.load import load_site
from site_gen.model.networks import NETWORKS
from site_gen.model.settings import Settings
from site_gen.social.counting import UNITS
from site_gen.social.networks import SocialNetwork, chosen_networks, social_networks
from site_gen.social.post_layouts import POST_LAYOUTS
from tests.conftest import ProjectFactory
from tests.support import SITE, Files

NEEDED = ("limit", "unit", "hashtags_max", "hashtags_advised", "link", "formatting", "pins", "pinning", "images")


def main(project: ProjectFactory, more: str = "") -> Settings:
    files: Files = {"site.yaml": SITE + more}
    return load_site(project(files)).site.main


@pytest.fixture
def networks(project: ProjectFactory) -> dict[str, SocialNetwork]:
    return dict(social_networks(main(project)))


def test_every_network_of_a_project_has_its_facts_and_its_form(networks: dict[str, SocialNetwork]) -> None:
    assert set(networks) == set(NETWORKS) == set(POST_LAYOUTS)
    for network in networks.values():
        assert set(NEEDED) <= set(network.facts), network.id
        assert network.unit in UNITS
        assert network.images
        assert network.hashtags <= (network.rules.hashtags_max or 0)


def test_every_fact_names_its_source_its_weight_and_its_day(networks: dict[str, SocialNetwork]) -> None:
    facts = [(n.id, name, fact) for n in networks.values() for name, fact in n.facts.items()]
    assert len(facts) > 150
    for id_, name, fact in facts:
        assert len(fact.source) > 5, (id_, name)
        assert fact.mark in {"O", "O*", "T", "C", "U"}, (id_, name)
        assert fact.checked in {date(2026, 11, 23), date(2026, 11, 29)}, (id_, name)


KNOWN = {
    "vk": (15_895, "utf-16", 5, "text"),
    "instagram": (2_200, "utf-16", 5, "bio"),
    "ok": (4_096, "utf-16", 3, "field"),
    "telegram": (4_096, "utf-16", 3, "words"),
    "linkedin": (3_000, "utf-16", 3, "text"),
    "x": (280, "x", 2, "text"),
    "threads": (500, "threads", 1, "text"),
    "bluesky": (300, "graphemes", 2, "text"),
    "mastodon": (500, "mastodon", 3, "text"),
    "tiktok": (2_200, "utf-16", 5, "bio"),
    "pinterest": (500, "utf-16", 3, "field"),
}


@pytest.mark.parametrize("id_", KNOWN)
def test_what_posts_rest_on(id_: str, networks: dict[str, SocialNetwork]) -> None:
    network = networks[id_]
    assert (network.limit, network.unit, network.hashtags, network.link) == KNOWN[id_]


def test_the_caption_and_the_second_limit(networks: dict[str, SocialNetwork]) -> None:
    assert networks["telegram"].rules.caption == 1024
    assert networks["bluesky"].rules.bytes == 3000
    assert not networks["bluesky"].fits("🏴" + "\U000e0067" * 1000, 300)


def test_an_owner_changes_a_network(project: ProjectFactory) -> None:
    changed = social_networks(main(project, "network_facts:\n  x: {limit: 4000, source: paid account}\n"))["x"]
    assert (changed.limit, changed.unit) == (4000, "x")
    assert (changed.facts["limit"].source, changed.facts["limit"].checked) == ("paid account", None)
    assert not changed.is_official("limit")


def test_an_owner_adds_a_network(project: ProjectFactory) -> None:
    settings = main(project, "network_facts:\n  max: {name: MAX, limit: 4000, hashtags_advised: 2, link: words}\n")
    own = social_networks(settings)["max"]
    assert (own.name, own.limit, own.unit, own.hashtags, own.link) == ("MAX", 4000, "utf-16", 2, "words")
    assert chosen_networks(settings) == ("instagram", "max")


def test_without_networks_of_its_own_a_project_gets_all(project: ProjectFactory) -> None:
    files: Files = {"site.yaml": SITE.replace("networks:\n  instagram: mara\n", "")}
    assert set(chosen_networks(load_site(project(files)).site.main)) == set(NETWORKS)
