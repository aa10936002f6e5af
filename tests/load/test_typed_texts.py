"""What is typed into short texts stands on the page as it is: marks of other programs and lost letters are told."""

from __future__ import annotations

import json

import pytest

from site_gen.load import load_site
from tests.conftest import ProjectFactory
from tests.support import CASE, DIRECT, SITE

TITLE = "A month of Instagram, run for you"
MARKS = "leave the marks out: a short text is shown as it is"


def warned(title: str, project: ProjectFactory) -> list[tuple[str, str, str]]:
    """Return place, message and hint of the warnings about an offer with this title."""
    text = DIRECT.replace(TITLE, json.dumps(title, ensure_ascii=False))
    found = load_site(project({"offers/month.yaml": text})).warnings
    return [(str(each.location), each.message, each.hint) for each in found]


@pytest.mark.parametrize(
    ("title", "seen", "hint"),
    [
        ("A **great** month", "**great**", MARKS),
        ("*A month* for you", "*A month*", MARKS),
        ("__A month__", "__A month__", MARKS),
        ("A <b>great</b> month", "<b>", MARKS),
        ("A month<br>for you", "<br>", MARKS),
        ("[A month](https://a.example/)", "[A month](https://a.example/)", MARKS),
        ("Caf&eacute; for you", "&eacute;", "write the character itself: é"),
        ("Salt &amp; Pepper", "&amp;", "write the character itself: &"),
        ("A month\\nfor you", "\\n", "leave it out: a short text has one line"),
    ],
)
def test_a_mark_in_a_short_text_is_told(title: str, seen: str, hint: str, project: ProjectFactory) -> None:
    """Clients would read stars, tags and '&amp;' in the title of an offer, and in every post about it."""
    assert warned(title, project) == [("offers/month.yaml:2:8", f"'{seen}' stands on the page as it is typed", hint)]


@pytest.mark.parametrize(
    ("title", "message", "hint"),
    [
        ("CafÃ© para ti", "letters were read in a wrong encoding: 'CafÃ© para ti'", "write é in place of Ã©"),
        ("Itâ€™s yours", "letters were read in a wrong encoding: 'Itâ€™s yours'", "write ’ in place of â€™"),
        ("ÐœÐ°Ñ€Ð°", "letters were read in a wrong encoding: 'ÐœÐ°Ñ€Ð°'", "write Мара in place of ÐœÐ°Ñ€Ð°"),
        (
            "A m\ufffdnth",
            "a letter or a picture was lost here: 'A m\ufffdnth'",
            "type it anew, or delete the sign; it came with a copied text",
        ),
    ],
)
def test_lost_letters_are_told(title: str, message: str, hint: str, project: ProjectFactory) -> None:
    """A text that went through a wrong encoding looks careless, and can't be found by its words."""
    assert warned(title, project) == [("offers/month.yaml:2:8", message, hint)]


@pytest.mark.parametrize(
    "title",
    [
        "5 * 3 * 2, 2*3*4 and *only now", "R&D; AT&T, Q&A", "I <3 you, a < b > c", "«SÍ», «CAFÉ» y «ESPAÑA»",
        "snake_case_name", "[new] for (you)", "C:\\new",
        "Ça, là, naïve, façade, Ünal", "È, É, «Ó»", "Ціна: 5 € за 1 м²",
    ],
)  # fmt: skip
def test_ordinary_texts_are_silent(title: str, project: ProjectFactory) -> None:
    assert [each for each in warned(title, project) if "\\new" not in title] == []


def test_markdown_and_addresses_may_have_marks(project: ProjectFactory) -> None:
    files = {
        "cases/cafe.yaml": CASE
        + "body: |\n  **Bold**, <b>tags</b> &amp; [links](/offers/)\nclient_url: https://a.example/?a=1&amp;b=2\n"
    }
    assert load_site(project(files)).warnings == ()


def test_translations_articles_and_the_site_itself_are_looked_at(project: ProjectFactory) -> None:
    files = {
        "site.yaml": SITE.replace("Cafés get", "<i>Cafés</i> get"),
        "site.es.yaml": "role: <i>Redes</i> sociales\n",
        "content/articles/first.md": "---\ntitle: The <em>first</em>\ndate: 2026-06-01\n---\nOne\n\nCafÃ©\n",
    }
    found = {str(each.location) for each in load_site(project(files)).warnings}
    assert found >= {
        "site.yaml:3:10",
        "site.es.yaml:1:7",
        "content/articles/first.md:2:8",
        "content/articles/first.md:7:4",
    }
