"""A local mail server and Bot API for notices: real protocols, slow or failing if a test asks for it."""

from __future__ import annotations

import base64
import json
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Mails:
    """What a mail server was sent, and how it answers. `hold` makes it wait, `refuse` answers a command with a line.

    `login` is the user and the password that it wants before a mail.
    """

    login: tuple[str, str] | None = None
    tls: ssl.SSLContext | None = None
    refuse: dict[str, str] = field(default_factory=dict)
    hold: threading.Event | None = None
    received: list[EmailMessage] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


class _Smtp(socketserver.StreamRequestHandler):
    server: _SmtpServer
    encrypted: ssl.SSLSocket | None = None

    def handle(self) -> None:
        mails = self.server.mails
        if mails.hold:
            mails.hold.wait(120)
        self.known = mails.login is None
        self.reply("220 mail.example ESMTP")
        with suppress(OSError):  # a client that doesn't like our certificate just goes
            self.converse(mails)

    def converse(self, mails: Mails) -> None:
        while line := self.rfile.readline():
            text = line.decode().strip()
            mails.said.append(text)
            word = text.partition(" ")[0].upper()
            if word in mails.refuse:
                self.reply(mails.refuse[word])
            elif not self.obey(word, text):
                return

    def reply(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())
        self.wfile.flush()

    def obey(self, word: str, text: str) -> bool:
        """Do what a command asks for; False ends the conversation."""
        mails = self.server.mails
        if word == "EHLO":
            self.reply("250-mail.example", *(["250-STARTTLS"] if mails.tls else []), "250 AUTH PLAIN")
        elif word == "STARTTLS" and mails.tls:
            self.reply("220 go ahead")
            self.encrypt(mails.tls)
        elif word == "AUTH":
            _, user, password = base64.b64decode(text.split()[2]).decode().split("\0")
            self.known = (user, password) == mails.login
            self.reply("235 welcome" if self.known else f"535 no user {user} with {password}")
        elif word in {"MAIL", "RCPT", "RSET"}:
            self.reply("250 ok" if self.known or word == "RSET" else "530 log in first")
        elif word == "DATA":
            self.reply("354 go on")
            self.take()
            self.reply("250 taken")
        else:
            self.reply("221 bye")
            return False
        return True

    def encrypt(self, tls: ssl.SSLContext) -> None:
        """Go on encrypted on the same socket."""
        self.encrypted = tls.wrap_socket(self.request, server_side=True, do_handshake_on_connect=False)
        self.encrypted.do_handshake()
        self.rfile = self.encrypted.makefile("rb")
        self.wfile = self.encrypted.makefile("wb")

    def finish(self) -> None:
        super().finish()
        if self.encrypted:
            self.encrypted.close()

    def take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line[1:] if line.startswith(b"..") else line)
        message = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.server.mails.received.append(message)


class _SmtpServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    mails: Mails


@contextmanager
def mail_server(mails: Mails) -> Iterator[Mails]:
    """Run a mail server on a free port."""
    with _SmtpServer(("127.0.0.1", mails.port), _Smtp) as server:
        server.mails = mails
        mails.port = server.server_address[1]
        with _running(server):
            yield mails


@dataclass
class Chat:
    """What a Bot API was asked; `answers` are given one after another, then everything is fine."""

    answers: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    url: str = ""


class _BotApi(BaseHTTPRequestHandler):
    server: _BotApiServer

    def do_POST(self) -> None:
        chat = self.server.chat
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        chat.asked.append((self.path, body))
        status, data = chat.answers.pop(0) if chat.answers else (200, {"ok": True, "result": {"message_id": 1}})
        answer = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
        """Say nothing."""


class _BotApiServer(ThreadingHTTPServer):
    chat: Chat


@contextmanager
def bot_api(chat: Chat) -> Iterator[Chat]:
    """Run a Bot API on a free port."""
    with _BotApiServer(("127.0.0.1", 0), _BotApi) as server:
        server.chat = chat
        chat.url = f"http://127.0.0.1:{server.server_port}"
        with _running(server):
            yield chat


@contextmanager
def _running(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
