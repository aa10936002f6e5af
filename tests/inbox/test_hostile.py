"""Thousands of malicious submissions: none causes an internal error, and none stores an unknown field."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from site_gen.inbox.exchange import Answer, Request
from site_gen.inbox.forms import Forms
from site_gen.inbox.limits import RateLimit
from site_gen.inbox.receive import Pending, Receiver
from site_gen.inbox.records import Lead, LeadFilter, NewLead
from site_gen.inbox.store import Store
from site_gen.model.form import CAMPAIGN_FIELDS
from site_gen.model.form_schema import FormSchema
from site_gen.model.submission import CAMPAIGN_LENGTH
from tests.inbox.support import ALWAYS, CONSENT, GOOD, ORIGIN, PLAIN, URLENCODED, Forgetful, inbox, raw
from tests.support import NOW, write_files

JSON: Final = "application/json"
MULTIPART: Final = "multipart/form-data; boundary=b"
BATCH: Final = 250

NASTY: Final = (
    *("", " ", "0", "-1", "null", "undefined", "NaN", "true", "[]", "{}", "\x00", "\x00x", "\r\n", "\u2028", "\ufeff"),
    *(
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "javascript:alert(1)",
        "{{7*7}}",
        "${7*7}",
        "%s%n",
    ),
    *("' OR 1=1 --", "'; DROP TABLE leads; --", "\\", "\\'", "=cmd|' /C calc'!A0", "@SUM(1+1)", "+1", "-1+1", "\t=1"),
    *("../../etc/passwd", "file:///etc/passwd", "http://127.0.0.1/", "\x1b[2J\x1b]0;x\x07", "\u202egpj.exe", "\ud800"),
    *("a@b.c\r\nBcc: x@y.z", "a@b.c, d@e.f", "a@b.c\nx", "<a@b.c>", "a" * 70 + "@b.c", "ａ@b.c", "a@[127.0.0.1]"),
    *("x" * 2001, "🧨" * 600, "e\u0301" * 200, "\U000e0041", "１２３４５", "Food\x00", "food", "٣" * 9, "x\x85y"),
)

TEXTS: Final = st.sampled_from(NASTY) | st.text(max_size=60) | st.characters(categories=["Cs", "Cc", "Cf"])
OTHER_NAMES: Final = (
    "id",
    "status",
    "number",
    "about",
    "kind",
    "lead",
    "suspect",
    "__proto__",
    "values",
    "email[]",
    "",
)
NAMES: Final = st.sampled_from((*GOOD, *OTHER_NAMES, *CAMPAIGN_FIELDS, "marketing_consent")) | st.text(max_size=12)

FIELDS: Final = st.dictionaries(NAMES, TEXTS, max_size=12)
"""What is sent besides, or instead of, what is in order."""

PARTS: Final = st.sampled_from(("website_2", "consent", "submission", "email", "language", "elapsed", "")) | st.none()
KINDS: Final = st.sampled_from((URLENCODED, JSON, MULTIPART))


def encoded(kind: str, fields: Mapping[str, str]) -> bytes:
    """Return fields as a body of that kind; JSON keeps what isn't Unicode."""
    if kind == JSON:
        return json.dumps(fields).encode()
    clean = {name.encode("utf-8", "replace"): value.encode("utf-8", "replace") for name, value in fields.items()}
    if kind == URLENCODED:
        return urlencode(clean).encode()
    head = b'--b\r\nContent-Disposition: form-data; name="'
    return b"".join(head + name + b'"\r\n\r\n' + value + b"\r\n" for name, value in clean.items()) + b"--b--\r\n"


@st.composite
def bodies(draw: st.DrawFn) -> tuple[str, bytes]:
    """Return a body: a form in order with some of it changed, taken out or cut off."""
    fields = {**GOOD, **draw(FIELDS)}
    fields.pop(draw(PARTS) or "", None)
    kind = draw(KINDS)
    body = encoded(kind, fields)
    how = draw(st.integers(0, 9))
    if how == 0:
        return kind, body[: draw(st.integers(0, len(body)))]
    if how == 1:
        at = draw(st.integers(0, len(body)))
        return kind, body[:at] + draw(st.binary(max_size=20)) + body[at:]
    return (draw(KINDS) if how == 2 else kind), body


HEADERS: Final = st.fixed_dictionaries(
    {},
    optional={
        "accept": st.sampled_from((JSON, "text/html", "*/*")),
        "accept-language": st.text("esruca-;=,.*0123456789 ", max_size=30),
        "referer": st.sampled_from((f"{ORIGIN}/?utm_source=", f"{ORIGIN}/?via=")).flatmap(
            lambda start: st.text(max_size=30).map(lambda rest: start + rest)
        ),
        "content-length": st.sampled_from(("0", "1", "65536", "65537", "-1", "1e3", "x", "٣", " 5")),
    },
)


class Sieve:
    """A receiver with real stores behind it, which looks at everything that came through."""

    def __init__(self, forms: Forms, *stores: Store) -> None:
        self.forms = forms
        self.stores = stores
        self.receiver = Receiver(lambda: forms, lambda: NOW, RateLimit(0, time.monotonic))
        self.waiting: list[NewLead] = []
        self.asked = 0
        self.suspect = 0
        self.statuses: dict[int, int] = {}

    def ask(self, request: Request) -> None:
        self.asked += 1
        answer = self.receiver.head(request) or self.receiver.read(request)
        if isinstance(answer, Pending):
            self.waiting.append(answer.lead)
            self.suspect += answer.lead.suspect
            status = 200
        else:
            status = answer.status
            assert_inert(answer)
        assert status < 500
        self.statuses[status] = self.statuses.get(status, 0) + 1
        if len(self.waiting) >= BATCH:
            self.empty()

    def empty(self) -> None:
        """Store what waits, and compare what comes back with what the form declares."""
        for store in self.stores:
            stored = store.add(self.waiting)
            kept = {lead.id: lead for lead in store.leads(LeadFilter())}
            for one in stored:
                assert_declared(kept[one.id], self.forms.declared["audit"])
            store.delete(list(kept), Forgetful())  # as many as here are never deleted by hand
        self.waiting.clear()


def assert_inert(answer: Answer) -> None:
    """Nothing of a submission is in an answer, and no header is more than one."""
    assert b"<script" not in answer.body
    assert b"onerror" not in answer.body
    assert not any(c in f"{name}{value}" for name, value in answer.headers for c in "\r\n\0")


def assert_declared(lead: Lead, versions: Mapping[str, FormSchema]) -> None:
    schema = versions[lead.language]
    fields = {field.name: field for field in schema.fields}
    assert set(lead.values) <= schema.names
    assert all(len(value) <= (fields[name].max_length if name in fields else 20) for name, value in lead.values.items())
    assert lead.values["source"] == "landing"
    assert lead.values.get("niche", fields["niche"].options[0]) in fields["niche"].options
    assert lead.values.get("account_network", "vk") in {"vk", "instagram"}
    assert set(lead.campaign) <= set(CAMPAIGN_FIELDS)
    assert all(0 < len(value) <= CAMPAIGN_LENGTH for value in lead.campaign.values())
    assert (lead.form, lead.title, lead.consent) == ("audit", schema.title, schema.consent)
    assert lead.marketing_consent in {None, schema.marketing_consent}
    for text in (*lead.values.values(), *lead.campaign.values()):
        assert not any(ord(c) < 32 and c not in "\n\t" for c in text)
        assert not set(text) & set("\x7f\x85\x9b\u202e\u2028\u2066\ufeff")
        assert text.encode()
    one_line = [value for name, value in lead.values.items() if name != "wish"]
    assert not set("".join([*one_line, *lead.campaign.values()])) & {"\n", "\t"}


HOSTILE: Final = int(os.environ.get("HOSTILE", "3000"))
"""How many are sent; ten thousand in `make laws`."""


@pytest.mark.slow
@pytest.mark.laws
def test_thousands_of_hostile_submissions(forms: Forms, sqlite: str, postgresql: str) -> None:
    with Store.open(sqlite) as one, Store.open(postgresql) as other:
        sieve = Sieve(forms, one, other)

        @settings(
            max_examples=HOSTILE,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )
        @given(body=bodies(), headers=HEADERS)
        def attack(body: tuple[str, bytes], headers: dict[str, str]) -> None:
            sieve.ask(raw(body[1], body[0], headers=headers))

        attack()
        sieve.empty()
    assert sieve.asked >= HOSTILE
    # The attack got everywhere: to the store, past the decoy and into it, and to every kind of refusal.
    assert sieve.statuses[200] > HOSTILE // 10
    assert 0 < sieve.suspect < sieve.statuses[200]
    assert {200, 400, 413, 422} <= set(sieve.statuses)


@pytest.mark.slow
def test_hundreds_of_hostile_submissions_over_http(tmp_path: Path, forms: Forms) -> None:
    project = write_files(tmp_path / "project", ALWAYS)
    statuses: set[int] = set()
    with inbox(project) as running, httpx.Client(base_url=running.url, verify=PLAIN, timeout=60) as client:

        @settings(max_examples=400, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(body=bodies())
        def attack(body: tuple[str, bytes]) -> None:
            headers = {"Origin": ORIGIN, "Content-Type": body[0], "Accept": JSON}
            answer = client.post("/inbox/audit", content=body[1], headers=headers)
            statuses.add(answer.status_code)
            assert answer.json()["ok"] is (answer.status_code == 200)

        attack()
        assert client.get("/inbox/health").status_code == 200
        running.end()
        log = running.log.read_text()
    assert statuses >= {200, 400, 422}
    assert max(statuses) < 500
    assert "Traceback" not in log
    with Store.open(str(project / ".inbox" / "leads.sqlite3")) as store:
        leads: Sequence[Lead] = store.leads(LeadFilter())
    assert leads
    for lead in leads:
        assert_declared(lead, forms.declared["audit"])
        assert lead.language != "en" or lead.consent == CONSENT
