"""Locked pages: the password comes from the environment, and the cleartext is nowhere in what is published."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from site_gen.actions.check import check
from site_gen.builder.cache import Cache
from site_gen.builder.passwords import needed
from site_gen.builder.pipeline import build, template_set
from site_gen.builder.plan import plan
from site_gen.builder.renderer import ArtifactRenderer, RenderContext
from site_gen.load import load_site
from site_gen.problems import ProjectError
from site_gen.render.artifact import Artifact, FromLockedFile, FromText
from tests.browser.site import parse
from tests.conftest import Cli, ProjectFactory
from tests.render.test_locked import opened
from tests.support import NOW, tree
from tests.support_audit import CLIENT, FILE, LOCKED, PASSWORD, SECRETS, TOKEN, VARIABLE, audit_text
from tests.support_build import different, request, site_tree

PAGE = f"audit/{TOKEN}/index.html"
SET = {VARIABLE: PASSWORD, "SOMETHING_ELSE": "not for us to know"}


@pytest.fixture
def locked(project: ProjectFactory) -> Path:
    return project({FILE: LOCKED})


def envelope_of(page: bytes) -> bytes:
    """Return what a locked page holds."""
    form = next(element for element in parse(page.decode()).all("form") if element.get("data-locked"))
    return base64.b64decode(form.get("data-locked"))


def test_the_cleartext_is_nowhere_in_the_output(locked: Path, cache: Path, tmp_path: Path) -> None:
    build(request(locked, tmp_path / "output", cache, secrets=SET))
    for path, content in tree(tmp_path / "output").items():
        for secret in (*SECRETS, PASSWORD, "not for us to know"):
            assert secret.encode() not in content, f"{path} tells '{secret}'"
            assert base64.b64encode(secret.encode()).rstrip(b"=")[:-1] not in content, path


def test_the_password_opens_the_whole_page(locked: Path, cache: Path, tmp_path: Path, project: ProjectFactory) -> None:
    build(request(locked, tmp_path / "locked", cache, secrets=SET))
    build(request(project({FILE: audit_text()}), tmp_path / "free", cache))
    page = opened(envelope_of((tmp_path / "locked" / PAGE).read_bytes()), PASSWORD)
    assert page == (tmp_path / "free" / PAGE).read_bytes()
    assert all(secret in page.decode() for secret in SECRETS)


def test_clean_and_cached_builds_with_any_workers_give_the_same_bytes(
    locked: Path, cache: Path, tmp_path: Path
) -> None:
    ways = {"first": {}, "again": {}, "spawned": {"jobs": 2, "start_method": "spawn", "cache": tmp_path / "empty"}}
    trees = []
    for name, way in ways.items():
        build(request(locked, tmp_path / name, way.pop("cache", cache), secrets=SET, **way))  # type: ignore[arg-type]
        trees.append(site_tree(tmp_path / name))
    assert [different(other, trees[0]) for other in trees] == [[], [], []]


def test_a_locked_file_is_sealed_with_the_key_of_its_page(locked: Path, cache: Path) -> None:
    site = load_site(locked).site
    artifact = Artifact("audit/x/report.pdf.locked", FromLockedFile(FromText(b"%PDF secret"), VARIABLE, TOKEN), FILE)
    worker = ArtifactRenderer(RenderContext(template_set(site), Cache(cache), cache, None, SET))
    sealed = worker.make(artifact)
    page = worker.make(next(planned for planned in plan(site, NOW).artifacts if planned.path == PAGE))
    assert b"secret" not in sealed
    assert opened(sealed, PASSWORD) == b"%PDF secret"
    assert sealed[:24] == envelope_of(page)[:24]


PROBLEMS = {
    "not set": ({}, "the environment has no ZANZIBAR_PASSWORD, which holds the page's password"),
    "empty": ({VARIABLE: "  "}, "the environment has no ZANZIBAR_PASSWORD, which holds the page's password"),
    "short": ({VARIABLE: "hunter2"}, "the password in ZANZIBAR_PASSWORD is shorter than 12 characters"),
    "dull": ({VARIABLE: "abababababab"}, "the password in ZANZIBAR_PASSWORD repeats a few characters"),
}


@pytest.mark.parametrize(("secrets", "message"), PROBLEMS.values(), ids=PROBLEMS)
def test_a_password_that_is_missing_or_weak_is_an_error_with_its_line_in_build_and_check(
    locked: Path, cache: Path, tmp_path: Path, secrets: dict[str, str], message: str
) -> None:
    with pytest.raises(ProjectError) as caught:
        build(request(locked, tmp_path / "output", cache, secrets=secrets))
    (problem,) = caught.value.problems
    assert (problem.message, str(problem.location)) == (message, f"{FILE}:7:1")
    assert problem in check(locked, NOW, cache, secrets)
    assert not (tmp_path / "output").exists()
    assert all(value not in str(problem) for value in secrets.values() if value.strip())


def test_the_command_line_reads_the_password_from_the_environment(locked: Path, cli: Cli, tmp_path: Path) -> None:
    words = ("build", "--project", str(locked), "--output", str(tmp_path / "output"))
    assert cli(*words).code == 1
    ran = cli(*words, env=SET)
    assert ran.code == 0
    assert PASSWORD not in ran.out + ran.err
    assert opened(envelope_of((tmp_path / "output" / PAGE).read_bytes()), PASSWORD)
    assert cli("check", "--project", str(locked), env=SET).code == 0


def test_workers_get_no_secret_but_those_that_pages_are_locked_with(locked: Path) -> None:
    artifacts = plan(load_site(locked).site, NOW).artifacts
    assert needed(artifacts, SET) == {VARIABLE: PASSWORD}
    assert needed([], SET) == {}


def test_no_request_and_no_studio_shows_a_password_when_it_is_printed(locked: Path, cache: Path) -> None:
    asked = request(locked, locked / "output", cache, secrets=SET)
    assert PASSWORD not in repr(asked)
    assert PASSWORD not in repr(RenderContext(None, None, cache, None, SET))  # type: ignore[arg-type]


def test_check_looks_into_a_locked_page(project: ProjectFactory, cache: Path) -> None:
    text = LOCKED.replace("advice: Repaint the fascia", "advice: Repaint it as [this one](/cases/nowhere/)")
    found = check(project({FILE: text}), NOW, cache, SET)
    assert [problem.message for problem in found if problem.location.file == FILE] == [
        "the link leads to a page that doesn't exist: /cases/nowhere/"
    ]


def test_the_page_in_front_names_nobody(locked: Path, cache: Path, tmp_path: Path) -> None:
    build(request(locked, tmp_path / "output", cache, secrets=SET))
    page = parse((tmp_path / "output" / PAGE).read_text(encoding="utf-8"))
    assert page.first("title").text == "A document for you · Mara Vidal"
    assert page.first("h1").text == "A document for you"
    names = {element.get("name") or element.get("property") for element in page.all("meta")}
    assert "description" not in names
    assert CLIENT not in (tmp_path / "output" / PAGE).read_text(encoding="utf-8")


def test_check_finds_a_public_page_that_links_to_a_clients_page(project: ProjectFactory, cache: Path) -> None:
    address = f"https://mara.example/audit/{TOKEN}"
    files = {FILE: audit_text(), "content/pages/about.md": f"---\ntitle: About\n---\nSee [this]({address}).\n"}
    (problem,) = [p for p in check(project(files), NOW, cache, {}) if "one client" in p.message]
    assert str(problem.location) == "content/pages/about.md:4:12"
    assert TOKEN not in str(problem)
