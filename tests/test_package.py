"""What is published: wheel and sdist are whole, an index takes them, and they are the same; installed into an empty
environment, each makes a new project and builds it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path
from typing import Final

import pytest

from site_gen import __version__
from site_gen.distribution import DISTRIBUTION
from tests.support import ROOT

pytestmark = pytest.mark.slow

STEM: Final = f"{DISTRIBUTION.replace('-', '_')}-{__version__}"
"""The beginning of both files' names, as https://packaging.python.org/en/latest/specifications/ has it."""


def run(*words: str | Path, cwd: Path, environment: dict[str, str] | None = None) -> str:
    """Run a program to its end and return what it wrote."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "SITE_GEN"))}
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env=env | (environment or {}),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def build(source: Path, into: Path, *kinds: str) -> None:
    """Build sdist or wheel of a source tree, with the build tool that is installed here."""
    run(sys.executable, "-m", "build", *kinds, "--no-isolation", "--outdir", into, cwd=source)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with wheel and sdist of this source tree."""
    folder = tmp_path_factory.mktemp("dist")
    build(ROOT, folder, "--wheel", "--sdist")
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    return built / f"{STEM}-py3-none-any.whl"


@pytest.fixture(scope="module")
def sdist(built: Path) -> Path:
    return built / f"{STEM}.tar.gz"


def names_in(wheel: Path) -> dict[str, int]:
    """Return the files of a wheel with their checksums; the list of them, which names itself, left out."""
    with zipfile.ZipFile(wheel) as archive:
        return {info.filename: info.CRC for info in archive.infolist() if not info.filename.endswith("/RECORD")}


def test_the_wheel_carries_types_themes_and_starters(wheel: Path) -> None:
    names = set(names_in(wheel))
    package = ROOT / "site_gen"
    for folder in ("themes", "starter", "pages/cloudflare_worker"):
        files = (path for path in (package / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        assert {path.relative_to(ROOT).as_posix() for path in files} <= names
    assert {f"site_gen/docs/{path.name}" for path in (ROOT / "docs").glob("*.md")} <= names
    assert "site_gen/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not any(name.startswith(("tests/", "cases/", "benchmarks/")) for name in names)


def test_an_index_takes_both_and_shows_their_readme(wheel: Path, sdist: Path) -> None:
    """The release would be refused on the day, or its page be empty."""
    assert run(sys.executable, "-m", "twine", "check", "--strict", wheel, sdist, cwd=ROOT).count("PASSED") == 2


def test_the_page_on_an_index_has_no_link_into_the_repository(wheel: Path) -> None:
    """Each of them would lead nowhere, and the picture be a broken one."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith("/METADATA"))
        text = archive.read(name).decode().partition("\n\n")[2]
    assert text.startswith("# site_gen\n")
    assert "uv tool install smm-site-gen" in text
    assert re.findall(r"\]\((?!https://)[^)]*\)", text) == []


def test_the_sdist_makes_the_same_wheel_and_has_nothing_that_is_not_for_it(
    wheel: Path, sdist: Path, tmp_path: Path
) -> None:
    """Distributions of Linux build from it; a file too few, and their program starts no project."""
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    tree = tmp_path / STEM
    assert {path.name for path in tree.iterdir()} == {
        *("site_gen", "docs", "tools", "README.md", "CHANGELOG.md", "SECURITY.md", "LICENSE", "constraints.txt"),
        *("pyproject.toml", "PKG-INFO", ".gitignore"),  # which hatchling adds
    }
    build(tree, tmp_path / "again", "--wheel")
    assert names_in(tmp_path / "again" / wheel.name) == names_in(wheel)


def install(package: Path, folder: Path, *constraints: str | Path, python: str = sys.executable) -> Path:
    """Install a package into an empty environment, and return the folder of its programs."""
    if python == sys.executable:
        venv.create(folder, with_pip=False)
    else:
        run(python, "-m", "venv", "--without-pip", folder, cwd=ROOT)
    programs = folder / ("Scripts" if sys.platform == "win32" else "bin")
    # Our own pip, and no compiling of what is never imported: both only take time.
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", programs / "python"]
    run(*pip, "install", "-q", "--no-compile", *constraints, package, cwd=folder)
    return programs


PINNED: Final = ("-c", ROOT / "constraints.txt")


def makes_and_builds(programs: Path, folder: Path) -> None:
    """Hold that the program starts a project and builds it whole, and finds nothing broken where it is."""
    assert "# Where forms go" in run(programs / "site-gen", "help", "forms", cwd=folder)
    run(programs / "site-gen", "new", "my-site", "--language", "ca", cwd=folder)
    project = folder / "my-site"
    assert "fitxers escrits" in run(programs / "site-gen", "build", cwd=project)  # in the project's language
    output = project / "output"
    for file in ("index.html", "offers/index.html", "sitemap.xml", "feed.xml", "_headers", "404.html"):
        assert (output / file).is_file()
    assert '<html lang="ca">' in (output / "index.html").read_text(encoding="utf-8")
    assert list(output.glob("assets/*.woff2"))
    assert "0 fitxers escrits" in run(programs / "python", "-m", "site_gen", "build", cwd=project)
    assert "Aquí es pot fer el web." in run(programs / "site-gen", "doctor", cwd=project)


def test_the_wheel_in_an_empty_environment_makes_and_builds_a_project(wheel: Path, tmp_path: Path) -> None:
    makes_and_builds(install(wheel, tmp_path / "venv", *PINNED), tmp_path)


@pytest.mark.laws
def test_the_sdist_in_an_empty_environment_makes_and_builds_a_project(sdist: Path, tmp_path: Path) -> None:
    makes_and_builds(install(sdist, tmp_path / "venv", *PINNED), tmp_path)


@pytest.mark.laws
@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13", "3.14"])
@pytest.mark.parametrize("ages", ["lowest", "newest"])
def test_every_python_takes_the_oldest_and_the_newest_packages(
    wheel: Path, version: str, ages: str, tmp_path: Path
) -> None:
    """`requires-python` and the lower bounds are promises: where they don't hold, pip installs what can't run."""
    from tools.pythons import interpreter

    python = interpreter(version)
    if python is None:
        pytest.skip(f"Python {version} is not on this machine")
    bounds: tuple[str | Path, ...] = ()
    if ages == "lowest":
        bounds = ("-c", tmp_path / "lowest.txt")
        (tmp_path / "lowest.txt").write_text(run(sys.executable, "-m", "tools.lowest", cwd=ROOT), encoding="utf-8")
    makes_and_builds(install(wheel, tmp_path / "venv", *bounds, python=python), tmp_path)
