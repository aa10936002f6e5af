"""The marks of other generators as Markdown has them here: pictures, videos, code, callouts."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

_KINDS: Final = {
    "NOTE": (
        "note notice info information abstract summary primary alert admonition callout aside box question quote "
        "example lead todo seealso "
    ),
    "TIP": "hint tip success",
    "IMPORTANT": "important attention",
    "WARNING": "warning warn",
    "CAUTION": "caution danger error bug fail failure",
}
_CALLOUTS: Final = {name: kind for kind, names in _KINDS.items() for name in names.split()}
"""Boxes of other generators, and what they are here."""


def is_callout(name: str) -> bool:
    """Whether a name is that of a box with a remark."""
    return name.lower() in _CALLOUTS


def kind(name: str) -> str:
    """Return which of the callouts here a box of others is; NOTE for what isn't known."""
    return _CALLOUTS.get(name.lower(), "NOTE")


def callout(name: str, text: str, title: str = "") -> str:
    """Return a remark as a callout; `name` is the box, or its kind."""
    lines = f"**{title}**\n\n{text.strip()}" if title else text.strip()
    quoted = "\n".join(f"> {line}".rstrip() for line in lines.split("\n"))
    return f"\n\n> [!{kind(name)}]\n{quoted}\n\n"


def picture(source: str, words: str = "", title: str = "", link: str = "") -> str:
    """Return a picture in Markdown."""
    if not source:
        return ""
    behind = f' "{_one_line(title).replace(chr(34), "”")}"' if title.strip() else ""
    made = f"![{_bracketed(words)}]({target(source)}{behind})"
    return f"[{made}]({target(link)})" if link else made


def link(address: str, words: str) -> str:
    """Return a link in Markdown."""
    return f"[{_bracketed(words) or address}]({target(address)})" if address else words


def target(address: str) -> str:
    """Return an address as it may stand in a Markdown link."""
    address = address.strip()
    return quote(address, safe="/:?#[]@!$&'*+,;=%~-._") if re.search(r"[\s()<>\"]", address) else address


def fence(code: str, language: str = "") -> str:
    """Return fenced code, whatever fences are in it."""
    longest = max((len(run) for run in re.findall(r"^\s*(`{3,})", code, re.MULTILINE)), default=2)
    marks = "`" * (longest + 1)
    language = re.sub(r"[^\w#.+-]", "", language)
    return f"\n\n{marks}{language}\n{code.strip(chr(10)).rstrip()}\n{marks}\n\n"


def inline_code(code: str) -> str:
    """Return code in a line, whatever marks are in it."""
    longest = max((len(run) for run in re.findall("`+", code)), default=0)
    marks = "`" * (longest + 1)
    space = " " if longest else ""
    return f"{marks}{space}{_one_line(code)}{space}{marks}" if code.strip() else code


_VIDEOS: Final = {
    "youtube": ("https://www.youtube.com/watch?v={}", r"[\w-]{6,20}"),
    "youtubelite": ("https://www.youtube.com/watch?v={}", r"[\w-]{6,20}"),
    "lite-youtube": ("https://www.youtube.com/watch?v={}", r"[\w-]{6,20}"),
    "youtubevideo": ("https://www.youtube.com/watch?v={}", r"[\w-]{6,20}"),
    "yt": ("https://www.youtube.com/watch?v={}", r"[\w-]{6,20}"),
    "vimeo": ("https://vimeo.com/{}", r"\d{4,14}"),
    "instagram": ("https://www.instagram.com/p/{}/", r"[\w-]{5,20}"),
    "tweet": ("https://x.com/i/status/{}", r"\d{5,25}"),
    "twitter": ("https://x.com/i/status/{}", r"\d{5,25}"),
    "x": ("https://x.com/i/status/{}", r"\d{5,25}"),
    "tiktok": ("https://www.tiktok.com/embed/v2/{}", r"\d{10,25}"),
}
"""Names of shortcodes, includes and components for a network's post, the address of its page, the form of its id."""


def is_embed(name: str) -> bool:
    """Whether a name is that of a network whose videos or posts can be named by their id."""
    return name.lower() in _VIDEOS


def embed(name: str, id_or_address: str) -> str:
    """Return the address of a network's video or post on a line of its own; '' if the id can be none."""
    value = id_or_address.strip()
    if value.startswith(("http://", "https://", "//")):
        return f"\n\n{framed(value)}\n\n"
    address, form = _VIDEOS[name.lower()]
    value = value.partition("?")[0].partition("&")[0]
    return f"\n\n{address.format(value)}\n\n" if re.fullmatch(form, value) else ""


_FRAMES: Final = (
    (
        re.compile(r"(?:https?:)?//(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]+)"),
        "https://www.youtube.com/watch?v={}",
    ),
    (re.compile(r"(?:https?:)?//player\.vimeo\.com/video/(\d+)"), "https://vimeo.com/{}"),
    (
        re.compile(r"(?:https?:)?//(?:www\.)?instagram\.com/(?:p|reel)/([\w-]+)/embed"),
        "https://www.instagram.com/p/{}/",
    ),
)


def framed(address: str) -> str:
    """Return the address of the page that shows what a frame's address shows."""
    for pattern, page in _FRAMES:
        if found := pattern.match(address):
            return page.format(found[1])
    return f"https:{address}" if address.startswith("//") else address


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _bracketed(text: str) -> str:
    return re.sub(r"(?<!\\)([\[\]])", r"\\\1", _one_line(text))
