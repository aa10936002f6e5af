"""What there are several kinds of is chosen from a list, and asks for what its kind needs."""

from __future__ import annotations

from typing import Final

import pytest

from site_gen.editor.words import LANGUAGES, words_in
from site_gen.model.deliveries import DELIVERIES
from site_gen.sources.edits.files import read_content
from tests.editor.browsing import Person, changed

SITE: Final = "site.yaml"
DELIVERY: Final = "v:form.delivery"


def form_of(person: Person) -> object:
    """Return what site.yaml says of where requests go."""
    data = read_content((person.running.project / SITE).read_bytes(), is_markdown=False).data
    assert isinstance(data, dict)
    return data.get("form")


def chosen(person: Person, kind: str) -> list[tuple[str, str]]:
    """Return the form of site.yaml after a delivery was chosen in it."""
    pairs = [(name, kind if name == DELIVERY else value) for name, value in person.form(SITE)]
    assert person.save(SITE, pairs, "refresh").status == 200
    return person.form(SITE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_delivery_says_what_it_does_in_every_language(person: Person, language: str) -> None:
    """Who picks from 'basin', 'inbox' and 'web3forms' has to look each of them up."""
    person.cookie += f"; site-gen-language={language}"
    page, words = person.see(f"write?file={SITE}").text, words_in(language)
    assert f'<label for="f-form-delivery">{words.label("delivery", "form")}' in page
    said = set()
    for kind, model in DELIVERIES.items():
        told = words.sentence(kind, model.model_fields["delivery"].description or "")
        assert f'<option value="{kind}"' in page
        assert not told.lower().startswith(f"{kind}:")
        said.add(told)
    assert len(said) == len(DELIVERIES)


def test_a_delivery_is_chosen_asks_for_what_it_needs_and_can_be_changed(person: Person) -> None:
    """Where requests go had to be typed as YAML; left-overs of another delivery would be unknown keys, which stop the
    site."""
    site = person.running.project / SITE
    if form_of(person) is not None:
        assert person.save(SITE, chosen(person, ""), "save-anyway").status == 303
    assert form_of(person) is None
    before = site.read_text(encoding="utf-8")
    pairs = chosen(person, "formspree")
    assert {"v:form.id", "v:form.project"} <= {name for name, _ in pairs}
    refused = person.save(SITE, pairs)
    assert refused.status == 422
    assert refused.text.count(words_in("en").say("field_needed")) == 2
    assert person.save(SITE, changed(pairs, form__id="mzbqkvje")).status == 303
    assert form_of(person) == {"delivery": "formspree", "id": "mzbqkvje"}
    assert [line for line in before.splitlines() if line not in site.read_text(encoding="utf-8").splitlines()] == []
    pairs = chosen(person, "mailto")
    assert {"v:form.id", "v:form.project"} & {name for name, _ in pairs} == set()
    assert person.save(SITE, changed(pairs, form__email="new@mara.test"), "save-anyway").status == 303
    assert form_of(person) == {"delivery": "mailto", "email": "new@mara.test"}
    pairs = [(name, "" if name == DELIVERY else value) for name, value in person.form(SITE)]
    assert person.save(SITE, pairs, "save-anyway").status == 303
    assert form_of(person) is None
    assert site.read_text(encoding="utf-8") == before


def test_languages_are_ticked_by_their_names_and_keep_their_order(person: Person) -> None:
    """Who knows no codes would write 'Català'; and the first language is the site's own."""
    site = person.running.project / SITE
    text = site.read_text(encoding="utf-8")
    page = person.see(f"write?file={SITE}").text
    for code, name in LANGUAGES.items():
        assert f'name="v:languages" value="{code}"' in page
        assert f"> {name}</label>" in page
    pairs = [*person.form(SITE), ("v:languages", "ca")]
    assert person.save(SITE, pairs, "save-anyway").status == 303
    data = read_content(site.read_bytes(), is_markdown=False).data
    was = read_content(text.encode(), is_markdown=False).data
    assert isinstance(data, dict)
    assert isinstance(was, dict)
    assert isinstance(was["languages"], list)
    assert data["languages"] == [*was["languages"], "ca"]
