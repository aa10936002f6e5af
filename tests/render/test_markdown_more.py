"""Formulas, emoji, abbreviations, escapes, and the quotes and dashes of a language."""

from __future__ import annotations

import re
import string
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.load.texts import formula_problems
from site_gen.load.used_pictures import Body
from site_gen.render.markdown import MarkdownRenderer
from site_gen.sources.math import formulas, mathml, sure_formula
from site_gen.sources.yaml import read_yaml
from tests.support import ARTICLE, BASE, write_files
from tests.support_build import render

RENDERER = MarkdownRenderer()


def html(text: str, **more: Any) -> str:
    return str(RENDERER.render({"markdown": text, "pictures": {}, "links": {}, **more}, str)).strip()


@pytest.mark.parametrize("sign", string.punctuation)
def test_any_punctuation_can_be_escaped(sign: str) -> None:
    """A backslash before a dollar would stand in the text (CommonMark 2.4)."""
    shown = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}.get(sign, sign)
    assert html(f"a\\{sign}b") == f"<p>a{shown}b</p>"


def test_tabs_in_code_stay() -> None:
    """Whoever copies a makefile from an article would have one that doesn't work."""
    assert html("```text\nall:\n\techo\n```") == '<pre><code class="language-text">all:\n\techo\n</code></pre>'
    assert "\n\t" in html("```make\nall:\n\techo\n```")
    assert html("~~~\n\ta\n~~~\n\nb\tc") == "<pre><code>\ta\n</code></pre>\n<p>b   c</p>"


EMOJI = {
    ":tada:": "🎉",
    "a :+1: b": "a 👍 b",
    "(:heart:)": "(❤)",
    ":nope:": ":nope:",
    "10:30:45": "10:30:45",
    "a:b:c": "a:b:c",
    "1:100:2": "1:100:2",
    "`:tada:`": "<code>:tada:</code>",
}


@pytest.mark.parametrize(("text", "shown"), EMOJI.items())
def test_emoji_by_name(text: str, shown: str) -> None:
    """Texts from GitHub and chats would show names between colons."""
    assert html(text).replace("\ufe0f", "") == f"<p>{shown}</p>"


def test_abbreviations() -> None:
    """The line that explains an abbreviation would stand in the text."""
    assert (
        html("SMM helps.\n\n*[SMM]: social media marketing")
        == '<p><abbr title="social media marketing">SMM</abbr> helps.</p>'
    )


QUOTES = {
    "en": "“Yes” – she’s ‘in’ — now… ",
    "es": "«Yes» – she’s “in’ — now… ",
    "ru": "«Yes» – ",
    "de": "„Yes“ – ",
    "zz": "“Yes” – ",
}


@pytest.mark.parametrize(("language", "shown"), QUOTES.items())
def test_typography_is_that_of_the_language(language: str, shown: str) -> None:
    """Quotes of another language look like mistakes."""
    made = html('"Yes" -- she\'s \'in\' --- now... `"x" -- y`', typography=language)
    assert shown[:8] in made
    assert '<code>"x" -- y</code>' in made
    assert html('"Yes" -- x') == '<p>"Yes" -- x</p>'


FORMULAS = {
    "a $x^2$ b": 1,
    "$$\nE = mc^2\n$$": 1,
    r"\(x\) and \[y\]": 2,
    "$5 and $10": 0,
    "$ x $": 0,
    "`$x$`": 0,
    r"\$x\$": 0,
    "$a_1 * b_2$ and *c*": 1,
    "```\n$x$\n```": 0,
}


@pytest.mark.parametrize(("text", "count"), FORMULAS.items())
def test_formulas_and_prices_are_told_apart(text: str, count: int) -> None:
    """Prices would become letters in italics."""
    assert html(text, math=True).count("<math") == count == len(list(formulas(text)))
    assert "<math" not in html(text)


def test_what_cannot_be_read_stays_and_is_named() -> None:
    """A formula would be missing from the page, or be wrong without a word."""
    for latex in (r"\unknown{x}", "{{{{", r"\left( a", r"\href{javascript:x}{y}", "{" * 5000):
        assert mathml(latex, is_block=False) is None
    text = "Fine $x$.\n\nBad $\\unknown{x}$."
    assert "$\\unknown{x}$" in html(text, math=True)
    body = Body(text, read_yaml("", "a.md"), 5)
    found = list(formula_problems(body, is_on=True))
    assert [(problem.location.line, problem.location.column) for problem in found] == [(7, 5)]
    assert [
        problem.location.line
        for problem in formula_problems(Body("a\n\n$$x^2$$", read_yaml("", "a.md"), 5), is_on=False)
    ] == [7]
    assert sure_formula("$5 and $10") is None
    assert sure_formula("costs $$ a lot $$") is None


@given(st.text("\\{}^_$abc<>&frtqx ", max_size=60))
def test_any_formula_is_sound_or_none(latex: str) -> None:
    """A text would bring elements into the page that aren't formulas."""
    made = mathml(latex, is_block=True)
    if made is not None:
        assert set(re.findall(r"<(\w+)", made)) <= {"math", *re.findall(r"\bm\w+|none", made)}
        assert "<script" not in made


def test_an_article_shows_its_formulas_and_the_sites_typography(tmp_path: Path) -> None:
    """The keys would be accepted and do nothing."""
    article = ARTICLE.replace("tags:", "math: true\ntags:") + '\n"So" $x^2$\n'
    site = BASE["site.yaml"] + "typography: true\n"
    project = write_files(tmp_path / "site", {**BASE, "site.yaml": site, "content/articles/first.md": article})
    page = render(project, tmp_path / "cache").text("articles/first/index.html")
    assert "“So” <math" in page
