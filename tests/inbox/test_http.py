"""`site-gen inbox` in real processes with real sockets, and with misbehaving clients."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from benchmarks.ports import HOST, free_port
from site_gen.inbox.app import make_app
from site_gen.inbox.forms import Forms
from site_gen.inbox.records import LeadFilter
from site_gen.inbox.service import Inbox, InboxSettings
from site_gen.inbox.store import Store
from tests.conftest import Cli, ProjectFactory
from tests.inbox.support import (
    ALWAYS,
    AUDIT,
    GOOD,
    INBOX_SITE,
    JSON_ANSWER,
    ORIGIN,
    PLAIN,
    URLENCODED,
    VALUES,
    RunningInbox,
    in_own_loop,
    inbox,
)
from tests.inbox.test_forms import rewrite
from tests.inbox.test_service import Source
from tests.support import NOW, write_files

PATIENCE = 60
"""Seconds; on a machine that has nothing else to do no answer takes one."""

THANKS = "https://mara.example/thanks/audit/"
FROM_SITE = {"Origin": ORIGIN}
FOR_SCRIPT = FROM_SITE | JSON_ANSWER


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningInbox]:
    """An inbox of two workers that several tests ask."""
    project = write_files(tmp_path_factory.mktemp("shared") / "project", ALWAYS)
    with inbox(project, "--workers", "2") as running:
        yield running


def leads_of(running: RunningInbox) -> Store:
    return Store.open(str(running.log.parent / "project" / ".inbox" / "leads.sqlite3"))


def fresh(**changes: str) -> dict[str, str]:
    return {**GOOD, "submission": str(uuid4()), **changes}


def post(running: RunningInbox, fields: dict[str, str], **headers: str) -> httpx.Response:
    return httpx.post(
        f"{running.url}/inbox/audit", data=fields, headers=FOR_SCRIPT | headers, timeout=PATIENCE, verify=PLAIN
    )


def test_a_form_ends_on_the_thank_you_page_and_in_the_database(shared: RunningInbox) -> None:
    key = str(uuid4())
    answer = httpx.post(f"{shared.url}/inbox/audit", data=fresh(submission=key), headers=FROM_SITE, timeout=PATIENCE)
    assert (answer.status_code, answer.headers["location"]) == (303, THANKS)
    told = post(shared, fresh(submission=key)).json()
    with leads_of(shared) as store:
        lead = store.lead(told["id"])
    assert lead is not None
    assert dict(lead.values) == VALUES


def test_a_double_click_is_one_lead_in_whichever_worker_it_ends(shared: RunningInbox) -> None:
    fields = fresh()
    with ThreadPoolExecutor(8) as pool:
        ids = {answer.json()["id"] for answer in pool.map(lambda _: post(shared, fields), range(16))}
    assert len(ids) == 1


def test_a_double_click_without_scripts_is_one_lead_too(shared: RunningInbox) -> None:
    fields = {name: value for name, value in fresh(wish=str(uuid4())).items() if name != "submission"}
    with ThreadPoolExecutor(8) as pool:
        ids = {answer.json()["id"] for answer in pool.map(lambda _: post(shared, fields), range(8))}
    assert len(ids) == 1


def test_health_tells_only_that_it_is_well(shared: RunningInbox) -> None:
    answer = httpx.get(f"{shared.url}/inbox/health", timeout=PATIENCE)
    assert (answer.status_code, answer.json()["ok"]) == (200, True)
    assert "server" not in answer.headers


def exchange(running: RunningInbox, *pieces: bytes, silence: float = PATIENCE) -> bytes:
    """Send bytes as they are, and return everything that comes back until the other side ends or falls silent."""
    with socket.create_connection((HOST, running.port), timeout=silence) as connection:
        received = b""
        try:
            for piece in pieces:
                connection.sendall(piece)
            while data := connection.recv(65_536):
                received += data
        except (TimeoutError, ConnectionError):
            pass
        return received


HEAD = f"POST /inbox/audit HTTP/1.1\r\nHost: x\r\nOrigin: {ORIGIN}\r\nContent-Type: {URLENCODED}\r\n".encode()


def test_a_body_that_says_it_is_too_long_is_refused_unread(shared: RunningInbox) -> None:
    answer = exchange(shared, HEAD + b"Content-Length: 99999999\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"connection: close" in answer.lower()


def test_a_body_in_chunks_is_refused_when_it_becomes_too_long(shared: RunningInbox) -> None:
    chunk = b"4000\r\n" + b"a" * 0x4000 + b"\r\n"
    answer = exchange(shared, HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *[chunk] * 5)
    assert answer.startswith(b"HTTP/1.1 413 ")


def test_a_body_in_chunks_is_read_when_it_is_short(shared: RunningInbox) -> None:
    def body() -> Iterator[bytes]:
        yield json.dumps(fresh()).encode()[:30]
        yield b" "

    answer = httpx.post(
        f"{shared.url}/inbox/audit",
        content=body(),
        headers=FOR_SCRIPT | {"Content-Type": "application/json"},
        timeout=PATIENCE,
    )
    assert answer.status_code == 400


BROKEN = [
    b"\x00\x01\x02\r\n\r\n",
    b"POST\r\n\r\n",
    b"POST /inbox/audit HTTP/9.9\r\n\r\n",
    HEAD + b"Content-Length: x\r\n\r\n",
    HEAD + b"Content-Length: 10\r\nContent-Length: 20\r\n\r\n",
    HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    HEAD + b"Content-Length: 5\r\n\r\na=1",
    b"POST /inbox/%ff%fe%00 HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
]


def test_nonsense_breaks_nothing(shared: RunningInbox) -> None:
    with ThreadPoolExecutor(len(BROKEN)) as pool:
        answers = list(pool.map(lambda piece: exchange(shared, piece, silence=5), BROKEN))
    assert not any(b" 500 " in answer[:20] for answer in answers)
    assert post(shared, fresh()).status_code == 200


def test_one_address_is_limited_and_the_proxy_says_whose_it_is(project: ProjectFactory) -> None:
    with inbox(project(ALWAYS), "--per-minute", "3") as running:
        first = [post(running, fresh(), **{"X-Forwarded-For": "198.51.100.1"}).status_code for _ in range(4)]
        assert first == [200, 200, 200, 429]
        assert post(running, fresh(), **{"X-Forwarded-For": "198.51.100.2"}).status_code == 200
        # What a visitor claims stands to the left of what the proxy knows.
        claimed = post(running, fresh(), **{"X-Forwarded-For": "203.0.113.9, 198.51.100.1"})
        assert claimed.status_code == 429
        assert 1 <= int(claimed.headers["retry-after"]) <= 20


def test_who_is_no_trusted_proxy_is_not_believed(project: ProjectFactory) -> None:
    with inbox(project(ALWAYS), "--per-minute", "3", "--trusted-proxy", "192.0.2.1") as running:
        answers = [post(running, fresh(), **{"X-Forwarded-For": f"198.51.100.{n}"}).status_code for n in range(4)]
        assert answers == [200, 200, 200, 429]


def test_a_further_origin_is_the_owners_choice(project: ProjectFactory) -> None:
    with inbox(project(ALWAYS), "--origin", "https://shop.example") as running:
        assert post(running, fresh(), Origin="https://shop.example").status_code == 200
        assert post(running, fresh(), Origin="https://evil.example").status_code == 403


def test_a_changed_project_is_taken_over_while_it_runs(project: ProjectFactory) -> None:
    folder = project(ALWAYS)
    with inbox(folder) as running:
        rewrite(folder, "offers/audit.yaml", AUDIT.replace("ends: 2026-12-24T18:00", "ends: 2026-11-02T18:00"))
        until = time.monotonic() + PATIENCE
        while (status := post(running, fresh()).status_code) == 200:
            assert time.monotonic() < until
            time.sleep(0.2)
        assert status == 410
        rewrite(folder, "offers/audit.yaml", "kind: nonsense\n")
        while httpx.get(f"{running.url}/inbox/health", timeout=PATIENCE).json()["forms"] != "outdated":
            assert time.monotonic() < until
            time.sleep(0.2)
        assert post(running, fresh()).status_code == 410


@pytest.mark.parametrize("workers", ["1", "2"])
def test_told_to_end_it_finishes_what_has_arrived(project: ProjectFactory, workers: str) -> None:
    folder = project(ALWAYS)
    with inbox(folder, "--workers", workers) as running:
        with ThreadPoolExecutor(16) as pool:
            asked = [pool.submit(_try, running) for _ in range(200)]
            wait(asked, return_when=FIRST_COMPLETED)
            code = running.end()
        acknowledged = {id_ for future in asked if (id_ := future.result())}
        assert code in {0, -signal.SIGTERM}
        assert "Traceback" not in running.log.read_text()
    with Store.open(str(folder / ".inbox" / "leads.sqlite3")) as store:
        assert acknowledged <= {lead.id for lead in store.leads(LeadFilter())}
        assert acknowledged


def _try(running: RunningInbox) -> str | None:
    try:
        answer = post(running, fresh())
    except httpx.TransportError:
        return None
    return str(answer.json()["id"]) if answer.status_code == 200 else None


def test_a_worker_that_dies_is_replaced(project: ProjectFactory) -> None:
    with inbox(project(ALWAYS), "--workers", "2") as running:
        pid = running.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children")
        _until(lambda: len(_workers(children)) == 3)  # the first child is multiprocessing's own
        workers = _workers(children)
        os.kill(workers[-1], signal.SIGKILL)
        _until(lambda: bool(set(_workers(children)) - set(workers)))
        _until(lambda: _try(running) is not None)


def _until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < until
        time.sleep(0.1)


def _workers(children: Path) -> list[int]:
    return [int(pid) for pid in children.read_text().split()]


def test_no_address_and_no_answer_is_in_the_log(project: ProjectFactory) -> None:
    with inbox(project(ALWAYS)) as running:
        post(running, fresh(wish="a-secret-wish"), **{"X-Forwarded-For": "198.51.100.77"})
        post(running, fresh(email="not-an-email-77"))
        exchange(running, b"nonsense\r\n\r\n")
        running.end()
        log = running.log.read_text()
    assert "leads are kept in" in log
    assert [word for word in ("198.51.100.77", "127.0.0.1:", "secret", "email-77") if word in _after_start(log)] == []


def _after_start(log: str) -> str:
    return log.partition("Ctrl-C ends\n")[2]


# --- the application itself, where a real socket would be too slow or too quick ---------------------------------------


def _ask(forms: Forms, database: str, *messages: dict[str, object]) -> list[dict[str, object]]:
    """Ask the application with a body in these messages; more don't come. Return what it sends."""
    made = Inbox(Source(forms), InboxSettings(database), lambda: NOW, print)
    app = make_app(made, body_seconds=0.1)
    rest = list(messages)
    sent: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        if not rest:
            await asyncio.sleep(3600)
        return rest.pop(0)

    async def send(message: object) -> None:
        assert isinstance(message, dict)
        sent.append(message)

    headers = [(b"origin", ORIGIN.encode()), (b"content-type", URLENCODED.encode())]
    scope = {"type": "http", "method": "POST", "path": "/inbox/audit", "headers": headers, "client": ("::1", 1)}
    made.start()
    in_own_loop(app(scope, receive, send))
    made.stop()
    return sent


def test_a_body_that_does_not_come_is_not_waited_for(forms: Forms, sqlite: str) -> None:
    piece = {"type": "http.request", "body": b"email=", "more_body": True}
    assert _ask(forms, sqlite, piece)[0]["status"] == 408


def test_a_visitor_who_hangs_up_is_let_go(forms: Forms, sqlite: str) -> None:
    piece = {"type": "http.request", "body": b"email=", "more_body": True}
    assert _ask(forms, sqlite, piece, {"type": "http.disconnect"}) == []


# --- the command ------------------------------------------------------------------------------------------------------


def test_a_port_that_is_taken_is_said_at_once(project: ProjectFactory, cli_process: Cli) -> None:
    with socket.socket() as holder:
        holder.bind((HOST, 0))
        holder.listen()
        port = str(holder.getsockname()[1])
        ran = cli_process("inbox", "--project", str(project(ALWAYS)), "--port", port)
    assert ran.code == 3
    assert f"can't listen on 127.0.0.1:{port}" in ran.err


def test_an_origin_that_is_none_is_said(project: ProjectFactory, cli_process: Cli) -> None:
    ran = cli_process("inbox", "--project", str(project(ALWAYS)), "--origin", "www.mara.example")
    assert ran.code == 2
    assert "write it whole: https://www.example.com" in ran.err


def test_a_project_without_a_form_has_nothing_to_receive(project: ProjectFactory, cli_process: Cli) -> None:
    folder = project({**ALWAYS, "offers/audit.yaml": AUDIT + "draft: true\n"})
    ran = cli_process("inbox", "--project", str(folder), "--port", str(free_port()))
    assert ran.code == 3
    assert "no offer has a form" in ran.err


def test_a_project_with_errors_is_refused_with_all_of_them(project: ProjectFactory, cli_process: Cli) -> None:
    ran = cli_process("inbox", "--project", str(project({**ALWAYS, "offers/audit.yaml": "kind: x\n"})))
    assert (ran.code, "offers/audit.yaml:1" in ran.err) == (1, True)


def test_a_secret_that_cannot_be_one_is_said_without_showing_it(project: ProjectFactory, cli_process: Cli) -> None:
    told = {"site.yaml": f"{INBOX_SITE}  notify: {{email: hello@mara.example}}\n"}
    folder = project({**ALWAYS, **told})
    secret = {"SITE_GEN_SMTP_URL": "mail.example:s3cret"}
    ran = cli_process("inbox", "--project", str(folder), "--workers", "2", env=secret)
    assert ran.code == 3
    assert "SITE_GEN_SMTP_URL" in ran.err
    assert "s3cret" not in ran.err


def test_the_databases_password_is_not_shown(project: ProjectFactory, cli_process: Cli) -> None:
    url = "postgresql://me:s3cret@127.0.0.1:1/leads"
    ran = cli_process("inbox", "--project", str(project(ALWAYS)), env={"SITE_GEN_INBOX_DATABASE": url})
    assert ran.code == 3
    assert "postgresql://me:***@127.0.0.1:1/leads" in ran.err
    assert "s3cret" not in ran.err
