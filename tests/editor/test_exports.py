"""Exports of networks in the editor: the same findings as on the command line, shown before anything is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest

from site_gen.actions.editing.private_files import editor_folder
from site_gen.actions.metrics import MetricsRequest, find_metrics
from site_gen.actions.planning.plan_file import read_plan
from site_gen.actions.planning.responses import find_responses
from site_gen.editor.uploads import MOST, Uploads
from site_gen.editor.web import Upload
from site_gen.editor.words import LANGUAGES
from site_gen.exports.found import Forms
from tests.actions.planning.test_responses import INSTAGRAM, PLAN
from tests.conftest import ProjectFactory
from tests.editor.browsing import Person, at_the_editor
from tests.exports import samples
from tests.preview.running import Answer
from tests.support import CASE

FILE: Final = "content/plan.yaml"
CAFE: Final = CASE.replace("period: {from: 2026-02-01", "period: {from: 2025-12-01")
OWN: Final = "Day;Leads\n01/02/2026;12\n02/02/2026;11\n03/02/2026;15\n"


@pytest.fixture
def person(project: ProjectFactory, cache: Path) -> Iterator[Person]:
    with at_the_editor(project({FILE: PLAN, "cases/cafe.yaml": CAFE}), cache) as found:
        yield found


def sent(person: Person, path: str, files: Mapping[str, str], **fields: str) -> Answer:
    """Send files as a browser does."""
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in {"token": person.token, "do": "look", **fields}.items()
    ]
    parts += [
        f'--x\r\nContent-Disposition: form-data; name="export"; filename="{name}"\r\n\r\n{content}\r\n'
        for name, content in files.items()
    ]
    named = {
        "Host": person.host,
        "Cookie": person.cookie,
        "Origin": f"http://{person.host}",
        "Content-Type": "multipart/form-data; boundary=x",
    }
    return person.running.ask(f"/_edit/{path}", "POST", "".join(parts) + "--x--\r\n", **named)


def shown(person: Person, answer: Answer) -> tuple[str, Answer]:
    """Follow to what was found; return the address below the editor, and the page."""
    assert answer.status == 303, answer.text
    there = answer.headers["location"].removeprefix("/_edit/")
    return there, person.see(there)


def kept(person: Person) -> list[Path]:
    assert person.running.editor is not None
    folder = editor_folder(person.running.editor.place.cache, person.running.project) / "exports"
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_came_of_posts_is_shown_and_then_written_as_on_the_command_line(person: Person, tmp_path: Path) -> None:
    """A freelancer would type hundreds of numbers, or stand before a terminal."""
    project = person.running.project
    (tmp_path / "posts.csv").write_bytes(INSTAGRAM.encode())
    expected = find_responses(read_plan(project), [tmp_path / "posts.csv"], Forms()).content
    there, page = shown(person, sent(person, "responses", {"posts.csv": INSTAGRAM}))
    for text in ("Terrace", "Croissant", "Reach 9,800", "found by its link", "the plan has nothing on that day"):
        assert text in page.text
    assert (project / FILE).read_text() == PLAN, "looking wrote"
    done = person.send(there, [("token", person.token), ("do", "write")])
    assert done.status == 303
    assert (project / FILE).read_bytes() == expected
    plan = person.see(done.headers["location"].removeprefix("/_edit/")).text
    assert "Posts whose results were noted: 2" in plan
    assert not kept(person), "an export with the numbers of a client stays behind"
    number = re.search(r'name="number" value="(\d+)"', plan)
    assert number is not None
    assert person.send("changes", [("token", person.token), ("number", number[1])]).status == 303
    assert (project / FILE).read_text() == PLAN


def test_a_plan_that_changed_between_looking_and_writing_keeps_that_change(person: Person) -> None:
    """What a colleague wrote meanwhile would be gone."""
    there, _ = shown(person, sent(person, "responses", {"posts.csv": INSTAGRAM}))
    path = person.running.project / FILE
    path.write_text(PLAN.replace("topic: Croissant", "topic: Brioche"))
    assert person.send(there, [("token", person.token), ("do", "write")]).status == 303
    text = path.read_text()
    assert "Brioche" in text
    assert "reach: 9800" in text


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "Choose a file first."),
        ({"a.csv": "a,b\n1,2\n"}, "this is no export that is known"),
        ({"a.csv": ""}, "the file is empty"),
        ({"../../evil.csv": "a,b\n1,2\n"}, "evil.csv"),
    ],
)
def test_what_is_no_export_is_told_in_words_and_without_folders(
    person: Person, files: dict[str, str], said: str
) -> None:
    answer = sent(person, "responses", files)
    page = shown(person, answer)[1] if files else answer
    assert page.status == 422
    assert said in page.text
    assert "exports/" not in page.text
    assert (person.running.project / FILE).read_text() == PLAN
    assert all("exports" in path.parts for path in kept(person))


def test_numbers_of_a_case_are_shown_and_the_chosen_ones_written(person: Person, tmp_path: Path) -> None:
    """Before and after would be typed by hand, with mistakes that clients read."""
    project = person.running.project
    (tmp_path / "posts.csv").write_bytes(samples.INSTAGRAM.encode())
    expected = find_metrics(MetricsRequest(project, "cafe", (tmp_path / "posts.csv",)))
    before = (project / "cases/cafe.yaml").read_bytes()
    there, page = shown(person, sent(person, "numbers?file=cases%2Fcafe.yaml", {"posts.csv": samples.INSTAGRAM}))
    chosen = re.findall(r'name="take" value="([^"]*)" checked', page.text)
    assert chosen == [entry.series.header for entry in expected.entries]
    assert (project / "cases/cafe.yaml").read_bytes() == before, "looking wrote"
    none = person.send(there, [("token", person.token), ("do", "write")])
    assert (none.status, "Choose at least one." in none.text) == (422, True)
    take = [("take", header) for header in chosen]
    assert person.send(there, [("token", person.token), ("do", "write"), *take]).status == 303
    for file, content in expected.changes:
        assert (project / file).read_bytes() == content


def test_a_table_of_ones_own_is_read_once_its_columns_are_named(person: Person) -> None:
    """The screen would name options of a command line that its user never opens."""
    there, page = shown(person, sent(person, "numbers?file=cases%2Fcafe.yaml", {"leads.csv": OWN}))
    assert page.status == 422
    assert "--" not in re.sub(r"<!--.*?-->", "", page.text)
    assert "Fill in below, and read again: Column with the days, Column with the numbers." in page.text
    page = person.see(f"{there}&date=Day&metric=Leads&order=dmy&source=The+till")
    assert page.status == 200
    assert 'value="Leads" checked' in page.text
    pairs = [("token", person.token), ("do", "write"), ("take", "Leads")]
    assert person.send(f"{there}&date=Day&metric=Leads&order=dmy&source=The+till", pairs).status == 303
    text = (person.running.project / "cases/cafe.yaml").read_text()
    assert "source: The till" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_screens_speak_the_language_of_their_owner(person: Person, language: str) -> None:
    person.cookie += f"; site-gen-language={language}"
    for path in ("responses", "numbers?file=cases%2Fcafe.yaml"):
        _, page = shown(person, sent(person, path, {"a.csv": "a,b\n1,2\n"}))
        assert f'<html lang="{language}">' in page.text
        assert ("this is no export" in page.text) == (language == "en" and path == "responses")


def test_only_the_last_batches_are_kept_and_no_path_leads_out(tmp_path: Path) -> None:
    """Exports of clients would gather on the disk, or a name would reach a file elsewhere."""
    uploads = Uploads(tmp_path / "exports")
    ids = [
        uploads.keep([Upload(f"..\\{number}/../a:b.csv", b"x"), Upload(".xlsx", b"y")]) for number in range(MOST + 3)
    ]
    assert [path.name for path in uploads.files(ids[-1])] == ["ab.csv", "file.xlsx"]
    assert len(list((tmp_path / "exports").iterdir())) == MOST
    assert uploads.files("../exports") == uploads.files("") == uploads.files(ids[0]) == ()
    uploads.forget(ids[-1])
    assert uploads.files(ids[-1]) == ()
