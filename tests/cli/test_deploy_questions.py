"""site-gen deploy on a real terminal, in a project that says nothing of a host yet: it asks, writes and goes on."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from site_gen.load import load_settings
from site_gen.model.targets import TARGETS
from site_gen.model.targets.base import Target
from tests.conftest import Cli, ProjectFactory
from tests.support import NOW, SITE

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals there")

COMMENTED = "# My site\n" + SITE.replace("currency: EUR", "currency: EUR  # euros") + "# the end, without a line break"

END_OF_INPUT = b"\x04"  # Ctrl-D

Talk = Callable[..., tuple[int, str]]


@pytest.fixture
def talk(cache: Path) -> Talk:
    """Run site-gen deploy on a pseudo-terminal with these answers; return its exit code and all that was shown."""

    def run(folder: Path, *answers: str, words: tuple[str, ...] = ()) -> tuple[int, str]:
        import pty

        ours, theirs = pty.openpty()
        env = {**os.environ, "SITE_GEN_CACHE": str(cache), "SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))}
        process = subprocess.Popen(
            [sys.executable, "-m", "site_gen", "deploy", *words],
            cwd=folder, env={**env, "TERM": "dumb"}, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        os.write(ours, "".join(f"{answer}\n" for answer in answers).encode() + END_OF_INPUT)
        guard = threading.Timer(120, process.kill)
        guard.start()
        shown = bytearray()
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            shown += part
        guard.cancel()
        os.close(ours)
        return process.wait(timeout=120), shown.decode().replace("\r\n", "\n")

    return run


def test_a_folder_is_asked_for_in_human_words_and_the_site_is_put_there(
    project: ProjectFactory, talk: Talk, tmp_path: Path
) -> None:
    """A newcomer has never heard of targets; their comments in site.yaml are theirs."""
    folder = project({"site.yaml": COMMENTED.replace("\n", "\r\n")})
    code, shown = talk(folder, "nonsense", "1", "../my site", "y")
    assert code == 0, shown
    assert "1  A folder of this machine" in shown
    assert "2  GitHub, GitLab or Codeberg Pages (a git branch)" in shown
    assert "write a number from 1 to" in shown
    assert "The folder, such as /var/www/site" in shown
    assert (tmp_path / "my site" / "index.html").exists()
    text = (folder / "site.yaml").read_bytes().decode()
    assert text.startswith(COMMENTED.replace("\n", "\r\n") + "\r\n")
    assert text.endswith('\r\ndeploy:\r\n  to: folder\r\n  path: "../my site"\r\n')
    assert text.count("\n") == text.count("\r\n")
    assert load_settings(folder).targets["live"].kind == "folder"


def test_a_wrong_answer_is_asked_for_again_and_then_it_says_how_to_get_in(project: ProjectFactory, talk: Talk) -> None:
    folder = project({"site.yaml": COMMENTED})
    code, shown = talk(folder, "git", "-x", "git@git.example:mara/site.git", "n")
    assert code == 0, shown
    assert "'-x' is no address of a git repository" in shown
    assert "SITE_GEN_GIT_TOKEN in the environment" in " ".join(shown.split())
    assert "nothing was put online" in shown
    assert (folder / "site.yaml").read_bytes().decode().startswith(COMMENTED + "\n")
    assert load_settings(folder).targets["live"].kind == "git"
    assert not (folder / "output").exists()


def test_who_breaks_off_finds_site_yaml_as_it_was(project: ProjectFactory, talk: Talk) -> None:
    folder = project({"site.yaml": COMMENTED})
    code, _ = talk(folder, "1")
    assert code == 130
    assert (folder / "site.yaml").read_bytes().decode() == COMMENTED


def test_a_dry_run_is_asked_for_once(project: ProjectFactory, talk: Talk, tmp_path: Path) -> None:
    code, shown = talk(project(), "folder", "../live", words=("--dry-run",))
    assert code == 0, shown
    assert "Put the site online now?" not in shown
    assert not (tmp_path / "live").exists()


def test_where_nobody_can_be_asked_the_lines_are_told(project: ProjectFactory, cli: Cli) -> None:
    ran = cli("deploy", cwd=project())
    assert ran.code == 2
    assert "write 'deploy: {to: folder, path: /var/www/site}'" in ran.err
    assert "git (GitHub, GitLab or Codeberg Pages (a git branch))" in " ".join(ran.err.split())


@pytest.mark.parametrize("kind", TARGETS)
def test_every_kind_says_what_it_is_and_what_it_needs(kind: str) -> None:
    target = TARGETS[kind]
    assert 5 < len(target.described()) <= 100
    assert "\n" not in target.described()
    assert not target.secrets or any(name in target.access_words() for name in target.secrets)
    needed = [field for name, field in target.model_fields.items() if field.is_required() and name != "to"]
    assert needed


def test_every_kind_has_words_and_names_where_its_secret_goes() -> None:
    """Who is asked where the site should go would choose between empty lines."""
    assert [name for name, kind in TARGETS.items() if not kind.described()] == []

    class Other(Target):
        """A folder of a server."""

        secrets = ("SITE_GEN_FTP_PASSWORD",)

    assert "SITE_GEN_FTP_PASSWORD" in Other.access_words()


@pytest.mark.parametrize(("answer", "is_online"), [("s", True), ("Sí", True), ("", True), ("n", False), ("No", False)])
def test_who_is_asked_in_spanish_answers_in_spanish(
    answer: str, is_online: bool, project: ProjectFactory, talk: Talk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody who types what the question suggests would be refused, with the site half online."""
    monkeypatch.setenv("SITE_GEN_LANGUAGE", "es")
    code, shown = talk(project(), "carpeta", "1", "../place", "quizás", answer)
    assert code == 0, shown
    assert "Número: " in shown
    assert "Error: escribe un número del 1 al" in shown
    assert "La carpeta, como /var/www/site" in shown
    assert "[S/n]: " in shown
    assert "Error: escribe s (sí) o n (no)" in shown
    assert (tmp_path / "place" / "index.html").exists() is is_online
