"""A full disk: nobody is thanked for what isn't stored, health and log say why, and the owner hears of it once."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from site_gen.inbox.alarm import Alarm
from site_gen.inbox.alerts import Alert, alert_words
from site_gen.inbox.channels import NoticeChannel, NotSentError
from site_gen.inbox.messages import WORDS
from site_gen.inbox.records import Channel, Lead, LeadFilter
from site_gen.inbox.store import Store
from site_gen.problems import WorldError
from tests.conftest import ProjectFactory
from tests.inbox.notice_servers import Chat, Mails, bot_api, mail_server
from tests.inbox.support import ALWAYS, GOOD, INBOX_SITE, JSON_ANSWER, ORIGIN, PLAIN, RunningInbox, inbox, new_lead
from tests.support import NOW


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with room for a little more than an empty database."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "none", str(folder)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("only root may make a small disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path) -> None:
    with (folder / "filler").open("ab", buffering=0) as file:
        for size in (65_536, 4096, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue


def post(running: RunningInbox) -> httpx.Response:
    fields = {**GOOD, "submission": str(uuid4()), "wish": "x" * 300}
    headers = {"Origin": ORIGIN, **JSON_ANSWER}
    return httpx.post(f"{running.url}/inbox/audit", data=fields, headers=headers, timeout=60, verify=PLAIN)


def until(true: Callable[[], bool], running: RunningInbox) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end, running.log.read_text()
        time.sleep(0.1)


def test_a_full_disk_is_said_everywhere_and_once_to_the_owner(project: ProjectFactory, small: Path) -> None:
    """Otherwise every visitor is turned away for days, while health says that all is well."""
    folder = project({**ALWAYS, "site.yaml": f"{INBOX_SITE}  notify: {{email: hello@mara.example}}\n"})
    database = str(small / "leads.sqlite3")
    with mail_server(Mails()) as mails:
        told = {"SITE_GEN_SMTP_URL": mails.url}
        with inbox(folder, "--workers", "2", "--database", database, environment=told) as running:

            def health() -> httpx.Response:
                return httpx.get(f"{running.url}/inbox/health", timeout=60, verify=PLAIN)

            acknowledged = [post(running).json()["id"]]
            until(lambda: len(mails.received) == 1, running)  # the notice of that lead
            fill(small)
            until(lambda: all(health().status_code == 503 for _ in range(12)), running)  # of both workers
            assert health().json()["leads"] == "refused"
            assert post(running).status_code == 503
            assert health().json()["last_failure"]["part"] == "database"
            until(lambda: len(mails.received) > 1, running)
            time.sleep(5)  # the other worker has seen it too
            assert "leads can't be stored: " in running.log.read_text()
            assert "full" in running.log.read_text()
            (small / "filler").unlink()
            until(lambda: health().status_code == 200, running)
            acknowledged.append(post(running).json()["id"])
            until(lambda: len(mails.received) >= 3, running)
            until(lambda: "the database works again" in running.log.read_text(), running)
    subjects = [str(mail["Subject"]) for mail in mails.received]
    assert subjects.count("Requests can’t be stored") == 1
    with Store.open(database) as store:
        assert set(acknowledged) <= {lead.id for lead in store.leads(LeadFilter())}


def test_health_tries_what_a_lead_needs(database: str) -> None:
    """A trial that touches less than a lead does would say that all is well while every lead is refused."""
    with Store.open(database) as store:
        store.check()
        assert store.count(LeadFilter()) == 0
        with store._writing_engine.begin() as connection:  # noqa: SLF001  # harm that no command does
            connection.exec_driver_sql("DROP TABLE outbox")
        with pytest.raises(WorldError, match="can't be written"):
            store.check()


class Told:
    """A channel that remembers what it was told, or that is down."""

    def __init__(self) -> None:
        self.warned: list[tuple[Alert, str]] = []
        self.is_down = False

    def send(self, lead: Lead, now: object) -> None:  # noqa: ARG002
        raise AssertionError

    def warn(self, kind: Alert, reason: str, now: object) -> None:  # noqa: ARG002
        if self.is_down:
            raise NotSentError("down", is_down=True)
        self.warned.append((kind, reason))


def _raised(alarm: Alarm, reason: str = "full") -> None:
    alarm._warn(Alert.NOT_STORED, reason)  # noqa: SLF001  # what its thread does


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_one_warning_for_all_processes_and_another_when_hours_have_passed(kind: str, tmp_path: Path) -> None:
    url = str(tmp_path / "leads.sqlite3") if kind == "sqlite" else f"postgresql://me@127.0.0.1/{uuid4().hex}"
    told, log, now = Told(), list[str](), [NOW]
    channels: dict[Channel, NoticeChannel] = {Channel.EMAIL: told}
    first, second = (Alarm(url, channels, lambda: now[0], log.append) for _ in range(2))
    first.prepare()
    told.is_down = True
    _raised(first)
    assert told.warned == []
    told.is_down = False
    _raised(first)
    _raised(second)
    _raised(first)
    assert told.warned == [(Alert.NOT_STORED, "full")]
    now[0] = NOW.replace(hour=NOW.hour + 7)
    _raised(second)
    assert len(told.warned) == 2
    assert log == ["a warning by email couldn't be sent: down", *["the owner was warned by email"] * 2]
    assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.glob("*-warned-*"))


def test_a_warning_by_telegram_says_what_to_do() -> None:
    from site_gen.inbox.channels import TelegramChannel
    from site_gen.inbox.messages import NoticeReader

    with bot_api(Chat()) as chat:
        reader = NoticeReader("es", NOW.tzinfo)  # type: ignore[arg-type]
        TelegramChannel("1:x", "5", reader, chat.url).warn(Alert.NOT_STORED, "disk\x1b full", NOW)
    text = str(chat.asked[0][1]["text"])
    assert text.startswith("Las solicitudes no se pueden guardar\n\n")
    assert text.rstrip().endswith("Motivo: disk\\x1b full")


def test_warnings_are_written_in_every_language_of_notices() -> None:
    for language in WORDS:
        for kind in Alert:
            words = alert_words(kind, language)
            assert language == "en" or words != alert_words(kind, "en")


def test_a_warning_that_cannot_keep_its_file_is_sent_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "leads.sqlite3-warned-not-stored").symlink_to(tmp_path / "elsewhere")
    told = Told()
    alarm = Alarm(str(tmp_path / "leads.sqlite3"), {Channel.EMAIL: told}, lambda: NOW, print)
    _raised(alarm)
    assert len(told.warned) == 1
    assert not os.path.lexists(tmp_path / "elsewhere")


def test_a_lead_that_does_not_fit_is_not_acknowledged(small: Path) -> None:
    with Store.open(str(small / "leads.sqlite3")) as store:
        kept = store.add([new_lead()])[0].id
        fill(small)
        with pytest.raises(WorldError, match="full"):
            store.add([new_lead(values={"wish": "x" * 20_000}) for _ in range(200)])
        with pytest.raises(WorldError, match="full"):
            store.check()
        (small / "filler").unlink()
        store.check()
        assert store.lead(kept) is not None
