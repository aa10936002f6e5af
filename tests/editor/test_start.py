"""A project is begun in the browser: what is asked goes into its files, and nothing of anyone's is overwritten."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from site_gen.actions.files import write_text
from site_gen.editor.screens.start import is_folder_name
from site_gen.editor.server import FORM_LIMIT
from site_gen.editor.words import LANGUAGES, preferred_language, words_in
from site_gen.load import load_site
from tests.editor.lobby import GOOD, Beginner, at_the_start
from tests.support import tree


@pytest.fixture
def here(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir()
    return folder


def test_answers_become_a_project_and_its_editor_goes_on_at_the_same_address(here: Path, cache: Path) -> None:
    """Who doesn't know a terminal would else have to begin with one."""
    with at_the_start(here, cache) as beginner:
        done = beginner.answer(GOOD)
        assert (done.status, done.headers["location"]) == (303, "/_edit/tour?first=1")
        tour = beginner.see("tour?first=1")  # waits until the editor is there
        assert tour.status == 200
        assert str(here) in tour.text
        assert beginner.see("contents").text.count("A month of Instagram") >= 1
        assert "Mara Vidal" in beginner.ask("/", Host=f"127.0.0.1:{beginner.port}").text
    site = load_site(here).site
    assert (site.main.name, site.main.role, site.main.legal.controller) == (
        "Mara Vidal", "Social media for cafés", "Mara Vidal"
    )  # fmt: skip
    assert site.main.networks == {"instagram": "https://www.instagram.com/mara.vidal/"}
    text = (here / "site.yaml").read_text(encoding="utf-8")
    assert "# How clients reach you." in text


def test_everything_wrong_is_said_at_once_and_nothing_is_written(here: Path, cache: Path) -> None:
    with at_the_start(here, cache) as beginner:
        wrong = {"name": " ", "role": "", "email": "mara", "networks.tiktok": "https://vk.com/mara", "price": "much"}
        said = beginner.answer({**GOOD, **wrong})
        assert said.status == 422
        for name in ("name", "role", "email", "networks", "price"):
            assert words_in("en").say(f"start_wrong_{name}") in said.text
        assert 'value="https://vk.com/mara"' in said.text  # what was typed stays
        assert 'value="A month of Instagram"' in said.text
    assert tree(here) == {}


def test_it_asks_in_the_browsers_language_and_keeps_what_was_typed_in_another(here: Path, cache: Path) -> None:
    with at_the_start(here, cache, zone="") as beginner:
        assert beginner.see(Accept_Language="de, uk;q=0.9, en;q=0.1").text.count('lang="uk"') >= 1
        page = beginner.see(Accept_Language="ca-ES,ca;q=0.9").text
        assert words_in("ca").say("start_title") in page
        assert '<option value="EUR" selected>' in page
        turned = beginner.answer({"name": "Оля", "email": "olia"}, "speak:uk")
        assert turned.status == 200
        assert words_in("uk").say("start_title") in turned.text
        assert 'value="Оля"' in turned.text
        assert "site-gen-language=uk" in turned.headers["set-cookie"]
    assert tree(here) == {}


def test_a_folder_with_files_is_left_alone_and_a_new_one_in_it_offered(here: Path, cache: Path) -> None:
    (here / "diary.txt").write_text("dear")
    (here / "taken").mkdir()
    (here / "taken/photo.jpg").write_bytes(b"x")
    with at_the_start(here, cache) as beginner:
        page = beginner.see().text
        assert "diary.txt" in page
        assert 'name="folder" value="my-site"' in page
        taken = beginner.answer({**GOOD, "folder": "taken"})
        assert words_in("en").say("start_folder_taken") in taken.text
        assert beginner.answer({**GOOD, "folder": "mara"}).status == 303
        assert beginner.see("contents").status == 200
    found = tree(here)
    assert found["diary.txt"] == b"dear"
    assert found["taken/photo.jpg"] == b"x"
    assert b"Mara Vidal" in found["mara/site.yaml"]
    assert "site.yaml" not in found


def test_what_file_managers_leave_makes_no_folder_full(here: Path, cache: Path) -> None:
    (here / ".DS_Store").write_bytes(b"\0")
    with at_the_start(here, cache) as beginner:
        assert beginner.answer(GOOD).status == 303
    assert (here / ".DS_Store").read_bytes() == b"\0"


BAD_NAMES = (
    "",
    "..",
    "../out",
    "a/b",
    "a\\b",
    "/etc",
    "C:x",
    ".hidden",
    "nul",
    "COM1.txt",
    "x ",
    "x.",
    "a\x00b",
    "n" * 81,
)


@pytest.mark.parametrize("name", BAD_NAMES)
def test_no_path_hides_in_the_name_of_the_new_folder(name: str) -> None:
    assert not is_folder_name(name)


def test_a_name_that_leads_elsewhere_is_refused_in_words(here: Path, tmp_path: Path, cache: Path) -> None:
    (here / "diary.txt").write_text("dear")
    (tmp_path / "elsewhere").mkdir()
    (here / "link").symlink_to(tmp_path / "elsewhere")
    with at_the_start(here, cache) as beginner:
        for name in ("../elsewhere", "link", str(tmp_path / "elsewhere")):
            said = beginner.answer({**GOOD, "folder": name})
            assert said.status == 422, name
            assert "start_folder" not in said.text
    assert tree(tmp_path / "elsewhere") == {}


def test_a_disk_that_fails_leaves_nothing_and_loses_no_answer(
    here: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, text: str) -> None:
        if path.name == "site.yaml":  # the last one
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        write_text(path, text)

    monkeypatch.setattr("site_gen.actions.new.write_text", full)
    with at_the_start(here, cache) as beginner:
        said = beginner.answer(GOOD)
        assert said.status == 500
        assert "No space left" in said.text
        assert 'value="Mara Vidal"' in said.text
        assert list(here.iterdir()) == []
        monkeypatch.undo()
        assert beginner.answer(GOOD).status == 303


def test_only_the_owner_at_the_page_itself_begins_a_project(here: Path, cache: Path) -> None:
    with at_the_start(here, cache) as beginner:
        evil = Beginner(beginner.start, beginner.port)
        assert evil.see().status == 403
        assert evil.ask("/_edit/start?key=guess").status == 403
        for headers in ({"Origin": "https://evil.example"}, {"Sec_Fetch_Site": "cross-site"}, {"Cookie": "x=y"}):
            assert beginner.answer(GOOD, **headers).status == 403, headers
        assert beginner.answer({**GOOD, "token": "guess"}).status == 403
        for host in ("evil.example", f"localhost.evil.example:{beginner.port}"):
            assert beginner.see(Host=host).status == 403, host
        away = beginner.ask("/", Host=f"127.0.0.1:{beginner.port}")
        assert away.headers["location"] == f"http://{beginner.host}/_edit/"
        page = beginner.see()
        assert beginner.key not in page.text
        assert "unsafe-inline" not in page.headers["content-security-policy"]
    assert tree(here) == {}


def test_a_huge_answer_is_refused_in_words_and_nothing_written(here: Path, cache: Path) -> None:
    with at_the_start(here, cache) as beginner:
        said = beginner.answer({**GOOD, "name": "x" * (FORM_LIMIT + 1)})
        assert said.status == 413
        assert "Nothing was changed" in said.text
        script = beginner.answer({**GOOD, "name": "<script>alert(1)</script>", "price": "much"})
        assert "<script>alert" not in script.text
    assert tree(here) == {}


def test_accept_language_is_weighed() -> None:
    assert preferred_language("fr, ru;q=0.5, ca;q=0.8") == "ca"
    assert preferred_language("uk-UA,uk;q=0.9,en-US;q=0.8") == "uk"
    assert preferred_language("es;q=0, en;q=0.1") == "en"
    assert preferred_language("") == "en"
    assert all(preferred_language(language) == language for language in LANGUAGES)
