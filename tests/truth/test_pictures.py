"""Compares cards and their alternative texts with the offers' files, as for posts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from site_gen.render.artifact import FromTypst
from tests.social.card_kit import font, setter, squeezed
from tests.support_proposals import pdf_text
from tests.truth import law
from tests.truth.driver import Scene
from tests.truth.offers import PROJECTS
from tests.truth.reader import posts
from tests.truth.reader.facts import LANGUAGES, Told
from tests.truth.reader.source import Truth

Look = Callable[[str], Scene]
Drawn = tuple[Scene, Path, dict[str, tuple[str, FromTypst]]]
NAMES = [project.name for project in PROJECTS]


@pytest.fixture(scope="module")
def pictures(look: Look, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Drawn]:
    """Return what a project's pictures are made of in the middle of its offers' lives, with the files beside them."""
    made: dict[str, Drawn] = {}

    def find(name: str) -> Drawn:
        if name not in made:
            scene, folder = look(name), tmp_path_factory.mktemp("pins")
            made[name] = scene, folder, scene.drawn(_middle(scene), folder)
        return made[name]

    return find


def _middle(scene: Scene) -> Any:
    """Return the last instant at which most offers are open."""
    instants = scene.project.instants
    return max(
        instants, key=lambda now: sum(truth.state(now) in {"live", "sold-out"} for truth in scene.truths.values())
    )


def _cards(drawn: Drawn) -> Iterator[tuple[str, Truth, str, FromTypst]]:
    """Yield each picture: its path, what is true of its offer, the offer's state, and what makes it."""
    scene, _, makers = drawn
    now = _middle(scene)
    for path, (language, maker) in makers.items():
        truth = scene.truths[path.split("/")[0], language]
        yield path, truth, truth.state(now), maker


@pytest.mark.parametrize("name", NAMES)
def test_cards_say_what_the_file_says(pictures: Callable[[str], Drawn], name: str) -> None:
    """Else the picture asks another price than the post below it."""
    wrong = []
    for path, truth, state, maker in _cards(pictures(name)):
        told = posts.read_card(maker.data, truth_language(path))
        if state == "live":
            wrong += [f"{path}: {each}" for each in _card_wrong(told, truth)]
    assert not wrong, _summary(wrong)


def truth_language(path: str) -> str:
    return path.split("/")[1]


def _card_wrong(told: Told, truth: Truth) -> Iterator[str]:
    for judge in (law.price_wrong, law.tiers_wrong, law.former_wrong, law.seats_wrong, law.ends_wrong):
        yield from judge("card", told, truth)
    if not told.prices:
        yield "says no price"
    has_zone = any(moment.offset is not None or moment.zone for moment in told.ends)
    if truth.ends and not has_zone and not law.shared("card", truth):
        yield "says until when without a zone"


@pytest.mark.parametrize("name", NAMES)
def test_cards_say_units_as_the_posts_do(pictures: Callable[[str], Drawn], name: str) -> None:
    """Else a picture says 'a post' and the text below it 'per post'."""
    scene = pictures(name)[0]
    view = next(view for view in scene.views if view.now == _middle(scene))
    wrong = []
    for path, truth, state, maker in _cards(pictures(name)):
        language = truth_language(path)
        post = view.told.get((truth.slug, language), {}).get("post in telegram", Told())
        said = {price.phrase for price in posts.read_card(maker.data, language).prices}
        if state == "live" and any(said) and said != {price.phrase for price in post.prices}:
            wrong.append(f"{path}: says {sorted(said)}, the post {[price.phrase for price in post.prices]}")
    assert not wrong, _summary(wrong)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_that_a_card_says_of_money_lacks_a_letter(pictures: Callable[[str], Drawn], name: str) -> None:
    """Else '45 000 ₸' is drawn as '45 000', which is no price."""
    known = set(TTFont(font().path).getBestCmap())
    wrong = []
    for path, _, _, maker in _cards(pictures(name)):
        price = maker.data["price"] or {}
        said = [*price.values(), maker.data["was"], *maker.data["includes"]]
        lacking = {sign for text in said if text for sign in text if ord(sign) not in known and not sign.isspace()}
        if lacking:
            wrong.append(f"{path}: the typeface has no {' '.join(sorted(lacking))}")
    assert not wrong, _summary(wrong)


@pytest.mark.parametrize("name", NAMES)
def test_words_for_pictures_say_what_the_file_says(pictures: Callable[[str], Drawn], name: str) -> None:
    """Else who has a picture read aloud hears of another offer."""
    scene, folder, _ = pictures(name)
    wrong = []
    for file in sorted(folder.rglob("alt.txt")):
        slug, language, network, _ = file.relative_to(folder).parts
        truth = scene.truths[slug, language]
        for names, said in posts.read_alt_file(file.read_text(encoding="utf-8")):
            where = f"{slug}/{language}/{network}/{', '.join(names)}"
            if truth.state(_middle(scene)) != "live":
                wrong.append(f"{where}: words for a picture of an offer that can't be had")
                continue
            told = posts.read_alt(said, language)
            judges = (law.price_wrong, law.tiers_wrong, law.former_wrong, law.seats_wrong, law.ends_wrong)
            wrong += [f"{where}: {each}" for judge in judges for each in judge("words", told, truth)]
            if not any(name.startswith("carousel") for name in names) and not told.prices:
                wrong.append(f"{where}: no price in the words")
    assert not wrong, _summary(wrong)


@pytest.mark.parametrize("name", NAMES)
def test_an_offer_that_cannot_be_had_has_no_cards(pictures: Callable[[str], Drawn], name: str) -> None:
    """Else a card is posted that sells what there isn't."""
    wrong = [
        f"{path}: a card of an offer that is {state}" for path, _, state, _ in _cards(pictures(name)) if state != "live"
    ]
    assert not wrong, _summary(wrong)


@pytest.mark.parametrize("name", ["main", "steppe"])
def test_what_is_really_set_says_it_too(pictures: Callable[[str], Drawn], name: str) -> None:
    """Else the template leaves out what it was given: read back by poppler from the card set as a PDF."""
    found = [card for card in _cards(pictures(name)) if card[0].endswith("/telegram/post.png") and card[2] == "live"]
    chosen = [card for number, card in enumerate(_by_offer(found)) if truth_language(card[0]) == _turn(number, found)]
    wrong = []
    for path, truth, _, maker in chosen:
        text = pdf_text(setter().compile(maker.template, maker.data, "pdf"))
        told = posts.read_typeset(_without_struck(text, maker.data.get("former")), truth_language(path))
        if not any(law.same_price(price, replace(truth.price, unit=None)) for price in told.prices):
            wrong.append(f"{path}: no price {truth.price} in {text!r}")
        given = [part for part in maker.data["price"].values() if part]
        wrong += [f"{path}: '{part}' isn't in {text!r}" for part in given if squeezed(part) not in squeezed(text)]
        wrong += [f"{path}: {each} in {text!r}" for each in law.ends_wrong("card", told, truth)]
    assert chosen
    assert not wrong, _summary(wrong)


def _without_struck(text: str, former: Mapping[str, str] | None) -> str:
    """Return the text without the former price, which is struck out, and its evidence, which may take several lines."""
    lines = text.split("\n")
    for part in former.values() if former else ():
        places = [(at, to) for at in range(len(lines)) for to in range(at + 1, min(at + 6, len(lines)) + 1)]
        found = [(at, to) for at, to in places if squeezed("".join(lines[at:to])) == squeezed(part) and lines[at]]
        assert found, f"'{part}' isn't in {text!r}"
        lines[slice(*found[0])] = []
    return "\n".join(lines)


def _by_offer(found: list[tuple[str, Truth, str, FromTypst]]) -> list[tuple[str, Truth, str, FromTypst]]:
    return sorted(found, key=lambda card: card[0])


def _turn(number: int, found: list[tuple[str, Truth, str, FromTypst]]) -> str:
    """Return a language for each picture in turn, of those that there are."""
    languages = [each for each in LANGUAGES if any(truth_language(card[0]) == each for card in found)]
    return languages[(number // len(languages)) % len(languages)]


def _summary(wrong: list[str]) -> str:
    """Return each thing that is wrong once, with how often and where first."""
    places: dict[str, list[str]] = {}
    for each in wrong:
        place, _, what = each.partition(": ")
        places.setdefault(what, []).append(place)
    lines = (f"✗ {what}\n    {len(where)}: {', '.join(where[:4])}" for what, where in places.items())
    return "\n".join([f"{len(wrong)} wrong:", *lines])
