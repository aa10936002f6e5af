"""How a person's answer is cleaned before it is compared or stored, and what an answer of each type may look like.

Values that a form declares (choices, hidden values) are cleaned by the same rules: a page's own choice is always
accepted. The function at Cloudflare has the same rules in JavaScript (pages/cloudflare_worker/reading.js); one table
tests both.
"""

from __future__ import annotations

import re
from typing import Final

_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
"""Control characters, and characters that reverse or hide the text beside them."""

_DASHES: Final = re.compile("[\u2010-\u2015\u2043\u2212]")
"""Hyphens, dashes and the minus sign: what word processors and web pages make of a hyphen."""

_URL: Final = re.compile(r"(?:https?://)?[^\s/@.]+(?:\.[^\s/@.]+)+(?:[/?#]\S*)?", re.IGNORECASE)
_HANDLE: Final = re.compile(r"@\w[\w.-]*")
_WIDE: Final = re.compile("[\uff01-\uff5e]")
"""Signs and digits as wide as Chinese characters, which some keyboards give; 0xFEE0 above the ordinary ones."""

_TEL: Final = re.compile(
    r"[\s()+./·•-]{0,5}(?:\d[\s()+./·•-]{0,5}){5,25}"  # the number, or two of them
    r"(?:[,;]{0,2}\s?(?:[^\W\d_]{1,12}[.:=]{0,2}|[#*])\s?\d{1,8}\)?)?"  # an extension: ext 3, доб. 3, x3, ;ext=3, #3
)


def cleaned(text: str, *, lines: bool = False) -> str:
    """Return a text without invisible characters; line ends are \\n with `lines`, else white space is one space."""
    text = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return text if lines else " ".join(text.split())


def ordinary(text: str) -> str:
    """Return a cleaned text with ordinary signs and hyphens, however it was typed or copied."""
    return cleaned(_DASHES.sub("-", _WIDE.sub(lambda found: chr(ord(found[0]) - 0xFEE0), text)))


def is_page(text: str) -> bool:
    """Whether a text can be a page's address; people also give a page by its handle: @cafe."""
    return bool(_URL.fullmatch(text) or _HANDLE.fullmatch(text))


def is_phone(text: str) -> bool:
    """Whether a cleaned text can be a telephone number, with or without an extension."""
    return bool(_TEL.fullmatch(text))
