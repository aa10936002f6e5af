"""The name under which the program is installed: one constant, and no line anywhere that installs something else."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, Final

import pytest

from site_gen import __version__
from site_gen.distribution import (
    DISTRIBUTION,
    install_line,
    installer,
    origin_of,
    reinstall_line,
    requirement,
    same_again,
    source_in,
)
from tests.support import ROOT
from tests.test_house import own_files

NAME: Final = r"site[-_.]?gen(?![\w-])"
OTHERS: Final = re.compile(
    rf"(?<![\w./-]){NAME}(?:\[[a-z0-9,{{}}. ]+\]|[=~<>]=\s*[\d{{])"  # an extra, or a version
    rf"|(?:pip3?|pipx|uv(?: tool| pip)?) (?:install|upgrade|uninstall|run|inject)(?: -\S+)* [\"']?{NAME}"
    rf"|(?:runpip|index versions) {NAME}"
    rf"|(?:\bversion|distribution|metadata|requires)\(\s*[\"']{NAME}",
    re.IGNORECASE,
)
"""What installs, or asks for, a package by the name of the command."""


def test_pyproject_has_the_name_of_the_code() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["name"] == DISTRIBUTION
    assert project["scripts"] == {"site-gen": "site_gen.__main__:main"}
    assert distribution(DISTRIBUTION).version == __version__, "installed under another name: make .venv/.test"


def test_an_index_would_not_take_the_name_for_another_one() -> None:
    """`sitegen` is there: what differs in separators, or in letters that look alike, is refused."""
    folded = re.sub(r"[-_.]", "", DISTRIBUTION.lower()).translate(str.maketrans("lio", "110"))
    assert folded != "s1tegen"
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", DISTRIBUTION)


@pytest.mark.parametrize(
    "line",
    [
        "pip install site-gen",
        "pipx install 'site_gen'",
        "uv tool install --force site-gen",
        "site-gen[sftp]",
        'python -m pip install "site-gen==1.0"',
        "version('site-gen')",
    ],
)
def test_the_search_finds_other_names(line: str) -> None:
    assert OTHERS.search(line)
    assert not OTHERS.search(re.sub(NAME, DISTRIBUTION, line))


def test_no_file_installs_anything_by_another_name() -> None:
    """A line that is copied from a document or a hint would find nothing, or somebody else's program."""
    found = []
    for path in own_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if path.name not in {"test_distribution.py", "0022-the-distribution-has-a-name-of-its-own.md"}:
            found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in OTHERS.finditer(text)]
    assert found == []


def test_the_code_has_the_name_in_one_place() -> None:
    """A hint with a name of its own would be forgotten when the name changes."""
    files = sorted((ROOT / "site_gen").rglob("*.py"))
    named = [path.name for path in files if f"{DISTRIBUTION}" in path.read_text(encoding="utf-8")]
    assert named == ["distribution.py"]


# --- the lines --------------------------------------------------------------------------------------------------------


def test_requirements_are_as_installers_read_them() -> None:
    """As https://packaging.python.org/en/latest/specifications/dependency-specifiers/ has them."""
    assert requirement() == "smm-site-gen"
    assert requirement("sftp") == "smm-site-gen[sftp]"
    assert requirement("inbox", "postgresql", version="1.2") == "smm-site-gen[inbox,postgresql]==1.2"
    address = same_again("sftp", origin="git+https://h.example/o/site_gen.git@0123abc")
    assert address == "smm-site-gen[sftp] @ git+https://h.example/o/site_gen.git@0123abc"
    assert same_again("s3") == f"smm-site-gen[s3]=={__version__}"


def test_a_hint_fits_the_way_of_installing(tmp_path: Path) -> None:
    """`pip` of a terminal doesn't reach the environments of pipx and uv: the library would be somewhere else."""
    assert install_line("sftp", prefix=tmp_path) == 'pip install "smm-site-gen[sftp]"'
    (tmp_path / "uv-receipt.toml").write_text(
        '[tool]\nrequirements = [{ name = "smm-site-gen", extras = ["heic"] }]\n', encoding="utf-8"
    )
    assert install_line("sftp", prefix=tmp_path) == 'uv tool install "smm-site-gen[heic,sftp]"'
    assert installer(tmp_path) == "uv"
    assert reinstall_line("brotli", tmp_path) == "uv tool upgrade --reinstall smm-site-gen"
    (tmp_path / "uv-receipt.toml").write_text("]", encoding="utf-8")
    assert install_line("sftp", prefix=tmp_path) == 'uv tool install "smm-site-gen[sftp]"'
    (tmp_path / "pipx_metadata.json").write_text("{}", encoding="utf-8")
    assert install_line("sftp", prefix=tmp_path) == 'pipx runpip smm-site-gen install "smm-site-gen[sftp]"'


@pytest.mark.parametrize(
    ("record", "pip", "uv"),
    [
        (
            {"url": "file:///srv/site_gen", "dir_info": {"editable": True}},
            'pip install -e "/srv/site_gen[sftp]"',
            'uv tool install -e "/srv/site_gen[sftp]"',
        ),
        (
            {"url": "file:///srv/site%20gen", "dir_info": {}},
            'pip install "smm-site-gen[sftp] @ file:///srv/site%20gen"',
            'uv tool install "smm-site-gen[sftp] @ file:///srv/site%20gen"',
        ),
        (
            {
                "url": "https://h.example/o/x.git",
                "vcs_info": {"vcs": "git", "requested_revision": "main", "commit_id": "0123abc"},
            },
            'pip install "smm-site-gen[sftp] @ git+https://h.example/o/x.git@main"',
            'uv tool install "smm-site-gen[sftp] @ git+https://h.example/o/x.git@main"',
        ),
    ],
)
def test_a_hint_names_where_the_program_came_from(tmp_path: Path, record: dict[str, Any], pip: str, uv: str) -> None:
    """Whoever installed a checkout would ask an index for a program that it doesn't have, or gets another version."""
    source = source_in(json.dumps(record))
    assert install_line("sftp", prefix=tmp_path, source=source) == pip
    assert (
        install_line("sftp", version="1.2", prefix=tmp_path, source=source) == 'pip install "smm-site-gen[sftp]==1.2"'
    )
    (tmp_path / "uv-receipt.toml").write_text("", encoding="utf-8")
    assert install_line("sftp", prefix=tmp_path, source=source) == uv
    assert source_in("not JSON") is None


@pytest.mark.parametrize(
    ("record", "origin"),
    [
        (
            {"url": "https://h.example/o/x.git", "vcs_info": {"vcs": "git", "commit_id": "0123abc"}},
            "git+https://h.example/o/x.git@0123abc",
        ),
        ({"url": "ssh://git@h.example/x.git", "vcs_info": {"vcs": "git", "commit_id": "0123abc"}}, None),
        ({"url": "file:///srv/x", "dir_info": {"editable": True}}, None),
        ({"url": "https://h.example/x.whl", "archive_info": {}}, None),
        ([], None),
    ],
)
def test_only_a_public_git_address_is_named_to_hosts(record: object, origin: str | None) -> None:
    """A host can't install from a folder of this machine, nor with its owner's key."""
    assert origin_of(json.dumps(record)) == origin
    assert origin_of("not JSON") is None


def test_what_was_kept_of_installing_is_read_where_it_lies() -> None:
    assert installer() in {"pip", "uv", "pipx"}
    assert installer(Path("/nowhere")) == installer()


@pytest.mark.laws
@pytest.mark.skipif(shutil.which("git") is None, reason="git is not here")
def test_the_lines_of_the_documents_work_from_a_folder_and_from_an_address(tmp_path: Path) -> None:
    """They are what people do until there is a release: pip, and then an extra by the program's own hint."""
    from tests.test_package import install, run

    programs = install(ROOT, tmp_path / "venv", "-c", ROOT / "constraints.txt")
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", programs / "python"]
    said = subprocess.run([programs / "site-gen", "doctor"], capture_output=True, text=True, check=True).stdout
    assert '→ pip install "smm-site-gen[sftp]"' in said
    run(*pip, "install", "-q", "--no-compile", "-c", ROOT / "constraints.txt", requirement("sftp"), cwd=tmp_path)
    again = subprocess.run([programs / "site-gen", "doctor"], capture_output=True, text=True, check=True).stdout
    assert "smm-site-gen[sftp]" not in again
