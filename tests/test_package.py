"""The wheel, installed into an empty environment, makes a new project and builds it."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.support import ROOT

pytestmark = pytest.mark.slow


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


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this source tree."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, cwd=ROOT)
    (made,) = folder.glob("*.whl")
    return made


def test_the_wheel_carries_types_themes_and_starters(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    package = ROOT / "site_gen"
    for folder in ("themes", "starter", "pages/cloudflare_worker"):
        files = (path for path in (package / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        assert {path.relative_to(ROOT).as_posix() for path in files} <= names
    assert {f"site_gen/docs/{path.name}" for path in (ROOT / "docs").glob("*.md")} <= names
    assert "site_gen/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not any(name.startswith(("tests/", "cases/", "benchmarks/")) for name in names)


def test_the_wheel_in_an_empty_environment_makes_and_builds_a_project(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=False)
    programs = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    # Our own pip, and no compiling of what is never imported: both only take time.
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", programs / "python"]
    run(*pip, "install", "-q", "--no-compile", "-c", ROOT / "constraints.txt", wheel, cwd=tmp_path)
    assert "# Where forms go" in run(programs / "site-gen", "help", "forms", cwd=tmp_path)
    run(programs / "site-gen", "new", "my-site", "--language", "ca", cwd=tmp_path)
    said = run(programs / "site-gen", "build", cwd=tmp_path / "my-site")
    assert "files written" in said
    output = tmp_path / "my-site" / "output"
    for file in ("index.html", "offers/index.html", "sitemap.xml", "feed.xml", "_headers", "404.html"):
        assert (output / file).is_file()
    assert '<html lang="ca">' in (output / "index.html").read_text(encoding="utf-8")
    assert list(output.glob("assets/*.woff2"))
    again = run(programs / "python", "-m", "site_gen", "build", cwd=tmp_path / "my-site")
    assert "0 files written" in again
