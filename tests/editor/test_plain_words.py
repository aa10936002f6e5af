"""What the editor says is in the words of who reads it: no keys of files at a field, no file names for titles, and all
of it in the chosen language."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Final

import pytest

from site_gen.actions.new import new_project
from site_gen.actions.new_answers import Answers
from site_gen.editor.forms.wording import OF_FIELDS, OF_UNKNOWN, named_by_labels
from site_gen.editor.words import LANGUAGES, words_in
from site_gen.load import load_site
from site_gen.messages import m
from tests.conftest import ProjectFactory
from tests.editor.browsing import Person, at_the_editor, changed
from tests.support import NOW
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


def test_what_things_are_called_stands_where_files_were_named(project: ProjectFactory, cache: Path) -> None:
    """A person wrote «Followers from 1,200 to 4,800», and would have to know that it lies in 'cases/cafe'."""
    plan = "topics:\n" + "".join(
        f"  - {{date: 2026-11-2{day}, networks: [instagram], kind: proof, topic: T{day}, about: {about}}}\n"
        for day, about in enumerate(("cases/cafe", "offers/month", "Words of mine"), 5)
    )
    with at_the_editor(project({"content/plan.yaml": plan}), cache) as person:
        site = load_site(person.running.project).site
        case, offer = site.cases[0], next(each for each in site.offers if each.slug == "month")
        page = unescape(person.see("plan").text)
        say = words_in("en").say
        for thing, path in ((case, "cases/cafe"), (offer, "offers/month")):
            assert f'title="{path}">{say("plan_posts", about=thing.original.title)}</a>' in page
            posts = person.see(f"posts?name={path}")
            assert posts.status == 200
            assert f'<option value="{path}" selected>{thing.original.title}' in unescape(posts.text)
        assert "<span>Words of mine</span>" in page
        assert f'<option value="cases/cafe">{case.original.title}</option>' in unescape(person.see("topic?at=new").text)
        month = unescape(person.see("month").text)
        assert re.search(r'<span title="(offers|cases)/[a-z-]+">[^<]+</span>', month)
        assert not re.search(r"> · (offers|cases|articles)/", month)
        pairs = [("token", person.token), ("network", "instagram")]
        assert person.send("posts?name=offers/month&language=en&variant=offer", pairs).status == 303
        assert say("is_pinned") in person.see("posts?name=month&language=en").text
        file = person.running.project / "offers/month.yaml"
        file.write_text(file.read_text("utf-8").replace("amount: 290", "amount: 280"), "utf-8")
        person.running.until(lambda: say("stale_title") in person.see("").text)
        today = unescape(person.see("").text).partition(f'id="stale">{say("stale_title")}')[2]
        assert f'Instagram · <span title="offers/month">{offer.original.title}</span> (en)' in today
        link = re.search(r'href="/_edit/(posts\?[^"]+)"', today)
        assert link
        assert person.see(link[1]).status == 200


_ENGLISH: Final = re.compile(
    r"\b(the|is|are|can't|write|this|or|and|there|with|of|it|to|from|by|for|was|your|you|line|key|found|left)\b",
    re.IGNORECASE,
)
_UNREAD: Final = re.compile(
    r"<(script|style|svg|code|textarea|footer)\b.*?</\1>|<option value=\"[^\"]*\">[^<]*</option>|\([^()]*\)", re.DOTALL
)
"""What isn't the editor's to say: files, names of languages and zones, and (in brackets) laws by their names."""


def english_in(page: str) -> list[str]:
    texts = re.sub(r"<[^>]+>", "\n", re.sub(r"</?(?:span|strong|a|em|small)\b[^>]*>", " ", _UNREAD.sub("", page)))
    return [text.strip() for text in unescape(texts).splitlines() if _ENGLISH.search(text)]


def test_no_screen_of_a_russian_project_says_anything_in_english(tmp_path: Path, cache: Path) -> None:
    """Notes on posts, reasons of proposals and what publishing refuses are messages too: an owner in Kyiv or Málaga
    would read English right where something is wrong."""
    project = tmp_path / "project"
    new_project(project, Answers(language="ru"), NOW)
    site = project / "site.yaml"
    site.write_text(f"{site.read_text('utf-8')}\ndeploy: {{to: folder, path: ../online}}\n", "utf-8")
    with at_the_editor(project, cache) as person:
        in_language(person, "ru")
        screens = ["", "contents", "plan", "month", "publish", "place?new=1&kind=sftp", "place?kind=netlify", "tour"]
        screens += ["topic?at=new", "responses", "leads", "changes", "pictures", "new", "posts"]
        screens += [f"posts?name={name}&variant=problem" for name in ("offers/first-month", "cases/first-client")]
        found = {screen: english_in(person.see(screen).text) for screen in screens}
        target = re.search(r'name="target" value="([^"]+)"', person.see("publish").text)
        assert target
        person.send("publish", [("token", person.token), ("target", target[1]), ("do", "publish")])
        person.running.until(lambda: "data-progress" not in person.see("publish").text)
        found["refused"] = english_in(person.see("publish").text)
        offer = project / "offers/full-plan.yaml"
        offer.write_text(offer.read_text("utf-8").replace("kind:", "draft: perhaps\nseats: five\nkind:", 1), "utf-8")
        person.running.until(lambda: "full-plan.yaml:" in person.see("").text)
        found["wrong"] = english_in(person.see("").text) + english_in(
            person.see("write?file=offers/full-plan.yaml").text
        )
        assert {screen: texts for screen, texts in found.items() if texts} == {}
