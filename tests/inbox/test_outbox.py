"""Notices reach the owner: once, whatever the mail server does, and no lead waits for them."""

from __future__ import annotations

import base64
import multiprocessing
import os
import re
import signal
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

from site_gen.inbox.channels import (
    EmailChannel,
    MailServer,
    NoticeChannel,
    NotSentError,
    TelegramChannel,
    notice_channels,
    wanted_channels,
)
from site_gen.inbox.erased import ErasedFile
from site_gen.inbox.messages import NoticeReader
from site_gen.inbox.outbox import GIVE_UP, LEASE, OutboxSender, next_try
from site_gen.inbox.records import Channel, Lead, NoticeState
from site_gen.inbox.store import Store
from site_gen.model.deliveries.inbox import Notify
from site_gen.problems import WorldError
from tests.inbox.lead_samples import new_lead, stored_lead
from tests.inbox.notice_servers import Chat, Mails, bot_api, mail_server
from tests.support import NOW

READER: Final = NoticeReader("en", ZoneInfo("Europe/Madrid"))
TOKEN: Final = "123456:" + "AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"
EMAIL: Final = (Channel.EMAIL,)
BOTH: Final = (Channel.EMAIL, Channel.TELEGRAM)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(str(tmp_path / "leads.sqlite3")) as opened:
        yield opened


def email_channel(mails: Mails, **different: Any) -> EmailChannel:
    server = MailServer.read(different.pop("url", mails.url))
    return EmailChannel(server, "owner@mara.example", READER)


def sender(store: Store, channels: dict[Channel, Any], now: datetime = NOW, **more: Any) -> OutboxSender:
    return OutboxSender(store, channels, lambda: now, **more)


def add(store: Store, number: int = 1, channels: tuple[Channel, ...] = EMAIL) -> list[str]:
    return [stored.id for stored in store.add([new_lead(channels=channels) for _ in range(number)])]


def eventually(holds: Callable[[], bool], seconds: float = 60) -> bool:
    """Whether something comes true within that time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.02)
    return False


# --- what arrives -----------------------------------------------------------------------------------------------------


def test_a_lead_is_told_of_by_mail_and_by_chat(store: Store) -> None:
    [id_] = add(store, channels=BOTH)
    with mail_server(Mails()) as mails, bot_api(Chat()) as chat:
        telegram = TelegramChannel(TOKEN, "-100200300", READER, chat.url)
        assert sender(store, {Channel.EMAIL: email_channel(mails), Channel.TELEGRAM: telegram}).send_due(NOW) == 2
    [mail] = mails.received
    assert (mail["To"], mail["Reply-To"]) == ("owner@mara.example", "nuria@cafe.example")
    assert "name: Núria Puig" in mail.get_content().splitlines()
    [(path, asked)] = chat.asked
    assert path == f"/bot{TOKEN}/sendMessage"
    assert (asked["chat_id"], asked["link_preview_options"]) == ("-100200300", {"is_disabled": True})
    assert asked["text"].startswith("New request: A free audit of your page · Núria Puig\n")
    assert "parse_mode" not in asked
    assert [(one.state, one.tries, one.sent_at) for one in store.deliveries(id_)] == [
        (NoticeState.SENT, 1, NOW.astimezone(UTC))
    ] * 2


def test_nothing_is_sent_twice_or_without_being_due(store: Store) -> None:
    add(store)
    with mail_server(Mails()) as mails:
        outbox = sender(store, {Channel.EMAIL: email_channel(mails)})
        assert outbox.send_due(NOW - timedelta(seconds=1)) == 0
        assert [outbox.send_due(NOW) for _ in range(3)] == [1, 0, 0]
    assert len(mails.received) == 1


def test_the_server_s_user_and_password_are_used(store: Store) -> None:
    add(store)
    with mail_server(Mails(login=("leads@mara.example", "p@ss/word: 1"))) as mails:
        url = mails.url.replace("//", "//leads%40mara.example:p%40ss%2Fword%3A%201@")
        sender(store, {Channel.EMAIL: email_channel(mails, url=url)}).send_due(NOW)
    [mail] = mails.received
    assert mail["From"] == "leads@mara.example"


def test_an_encoded_word_in_a_name_arrives_as_it_was_written(store: Store) -> None:
    with mail_server(Mails()) as mails:
        store.add([new_lead(channels=EMAIL, values={"name": "=?utf-8?q?Bcc=3A_all?="})])
        sender(store, {Channel.EMAIL: email_channel(mails)}).send_due(NOW)
    assert str(mails.received[0]["Subject"]).endswith(" · =?utf-8?q?Bcc=3A_all?=")


def test_the_sender_can_be_named(store: Store) -> None:
    add(store)
    with mail_server(Mails()) as mails:
        channel = email_channel(mails, url=f"{mails.url}/?from=site@mara.example")
        sender(store, {Channel.EMAIL: channel}).send_due(NOW)
    assert mails.received[0]["From"] == "site@mara.example"


def test_a_lead_that_was_deleted_is_not_told_of(store: Store, erased: ErasedFile) -> None:
    add(store)
    with mail_server(Mails()) as mails:
        store.delete([lead.id for lead in [store.lead(add(store)[0])] if lead], erased)
        sender(store, {Channel.EMAIL: email_channel(mails)}).send_due(NOW)
    assert len(mails.received) == 1


# --- what fails -------------------------------------------------------------------------------------------------------


def test_what_can_t_be_sent_is_tried_again_later_and_then_arrives(store: Store) -> None:
    [id_] = add(store)
    with mail_server(Mails(refuse={"RCPT": "450 try later"})) as mails:
        told: list[str] = []
        channels = {Channel.EMAIL: email_channel(mails)}
        sender(store, channels, tell=told.append).send_due(NOW)
        [state] = store.deliveries(id_)
        assert (state.state, state.tries) == (NoticeState.WAITING, 1)
        assert state.last_error == "the mail server refused the recipient: try later (450)"
        assert state.next_at == NOW + timedelta(seconds=30)
        [line] = told
        assert line.startswith(f"notice of {id_} by email, try 1: the mail server refused the recipient: try later")
        assert line.endswith("; again at 2026-11-23 12:00:30 UTC+01:00")
        mails.refuse.clear()
        later = NOW + timedelta(seconds=30)
        assert sender(store, channels, later).send_due(later - timedelta(seconds=1)) == 0
        assert sender(store, channels, later).send_due(later) == 1
    assert len(mails.received) == 1
    assert store.deliveries(id_)[0].state is NoticeState.SENT


def test_waits_grow_from_half_a_minute_to_hours_and_end_after_three_days() -> None:
    now, waits = NOW, []
    tries = 1
    while next_at := next_try(NOW, tries, now):
        waits.append(next_at - now)
        now, tries = next_at, tries + 1
    assert [wait.total_seconds() for wait in waits[:6]] == [30, 120, 480, 1920, 7680, 21_600]
    assert waits == sorted(waits)
    assert GIVE_UP <= now - NOW <= GIVE_UP + max(waits)


def test_a_notice_of_an_old_lead_is_still_tried_a_few_times() -> None:
    """The inbox may have been off for a week."""
    now = NOW + timedelta(days=7)
    assert next_try(NOW, 1, now) == now + timedelta(seconds=30)
    assert next_try(NOW, 5, now) is None


def test_a_notice_that_is_given_up_stays_visible(store: Store) -> None:
    [id_] = add(store)
    with mail_server(Mails(refuse={"MAIL": "550 no"})) as mails:
        now = NOW
        for _ in range(40):
            sender(store, {Channel.EMAIL: email_channel(mails)}, now).send_due(now)
            [state] = store.deliveries(id_)
            now = state.next_at or now
    assert (state.state, state.next_at) == (NoticeState.FAILED, None)
    assert "no (550)" in state.last_error
    assert now - NOW >= GIVE_UP


def test_once_a_channel_is_down_the_others_are_put_off_and_other_channels_go_on(store: Store) -> None:
    ids = add(store, 2, channels=BOTH)
    with mail_server(Mails(refuse={"EHLO": "421 closing", "HELO": "421 closing"})) as mails, bot_api(Chat()) as chat:
        telegram = TelegramChannel(TOKEN, "1", READER, chat.url)
        sender(store, {Channel.EMAIL: email_channel(mails), Channel.TELEGRAM: telegram}).send_due(NOW)
    assert [line.partition(" ")[0] for line in mails.said] == ["ehlo", "helo", "QUIT"]
    assert len(chat.asked) == 2
    states = [one for id_ in ids for one in store.deliveries(id_) if one.channel is Channel.EMAIL]
    assert [state.next_at for state in states] == [NOW + timedelta(seconds=30)] * 2


def test_a_server_that_isn_t_there_is_named_as_such(store: Store) -> None:
    [id_] = add(store, channels=BOTH)
    with socket.socket() as held:  # nobody else gets its port, and nobody listens
        held.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{held.getsockname()[1]}"
        email = EmailChannel(MailServer.read(f"smtp://{place}"), "owner@mara.example", READER)
        telegram = TelegramChannel(TOKEN, "1", READER, f"http://{place}")
        sender(store, {Channel.EMAIL: email, Channel.TELEGRAM: telegram}).send_due(NOW)
    assert [one.last_error for one in store.deliveries(id_)] == [
        "the mail server can't be reached: Connection refused",
        "Telegram can't be reached: Connection refused",
    ]


def test_a_channel_that_is_not_set_up_keeps_its_notices(store: Store) -> None:
    [id_] = add(store)
    sender(store, {}).send_due(NOW)
    [state] = store.deliveries(id_)
    assert (state.state, state.last_error) == (NoticeState.WAITING, "notices by email are not set up here")


def test_telegram_s_wish_to_wait_is_granted(store: Store) -> None:
    [id_] = add(store, channels=(Channel.TELEGRAM,))
    refusal = {"ok": False, "error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 600}}
    with bot_api(Chat(answers=[(429, refusal)])) as chat:
        sender(store, {Channel.TELEGRAM: TelegramChannel(TOKEN, "1", READER, chat.url)}).send_due(NOW)
    [state] = store.deliveries(id_)
    assert state.next_at == NOW + timedelta(minutes=10)
    assert state.last_error == "Telegram refused: Too Many Requests (429)"


@pytest.mark.parametrize("answer", [(200, {"ok": False}), (500, {}), (200, {"result": []})])
def test_only_a_clear_yes_of_telegram_counts(store: Store, answer: tuple[int, dict[str, Any]]) -> None:
    [id_] = add(store, channels=(Channel.TELEGRAM,))
    with bot_api(Chat(answers=[answer])) as chat:
        sender(store, {Channel.TELEGRAM: TelegramChannel(TOKEN, "1", READER, chat.url)}).send_due(NOW)
    assert store.deliveries(id_)[0].state is NoticeState.WAITING


def test_one_lead_s_mistake_doesn_t_hold_up_the_others(store: Store) -> None:
    ids = add(store, 2)
    calls: list[str] = []

    class Broken:
        def send(self, lead: Lead, now: datetime) -> None:  # noqa: ARG002  # the protocol's
            calls.append(lead.id)
            if len(calls) == 1:
                raise KeyError(lead.values["email"])

    sender(store, {Channel.EMAIL: Broken()}).send_due(NOW)
    assert sorted(calls) == sorted(ids)
    errors = sorted(store.deliveries(id_)[0].last_error for id_ in ids)
    assert errors == ["", "a mistake of site-gen's own: KeyError"]


# --- what must not happen ---------------------------------------------------------------------------------------------


def test_no_secret_is_in_what_is_told(store: Store) -> None:
    ids = add(store, channels=BOTH)
    told: list[str] = []
    said_back = {"ok": False, "error_code": 401, "description": f"Unauthorized: /bot{TOKEN}/sendMessage"}
    with mail_server(Mails(login=("a", "b"))) as mails, bot_api(Chat(answers=[(401, said_back)])) as chat:
        email = email_channel(mails, url=mails.url.replace("//", "//someone:hunter22@"))
        telegram = TelegramChannel(TOKEN, "1", READER, chat.url)
        sender(store, {Channel.EMAIL: email, Channel.TELEGRAM: telegram}, tell=told.append).send_due(NOW)
        shown = "\n".join([*told, *(one.last_error for one in store.deliveries(ids[0])), repr(email), repr(telegram)])
    assert "refused user or password (535)" in shown
    assert "Unauthorized: /bot•••/sendMessage (401)" in shown
    assert not re.search(rf"hunter22|{re.escape(TOKEN)}|{base64.b64encode(b'hunter22').decode()}", shown)


WRONG: Final = {
    "no scheme": "user:hunter22@mail.example",
    "another scheme": "https://user:hunter22@mail.example",
    "no host": "smtp://user:hunter22@",
    "a port that can't be": "smtp://user:hunter22@mail.example:port",
    "a slash in the password": "smtp://user:hunter/22@mail.example:587",
}


@pytest.mark.parametrize("url", WRONG.values(), ids=WRONG)
def test_an_address_that_can_t_be_read_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(WorldError, match="SITE_GEN_SMTP_URL is not the address of a mail server") as error:
        MailServer.read(url)
    assert "hunter" not in f"{error.value} {error.value.hint}"


def test_a_token_that_can_t_be_one_is_refused_without_showing_it() -> None:
    notify = Notify(email=None, telegram="-100200300")
    with pytest.raises(WorldError) as error:
        notice_channels(notify, {"SITE_GEN_TELEGRAM_TOKEN": "secret token"}, READER)
    assert "secret token" not in f"{error.value} {error.value.hint}"


def test_channels_are_those_of_site_yaml_whose_secret_is_there() -> None:
    notify = Notify(email="owner@mara.example", telegram="-100200300")
    assert wanted_channels(notify) == BOTH
    assert wanted_channels(Notify(email=None, telegram=None)) == ()
    assert set(notice_channels(notify, {}, READER)) == set()
    assert set(notice_channels(notify, {"SITE_GEN_SMTP_URL": "smtp://127.0.0.1:25"}, READER)) == {Channel.EMAIL}
    environment = {"SITE_GEN_SMTP_URL": "smtps://mail.example", "SITE_GEN_TELEGRAM_TOKEN": f"{TOKEN}\n"}
    assert set(notice_channels(notify, environment, READER)) == set(BOTH)


def test_outside_this_machine_nothing_is_said_unencrypted() -> None:
    servers = {
        url: MailServer.read(url)
        for url in (
            "smtp://mail.example",
            "smtps://mail.example",
            "smtp://localhost",
            "smtp://[::1]",
            "smtps://[::1]:9",
        )
    }
    assert [(server.encryption, server.port) for server in servers.values()] == [
        ("starttls", 587), ("tls", 465), ("none", 25), ("none", 25), ("tls", 9),
    ]  # fmt: skip


def test_a_server_that_offers_no_encryption_gets_no_password(store: Store) -> None:
    with mail_server(Mails()) as mails:
        plain = MailServer("127.0.0.1", mails.port, "starttls", "user", "hunter22")
        with pytest.raises(NotSentError):
            EmailChannel(plain, "owner@mara.example", READER).send(stored_lead(), NOW)
    assert not mails.received
    assert not [line for line in mails.said if line.startswith(("AUTH", "MAIL"))]


def test_an_encrypted_server_is_used_if_its_certificate_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context = certificate(tmp_path)
    with mail_server(Mails(tls=context, login=("user", "hunter22"))) as mails:
        channel = EmailChannel(
            MailServer("127.0.0.1", mails.port, "starttls", "user", "hunter22"), "owner@mara.example", READER
        )
        with pytest.raises(NotSentError, match="its certificate isn't valid"):
            channel.send(stored_lead(), NOW)
        assert not [line for line in mails.said if line.startswith("AUTH")]
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "server.pem"))
        channel.send(stored_lead(), NOW)
    assert len(mails.received) == 1


def certificate(folder: Path) -> ssl.SSLContext:
    """Return what a server needs to be 127.0.0.1 over TLS; its certificate is server.pem."""
    from ipaddress import ip_address

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail.example")])
    today = datetime.now(UTC)  # noqa: TID251  # a certificate holds by the real clock
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "server.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "server.pem", folder / "key.pem")
    return context


# --- several at once, slow ones, and the end of a process -------------------------------------------------------------


def test_senders_side_by_side_send_each_notice_once(store: Store, tmp_path: Path) -> None:
    ids = add(store, 30)
    with mail_server(Mails()) as mails, Store.open(str(tmp_path / "leads.sqlite3")) as second:
        outboxes = [sender(one, {Channel.EMAIL: email_channel(mails)}) for one in (store, second, store)]
        stop = threading.Event()
        threads = [threading.Thread(target=outbox.run, args=(stop,)) for outbox in outboxes]
        for thread in threads:
            thread.start()
        done = eventually(lambda: all(store.deliveries(id_)[0].state is NoticeState.SENT for id_ in ids))
        stop.set()
        for thread in threads:
            thread.join()
        assert done
    sent = sorted(mail["Message-ID"] for mail in mails.received)
    assert sent == sorted(f"<lead.{id_}@mara.example>" for id_ in ids)


def _run_sender(database: str, url: str) -> None:
    """A sender in a process of its own, until it is killed."""
    with Store.open(database) as store:
        channel = EmailChannel(MailServer.read(url), "owner@mara.example", READER)
        OutboxSender(store, {Channel.EMAIL: channel}, lambda: NOW).run(threading.Event())


def test_notices_survive_the_end_of_the_process(store: Store, tmp_path: Path) -> None:
    """Killed while the mail server keeps it waiting, the notice is taken again once the lease is over."""
    database = str(tmp_path / "leads.sqlite3")
    [id_] = add(store)
    hold = threading.Event()
    with mail_server(Mails(hold=hold)) as mails:
        process = multiprocessing.get_context("spawn").Process(target=_run_sender, args=(database, mails.url))
        process.start()
        assert eventually(lambda: store.deliveries(id_)[0].tries == 1)
        assert process.pid
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        process.close()
        hold.set()
        mails.hold = None
        with Store.open(database) as again:
            channels: dict[Channel, NoticeChannel] = {Channel.EMAIL: email_channel(mails)}
            assert sender(again, channels).send_due(NOW) == 0
            after = NOW + LEASE
            assert sender(again, channels, after).send_due(after) == 1
    assert [mail["Message-ID"] for mail in mails.received] == [f"<lead.{id_}@mara.example>"]


def test_a_slow_mail_server_keeps_no_lead_waiting(store: Store) -> None:
    hold, stop = threading.Event(), threading.Event()
    [held] = add(store)
    with mail_server(Mails(hold=hold)) as mails:
        thread = threading.Thread(target=sender(store, {Channel.EMAIL: email_channel(mails)}).run, args=(stop,))
        thread.start()
        try:
            assert eventually(lambda: store.deliveries(held)[0].tries == 1)
            ids = add(store, 50)
            assert all(store.lead(id_) for id_ in ids)
            assert store.deliveries(held)[0].state is NoticeState.WAITING  # the mail server still hasn't said a word
        finally:
            stop.set()
            hold.set()
            thread.join()


def test_a_server_that_never_ends_is_left(store: Store) -> None:
    [id_] = add(store)
    hold = threading.Event()
    with mail_server(Mails(hold=hold)) as mails:
        sender(store, {Channel.EMAIL: email_channel(mails)}, seconds=0.2).send_due(NOW)
        hold.set()
        # What was left to itself ends here, not in another test.
        assert eventually(lambda: "inbox-notice" not in {thread.name for thread in threading.enumerate()})
    [state] = store.deliveries(id_)
    assert (state.state, state.last_error) == (NoticeState.WAITING, "no end after 0 seconds")


def test_a_sender_that_is_to_stop_gives_back_what_it_took(store: Store) -> None:
    [id_] = add(store)
    stop = threading.Event()
    stop.set()
    with mail_server(Mails()) as mails:
        sender(store, {Channel.EMAIL: email_channel(mails)}).send_due(NOW, stop)
        assert not mails.received
        assert sender(store, {Channel.EMAIL: email_channel(mails)}).send_due(NOW) == 1
    assert store.deliveries(id_)[0].state is NoticeState.SENT


AWAY: Final = {
    "the database is away": (
        WorldError("the inbox's database can't be read: away"), "notices: the inbox's database can't be read: away",
    ),
    "something nobody thought of": (KeyError("x"), "notices: a mistake of site-gen's own: KeyError: 'x'"),
}  # fmt: skip


@pytest.mark.parametrize(("error", "line"), AWAY.values(), ids=AWAY)
def test_the_sender_says_what_went_wrong_and_goes_on(store: Store, error: Exception, line: str) -> None:
    told: list[str] = []
    stop = threading.Event()
    add(store)

    def clock() -> datetime:
        if not told:
            raise error
        return NOW

    with mail_server(Mails()) as mails:
        outbox = OutboxSender(store, {Channel.EMAIL: email_channel(mails)}, clock, told.append)
        thread = threading.Thread(target=outbox.run, args=(stop,))
        thread.start()
        assert eventually(lambda: len(mails.received) == 1)
        stop.set()
        thread.join()
    assert told == [line]
