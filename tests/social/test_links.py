"""The link of a post: short, in one style of names, and telling where a visitor came from."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from site_gen.load import load_site
from site_gen.model.networks import NETWORKS
from site_gen.model.settings import Settings
from site_gen.model.short_links import short_name
from site_gen.social.links import campaign, posted_link
from tests.conftest import ProjectFactory


def settings(project: ProjectFactory, url: str = "https://mara.example/") -> Settings:
    folder: Path = project()
    text = (folder / "site.yaml").read_text().replace("https://mara.example/", url)
    (folder / "site.yaml").write_text(text)
    return load_site(folder).site.main


def test_a_post_carries_the_short_address(project: ProjectFactory) -> None:
    link = posted_link(settings(project), "vk", "month", "en")
    assert link.short == "https://mara.example/go/vk-month/"
    assert link.target == (
        "https://mara.example/offers/month/"
        "?utm_source=vk&utm_medium=social&utm_campaign=month&utm_content=pin-en&via=vk-month"
    )


def test_another_language_has_a_name_and_a_page_of_its_own(project: ProjectFactory) -> None:
    link = posted_link(settings(project), "telegram", "month", "es")
    assert link.name == "telegram-month-es"
    assert link.target.startswith("https://mara.example/es/offers/month/?utm_source=telegram&utm_medium=messenger&")


def test_a_site_in_a_folder_keeps_it(project: ProjectFactory) -> None:
    link = posted_link(settings(project, "https://host.example/mara/"), "x", "first", "en", "articles")
    assert link.short == "https://host.example/mara/go/x-article-first/"
    assert urlsplit(link.target).path == "/mara/articles/first/"


def test_an_article_and_an_offer_of_one_name_have_two_links() -> None:
    assert short_name("vk", "a", "en", "en") != short_name("vk", "a", "en", "en", "articles")


def test_values_are_small_latin_letters_digits_and_hyphens(project: ProjectFactory) -> None:
    for network in NETWORKS:
        query = parse_qs(urlsplit(posted_link(settings(project), network, "a-1", "es").target).query)
        assert set(campaign(network, "a-1", "es")) | {"via"} == set(query)
        assert all(re.fullmatch(r"[a-z0-9-]+", value) for values in query.values() for value in values)
