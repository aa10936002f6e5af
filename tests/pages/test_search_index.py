"""The index of the search: every word is in it once, and an edit touches the pieces of its words alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.corpus import studies
from site_gen.model.search_words import SearchEntry, plain_text, words
from site_gen.pages.search_index import SearchText, file_name, numbered, search_files
from tests.conftest import Cli, ProjectFactory
from tests.support import CASE, SITE
from tests.support_build import render

WORDS = st.sampled_from(
    ["reel", "reels", "Café", "cafè", "об'єкт", "объект", "a", "и", "1.200", "l'estratègia", "подарок"]
)
SAID = st.lists(WORDS | st.text(max_size=8), max_size=12).map(" ".join)
TEXTS = st.lists(st.tuples(SAID, SAID, SAID), min_size=1, max_size=8)
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def text(at: int, title: str, summary: str, body: str) -> SearchText:
    entry = SearchEntry.of(title, (), summary or None, body).packed()
    return SearchText("article", f"articles/{at}/", f"/articles/{at}/", entry)


def made(texts: list[SearchText]) -> dict[str, Any]:
    return {name: json.loads(content) for name, content in search_files(texts)}


def numbers(gaps: str) -> list[int]:
    """Return the numbers that a list of gaps stands for, as the script reads them."""
    found, last, gap, shift = [], -1, 0, 0
    for sign in gaps:
        digit = DIGITS.index(sign)
        gap |= (digit & 31) << shift
        shift += 5
        if digit < 32:
            last += gap + 1
            found.append(last)
            gap = shift = 0
    return found


@settings(deadline=None)
@given(TEXTS)
def test_every_word_is_in_the_piece_of_its_beginning_with_every_text_that_has_it(
    said: list[tuple[str, str, str]],
) -> None:
    """Law. A text without one of its words can't be found by it."""
    texts = [text(at, *each) for at, each in enumerate(said)]
    files = made(texts)
    known = numbered([each.route for each in texts], 1 << 18)
    pieces = files["index.json"]["pieces"]
    for (title, _, _), each in zip(said, texts, strict=True):
        shown = files[f"t{known[each.route] >> files['index.json']['shift']}.json"][str(known[each.route])]
        assert shown[1:3] == [each.path, title]
        for word in words(title):
            [piece] = [p for p in pieces if p == f"{word}$" or word.startswith(p)]
            titles = files[f"w{file_name(piece)}.json"][word].split("|")[0]
            assert known[each.route] in numbers(titles)


def corpus(count: int) -> list[SearchText]:
    return [text(at, s.case["title"], s.case["summary"], s.body) for at, s in enumerate(studies(count))]


def test_an_edit_changes_the_pieces_of_its_words_and_no_others() -> None:
    """Every new sentence would have the whole index sent to the host again."""
    studied, texts = list(studies(300)), corpus(300)
    before = dict(search_files(texts))
    texts[7] = text(7, studied[7].case["title"], studied[7].case["summary"], f"{studied[7].body}\n\nZanzibar, zebra.")
    after = dict(search_files(texts))
    assert len(before) > 40
    assert {name for name in {*before, *after} if before.get(name) != after.get(name)} == {
        "index.json",
        "wz.json",
    }  # the first words with z


def test_a_new_text_changes_no_number_of_another() -> None:
    """A new article would have every piece sent again."""
    routes = [each.route for each in corpus(300)]
    before, after = numbered(routes, 1 << 18), numbered([*routes, "articles/new/"], 1 << 18)
    assert {route: number for route, number in after.items() if route in before} == before


def test_pieces_are_small_but_not_many(cache: Path) -> None:
    """A search would load much, or a host would get thousands of files."""
    files = dict(search_files(corpus(1000)))
    assert max(map(len, files.values())) < 14_000
    assert len(files) < 400


@given(st.lists(st.integers(0, 1 << 20), unique=True).map(sorted))
def test_numbers_come_back_as_they_were(given_: list[int]) -> None:
    from site_gen.pages.search_index import _gaps

    assert numbers(_gaps(given_)) == given_


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("See [the **case**](/cases/cafe/) now", "See the case now"),
        ("<!-- a secret --> # One\n\n> two\n- three", "One two three"),
        ("![plan](a.png) https://x.example/y <b>bold</b> `code`", "plan bold code"),
    ],
)
def test_what_readers_dont_see_is_not_found(markdown: str, plain: str) -> None:
    """Notes to oneself would be found, and addresses clutter the results."""
    assert plain_text(markdown) == plain


# --- which sites have one ---------------------------------------------------------------------------------------------


def cases(count: int) -> dict[str, str]:
    return {f"cases/c{number}.yaml": CASE for number in range(count)}


@pytest.mark.parametrize(
    ("setting", "count", "has_one"),
    [("", 5, False), ("", 6, True), ("search: true\n", 0, True), ("search: false\n", 6, False)],
)
def test_a_search_is_there_where_there_is_much_or_where_it_is_asked_for(
    project: ProjectFactory, cache: Path, setting: str, count: int, *, has_one: bool
) -> None:
    """A field to search three texts looks silly; a hundred without one are lost."""
    site = render(project({"site.yaml": SITE + setting, **cases(count)}), cache)
    assert ("search/index.html" in site.artifacts) == has_one
    assert ("search/index.json" in site.artifacts) == has_one
    assert ('href="/search/"' in site.text("index.html")) == has_one
    assert any("assets/search/" in path for path in site.artifacts) == has_one
    assert "search/" not in site.text("sitemap.xml")


def test_a_search_asked_of_a_theme_without_one_is_an_error(project: ProjectFactory, cli: Cli) -> None:
    """The owner would wait for a search that never comes."""
    theme = {"themes/own/theme.yaml": "extends: none\n", "themes/own/templates/default.html": "<p>x</p>"}
    folder = project({"site.yaml": f"{SITE}search: true\ntheme: {{name: own}}\n", **theme})
    said = cli("build", cwd=folder)
    assert said.code == 1
    assert "site.yaml:17:9: the theme 'own' has no page for a search" in said.err


def test_an_edit_of_one_text_writes_its_page_and_its_pieces_alone(project: ProjectFactory, cli: Cli) -> None:
    """Every build would send the index again; or a search would go on finding words that are gone."""
    files = {f"cases/c{n}.yaml": f"{CASE}body: |\n  {s.body.splitlines()[0]}\n" for n, s in enumerate(studies(12))}
    folder = project(files)
    command = ("build", "--now", "2026-06-01T12:00Z")
    assert cli(*command, cwd=folder).code == 0
    case = folder / "cases/c3.yaml"
    case.write_text(case.read_text("utf-8") + "  Quokkas.\n", "utf-8")
    assert "3 files written" in cli(*command, cwd=folder).err  # the page, the piece and the list of pieces
    index = folder / "output/search"
    assert any("quokkas" in path.read_text("utf-8") for path in index.glob("w*.json"))


@given(SAID, SAID, SAID)
def test_what_is_known_of_a_text_is_kept_whole(title: str, summary: str, body: str) -> None:
    """After the second build, a search would find other texts than after the first."""
    entry = SearchEntry.of(title, (), summary, body)
    assert SearchEntry.unpacked(entry.packed()) == entry
