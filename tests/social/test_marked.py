"""Bold and links behind words, as each network writes them, read back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from site_gen.social.marked import (
    Entity,
    Span,
    parse_html,
    parse_markdown,
    plain,
    telegram_html,
    telegram_markdown,
    with_stars,
)

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), min_size=1, max_size=20)
URL = st.sampled_from(["https://example.com/go/vk-a/", "https://example.com/a_(b)?c=d&e=\\f#g", "https://x.com/'\"<>"])
SPANS = st.lists(st.builds(Span, TEXT, st.booleans(), st.none() | URL), max_size=6).map(tuple)


@given(SPANS)
def test_both_forms_of_telegram_say_the_same(spans: tuple[Span, ...]) -> None:
    html, markdown = parse_html(telegram_html(spans)), parse_markdown(telegram_markdown(spans))
    assert html == markdown
    assert html.text == plain(spans)


@given(SPANS)
def test_markings_are_where_the_words_are(spans: tuple[Span, ...]) -> None:
    parsed = parse_html(telegram_html(spans))
    text = parsed.text.encode("utf-16-le")
    marked = [text[2 * e.offset : 2 * (e.offset + e.length)].decode("utf-16-le") for e in parsed.entities]
    assert sorted(marked) == sorted([s.text for s in spans if s.bold] + [s.text for s in spans if s.url])


def test_offsets_are_in_utf16_units() -> None:
    spans = (Span("👉 "), Span("Book", url="https://example.com/"))
    assert parse_html(telegram_html(spans)).entities == (Entity("text_link", 3, 4, "https://example.com/"),)


def test_signs_of_markdown_are_escaped() -> None:
    assert telegram_markdown((Span("1. A-B (c)!", bold=True),)) == r"*1\. A\-B \(c\)\!*"


def test_stars_stand_around_words_that_allow_it() -> None:
    assert with_stars((Span("Price: €5", bold=True), Span(" now"))) == "*Price: €5* now"
    assert with_stars((Span("2 * 3", bold=True),)) == "2 * 3"
    assert with_stars((Span("a\nb", bold=True),)) == "a\nb"
