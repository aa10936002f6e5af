"""site-gen help: what messages refer to can be read, with the program alone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from site_gen.actions.topics import documents, file_kinds, keys_of
from tests.conftest import Cli
from tests.support import ROOT

TOPIC: Final = re.compile(r"site-gen help ([a-z]+)\b")
SOURCES: Final = sorted((ROOT / "site_gen").rglob("*.py"))


def test_topics_are_listed_with_their_headings(cli: Cli) -> None:
    said = cli("help").out
    assert re.search(r"(?m)^  forms +Where forms go$", said)
    assert "case, offer, proposal" in said
    assert "vocabulary" not in said


@pytest.mark.parametrize("topic", ["forms", "FORMS", "forms.md", "docs/forms.md"])
def test_a_topic_is_printed_however_it_is_named(topic: str, cli: Cli) -> None:
    """Old messages named files; people type what they read."""
    assert cli("help", topic).out.startswith("# Where forms go\n")


def test_links_between_documents_say_the_command(cli: Cli) -> None:
    """A link to a file that isn't there leads nowhere."""
    for topic in documents():
        assert not re.search(r"\]\([a-z]+\.md", cli("help", topic).out)
    assert "`site-gen help deploy`" in cli("help", "hosting").out


def test_a_document_is_in_the_readers_language_where_there_is_one(cli: Cli) -> None:
    """Who reads no English would take the program for one without instructions."""
    said = cli("--ui-language", "es", "help", "begin").out
    assert said.startswith("# Diez minutos\n")
    assert "Cómo instalarlo (`site-gen help install`)" in said
    assert (
        "página en inglés (`site-gen --ui-language en help install`)"
        in cli("--ui-language", "es", "help", "install").out
    )
    assert cli("--ui-language", "es", "help", "forms").out.startswith("# Where forms go\n")


def test_the_list_says_in_the_readers_language_what_each_document_is_about(cli: Cli) -> None:
    said = cli("--ui-language", "es", "help").out
    assert re.search(r"(?m)^  begin +Diez minutos$", said)
    assert re.search(r"(?m)^  forms +Adónde van los formularios \(en inglés\)$", said)


def test_the_list_has_every_document_for_owners_by_its_heading() -> None:
    paths = {path.stem: path for path in (ROOT / "docs").glob("*.md")}
    assert set(paths) - set(documents()) == {"adding", "architecture", "vocabulary"}
    for name, heading in documents().items():
        assert paths[name].read_text(encoding="utf-8").startswith(f"# {heading}\n")


def test_the_keys_of_a_file_are_those_of_its_schema(cli: Cli) -> None:
    said = cli("help", "offer.yaml").out
    assert said.startswith("The keys of offers/NAME.yaml, ")
    for key in ("price.lowest_30_days", "tiers[].price.amount", "form.fields[].label"):
        assert f"  {key}" in said
    assert [(kind, key) for kind in file_kinds() for key, words in keys_of(kind) if not words] == []


def test_a_command_is_a_topic_too_and_a_wrong_one_gets_the_nearest(cli: Cli) -> None:
    assert "--strict" in cli("help", "build").out
    wrong = cli("help", "form")
    assert (wrong.code, wrong.out) == (2, "")
    assert wrong.err.endswith("Error: there is no topic 'form': did you mean 'forms'?\n")
    assert "see site-gen help" in cli("help", "qwertyuiop").err


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("group", ["theme", "import", "leads"])
def test_a_list_of_commands_says_whole_sentences(group: str, language: str, cli: Cli) -> None:
    """What is cut off in the middle doesn't say which one is meant."""
    said = cli("--ui-language", language, group, "--help").out
    assert not re.search(r"\w\.\.\.$", said, re.MULTILINE)


def test_messages_refer_to_topics_that_there_are() -> None:
    """Whoever installs the program has no docs/ folder to look in."""
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        assert set(TOPIC.findall(text)) <= {*documents(), *file_kinds()}, path
        lines = [line for line in text.splitlines() if re.search(r"docs/[a-z]+\.md", line)]
        assert [line for line in lines if "source=" not in line and '"""' not in line and "`docs/" not in line] == []


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal")
def test_on_a_terminal_a_document_is_set_for_reading(tmp_path: Path) -> None:
    """Someone who doesn't know Markdown would read signs."""
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "site_gen", "help", "texts"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=theirs, env=os.environ | {"COLUMNS": "80"}) as process:
        os.close(theirs)
        said = b""
        try:
            while read := os.read(ours, 65536):
                said += read
        except OSError:  # Linux says so at the end
            pass
    os.close(ours)
    assert process.returncode == 0
    assert b"Texts and videos" in said
    assert b"# Texts" not in said
