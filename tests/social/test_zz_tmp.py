"""Cards: exact in size, whole and readable whatever is said on them, the same bytes each time, and told in words."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from site_gen.load import load_site
from site_gen.model.site import Site
from site_gen.problems import ProjectError
from site_gen.render import colors
from site_gen.render.artifact import FromTypst
from site_gen.render.letters import UnwritableError
from site_gen.social.cards import ALT_LENGTH, Card, article_cards, offer_cards
from site_gen.social.look import look_of
from site_gen.social.networks import Size, social_networks
from site_gen.social.opening import Variant
from tests.social.card_kit import OFFER, PAGE, SIZES, SLIDE, check_layout, draw, look, squeezed, words
from tests.support import DIRECT, NOW, ROOT, SITE, write_files

SLIDES: Final = ("hook", "includes", "proof", "price", "book")
SHAPES: Final = pytest.mark.parametrize("size", SIZES, ids=lambda size: size.use)


def offer(size: Size = SIZES[0], **changes: Any) -> FromTypst:
    return look().picture("offer.typ", size, "en", {**OFFER, **changes})


def slide(kind: str, **changes: Any) -> FromTypst:
    includes = OFFER["includes"] if kind == "includes" else []
    return look().picture("slide.typ", SIZES[0], "en", {**SLIDE, "slide": kind, "includes": includes, **changes})


def page(**changes: Any) -> FromTypst:
    return look().picture("page.typ", Size("link", 1200, 630), "en", {**PAGE, **changes})


def said(maker: FromTypst) -> str:
    """Return what stands on a card."""
    return " ".join(word.text for word in words(maker))


# --- sizes and bytes --------------------------------------------------------------------------------------------------


@SHAPES
def test_a_picture_has_exactly_the_size_that_the_network_takes(size: Size) -> None:
    with Image.open(BytesIO(draw(offer(size)))) as picture:
        assert (picture.format, picture.size) == ("PNG", (size.width, size.height))


def test_the_same_card_is_the_same_bytes() -> None:
    assert draw(offer()) == draw(offer())
    assert draw(offer(title="Another")) != draw(offer())


@SHAPES
def test_price_deadline_and_title_are_on_every_shape(size: Size) -> None:
    text = " ".join(word.text for word in check_layout(offer(size)))
    for part in ("Mara Vidal", "A month of Instagram, run for you", "€290", "Until 20 December 2026, 18:00"):
        assert part in text


@pytest.mark.parametrize("kind", SLIDES)
def test_every_slide_is_whole(kind: str) -> None:
    text = " ".join(word.text for word in check_layout(slide(kind)))
    assert "Mara Vidal" in text
    assert "1 / 5" in text


def test_the_proof_has_its_number_client_period_and_source() -> None:
    text = said(slide("proof"))
    for part in ("×4", "Followers", "Before: 1,200", "After: 4,800", "Casa Blau, Girona", "Instagram Insights"):
        assert part in text


def test_a_preview_says_neither_price_nor_date() -> None:
    assert said(page()) == (
        "Mara Vidal Social media for cafés Case Followers from 1,200 to 4,800 in four months Casa Blau, Girona ×4 Followers"
    )


# --- what fits --------------------------------------------------------------------------------------------------------

LONG: Final = "Достопримечательности и суперпривлекательнейшие предложения для стоматологических клиник города"


@SHAPES
@pytest.mark.parametrize("title", [LONG, "Щ" * 60, "a " * 140, "Gratuït", "l·l ç ñ ü — «» ’ " * 12], ids=range(5))
def test_long_titles_fit_and_stay_whole(size: Size, title: str) -> None:
    found = check_layout(offer(size, title=title))
    assert squeezed(title) in squeezed("".join(word.text for word in found))


def test_details_go_before_the_title_gets_small() -> None:
    short, long = offer(), offer(title=LONG)
    assert "Daily moderation" in said(short)
    assert "Daily moderation" not in said(long)
    title = next(word for word in words(long) if word.text.startswith("Достопр"))
    assert title.size > 50


def test_what_may_not_go_stays_to_the_last() -> None:
    crowded = offer(
        SIZES[3],
        title=LONG,
        sold_out=True,
        note="All 5 places are taken",
        disclosure="Реклама. ИП Видаль К. С., ИНН 771234567890, erid: 2VtzqwXyzAbCdEf",
    )
    text = squeezed("".join(word.text for word in check_layout(crowded)))
    for part in (LONG, "€290", "Until 20 December 2026, 18:00", "All 5 places are taken", "erid: 2VtzqwXyzAbCdEf"):
        assert squeezed(part) in text


def test_what_has_no_room_is_an_error_that_names_the_text() -> None:
    with pytest.raises(ProjectError, match="no room at 28 px for: WWW"):
        draw(offer(SIZES[5], title="W" * 300))


TEXTS: Final = st.text(
    st.one_of(
        st.sampled_from("aáàâäçñlLWmMiíïóòúü·’'«»-–—/.,:;!?&%#$@*_`\\[](){}<>~^|\"+=0123456789 "),
        st.sampled_from("абвгґдеєжзиіїйклмнопрстуфхцчшщьюяБГЁЄЇЩЮЯ№₽₴€"),
        st.sampled_from("😀🇪🇸👩‍👩‍👧✅→  \u200d\ufe0f𝗕𝟰"),
    ),
    max_size=120,
)
WORDS: Final = st.lists(st.text("abcdeмнопрстЩWlií-", min_size=1, max_size=40), min_size=1, max_size=14).map(" ".join)
SAID: Final = st.one_of(TEXTS, WORDS).filter(str.strip)


@settings(max_examples=350, deadline=None)
@given(
    size=st.sampled_from(SIZES),
    title=SAID,
    includes=st.lists(SAID, max_size=3),
    until=SAID,
    action=SAID,
    disclosure=st.one_of(st.none(), SAID),
)
def test_any_text_fits_or_is_named(
    size: Size, title: str, includes: list[str], until: str, action: str, disclosure: str | None
) -> None:
    changes: dict[str, Any] = {"includes": includes, "until": until, "action": action, "disclosure": disclosure}
    try:
        maker = offer(size, title=title, **changes)
        found = check_layout(maker)
    except UnwritableError as error:
        assert error.letters
        return
    except ProjectError as error:
        assert "no room at 28 px for: " in error.problems[0].message
        return
    text = squeezed("".join(word.text for word in found))
    for key in ("title", "until", "disclosure"):
        for word in (maker.data[key] or "").split():
            assert squeezed(word) in text


@settings(max_examples=350, deadline=None)
@given(kind=st.sampled_from(SLIDES), texts=st.lists(SAID, min_size=8, max_size=8))
def test_any_text_fits_a_slide_or_is_named(kind: str, texts: list[str]) -> None:
    proof: Mapping[str, Any] = {**SLIDE["proof"], "metric": texts[3], "client": texts[4], "source": texts[5]}
    changes = {"title": texts[0], "label": texts[1], "steps": texts[2:5], "proof": proof, "action": texts[6]}
    includes = texts[2:8] if kind == "includes" else []
    try:
        check_layout(slide(kind, **changes, includes=includes, below=texts[7]))
    except UnwritableError as error:
        assert error.letters
    except ProjectError as error:
        assert "no room at 28 px for: " in error.problems[0].message


@settings(max_examples=350, deadline=None)
@given(title=SAID, below=SAID, metric=SAID)
def test_any_text_fits_a_preview_or_is_named(title: str, below: str, metric: str) -> None:
    try:
        check_layout(page(title=title, below=below, number={"text": "×3,6", "metric": metric}))
    except UnwritableError as error:
        assert error.letters
    except ProjectError as error:
        assert "no room at 28 px for: " in error.problems[0].message
