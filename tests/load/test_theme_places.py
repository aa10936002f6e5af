"""Themes that are zip files or installed packages: found by name, unpacked safely, changed by the project's folder."""

from __future__ import annotations

import io
import stat
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from site_gen.load.project import load_site
from site_gen.problems import ProjectError
from tests.conftest import ProjectFactory
from tests.support import SITE

MINE = {"site.yaml": f"{SITE}theme: {{name: mine}}\n"}
FILES = {"theme.yaml": 'accent: "#0a6b52"\n', "templates/home.html": "from afar"}


def _pack(file: Path, files: dict[str, str]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)


@pytest.mark.parametrize("root", ["", "mine-1.0/"])
def test_a_zip_file_is_a_theme(project: ProjectFactory, root: str) -> None:
    folder = project(MINE)
    _pack(folder / "themes/mine.zip", {f"{root}{name}": text for name, text in FILES.items()})
    theme = load_site(folder).site.theme
    assert theme.accent == "#0a6b52"
    assert (theme.templates[0] / "home.html").read_text(encoding="utf-8") == "from afar"


def test_a_folder_changes_a_zip_file_of_its_name(project: ProjectFactory) -> None:
    folder = project({**MINE, "themes/mine/theme.yaml": 'accent: "#112233"\n'})
    _pack(folder / "themes/mine.zip", FILES)
    theme = load_site(folder).site.theme
    assert theme.accent == "#112233"
    assert "from afar" in {path.read_text(encoding="utf-8") for path in theme.templates[1].iterdir()}


def test_a_changed_zip_file_is_read_anew(project: ProjectFactory) -> None:
    folder = project(MINE)
    _pack(folder / "themes/mine.zip", FILES)
    load_site(folder)
    _pack(folder / "themes/mine.zip", {**FILES, "theme.yaml": 'accent: "#445566"\n'})
    assert load_site(folder).site.theme.accent == "#445566"


@pytest.mark.parametrize("name", ["../../out.txt", "/etc/out.txt", "templates\\..\\..\\out.txt", "C:out.txt"])
def test_a_zip_file_writes_nothing_outside(project: ProjectFactory, name: str) -> None:
    """A theme from somebody else could otherwise overwrite any of the owner's files."""
    folder = project(MINE)
    _pack(folder / "themes/mine.zip", {**FILES, name: "out"})
    with pytest.raises(ProjectError) as error:
        load_site(folder)
    assert [(p.location.file, "leads out" in p.message) for p in error.value.problems] == [("themes/mine.zip", True)]


def test_a_link_in_a_zip_file_is_refused(project: ProjectFactory) -> None:
    folder = project(MINE)
    _pack(folder / "themes/mine.zip", FILES)
    link = zipfile.ZipInfo("assets/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(folder / "themes/mine.zip", "a") as archive:
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(ProjectError, match="leads out"):
        load_site(folder)


@pytest.mark.parametrize("content", [b"no zip file", b"PK\x03\x04 broken"])
def test_what_is_no_zip_file(project: ProjectFactory, content: bytes) -> None:
    folder = project(MINE)
    (folder / "themes").mkdir(exist_ok=True)
    (folder / "themes/mine.zip").write_bytes(content)
    with pytest.raises(ProjectError) as error:
        load_site(folder)
    assert error.value.problems[0].location.file == "themes/mine.zip"


def test_a_zip_file_without_a_theme(project: ProjectFactory) -> None:
    folder = project(MINE)
    _pack(folder / "themes/mine.zip", {"photo.jpg": "x"})
    with pytest.raises(ProjectError, match="holds no theme"):
        load_site(folder)


def test_an_installed_package_is_a_theme_and_is_never_imported(
    project: ProjectFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its Python could do anything, on every build."""
    place = tmp_path / "site-packages"
    code = {"warm_theme/__init__.py": "raise SystemExit('imported')\n"}
    info = {
        "warm_theme-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: warm-theme\nVersion: 1\n",
        "warm_theme-1.dist-info/entry_points.txt": "[site_gen.themes]\nmine = warm_theme.look\n",
    }
    for name, text in {**code, **info, **{f"warm_theme/look/{name}": text for name, text in FILES.items()}}.items():
        file = place / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    monkeypatch.setattr(sys, "path", [*sys.path, str(place)])
    theme = load_site(project(MINE)).site.theme
    assert theme.accent == "#0a6b52"
    assert theme.templates[0] == place / "warm_theme/look/templates"
    assert "warm_theme" not in sys.modules


def _spoilt(kind: int, how: Callable[[bytearray], object]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", kind) as archive:
        for name, text in FILES.items():
            archive.writestr(name, text * 50)
    raw = bytearray(stream.getvalue())
    how(raw)
    return bytes(raw)


def _lie(raw: bytearray) -> None:
    """Name a small size of an entry, in both of its heads, as somebody would who wants memory to run out."""
    for mark, size in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = raw.rfind(mark)
        raw[at + size : at + size + 4] = b"\x0a\0\0\0"


def _zeroed(raw: bytearray) -> None:
    raw[70:90] = bytes(20)


def _odd_name(raw: bytearray) -> None:
    at = raw.find(b"PK\x01\x02")
    raw[at + 9] |= 0x08  # the name is UTF-8
    raw[at + 46] = 0xFF


@pytest.mark.parametrize("kind", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("how", [_lie, _zeroed, _odd_name])
def test_a_damaged_zip_file_is_a_problem(
    project: ProjectFactory, kind: int, how: Callable[[bytearray], object]
) -> None:
    """A download that was cut or spoilt ended every build in a report of a fault of the program."""
    folder = project(MINE)
    (folder / "themes").mkdir(exist_ok=True)
    (folder / "themes/mine.zip").write_bytes(_spoilt(kind, how))
    with pytest.raises(ProjectError, match="no zip file, or a damaged one"):
        load_site(folder)


@pytest.mark.parametrize("name", ["templates/con", "assets/AUX.css", "lpt1/x", "Theme.yaml"])
def test_names_that_write_elsewhere_or_over_each_other_are_refused(project: ProjectFactory, name: str) -> None:
    """On Windows the first is the console, and on a Mac the last replaces theme.yaml after somebody has read it."""
    folder = project(MINE)
    _pack(folder / "themes/mine.zip", {**FILES, name: "x"})
    with pytest.raises(ProjectError, match=r"leads out|damaged"):
        load_site(folder)


def test_a_zip_file_that_is_too_big_is_not_read(project: ProjectFactory) -> None:
    folder = project(MINE)
    (folder / "themes").mkdir(exist_ok=True)
    with (folder / "themes/mine.zip").open("wb") as file:
        file.truncate(200_000_000_000)  # a hole: it takes no room
    with pytest.raises(ProjectError, match="too big"):
        load_site(folder)
