"""Pages for one client: built, pruned and repaired like all others, and listed nowhere."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from site_gen.builder import manifest
from site_gen.builder.pipeline import build
from site_gen.builder.write import new_staging
from site_gen.model.unlisted import FOLDERS
from site_gen.problems import ProjectError, WorldError
from tests.conftest import Cli, ProjectFactory
from tests.support import BASE, SITE, tree, write_files
from tests.support_audit import CLIENT, FILE, OTHER_TOKEN, TOKEN, audit_text
from tests.support_build import different, request, site_tree
from tests.test_laws import DYING, command, environment

PAGE = f"audit/{TOKEN}/index.html"


@pytest.fixture
def audited(project: ProjectFactory) -> Path:
    return project({FILE: audit_text()})


def naming(output: Path, text: str) -> list[str]:
    """Return the files of an output, the builder's own included, that hold a text in their bytes or their path."""
    return [path for path, content in tree(output).items() if text.encode() in content or text in path]


def test_the_page_is_at_its_address_and_no_other_file_tells_it(audited: Path, cache: Path, tmp_path: Path) -> None:
    build(request(audited, tmp_path / "output", cache))
    assert CLIENT in (tmp_path / "output" / PAGE).read_text(encoding="utf-8")
    assert naming(tmp_path / "output", TOKEN) == [PAGE]
    assert naming(tmp_path / "output", CLIENT) == [PAGE]


def test_the_manifest_knows_the_page_without_telling_its_address(audited: Path, cache: Path, tmp_path: Path) -> None:
    build(request(audited, tmp_path / "output", cache))
    kept = manifest.read(tmp_path / "output")
    assert kept.unlisted.keys() == {manifest.hidden(PAGE)}
    assert manifest.paths(tmp_path / "output", kept) == set(site_tree(tmp_path / "output"))


def test_the_public_files_are_the_same_as_without_it(
    audited: Path, cache: Path, tmp_path: Path, project: ProjectFactory
) -> None:
    build(request(audited, tmp_path / "with", cache))
    build(request(project({FILE: None}), tmp_path / "without", cache))
    theirs = different(site_tree(tmp_path / "with"), site_tree(tmp_path / "without"))
    assert [path for path in theirs if not path.startswith(("assets/unlisted/", "audit/"))] == ["_headers"]


def test_a_second_build_finds_nothing_to_do(audited: Path, cache: Path, tmp_path: Path) -> None:
    build(request(audited, tmp_path / "output", cache))
    before = manifest.path_in(tmp_path / "output").stat().st_mtime_ns
    report = build(request(audited, tmp_path / "output", cache))
    assert (report.written, report.removed) == (0, 0)
    assert manifest.path_in(tmp_path / "output").stat().st_mtime_ns == before


def test_a_page_with_a_new_token_leaves_nothing_at_the_old_address(audited: Path, cache: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    build(request(audited, output, cache))
    write_files(output, {"audit/mine.txt": "mine", f"audit/{OTHER_TOKEN}x/mine.txt": "mine"})
    write_files(audited, {FILE: audit_text(token=OTHER_TOKEN)})
    report = build(request(audited, output, cache))
    assert (report.written, report.removed) == (1, 1)
    assert sorted(path for path in site_tree(output) if path.startswith("audit/")) == [
        f"audit/{OTHER_TOKEN}/index.html",
        f"audit/{OTHER_TOKEN}x/mine.txt",
        "audit/mine.txt",
    ]
    assert not (output / "audit" / TOKEN).exists()


def test_a_page_that_is_no_longer_there_goes_with_its_folders_in_every_language(
    audited: Path, cache: Path, tmp_path: Path
) -> None:
    output = tmp_path / "output"
    write_files(audited, {"content/audits/es.yaml": audit_text(token=OTHER_TOKEN, more="language: es")})
    build(request(audited, output, cache))
    assert (output / "es" / "audit" / OTHER_TOKEN / "index.html").is_file()
    write_files(audited, {FILE: None, "content/audits/es.yaml": None})
    assert build(request(audited, output, cache)).removed >= 2
    assert not (output / "audit").exists()
    assert not (output / "es" / "audit").exists()
    assert manifest.read(output).unlisted == {}


def test_a_foreign_file_in_the_way_is_refused_without_telling_the_address(
    audited: Path, cache: Path, tmp_path: Path
) -> None:
    output = write_files(tmp_path / "output", {PAGE: "not ours"})
    with pytest.raises(WorldError, match=r"in the way of the site: audit/…$") as caught:
        build(request(audited, output, cache))
    assert TOKEN not in str(caught.value)
    assert site_tree(output) == {PAGE: b"not ours"}


def test_two_files_with_one_token_are_an_error_that_does_not_tell_it(
    audited: Path, cache: Path, tmp_path: Path
) -> None:
    write_files(audited, {"content/audits/again.yaml": audit_text()})
    with pytest.raises(ProjectError) as caught:
        build(request(audited, tmp_path / "output", cache))
    assert [str(problem.location) for problem in caught.value.problems] == [f"{FILE}:5:8"]
    assert "the token is also that of content/audits/again.yaml" in str(caught.value)
    assert TOKEN not in str(caught.value)


def test_neither_the_report_nor_the_messages_of_a_build_tell_the_address(
    audited: Path, cli: Cli, tmp_path: Path
) -> None:
    ran = cli("build", "--project", str(audited), "--output", str(tmp_path / "output"), "--json")
    assert ran.code == 0
    assert json.loads(ran.out)["pages"] > 10
    assert TOKEN not in ran.out + ran.err


def test_a_draft_is_built_with_drafts_alone_and_named_as_left_out(
    project: ProjectFactory, cache: Path, tmp_path: Path
) -> None:
    folder = project({FILE: audit_text(draft=True)})
    report = build(request(folder, tmp_path / "output", cache))
    assert f"{FILE} (draft)" in report.left_out
    assert not (tmp_path / "output" / PAGE).exists()
    build(request(folder, tmp_path / "output", cache, drafts=True))
    assert (tmp_path / "output" / PAGE).is_file()


# --- headers ----------------------------------------------------------------------------------------------------------


def test_the_headers_file_keeps_clients_pages_out_of_everything_and_names_none(
    project: ProjectFactory, cache: Path, tmp_path: Path
) -> None:
    folder = project({FILE: audit_text(), "site.yaml": SITE.replace("mara.example/", "mara.example/sub/")})
    build(request(folder, tmp_path / "output", cache))
    lines = (tmp_path / "output" / "_headers").read_text(encoding="utf-8").splitlines()
    for pattern in ("/sub/audit/*", "/sub/proposal/*", "/sub/es/audit/*", "/sub/es/proposal/*"):
        at = lines.index(pattern)
        assert lines[at + 1 : at + 4] == [
            "  X-Robots-Tag: noindex, nofollow, noarchive",
            "  Referrer-Policy: no-referrer",
            "  Cache-Control: private, no-store",
        ]


def test_a_site_without_clients_pages_has_no_word_of_them(project: ProjectFactory, cache: Path, tmp_path: Path) -> None:
    build(request(project(), tmp_path / "output", cache))
    assert "audit" not in (tmp_path / "output" / "_headers").read_text(encoding="utf-8")
    assert "unlisted" not in manifest.path_in(tmp_path / "output").read_text(encoding="utf-8")
    assert not [path for path in site_tree(tmp_path / "output") if "unlisted" in path]


def test_builder_and_pages_mean_the_same_folders() -> None:
    assert manifest.UNLISTED_FOLDERS == FOLDERS


# --- interrupted builds -----------------------------------------------------------------------------------------------


def test_what_a_killed_build_leaves_aside_lies_under_a_name_that_cannot_be_guessed(tmp_path: Path) -> None:
    first = new_staging(tmp_path)
    write_files(first, {"0": "for one client alone"})
    second = new_staging(tmp_path)
    assert first.name != second.name
    assert len(second.name) >= 32
    assert not first.exists()


@pytest.fixture(scope="module")
def two_clients(cache: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict[str, bytes]]:
    """A project, its output from before one client's page went and another's came, and what it must be now."""
    folder = tmp_path_factory.mktemp("two-clients")
    project, output = write_files(folder / "project", {**BASE, FILE: audit_text()}), folder / "output"
    build(request(project, output, cache))
    write_files(project, {FILE: audit_text(token=OTHER_TOKEN), "site.es.yaml": "role: Otra cosa\n"})
    write_files(output, {"audit/mine.txt": "mine"})
    build(request(project, folder / "clean", cache))
    return project, output, site_tree(folder / "clean") | {"audit/mine.txt": b"mine"}


@pytest.mark.parametrize("steps", [0, 1, 2, 5, 7, 8])
@pytest.mark.sampled(3)
def test_a_build_killed_between_two_steps_still_knows_every_clients_page(
    two_clients: tuple[Path, Path, dict[str, bytes]], cache: Path, tmp_path: Path, steps: int
) -> None:
    project, before, new = two_clients
    output = write_files(tmp_path / "output", tree(before))
    words = command(project, output, "-c", DYING, str(steps))
    done: Any = subprocess.run(words, env=environment(cache), capture_output=True, check=False)
    assert done.returncode == 9, done.stderr.decode()
    left = manifest.read(output)
    assert set(site_tree(output)) - {"audit/mine.txt"} == manifest.paths(output, left) & set(site_tree(output))
    assert left.complete == (steps == 0)
    build(request(project, output, cache))
    assert different(site_tree(output), new) == []
    assert manifest.read(output).complete
