"""Our counters beside the networks' own: twitter-text 3.1.0 for X, Unicode's segmenter of Node.js for graphemes.

tools/install-oracle.sh installs what this needs.
"""

from __future__ import annotations

import json
import random
import subprocess
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import pytest

from site_gen.model.case import Case
from site_gen.model.content import Article
from site_gen.model.networks import NETWORKS
from site_gen.model.site import Translated
from site_gen.social.addresses import x_addresses
from site_gen.social.counting import graphemes, x_weight
from site_gen.social.opening import VARIANTS
from site_gen.social.post import Post
from site_gen.social.selection import PostSelection, offer_posts, useful_posts
from tests.social.test_counting import LINKS, X
from tests.social.test_posts import AUTUMN, LANGUAGES, example
from tests.support import ROOT

pytestmark = pytest.mark.slow

ORACLE: Final = ROOT / "tests" / "oracle"

NEWER: Final = {"👩🏻‍🤝‍👩🏼", "❤️‍🔥"}
"""Joined emoji that the library's table is too old for; the service counts 2."""

PIECES: Final = """
http:// https:// HTTP:// ftp:// www. example .com .co.jp .es .рф .中国 xn-- t.co/ http://t.co/ abc ÀÉ ñ é э\u0301 пример
のの / // ? a=b & # #tag @ @user ＃ $ $AAPL _ - . .. , ; : :80 ( ) (film) (a_(b)) [ ] ' " ` « » “ ” … – — ~ ! * + =
%20 | { } ^ < > \\ 1 9 ☃ ✪df.ws 👍🏽 ❤️ ❤ 👨‍👩‍👧‍👦 🇪🇸 🇪 🇽🇽 ☎️ ☎︎ ©️ © 1️⃣
\u212a \u0130 \u017f ß A\u0301 שּׁ 각
foo.com a.b.c.org bit.ly/x com net co mail@foo.com name.al-lastname@foo.com path/to index.html ?q=1
Ω ℀ 故人 ü.com ٣ क्षि नि
""".split()  # noqa: SIM905  # to be read, and changed, by eye
BLANKS: Final = ("", "", "", " ", "\n", "\u00a0", "\u3000", "\u200b", "\u202a", "\u2066", "\u061c", "\ufeff")


def counted(texts: Sequence[str]) -> list[dict[str, Any]]:
    assert (ORACLE / "node_modules").is_dir(), "run tools/install-oracle.sh"
    words = ["node", "count.js"]
    done = subprocess.run(words, cwd=ORACLE, input=json.dumps(texts), capture_output=True, text=True, check=True)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def urls(text: str) -> list[str]:
    text = unicodedata.normalize("NFC", text)
    return [text[address.start : address.end] for address in x_addresses(text)]


def test_the_examples_are_those_of_the_library() -> None:
    texts = [text for text in (*X, *LINKS) if text not in NEWER]
    for text, theirs in zip(texts, counted(texts), strict=True):
        assert (text, x_weight(text)) == (text, theirs["weight"])
        assert (text, urls(text)) == (text, theirs["urls"])


def test_heaps_of_odd_texts_weigh_the_same() -> None:
    chance = random.Random(20261123)  # noqa: S311  # any texts will do, the same ones each time
    texts = [
        "".join(chance.choice(PIECES) + chance.choice(BLANKS) for _ in range(chance.randint(1, 12)))
        for _ in range(8000)
    ]
    # The library works in UTF-16: behind half a character it sees the beginning of a word, and of a link's text that is
    # not ASCII it weighs less than it takes. Neither is in a text that anybody writes.
    odd = 0
    for text, theirs in zip(texts, counted(texts), strict=True):
        odd += (x_weight(text), urls(text)) != (theirs["weight"], theirs["urls"])
    assert odd <= 8


def test_every_character_weighs_the_same() -> None:
    texts = [chr(code) for code in range(0x20, 0x20000) if not 0xD800 <= code < 0xE000]
    texts += [f"{chr(code)}\ufe0e" for code in range(0x20, 0x3400)]
    texts += [f"{chr(code)}\u20e3" for code in range(0x20, 0x3400)]
    for text, theirs in zip(texts, counted(texts), strict=True):
        assert (text, x_weight(text)) == (text, theirs["weight"])


@pytest.mark.laws
def test_every_post_of_the_example_is_as_long_to_them() -> None:
    choice = PostSelection(tuple(NETWORKS), LANGUAGES)
    posts = [
        post
        for variant in VARIANTS
        for source in example().offers
        for post in offer_posts(example(), source, PostSelection(choice.networks, choice.languages, variant), AUTUMN)
        if isinstance(post, Post)
    ]
    useful: tuple[Translated[Article] | Translated[Case], ...] = (*example().articles, *example().cases)
    posts += [post for source in useful for post in useful_posts(example(), source, choice) if isinstance(post, Post)]
    threads = replace(choice, networks=("x", "threads", "bluesky", "mastodon"), thread=True)
    for source in example().offers:
        posts += [post for post in offer_posts(example(), source, threads, AUTUMN) if isinstance(post, Post)]
    for thing in useful:
        posts += [post for post in useful_posts(example(), thing, threads) if isinstance(post, Post)]
    assert len(posts) > 900
    written = [(post.network, text) for post in posts for text in post.texts if text.role in {"post", "thread"}]
    texts = [text.text for _, text in written]
    limits = {"x": ("weight", 280), "bluesky": ("graphemes", 300)}
    for (network, _), theirs in zip(written, counted(texts), strict=True):
        unit, limit = limits.get(network, ("weight", 10**6))
        assert theirs[unit] <= limit
    for text, theirs in zip(texts, counted(texts), strict=True):
        assert (text, x_weight(text)) == (text, theirs["weight"])
        assert (text, graphemes(text)) == (text, theirs["graphemes"])
