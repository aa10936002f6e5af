"""Every text of the example site as it would be pinned: read these files aloud when they change.

The Ukrainian ones are of the starter project, as the example has no Ukrainian.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from site_gen.actions.new import starter_files
from site_gen.cli.pin_text import folded
from site_gen.load import load_site
from site_gen.model.case import Case
from site_gen.model.content import Article
from site_gen.model.offer import Offer, Seats
from site_gen.model.site import Site, Translated
from site_gen.social.networks import social_networks
from site_gen.social.opening import VARIANTS
from site_gen.social.post import Post
from site_gen.social.selection import PostSelection, offer_posts, useful_posts
from tests.support import NOW, ROOT, write_files

POSTS: Final = Path(__file__).parent / "posts"
AUTUMN: Final = datetime.fromisoformat("2026-10-01T12:00:00+02:00")
MOMENTS: Final = {"autumn-start": AUTUMN}
"""When an offer is looked at, where it isn't open at NOW."""

LANGUAGES: Final = ("ca", "es", "en", "ru")
OFFERS: Final = ("three-months", "free-audit", "full-management", "autumn-start")
ARTICLES: Final = ("two-step-sale", "content-plan")
CASES: Final = ("coffee-shop",)


@cache
def example() -> Site:
    """Return the example site, with a place left in each of its offers."""
    site = load_site(ROOT).site
    return replace(site, offers=tuple(map(with_a_place, site.offers)))


def with_a_place(source: Translated[Offer]) -> Translated[Offer]:
    seats = source.original.seats
    if seats is None or seats.left:
        return source
    update = {"seats": Seats(total=seats.total, taken=seats.total - 1)}
    versions = {language: offer.model_copy(update=update) for language, offer in source.versions.items()}
    return replace(source, versions=versions)


def shown(post: Post, *, whole: bool) -> Iterator[str]:
    """Yield the lines of a snapshot: each text with its length, the fold marked in it."""
    yield f"════ {post.name} · {post.variant}"
    for written in post.texts if whole else post.texts[:1]:
        yield f"──── {written.role} {written.used} / {written.limit} {written.unit}"
        yield folded(written)
    if whole:
        for name, text in post.sources.items():
            yield f"──── {name}"
            yield text
        yield f"──── link {post.link.short}"
        yield f"     leads to {post.link.target}"
    yield from (f"note: {note}" for note in post.notes)
    yield ""


def offer_text(site: Site, name: str, language: str, now: datetime) -> str:
    source = next(each for each in site.offers if each.slug == name)
    choice = PostSelection(tuple(social_networks(site.main)), (language,))
    lines: list[str] = []
    first: dict[str, str | None] = {}
    for variant in VARIANTS:
        for post in offer_posts(site, source, replace(choice, variant=variant), now):
            assert isinstance(post, Post)
            if first.setdefault(post.network, post.text("post")) != post.text("post") or variant == "offer":
                lines += shown(post, whole=variant == "offer")
    return "\n".join(lines)


def compare(path: Path, text: str, *, update: bool) -> None:
    if update:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert path.is_file(), f"{path} is not there: run with --update-golden, and read it"
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("offer", OFFERS)
def test_posts_of_the_example_read_as_before(offer: str, language: str, *, update_golden: bool) -> None:
    text = offer_text(example(), offer, language, MOMENTS.get(offer, NOW))
    compare(POSTS / offer / f"{language}.txt", text, update=update_golden)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("article", ARTICLES)
def test_posts_of_articles_read_as_before(article: str, language: str, *, update_golden: bool) -> None:
    choice = PostSelection(tuple(social_networks(example().main)), (language,))
    source = next(each for each in example().articles if each.slug == article)
    posts = [post for post in useful_posts(example(), source, choice) if isinstance(post, Post)]
    text = "\n".join(line for post in posts for line in shown(post, whole=True))
    compare(POSTS / article / f"{language}.txt", text, update=update_golden)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_posts_of_cases_read_as_before(case: str, language: str, *, update_golden: bool) -> None:
    choice = PostSelection(tuple(social_networks(example().main)), (language,))
    source = next(each for each in example().cases if each.slug == case)
    posts = [post for post in useful_posts(example(), source, choice) if isinstance(post, Post)]
    text = "\n".join(line for post in posts for line in shown(post, whole=True))
    compare(POSTS / case / f"{language}.txt", text, update=update_golden)


@pytest.mark.parametrize("language", LANGUAGES)
def test_threads_read_as_before(language: str, *, update_golden: bool) -> None:
    choice = PostSelection(("x", "threads", "bluesky", "mastodon"), (language,), thread=True)
    offer = next(each for each in example().offers if each.slug == "three-months")
    case = next(each for each in example().cases if each.slug == "coffee-shop")
    found = (*offer_posts(example(), offer, choice, NOW), *useful_posts(example(), case, choice))
    text = "\n".join(line for post in found if isinstance(post, Post) for line in shown(post, whole=True))
    compare(POSTS / "threads" / f"{language}.txt", text, update=update_golden)


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_in_place_of_a_closed_offer_read_as_before(language: str, *, update_golden: bool) -> None:
    source = next(each for each in example().offers if each.slug == "autumn-start")
    choice = PostSelection(tuple(social_networks(example().main)), (language,))
    posts = [post for post in offer_posts(example(), source, choice, NOW) if isinstance(post, Post)]
    text = "\n".join(line for post in posts for line in shown(post, whole=False))
    compare(POSTS / "closed" / f"{language}.txt", text, update=update_golden)


def test_posts_of_the_ukrainian_starter_read_as_before(tmp_path: Path, *, update_golden: bool) -> None:
    site = load_site(write_files(tmp_path / "starter", starter_files("uk", NOW))).site
    assert site.offers
    for source in site.offers:
        text = offer_text(site, source.slug, "uk", NOW)
        compare(POSTS / "starter" / f"{source.slug}.uk.txt", text, update=update_golden)
    choice = PostSelection(tuple(social_networks(site.main)), ("uk",))
    useful: tuple[Translated[Article] | Translated[Case], ...] = (*site.cases, *site.articles)
    for thing in useful:
        posts = [post for post in useful_posts(site, thing, choice) if isinstance(post, Post)]
        text = "\n".join(line for post in posts for line in shown(post, whole=True))
        compare(POSTS / "starter" / f"{thing.slug}.uk.txt", text, update=update_golden)


def test_no_snapshot_is_left_over() -> None:
    wanted = {*OFFERS, *ARTICLES, *CASES, "closed", "starter", "threads", "awkward"}
    assert {path.name for path in POSTS.iterdir()} == wanted
    names = {f"{language}.txt" for language in LANGUAGES}
    assert all({path.name for path in (POSTS / name).iterdir()} == names for name in wanted - {"starter", "awkward"})
