"""A site of another generator, from the command line to the project."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from site_gen.cli.import_site import GENERATORS as OFFERED
from site_gen.importers.generators import GENERATORS
from tests.conftest import Cli
from tests.importers.sites import HUGO, JEKYLL, lay_out, picture
from tests.support import SITE, write_files


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_files(tmp_path / "site", {"site.yaml": SITE})


def test_what_is_offered_is_what_can_be_read() -> None:
    """--from would name a generator that isn't read, or leave one out."""
    assert tuple(GENERATORS) == OFFERED


def test_a_new_project_speaks_of_the_old_site(cli: Cli, tmp_path: Path) -> None:
    """Somebody who begins with an import would have to find out first how a project is started."""
    lay_out(tmp_path / "old", HUGO)
    done = cli("import", "site", str(tmp_path / "old"), "--into", str(tmp_path / "new"))
    assert done.code == 0, done.err
    site = (tmp_path / "new/site.yaml").read_text(encoding="utf-8")
    for line in (
        'name: "Tea & Numbers"',
        "url: https://old.example/",
        "languages: [en, es]",
        "time_zone: Europe/Madrid",
    ):
        assert line in site
    assert "Found a site of hugo: 5 articles, 1 page; came over: 6." in done.out
    assert "content/posts/first.md:27" in done.out
    checked = cli("check", "--project", str(tmp_path / "new"))
    assert "error" not in checked.out


def test_a_dry_run_writes_nothing(cli: Cli, tmp_path: Path, project: Path) -> None:
    """Whoever only wants to know would have a project full of files."""
    before = sorted(project.rglob("*"))
    done = cli("import", "site", str(lay_out(tmp_path / "old", JEKYLL)), "--into", str(project), "--dry-run")
    assert done.code == 0
    assert "nothing was written" in done.err
    assert sorted(project.rglob("*")) == before
    refused = cli("import", "site", str(tmp_path / "old"), "--into", str(tmp_path / "none"), "--dry-run")
    assert refused.code == 2
    assert not (tmp_path / "none").exists()


def test_json_is_one_document_with_every_place(cli: Cli, tmp_path: Path, project: Path) -> None:
    """A program that brings a hundred sites over couldn't tell what is left to do."""
    done = cli("import", "site", str(lay_out(tmp_path / "old", JEKYLL)), "--into", str(project), "--json")
    found = json.loads(done.out)
    assert (found["generator"], found["texts"], found["arrived"], found["written"]) == (
        "jekyll",
        {"article": 6, "page": 1},
        7,
        True,
    )
    assert {"what": "include signup.html", "file": "_posts/2013-06-07-first-post.md", "line": 23,
            "detail": "there is nothing like it here"} in found["left"]  # fmt: skip
    assert found["counts"]["mapped"]["key title"] == 7
    assert {file["state"] for file in found["files"]} == {"new"}
    again = json.loads(cli("import", "site", str(tmp_path / "old"), "--into", str(project), "--json").out)
    assert {file["state"] for file in again["files"]} == {"unchanged"}


def test_details_name_every_place(cli: Cli, tmp_path: Path, project: Path) -> None:
    """The tenth shortcode of a kind would be searched for by hand."""
    done = cli("import", "site", str(lay_out(tmp_path / "old", JEKYLL)), "--into", str(project), "--details")
    assert "_posts/2013-06-07-first-post.md:23: include signup.html: there is nothing like it here" in done.out
    assert "_posts/2013-06-07-first-post.md:28: tag for: what it would make is left out" in done.out


WRONG = {
    "a folder that isn't there": (["nowhere"], 2, "nowhere"),
    "an empty folder": (["empty"], 1, "there is no site of another generator here"),
    "a folder without texts": (["empty", "--from", "jekyll"], 1, "no texts of jekyll were found"),
    "no project": (["old", "--into", "empty-too"], 0, "started a new project"),
    "a folder that is no project": (["old", "--into", "full"], 2, "there is no site.yaml"),
    "the project in the folder": (["old", "--into", "old/new"], 1, "lies in the folder"),
    "an unknown generator": (["old", "--from", "gatsby"], 2, "gatsby"),
}


@pytest.mark.parametrize(("words", "code", "said"), WRONG.values(), ids=WRONG)
def test_wrong_uses(
    cli: Cli, tmp_path: Path, project: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], code: int, said: str
) -> None:
    """A mistake would end in a traceback, or in a project somewhere else."""
    lay_out(
        tmp_path / "work", {"old/_posts/2024-01-02-a.md": "---\ntitle: A\n---\nx", "full/x.txt": "x", "empty/x.css": ""}
    )
    (tmp_path / "work/empty-too").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    given = [
        str(tmp_path / "work" / word)
        if "/" in word or word in {"old", "empty", "full", "empty-too", "nowhere"}
        else word
        for word in words
    ]
    done = cli("import", "site", *given, *([] if "--into" in words else ["--into", str(project)]))
    assert done.code == code, done.err
    assert said in done.out + done.err
    assert "Traceback" not in done.err


class _Pictures(BaseHTTPRequestHandler):
    def do_GET(self) -> None:  # the library's name
        contents = {"/a.png": picture("red"), "/b": b"<html>"}.get(self.path)
        self.send_response(200 if contents else 404)
        self.end_headers()
        self.wfile.write(contents or b"")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def host() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Pictures)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_pictures_of_other_sites_are_fetched_when_asked_for(cli: Cli, tmp_path: Path, project: Path, host: str) -> None:
    """Half of the pictures of an old blog lie elsewhere: readers would see none of them."""
    body = f"![a]({host}/a.png) ![b]({host}/b) ![c]({host}/c.png)\n"
    old = lay_out(
        tmp_path / "old", {"hugo.toml": "", "content/posts/one.md": f"---\ntitle: One\ndate: 2024-01-02\n---\n{body}"}
    )
    cli("import", "site", str(old), "--into", str(project))
    file = project / "content/articles/one.md"
    assert f"[a]({host}/a.png) [b]({host}/b) [c]({host}/c.png)" in file.read_text(encoding="utf-8")
    done = cli("import", "site", str(old), "--into", str(project), "--fetch-pictures")
    assert done.code == 0, done.err
    assert "![a](fetched/" in file.read_text(encoding="utf-8")
    assert f"[b]({host}/b) [c]({host}/c.png)" in file.read_text(encoding="utf-8")
    assert f"not fetched: {host}/c.png: the server answers 404" in done.out
    fetched = next((project / "content/images/fetched").iterdir())
    assert fetched.read_bytes() == picture("red")
    again = cli("import", "site", str(old), "--into", str(project))
    assert "everything is here already" in again.err


def test_a_language_without_words_is_told_of_at_once(cli: Cli, tmp_path: Path) -> None:
    """Whoever brings a French blog over would learn at the first build that it stops, and not why."""
    text = "---\ntitle: Bonjour\ndate: 2024-01-02\n---\nVoilà.\n"
    write_files(tmp_path / "old", {"hugo.toml": 'languageCode = "fr-FR"\n', "content/posts/un.md": text})
    done = cli("import", "site", str(tmp_path / "old"), "--into", str(tmp_path / "new"))
    assert done.code == 0
    assert "no words in 'fr'" in done.err
    assert f"site-gen translate fr --project {tmp_path / 'new'}" in done.err
