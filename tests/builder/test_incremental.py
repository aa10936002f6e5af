"""Builds that do only what has changed: they must leave what a clean build leaves, whatever happened in between."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from benchmarks.corpus import studies, write_project
from site_gen import file_states
from site_gen.actions.check import inspected_build
from site_gen.actions.schedules import SCHEDULERS
from site_gen.builder import record, record_file
from site_gen.builder.pipeline import build
from site_gen.builder.record import SCHEDULES, SETUP_FILES, SOURCE_FOLDERS, BuildRecord
from site_gen.builder.report import Report
from site_gen.load import kept_readings, read_cache
from site_gen.model import long_model
from site_gen.model.content_kinds import STATIC, TOP_FOLDERS
from site_gen.model.deliveries import DELIVERIES
from site_gen.problems import ProjectError
from tests.builder.edits import Editor
from tests.conftest import ProjectFactory
from tests.load.rich import RICH
from tests.support import ARTICLE, CASE, NOW, SITE, write_files
from tests.support_build import request, site_tree

SEQUENCES: Final = int(os.environ.get("SEQUENCES", "4"))
BUILDS: Final = 4
"""Builds of each sequence, each after one to four edits."""


@pytest.fixture
def private(tmp_path: Path, cache: Path) -> Path:
    """A cache whose records are this test's own; the slow results are those of all tests."""
    folder = tmp_path / "cache"
    folder.mkdir()
    for entry in cache.iterdir():
        if entry.name != record_file.FOLDER:
            (folder / entry.name).symlink_to(entry)
    return folder


def again(project: Path, output: Path, cache: Path, **changes: Any) -> Report:
    return build(request(project, output, cache, **changes))


# --- the law ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_after_any_edits_a_build_leaves_what_a_clean_one_leaves(
    project: ProjectFactory, private: Path, tmp_path: Path, seed: int
) -> None:
    """Lost otherwise: a visitor gets an old price, a page that is gone, or last year's picture."""
    folder, output = project(), tmp_path / "output"
    editor = Editor(folder, output, private, random.Random(seed))  # noqa: S311  # the same every time
    own = tmp_path / "own"
    own.mkdir()
    for number in range(BUILDS):
        for _ in range(editor.chance.randrange(1, 5)):
            editor.act()
        clean = tmp_path / f"clean-{number}"
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(kept_readings, "lasting_folder", lambda: None)
            wanted = outcome(folder, clean, private, editor)
            patch.setattr(kept_readings, "lasting_folder", lambda: own)
            found = outcome(folder, output, private, editor)
        assert found == wanted, editor.done
        if not isinstance(wanted, str):
            ours = {path: content for path, content in site_tree(output).items() if not path.startswith("others-")}
            assert ours == site_tree(clean), editor.done


def outcome(project: Path, output: Path, cache: Path, editor: Editor) -> object:
    """Return what a build says, but for how much was new to it; the problems, if it has any."""
    try:
        report = inspected_build(request(project, output, cache, now=editor.now))
    except ProjectError as error:
        return str(error)
    return report.pages, report.left_out, report.warnings, report.changes_at, report.written + report.unchanged


# --- nothing to do ----------------------------------------------------------------------------------------------------


def test_nothing_is_done_if_nothing_changed(project: ProjectFactory, private: Path, tmp_path: Path) -> None:
    folder, output = project(), tmp_path / "output"
    first = again(folder, output, private)
    before = {path: path.stat().st_mtime_ns for path in output.rglob("*")}
    second = again(folder, output, private, now=NOW + timedelta(minutes=1))
    assert (second.written, second.removed, second.unchanged) == (0, 0, first.written)
    assert replace(second, seconds=0, written=first.written, unchanged=0) == replace(first, seconds=0)
    assert {path: path.stat().st_mtime_ns for path in output.rglob("*")} == before


def test_nothing_to_do_is_said_without_a_heavy_import(project: ProjectFactory, private: Path, tmp_path: Path) -> None:
    """Lost otherwise: a second at each build, and at each deploy that a clock begins."""
    folder, output = project(RICH), tmp_path / "output"
    inspected_build(request(folder, output, private, jobs=2))
    told, imported = built_elsewhere(folder, output, private)
    assert " 0 files written" in told
    heavy = {"jinja2", "pydantic", "markdown", "babel", "rich", "yaml", "PIL", "typst", "site_gen.builder.pipeline"}
    assert heavy & imported == set()


def test_a_build_imports_nothing_that_only_other_commands_need(
    project: ProjectFactory, private: Path, tmp_path: Path
) -> None:
    """Lost otherwise: a tenth of a second at each save, for what deploys, edits, or speaks to other machines."""
    told, imported = built_elsewhere(project(RICH), tmp_path / "output", private)
    assert " 0 files written" not in told
    others = (
        "site_gen.deploy.",
        "site_gen.sources.edits.",
        "site_gen.inbox.",
        "site_gen.editor.",
        "ssl",
        "http.client",
    )
    assert [name for name in imported if name.startswith(others)] == []


def built_elsewhere(folder: Path, output: Path, private: Path) -> tuple[str, set[str]]:
    """Build in another process; return what it tells, and the names of all modules that it imported."""
    code = "import sys\nfrom site_gen.cli import group\ngroup(standalone_mode=False)\nprint(*sys.modules)"
    words = ["build", "--project", str(folder), "--output", str(output), "--now", NOW.isoformat()]
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        env=os.environ | {"SITE_GEN_CACHE": str(private)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stderr, set(done.stdout.split())


def test_warnings_are_told_again_though_nothing_is_read(project: ProjectFactory, private: Path, tmp_path: Path) -> None:
    folder, output = (
        project({"cases/cafe.yaml": CASE + "body: <iframe src='https://a.example/'></iframe>\n"}),
        tmp_path / "output",
    )
    first, second = again(folder, output, private), again(folder, output, private)
    assert first.warnings == second.warnings
    assert len(first.warnings) > 0


def test_a_warning_of_time_is_told_when_its_time_has_come(
    project: ProjectFactory, private: Path, tmp_path: Path
) -> None:
    """Nobody would hear that their offer ends, as nothing in the files has changed."""
    folder, output = project(), tmp_path / "output"
    assert inspected_build(request(folder, output, private)).warnings == ()
    soon = datetime.fromisoformat("2026-12-13T18:00:00+01:00")
    before = inspected_build(request(folder, output, private, now=soon - timedelta(seconds=1)))
    assert before.warnings == ()
    (warning,) = inspected_build(request(folder, output, private, now=soon)).warnings
    assert warning.message == "the offer ends on 2026-12-20 at 18:00"


def test_a_variable_that_is_set_is_seen(project: ProjectFactory, private: Path, tmp_path: Path) -> None:
    text = SITE.partition("form:")[0] + "form: {delivery: inbox, notify: {email: hello@mara.example}}\n"
    folder, output = project({"site.yaml": text}), tmp_path / "output"
    (warning,) = inspected_build(request(folder, output, private)).warnings
    assert warning.message == "SITE_GEN_SMTP_URL is not set here; the inbox needs it"
    secrets = {"SITE_GEN_SMTP_URL": "smtps://a:b@mail.example"}
    assert inspected_build(request(folder, output, private, secrets=secrets)).warnings == ()


def test_every_file_that_a_delivery_looks_into_is_known_to_the_record() -> None:
    """A corrected wrangler.toml would still be called wrong."""
    files = {file for delivery in DELIVERIES.values() for file in delivery.setup_files}
    assert files == set(SETUP_FILES)
    assert {scheduler.where for scheduler in SCHEDULERS.values()} == set(SCHEDULES)


@pytest.mark.parametrize("changes", [{"drafts": True}, {"now": NOW + timedelta(days=365)}, {"now": NOW - timedelta(1)}])
def test_other_options_and_other_instants_are_built(
    project: ProjectFactory, private: Path, tmp_path: Path, changes: dict[str, Any]
) -> None:
    folder = project({"content/articles/later.md": ARTICLE.replace("---\ntitle", "---\ndraft: true\ntitle")})
    again(folder, tmp_path / "output", private)
    again(folder, tmp_path / "output", private, **changes)
    again(folder, tmp_path / "clean", private, **changes)
    assert site_tree(tmp_path / "output") == site_tree(tmp_path / "clean")


def test_another_version_of_the_program_trusts_no_record(
    project: ProjectFactory, private: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, output = project(), tmp_path / "output"
    again(folder, output, private)
    known = request(folder, output, private).record()
    assert known.before().files
    monkeypatch.setattr(record, "program_state", lambda: "of another version")
    other = request(folder, output, private).record()
    assert other.report(NOW, {}) is None
    assert other.before().files == {}


def test_the_program_is_another_when_one_of_its_files_or_what_is_beside_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package, beside = tmp_path / "site_gen", tmp_path / "site-packages"
    write_files(tmp_path, {"site_gen/file_states.py": "x", "site_gen/themes/a.html": "x", "site-packages/a/b.py": ""})
    monkeypatch.setattr(file_states, "__file__", str(package / "file_states.py"))
    monkeypatch.setattr(sys, "path", [str(beside)])
    seen = {file_states.program_state()}
    for change in ({"site_gen/themes/a.html": "xy"}, {"site_gen/new.py": ""}, {"site-packages/more/b.py": ""}):
        write_files(tmp_path, change)
        seen.add(file_states.program_state())
    assert len(seen) == 4


def test_clean_makes_everything_anew(project: ProjectFactory, private: Path, tmp_path: Path) -> None:
    folder, output = project(), tmp_path / "output"
    again(folder, output, private)
    kept = request(folder, output, private, clean=True).record()
    assert kept.report(NOW, {}) is None
    assert kept.before().files == {}


# --- what a build reads -----------------------------------------------------------------------------------------------

WATCHING: Final = """
import json, os, sys
from pathlib import Path
project, seen = os.path.realpath(sys.argv[1]), set()
def hook(event, arguments):
    if event in ("open", "os.listdir", "os.scandir") and isinstance(arguments[0], (str, os.PathLike)):
        path = os.path.realpath(arguments[0])
        if path.startswith(project + os.sep):
            seen.add(os.path.relpath(path, project))
sys.addaudithook(hook)
from datetime import datetime
from site_gen.actions.check import inspected_build
from site_gen.builder.request import BuildRequest
place = Path(sys.argv[2])
inspected_build(BuildRequest(Path(project), place / "watched", datetime.fromisoformat(sys.argv[3]), 1, place / "c"))
print(json.dumps(sorted(seen)))
"""


def test_a_build_reads_nothing_that_its_record_does_not_know(project: ProjectFactory, tmp_path: Path) -> None:
    """Lost otherwise: an edit of a file that only the build knows of is never published."""
    folder = project({**RICH, "themes/studio/assets/more.css": "p {}", "static/a/b.txt": "x", "casos/x.txt": "a"})
    done = subprocess.run(
        [sys.executable, "-c", WATCHING, str(folder), str(tmp_path), NOW.isoformat()],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    known = record.sources(folder, tmp_path / "watched").states
    read = [path for path in json.loads(done.stdout) if not path.startswith(".")]
    there = [path for path in read if (folder / path).exists()]
    assert {path for path in there if path not in known and f"{path}/" not in known} == set()
    assert {"site.yaml", "cases/cafe.yaml", "static/a/b.txt"} <= set(read)


def test_the_folders_that_are_watched_are_those_that_are_read() -> None:
    assert sorted({*TOP_FOLDERS, STATIC, "social", "themes"}) == sorted(SOURCE_FOLDERS)


def test_a_file_that_changes_while_it_is_read_is_built_again(
    project: ProjectFactory, private: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, output = project(), tmp_path / "output"
    begin = BuildRecord.begin

    def begin_and_edit(self: BuildRecord) -> None:
        begin(self)
        write_files(folder, {"content/profile.md": "---\ntitle: About\n---\nSaved meanwhile.\n"})

    monkeypatch.setattr(BuildRecord, "begin", begin_and_edit)
    again(folder, output, private)
    monkeypatch.undo()
    assert request(folder, output, private).record().report(NOW, {}) is None


# --- clocks -----------------------------------------------------------------------------------------------------------


def test_two_edits_of_one_size_within_a_tick_of_the_clock_are_seen(
    project: ProjectFactory, private: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """File systems with whole seconds say the same of both; the contents decide."""
    real = file_states._state  # noqa: SLF001  # what the system says
    monkeypatch.setattr(
        file_states,
        "_state",
        lambda found: tuple(part // 10**9 * 10**9 if number < 2 else part for number, part in enumerate(real(found))),
    )
    folder, output = project(), tmp_path / "output"
    profile = folder / "content/profile.md"
    for number in range(6):
        profile.write_text(f"---\ntitle: About\n---\nText number {number}.\n", encoding="utf-8")
        again(folder, output, private)
        assert f"Text number {number}." in (output / "profile/index.html").read_text("utf-8")


def test_a_state_is_settled_only_when_later_changes_have_another() -> None:
    second, at = 10**9, 1_800_000_000 * 10**9
    assert file_states.is_settled((at - second + 1, at - 2 * second, 5, 7), at)
    assert not file_states.is_settled((at - 1_000_000, 0, 5, 7), at)
    assert not file_states.is_settled((at + second + 1, 0, 5, 7), at), "the clock was set back"
    assert not file_states.is_settled((at - 2 * second, 0, 5, 7), at), "whole seconds: a tick may be two of them"
    assert file_states.is_settled((at - 4 * second, 0, 5, 7), at)


def test_what_a_build_has_just_written_is_not_hashed_by_each_build_after_it(
    project: ProjectFactory, private: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lost otherwise: all of a large site is read at each deploy that a clock begins, though nothing has changed."""
    folder, output = project({f"static/{number}.txt": str(number) for number in range(200)}), tmp_path / "output"
    again(folder, output, private)
    hashed: list[str] = []

    def noted(path: str | Path) -> str:
        hashed.append(str(path))
        return file_states.hash_of(path)

    monkeypatch.setattr(record_file, "hash_of", noted)
    assert again(folder, output, private).written == 0
    assert [path for path in hashed if path.startswith(str(output))] == []


def test_links_to_themselves_and_to_nowhere_end(project: ProjectFactory, tmp_path: Path) -> None:
    folder = project()
    (folder / "content/loop").symlink_to(folder / "content")
    (folder / "content/self").symlink_to("self")
    (folder / "static").symlink_to(tmp_path / "nowhere")
    found = record.sources(folder, tmp_path / "output")
    assert "content/self" in found.states
    assert found.digest == record.sources(folder, tmp_path / "output").digest


# --- the record itself ------------------------------------------------------------------------------------------------


def test_no_damage_to_a_record_gives_a_wrong_page(project: ProjectFactory, private: Path, tmp_path: Path) -> None:
    folder, output = project(), tmp_path / "output"
    again(folder, output, private)
    wanted = site_tree(output)
    chance = random.Random(7)  # noqa: S311  # the same every time
    for path in sorted((private / record_file.FOLDER).iterdir()):
        whole = path.read_bytes()
        cuts = [b"", whole[:33], whole[:-1], whole + b"x", b"\xff" * 40, whole.replace(b"a", b"b", 1)]
        for _ in range(200):
            flipped = bytearray(whole)
            flipped[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
            cuts.append(bytes(flipped))
        for damaged in cuts:
            path.write_bytes(damaged)
            known = request(folder, output, private).record()
            assert (known.report(NOW, {}) is None) if path.suffix == ".build" else (known.before().files == {})
        path.write_bytes(damaged)
        again(folder, output, private)
        assert site_tree(output) == wanted


def test_a_record_with_the_right_hash_but_other_contents_is_no_traceback(
    project: ProjectFactory, private: Path, tmp_path: Path
) -> None:
    from site_gen.hashing import content_hash

    folder, output = project(), tmp_path / "output"
    again(folder, output, private)
    for path in sorted((private / record_file.FOLDER).iterdir()):
        for text in (b"[]", b"{}", b"null", b'{"program": 1}', b'{"zone": "Nowhere/Land"}', b'{"files": {"a": [1]}}'):
            path.write_bytes(content_hash(text).encode() + b"\n" + text)
            known = request(folder, output, private).record()
            assert known.report(NOW, {}) is None
            assert known.before().files == {} or path.suffix == ".build"


def test_a_record_is_for_its_owner_alone(project: ProjectFactory, private: Path, tmp_path: Path) -> None:
    """It names pages that are found by their address only."""
    again(project(), tmp_path / "output", private)
    files = list((private / record_file.FOLDER).iterdir())
    assert len(files) == 2
    assert [path.stat().st_mode & 0o077 for path in files] == [0, 0]


def test_a_build_works_where_no_record_can_be_kept(project: ProjectFactory, private: Path, tmp_path: Path) -> None:
    (private / record_file.FOLDER).write_text("a file in its place", encoding="utf-8")
    folder, output = project(), tmp_path / "output"
    first, second = again(folder, output, private), again(folder, output, private)
    assert (second.written, second.unchanged) == (0, first.written)


def test_builds_of_one_project_into_two_folders_have_records_of_their_own(
    project: ProjectFactory, private: Path, tmp_path: Path
) -> None:
    folder = project()
    again(folder, tmp_path / "a", private)
    again(folder, tmp_path / "b", private)
    assert request(folder, tmp_path / "a", private).record().report(NOW, {}) is not None
    assert request(folder, tmp_path / "b", private).record().report(NOW, {}) is not None


def test_only_the_page_of_an_edited_text_is_made(
    project: ProjectFactory, private: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from site_gen.builder.renderer import ArtifactRenderer

    folder, output = project(), tmp_path / "output"
    again(folder, output, private)
    write_files(folder, {"content/profile.md": "---\ntitle: PageMeta me\n---\nI work with two others.\n"})
    made: list[str] = []
    make = ArtifactRenderer.make

    def noted(self: ArtifactRenderer, artifact: Any) -> bytes:
        made.append(artifact.path)
        return make(self, artifact)

    monkeypatch.setattr(ArtifactRenderer, "make", noted)
    again(folder, output, private)
    assert "profile/index.html" in made
    assert len(made) < 6, made


def test_a_card_that_is_gone_is_drawn_again_though_its_page_is_as_it_was(
    project: ProjectFactory, private: Path, tmp_path: Path
) -> None:
    """Lost otherwise: after somebody tidied up in output/, the link preview stays empty, or the build fails."""
    folder, output = project({"site.yaml": SITE + "theme: {cards: pages}\n"}), tmp_path / "output"
    again(folder, output, private)
    wanted = site_tree(output)
    cards = list((output / "images").glob("card-*.png"))
    assert cards
    for card in cards:
        card.unlink()
    again(folder, output, private)
    assert site_tree(output) == wanted


def test_after_an_edit_only_texts_that_are_shown_are_unpacked(
    private: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lost otherwise: at thousands of cases a second and more at each build, for texts that nobody changed."""
    folder, output, own = tmp_path / "project", tmp_path / "output", tmp_path / "own"
    folder.mkdir()
    own.mkdir()
    write_project(folder, list(studies(60)))
    monkeypatch.setattr(kept_readings, "lasting_folder", lambda: own)
    monkeypatch.setattr(read_cache, "is_settled", lambda *_: True)  # no need to wait for it
    inspected_build(request(folder, output, private))
    with min((folder / "cases").glob("*.yaml")).open("a", encoding="utf-8") as edited:
        edited.write("  One more sentence.\n")
    long_model._unpacked.cache_clear()  # noqa: SLF001  # as in a process of its own
    report = inspected_build(request(folder, output, private, jobs=1))
    assert report.written >= 1
    assert long_model._unpacked.cache_info().misses < 40  # noqa: SLF001  # it, and those of the profile and of home
