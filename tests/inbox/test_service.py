"""The whole inbox: health, clean-up, and a shutdown that stores everything that has arrived."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from site_gen.inbox.forms import Forms
from site_gen.inbox.records import LeadFilter
from site_gen.inbox.service import Inbox, InboxSettings
from site_gen.inbox.store import Store
from site_gen.problems import WorldError
from tests.inbox.support import JSON_ANSWER, asked, new_lead
from tests.support import NOW

DAY = timedelta(days=1)


class Source:
    """Forms that a test sets."""

    def __init__(self, forms: Forms) -> None:
        self.forms = forms
        self.is_current = True

    def current(self) -> Forms:
        return self.forms

    def refresh(self) -> bool:
        return self.is_current

    def newest_file(self) -> datetime:
        return NOW - DAY


@contextmanager
def running(
    forms: Forms,
    database: str,
    clock: Callable[[], datetime] = lambda: NOW,
    environment: Mapping[str, str] | None = None,
    erased: Path | None = None,
) -> Iterator[tuple[Inbox, Source, list[str]]]:
    source, log = Source(forms), list[str]()
    settings = InboxSettings(database, environment=environment or {}, look_every=0.05, erased=erased)
    inbox = Inbox(source, settings, clock, log.append)
    inbox.start()
    try:
        yield inbox, source, log
    finally:
        inbox.stop()


def until(what: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not what():
        assert time.monotonic() < end
        time.sleep(0.01)


def health(inbox: Inbox) -> tuple[int, dict[str, object]]:
    answer = inbox.receive(asked(method="GET", path="/inbox/health"))
    return answer.status, json.loads(answer.body)


def ready(inbox: Inbox) -> tuple[int, dict[str, object]]:
    answer = inbox.receive(asked(method="GET", path="/inbox/ready"))
    return answer.status, json.loads(answer.body)


def test_a_form_is_stored_by_the_time_it_is_answered(forms: Forms, sqlite: str) -> None:
    with running(forms, sqlite) as (inbox, _, _), Store.open(sqlite) as other:
        answer = inbox.receive(asked(headers=JSON_ANSWER))
        assert other.lead(json.loads(answer.body)["id"]) is not None
        again = inbox.receive(asked(headers=JSON_ANSWER))
        assert again.body == answer.body
        assert other.count(LeadFilter()) == 1


def test_a_healthy_inbox_says_nothing_but_that(forms: Forms, sqlite: str) -> None:
    with running(forms, sqlite) as (inbox, source, _):
        until(lambda: health(inbox)[0] == 200)
        status, state = health(inbox)
        assert 0 <= float(str(state.pop("project_read"))) < 60
        assert (status, state) == (
            200,
            {"ok": True, "leads": "stored", "forms": "current", "last_failure": None},
        )
        source.is_current = False
        until(lambda: health(inbox)[1]["forms"] == "outdated")
        status, state = health(inbox)
        assert (status, state["ok"], state["leads"]) == (503, False, "stored")
        failure = state["last_failure"]
        assert isinstance(failure, dict)
        assert failure["part"] == "project"
        assert ready(inbox) == (200, {"ok": True})


def test_an_inbox_that_can_store_nothing_is_not_healthy(forms: Forms, sqlite: str) -> None:
    with running(forms, sqlite) as (inbox, _, log):
        with sqlite3.connect(sqlite) as holder:
            holder.execute("DROP TABLE meta")
        holder.close()
        until(lambda: health(inbox)[0] == 503)
        assert health(inbox)[1]["leads"] == "refused"
        assert ready(inbox) == (503, {"ok": False})
        assert [line for line in log if "can't be written" in line] == log
        assert len([line for line in log if line.startswith("leads can't be stored")]) == 1


def test_what_is_too_old_is_deleted_when_it_starts(forms: Forms, sqlite: str) -> None:
    with Store.open(sqlite) as store:
        store.add(
            [
                new_lead(received=NOW - 366 * DAY),
                new_lead(received=NOW - 364 * DAY, form="kept"),
                new_lead(received=NOW - 31 * DAY, suspect=True),
                new_lead(received=NOW - 29 * DAY, suspect=True, form="kept"),
            ]
        )
        with running(forms, sqlite) as (_, _, log):
            until(lambda: bool(log))
            assert {lead.form for lead in store.leads(LeadFilter())} == {"kept"}
            assert log == ["deleted by age: 1 of all, 1 that machines probably sent"]


def test_notices_without_their_secrets_are_said_and_wait(forms: Forms, sqlite: str) -> None:
    told = _with_notices(forms)
    with running(told, sqlite) as (inbox, _, log):
        inbox.receive(asked())
        assert any("notices by email wait" in line for line in log)
        with Store.open(sqlite) as store:
            (lead,) = store.leads(LeadFilter())
            (delivery,) = store.deliveries(lead.id)
            assert delivery.sent_at is None


def test_a_secret_that_cannot_be_one_is_refused_at_the_start(forms: Forms, sqlite: str) -> None:
    settings = InboxSettings(sqlite, environment={"SITE_GEN_SMTP_URL": "https://no.mail.example"})
    with pytest.raises(WorldError, match="SITE_GEN_SMTP_URL"):
        Inbox(Source(_with_notices(forms)), settings, lambda: NOW, print)


def _with_notices(forms: Forms) -> Forms:
    from site_gen.inbox.records import Channel
    from site_gen.model.deliveries.inbox import Notify

    return replace(forms, notify=Notify(email="hello@mara.example"), channels=(Channel.EMAIL,))


def test_nothing_of_a_visitor_is_logged(forms: Forms, sqlite: str, capfd: pytest.CaptureFixture[str]) -> None:
    with running(forms, sqlite) as (inbox, _, log):
        inbox.receive(asked())
        inbox.receive(asked({"email": "<script>"}))
        inbox.receive(asked(path="/inbox/secret-path"))
    assert log == []
    assert capfd.readouterr() == ("", "")


def test_a_database_that_cannot_be_opened_is_said(forms: Forms, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(WorldError, match="can't be opened"):
        Inbox(Source(forms), InboxSettings(str(tmp_path / "folder")), lambda: NOW, print)
