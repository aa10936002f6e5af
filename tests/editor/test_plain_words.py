"""What the editor says is in the words of who reads it: no keys of files at a field, no file names for titles, and all
of it in the chosen language."""

from __future__ import annotations

import json
from html import unescape
from typing import Final

import pytest

from site_gen.editor.forms.wording import OF_FIELDS, OF_UNKNOWN, named_by_labels
from site_gen.editor.words import LANGUAGES, words_in
from site_gen.messages import m
from tests.editor.browsing import Person, changed
from tools.catalogues import texts

OFFER: Final = "offers/audit.yaml"


def in_language(person: Person, language: str) -> None:
    person.cookie = f"{person.cookie.partition(';')[0]}; site-gen-language={language}"


def problems(person: Person, file: str, pairs: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Return what the form says while it is typed: label, message and hint of each problem."""
    answer = person.send(f"draft?file={file}", pairs)
    return [(each.get("label", ""), each["message"], each["hint"]) for each in json.loads(answer.text)["problems"]]


def test_an_emptied_field_asks_to_be_filled_in(person: Person) -> None:
    """Who empties the title would read «no key 'title'; add 'title: …'» and look for a key on their desk."""
    for language in LANGUAGES:
        in_language(person, language)
        words = words_in(language)
        form = person.form(OFFER)
        found = problems(person, OFFER, changed(form, title="", form__fields__0__label=""))
        needed = words.say("field_needed")
        assert (words.label("title"), needed, "") in found
        assert (words.label("label"), needed, "") in found
        person.save(OFFER, form, "discard")
    page = person.save(OFFER, changed(form, title=""))
    assert page.status == 422
    assert unescape(page.text).count(words.say("field_needed")) == 2, "at the field, and in the list above"


@pytest.mark.parametrize(
    ("language", "told", "shown"),
    [
        ("en", m("write seats: {total: 5, taken: 2}"), "write “Seats”: “In all”: 5, “Taken”: 2"),
        ("es", m("add price: AMOUNT, or up to three tiers"), "añade «Precio», o hasta tres niveles (tiers)"),
        ("en", m("mark one tier with advised: true"), "mark one tier with “You advise this one”"),
        ("ru", m("take it out, or add ends: or seats:"), "уберите это или добавьте «Заканчивается» либо «Места»"),
        ("en", m("add options: [First, Second]"), "add “Choices”: First, Second"),
        ("en", m("the name '{name}' is used", name="title"), "the name 'title' is used"),
        ("en", m("a former name belongs to one service: take it out here or there"), ""),
    ],
)
def test_keys_are_named_as_fields_are_and_words_of_others_stay(language: str, told: str, shown: str) -> None:
    """A hint that names 'lowest_30_days:' is of no use where the field is called otherwise; one that changed what it
    repeats of a file, or plain words, would be wrong."""
    assert named_by_labels(told, words_in(language)) == (shown or told)


def test_the_words_of_forms_stand_for_texts_that_there_are() -> None:
    """After a message was worded anew, forms would speak of keys again and nobody would notice."""
    own = {text if isinstance(text, str) else text[0] for package in texts().values() for text in package}
    assert ({*OF_FIELDS, *OF_UNKNOWN} - {""}) - own == set()
    needed = {name for name in (*OF_FIELDS.values(), *OF_UNKNOWN.values(), "field_missing", "field_choose") if name}
    for language in LANGUAGES:
        assert needed - words_in(language).texts.keys() == set()


MISTAKES: Final = [
    ("title: 2026", "Title", "the file has it as a number, a text is needed", "press “Save”"),
    ("title: #later", "Title", "fill this in", "write it here: #later"),
    ("title: A\nsumary: x", "Sumary", "forms have no field “Sumary”", "write this into “Summary”, and empty it here"),
    ("title: A\nblurb_x_y: z", "Blurb x y", "forms have no field “Blurb x y”", "empty this field: it is then taken"),
    ("title: A\nseats: {}", "In all", "fill this in", ""),
    ("title: A\nservice: nobody", "Service", "", ""),
]


def test_mistakes_in_a_file_are_told_in_the_words_of_its_form(person: Person) -> None:
    """A form that speaks of keys, quotes, braces and lines sends people away to an editor for text."""
    path = person.running.project / OFFER
    before = path.read_text(encoding="utf-8")
    for line, label, message, hint in MISTAKES:
        path.write_text(before.replace("title: A free audit of your page", line), "utf-8")
        form = person.form(OFFER)[:2]
        found = problems(person, OFFER, form)
        person.save(OFFER, form, "discard")
        assert any(label == each[0] and message in each[1] and hint in each[2] for each in found), (line, found)
