"""Lengths as the networks count them: the rules of twitter-text, Bluesky, Mastodon, Threads and Telegram by example."""

from __future__ import annotations

import pytest

from site_gen.social.addresses import mastodon_addresses, x_addresses
from site_gen.social.counting import (
    code_points,
    graphemes,
    mastodon_length,
    threads_length,
    utf8_bytes,
    utf16_units,
    x_weight,
)
from site_gen.social.marked import telegram_length

FAMILY = "👨‍👩‍👧‍👦"
TONED = "🙋🏽"
ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"

X = {
    "": 0,
    "This is a test.": 15,
    "Hi http://test.co": 26,
    "http://test.co": 23,
    "test.com": 23,
    "Test https://test.com test https://test.com test.com test": 86,
    "https://www.twitter.com/aloha " * 10: 240,
    "x" * 285: 285,
    # NFC first: an accent that can join its letter is no character of its own
    "A\u0301B": 2,
    "э\u0301": 2,
    # weights: Latin, Cyrillic and the usual quotes are 1, everything else 2
    "àéïçñ ё їєґ «–—“”’»": 19,
    "€₽₴№…•→✓": 16,
    "\u202f\xa0": 3,
    "故人西辞黄鹤楼": 14,
    "𝐛𝐨𝐥𝐝": 8,
    "\u2000\u200d\u2010\u201f\u2032\u2037\u200e\u2020\u2031": 12,
    # emoji: 2, however they are made
    f"H🐱☺{FAMILY}": 7,
    "😷👾😡🔥💩": 10,
    f"{TONED}👨‍🎤": 4,
    "1⃣1️⃣#️⃣": 6,
    "🇪🇸🇺🇦": 4,
    "🇪": 2,
    "🇽🇽": 4,
    ENGLAND: 2,
    # newer than the table of twitter-text 3.1.0, which counts their pieces; the service itself counts 2
    "👩🏻‍🤝‍👩🏼": 2,
    "❤️‍🔥": 2,
    "👩🏻‍🤝‍👩🏻": 8,
    "🏳️‍🌈": 2,
    "🏳‍🌈": 5,
    "☎️": 2,
    "☎︎": 4,
    "©": 1,
    "©️": 2,
    "😀\ufe0f": 4,
    "a\ufe0f": 3,
    "👁‍🗨": 2,
    # the example of a link that is none: its ending is reserved, not real
    "https://www.clara.example/": 26,
}


@pytest.mark.parametrize(("text", "weight"), X.items())
def test_x_weight(text: str, weight: int) -> None:
    assert x_weight(text) == weight


LINKS: dict[str, list[str]] = {
    "no links at all, e.g. this one.": [],
    "text http://example.com": ["http://example.com"],
    "HTTPS://www.ExaMPLE.COM/index.html": ["HTTPS://www.ExaMPLE.COM/index.html"],
    "(http://example.com)": ["http://example.com"],
    "see example.com, or foo.co.jp!": ["example.com", "foo.co.jp"],
    "«claravidal.cat», “vk.com”…": ["claravidal.cat", "vk.com"],
    # no end of a sentence is swallowed
    "http://example.com/a. Next": ["http://example.com/a"],
    "http://example.com/a?b=c, then": ["http://example.com/a?b=c"],
    "http://example.com/a+ and http://example.com/a-": ["http://example.com/a+", "http://example.com/a-"],
    "http://foo.com?#foo text": ["http://foo.com?#foo"],
    # ports, paths, brackets
    "http://somehost.com:3000": ["http://somehost.com:3000"],
    "http://en.wikipedia.org/wiki/Primer_(film)": ["http://en.wikipedia.org/wiki/Primer_(film)"],
    "http://x.com/a_(b_(c))/d": ["http://x.com/a_(b_(c))/d"],
    "bit.ly/x*(film)": ["bit.ly/x"],
    "http://example.com/Русские_слова": ["http://example.com/Русские_слова"],
    "https://en.m.wikipedia.org/wiki/Hatfield–McCoy_feud": ["https://en.m.wikipedia.org/wiki/Hatfield–McCoy_feud"],
    # other alphabets: with a scheme alone
    "http://ああ.com": ["http://ああ.com"],
    "http://✪df.ws/ejp": ["http://✪df.ws/ejp"],
    "https://пример.рф/а": ["https://пример.рф/а"],
    "пример.рф": [],
    "これは日本語です。example.com/path/index.html中国語example.com/path한국": [
        "example.com/path/index.html",
        "example.com/path",
    ],
    "twitter.jp日本語it.so中国語foo.jp": ["twitter.jp", "it.so", "foo.jp"],
    # endings
    "http://no-tld foo.baz foo.comm foo.govedu http://tld-too-short.x": [],
    "http://domain.com-that-you-should-have-put-a-space-after": [],
    "foo.com_bar": ["foo.com"],
    "a.xn--p1ai": ["a.xn--p1ai"],
    # what stands before
    "name.al-lastname@foo.com": [],
    "@example.com #example.com $example.com": [],
    "abchttp://example.com": [],
    "-example.com _example.com /example.com .example.com": [],
    "#tag http://example.com/#tag": ["http://example.com/#tag"],
    "\u2066example.com\u2069": ["example.com"],
    # labels
    "http://test_underscore.twitter.com": ["http://test_underscore.twitter.com"],
    "http://domain-dash_2314352345_dfasd.foo-cow_4352.com": [],
    "http://www.domain4352-.com/": [],
    f"{'a' * 63}.com {'a' * 64}.com": [f"{'a' * 63}.com"],
    "http://xn--はじめよう.com/index.html": [],
    f"http://{'あ' * 60}.com": [],
    # t.co takes no more than its slug
    "https://t.co/slug/https://t.co/slug": ["https://t.co/slug"],
    f"https://t.co/{'a' * 41}": [],
    # letters that only Unicode's case rules make Latin ones
    "www.\u017f\u0130 foo.\u212aom": [],
}


@pytest.mark.parametrize(("text", "links"), LINKS.items())
def test_links_that_x_sees(text: str, links: list[str]) -> None:
    assert [text[link.start : link.end] for link in x_addresses(text)] == links


def test_a_long_line_of_dots_is_counted_in_a_moment() -> None:
    assert x_weight("a." * 400) == 800
    assert x_weight("http://a.com/" + "(" * 5000) == 23 + 5000
    assert mastodon_length("@" * 20_000) == 20_000


GRAPHEMES = {"": 0, "a\u0301": 1, FAMILY: 1, TONED: 1, ENGLAND: 1, "क्षि": 1, "각": 1, "\r\n": 1, "🇪🇸🇺🇦": 2, "נֶּ": 1}


@pytest.mark.parametrize(("text", "count"), GRAPHEMES.items())
def test_graphemes(text: str, count: int) -> None:
    assert graphemes(text) == count


def test_one_family_in_every_unit() -> None:
    units = (code_points, utf16_units, utf8_bytes, graphemes, x_weight, mastodon_length, threads_length)
    assert [unit(FAMILY) for unit in units] == [7, 11, 25, 1, 2, 1, 25]


MASTODON = {
    "a" * 500: 500,
    f"{'a' * 476} http://{'b' * 30}.com/example": 500,
    # without a scheme, or glued to a word, an address counts in full
    f"{'b' * 30}.com/example": 42,
    f"ahttp://{'b' * 30}.com/example": 50,
    # a long query is no link
    f"http://example.com/valid?{'#foo?' * 1000}": 25 + 5000,
    # of a mention of another server's user the name alone counts
    f"{'a' * 475} @alice@{'b' * 30}.com": 482,
    "@alice @bob@mastodon.social, hi": 15,
    "name@example.com": 16,
    f"@alice@{'b' * 500}.com": 511,
    "✨" * 500: 500,
    "#XarxesSocials https://www.clara.cat/a?b=c (https://clara.cat)": 15 + 23 + 2 + 23 + 1,
    "https://пример.рф/путь": 23,
}


@pytest.mark.parametrize(("text", "length"), MASTODON.items())
def test_mastodon_length(text: str, length: int) -> None:
    assert mastodon_length(text) == length


def test_mastodon_sees_links_with_a_scheme_alone() -> None:
    text = "example.com https://example.com/a_(b), gemini://example.com"
    assert [text[link.start : link.end] for link in mastodon_addresses(text)] == [
        "https://example.com/a_(b)",
        "gemini://example.com",
    ]


def test_threads_counts_an_emoji_by_its_bytes() -> None:
    assert threads_length("Hola 😀") == 5 + 4
    assert threads_length(f"{FAMILY}!") == 26
    assert threads_length("Привет, €") == 9


def test_telegram_counts_after_its_entities_are_parsed() -> None:
    assert telegram_length("<b>A &amp; B</b>") == 5
    assert telegram_length('<a href="https://example.com/?a=1&amp;b=2">Book</a> 😀') == 7
