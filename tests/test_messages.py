"""Texts that know what they are made of: English as they are, and whole in any language."""

from __future__ import annotations

import copy
import json
import pickle
from dataclasses import replace

import pytest

from site_gen.inert import inert_line
from site_gen.messages import (
    LANGUAGES,
    Message,
    all_of,
    as_data,
    from_data,
    joined,
    listed,
    m,
    one_of,
    plural,
    said,
    size_of,
)
from site_gen.model.own_pickles import dumped, loaded
from site_gen.nearest import nearest
from site_gen.problems import Location, Problem, ProjectError, WorldError
from tests.conftest import Cli, ProjectFactory

MEANT = nearest("titel", ["title", "price"])


def test_a_message_is_its_english_text() -> None:
    """Everything that compares, sorts or writes texts goes on working."""
    message = m("'{name}' is one of {of} {keys: of this kind}", name="x", of=one_of(["a", "b", "c"]))
    assert message == "'x' is one of a, b or c {keys: of this kind}"
    assert hash(message) == hash(str.__str__(message))
    assert sorted([message, "'a"]) == ["'a", message]
    assert json.loads(json.dumps(message)) == message


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))])  # noqa: S301
def test_a_message_stays_one(again: object) -> None:
    """What is kept or sent to another process would be shown in English."""
    assert callable(again)
    problem = Problem(Location("a.yaml"), MEANT, joined(MEANT, "; ", MEANT))
    assert again(problem).message.said("es") == "¿querías decir «title»?"
    assert again(problem).hint.said("es") == "¿querías decir «title»?; ¿querías decir «title»?"


def test_kept_readings_and_records_keep_messages() -> None:
    """A second build of the same files would tell its mistakes in English."""
    kept = loaded(dumped(MEANT))
    assert kept.said("es") == MEANT.said("es") if isinstance(MEANT, Message) else None
    text = joined(plural("{count} file", "{count} files", count=3), ": ", MEANT)
    again = from_data(json.loads(json.dumps(as_data(text))))
    assert (again, said(again, "ru")) == (text, said(text, "ru"))


def test_what_a_message_repeats_of_a_file_is_harmless_in_each_language() -> None:
    """A name with control characters would colour or clear the owner's terminal."""
    problem = Problem(Location("a.yaml"), m("did you mean '{name}'?", name="title\x1b[2J"), "plain\x07")
    for language in LANGUAGES:
        shown = said(problem.message, language)
        assert shown == inert_line(shown)
        assert "\\x1b[2J" in shown
    assert problem.hint == "plain\\x07"
    assert replace(problem) == problem


def test_errors_keep_messages() -> None:
    """Errors are told where they end, and would be English there."""
    assert said(str(WorldError(MEANT)), "es") == "¿querías decir «title»?"
    assert said(str(ProjectError([Problem(Location("a"), MEANT)])), "es") == str(Problem(Location("a"), MEANT))


def test_numbers_have_the_forms_and_the_thousands_of_their_language() -> None:
    """'5 файла' reads like a machine's."""
    many = {n: plural("{count:,} error", "{count:,} errors", count=n) for n in (1, 3, 5, 21, 1200)}
    assert [str(text) for text in many.values()] == ["1 error", "3 errors", "5 errors", "21 errors", "1,200 errors"]
    assert [said(text, "ru") for text in many.values()] == [
        "1 ошибка", "3 ошибки", "5 ошибок", "21 ошибка", "1\xa0200 ошибок",
    ]  # fmt: skip
    assert said(many[1200], "es") == "1.200 errores"


def test_lists_are_whole() -> None:
    """'a, b or c' has to be a list in each language."""
    assert said(one_of(["a", "b", "c"]), "uk") == "a, b або c"
    assert said(all_of(["a", "b"]), "es") == "a y b"
    assert (one_of(["a"]), said(one_of(["a"]), "es"), listed([]), all_of([])) == ("a", "a", "", "")


def test_a_language_that_the_program_does_not_speak_is_english() -> None:
    """A site in German has to be built, with messages that are read."""
    assert said(MEANT, "de") == MEANT
    assert said("plain", "es") == "plain"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("es", ("Uso:", "Opciones:", "Comandos:", "Muestra este mensaje")),
        ("ru", ("Использование:", "Параметры:", "Команды:")),
        ("uk", ("Використання:", "Параметри:", "Команди:")),
        ("ca", ("Ús:", "Opcions:", "Ordres:")),
    ],
)
def test_help_is_in_the_language(cli: Cli, language: str, words: tuple[str, ...]) -> None:
    """The first words that an owner reads are the program's."""
    for asked in (
        ("--ui-language", language, "check", "--help"),
        ("check", "--help", "--ui-language", language),  # it is for the whole program, and may stand anywhere
        (f"--ui-language={language}", "--help"),
    ):
        done = cli(*asked)
        assert done.code == 0
        assert words[0] in done.out
        assert words[1] in done.out
    assert words[2] in done.out


def test_usage_errors_are_in_the_language(cli: Cli) -> None:
    """Whoever slips in a command needs to understand what is wrong with it."""
    done = cli("--ui-language", "es", "chek")
    assert done.code == 2
    assert "no existe el comando «chek»: ¿querías decir «check»?" in done.err
    assert "Error: No existe la opción" in cli("--ui-language", "es", "check", "--al").err
    assert "the program speaks ca, en, es, ru or uk, not 'de'" in cli("check", "--ui-language", "de").err
    assert "'--ui-language'" in cli("check", "--ui-language").err


def test_the_project_says_the_language(cli: Cli, project: ProjectFactory) -> None:
    """Whoever writes a site in Spanish reads Spanish, whatever language the machine was set up in."""
    folder = project({"site.yaml": "languages: [es]\n"})
    asked = ("--project", str(folder))
    unset = {"SITE_GEN_LANGUAGE": "", "LC_ALL": "ru_RU.UTF-8"}
    assert "errores" in cli("check", *asked, env=unset).err
    assert "ошибок" in cli("check", *asked, env={"SITE_GEN_LANGUAGE": "ru"}).err
    assert "errors" in cli("--ui-language", "en", "check", *asked, env=unset).err
    assert "Использование:" in cli("check", "--help", cwd=folder.parent, env=unset).out
    assert "Usage:" in cli("check", "--help", cwd=folder.parent, env=unset | {"LC_ALL": "de_DE.UTF-8"}).out


def test_programs_and_services_get_english(cli: Cli, project: ProjectFactory) -> None:
    """What reads --json or annotations knows one language."""
    folder = project({"site.yaml": "languages: [es]\n"})
    for how in (("--format", "json"), ("--format", "github")):
        found = [cli("--ui-language", code, "check", "--project", str(folder), *how).out for code in ("en", "es")]
        assert found[0] == found[1] != ""


@pytest.mark.parametrize(
    ("count", "english", "russian"),
    [
        (1, "1 byte", "1 байт"),
        (776_400, "776 kB", "776 КБ"),
        (1_250_000, "1.2 MB", "1,2 МБ"),
        (78_310_000_000, "78.3 GB", "78,3 ГБ"),
    ],
)
def test_sizes_are_written_as_each_language_does(count: int, english: str, russian: str) -> None:
    """'1.2 MB' is read as twelve hundred where points keep thousands apart."""
    assert (size_of(count), said(size_of(count), "ru")) == (english, russian)
