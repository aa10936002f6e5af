"""What owners bring themselves: files of static/, a logo, an icon, and the point that crops of their photos keep."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from site_gen.actions.check import check
from site_gen.load import load_site
from site_gen.problems import ProjectError
from site_gen.render.artifact import FromPicture
from tests.conftest import Cli, ProjectFactory
from tests.imaging.samples import exif
from tests.support import CASE, NOW, SITE
from tests.support_build import render

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><script>1</script><path d="M0 0h8v8H0z"/></svg>'


def picture(size: tuple[int, int] = (900, 600), **options: object) -> bytes:
    """Return a picture that is red in its left third and blue elsewhere."""
    image, out = Image.new("RGB", size, (20, 20, 220)), io.BytesIO()
    image.paste((220, 20, 20), (0, 0, size[0] // 3, size[1]))
    image.save(out, "JPEG", quality=95, **options)
    return out.getvalue()


# --- static/ ----------------------------------------------------------------------------------------------------------


def test_static_files_come_to_the_root_as_they_are(project: ProjectFactory, cli: Cli) -> None:
    """A guide to give away, and the proofs of ownership that networks and search engines ask for."""
    files = {
        "static/guide.pdf": b"%PDF-1.7",
        "static/.well-known/proof.txt": b"mine",
        "static/free/Гайд 1.pdf": b"%PDF",
        "static/favicon.ico": b"\0\0\1\0",
        "static/CNAME": b"mara.example",
        "content/articles/one.md": "---\ntitle: One\ndate: 2026-01-01\n---\n[The guide](/guide.pdf)\n",
    }
    folder = project(files)
    assert cli("build", cwd=folder).code == 0
    for name, content in files.items():
        if isinstance(content, bytes):
            assert (folder / "output" / name.removeprefix("static/")).read_bytes() == content
    (folder / "static/guide.pdf").unlink()
    assert cli("build", cwd=folder).code == 0
    assert not (folder / "output/guide.pdf").exists()
    assert (folder / "output/CNAME").exists()
    assert any("/guide.pdf" in problem.message for problem in check(folder, NOW, folder / ".cache", {}))


CLASHES = {
    "a page": ("static/index.html", "index.html is also made of"),
    "a file of the site's": ("static/robots.txt", "robots.txt is also made of"),
    "a folder of the site's": ("static/cases", "cases is also a folder, with cases/"),
    "another case": ("static/ROBOTS.txt", "ROBOTS.txt is also made of"),
}


@pytest.mark.parametrize(("name", "said"), CLASHES.values(), ids=CLASHES)
def test_a_static_file_never_hides_a_page(project: ProjectFactory, cache: Path, name: str, said: str) -> None:
    with pytest.raises(ProjectError, match=said) as caught:
        render(project({name: b"x"}), cache)
    assert any(problem.location.file == name for problem in caught.value.problems)


def test_a_static_photo_that_tells_its_place_is_named(project: ProjectFactory) -> None:
    """Files of static/ are published as they are, notes of the camera and all."""
    loaded = load_site(project({"static/me.jpg": picture(exif=exif()), "static/plain.jpg": picture()}))
    assert [(found.location.file, "where it was taken" in found.message) for found in loaded.warnings] == [
        ("static/me.jpg", True)
    ]


def test_a_large_static_file_is_told_with_its_size(project: ProjectFactory) -> None:
    folder = project({"static/film.zip": b""})
    with (folder / "static/film.zip").open("wb") as file:
        file.truncate(48_000_000)
    (warning,) = load_site(folder).warnings
    assert "48 MB" in warning.message


# --- logo and icon ----------------------------------------------------------------------------------------------------


def test_a_logo_stands_for_the_name(project: ProjectFactory, cache: Path) -> None:
    site = render(project({"content/images/logo.svg": DRAWING, "site.yaml": f"{SITE}logo: logo.svg\n"}), cache)
    brand = site.text("index.html").partition('class="brand"')[2].partition("</a>")[0]
    assert 'alt="Mara Vidal"' in brand
    src = brand.partition('src="/')[2].partition('"')[0]
    assert b"<path" in site.bytes(src)
    assert b"script" not in site.bytes(src)


@pytest.mark.parametrize("name", ["icon.svg", "icon.jpg"])
def test_an_own_icon_is_used_everywhere(project: ProjectFactory, cache: Path, name: str) -> None:
    """In tabs, on home screens, in the manifest."""
    content = DRAWING if name.endswith("svg") else picture((600, 400))
    site = render(project({f"content/images/{name}": content, "site.yaml": f"{SITE}favicon: {name}\n"}), cache)
    view = site.view("index.html")["site"]
    assert view["favicon_url"].endswith(".svg" if name.endswith("svg") else ".png")
    assert site.bytes(view["favicon_url"].lstrip("/"))
    with Image.open(io.BytesIO(site.bytes(view["touch_icon_url"].lstrip("/")))) as icon:
        assert icon.size == (180, 180)
        middle = icon.convert("RGB").getpixel((90, 90))
    assert isinstance(middle, tuple)
    assert middle[2] > 150 if name.endswith("jpg") else middle == (0, 0, 0)


def test_an_icon_that_is_not_there_is_told(project: ProjectFactory) -> None:
    with pytest.raises(ProjectError, match=r"there is no picture 'none\.svg'"):
        load_site(project({"site.yaml": f"{SITE}favicon: none.svg\n"}))


# --- focal points -----------------------------------------------------------------------------------------------------


def test_crops_keep_the_focal_point(project: ProjectFactory, cache: Path) -> None:
    """Without it the middle is kept, and heads are cut off."""
    case = f"{CASE}cover: {{image: wide.jpg, alt: A wide one, focus: 0 50}}\n"
    site = render(project({"content/images/wide.jpg": picture((3000, 600)), "cases/cafe.yaml": case}), cache)
    page = site.text("cases/cafe/index.html")
    assert 'class="focus-0-50"' in page
    css = site.view("index.html")["site"]["assets"]["css"].lstrip("/")
    assert "img.focus-0-50{object-position:0% 50%}" in site.text(css)
    shared = page.partition('og:image" content="https://mara.example/')[2].partition('"')[0]
    assert isinstance(site.artifacts[shared].maker, FromPicture)
    with Image.open(io.BytesIO(site.bytes(shared))) as made:
        left = made.convert("RGB").getpixel((100, 300))
    assert isinstance(left, tuple)
    assert left[0] > 150


def test_a_shared_picture_of_a_drawing_is_a_print_of_it(project: ProjectFactory, cache: Path) -> None:
    """Networks show no SVG."""
    case = f"{CASE}cover: {{image: sketch.svg, alt: A sketch}}\n"
    site = render(project({"content/images/sketch.svg": DRAWING, "cases/cafe.yaml": case}), cache)
    shared = (
        site.text("cases/cafe/index.html").partition('og:image" content="https://mara.example/')[2].partition('"')[0]
    )
    with Image.open(io.BytesIO(site.bytes(shared))) as made:
        assert made.size == (1200, 630)
        assert made.convert("RGB").getpixel((600, 300)) == (0, 0, 0)


# --- size -------------------------------------------------------------------------------------------------------------


def test_a_picture_smaller_than_its_place_is_a_finding_and_blocks_nothing(project: ProjectFactory, cli: Cli) -> None:
    """What a messenger made small comes out blurred; drawings have every size."""
    files = {
        "content/images/small.jpg": picture((400, 300)),
        "content/images/large.jpg": picture((1200, 900)),
        "content/images/sketch.svg": DRAWING,
        "cases/cafe.yaml": f"{CASE}cover: {{image: small.jpg, alt: A}}\ngallery: [{{image: large.jpg, alt: B}}]\n",
        "content/articles/one.md": "---\ntitle: One\ndate: 2026-01-01\n---\nX ![a](small.jpg) ![b](sketch.svg)\n",
    }
    folder = project(files)
    line = files["cases/cafe.yaml"].count("\n") - 1
    said = [
        str(found).partition("\n")[0] for found in check(folder, NOW, folder / ".cache", {}) if "place" in found.message
    ]
    assert said == [
        f"cases/cafe.yaml:{line}:16: warning: the picture is 400 × 300; its place needs at least 800 wide and 450 high",
        "content/articles/one.md:5:8: warning: the picture is 400 × 300; its place needs at least 800 wide",
    ]
    assert cli("build", cwd=folder).code == 0
