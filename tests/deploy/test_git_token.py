"""A git host that asks for a token, as those of GitHub, GitLab and Codeberg do: git-http-backend behind TLS."""

from __future__ import annotations

import base64
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from site_gen.deploy.places import Surroundings, place_of
from site_gen.deploy.publish import DeployListener, Permission, publish
from site_gen.deploy.store import AccessError
from site_gen.deploy.stores.git_token import address_for_token, token_variables
from site_gen.model.targets.git import GitTarget
from tests.deploy.sites import ME, site_of, small
from tests.deploy.test_git import AUTHOR, git, online
from tests.support_servers import certify

TOKEN = "a-token-of-a-run"  # noqa: S105  # for the test alone


class Host(ThreadingHTTPServer):
    """Serves the repositories of a folder to whoever says the token; notes under which names it was said."""

    daemon_threads = True

    def __init__(self, root: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.root = root
        self.names: set[str] = set()
        certify(root, "localhost")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(root / "cert.pem", root / "key.pem")
        self.socket = context.wrap_socket(self.socket, server_side=True)

    @property
    def name(self) -> str:
        return f"localhost:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Host

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        said = base64.b64decode(self.headers.get("Authorization", "").removeprefix("Basic ")).decode()
        name, _, token = said.partition(":")
        if token != TOKEN:
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="git"')
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.server.names.add(name)
        path, _, query = self.path.partition("?")
        environment = {
            "GIT_PROJECT_ROOT": str(self.server.root), "GIT_HTTP_EXPORT_ALL": "1", "PATH_INFO": path,
            "QUERY_STRING": query, "REQUEST_METHOD": self.command, "REMOTE_USER": name,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""), "CONTENT_LENGTH": str(len(body)),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""), "PATH": "/usr/bin:/bin",
        }  # fmt: skip
        made = subprocess.run(["git", "http-backend"], input=body, env=environment, capture_output=True, check=True)
        head, _, content = made.stdout.partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        self.send_response(int(headers.pop("Status", "200").split()[0]))
        for key, value in headers.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # its name
        """Say nothing."""


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    git(tmp_path, "init", "--quiet", "--bare", "site.git")
    server = Host(tmp_path)
    monkeypatch.setenv("GIT_SSL_CAINFO", str(tmp_path / "cert.pem"))
    monkeypatch.setenv("HOME", str(tmp_path))  # no helper and no settings of whoever runs the tests
    monkeypatch.delenv("GITLAB_CI", raising=False)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def send(host: Host, remote: str, token: str) -> None:
    place = place_of(
        GitTarget(to="git", remote=remote, branch="gh-pages"),
        Surroundings(host.root, AUTHOR, {"SITE_GEN_GIT_TOKEN": token}),
    )
    publish(place, site_of(small("a")), Permission(), ME, "r1", None, DeployListener(sleep=lambda _: None))


@pytest.mark.parametrize("form", ["https://{}/site.git", "https://mara@{}/site.git"])
def test_the_token_of_the_environment_opens_the_repository(host: Host, form: str) -> None:
    """On a host's machine there is no key, and nobody to ask."""
    send(host, form.format(host.name), TOKEN)
    assert "index.html" in online(host.root / "site.git")
    assert host.names == {"mara" if "mara" in form else "x-access-token"}


def test_gitlab_is_told_the_name_that_its_own_token_needs(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITLAB_CI", "true")
    send(host, f"https://{host.name}/site.git", TOKEN)
    assert host.names == {"gitlab-ci-token"}


@pytest.mark.parametrize("token", ["", "another-token"])
def test_without_the_right_token_it_is_refused_and_named_nowhere(host: Host, token: str) -> None:
    """A token in a log of a public repository is everybody's."""
    with pytest.raises(AccessError) as caught:
        send(host, f"https://{host.name}/site.git", token)
    assert not token or token not in f"{caught.value} {caught.value.hint}"
    assert ("the token may write" in (caught.value.hint or "")) == bool(token)


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("git@github.com:mara/site.git", "https://github.com/mara/site.git"),
        ("ssh://git@codeberg.org:22/mara/site.git", "https://codeberg.org/mara/site.git"),
        ("https://gitlab.com/mara/site.git", "https://gitlab.com/mara/site.git"),
        ("http://git.example/mara/site.git", None),
        ("../site.git", None),
        ("/srv/git/site.git", None),
        ("C:/git/site.git", None),
        ("file:///srv/git/site.git", None),
    ],
)
def test_a_token_goes_by_https_alone(remote: str, address: str | None) -> None:
    assert address_for_token(remote) == address
    assert GitTarget(to="git", remote=remote).is_local == (address is None and not remote.startswith("http"))


def test_settings_that_git_gets_from_the_environment_stay() -> None:
    variables = token_variables("https://git.example/site.git", TOKEN, {"GIT_CONFIG_COUNT": "2"})
    assert variables["GIT_CONFIG_COUNT"] == "4"
    assert variables["GIT_CONFIG_KEY_3"] == "credential.https://git.example.helper"
    assert TOKEN not in "".join(value for name, value in variables.items() if name.startswith("GIT_"))
