"""The inbox behind a real nginx, set up by the very block that docs/inbox.md shows."""

from __future__ import annotations

import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Final
from uuid import uuid4

import httpx
import pytest

from benchmarks.ports import HOST, free_port
from site_gen.inbox.records import LeadFilter
from site_gen.inbox.store import Store
from tests.inbox.support import ALWAYS, GOOD, JSON_ANSWER, ORIGIN, VALUES, inbox
from tests.support import ROOT, write_files
from tests.support_servers import await_port, certify

NAME: Final = "mara.example"
LOGS: Final = ("access.log", "error.log", "log")


@dataclass(frozen=True, slots=True)
class Front:
    """An nginx that serves the site and hands on what goes to the inbox."""

    port: int
    certificate: Path
    folder: Path

    def client(self, address: str = HOST) -> httpx.Client:
        """Return a visitor with an address of their own, who trusts the site's certificate."""
        trusted = ssl.create_default_context(cafile=str(self.certificate))
        transport = httpx.HTTPTransport(verify=trusted, local_address=address)
        return httpx.Client(
            transport=transport, base_url=f"https://{HOST}:{self.port}", headers={"Host": NAME}, timeout=60
        )


def ask(client: httpx.Client, method: str, path: str, **options: object) -> httpx.Response:
    return client.request(method, path, extensions={"sni_hostname": NAME}, **options)  # type: ignore[arg-type]


def post(client: httpx.Client, fields: dict[str, str], **headers: str) -> httpx.Response:
    return ask(client, "POST", "/inbox/audit", data=fields, headers={"Origin": ORIGIN, **JSON_ANSWER, **headers})


_HEALTH_PATHS: Final = (
    "/inbox/health",
    "/inbox/health?a=1",
    "/inbox/health/",
    "/inbox/x/inbox/health",
    "/inbox//health",
    "//inbox/health",
    "/inbox/x//inbox/health",
    "/inbox%2fhealth",
    "/inbox/x%2finbox%2fhealth",
    "/inbox/%68ealth",
    "/inbox/./health",
    "/inbox/x/../health",
    "/inbox/x/%2e%2e/health",
    "/x/../inbox/health",
    "/inbox/health;x",
    "/INBOX/health",
    "/inbox/HEALTH",
    "/inbox\\health",
    "http://mara.example/inbox/health",
)
"""Ways to write the address of the inbox's health that servers take for the same, or that once passed one."""

OWN_PATHS: Final = (*_HEALTH_PATHS, *(re.sub("(?i)health", "ready", path) for path in _HEALTH_PATHS))
"""The same for both of the inbox's own addresses."""

ABOUT_ITSELF: Final = b'"ok"'
"""What is in every answer of the inbox about itself, and in none to a visitor without scripts."""


def sent_raw(port: int, path: str, certificate: Path | None = None) -> bytes:
    """Send a request for a path as it is, which clients would tidy up, and return the answer."""
    request = f"GET {path} HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n".encode()
    with socket.create_connection((HOST, port), timeout=30) as plain:
        if certificate is None:
            return _exchange(plain, request)
        context = ssl.create_default_context(cafile=str(certificate))
        with context.wrap_socket(plain, server_hostname=NAME) as secure:
            return _exchange(secure, request)


def _exchange(connection: socket.socket, request: bytes) -> bytes:
    connection.sendall(request)
    answer = b""
    while data := connection.recv(65_536):
        answer += data
    return answer


def fresh() -> dict[str, str]:
    return {**GOOD, "submission": str(uuid4())}


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory, postgresql_server: str) -> Iterator[Front]:
    """nginx, an inbox of two workers behind it, and PostgreSQL behind these."""
    nginx = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if nginx is None:
        pytest.skip("nginx is not installed: tools/install-servers.sh")
    folder = tmp_path_factory.mktemp("front")
    project = write_files(folder / "project", ALWAYS)
    write_files(folder / "www", {"index.html": "home", "404.html": "none", "thanks/audit/index.html": "thank you"})
    database = f"{postgresql_server}/postgres"
    with inbox(project, "--workers", "2", "--per-minute", "20", "--database", database) as running:
        made = Front(free_port(), folder / "cert.pem", folder)
        config = folder / "nginx.conf"
        config.write_text(_config(made, running.port), encoding="utf-8")
        subprocess.run([nginx, "-t", "-q", "-e", str(folder / "log"), "-c", str(config)], check=True, timeout=30)
        process = subprocess.Popen([nginx, "-e", str(folder / "log"), "-c", str(config)])
        try:
            await_port(made.port, process)
            yield made
        finally:
            process.terminate()
            process.wait(60)


def _config(front: Front, inbox_port: int) -> str:
    """Return what the documents show, with the places of this machine."""
    document = (ROOT / "docs" / "inbox.md").read_text(encoding="utf-8")
    block = document.partition("```nginx\n")[2].partition("```")[0]
    certify(front.folder, NAME)
    for shown, here in (
        ("127.0.0.1:8099", f"{HOST}:{inbox_port}"),
        ("listen 443 ssl", f"listen {HOST}:{front.port} ssl"),
        ("/etc/letsencrypt/live/mara.example/fullchain.pem", str(front.certificate)),
        ("/etc/letsencrypt/live/mara.example/privkey.pem", str(front.folder / "key.pem")),
        ("/var/www/mara.example", str(front.folder / "www")),
        ("/var/log/nginx", str(front.folder)),
    ):
        assert block.count(shown) == 1, shown
        block = block.replace(shown, here)
    temporary = "".join(
        f"{name}_temp_path {front.folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if Path("/proc/self").stat().st_uid == 0 else ""
    return (
        f"{user}daemon off;\nworker_processes 1;\npid {front.folder}/pid;\nevents {{}}\n"
        f"http {{\naccess_log {front.folder}/access.log;\n{temporary}{block}\n}}\n"
    )


def test_a_form_goes_through_to_the_thank_you_page_and_the_database(front: Front, postgresql_server: str) -> None:
    fields = fresh()
    with front.client("127.0.0.9") as client:
        answer = ask(client, "POST", "/inbox/audit", data=fields, headers={"Origin": ORIGIN})
        assert (answer.status_code, answer.headers["location"]) == (303, "https://mara.example/thanks/audit/")
        assert ask(client, "GET", "/thanks/audit/").text == "thank you"
        id_ = post(client, fields).json()["id"]
    with Store.open(f"{postgresql_server}/postgres") as store:
        lead = store.lead(id_)
    assert lead is not None
    assert dict(lead.values) == VALUES


def test_a_double_click_is_one_lead_in_whichever_worker_it_ends(front: Front) -> None:
    fields = fresh()
    with front.client("127.0.0.10") as client, ThreadPoolExecutor(8) as pool:
        ids = {answer.json()["id"] for answer in pool.map(lambda _: post(client, fields), range(16))}
    assert len(ids) == 1


def test_visitors_are_told_apart_by_what_nginx_knows_not_by_what_they_claim(front: Front) -> None:
    with front.client("127.0.0.11") as client:
        answers = (post(client, fresh(), **{"X-Forwarded-For": f"203.0.113.{n}"}).status_code for n in range(255))
        taken = list(takewhile(lambda status: status != 429, answers))
    assert 20 <= len(taken) < 255
    assert set(taken) == {200}
    with front.client("127.0.0.12") as client:
        assert post(client, fresh()).status_code == 200


@pytest.mark.parametrize("path", OWN_PATHS)
def test_how_the_inbox_is_is_not_for_visitors_however_they_write_it(front: Front, path: str) -> None:
    """What passes the proxy's rule must not be understood by the inbox as what the rule is about."""
    answer = sent_raw(front.port, path, front.certificate)
    assert answer.split(b" ", 2)[1] in {b"400", b"403", b"404", b"405"}
    assert ABOUT_ITSELF not in answer


def test_what_is_too_long_does_not_reach_the_inbox(front: Front) -> None:
    with front.client("127.0.0.14") as client:
        assert post(client, {**fresh(), "wish": "x" * 70_000}).status_code == 413
        assert post(client, {**fresh(), "wish": "x" * 40_000}).status_code == 422


def test_no_log_has_an_address_of_someone_who_sent_a_form(front: Front) -> None:
    with front.client("127.0.0.15") as client:
        post(client, fresh())
        post(client, {**fresh(), "wish": "x" * 70_000})
        ask(client, "GET", "/")
    logs = "".join(path.read_text() for path in front.folder.glob("*") if path.name in LOGS)
    assert "/inbox/" not in logs
    assert "GET / " in logs
    assert logs.count("127.0.0.15") == 1  # the page that they read


def test_nothing_is_stored_twice_or_undeclared(front: Front, postgresql_server: str) -> None:
    with front.client("127.0.0.16") as client:
        ids = {post(client, fresh()).json()["id"] for _ in range(10)}
    with Store.open(f"{postgresql_server}/postgres") as store:
        leads = {lead.id: lead for lead in store.leads(LeadFilter())}
    assert ids <= set(leads)
    assert {name for lead in leads.values() for name in lead.values} == set(VALUES)
