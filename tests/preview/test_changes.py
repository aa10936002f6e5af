"""Preview shows what is saved: files changed in every way, errors and their correction, offers that close."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from site_gen.load.theme_places import PACKAGED
from site_gen.preview import session
from site_gen.preview.session import Rebuilt
from site_gen.problems import WorldError
from tests.conftest import ProjectFactory
from tests.preview.running import Running, previewing
from tests.support import CASE, DIRECT, ROOT, SITE


def test_an_edit_is_seen_on_every_page_that_shows_it(running: Running) -> None:
    running.until(lambda: running.rebuilt)
    case = running.project / "cases/cafe.yaml"
    case.write_text(CASE.replace("Followers from 1,200", "Readers from 1,200"), encoding="utf-8")
    running.shows("/cases/cafe/", "Readers from 1,200")
    assert "Readers from 1,200" in running.ask("/cases/").text
    running.until(lambda: running.rebuilt[-1].changed)
    last: Rebuilt = running.rebuilt[-1]
    assert last.changed == ("cases/cafe.yaml",)
    assert "cases/index.html" in last.paths
    assert "links/index.html" not in last.paths  # links don't show cases


def test_a_save_by_renaming_over_the_file_is_seen(running: Running) -> None:
    beside = running.project / "cases/.cafe.yaml.swp"
    beside.write_text(CASE.replace("Casa Blau", "Casa Verda"), encoding="utf-8")
    os.replace(beside, running.project / "cases/cafe.yaml")  # noqa: PTH105  # as editors do
    running.shows("/cases/cafe/", "Casa Verda")


def test_a_file_that_is_emptied_first_and_then_written_is_not_shown_in_between(running: Running) -> None:
    running.until(lambda: running.rebuilt)
    with (running.project / "cases/cafe.yaml").open("w", encoding="utf-8") as case:
        time.sleep(0.2)  # an editor, or a disk, that takes its time
        case.write(CASE.replace("Casa Blau", "Casa Lenta"))
    running.shows("/cases/cafe/", "Casa Lenta")
    assert [rebuilt.problems for rebuilt in running.rebuilt if rebuilt.problems] == []


def test_a_file_that_stays_empty_is_said(running: Running) -> None:
    (running.project / "cases/cafe.yaml").write_text("", encoding="utf-8")
    running.until(lambda: running.session.problems)
    assert running.session.problems[0].location.file == "cases/cafe.yaml"


def test_a_new_a_moved_and_a_deleted_file_are_seen(running: Running) -> None:
    folder = running.project / "cases"
    (folder / "bar.yaml").write_text(CASE.replace("Casa Blau", "Bar Groc"), encoding="utf-8")
    running.shows("/cases/bar/", "Bar Groc")
    (folder / "bar.yaml").rename(folder / "bistro.yaml")
    running.shows("/cases/bistro/", "Bar Groc")
    assert running.ask("/cases/bar/").status == 404
    (folder / "bistro.yaml").unlink()
    running.until(lambda: running.ask("/cases/bistro/").status == 404)


def test_a_folder_that_is_copied_in_is_seen_whole(running: Running, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (outside / "templates/partials").mkdir(parents=True)
    (outside / "templates/links.html").write_text('{% include "partials/own.html" %}', encoding="utf-8")
    (outside / "templates/partials/own.html").write_text("<p>made at home</p>", encoding="utf-8")
    shutil.copytree(outside, running.project / "themes/studio")
    running.shows("/links/", "made at home")
    shutil.rmtree(running.project / "themes")
    running.until(lambda: "made at home" not in running.ask("/links/").text)


def test_a_source_folder_that_is_taken_away_and_comes_back_is_watched_again(running: Running, tmp_path: Path) -> None:
    (running.project / "offers/month.yaml").write_text(DIRECT.replace("proof: cafe\n", ""), encoding="utf-8")
    (running.project / "content/articles/first.md").unlink()
    shutil.move(running.project / "cases", tmp_path / "cases")
    running.until(lambda: running.ask("/cases/cafe/").status == 404)
    shutil.move(tmp_path / "cases", running.project / "cases")
    running.shows("/cases/cafe/", "Casa Blau")
    (running.project / "cases/cafe.yaml").write_text(CASE.replace("Casa Blau", "Casa Nova"), encoding="utf-8")
    running.shows("/cases/cafe/", "Casa Nova")


def test_site_yaml_and_a_template_reach_every_page(running: Running) -> None:
    site = running.project / "site.yaml"
    site.write_text(site.read_text(encoding="utf-8").replace("Mara Vidal", "Mara Roig"), encoding="utf-8")
    running.shows("/cases/cafe/", "Mara Roig")
    template = running.project / "themes/studio/templates/links.html"
    template.parent.mkdir(parents=True)
    template.write_text("<p>first</p>", encoding="utf-8")
    running.shows("/links/", "first")
    template.write_text("<p>second</p>", encoding="utf-8")
    running.shows("/links/", "second")


def test_a_mistake_leaves_the_last_good_site_and_says_where(running: Running) -> None:
    before = running.ask("/cases/cafe/").text
    case = running.project / "cases/cafe.yaml"
    case.write_text(CASE.replace("niche:", "nishe:"), encoding="utf-8")
    running.until(lambda: running.session.problems)
    assert running.ask("/cases/cafe/").text == before
    (problem,) = running.session.state()["problems"]
    assert (problem["file"], problem["line"], problem["hint"]) == ("cases/cafe.yaml", 3, "did you mean 'niche'?")
    assert (3, "nishe: Coffee shop") in problem["lines"]
    running.session.language = "es"  # as the command line says it
    state = running.session.state()
    assert state["problems"][0]["message"] == "clave desconocida «nishe»"
    assert (state["words"]["title"], state["words"]["close"]) == ("Una cosa por corregir", "Cerrar")
    case.write_text(CASE, encoding="utf-8")
    running.until(lambda: not running.session.problems)


def test_previews_own_page_is_in_the_language_of_the_terminal(running: Running) -> None:
    """It is what the terminal refers to for everything else."""
    running.session.language = "es"
    page = running.ask("/_preview/").text
    assert '<html lang="es">' in page
    for words in (
        "Vista previa de Mara",
        "Ningún error",
        "Se cierra",
        "Abrir la web",
        "Todavía no se ha enviado ningún",
    ):
        assert words in page
    assert "Open the site" not in page


def test_a_templates_mistake_leaves_the_page_as_it_was_also_where_nobody_looked_yet(running: Running) -> None:
    before = running.ask("/links/").text
    running.until(lambda: running.rebuilt)
    template = running.project / "themes/studio/templates/links.html"
    template.parent.mkdir(parents=True)
    template.write_text("<p>\n{{ site.nme }}", encoding="utf-8")
    running.until(lambda: running.session.problems)
    assert running.session.problems[0].location.line == 2
    assert without_generation(running.ask("/links/").text) == without_generation(before)
    template.write_text("<p>mended</p>", encoding="utf-8")
    running.shows("/links/", "mended")
    assert running.session.problems == ()


def without_generation(page: str) -> str:
    """Return a page without the names of styles: the theme is another one."""
    return page.rpartition("<body")[2]


def test_a_project_that_starts_with_a_mistake_is_shown_when_it_is_mended(running: Running) -> None:
    # Both are one run of the same code: what is wrong at first is like what goes wrong later, with no site before it.
    site = running.project / "site.yaml"
    good = site.read_text(encoding="utf-8")
    site.write_text("name: [", encoding="utf-8")
    running.until(lambda: running.session.problems)
    site.write_text(good.replace("Mara Vidal", "Mara Groc"), encoding="utf-8")
    running.shows("/", "Mara Groc")


def test_an_offer_closes_by_itself_while_preview_runs(running: Running) -> None:
    ends = datetime.fromisoformat("2026-12-20T18:00:00+01:00")
    assert running.session.engine.next_change() == ends
    running.now = ends - timedelta(milliseconds=300)
    (running.project / "cases/cafe.yaml").touch()
    running.session.engine.turn()
    assert "Book your month" in running.ask("/offers/").text
    running.now = ends
    (running.project / "cases/cafe.yaml").write_text(CASE + "\n", encoding="utf-8")
    running.until(lambda: "A month of Instagram" not in running.ask("/offers/").text)


def test_a_burst_of_changes_is_one_build(running: Running) -> None:
    running.until(lambda: running.rebuilt)
    before = running.session.engine.generation

    def change() -> None:
        for number in range(40):
            (running.project / f"cases/c{number}.yaml").write_text(CASE, encoding="utf-8")

    running.at_once(change)
    running.shows("/cases/c39/", "Casa Blau")
    assert running.session.engine.generation - before <= 4


def test_nothing_is_written_into_the_project_by_looking_at_it(running: Running) -> None:
    running.ask("/")
    running.until(lambda: running.rebuilt)
    assert not (running.project / "output").exists()
    assert not (running.project / ".inbox").exists()


def test_a_locked_page_without_its_password_is_a_problem_of_that_page_alone(running: Running) -> None:
    audit = (ROOT / "content/audits/bookshop.yaml").read_text(encoding="utf-8")
    lines = [line for line in audit.splitlines() if not line.startswith(("next:", "lead:", "password:"))]
    locked = "\n".join(["password: NOBODY_SET_THIS", *lines]) + "\n"
    target = running.project / "content/audits/bookshop.yaml"
    target.parent.mkdir(parents=True)
    target.write_text(locked, encoding="utf-8")
    running.until(lambda: running.session.problems)
    assert "NOBODY_SET_THIS" in running.session.problems[0].message
    assert running.ask("/cases/cafe/").status == 200


# --- what nobody foresees ---------------------------------------------------------------------------------------------


def test_a_link_that_leads_to_itself_leaves_the_preview_alive(running: Running) -> None:
    (running.project / "cases/loop.yaml").symlink_to("loop.yaml")
    (running.project / "content/images").mkdir(parents=True)
    (running.project / "content/images/here").symlink_to(".")
    case = running.project / "cases/cafe.yaml"
    running.until(lambda: running.session.problems)
    (running.project / "cases/loop.yaml").unlink()
    case.write_text(CASE.replace("Casa Blau", "Casa Roja"), encoding="utf-8")
    running.shows("/cases/cafe/", "Casa Roja")


def test_a_failure_that_is_nobodys_mistake_is_said_and_pages_are_still_served(
    project: ProjectFactory, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise WorldError("the disk is failing", "look at it")

    with previewing(project(), cache) as running:
        running.until(lambda: running.rebuilt)
        case = running.project / "cases/cafe.yaml"
        with monkeypatch.context() as patch:
            patch.setattr("site_gen.preview.engine.template_set", fail)
            case.write_text(CASE.replace("Casa Blau", "Casa Groga"), encoding="utf-8")
            running.until(lambda: running.session.problems)
            assert "the disk is failing" in running.session.problems[0].message
            assert running.ask("/cases/cafe/").status == 200
        case.write_text(CASE.replace("Casa Blau", "Casa Verda"), encoding="utf-8")
        running.shows("/cases/cafe/", "Casa Verda")


def test_a_cache_that_cannot_be_written_any_more_keeps_no_change_from_being_seen(
    project: ProjectFactory, tmp_path: Path
) -> None:
    cache = tmp_path / "own-cache"
    with previewing(project(), cache) as running:
        running.until(lambda: running.rebuilt)
        shutil.rmtree(cache)  # a full disk, or rights that were taken away, are no different
        cache.write_text("in the way", encoding="utf-8")
        case = running.project / "cases/cafe.yaml"
        case.write_text(CASE.replace("Casa Blau", "Casa Groga"), encoding="utf-8")
        running.shows("/cases/cafe/", "Casa Groga")
        assert not running.session.problems


def test_a_theme_that_is_a_link_to_a_folder_elsewhere_is_followed(running: Running, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    (shared / "templates").mkdir(parents=True)
    (shared / "templates/links.html").write_text("<p>one</p>", encoding="utf-8")
    (running.project / "themes").mkdir()
    (running.project / "themes/studio").symlink_to(shared)
    running.shows("/links/", "one")
    (shared / "templates/links.html").write_text("<p>another</p>", encoding="utf-8")
    running.shows("/links/", "another")


def looks_at(running: Running) -> float:
    """Return when preview looks again for what nobody tells of."""
    handle = running.session._looking  # noqa: SLF001
    assert handle
    return handle.when()


def test_a_folder_that_was_replaced_is_watched_anew(
    running: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(running.project / "cases", tmp_path / "copy")
    shutil.rmtree(running.project / "cases")
    running.until(lambda: running.session.problems)
    shutil.copytree(tmp_path / "copy", running.project / "cases")
    running.until(lambda: not running.session.problems)
    monkeypatch.setattr(session, "LOOK_EVERY", 3600)
    running.until(lambda: looks_at(running) > time.monotonic() + 60)
    (running.project / "cases/cafe.yaml").write_text(CASE.replace("Casa Blau", "Casa Nova"), encoding="utf-8")
    running.shows("/cases/cafe/", "Casa Nova")


# --- styles -----------------------------------------------------------------------------------------------------------


SHEETS = ("print.css", "forms/forms.css")
OWN_STYLES = {f"themes/studio/assets/{name}": (PACKAGED / "studio/assets" / name).read_bytes() for name in SHEETS}


@pytest.fixture
def styled(project: ProjectFactory, cache: Path) -> Iterator[Running]:
    """With style sheets of the theme as the project's own from the start."""
    with previewing(project(OWN_STYLES), cache) as found:
        found.until(lambda: found.rebuilt)
        yield found


def own_styles(running: Running, name: str) -> Path:
    """Return a style sheet of the project's own."""
    return running.project / "themes/studio/assets" / name


class Ear:
    """A window that hears what browsers are told."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def tell(self, message: dict[str, object]) -> None:
        self.heard.append(str(message["command"]))


def listen(running: Running) -> Ear:
    ear = Ear()
    running.session.windows.add(ear)
    return ear


def test_styles_alone_are_swapped_also_where_an_editor_saves_by_renaming(styled: Running) -> None:
    sheet = own_styles(styled, "print.css")
    ear = listen(styled)

    def save() -> None:
        beside = sheet.with_name(".print.css.new")
        beside.write_text(sheet.read_text(encoding="utf-8") + "\n.a { color: red }\n", encoding="utf-8")
        beside.replace(sheet)

    styled.at_once(save)
    styled.until(lambda: "styles" in ear.heard or "reload" in ear.heard)
    assert "reload" not in ear.heard


def test_a_page_that_changed_while_the_styles_were_broken_is_loaded_anew(styled: Running) -> None:
    sheet = own_styles(styled, "print.css")
    good = sheet.read_text(encoding="utf-8")
    sheet.write_bytes(b"\xff\xfe broken")
    styled.until(lambda: styled.session.problems)
    (styled.project / "cases/cafe.yaml").write_text(CASE.replace("Casa Blau", "Casa Nova"), encoding="utf-8")
    ear = listen(styled)
    styled.until(lambda: "state" in ear.heard)
    sheet.write_text(good, encoding="utf-8")
    styled.until(lambda: {"reload", "styles"} & set(ear.heard))
    assert "styles" not in ear.heard
    assert styled.session.problems == ()


def test_a_style_sheet_that_pages_name_by_itself_loads_them_anew(styled: Running) -> None:
    sheet = own_styles(styled, "forms/forms.css")
    ear = listen(styled)
    sheet.write_text(sheet.read_text(encoding="utf-8") + "\n.a { color: red }\n", encoding="utf-8")
    styled.until(lambda: "styles" in ear.heard or "reload" in ear.heard)
    assert "styles" not in ear.heard


# --- time -------------------------------------------------------------------------------------------------------------


def test_an_offer_closes_also_where_the_clock_jumps(running: Running) -> None:
    """A machine that slept: no timer of it went off at the offer's end."""
    assert "A month of Instagram" in running.ask("/offers/").text
    running.now = datetime.fromisoformat("2027-02-01T12:00:00+01:00")
    running.until(lambda: "A month of Instagram" not in running.ask("/offers/").text)


# --- what there is of a project ---------------------------------------------------------------------------------------


def test_forms_are_seen_before_site_yaml_says_where_they_go(project: ProjectFactory, cache: Path) -> None:
    with previewing(project({"site.yaml": SITE.partition("form:\n")[0]}), cache) as running:
        page = running.ask("/offers/audit/")
        assert page.status == 200
        assert 'action="/inbox/audit"' in page.text
        running.until(lambda: running.rebuilt)
        assert running.session.problems == ()


def test_drafts_are_shown_when_asked_for(project: ProjectFactory, cache: Path) -> None:
    folder = project(
        {"cases/cafe.yaml": CASE + "draft: true\n", "offers/month.yaml": DIRECT.replace("proof: cafe\n", "")}
    )
    with previewing(folder, cache) as running:
        assert running.ask("/cases/cafe/").status == 404
    with previewing(folder, cache, drafts=True) as running:
        assert running.ask("/cases/cafe/").status == 200
