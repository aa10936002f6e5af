"""Translations: made ready to fill in, held against their originals, and named where they are half done."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.actions.translate import dump, translate
from site_gen.load import load_site
from site_gen.sources.yaml import read_yaml
from tests.conftest import Cli, ProjectFactory
from tests.support import AUDIT, CASE, SERVICES, SITE

ENGLISH: Final = SITE.replace("[en, es]", "[en]")
COPIED: Final = AUDIT.replace("price: 0", "price: 0\nsummary: I look at it as a stranger would")


def test_every_file_is_made_ready_and_the_project_still_builds(project: ProjectFactory, cli: Cli) -> None:
    """Who translates would have to know which keys are texts, and which must not be repeated."""
    folder = project({"site.yaml": ENGLISH, "site.es.yaml": None})
    done = cli("translate", "es", cwd=folder)
    assert done.code == 0, done.err
    assert [line.partition(":")[0] for line in done.out.splitlines()] == [
        "site.es.yaml", "cases/cafe.es.yaml", "offers/audit.es.yaml", "offers/month.es.yaml", "offers/plan.es.yaml",
        "content/profile.es.md", "content/services.es.yaml",
    ]  # fmt: skip
    assert "languages: [en, es]" in (folder / "site.yaml").read_text(encoding="utf-8")
    site = load_site(folder).site
    assert all(set(offer.versions) == {"en", "es"} for offer in site.offers)
    assert all(offer.versions["es"] == offer.original for offer in site.offers)
    assert site.cases[0].versions["es"] == site.cases[0].original


def test_only_texts_stand_in_a_translation(project: ProjectFactory, cli: Cli) -> None:
    folder = project({"site.yaml": ENGLISH, "site.es.yaml": None})
    cli("translate", "es", "offers/audit.yaml", cwd=folder)
    text = (folder / "offers/audit.es.yaml").read_text(encoding="utf-8")
    assert text == (
        "# yaml-language-server: $schema=../schemas/offer.overlay.schema.json\n\n"
        "# The texts of offers/audit.yaml, to be written over in 'es'. What stays as it is can go.\n\n"
        "title: A free audit of your page\n"
        "form:\n  fields:\n    - label: E-mail\n  consent: I agree that my data is used to answer this request.\n"
        "call_to_action: Ask for the audit\n"
    )
    assert not (folder / "offers/month.es.yaml").exists()


@pytest.mark.skipif(os.name == "nt", reason="there are no pipes with names")
def test_a_pipe_where_a_translation_belongs_is_not_waited_for(project: ProjectFactory, cli_process: Cli) -> None:
    folder = project({"site.es.yaml": None})
    os.mkfifo(folder / "site.es.yaml")
    done = cli_process("translate", "es", cwd=folder)
    assert (done.code, "no ordinary file" in done.err) == (3, True)


def test_a_full_disk_leaves_what_was_translated(
    project: ProjectFactory, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Written in place, half of an evening's work would be left, or nothing."""
    mine = "title: Una auditoría\n"
    folder = project({"offers/audit.es.yaml": mine})

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("site_gen.files._write_new", full)
    done = cli("translate", "es", "offers/audit.yaml", cwd=folder)
    assert (done.code, "No space left" in done.err) == (3, True)
    assert (folder / "offers/audit.es.yaml").read_text(encoding="utf-8") == mine


def test_line_ends_of_windows_stay(project: ProjectFactory, cli: Cli) -> None:
    folder = project({"offers/audit.es.yaml": b"title: Una auditor\xc3\xada\r\n"})
    cli("translate", "es", "offers/audit.yaml", cwd=folder)
    content = (folder / "offers/audit.es.yaml").read_bytes()
    assert b"Not translated yet" in content
    assert content.count(b"\n") == content.count(b"\r\n")


def test_what_is_translated_stays_and_what_is_missing_is_added(project: ProjectFactory, cli: Cli) -> None:
    """Somebody's work of an evening would be lost."""
    mine = "# mine\ntitle: Una auditoría\nform:\n  fields: [{label: Correo}]"
    folder = project({"offers/audit.es.yaml": mine})
    done = cli("translate", "es", "offers/audit.yaml", cwd=folder)
    text = (folder / "offers/audit.es.yaml").read_text(encoding="utf-8")
    assert text == f"{mine}\n\n# Not translated yet:\ncall_to_action: Ask for the audit\n"
    assert "offers/audit.es.yaml: write 'form.consent' in yourself" in done.out
    load_site(folder)


WRONG: Final = {
    ("en",): "'en' is the site's first language",
    ("xx",): "or the code of none",
    ("../x",): "or the code of none",
    ("es", "offers/adit.yaml"): "there is no file with texts 'offers/adit.yaml'; did you mean 'offers/audit.yaml'?",
}


@pytest.mark.parametrize("words", WRONG)
def test_what_cannot_be_translated_is_said(words: tuple[str, ...], project: ProjectFactory, cli: Cli) -> None:
    done = cli("translate", *words, cwd=project())
    assert (done.code, done.out) == (2, "")
    assert WRONG[words] in " ".join(done.err.split())


def test_a_copy_of_the_original_is_accepted_and_named(project: ProjectFactory, cli: Cli) -> None:
    """'Copy the file and translate it' is what everybody does first."""
    folder = project({"offers/audit.yaml": COPIED, "offers/audit.es.yaml": COPIED, "cases/cafe.es.yaml": CASE})
    done = cli("check", cwd=folder)
    assert done.code == 0, done.err
    assert "offers/audit.es.yaml:2:8: warning: 4 texts are still as in offers/audit.yaml: title, summary, " in done.err
    translated = COPIED.replace("A free audit of your page", "Una auditoría").replace("price: 0", "price: 10")
    (error,) = [
        line
        for line in cli("check", cwd=project({"offers/audit.es.yaml": translated})).err.splitlines()
        if line.startswith("offers/audit.es.yaml") and "warning" not in line
    ]
    assert error.startswith("offers/audit.es.yaml:3:1: 'price' stands in offers/audit.yaml alone")


def test_a_consent_in_another_language_is_named_without_being_asked(project: ProjectFactory, cli: Cli) -> None:
    """A consent to a text that somebody can't read is none."""
    half = "title: Una auditoría\nform:\n  fields: [{label: Correo}]\n"
    done = cli("check", cwd=project({"offers/audit.es.yaml": half}))
    assert "offers/audit.es.yaml:2:1: warning: 'form.consent' is not translated: visitors agree to" in done.err
    whole = half + "  consent: Acepto que se usen mis datos para contestar.\n"
    assert "consent" not in cli("check", cwd=project({"offers/audit.es.yaml": whole})).err


def test_what_is_not_translated_is_listed_by_file(project: ProjectFactory, cli: Cli) -> None:
    services = SERVICES.replace("price: {amount: 390, per: month}", "includes: [Twelve posts, A report]")
    folder = project(
        {
            "content/services.yaml": services,
            "content/services.es.yaml": "services:\n  - name: Gestión\n    includes: [Doce publicaciones, A report]\n",
        }
    )
    done = cli("check", "--translations", cwd=folder)
    said = [line for line in done.err.splitlines() if ": warning: " in line]
    assert "content/services.es.yaml:2:5: warning: 'services[1].summary' is missing" in said
    assert "site.es.yaml:1:1: warning: 'tagline' is missing" in said
    assert "offers/month.yaml:1:1: warning: there is no translation into 'es': it isn't shown in that language" in said
    assert not [line for line in said if "name" in line]
    assert cli("check", "--translations", "--strict", cwd=folder).code == 1
    assert (
        cli("check", "--translations", "--strict", cwd=project({"site.yaml": ENGLISH, "site.es.yaml": None})).code == 0
    )


def test_a_text_that_a_theme_adds_is_asked_for_in_every_language(project: ProjectFactory, cli: Cli) -> None:
    """Spanish pages would have an English button, and their owner would look for the mistake in their own files."""
    folder = project({"themes/studio/strings/en.yaml": "mine.book: Book a table\n"})
    done = cli("check", cwd=folder)
    assert done.code == 0
    assert "site.yaml:5:17: warning: the theme lacks 1 of its " in done.err
    assert "write them into themes/studio/strings/es.yaml, each with its key: mine.book" in done.err


TEXTS: Final = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "no",
            "12:30",
            "1e3",
            "- a",
            "a: b",
            "a #b",
            "'",
            '"',
            "@x",
            "one\ntwo",
            "one\n\n  two \n",
            "\ttab",
            "0x1F",
            "~",
        ]
    ),
)
DATA: Final = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, min_size=1),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["title", "text"]), DATA, min_size=1))
def test_what_is_written_is_read_as_the_same(data: dict[str, Any]) -> None:
    """A text with a colon or a hash would come out cut, or as a number."""
    printable = "".join(text for text in _texts(data))
    if not all(character.isprintable() or character in "\n\t" for character in printable):
        return
    document = read_yaml(dump(data), "x.yaml")
    assert document.data == data
    assert not [problem for problem in document.problems if problem.severity == "error"]


def _texts(data: Any) -> list[str]:
    if isinstance(data, str):
        return [data]
    return [text for value in (data.values() if isinstance(data, dict) else data) for text in _texts(value)]


def test_nothing_is_written_twice(project: ProjectFactory) -> None:
    folder = project({"site.yaml": ENGLISH, "site.es.yaml": None})
    assert len(translate(folder, "es").new) == 7
    before = {path: path.read_bytes() for path in Path(folder).rglob("*.es.*")}
    again = translate(folder, "es")
    assert (again.new, again.extended, again.by_hand) == ((), (), ())
    assert {path: path.read_bytes() for path in Path(folder).rglob("*.es.*")} == before
