"""Mara's site, put into a folder by site-gen deploy and served by nginx or Caddy at https://mara.example/."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from benchmarks.ports import HOST, free_port
from site_gen.builder.pipeline import load_strictly
from site_gen.pages.hosting import full_rules
from site_gen.pages.hosts import HOSTS
from site_gen.pages.kinds import site_plan
from tests.conftest import Cli
from tests.hosts.servers import find_program
from tests.support import ARTICLE, BASE, NOW, SITE, Files, Ran, run_main, write_files
from tests.support_audit import FILE, audit_text
from tests.support_servers import await_port
from tests.verify.internet import Internet, certify

DEPLOY: Final = """\
deploy:
  live: {to: folder, path: ../live}
  test: {to: folder, path: ../live, url: "https://test.example/"}
  other: {to: folder, path: ../other}
go:
  call: https://cal.example/mara
  autumn: /offers/month/
"""
FILES: Final[Files] = {
    **BASE,
    FILE: audit_text(),
    "site.yaml": SITE + DEPLOY,
    "content/articles/first.md": ARTICLE.replace("tags:", "aliases: [/blog/first.html]\ntags:"),
}

_CADDY: Final = """\
{{
	admin off
	auto_https off
	persist_config off
}}
http://mara.example:{plain}, http://www.mara.example:{plain} {{
	bind {host}
	redir https://mara.example{{uri}} 308
}}
https://www.mara.example:{secure} {{
	bind {host}
	tls {tls}/cert.pem {tls}/key.pem
	redir https://mara.example{{uri}} 301
}}
https://forms.mara.example:{secure} {{
	bind {host}
	tls {tls}/cert.pem {tls}/key.pem
	@audit path {form}
	respond @audit 405
	respond 404
}}
https://mara.example:{secure}, https://test.example:{secure} {{
	bind {host}
	tls {tls}/cert.pem {tls}/key.pem
	root * {root}
	encode gzip
{text}
}}
"""

_NGINX: Final = """\
{user}
daemon off;
worker_processes 1;
pid {folder}/pid;
events {{}}
http {{
include /etc/nginx/mime.types;
access_log off;
{temporary}
gzip on;
ssl_certificate {tls}/cert.pem;
ssl_certificate_key {tls}/key.pem;
server {{
listen {host}:{plain};
return 308 https://mara.example$request_uri;
}}
server {{
listen {host}:{secure} ssl;
server_name www.mara.example;
return 301 https://mara.example$request_uri;
}}
server {{
listen {host}:{secure} ssl;
server_name forms.mara.example;
location = {form} {{ return 405; }}
location / {{ return 404; }}
}}
server {{
listen {host}:{secure} ssl;
server_name mara.example test.example;
root {root};
{text}
}}
}}
"""


@dataclass
class Live:
    """A project, the folder in which its site is online, and the server's configuration for it (`text`)."""

    project: Path
    online: Path
    internet: Internet
    text: str
    cli: Callable[..., Ran]
    form: str = "/audit"

    def verify(self, *words: str) -> dict[str, Any]:
        """Return the report of site-gen verify; the exit code is held against it."""
        ran = self.cli("verify", "--json", *words, cwd=self.project, env=self.internet.environment)
        assert ran.code in {0, 1}, ran.err
        report: dict[str, Any] = json.loads(ran.out)
        assert report["good"] is (ran.code == 0)
        return report

    def findings(self, *words: str) -> list[tuple[str, str, str]]:
        """Return level, fault and message of each finding."""
        found = self.verify(*words)["findings"]
        return [(finding["level"], finding["fault"], finding["message"]) for finding in found]

    def deploy(self) -> None:
        ran = self.cli("deploy", cwd=self.project)
        assert ran.code == 0, ran.err

    @contextmanager
    def served(self, name: str = "caddy") -> Iterator[None]:
        """Serve the site while the context lasts."""
        folder, plain, secure = self.internet.folder, free_port(), free_port()
        template = {"caddy": _CADDY, "nginx": _NGINX}[name]
        config = folder / f"{name}.conf"
        names = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        temporary = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in names)
        config.write_text(
            template.format(
                host=HOST, plain=plain, secure=secure, tls=folder, root=self.online, text=self.text, form=self.form,
                folder=folder, temporary=temporary, user="user root;",
            ),
            encoding="utf-8",
        )  # fmt: skip
        options = {"caddy": ("run", "--adapter", "caddyfile", "--config"), "nginx": ("-e", f"{folder}/log", "-c")}
        with (folder / "output").open("wb") as output:
            command = (find_program(name), *options[name], str(config))
            process = subprocess.Popen(command, stdout=output, stderr=output, env={"HOME": str(folder)})
        for host in ("mara.example", "www.mara.example", "forms.mara.example", "test.example"):
            self.internet.ports |= {(host, 80): plain, (host, 443): secure}
        try:
            await_port(secure, process)
            yield
        finally:
            process.terminate()
            process.wait(60)


@pytest.fixture(scope="session")
def deployed(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Path:
    """A folder with the project, and its site as it was put online at NOW."""
    folder = tmp_path_factory.mktemp("deployed")
    write_files(folder / "project", FILES)
    environment = {"SITE_GEN_CACHE": str(cache), "SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))}
    ran = run_main("deploy", cwd=folder / "project", env=environment)
    assert ran.code == 0, ran.err
    return folder


@pytest.fixture
def make_live(deployed: Path, tmp_path: Path, cli: Cli) -> Iterator[Callable[..., Live]]:
    """Make Mara's site, put online and with its own internet, for a server of this name."""
    shutil.copytree(deployed, tmp_path / "world")
    tls = tmp_path / "tls"
    tls.mkdir()
    certify(tls)
    internet = Internet(tls)

    def make(server: str = "caddy") -> Live:
        project = tmp_path / "world" / "project"
        rules = full_rules(site_plan(load_strictly(project, strict=False).site, NOW, drafts=False))
        own = {"SITE_GEN_CACHE": str(project / ".cache" / "site-gen")}
        run = lambda *words, cwd, env=None: cli(*words, cwd=cwd, env=own | (env or {}))  # noqa: E731
        return Live(project, tmp_path / "world" / "live", internet, HOSTS[server].text(rules), run)

    yield make
    internet.close()


@pytest.fixture
def live(make_live: Callable[..., Live]) -> Live:
    """Mara's site, not served yet."""
    return make_live()


@pytest.fixture
def online(live: Live) -> Iterator[Live]:
    """Mara's site, served by Caddy."""
    with ExitStack() as stack:
        stack.enter_context(live.served())
        yield live
