"""The inbox behind a real Caddy, set up by the very block that docs/inbox.md shows."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from benchmarks.ports import HOST, free_port
from tests.inbox.support import ALWAYS, JSON_ANSWER, ORIGIN, RunningInbox, inbox
from tests.inbox.test_nginx import ABOUT_ITSELF, NAME, OWN_PATHS, fresh, sent_raw
from tests.support import ROOT, write_files
from tests.support_servers import await_port


@dataclass(frozen=True, slots=True)
class Front:
    """A Caddy in front of an inbox."""

    port: int
    running: RunningInbox

    def post(self, fields: dict[str, str], visitor: str = HOST, **headers: str) -> httpx.Response:
        """Send a form from an address of this machine."""
        sent = {"Host": NAME, "Origin": ORIGIN, **JSON_ANSWER, **headers}
        with httpx.Client(transport=httpx.HTTPTransport(local_address=visitor), timeout=60) as client:
            return client.post(f"http://{HOST}:{self.port}/inbox/audit", data=fields, headers=sent)


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    caddy = shutil.which("caddy", path=str(Path(sys.executable).parent)) or shutil.which("caddy")
    if caddy is None:
        pytest.skip("Caddy is not installed")
    folder = tmp_path_factory.mktemp("caddy")
    project = write_files(folder / "project", ALWAYS)
    www = write_files(folder / "www", {"index.html": "home", "thanks/audit/index.html": "thank you"})
    with inbox(project, "--per-minute", "60") as running:
        port = free_port()
        document = (ROOT / "docs" / "inbox.md").read_text(encoding="utf-8")
        block = document.partition("```caddyfile\n")[2].partition("```")[0]
        for shown, here in (
            ("mara.example {", f"http://{NAME}:{port} {{\n\tbind {HOST}"),
            ("127.0.0.1:8099", f"{HOST}:{running.port}"),
            ("/var/www/mara.example", str(www)),
        ):
            assert block.count(shown) == 1, shown
            block = block.replace(shown, here)
        config = folder / "Caddyfile"
        config.write_text(f"{{\n\tadmin off\n\tauto_https off\n\tpersist_config off\n}}\n{block}", encoding="utf-8")
        with (folder / "log").open("wb") as log:
            command = [caddy, "run", "--config", str(config), "--adapter", "caddyfile"]
            process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            await_port(port, process)
            yield Front(port, running)
        finally:
            process.terminate()
            process.wait(60)


def test_a_form_goes_through_and_the_pages_are_served(front: Front) -> None:
    assert front.post(fresh()).status_code == 200
    page = httpx.get(f"http://{HOST}:{front.port}/thanks/audit/", headers={"Host": NAME}, timeout=60)
    assert page.text == "thank you"


@pytest.mark.parametrize("path", OWN_PATHS)
def test_how_the_inbox_is_is_not_for_visitors_however_they_write_it(front: Front, path: str) -> None:
    answer = sent_raw(front.port, path)
    assert ABOUT_ITSELF not in answer
    assert answer.split(b" ", 2)[1] in {b"301", b"308", b"400", b"403", b"404", b"405"}


def test_what_is_too_long_does_not_reach_the_inbox(front: Front) -> None:
    assert front.post({**fresh(), "wish": "x" * 70_000}).status_code in {413, 502}


def test_visitors_cannot_claim_another_address(front: Front) -> None:
    crowd = ({"X-Forwarded-For": f"203.0.113.{n}"} for n in range(80))
    answers = [front.post(fresh(), "127.0.0.9", **headers).status_code for headers in crowd]
    assert 429 in answers


OWN_NAMES = ("/inbox/health", "/inbox/ready")
OTHER_NAMES = [path for path in OWN_PATHS if not (path.startswith("http:") or path.partition("?")[0] in OWN_NAMES)]
"""All but their own names, with a query or with the host before them."""


@pytest.mark.parametrize("path", [*OTHER_NAMES, "/inbox/health%00", "/inbox/ready%00"])
def test_the_inbox_itself_knows_what_is_about_itself_by_one_name(front: Front, path: str) -> None:
    assert ABOUT_ITSELF not in sent_raw(front.running.port, path)


@pytest.mark.parametrize("path", OWN_NAMES)
def test_and_by_that_name_it_answers(front: Front, path: str) -> None:
    assert ABOUT_ITSELF in sent_raw(front.running.port, path)
