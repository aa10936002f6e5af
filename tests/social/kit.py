"""What tests of posts share: a site to write for, offers made of plain data, and counters that know nothing of ours."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from zoneinfo import ZoneInfo

import regex

from site_gen.load import load_site
from site_gen.model.facts import offer_facts
from site_gen.model.offer import OFFER_KINDS, Offer
from site_gen.model.site import Site, Translated
from site_gen.social.brief import offer_brief, phrases_of
from site_gen.social.networks import SocialNetwork, social_networks
from site_gen.social.opening import Variant
from site_gen.social.post import PostContext
from tests.support import BASE, NOW, SITE, write_files

ZONE: Final = "Europe/Madrid"
LANGUAGES: Final = ("ca", "es", "en", "ru", "uk")

PLAIN: Final[Mapping[str, object]] = {
    "kind": "direct",
    "title": "A month of Instagram, run for you",
    "price": {"amount": 290, "was": 390, "lowest_30_days": 350, "per": "month"},
    "starts": "2026-11-20T09:00",
    "ends": "2026-12-20T18:00",
    "call_to_action": "Book your month",
    "service": "management",
}


@cache
def base_site() -> Site:
    """Return the small project of the tests at an address that a network takes for a link, in all five languages."""
    text = SITE.replace("https://mara.example/", "https://mara.cat/").replace("[en, es]", "[ca, es, en, ru, uk]")
    overlays = {f"site.{language}.yaml": "role: Social media\n" for language in LANGUAGES[1:]}
    with TemporaryDirectory() as folder:
        return load_site(write_files(Path(folder), {**BASE, "site.yaml": text, **overlays})).site


def make_offer(**values: object) -> Offer:
    data = {key: value for key, value in {**PLAIN, **values}.items() if value is not None}
    model = OFFER_KINDS[str(data["kind"])]
    return model.model_validate(data, context={"zone": ZoneInfo(ZONE)})


def site_with(offer: Offer, **changes: Any) -> tuple[Site, Translated[Offer]]:
    """Return the site with one offer that says the same in every language, and its case likewise."""
    source = Translated("month", dict.fromkeys(LANGUAGES, offer), dict.fromkeys(LANGUAGES, "offers/month.yaml"))
    base = base_site()
    cases = tuple(replace(case, versions=dict.fromkeys(LANGUAGES, case.original)) for case in base.cases)
    services = dict.fromkeys(LANGUAGES, base.services[base.main.language])
    return replace(base, offers=(source,), cases=cases, services=services, **changes), source


@cache
def base_networks() -> Mapping[str, SocialNetwork]:
    """Return the networks as the small project has them."""
    return social_networks(base_site().main)


def context(offer: Offer, network: str = "vk", language: str = "en", variant: Variant = "offer") -> PostContext:
    site, source = site_with(offer)
    brief = offer_brief(site, source, offer_facts(site, source, language, NOW), NOW.year)
    return PostContext(site.main, brief, base_networks()[network], phrases_of(site, language), variant)


# --- counters ---------------------------------------------------------------------------------------------------------

_LINK: Final = re.compile(r"https://\S+")
_EMOJI: Final = regex.compile(r"[\p{Emoji_Presentation}\p{Regional_Indicator}\ufe0f\u20e3]")


def count(unit: str, text: str) -> int:
    """Return a text's length in a network's unit, worked out another way than the program does.

    Right for texts whose only links begin with https:// and end at a space, and whose emoji are whole sequences.
    """
    if unit == "x":
        plain = _LINK.sub("x" * 23, unicodedata.normalize("NFC", text))
        return sum(_cluster_weight(cluster) for cluster in regex.findall(r"\X", plain))
    if unit == "mastodon":
        return len(regex.findall(r"\X", _LINK.sub("x" * 23, text)))
    if unit == "graphemes":
        return len(regex.findall(r"\X", text))
    if unit == "threads":
        return sum(
            len(cluster.encode()) if _EMOJI.search(cluster) else sum(1 + (ord(c) > 0xFFFF) for c in cluster)
            for cluster in regex.findall(r"\X", text)
        )
    assert unit == "utf-16"
    return sum(1 + (ord(c) > 0xFFFF) for c in text)


def _cluster_weight(cluster: str) -> int:
    if _EMOJI.search(cluster):
        return 2
    light = (range(4352), range(8192, 8206), range(8208, 8224), range(8242, 8248))
    return sum(1 if any(ord(c) in span for span in light) else 2 for c in cluster)
