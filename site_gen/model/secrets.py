"""Finds secrets in files that go into version control, where others could read them."""

from __future__ import annotations

import re
from typing import Final

from site_gen.messages import m

_KINDS: Final[tuple[tuple[re.Pattern[str], str, str], ...]] = (
    (re.compile(r"(?<!\d)\d{6,12}:[A-Za-z0-9_-]{30,}"), m("a Telegram bot's token"), "SITE_GEN_TELEGRAM_TOKEN"),
    (re.compile(r"\b[0-3]x[A-Za-z0-9_-]{30,}"), m("a Turnstile secret"), "SITE_GEN_TURNSTILE_SECRET"),
    (re.compile(r"\bre_[A-Za-z0-9_]{20,}"), m("a key of Resend"), "SITE_GEN_RESEND_KEY"),
    (re.compile(r"\b(?i:smtps?)(?:\+\w+)?://[^\s/@:]+:[^\s@]+@"), m("a mail server's password"), "SITE_GEN_SMTP_URL"),
    (re.compile(r"\b(?i:postgres(?:ql)?)(?:\+\w+)?://[^\s/@:]+:[^\s@]+@"), m("a database's password"), ""),
    (re.compile(r"\b(?i:s?ftps?|davs?|webdavs?|ssh|https?)://[^\s/@:]+:[^\s/@]+@"), m("a password in an address"), ""),
    (re.compile(r"\b(?:ghp|gho|ghs|ghu)_[A-Za-z0-9]{36}|\bgithub_pat_\w{40,}"), m("a token of GitHub"), ""),
    (re.compile(r"\bnfp_[A-Za-z0-9]{30,}"), m("a token of Netlify"), ""),
    (re.compile(r"\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,}"), m("a secret key of Stripe"), ""),
    (re.compile(r"\bAKIA[0-9A-Z]{16}\b"), m("an access key of AWS"), ""),
    (re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"), m("a private key"), ""),
)  # fmt: skip
"""The pattern of a secret, what it is, and our environment variable for it, if there is one."""

SECRET_VARIABLES: Final = frozenset(variable for _, _, variable in _KINDS if variable)
"""The environment variables that hold the secrets of form deliveries and notices."""


def secret_kind(text: str) -> tuple[str, str] | None:
    """Return which secret a text contains and the variable for it ('' if we have none); None for no secret."""
    return next(((what, variable) for pattern, what, variable in _KINDS if pattern.search(text)), None)
