"""Every text of the program in every language that it speaks, and none that it no longer says."""

from __future__ import annotations

from tools import catalogues


def test_every_text_is_translated_with_its_values() -> None:
    """Otherwise an owner reads English among their own language, or a message without the name that it is about."""
    assert list(catalogues.faults()) == []


def test_translations_are_those_of_the_code_and_compiled() -> None:
    """Otherwise a new text stays English, or a corrected translation is never seen. Run python -m tools.catalogues."""
    assert [path.name for path in catalogues.stale()] == []


def test_a_text_made_of_parts_is_refused() -> None:
    """A text that isn't written as it is can't be found by translators: it would stay English without a word."""
    assert list(catalogues.texts_in('m("a {b}", b=1), plural("one", "many", count=2), n("c")')) == [
        "a {b}",
        ("one", "many"),
    ]
    for code in ('m(f"a {b}")', 'plural("one", many, count=2)', "m(text)"):
        try:
            found = list(catalogues.texts_in(code))
        except ValueError:
            continue
        raise AssertionError(found)
