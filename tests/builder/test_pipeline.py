"""A build from its request to its report: what is left out, workers, the cache, errors in templates."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from site_gen.builder.cache import Cache
from site_gen.builder.pipeline import build
from site_gen.builder.plan import plan
from site_gen.builder.renderer import ArtifactRenderer, RenderContext
from site_gen.builder.request import BuildListener
from site_gen.builder.staging import stage_all
from site_gen.load import load_site
from site_gen.problems import ProjectError, WorldError
from site_gen.render.artifact import Artifact, FromText
from site_gen.render.templates import TemplateSet
from tests.conftest import ProjectFactory
from tests.support import ARTICLE, BASE, CASE, DIRECT, NOW
from tests.support_build import render, request, site_tree

LEFT_OUT = {
    "nothing": ({}, ()),
    "a draft case": ({"cases/next.yaml": CASE + "draft: true\n"}, ("cases/next.yaml (draft)",)),
    "a draft offer that would be scheduled": (
        {"offers/later.yaml": DIRECT.replace("2026-11-20", "2026-12-01") + "draft: true\n"},
        ("offers/later.yaml (draft)",),
    ),
    "a scheduled offer": (
        {"offers/later.yaml": DIRECT.replace("2026-11-20", "2026-12-01")},
        ("offers/later.yaml (opens 2026-12-01T09:00+01:00)",),
    ),
    "a scheduled article": (
        {"content/articles/later.md": ARTICLE.replace("2026-06-01", "2027-06-01")},
        ("content/articles/later.md (from 2027-06-01T00:00+02:00)",),
    ),
    "a draft page": (
        {"content/pages/about.md": "---\ntitle: About\ndraft: true\n---\n"},
        ("content/pages/about.md (draft)",),
    ),
}


@pytest.mark.parametrize(("files", "left_out"), LEFT_OUT.values(), ids=LEFT_OUT)
def test_what_is_left_out_is_said_with_the_reason(
    project: ProjectFactory, files: dict[str, str], left_out: tuple[str, ...]
) -> None:
    site = load_site(project(files)).site
    assert plan(site, NOW).left_out == left_out
    assert plan(site, NOW, drafts=True).left_out == ()


def test_with_drafts_everything_is_shown_as_it_will_be(project: ProjectFactory, cache: Path) -> None:
    files = {name: content for case, _ in LEFT_OUT.values() for name, content in case.items()}
    site = render(project(files), cache, drafts=True)
    wanted = {"cases/next/", "offers/later/", "articles/later/", "about/"}
    assert {f"{path}index.html" for path in wanted} <= site.pages
    assert site.view("offers/later/index.html")["offer"]["state"] == "live"


def test_two_sources_that_claim_one_path_are_both_named_also_where_case_alone_tells_them_apart(
    project: ProjectFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    twins = [Artifact("a/index.html", FromText(b""), "one.md"), Artifact("A/index.html", FromText(b""), "two.md")]
    monkeypatch.setattr("site_gen.builder.plan.site_artifacts", lambda *_, **__: twins)
    with pytest.raises(ProjectError) as caught:
        plan(load_site(project()).site, NOW)
    (problem,) = caught.value.problems
    assert problem.location.file == "two.md"
    assert problem.message == "A/index.html is also made of one.md"


def test_progress_counts_every_file_once(project: ProjectFactory, cache: Path, tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    build(
        request(project(), tmp_path / "output", cache),
        BuildListener(progress=lambda done, total: heard.append((done, total))),
    )
    total = len(site_tree(tmp_path / "output"))
    assert heard == [(done, total) for done in range(1, total + 1)]


def test_strict_takes_warnings_for_errors(project: ProjectFactory, cache: Path, tmp_path: Path) -> None:
    folder = project({"content/articles/old.md": "---\ntitle: Old\ndate: 2026-01-01\nlayout: post\n---\n"})
    with pytest.raises(ProjectError, match="'layout' is not used here"):
        build(request(folder, tmp_path / "output", cache, strict=True))
    assert not (tmp_path / "output").exists()
    assert [problem.message for problem in build(request(folder, tmp_path / "output", cache)).warnings]


# --- workers ----------------------------------------------------------------------------------------------------------

BROKEN = {
    "nothing under that name": ("{{ site.nme }}", 2, "'dict object' has no attribute 'nme'"),
    "syntax": ("{% if %}", 2, "Expected an expression, got 'end of statement block'"),
    "a filter that fails": ("{{ 'x'|day }}", 2, "Invalid isoformat string: 'x'"),
    "no such text": ("{{ t('no.such') }}", 2, "there is no interface text 'no.such'"),
    "no such partial": ('{% include "partials/none.html" %}', 2, "there is no template partials/none.html"),
}


@pytest.mark.sampled(2)
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(("line", "number", "message"), BROKEN.values(), ids=BROKEN)
def test_a_template_with_a_mistake_is_reported_with_its_line_and_the_output_stays(
    project: ProjectFactory, cache: Path, tmp_path: Path, jobs: int, line: str, number: int, message: str
) -> None:
    folder, output = project(), tmp_path / "output"
    build(request(folder, output, cache))
    before = site_tree(output)
    template = folder / "themes/studio/templates/links.html"
    template.parent.mkdir(parents=True)
    template.write_text(f"<p>\n{line}\n", encoding="utf-8")
    # An empty cache makes fonts and icons slow again, which is worth a pool.
    with pytest.raises(ProjectError) as caught:
        build(request(folder, output, cache if jobs == 1 else tmp_path / "cache", jobs=jobs))
    (problem,) = caught.value.problems
    found = (problem.location.file, problem.location.line, problem.message)
    assert found == ("themes/studio/templates/links.html", number, message)
    assert site_tree(output) == before
    assert not list(output.rglob("staging*"))


class _Deadly(FromText):
    """Bytes that no worker survives being asked for."""

    @property
    def content(self) -> bytes:
        if multiprocessing.parent_process() is not None:
            os.kill(os.getpid(), signal.SIGKILL)
        return b""

    def __reduce__(self) -> tuple[object, ...]:
        return object.__new__, (_Deadly,)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL there")
def test_a_worker_that_dies_is_an_error_of_the_world(tmp_path: Path) -> None:
    studio = RenderContext(TemplateSet((), (), {}, "UTC"), Cache(tmp_path), tmp_path, tmp_path)
    artifacts = [Artifact(f"{n}", object.__new__(_Deadly), "x") for n in range(300)]
    with pytest.raises(WorldError, match="a worker process ended unexpectedly"):
        list(stage_all(artifacts, studio, 2))


@pytest.mark.skipif(sys.platform == "win32", reason="no process is forked there")
def test_a_build_makes_pages_itself_beside_its_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lost otherwise: pages that nobody makes, or that two processes make, and a third of the memory."""
    made, make = [], ArtifactRenderer.make

    def noted(self: ArtifactRenderer, artifact: Artifact) -> bytes:
        made.append(artifact.path)
        return make(self, artifact)

    monkeypatch.setattr(ArtifactRenderer, "make", noted)
    studio = RenderContext(TemplateSet((), (), {}, "UTC"), Cache(tmp_path / "cache"), tmp_path / "output", tmp_path)
    artifacts = [Artifact(f"{number}.txt", FromText(b"%d" % number), "x") for number in range(700)]
    outcomes = list(stage_all(artifacts, studio, 2, "fork"))
    assert sorted(outcome.index for outcome in outcomes) == list(range(700))
    assert [(tmp_path / str(number)).read_bytes() for number in range(700)] == [b"%d" % n for n in range(700)]
    assert 0 < len(made) < 700, "what the workers make is noted in theirs"


# --- the cache --------------------------------------------------------------------------------------------------------


def test_what_is_in_the_cache_is_not_made_again(
    project: ProjectFactory, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = project()
    build(request(folder, tmp_path / "one", cache))
    made = "site_gen.builder.renderer.ArtifactRenderer._make_slow"
    monkeypatch.setattr(made, lambda _, maker, __: pytest.fail(f"made {maker}"))
    build(request(folder, tmp_path / "two", cache))
    assert site_tree(tmp_path / "one") == site_tree(tmp_path / "two")


def test_a_clean_build_makes_everything_anew(project: ProjectFactory, tmp_path: Path) -> None:
    cache, asked = tmp_path / "cache", None
    asked = request(project(), tmp_path / "output", cache)
    build(asked)
    kept = [path for path in cache.rglob("*") if path.is_file() and path.name != ".gitignore"]
    clean = site_tree(tmp_path / "output")
    for path in kept:
        path.write_bytes(b"damaged")
    build(request(asked.project, asked.output, cache, clean=True))
    assert site_tree(tmp_path / "output") == clean


def test_the_cache_keeps_itself_out_of_version_control(tmp_path: Path) -> None:
    Cache(tmp_path / "cache").prepare()
    assert (tmp_path / "cache" / ".gitignore").read_text(encoding="utf-8") == "*\n"


def test_a_site_changes_when_it_said_it_would(project: ProjectFactory, cache: Path, tmp_path: Path) -> None:
    asked = request(project(BASE), tmp_path / "output", cache)
    changes_at = build(asked).changes_at
    assert changes_at is not None
    same = request(asked.project, asked.output, cache, now=changes_at - timedelta(seconds=1))
    assert build(same).written == 0
    assert build(request(asked.project, asked.output, cache, now=changes_at)).written > 5
