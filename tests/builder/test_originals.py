"""Files that change, break or disappear during a build: no wrong result is cached, and the file is named."""

from __future__ import annotations

import io
import shutil
import threading
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import pytest
from PIL import Image

from site_gen.builder.cache import Cache
from site_gen.builder.pipeline import build, template_set
from site_gen.builder.renderer import ArtifactRenderer, RenderContext
from site_gen.load.theme_places import PACKAGED
from site_gen.problems import Problem, ProjectError
from site_gen.render.artifact import Artifact, FromFile, FromFont, FromLetters, FromPicture, FromPlainPicture, FromTypst
from site_gen.render.typst import Typesetter
from tests.conftest import ProjectFactory
from tests.support import SITE
from tests.support_build import Rendered, render, request
from tests.support_proposals import PDF, PROPOSAL

PHOTO: Final = "content/images/a.jpg"
PROPOSAL_FILE: Final = "offers/proposals/casa-roja.yaml"
TYP: Final = "themes/studio/documents/proposal.typ"
SOURCE: Final = (PACKAGED / "base" / "documents" / "proposal.typ").read_text(encoding="utf-8")
CHANGED: Final = "the file changed while the site was made"


def photo(color: str, format_: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (600, 400), color).save(out, format_, **options)
    return out.getvalue()


def with_photo(content: bytes, name: str = "a.jpg") -> dict[str, str | bytes]:
    return {f"content/images/{name}": content, "site.yaml": f"{SITE}photo: {{image: {name}, alt: It}}\n"}


def only(site: Rendered, kind: type, part: str = "") -> Artifact:
    """Return the first file of a site that is made in a way."""
    return next(a for path, a in site.artifacts.items() if isinstance(a.maker, kind) and part in path)


def refused(make: Callable[[], object]) -> Problem:
    with pytest.raises(ProjectError) as caught:
        make()
    (problem,) = caught.value.problems
    return problem


def test_a_photo_replaced_while_it_waits_is_not_kept_as_the_old_one(project: ProjectFactory, tmp_path: Path) -> None:
    folder, cache = project(with_photo(photo("red"))), tmp_path / "cache"
    site = render(folder, cache)
    waiting = only(site, FromPicture, ".jpg")
    (folder / PHOTO).write_bytes(photo("blue"))
    problem = refused(lambda: site.bytes(waiting.path))
    assert (str(problem.location), problem.message) == (f"{PHOTO}:1:1", CHANGED)
    assert "build again" in problem.hint
    assert Cache(cache).get(waiting.maker) is None

    (folder / PHOTO).write_bytes(photo("red"))
    build(request(folder, tmp_path / "output", cache))
    with Image.open(tmp_path / "output" / waiting.path) as made:
        pixel = made.convert("RGB").getpixel((10, 10))
    assert isinstance(pixel, tuple)
    assert pixel[0] > 200
    assert pixel[2] < 50


def test_a_photo_that_goes_away_while_the_site_is_made_is_named(project: ProjectFactory, tmp_path: Path) -> None:
    folder = project(with_photo(photo("red")))
    site = render(folder, tmp_path / "cache")
    (folder / PHOTO).unlink()
    assert refused(lambda: site.bytes(only(site, FromPicture).path)).message == CHANGED


COPIED: Final = {
    "an animated picture": (
        with_photo(photo("red", "GIF", save_all=True, append_images=[Image.new("RGB", (600, 400))]), "a.gif"),
        "content/images/a.gif",
        FromPlainPicture,
        "images/",
    ),
    "a theme's file": (
        {"themes/studio/assets/own.svg": "<svg/>"},
        "themes/studio/assets/own.svg",
        FromFile,
        "assets/own",
    ),
    "a file of the owner's": ({"static/a.pdf": b"%PDF"}, "static/a.pdf", FromFile, "a.pdf"),
}


@pytest.mark.parametrize(("files", "name", "kind", "part"), COPIED.values(), ids=COPIED)
def test_a_copied_file_that_changed_does_not_come_under_its_old_name(
    project: ProjectFactory, cache: Path, files: dict[str, str | bytes], name: str, kind: type, part: str
) -> None:
    folder = project(files)
    site = render(folder, cache)
    (folder / name).write_bytes(b"<svg></svg>")
    problem = refused(lambda: site.bytes(only(site, kind, part).path))
    assert (problem.location.file, problem.message) == (name, CHANGED)


@pytest.mark.parametrize("kind", [FromFont, FromLetters])
def test_a_typeface_that_changed_makes_nothing_under_the_old_ones_name(
    project: ProjectFactory, tmp_path: Path, kind: type
) -> None:
    import font_manrope

    file = Path(font_manrope.__file__).parent / "files" / "Manrope-VariableFont_wght.ttf"
    theme = "font: {family: Own, file: own.ttf, weight: 200 800}\n"
    folder = project({"themes/studio/theme.yaml": theme, "themes/studio/assets/own.ttf": file.read_bytes()})
    site = render(folder, tmp_path / "cache")
    waiting = only(site, kind)
    (folder / "themes/studio/assets/own.ttf").write_bytes(file.read_bytes() + b"\0")
    problem = refused(lambda: site.bytes(waiting.path))
    assert (problem.location.file, problem.message) == ("themes/studio/assets/own.ttf", CHANGED)
    assert Cache(tmp_path / "cache").get(waiting.maker) is None


def test_a_document_template_that_changed_is_not_laid_aside_as_the_old_one(project: ProjectFactory, own: Path) -> None:
    folder = project({PROPOSAL_FILE: PROPOSAL, TYP: SOURCE})
    site = render(folder, own)
    (folder / TYP).write_text("= Another", encoding="utf-8")
    problem = refused(lambda: site.bytes(PDF))
    assert (problem.location.file, problem.message) == (TYP, CHANGED)
    (folder / TYP).write_text(SOURCE, encoding="utf-8")
    assert site.bytes(PDF).startswith(b"%PDF")


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_build_names_a_photo_that_is_cut_off(project: ProjectFactory, tmp_path: Path, jobs: int) -> None:
    """The disk of the output is in order, and looking there would cost its owner an evening."""
    whole = photo("red")
    folder = project(with_photo(whole[: len(whole) // 2]))
    problem = refused(lambda: build(request(folder, tmp_path / "output", tmp_path / "cache", jobs=jobs)))
    assert problem.location.file == "site.yaml"
    assert "'a.jpg' can't be shown: the picture is damaged" in problem.message
    assert not [path for path in (tmp_path / "output").rglob("*") if path.suffix == ".html"]


# --- the cache --------------------------------------------------------------------------------------------------------


def test_threads_that_make_one_thing_at_once_all_keep_it(tmp_path: Path) -> None:
    """Two windows that show one new photo."""
    cache, several = Cache(tmp_path), 8
    content = b"x" * 100_000
    start = threading.Barrier(several)

    def put(maker: FromFont) -> None:
        start.wait()
        cache.put(maker, content)

    with ThreadPoolExecutor(several) as pool:
        for turn in range(40):
            maker = FromFont(tmp_path, f"{turn}", "a")
            list(pool.map(put, [maker] * several))
            assert cache.get(maker) == content
            assert [path.name for path in cache.path(maker).parent.glob("*.*")] == []


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the user's own, for this test alone; it is the project's at the same time."""
    folder = tmp_path / "cache"
    monkeypatch.setattr("site_gen.builder.cache.own_folder", lambda: folder)
    return folder


def lost(cache: Path, what: str) -> None:
    """Take away what was laid together for Typst, or some of it."""
    if what == "the cache":
        shutil.rmtree(cache)
        return
    (root,) = (cache / "typst").iterdir()
    if what == "a template":
        (root / "theme" / "documents" / "proposal.typ").unlink()
    else:
        shutil.rmtree(root / what)


def forget(cache: Path, site: Rendered) -> None:
    """Take away the PDF that is kept, so that it is made again."""
    Cache(cache).path(site.artifacts[PDF].maker).unlink(missing_ok=True)


@pytest.mark.parametrize("what", ["the cache", "a template", "theme"])
def test_documents_are_made_after_the_cache_was_cleared_while_running(
    project: ProjectFactory, tmp_path: Path, own: Path, what: str
) -> None:
    cache = own
    site = render(project({PROPOSAL_FILE: PROPOSAL}), cache)
    before = site.bytes(PDF)
    lost(cache, what)
    forget(cache, site)
    assert site.bytes(PDF) == before
    lost(cache, what)
    forget(cache, site)
    other = render(tmp_path / "project", cache)
    assert other.bytes(PDF) == before  # who comes anew finds less than a whole folder


def test_a_clean_build_lays_documents_together_anew(project: ProjectFactory, tmp_path: Path, own: Path) -> None:
    cache = own
    asked = request(project({PROPOSAL_FILE: PROPOSAL}), tmp_path / "output", cache)
    build(asked)
    for path in (cache / "typst").rglob("*.typ"):
        path.write_text("= Damaged", encoding="utf-8")
    before = (tmp_path / "output" / PDF).read_bytes()
    build(request(asked.project, asked.output, cache, clean=True))
    assert (tmp_path / "output" / PDF).read_bytes() == before


def test_a_preview_keeps_one_compiler_however_often_a_template_is_edited(
    project: ProjectFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[weakref.ref[Typesetter]] = []

    class Counted(Typesetter):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args)
            made.append(weakref.ref(self))

    monkeypatch.setattr("site_gen.builder.renderer.Typesetter", Counted)
    folder, cache = project({PROPOSAL_FILE: PROPOSAL, TYP: SOURCE}), Cache(tmp_path / "cache")
    worker: ArtifactRenderer | None = None
    for turn in range(4):
        (folder / TYP).write_text(f"{SOURCE}// {turn}\n", encoding="utf-8")
        site = render(folder, tmp_path / "cache")
        newer = ArtifactRenderer(RenderContext(template_set(site.site), cache, tmp_path / "output", None))
        if worker:
            newer.take_over(worker, [], same_templates=True)
        worker = newer
        artifact = site.artifacts[PDF]
        assert isinstance(artifact.maker, FromTypst)
        assert worker.make(artifact).startswith(b"%PDF")
        del artifact, site
    assert len(made) == 4
    assert [setter() is not None for setter in made] == [False, False, False, True]
