"""What the inbox's tests share: a project with a form, submissions, and a real inbox as processes of their own."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Collection, Coroutine, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

import httpx

from benchmarks.ports import HOST, free_port
from site_gen.inbox.erased import ErasedFile
from site_gen.inbox.exchange import Request
from site_gen.inbox.records import NewLead
from tests.support import BASE, NOW, ROOT, SITE

T = TypeVar("T")


class Forgetful(ErasedFile):
    """A list of deleted leads on which nothing is written: as many as here are never deleted by hand."""

    def __init__(self) -> None:
        super().__init__(Path("none"))

    def add(self, marks: Collection[str]) -> None:
        """Note nothing."""


PLAIN: Final = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Saves each request the reading of all the world's certificates: nothing here is encrypted."""
ORIGIN: Final = "https://mara.example"
CONSENT: Final = "I agree that my data is used to answer this request."
KEY: Final = "0b6f1a52-7c1e-4c53-9d3f-0123456789ab"
URLENCODED: Final = "application/x-www-form-urlencoded"

INBOX_SITE: Final = SITE.replace("delivery: url\n  url: https://forms.mara.example/audit", "delivery: inbox")

AUDIT: Final = f"""\
kind: first-step
title: A free audit of your page
price: 0
next: plan
starts: 2026-11-01T09:00
ends: 2026-12-24T18:00
form:
  fields:
    - {{name: email, label: E-mail, type: email, required: true}}
    - {{name: phone, label: Phone, type: tel}}
    - {{name: page, label: Your page, type: url}}
    - {{name: account, label: Your account, type: handle, networks: [instagram, vk]}}
    - {{name: niche, label: What you sell, type: select, options: [Food, Clothes]}}
    - {{name: letter, label: Also by letter, type: checkbox}}
    - {{name: wish, label: What you want to know, type: textarea, max_length: 300}}
    - {{name: source, label: Source, type: hidden, value: landing}}
  consent: {CONSENT}
  marketing_consent: Send me the monthly letter.
call_to_action: Ask for the audit
"""

AUDIT_ES: Final = """\
title: Una auditoría gratis
form:
  fields:
    - {label: Correo}
    - {label: Teléfono}
    - {label: Tu página}
    - {label: Tu cuenta}
    - {label: Qué vendes, options: [Comida, Ropa]}
    - {label: También por carta}
    - {label: Qué quieres saber}
    - {}
  consent: Acepto que se usen mis datos para responder.
  marketing_consent: Quiero la carta mensual.
call_to_action: Pide la auditoría
"""

FILES: Final[Mapping[str, str | bytes | None]] = {
    **BASE,
    "site.yaml": INBOX_SITE,
    "offers/audit.yaml": AUDIT,
    "offers/audit.es.yaml": AUDIT_ES,
}
"""A project whose forms go to the inbox; its offer is open at NOW."""

ALWAYS: Final[Mapping[str, str | bytes | None]] = {
    **FILES,
    "offers/audit.yaml": re.sub("(?m)^(starts|ends): .*\\n", "", AUDIT),
}
"""The same, open at any time: for inboxes that look at the real clock."""

GOOD: Final[Mapping[str, str]] = {
    "email": "ana@cafe.example",
    "phone": "+34 600 000 000",
    "page": "https://cafe.example/menu",
    "account": "@cafe",
    "account_network": "instagram",
    "niche": "Food",
    "letter": "on",
    "wish": "Why does nobody write?",
    "source": "landing",
    "website_2": "",
    "offer": "audit",
    "language": "en",
    "consent": CONSENT,
    "submission": KEY,
    "elapsed": "21000",
    "utm_source": "vk",
    "utm_campaign": "autumn",
    "referrer": "vk.com",
}
"""What a browser with scripts sends when a person has filled in everything."""

VALUES: Final[Mapping[str, str]] = {name: GOOD[name] for name in (
    "email", "phone", "page", "account", "account_network", "niche", "letter", "wish", "source"
)}  # fmt: skip


def asked(
    fields: Mapping[str, str] | None = None,
    *,
    headers: Mapping[str, str] | None = None,
    path: str = "/inbox/audit",
    method: str = "POST",
    address: str = "198.51.100.7",
) -> Request:
    """Return a request as a browser sends it for a form."""
    body = urlencode(GOOD if fields is None else fields).encode()
    return raw(body, headers=headers, path=path, method=method, address=address)


def raw(
    body: bytes,
    content_type: str = URLENCODED,
    *,
    headers: Mapping[str, str] | None = None,
    path: str = "/inbox/audit",
    method: str = "POST",
    address: str = "198.51.100.7",
) -> Request:
    """Return a request with any body."""
    sent = {"origin": ORIGIN, "content-type": content_type, "content-length": str(len(body)), **(headers or {})}
    return Request(method, path, {name: value for name, value in sent.items() if value}, address, body)


JSON_ANSWER: Final = {"accept": "application/json"}


def new_lead(**changes: object) -> NewLead:
    """Return a submission to be stored."""
    lead = NewLead(
        form="audit",
        language="en",
        title="A free audit",
        received=NOW,
        values={"email": "ana@cafe.example", "wish": "Més clients, «sí»"},
        consent=CONSENT,
        consent_version="0123456789ab",
        campaign={"utm_source": "vk"},
    )
    return replace(lead, **changes)  # type: ignore[arg-type]  # names are checked by dataclasses


@dataclass
class RunningInbox:
    """`site-gen inbox` as a group of processes."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def kill(self) -> None:
        """Kill every process of it at once."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(60)

    def end(self) -> int:
        """Ask it to end, and return its exit code."""
        self.process.terminate()
        return self.process.wait(60)


@contextmanager
def inbox(
    project: Path,
    *words: str,
    port: int | None = None,
    through: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
) -> Iterator[RunningInbox]:
    """Run an inbox, through another program, until the end of the block; it answers when the block begins."""
    port = port or free_port()
    log = project.parent / f"inbox-{port}.log"
    options = ["--project", str(project), "--port", str(port), "--per-minute", "0", *words]
    program = [*through, sys.executable, "-W", "error", "-m", "site_gen", "inbox", *options]
    with log.open("ab") as stream:
        process = subprocess.Popen(
            program,
            cwd=ROOT,
            stdout=stream,
            stderr=stream,
            start_new_session=True,
            env={**os.environ, **(environment or {})},
        )
    running = RunningInbox(process, port, log)
    try:
        _await(running)
        yield running
    finally:
        running.kill()


def _await(running: RunningInbox) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and running.process.poll() is None:
        try:
            if httpx.get(f"{running.url}/inbox/health", timeout=2, verify=PLAIN).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError(f"the inbox doesn't answer:\n{running.log.read_text()}")


def in_own_loop(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end in a thread: in the test's own, a browser's loop may be running already."""
    with ThreadPoolExecutor(1) as own:
        return own.submit(asyncio.run, work).result()
