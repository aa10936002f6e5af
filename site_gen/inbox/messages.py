"""The text of a notice about a new lead, for a mail or a chat. A visitor's text can't act as markup or commands in it.

Written in the owner's language; the answers stay in the visitor's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from email.header import Header
from email.message import EmailMessage
from email.utils import format_datetime
from types import MappingProxyType
from typing import Final

from site_gen.inbox.alerts import Alert, alert_words
from site_gen.inbox.lead_origin import NO_CAMPAIGN, campaign_of, network_of
from site_gen.inbox.people import email_of, name_of
from site_gen.inbox.records import Kind, Lead
from site_gen.inert import inert_line, inert_lines
from site_gen.model.base import is_email

SUBJECT_LENGTH: Final = 120
TELEGRAM_LIMIT: Final = 4096
"""In UTF-16 units, the strictest count."""

_HEADER_LINE: Final = 76
"""The longest line of encoded words (RFC 2047, section 2)."""

_MEANT: Final = frozenset(' "()[]\\:')
"""Characters with a special meaning in address headers."""


@dataclass(frozen=True, slots=True)
class Words:
    """The fixed words of a notice in one language."""

    request: str
    acceptance: str
    origin: str
    consent: str
    marketing: str
    suspect: str
    reply: str
    whole: str


_ENGLISH: Final = Words(
    request="New request",
    acceptance="Proposal accepted",
    origin="Came from",
    consent="Agreed to",
    marketing="Also agreed to",
    suspect="Perhaps sent by a machine: too fast for a person, or with a hidden field filled in.",
    reply="Reply to this message to answer.",
    whole="Shortened. The whole request:",
)

WORDS: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "en": _ENGLISH,
        "ca": Words(
            request="Nova sol·licitud",
            acceptance="Proposta acceptada",
            origin="Ve de",
            consent="Ha acceptat",
            marketing="També ha acceptat",
            suspect="Potser ho ha enviat una màquina: massa de pressa per a una persona, o amb un camp ocult emplenat.",
            reply="Respon aquest missatge per contestar-li.",
            whole="Text abreujat. La sol·licitud sencera:",
        ),
        "es": Words(
            request="Nueva solicitud",
            acceptance="Propuesta aceptada",
            origin="Viene de",
            consent="Ha aceptado",
            marketing="También ha aceptado",
            suspect="Quizá lo envió una máquina: demasiado rápido para una persona, o con un campo oculto relleno.",
            reply="Responde a este mensaje para contestarle.",
            whole="Texto abreviado. La solicitud completa:",
        ),
        "ru": Words(
            request="Новая заявка",
            acceptance="Предложение принято",
            origin="Откуда",
            consent="Согласие",
            marketing="Также согласие",
            suspect="Возможно, это робот: слишком быстро для человека или заполнено скрытое поле.",
            reply="Чтобы ответить клиенту, ответьте на это письмо.",
            whole="Текст сокращён. Заявка целиком:",
        ),
        "uk": Words(
            request="Нова заявка",
            acceptance="Пропозицію прийнято",
            origin="Звідки",
            consent="Згода",
            marketing="Також згода",
            suspect="Можливо, це робот: зашвидко для людини або заповнено приховане поле.",
            reply="Щоб відповісти клієнтові, відповідайте на цей лист.",
            whole="Текст скорочено. Заявка повністю:",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class NoticeReader:
    """The recipient of notices: language and time zone."""

    language: str
    zone: tzinfo

    @property
    def words(self) -> Words:
        """The words in the reader's language, or in English if there are none."""
        return WORDS.get(self.language, _ENGLISH)


def subject(lead: Lead, reader: NoticeReader) -> str:
    """Return the subject of a lead, one line of at most SUBJECT_LENGTH characters."""
    what = reader.words.acceptance if lead.kind is Kind.ACCEPTANCE else reader.words.request
    mark = "[?] " if lead.suspect else ""
    return _shortened(f"{mark}{what}: {inert_line(lead.title)} · {inert_line(name_of(lead.values))}", SUBJECT_LENGTH)


def plain_text(lead: Lead, reader: NoticeReader) -> str:
    """Return a lead as text: the request, the person, the origin, and the consent."""
    return "\n".join([*_beginning(lead, reader), *_answers(lead.values), *_end(lead, reader)]) + "\n"


def email_message(lead: Lead, reader: NoticeReader, *, sender: str, recipient: str, now: datetime) -> EmailMessage:
    """Return a mail whose Reply-To is the visitor. `now` is its date.

    Its Message-ID is the same each time it is sent, so that mail programs recognise a duplicate.
    """
    message = _message(subject(lead, reader), f"lead.{lead.id}", sender, recipient, now)
    visitor = ascii_address(email_of(lead.values) or "")
    if visitor:
        message["Reply-To"] = visitor
    text = plain_text(lead, reader)
    message.set_content(f"{text}\n{reader.words.reply}\n" if visitor else text)
    return message


def warning_text(kind: Alert, reason: str, reader: NoticeReader) -> tuple[str, str]:
    """Return subject and text of a warning about the inbox itself; `reason` is what the machine said."""
    words = alert_words(kind, reader.language)
    return words.subject, f"{words.text}\n\n{words.reason} {inert_line(reason)}\n"


def warning_message(
    kind: Alert, reason: str, reader: NoticeReader, *, sender: str, recipient: str, now: datetime
) -> EmailMessage:
    """Return a warning about the inbox itself as a mail."""
    title, text = warning_text(kind, reason, reader)
    message = _message(title, f"alert.{kind}.{now:%Y%m%dT%H%M%S}", sender, recipient, now)
    message.set_content(text)
    return message


def _message(title: str, id_: str, sender: str, recipient: str, now: datetime) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = recipient
    _set_subject(message, title)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{id_}@{_host(sender)}>"
    message["Auto-Submitted"] = "auto-generated"
    return message


def _set_subject(message: EmailMessage, title: str) -> None:
    """Set a subject that is shown as it is, even if a visitor wrote what looks like an encoded word (RFC 2047).

    The standard library would decode that word, or send it as it stands for the mail program to decode.
    """
    if "=?" not in title:
        message["Subject"] = title
        return
    encoded = Header(title, "utf-8", maxlinelen=_HEADER_LINE, header_name="Subject").encode()
    message.set_raw("Subject", encoded)


def telegram_text(lead: Lead, reader: NoticeReader) -> str:
    """Return a lead as a message without markup, of at most TELEGRAM_LIMIT units; a shortened message says so."""
    whole = plain_text(lead, reader).rstrip("\n")
    if _units(whole) <= TELEGRAM_LIMIT:
        return whole
    command = f"site-gen leads show {lead.id}"
    end = f"…\n\n{reader.words.whole} {command}"
    beginning = "\n".join([*_beginning(lead, reader), *_answers(lead.values)])
    return _cut(beginning, TELEGRAM_LIMIT - _units(end)) + end


def _beginning(lead: Lead, reader: NoticeReader) -> Iterator[str]:
    yield subject(lead, reader)
    yield f"{lead.received.astimezone(reader.zone):%Y-%m-%d %H:%M %Z}"
    if lead.suspect:
        yield reader.words.suspect
    yield ""


def _answers(values: Mapping[str, str]) -> Iterator[str]:
    """Yield the answers; further lines of an answer are indented, so that they don't look like another answer."""
    for name, value in values.items():
        lines = inert_lines(value)
        if len(lines) == 1:
            yield f"{inert_line(name)}: {lines[0]}"
        else:
            yield f"{inert_line(name)}:"
            yield from (f"  {line}" for line in lines)


def _end(lead: Lead, reader: NoticeReader) -> Iterator[str]:
    words = reader.words
    campaign = campaign_of(lead.campaign)
    origin = [network_of(lead.campaign)] + ([campaign] if campaign != NO_CAMPAIGN else [])
    yield ""
    yield f"{words.origin}: {inert_line(', '.join(origin))}"
    yield f"{words.consent}: {inert_line(lead.consent)}"
    if lead.marketing_consent:
        yield f"{words.marketing}: {inert_line(lead.marketing_consent)}"
    yield ""
    yield f"site-gen leads show {lead.id}"


def ascii_address(address: str) -> str | None:
    """Return an e-mail address for a header, with its host in ASCII; None for an invalid one."""
    name, _, host = address.rpartition("@")
    try:
        plain = f"{name}@{host.encode('idna').decode()}"
    except UnicodeError:
        return None
    is_plain = plain.isascii() and not set(plain) & _MEANT and "=?" not in plain  # which begins an encoded word
    return plain if is_email(plain) and is_plain else None


def _host(address: str) -> str:
    return address.rpartition("@")[2]


def _shortened(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str, units: int) -> str:
    """Return the beginning of a text, at most `units` UTF-16 units, without half a character at its end."""
    return text.encode("utf-16-le")[: units * 2].decode("utf-16-le", errors="ignore").rstrip()
