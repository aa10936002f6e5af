"""The channels that notify the owner of a lead: a mail server, a Telegram bot. Secrets don't leave this module."""

from __future__ import annotations

import json
import re
import smtplib
import ssl
import urllib.request
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from http.client import HTTPException
from ipaddress import ip_address
from types import MappingProxyType
from typing import Any, Final, Literal, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qs, unquote, urlsplit

from site_gen.foreign_json import read_json
from site_gen.inbox.alerts import Alert
from site_gen.inbox.messages import (
    NoticeReader,
    ascii_address,
    email_message,
    telegram_text,
    warning_message,
    warning_text,
)
from site_gen.inbox.records import Channel, Lead
from site_gen.inert import inert_line
from site_gen.messages import m
from site_gen.model.deliveries.inbox import SMTP_VARIABLE, TELEGRAM_VARIABLE, Notify
from site_gen.problems import WorldError

TIMEOUT: Final = 20.0
"""Seconds after which a silent server counts as failed."""

TELEGRAM: Final = "https://api.telegram.org"
Encryption = Literal["none", "starttls", "tls"]
_PORTS: Final[Mapping[str, int]] = MappingProxyType({"none": 25, "starttls": 587, "tls": 465})
_SHORTEST_SECRET: Final = 4
_ERROR_LENGTH: Final = 300
_ANSWER_LENGTH: Final = 65_536


class NotSentError(Exception):
    """A notice couldn't be sent; the message gives the reason and no secret.

    `is_down` means that any other notice would fail too; `wait` is how long the server asks us to wait.
    """

    def __init__(self, reason: str, *, is_down: bool, wait: timedelta = timedelta()) -> None:
        super().__init__(reason)
        self.is_down = is_down
        self.wait = wait


class NoticeChannel(Protocol):
    """A way to notify the owner of a lead."""

    def send(self, lead: Lead, now: datetime) -> None:
        """Send the notice of a lead; on return the server has accepted it. Raises NotSentError."""

    def warn(self, kind: Alert, reason: str, now: datetime) -> None:
        """Send a warning about the inbox itself. Raises NotSentError."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """A mail server, as given by a URL. Unencrypted connections are allowed only to this machine."""

    host: str
    port: int
    encryption: Encryption
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str | None = None

    @classmethod
    def read(cls, url: str) -> MailServer:
        """Read `smtp://USER:PASSWORD@HOST:587` (STARTTLS) or `smtps://…:465`; `?from=ADDRESS` names the sender.

        Raises WorldError, which doesn't show the URL.
        """
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            parts, port = urlsplit(""), None
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise WorldError(
                m("{variable} is not the address of a mail server", variable=SMTP_VARIABLE),
                m(
                    "write smtp://USER:PASSWORD@HOST:587 or smtps://USER:PASSWORD@HOST:465, and in the password "
                    "%40 for @, %2F for /, %3A for :"
                ),
            )
        encryption: Encryption = (
            "tls" if parts.scheme == "smtps" else "none" if _is_loopback(parts.hostname) else "starttls"
        )
        return cls(
            host=parts.hostname,
            port=port or _PORTS[encryption],
            encryption=encryption,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            sender=next(iter(parse_qs(parts.query).get("from", ())), None),
        )

    def send(self, message: EmailMessage) -> None:
        """Send a mail. Raises what smtplib and sockets raise."""
        with self._connect() as server:
            if self.user:
                server.login(self.user, self.password)
            server.send_message(message)

    def _connect(self) -> smtplib.SMTP:
        """Return a connection that is encrypted before anything is sent; refuse a server without encryption."""
        if self.encryption == "tls":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT, context=ssl.create_default_context())
        server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT)
        if self.encryption == "starttls":
            try:
                server.starttls(context=ssl.create_default_context())
            except BaseException:
                server.close()
                raise
        return server


@dataclass(frozen=True, slots=True)
class EmailChannel:
    """Notices by mail to `recipient`."""

    server: MailServer
    recipient: str
    reader: NoticeReader

    def send(self, lead: Lead, now: datetime) -> None:
        self._deliver(email_message(lead, self.reader, sender=self._sender, recipient=self.recipient, now=now))

    def warn(self, kind: Alert, reason: str, now: datetime) -> None:
        self._deliver(
            warning_message(kind, reason, self.reader, sender=self._sender, recipient=self.recipient, now=now)
        )

    def _deliver(self, message: EmailMessage) -> None:
        try:
            self.server.send(message)
        except (smtplib.SMTPException, OSError) as error:
            reason = _without(_mail_error(error), (self.server.password, self.server.user))
            raise NotSentError(reason, is_down=not isinstance(error, smtplib.SMTPDataError)) from None

    @property
    def _sender(self) -> str:
        """The sender's address that the server accepts: the named one, else the user's, else the owner's."""
        return self.server.sender or ascii_address(self.server.user) or self.recipient


@dataclass(frozen=True, slots=True)
class TelegramChannel:
    """Notices by a Telegram bot to the chat `chat`. `base` is the Bot API's address."""

    token: str = field(repr=False)
    chat: str
    reader: NoticeReader
    base: str = TELEGRAM

    def send(self, lead: Lead, now: datetime) -> None:  # noqa: ARG002  # Telegram sets the date itself
        self._deliver(telegram_text(lead, self.reader))

    def warn(self, kind: Alert, reason: str, now: datetime) -> None:  # noqa: ARG002
        subject, text = warning_text(kind, reason, self.reader)
        self._deliver(f"{subject}\n\n{text}")

    def _deliver(self, text: str) -> None:
        body = {
            "chat_id": self.chat,
            "text": text,
            "link_preview_options": {"is_disabled": True},  # otherwise Telegram would fetch a stranger's links
        }
        try:
            answer = self._post(json.dumps(body).encode())
        except (OSError, HTTPException, ValueError) as error:
            reason = _without(_network_error("Telegram", error), (self.token,))
            raise NotSentError(reason, is_down=True) from None
        if answer.get("ok") is not True:
            raise self._refusal(answer)

    def _post(self, body: bytes) -> dict[str, Any]:
        request = urllib.request.Request(  # noqa: S310  # https, or a test's own server
            f"{self.base}/bot{self.token}/sendMessage", data=body, headers={"Content-Type": "application/json"}
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310
                data = read_json(response.read(_ANSWER_LENGTH))
        except HTTPError as error:  # Telegram explains a refusal in JSON
            with error:
                data = {"error_code": error.code} | _object(error.read(_ANSWER_LENGTH))
        return data if isinstance(data, dict) else {}

    def _refusal(self, answer: Mapping[str, Any]) -> NotSentError:
        code, text = answer.get("error_code", ""), answer.get("description", "no reason given")
        parameters = answer.get("parameters")
        wait = parameters.get("retry_after", 0) if isinstance(parameters, dict) else 0
        return NotSentError(
            _without(f"Telegram refused: {text} ({code})", (self.token,)),
            is_down=code != 400,
            wait=timedelta(seconds=min(wait, 86_400) if isinstance(wait, int) else 0),
        )


def wanted_channels(notify: Notify) -> tuple[Channel, ...]:
    """Return the channels that site.yaml asks for."""
    named = ((Channel.EMAIL, notify.email), (Channel.TELEGRAM, notify.telegram))
    return tuple(channel for channel, who in named if who)


def notice_channels(
    notify: Notify, environment: Mapping[str, str], reader: NoticeReader
) -> dict[Channel, NoticeChannel]:
    """Return the channels that are set up; a channel whose secret isn't in the environment is left out.

    Raises WorldError for an invalid secret, without showing it.
    """
    channels: dict[Channel, NoticeChannel] = {}
    smtp, token = environment.get(SMTP_VARIABLE, "").strip(), environment.get(TELEGRAM_VARIABLE, "").strip()
    if notify.email and smtp:
        channels[Channel.EMAIL] = EmailChannel(
            MailServer.read(smtp), ascii_address(notify.email) or notify.email, reader
        )
    if notify.telegram and token:
        if not re.fullmatch(r"\d+:[\w-]+", token, re.ASCII):
            raise WorldError(
                m("{variable} is not the token of a bot", variable=TELEGRAM_VARIABLE),
                m("copy it from @BotFather: digits, a colon, letters"),
            )
        channels[Channel.TELEGRAM] = TelegramChannel(token, notify.telegram, reader)
    return channels


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _object(data: bytes) -> dict[str, Any]:
    try:
        found = read_json(data)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _mail_error(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        return f"the mail server refused the recipient: {_said(text)} ({code})"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"the mail server refused user or password ({error.smtp_code})"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"the mail server refused: {_said(error.smtp_error)} ({error.smtp_code})"
    if isinstance(error, smtplib.SMTPException):
        return f"the mail server: {error}"
    return _network_error("the mail server", error)


def _network_error(who: str, error: Exception) -> str:
    cause = error.reason if isinstance(error, URLError) and isinstance(error.reason, Exception) else error
    if isinstance(cause, TimeoutError):
        return f"{who} doesn't answer"
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"{who}: its certificate isn't valid: {cause.verify_message}"
    if isinstance(cause, OSError) and cause.strerror:
        return f"{who} can't be reached: {cause.strerror}"
    return f"{who} gave no answer that can be read ({type(cause).__name__})"


def _said(text: bytes | str) -> str:
    return text.decode(errors="replace") if isinstance(text, bytes) else text


def _without(text: str, secrets: Iterable[str]) -> str:
    """Return a text on one line, shortened, and without secrets that a server may have repeated."""
    for secret in secrets:
        if len(secret) >= _SHORTEST_SECRET:
            text = text.replace(secret, "•••")
    return inert_line(" ".join(text.split()))[:_ERROR_LENGTH]
