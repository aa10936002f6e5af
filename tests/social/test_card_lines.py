"""How lines end on cards: never with a short word, never with one word alone, and nothing too small for a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.actions.new import starter_files
from site_gen.load import load_site
from site_gen.model.facts import offer_facts
from site_gen.model.site import Site
from site_gen.render.artifact import FromTypst
from site_gen.social.card_style import card_style_of
from site_gen.social.cards import Card, offer_cards
from site_gen.social.networks import social_networks
from site_gen.social.useful_cards import useful_cards
from tests.social.card_kit import OFFER, SHORT_WORDS, SIZES, SLIDE, Word, check_layout, look, words
from tests.social.test_posts import MOMENTS, example
from tests.support import NOW, write_files

PHONE: Final = 375
READABLE: Final = 12
"""Pixels of a phone."""

Lines = list[list[Word]]


def lines_of(found: Sequence[Word], text: str) -> Lines:
    """Return the lines in which a text stands on a card; [] if it isn't there, or is broken within its words."""
    wanted = re.split(r"[ \u00a0\u202f]+", text)
    for start in range(len(found) - len(wanted) + 1):
        run = found[start : start + len(wanted)]
        if [word.text for word in run] == wanted:
            lines: Lines = [[run[0]]]
            for before, word in pairwise(run):
                lines.append([word]) if word.top - before.top > 1 else lines[-1].append(word)
            return lines
    return []


def width_of(line: Sequence[Word]) -> float:
    return sum(word.right - word.left for word in line)


def is_short(word: str, language: str) -> bool:
    bare = word.lstrip("«“„\"'‘(").lower()
    return bare in SHORT_WORDS[language] or re.fullmatch(r"[^\W\d_]{1,2}", bare) is not None


def texts_in(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for key, value in data.items():
            if key not in {"colors", "short", "font", "lang", "slide", "safe"}:
                yield from texts_in(value)
    elif isinstance(data, list):
        for value in data:
            yield from texts_in(value)


def last_group(line: Sequence[Word], language: str) -> Sequence[Word]:
    """Return the last word of a line with the short ones before it, which stay with it."""
    start = len(line) - 1
    while start and is_short(line[start - 1].text, language):
        start -= 1
    return line[start:]


def check_card(maker: FromTypst, language: str) -> int:
    """Assert that a card is whole, readable on a phone, and has no line that ends badly; return how many texts stand
    on several lines.
    """
    found, several = check_layout(maker), 0
    for word in found:
        assert word.size / 1080 * PHONE > READABLE - 0.1, word
    for text in texts_in(maker.data):
        lines = lines_of(found, text)
        several += len(lines) > 1
        for line in lines[:-1]:
            assert not is_short(line[-1].text, language), (line, text)
        for line in lines[1:]:
            assert line[0].text not in {"—", "–", "·"}, text
        if len(lines) > 1 and len(lines[-1]) == 1 and len(text.split(" ")) > 2:
            assert width_of([*last_group(lines[-2], language), *lines[-1]]) > max(map(width_of, lines)), text
    return several


def made(site: Site, language: str, networks: Sequence[str], count: int) -> Iterator[Card]:
    """Yield the cards of some offers, cases and articles."""
    style = card_style_of(site)
    for network in (social_networks(site.main)[id_] for id_ in networks):
        for source in site.offers[:count]:
            facts = offer_facts(site, source, language, MOMENTS.get(source.slug, NOW))
            yield from offer_cards(site, style, source, facts, network, "offer")
        for case in site.cases[:count]:
            yield from useful_cards(site, style, case, language, network)
        for article in site.articles[:count]:
            yield from useful_cards(site, style, article, language, network)


@cache
def ukrainian() -> Site:
    with TemporaryDirectory() as folder:
        return load_site(write_files(Path(folder), starter_files("uk", NOW))).site


def site_in(language: str) -> Site:
    return ukrainian() if language == "uk" else example()


EACH: Final = pytest.mark.parametrize("language", ["ca", "es", "en", "ru", "uk"])


@EACH
def test_no_line_of_a_card_ends_in_a_short_word_and_none_is_one_word_alone(language: str) -> None:
    """A preposition at the end of a line is what tells a card made by a machine from one that was set."""
    makers = [card.maker for card in made(site_in(language), language, ("instagram", "linkedin"), 1)]
    chosen = [maker for maker in makers if maker.data["height"] < 1920]
    assert sum(check_card(maker, language) for maker in chosen) > 10


@pytest.mark.laws
@EACH
def test_no_line_of_any_card_ends_in_a_short_word_and_none_is_one_word_alone(language: str) -> None:
    """As above, for everything that the projects have, on every shape."""
    networks = ("instagram", "vk", "x", "linkedin", "pinterest", "telegram")
    assert sum(check_card(card.maker, language) for card in made(site_in(language), language, networks, 99)) > 40


PIECES: Final = {
    "ca": "a de per amb i el xarxes negoci publicacions esmorzars cada mes clients nous preu",
    "es": "a de por con y el redes negocio publicaciones desayunos cada mes clientes nuevos precio",
    "en": "a of for with and the posts business breakfasts every month clients new price",
    "ru": "в с и на для без соцсети посты клиенты каждый месяц заявки цена новые",
    "uk": "у з і на для без соцмережі дописи клієнти щомісяця заявки ціна нові",
}
TITLES: Final = st.sampled_from(sorted(PIECES)).flatmap(
    lambda language: st.tuples(
        st.just(language),
        st.lists(st.sampled_from(PIECES[language].split()), min_size=3, max_size=12).map(" ".join),
    )
)


def check_title(title: tuple[str, str], size: int) -> None:
    language, text = title
    maker = look().picture("offer.typ", SIZES[size], language, {**OFFER, "title": text})
    short = [is_short(word, language) for word in text.split()]
    if any(all(run) for run in zip(short, short[1:], short[2:], strict=False)):
        return  # three in a row are no text that anybody writes
    lines = lines_of(words(maker), text)
    widest = max(line[-1].right - line[0].left for line in lines)
    for line, following in pairwise(lines):
        if is_short(line[-1].text, language):  # only where it and what it belongs to have no room on a line
            last = next((word for word in following if not is_short(word.text, language)), following[-1])
            together = line[-1].right - line[-1].left + last.right - following[0].left
            assert together + line[-1].size * 0.25 > widest, (line, text)


@settings(max_examples=15, deadline=None)
@given(TITLES, st.integers(0, len(SIZES) - 1))
def test_no_line_of_any_title_ends_in_a_short_word(title: tuple[str, str], size: int) -> None:
    check_title(title, size)


def test_a_slide_of_a_section_and_one_of_a_quotation_are_set_alike() -> None:
    changes = {"title": "What to look at when the month ends", "below": "Two posts a week, always on the same days."}
    for kind in ("section", "quote", "hook"):
        maker = look().picture("slide.typ", SIZES[0], "en", {**SLIDE, **changes, "slide": kind, "includes": []})
        check_card(maker, "en")


NBSP: Final = "\N{NO-BREAK SPACE}"
UNTIL: Final = {
    "ca": f"Fins al 20 de desembre a les 18{NBSP}h",
    "es": "Hasta el 20 de diciembre a las 18:00",
    "en": "Until the end of 20 December 2027",
    "ru": "До 20 декабря включительно",
    "uk": "До 20 грудня включно",
}


@EACH
def test_a_deadline_on_a_wide_card_begins_with_no_word_alone(language: str) -> None:
    """'Fins' alone on a line, above the rest of the deadline, tells a narrow column rather than a date."""
    maker = look().picture("offer.typ", SIZES[7], language, {**OFFER, "until": UNTIL[language], "zone": None})
    lines = lines_of(check_layout(maker), UNTIL[language])
    assert lines
    assert len(lines) == 1 or len(lines[0]) > 1, lines


LONG: Final = "Instagram, Facebook y TikTok gestionados tres meses enteros con fotos, Reels, anuncios y un informe"


def test_what_stands_on_the_slide_of_the_price_keeps_apart_however_long_the_title() -> None:
    """The struck-out price would stand in the last line of a long title."""
    lowest = "Precio más bajo de los 30 días anteriores a la rebaja: 1.100 € (−19 %)"
    former = {"amount": "1.190 €", "lowest": lowest}
    price = {"before": None, "amount": "890 €", "after": "al mes"}
    changes = {"slide": "price", "includes": [], "title": LONG, "former": former, "price": price}
    maker = look().picture("slide.typ", SIZES[0], "es", {**SLIDE, **changes})
    found = check_layout(maker)
    title, struck, evidence, until = (lines_of(found, text) for text in (LONG, "1.190 €", lowest, OFFER["until"]))
    assert struck[0][0].top - title[-1][-1].bottom > 0
    assert until[0][0].top - evidence[-1][-1].bottom > 40
