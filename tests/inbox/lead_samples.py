"""Leads for tests: one that is ordinary, made different by what a test names."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from hypothesis import strategies as st

from site_gen.inbox.records import Kind, Lead, NewLead, Status
from tests.support import NOW

VALUES: Final = {
    "name": "Núria Puig",
    "email": "nuria@cafe.example",
    "page": "https://instagram.com/cafe_puig",
    "message": "We open in March.\nCan you look at our page?",
}

HOSTILE: Final = (
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "a\u202eb\u2066c",
    "[bold]no markup[/bold]",
    "=HYPERLINK(\"https://evil.example\")",
    "Bcc: all@victims.example",
    "a\r\nBcc: all@victims.example",
    "\x9b31m\x00\x7f",
    "<script>alert(1)</script>",
    "\ud800",
    "日本語テキスト👩‍🍳",
)  # fmt: skip
"""What people with bad intentions send."""

anything = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60), st.text(st.characters(exclude_categories=[])))
"""Any text whatever, lone surrogates included."""


def new_lead(**different: Any) -> NewLead:
    """Return a submission to be stored."""
    given = {
        "form": "free-audit",
        "language": "en",
        "title": "A free audit of your page",
        "received": NOW,
        "values": VALUES,
        "consent": "I agree that my data is used to answer this request.",
        "consent_version": "3f2a9c0d1e4b",
        "campaign": {"utm_source": "instagram", "utm_campaign": "autumn"},
    }
    return NewLead(**{**given, **different})


def stored_lead(**different: Any) -> Lead:
    """Return a lead as it comes out of the store."""
    given: dict[str, Any] = {
        "number": 1,
        "id": "hk4n82pq",
        "received": NOW,
        "form": "free-audit",
        "language": "en",
        "title": "A free audit of your page",
        "kind": Kind.REQUEST,
        "status": Status.NEW,
        "suspect": False,
        "values": VALUES,
        "consent": "I agree that my data is used to answer this request.",
        "consent_version": "3f2a9c0d1e4b",
        "marketing_consent": None,
        "campaign": {"utm_source": "instagram", "utm_campaign": "autumn"},
        "about": None,
    }
    return Lead(**{**given, **different})


def at(text: str) -> datetime:
    """Return an instant written as 2026-11-23T12:00."""
    return datetime.fromisoformat(f"{text}+01:00")
