"""`new` and `schema`: a first project that builds without a warning, and nothing of anyone's overwritten."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from site_gen.cli import COMMANDS
from site_gen.model.setting_values import LANGUAGES
from tests.conftest import Cli
from tests.support import ROOT, tree


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_project_builds_at_once_and_names_only_what_is_to_be_replaced(
    language: str, cli: Cli, tmp_path: Path
) -> None:
    """The first minute decides whether somebody goes on: they hear that it is done, and in a line what is to be
    replaced. `check` has each line of it."""
    # The starter's offer counts its days from today's clock, so the build is asked for as of today too.
    assert cli("new", "my-site", "--language", language).code == 0
    folder, today = tmp_path / "my-site", {"SOURCE_DATE_EPOCH": ""}
    done = cli("build", "--jobs", "1", cwd=folder, env=today)
    assert (done.code, done.out) == (0, ""), done.err
    summary, *_ = [line for line in done.err.splitlines() if "placeholders" in line]
    assert re.fullmatch(
        r"\d+ placeholders of the new project still to be replaced: cases/first-client.yaml \(\d+\), site.yaml "
        r"\(\d+\); site-gen check names each with its line",
        summary,
    )
    assert done.err.count("warning") == 1
    assert len(done.err.splitlines()) <= 6
    checked = cli("check", cwd=folder, env=today)
    said = [line for line in checked.err.splitlines() if ": warning: " in line]
    assert len(said) == int(summary.split()[0]) + 1
    wanted = ("placeholder", "sample case", "the form has no place to send to")
    assert [line for line in said if not any(words in line for words in wanted)] == []
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert [
        step for step in ("check", "build", "preview", "deploy", "schedule") if f"`site-gen {step}" not in readme
    ] == []
    home = (folder / "output/index.html").read_text(encoding="utf-8")
    assert f'lang="{language}"' in home
    assert cli("build", "--strict", "--jobs", "1", cwd=folder, env=today).code == 1


def test_a_new_project_has_its_schemas_and_no_tokens(cli: Cli, tmp_path: Path) -> None:
    cli("new", "my-site")
    files = tree(tmp_path / "my-site")
    assert {"site.yaml", ".gitignore", "schemas/site.schema.json"} <= set(files)
    assert not [file for file, content in files.items() if file.endswith((".yaml", ".md")) and b"@TODAY" in content]
    assert not [file for file, content in files.items() if b"\r\n" in content]


def test_without_a_terminal_nothing_is_asked(cli: Cli, tmp_path: Path) -> None:
    assert cli("new", "my-site").code == 0
    assert "languages: [en]" in (tmp_path / "my-site/site.yaml").read_text(encoding="utf-8")


def test_a_folder_with_files_is_left_alone(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/diary.txt").write_text("dear")
    done = cli("new", "mine")
    assert done.code == 2
    assert "mine is not empty; name a new folder" in done.err
    assert tree(tmp_path / "mine") == {"diary.txt": b"dear"}


def test_an_empty_folder_is_as_good_as_a_new_one(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    assert cli("new", "mine").code == 0


@pytest.mark.parametrize("words", [("new", "file/site"), ("schema", "--output", "file/schemas")])
def test_where_nothing_can_be_written_it_is_said_in_a_line(words: tuple[str, ...], cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    done = cli(*words)
    assert (done.code, done.out) == (3, "")
    assert "can't be written" in done.err


def test_a_file_is_no_folder_for_a_project(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert cli("new", "file").code == 2


def test_schemas_are_written_where_the_files_look_for_them(cli: Cli, tmp_path: Path) -> None:
    assert cli("schema").code == 0
    assert set(tree(tmp_path / "schemas")) == set(tree(ROOT / "schemas"))


def test_one_schema_is_printed_alone(cli: Cli) -> None:
    done = cli("schema", "--kind", "case")
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out)["title"] == "Case"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str, cli: Cli) -> None:
    done = cli(command, "--help")
    assert (done.code, done.err) == (0, "")
    assert f"Example: site-gen {command}" in done.out
    assert COMMANDS[command] in " ".join(done.out.split())


@pytest.mark.parametrize("words", [("--help",), ("-h",)])
def test_help_names_every_command(words: tuple[str, ...], cli: Cli) -> None:
    done = cli(*words)
    assert done.code == 0
    assert all(line in " ".join(done.out.split()) for line in COMMANDS.values())


def test_the_version_is_said(cli: Cli) -> None:
    assert cli("--version").out.startswith("site-gen, version ")


def test_texts_are_in_the_programs_language_where_none_is_named(cli: Cli, tmp_path: Path) -> None:
    """Who is spoken to in Spanish would get an English site, and from then on an English program."""
    made = cli("new", "web", "--no-questions", env={"SITE_GEN_LANGUAGE": "es"})
    assert made.code == 0, made.err
    assert "languages: [es]" in (tmp_path / "web" / "site.yaml").read_text(encoding="utf-8")
