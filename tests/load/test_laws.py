"""The law for any project, however broken: it loads, or every problem has a place. Nothing else happens."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final, TypeAlias

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from site_gen.builder.plan import plan
from site_gen.inert import inert_line
from site_gen.load import load_site
from site_gen.problems import Problem, ProjectError
from tests.load.mutations import Spoilt, spoilt, texts
from tests.load.rich import RICH
from tests.support import NOW, write_files

EXAMPLES: Final = int(os.environ.get("LAW_EXAMPLES", "60"))
LAW: Final = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
FILES: Final = {name: text if isinstance(text, bytes) else text.encode() for name, text in RICH.items()}

Spoiler: TypeAlias = Callable[[Mapping[str, bytes]], None]


def _some(wanted: Callable[[str], bool]) -> dict[str, bytes]:
    return {name: content for name, content in FILES.items() if wanted(name) and not name.endswith(".png")}


YAML: Final = _some(lambda name: name.endswith(".yaml") and not name.endswith(".es.yaml"))
MARKDOWN: Final = _some(lambda name: name.endswith(".md"))
OVERLAYS: Final = _some(lambda name: ".es." in name)


@pytest.fixture(scope="module")
def spoil(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Spoiler]:
    """Load and plan the rich project with some files put in place of its own, and judge what is said."""
    folder = write_files(tmp_path_factory.mktemp("rich"), RICH)

    def judge(changed: Mapping[str, bytes]) -> None:
        new = [name for name in changed if not (folder / name).exists()]
        try:
            write_files(folder, changed)
            for problem in _problems(folder):  # none where it loads
                _check_place(problem, folder)
        finally:
            for name in new:
                (folder / name).unlink(missing_ok=True)
            write_files(folder, {name: FILES[name] for name in changed if name in FILES})

    yield judge
    assert _problems(folder) == ()


def _problems(folder: Path) -> tuple[Problem, ...]:
    try:
        plan(load_site(folder).site, NOW)
    except ProjectError as error:
        return error.problems
    return ()


def _check_place(problem: Problem, folder: Path) -> None:
    place = problem.location
    assert inert_line(f"{problem.message}{problem.hint}") == f"{problem.message}{problem.hint}", problem
    assert len(problem.message) < 300, problem
    assert place.line >= 1, problem
    assert place.column >= 1, problem
    file = folder / place.file
    if file.suffix not in {".yaml", ".md"} or not file.is_file():
        assert (place.line, place.column) == (1, 1)
        return
    text = file.read_bytes().decode(errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.removeprefix("\ufeff").split("\n")
    assert place.line <= len(lines), problem
    assert place.column <= len(lines[place.line - 1]) + 1, problem


@LAW
@given(changed=spoilt(YAML))
def test_a_spoilt_yaml_file_is_a_problem_with_a_place(spoil: Spoiler, changed: Spoilt) -> None:
    spoil(dict([changed]))


@LAW
@given(changed=spoilt(MARKDOWN))
@example(changed=("content/articles/first.md", b"---\ntitle: x\ndate: 0001-01-01\n---\n"))
def test_a_spoilt_markdown_file_is_a_problem_with_a_place(spoil: Spoiler, changed: Spoilt) -> None:
    spoil(dict([changed]))


@LAW
@given(changed=spoilt(OVERLAYS))
def test_a_spoilt_translation_is_a_problem_with_a_place(spoil: Spoiler, changed: Spoilt) -> None:
    spoil(dict([changed]))


FOLDERS: Final = (
    "cases",
    "offers",
    "content",
    "content/articles",
    "content/pages",
    "content/images",
    "themes/studio",
    ".",
)
NAMES: Final = texts.filter(lambda name: not set(name) & set("/\0") and name not in {"", ".", ".."} and len(name) < 60)
ENDINGS: Final = st.sampled_from(
    (".yaml", ".md", ".es.yaml", ".ES.md", ".png", ".jpg", "", ".yml", "..yaml", ".x.yaml")
)


@LAW
@given(
    folder=st.sampled_from(FOLDERS),
    name=NAMES,
    ending=ENDINGS,
    content=st.sampled_from(
        (*FILES.values(), b"", b"x", b"\xff\xd8\xff", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"RIFF....WEBP")
    ),
)
def test_a_file_of_any_name_is_read_or_named(
    spoil: Spoiler, folder: str, name: str, ending: str, content: bytes
) -> None:
    file = f"{folder}/{name}{ending}".removeprefix("./")
    spoil({} if file in FILES else {file: content})


@LAW
@given(edits=st.lists(st.tuples(st.integers(0, 80), st.integers(0, 4), st.binary(max_size=4)), min_size=1, max_size=3))
def test_a_damaged_picture_is_a_problem(spoil: Spoiler, edits: list[tuple[int, int, bytes]]) -> None:
    content = FILES["content/images/mara.png"]
    for at, length, new in edits:
        content = content[:at] + new + content[at + length :]
    spoil({"content/images/mara.png": content})


@LAW
@given(changes=st.lists(spoilt({**YAML, **OVERLAYS, **MARKDOWN}), min_size=2, max_size=4))
def test_several_spoilt_files_are_all_named_in_one_run(spoil: Spoiler, changes: list[Spoilt]) -> None:
    spoil(dict(changes))
