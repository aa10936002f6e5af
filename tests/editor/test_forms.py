"""A form and its file say the same: a law for every file of the example and the starters, and for every field."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.actions.editing.drafts import Draft
from site_gen.editor.filled import blank, filled
from site_gen.editor.forms.fields import Field, Kind, fields_of
from site_gen.editor.forms.problems import places
from site_gen.editor.forms.views import FormContext, attach, form_view
from site_gen.editor.list_steps import list_step
from site_gen.editor.things import EDITED, Thing, thing_of
from site_gen.editor.words import LANGUAGES, plain_help, words_in
from site_gen.model.offer import OFFER_KINDS
from site_gen.model.picture_places import CROPS, Crop, cropped
from site_gen.model.targets import TARGETS
from site_gen.problems import Location, Problem
from site_gen.sources.edits.files import read_content
from site_gen.sources.yaml import Data
from tests.sources.test_edits import FILES

CONTEXT: Final = FormContext(words_in("en"), "EUR", "Europe/Madrid")
NAMES: Final = sorted(name for name in FILES if thing_of(name.rpartition(": ")[2]))


def thing(name: str) -> Thing:
    found = thing_of(name.rpartition(": ")[2])
    assert found is not None
    return found


def sent(nodes: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield what a browser sends of a form's nodes."""
    for node in nodes:
        if node.get("shown"):
            yield node["shown"], "1"
        if node["kind"] == "group":
            yield from sent(node["nodes"])
        elif node["kind"] == "items":
            for item in node["items"]:
                yield node["item_name"], item["token"]
                yield from sent(item["nodes"])
        elif node["kind"] == "yes":
            yield from [(node["name"], "yes")] if node["checked"] else []
        elif node["kind"] == "checks":
            yield from ((node["name"], value) for value, _, is_chosen in node["options"] if is_chosen)
        else:
            yield node["name"], node["value"].replace("\n", "\r\n")


def original(name: str) -> dict[str, Data] | None:
    """Return what the original of a translation says; None for an original."""
    found = thing(name)
    of = thing_of(found.original)
    return blank(of, FILES[found.original]).data if found.language and of else None


def form(name: str) -> list[tuple[str, str]]:
    found = blank(thing(name), FILES[name], original(name))
    return list(sent(form_view(found.fields, found.data, None, CONTEXT, original(name))))


SAMPLE: Final = [NAMES[at] for at in range(0, len(NAMES), 9)]


@pytest.mark.parametrize(
    "name", [*SAMPLE, *(pytest.param(name, marks=pytest.mark.laws) for name in NAMES if name not in SAMPLE)]
)
def test_a_form_sent_as_it_stands_changes_no_byte(name: str) -> None:
    found = filled(thing(name), Draft(thing(name).file, FILES[name], tuple(form(name))), original(name))
    assert found.is_form
    assert found.refused == ()
    assert found.new == FILES[name]


TEXTS: Final = st.sampled_from(
    ["Other", "with: colon", "# hash", "two\r\nlines", "290", "yes", "[a]", "«é»", "'q'", ""]
)


@settings(max_examples=int(os.environ.get("EDITS", "8")))
@given(st.data())
def test_any_fields_changed_are_in_the_file_as_the_form_shows_them(data: st.DataObject) -> None:
    """What the form shows after a save must be what the file says: else the owner believes a wrong price is right."""
    name = data.draw(st.sampled_from(NAMES))
    pairs = form(name)
    ticked = {"v:kind", *(f"v:{key[2:]}" for key, _ in pairs if key.startswith("s:"))}
    places_ = [at for at, (key, _) in enumerate(pairs) if key.startswith("v:") and key not in ticked]
    for at in data.draw(st.lists(st.sampled_from(places_), min_size=1, max_size=3)):
        pairs[at] = (pairs[at][0], data.draw(TEXTS))
    of = original(name)
    found = filled(thing(name), Draft(thing(name).file, FILES[name], tuple(pairs)), of)
    again = blank(thing(name), found.new, of)
    assert again.data == found.data
    shown = form_view(found.fields, found.data, None, CONTEXT, of)
    assert form_view(again.fields, again.data, None, CONTEXT, of) == shown
    resent = filled(thing(name), Draft(thing(name).file, found.new, tuple(sent(shown))), of)
    assert resent.new == found.new


def all_fields(fields: tuple[Field, ...]) -> Iterator[Field]:
    for field in fields:
        yield field
        yield from all_fields(field.fields)
        for inner in field.kinds.values():
            yield from all_fields(inner)


def test_every_key_of_every_form_has_a_name_in_every_language() -> None:
    """A person without YAML would read 'lowest_30_days' in the middle of a Catalan form."""
    models = [*OFFER_KINDS.values(), *(model for kind in EDITED for model in kind.models)]
    keys = {field.key for model in models for field in all_fields(fields_of(model))}
    assert keys - words_in("en").labels.keys() == set()


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_every_key_says_what_it_is_for_in_every_language(language: str) -> None:
    """A freelancer in Valencia would read English below each field; words for a sentence that no key has any more would
    stay unseen."""
    models = [*OFFER_KINDS.values(), *(model for kind in EDITED for model in kind.models)]
    helps = {field.help for model in models for field in all_fields(fields_of(model)) if field.help}
    words = words_in(language)
    assert words.helps.keys() - set(map(plain_help, helps)) == set()
    assert [text for text in helps if words.help(text) in {"", plain_help(text)}] == []


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_every_field_of_a_place_says_what_it_is_for_in_every_language(language: str) -> None:
    """Who says where the site goes would read English below each field."""
    fields = [field for target in TARGETS.values() for field in all_fields(fields_of(target))]
    fields = [field for field in fields if field.key != "to"]  # its screen asks for the kind before
    english = [field.help for field in fields if words_in(language).help(field.help) == plain_help(field.help)]
    assert english == []


def test_a_form_asks_for_what_the_checks_read() -> None:
    kinds = {field.key: field.kind for field in fields_of(OFFER_KINDS["direct"])}
    assert kinds["title"] is Kind.TEXT
    assert kinds["starts"] is Kind.MOMENT
    assert kinds["service"] is Kind.REFERENCE
    assert kinds["price"] is Kind.GROUP
    assert kinds["steps"] is Kind.ITEMS
    assert kinds["includes"] is Kind.LINES
    assert kinds["terms"] is Kind.MARKDOWN
    assert [field.key for field in fields_of(OFFER_KINDS["direct"])][:4] == ["kind", "title", "summary", "service"]


@pytest.mark.parametrize(
    ("description", "help_"),
    [
        ("290, or {amount: 290, per: month}; said alike everywhere", "Said alike everywhere"),
        ("What the client gets, a line each: [12 posts, a report]", "What the client gets, a line each"),
        ("How the site looks: {name: studio}", "How the site looks"),
        ("Until when: 2026-11-30T18:00", "Until when: 2026-11-30T18:00"),
        ("", ""),
    ],
)
def test_help_speaks_of_no_braces(description: str, help_: str) -> None:
    assert plain_help(description) == help_


OFFER: Final = b"""# A note.
kind: direct
title: A
price: 12
seats:
  total: x
includes:
  - one
  - 2
"""


@pytest.mark.parametrize(
    ("line", "column", "message", "id_"),
    [
        (3, 8, "wrong", "f-title"),
        (4, 8, "wrong", "f-price-amount"),
        (6, 10, "wrong", "f-seats-total"),
        (9, 5, "wrong", "f-includes"),
        (2, 1, "'starts' is missing", "f-starts"),
        (1, 1, "'ends' is missing", "f-ends"),
        (5, 1, "'taken' is missing", "f-seats-taken"),
        (1, 1, "this is nothing", ""),
    ],
)
def test_each_problem_stands_at_its_field(line: int, column: int, message: str, id_: str) -> None:
    found = blank(thing("offers/a.yaml"), OFFER)
    nodes = form_view(found.fields, found.data, None, CONTEXT)
    problem = Problem(Location("offers/a.yaml", line, column), message)
    listed = attach(nodes, places([problem], OFFER, is_markdown=False), words_in("en"))
    assert [each["id"] for each in listed] == [id_]


def test_buttons_change_lists_and_nothing_else() -> None:
    pairs = [("v:title", "A"), ("i:steps", "0"), ("v:steps.0.title", "x"), ("i:steps", "1"), ("v:steps.1.title", "y")]
    assert list_step(pairs, "up:steps.1")[1] == ("i:steps", "1")
    assert list_step(list_step(pairs, "up:steps.1"), "down:steps.1") == tuple(pairs)
    assert list_step(pairs, "remove:steps.0") == (("v:title", "A"), ("i:steps", "1"), ("v:steps.1.title", "y"))
    assert list_step(pairs, "add:steps")[-1] == ("i:steps", "n2")
    for useless in ("up:steps.0", "down:steps.1", "up:steps.7", "drop:steps.0", ""):
        assert list_step(pairs, useless) == tuple(pairs)


@pytest.mark.parametrize("file", ["offers/a.yaml", "cases/a-b.yaml", "site.yaml", "content/articles/x.es.md"])
def test_what_has_a_form_is_known_by_its_path(file: str) -> None:
    found = thing_of(file)
    assert found is not None
    assert found.file == file


def test_reading_a_form_of_a_file_that_is_none_is_a_text() -> None:
    found = blank(thing("offers/a.yaml"), b"- a\n- b\n")
    assert not found.is_form
    assert found.text == "- a\n- b\n"
    assert Path(found.thing.file).name == "a.yaml"
    assert read_content(b"- a\n", is_markdown=False).data == ["a"]


@given(
    st.tuples(st.integers(40, 4000), st.integers(40, 4000)),
    st.sampled_from(sorted({crop for kinds in CROPS.values() for crops in kinds.values() for crop in crops}, key=repr)),
    st.tuples(st.integers(0, 100), st.integers(0, 100)),
)
def test_a_crop_is_shown_as_it_will_be_cut(size: tuple[int, int], crop: Crop, focus: tuple[int, int]) -> None:
    """Whoever chose what a crop keeps would find another part of the photo on their page."""
    left, top, width, height = cropped(size, crop, focus)
    assert width / height == pytest.approx(size[0] / size[1])
    assert min(width - crop.width, height - crop.height) == pytest.approx(0, abs=1e-6)
    assert -left == pytest.approx((width - crop.width) * focus[0] / 100)
    assert -top == pytest.approx((height - crop.height) * focus[1] / 100)
