"""What somebody reads who knows no English: commands in Russian, all help, and the notes in files that are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click
import pytest

from site_gen.cli import COMMANDS, group
from site_gen.messages import ENGLISH, LANGUAGES
from tests.cli.test_spanish import JEKYLL, LONG, NUMBERS, QUICK, TARGET, english
from tests.conftest import Cli
from tests.support import write_files

_TYPED: Final = re.compile(
    r"«[^»]*»|'[^'\n]*'|\"[^\"\n]*\"|`[^`]*`|https?://\S+|\S*[\w)]/\S*|site-\s*gen(?: [a-z]+)*|--[\w-]+|\{[^}]*\}"
    r"|\[[^]]*\]"
    r"|\b[\w-]+\.(?:yaml|jsonl|csv|md|txt|html|css|com|io|org|xml|plist|log|conf|ics|xlsx|yml|timer|service)\b"
    r"|\w+(?:_\w+)+|\w+-\w[\w-]*|\b\w+:(?!\w)|<[^>\n]*>|^ *\w+(?:\[\])?(?:\.\w+(?:\[\])?)*  +"
    r"|^.*\$HOME.*$|^ *launchctl .*$|\bgen help [a-z]+"
)
"""Names, addresses, keys, options and what is to be typed: they are the same in every language."""

_NAMES: Final = re.compile(
    r"\b(?:Meta Business Suite|YouTube Studio|Google Analytics|Source Serif Pro|GitHub Actions|Cloudflare Pages"
    r"|GitLab Pages|pull request|merge request|Basic Auth|Ctrl C|select and radio|Mara Vidal|The till|my site"
    r"|Object Storage|Yandex Cloud|Fecha, Seguidores|npx wrangler)\b"
)
_RUN: Final = re.compile(r"(?<![\w.])[A-Za-z][a-z']+(?: [a-z']{2,})+(?![\w.])")
"""Two words and more in Latin letters, one after another: none but names are in a Russian text."""


def latin(text: str) -> Iterator[str]:
    """Yield the lines of a text in Cyrillic letters in which words of another language stand."""
    for line in text.splitlines():
        if _RUN.search(_NAMES.sub("|", _TYPED.sub("|", line))):
            yield line


_ALIKE: Final = re.compile(r"\[[^]]*\]|\b(?:has|files|To)\b|^# +(?:- )?\w+:(?= )", re.MULTILINE)
"""What Spanish and Catalan words look like English ones, choices and keys."""


def foreign(text: str, language: str) -> list[str]:
    """Return the lines of a text that are English."""
    if language in {"ru", "uk"}:
        return list(latin(text))
    return list(english(_ALIKE.sub("", text)))


def project_in(cli: Cli, folder: Path, language: str) -> Path:
    """Return a project as `new` begins it in a language, with a place to go to and what commands take in."""
    made = cli("new", folder.name, "--language", language, "--no-questions", cwd=folder.parent)
    assert made.code == 0, made.err
    with (folder / "site.yaml").open("a", encoding="utf-8") as site:
        site.write(TARGET.replace("PLACE", str(folder.parent / "place")))
    write_files(folder, {"numbers.csv": NUMBERS, **{f"old/{name}": text for name, text in JEKYLL.items()}})
    return folder


def latin_of(cli: Cli, folder: Path, commands: tuple[str, ...]) -> list[str]:
    """Run commands in Russian, and return what isn't Russian of what they say."""
    offer, case = (next((folder / kind).glob("[!.]*.yaml")).stem.split(".")[0] for kind in ("offers", "cases"))
    found = []
    for command in commands:
        words = command.replace("NAME", offer).replace("CASE", case).split()
        ran = cli("--ui-language", "ru", *words, cwd=folder)
        assert ran.code in {0, 1, 2, 3}, (command, ran.err)
        found += [f"{command}: {line}" for line in (*latin(ran.out), *latin(ran.err))]
    return found


def test_no_command_says_anything_in_english_to_a_russian(cli: Cli, tmp_path: Path) -> None:
    """Letters of another script are no help in guessing."""
    folder = project_in(cli, tmp_path / "web", "ru")
    assert latin_of(cli, folder, tuple(each for each in QUICK if "schedule" not in each)) == []


@pytest.mark.laws
def test_no_command_that_makes_the_site_says_anything_in_english_to_a_russian(cli: Cli, tmp_path: Path) -> None:
    """Nobody publishes what they can't read."""
    quiet = tuple(each for each in LONG if "--json" not in each)
    assert latin_of(cli, project_in(cli, tmp_path / "web", "ru"), quiet) == []


def _commands(command: click.Command, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield words
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from _commands(inner, (*words, name))


def helped() -> list[tuple[str, ...]]:
    """Return the words of every command."""
    with click.Context(group) as context:
        found = {name: group.get_command(context, name) for name in COMMANDS}
    return [(), *(words for name, command in found.items() if command for words in _commands(command, (name,)))]


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != ENGLISH])
def test_all_help_is_in_the_language_of_its_reader(language: str, cli: Cli) -> None:
    """FILE, DIR and TARGET are English words in the very line that says what to type."""
    found = []
    for words in helped():
        said = cli("--ui-language", language, *words, "--help").out
        about, _, _ = said.rpartition("\n\n")  # the example is what is typed
        found += [f"{' '.join(words)}: {line}" for line in foreign(about, language)]
        found += [
            f"{' '.join(words)}: {name}"
            for name in re.findall(r"\b(?:FILES?|DIR|DIRECTORY|NAME|TEXT|TARGET|ARGS|INSTANT|INTEGER RANGE)\b", about)
            if (language, name) != ("ca", "TEXT")
        ]
    assert found == []


def test_lists_of_commands_are_not_cut_off(cli: Cli) -> None:
    """Half a sentence ends where it gets interesting."""
    told = {words: cli(*words, "--help").out.partition("\n")[2] for words in helped()}  # without the line of usage
    assert [words for words, said in told.items() if re.search(r"\w\.\.\.$", said, re.MULTILINE)] == []


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != ENGLISH])
def test_titles_of_documents_are_in_the_language_of_their_reader(language: str, cli: Cli) -> None:
    """Who seeks where forms go doesn't find it under a title that can't be read."""
    said = cli("--ui-language", language, "help").out
    assert foreign(said, language) == []
    assert "Where forms go" not in said


def test_a_document_that_is_translated_is_shown_in_that_language(cli: Cli) -> None:
    assert cli("--ui-language", "ru", "help", "begin").out.startswith("# Десять минут\n")
    assert cli("help", "begin").out.startswith("# Ten minutes\n")


WRITES: Final = (
    "audit ana", "proposal ana", "translate fr", "theme new warm", "plan --new-month --write",
    "schedule systemd --write", "schedule cron --write", "schedule launchd --write",
)  # fmt: skip
_NOTE: Final = re.compile(r"(?:^|\s)# .*|/\*.*\*/")


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != ENGLISH])
def test_notes_in_files_are_in_the_owners_language(language: str, cli: Cli, tmp_path: Path) -> None:
    """A file that is to be filled in says in its notes how; who can't read them leaves it."""
    folder = project_in(cli, tmp_path / "web", language)
    before = set(folder.rglob("*"))
    for command in WRITES:
        ran = cli("--ui-language", language, *command.split(), cwd=folder)
        assert ran.code == 0, (command, ran.err)
        if command == "translate fr":  # its empty words would be mistakes
            found = [path for path in folder.rglob("*") if ".fr." in path.name or path.name == "fr.yaml"]
            heads = [line for path in found for line in path.read_text(encoding="utf-8").splitlines()[:8]]
            assert [line for head in heads for note in _NOTE.findall(head) for line in foreign(note, language)] == []
            for path in found:
                path.unlink()
            site = folder / "site.yaml"
            site.write_text(site.read_text(encoding="utf-8").replace(", fr]", "]"), encoding="utf-8")
    texts = [
        (path, path.read_text(encoding="utf-8")) for path in sorted(set(folder.rglob("*")) - before) if path.is_file()
    ]
    notes = [
        (path.relative_to(folder).as_posix(), note)
        for path, text in texts
        for note in ([text] if path.name == "README.md" else _NOTE.findall(text))
        if "$schema" not in note
    ]
    assert len(notes) > 40
    assert [(file, line) for file, note in notes for line in foreign(note, language)] == []


@pytest.mark.parametrize("host", ["apache", "caddy", "netlify", "nginx"])
def test_notes_for_hosts_are_in_the_owners_language(host: str, cli: Cli, tmp_path: Path) -> None:
    """Where the lines go is what the note says."""
    said = cli("hosting", host, cwd=project_in(cli, tmp_path / "web", "ru")).out
    notes = [line for line in said.splitlines() if line.startswith("# ")]
    assert notes
    assert [line for line in notes if not re.search("[а-я]", line) and not line.startswith("#   ")] == []


def test_latin_words_are_seen() -> None:
    """A check that sees nothing holds nothing."""
    said = "записано 3 lines of text\nготово: site-gen help forms\nнапишите «the place» в site.yaml\nwhat is missing"
    assert list(latin(said)) == ["записано 3 lines of text", "what is missing"]


def test_help_is_in_the_readers_language_whoever_asked_before(cli: Cli) -> None:
    """The library keeps the first option of a command that shows help, with its text."""
    group.get_help_option(click.Context(group, help_option_names=["-h", "--help"]))
    assert "Show this message" not in cli("--ui-language", "ru", "--help").out
