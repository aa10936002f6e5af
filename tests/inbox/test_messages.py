"""Notices: the owner reads who asked for what, at once, in their language; nothing a stranger wrote can do harm."""

from __future__ import annotations

from dataclasses import fields
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from site_gen.inbox.messages import (
    SUBJECT_LENGTH,
    TELEGRAM_LIMIT,
    WORDS,
    NoticeReader,
    ascii_address,
    email_message,
    plain_text,
    subject,
    telegram_text,
)
from site_gen.inbox.records import Kind, Lead
from site_gen.model.setting_values import LANGUAGES
from tests.inbox.lead_samples import HOSTILE, anything, stored_lead
from tests.support import NOW

READER: Final = NoticeReader("en", ZoneInfo("Europe/Madrid"))

PLAIN: Final = """\
New request: A free audit of your page · Núria Puig
2026-11-23 12:00 CET

name: Núria Puig
email: nuria@cafe.example
page: https://instagram.com/cafe_puig
message:
  We open in March.
  Can you look at our page?

Came from: instagram, autumn
Agreed to: I agree that my data is used to answer this request.

site-gen leads show hk4n82pq
"""


def mail(lead: Lead) -> EmailMessage:
    """Return a lead's mail as it comes out of the recipient's program."""
    sent = email_message(lead, READER, sender="owner@mara.example", recipient="owner@mara.example", now=NOW)
    read = message_from_bytes(sent.as_bytes(policy=policy.SMTP), policy=policy.default)
    assert isinstance(read, EmailMessage)
    return read


def test_a_notice_says_who_wants_what_and_where_they_came_from() -> None:
    assert plain_text(stored_lead(), READER) == PLAIN


def test_a_mail_is_the_same_text_and_its_answer_goes_to_the_visitor() -> None:
    read = mail(stored_lead())
    assert read.get_content().replace("\r\n", "\n") == f"{PLAIN}\nReply to this message to answer.\n"
    assert {name: read[name] for name in ("From", "To", "Reply-To", "Subject", "Date", "Auto-Submitted")} == {
        "From": "owner@mara.example",
        "To": "owner@mara.example",
        "Reply-To": "nuria@cafe.example",
        "Subject": "New request: A free audit of your page · Núria Puig",
        "Date": "Mon, 23 Nov 2026 12:00:00 +0100",
        "Auto-Submitted": "auto-generated",
    }


def test_a_mail_that_is_sent_twice_can_be_known_for_the_same() -> None:
    assert mail(stored_lead())["Message-ID"] == mail(stored_lead())["Message-ID"] == "<lead.hk4n82pq@mara.example>"


def test_without_an_address_there_is_nobody_to_answer_to() -> None:
    read = mail(stored_lead(values={"name": "Núria", "phone": "+34 600 000 000"}))
    assert read["Reply-To"] is None
    assert "Reply to this message" not in read.get_content()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_owner_reads_their_own_language(language: str) -> None:
    reader = NoticeReader(language, ZoneInfo("Europe/Madrid"))
    assert subject(stored_lead(), reader).startswith(f"{WORDS[language].request}: ")
    assert all(getattr(WORDS[language], word.name) for word in fields(WORDS[language]))
    assert len({words.request for words in WORDS.values()}) == len(LANGUAGES)


def test_a_language_without_words_falls_back_to_english() -> None:
    assert subject(stored_lead(), NoticeReader("de", READER.zone)).startswith("New request: ")


def test_an_accepted_proposal_is_not_taken_for_a_request() -> None:
    accepted = stored_lead(kind=Kind.ACCEPTANCE, about="bcdfghjk")
    assert subject(accepted, READER) == "Proposal accepted: A free audit of your page · Núria Puig"


def test_a_machine_s_lead_says_so() -> None:
    text = plain_text(stored_lead(suspect=True), READER)
    assert text.startswith("[?] New request")
    assert "Perhaps sent by a machine" in text


def test_marketing_consent_is_named_apart() -> None:
    assert "\nAlso agreed to: News by mail\n" in plain_text(stored_lead(marketing_consent="News by mail"), READER)


@given(name=anything, email=anything, message=anything, title=anything)
@example(name="x\r\nBcc: all@victims.example", email="a@b.example", message="", title="t\nBcc: y@z.example")
@example(name="x", email="a@b.example\r\nBcc: all@victims.example", message=".\r\nQUIT", title="")
def test_nothing_in_a_lead_becomes_a_header(name: str, email: str, message: str, title: str) -> None:
    read = mail(stored_lead(values={"name": name, "email": email, "message": message}, title=title))
    assert set(read.keys()) <= {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Reply-To", "MIME-Version", "Content-Type",
        "Content-Transfer-Encoding",
    }  # fmt: skip
    assert read["To"] == "owner@mara.example"
    assert not read.defects
    assert len(subject(stored_lead(values={"name": name}, title=title), READER)) <= SUBJECT_LENGTH


@given(value=anything)
def test_a_notice_has_no_character_that_hides_or_turns_others(value: str) -> None:
    text = plain_text(stored_lead(values={"message": value}, title=value, consent=value), READER)
    assert not set(text) & set("\r\x00\x07\x1b\x7f\x9b\u202e\u2066\u200b\ud800")


def test_an_answer_of_several_lines_can_t_pass_for_another_answer() -> None:
    text = plain_text(stored_lead(values={"message": "Hello\nemail: other@evil.example"}), READER)
    assert "\nemail:" not in text


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_arrives_as_text(hostile: str) -> None:
    mail(stored_lead(values={"name": hostile, "message": hostile}, title=hostile)).get_content()
    assert telegram_text(stored_lead(values={"name": hostile, "message": hostile}), READER).encode()


@given(st.text(st.sampled_from("aя👩\n日")), st.integers(0, 5000))
@example("👩", 5000)
def test_a_chat_message_fits_whatever_was_sent(value: str, times: int) -> None:
    text = telegram_text(stored_lead(values={"name": "N", "message": value * times}), READER)
    assert len(text.encode("utf-16-le")) // 2 <= TELEGRAM_LIMIT
    assert text.endswith("site-gen leads show hk4n82pq")


def test_a_chat_message_that_is_cut_says_where_the_rest_is() -> None:
    text = telegram_text(stored_lead(values={"name": "N", "message": "long " * 2000}), READER)
    assert text.startswith("New request: A free audit of your page · N\n")
    assert text.endswith("long lon…\n\nShortened. The whole request: site-gen leads show hk4n82pq")


ADDRESSES: Final = {
    "a@b.example": "a@b.example",
    "a@café.example": "a@xn--caf-dma.example",
    "имя@почта.example": None,
    "a b@c.example": None,
    "a:b@c.example": None,
    "a@[127.0.0.1]": None,
    "not an address": None,
    "a@" + "x" * 70 + ".example": None,
    "": None,
}


@pytest.mark.parametrize(("written", "header"), ADDRESSES.items())
def test_an_address_goes_into_a_header_only_where_a_header_can_hold_it(written: str, header: str | None) -> None:
    assert ascii_address(written) == header


ENCODED: Final = ("=?utf-8?q?Bcc=3A_all?=", "=?utf-8?b?0JbQtg==?=", "=?us-ascii?q?=0D=0AX:_1?=", "=?", "?=", "=?x?q?")


def _as_shown(message: EmailMessage) -> str:
    """Return the subject as a mail program decodes it from the bytes that are sent, by a decoder of its own."""
    sent = message_from_bytes(message.as_bytes(policy=policy.SMTP), policy=policy.compat32)
    return str(make_header(decode_header(str(sent["Subject"]).replace("\r\n", ""))))


@given(st.lists(st.sampled_from([*ENCODED, " ", "Núria", "Ана", "a", "long " * 12]), min_size=1, max_size=8))
@example(["=?utf-8?q?Bcc=3A_all?="])
@example(["=?utf-8?q?a?=", " ", "=?utf-8?q?b?="])
def test_encoded_words_in_a_name_are_shown_as_they_were_written(parts: list[str]) -> None:
    """A visitor could otherwise write a subject that looks like another one, or like another sender's."""
    lead = stored_lead(values={"name": "".join(parts), "email": "nuria@cafe.example"})
    message = email_message(lead, READER, sender="a@b.example", recipient="c@d.example", now=NOW)
    shown = _as_shown(message)
    if "=?" in subject(lead, READER):
        assert shown == subject(lead, READER)
    lines = message.as_bytes(policy=policy.SMTP).split(b"\r\n\r\n")[0].split(b"\r\n")
    assert all(len(line) <= 998 for line in lines)
    assert [line.partition(b":")[0] for line in lines if not line.startswith(b" ")].count(b"Subject") == 1
    assert b"X: 1" not in lines


def test_an_encoded_word_is_no_address_to_answer_to() -> None:
    assert ascii_address("=?utf-8?q?a?=@cafe.example") is None
