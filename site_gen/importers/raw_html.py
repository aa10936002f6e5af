"""Raw HTML in Markdown texts: keeps what shows something here, and takes out what the site's policy would block."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Final

from site_gen.importers import ours
from site_gen.importers.foreign import ForeignText, Notes
from site_gen.importers.segments import Kept, nearest_line, replaced_between
from site_gen.messages import m

_COMMENT: Final = re.compile(r"<!--(?:(?!-->).)*+(?:-->|\Z)", re.DOTALL)
_DROPPED: Final = "script|style|form|object|noscript|canvas|applet|iframe|select|textarea|svg"
_OPENING: Final = re.compile(
    rf"<(?P<name>{_DROPPED})\b(?P<rest>(?:[^<>\"']|\"[^\"]*+\"|'[^']*+'){{0,300}}+)>", re.IGNORECASE
)
_CLOSING: Final = re.compile(rf"</(?P<name>{_DROPPED})\s*>", re.IGNORECASE)
_ANY: Final = re.compile(
    r"<(?P<close>/)?(?P<name>[a-zA-Z][\w-]*)(?P<rest>(?:\s(?:[^<>\"']|\"[^\"]*+\"|'[^']*+'){0,300}+)?)>", re.DOTALL
)
_ATTRIBUTE: Final = re.compile(r"([^\s\"'>/=]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'=<>`]++)))?")
_GONE_WORDS: Final = (
    "script style object noscript canvas applet select textarea "
    "font center picture input button embed blink marquee link meta base html body head nobr big tt amp-ad label "
    "option iframe form source"
)
_GONE: Final = frozenset(_GONE_WORDS.split())
_KEPT_SOURCE: Final = frozenset({"video", "audio"})
_UNWANTED: Final = re.compile(
    r"style|on\w+|align|valign|bgcolor|color|face|width|height|border|cellpadding|cellspacing|hspace|vspace|srcset|sizes|"
    r"loading|decoding|fetchpriority|data-.*|markdown|target|rel|referrerpolicy|clear|nowrap|poster|aria-.*|x-.*|:.*|@.*",
    re.IGNORECASE,
)
_VOID: Final = frozenset({"img", "br", "hr", "source", "wbr", "input", "embed", "link", "meta", "base", "track", "col"})
_MARKDOWN_INSIDE: Final = re.compile(
    r"<(div|section|article|aside|figure|details|span|p)\b[^<>]*\bmarkdown\s*=", re.IGNORECASE
)


_LITE: Final = re.compile(
    r"<lite-(?P<name>youtube|vimeo)\b(?P<rest>(?:[^<>\"']|\"[^\"]*+\"|'[^']*+'){0,100}+)>(?:(?!</lite-).){0,3000}+"
    r"</lite-(?P=name)>",
    re.DOTALL | re.IGNORECASE,
)
"""Elements of scripts that show a video's picture until it is clicked, as a video is shown here anyway."""

_PLAYERS: Final = {"youtube": "https://www.youtube.com/embed/", "vimeo": "https://player.vimeo.com/video/"}


def _framed(found: re.Match[str]) -> str:
    """Return the frame that such an element stands for; the lines that it had are kept."""
    video = attributes(found["rest"]).get("videoid", "")
    if not re.fullmatch(r"[\w-]{6,20}", video):
        return found[0]
    return f'<iframe src="{_PLAYERS[found["name"].lower()]}{video}"></iframe>{chr(10) * found[0].count(chr(10))}'


@dataclass(frozen=True, slots=True)
class RawHtml:
    """Takes out of texts what has no place in them here."""

    notes: Notes

    def cleaned(self, text: str, source: ForeignText) -> str:
        """Return a text whose raw HTML shows the same without scripts, frames, styles and comments.

        `source` is what the text was made of: notes name its lines.
        """
        if "<" not in text:
            return text
        kept = Kept(source.line)
        text = _LITE.sub(_framed, kept.hide_code(text))
        if "<!--" in text:
            text = _COMMENT.sub(lambda found: kept.keep("", kept.lines(found[0])), text)
        text = replaced_between(
            _lower(text), _OPENING, _CLOSING, lambda opening, inner: self._element(opening, inner, kept, source)
        )
        text = _without_wrappers(text)
        inside = _MARKDOWN_INSIDE.search(text) is not None
        made = _Tags(self.notes, kept, source, inside).cleaned(text)
        return kept.back(made)

    def _element(self, opening: re.Match[str], inner: str, kept: Kept, source: ForeignText) -> str:
        name = opening["name"].lower()
        line = _line(opening, kept, source)
        lines = kept.lines(opening[0]) + kept.lines(inner)
        address = attributes(opening["rest"]).get("src", "")
        if name == "iframe" and address.startswith(("http", "//")):
            self.notes.changed(m("frame <iframe>"), source.file, line, ours.framed(address)[:120])
            return f"\n\n{_FRAME}{kept.keep(ours.framed(address), max(0, lines - 4))}\n\n"
        if name == "svg":
            return kept.keep(f"{opening[0]}{inner}</svg>")
        self.notes.left(
            m("HTML <{name}>", name=name),
            source.file,
            line,
            m("pages load nothing of others, and run no scripts in texts"),
        )
        return kept.keep("", lines)


_FRAME: Final = "\ue002"
"""Stands before the address of a frame, until what was around it is taken away."""

_WRAPPER: Final = re.compile(
    rf"<(?P<name>div|figure|p|center|span)\b[^<>]{{0,500}}>\s*(?P<inner>{_FRAME}\ue000\d+\ue001)\s*"
    r"(?:<figcaption\b[^<>]{0,500}>(?P<words>(?:(?!</figcaption>).){0,2000}+)</figcaption>\s*)?</(?P=name)>",
    re.DOTALL | re.IGNORECASE,
)
_INDENTED: Final = re.compile(r"^[ \t]{4,}(?=</?[a-zA-Z][^<>\n]*>)", re.MULTILINE)


def _without_wrappers(text: str) -> str:
    """Return a text whose frames' addresses stand for themselves: without the boxes around them, captions below."""
    if _FRAME not in text:
        return text
    for _ in range(4):
        text = _WRAPPER.sub(
            lambda found: f"\n\n{found['inner']}\n\n" + (f"{found['words'].strip()}\n\n" if found["words"] else ""),
            text,
        )
    # An empty line ends raw HTML: what is indented behind it would be code.
    return _INDENTED.sub("", text).replace(_FRAME, "")


def _line(found: re.Match[str], kept: Kept, source: ForeignText) -> int:
    return nearest_line(source.body, source.line, found[0], kept.line(found.string, found.start()))


def attributes(text: str) -> dict[str, str]:
    """Return a tag's attributes by name in small letters."""
    values: dict[str, str] = {}
    for name, *quoted in _ATTRIBUTE.findall(text):
        values.setdefault(name.lower(), unescape("".join(quoted)).strip())
    return values


def _lower(text: str) -> str:
    """Return a text with the names of the elements that are taken out in small letters."""
    return re.sub(rf"</?(?:{_DROPPED})\b", lambda found: found[0].lower(), text, flags=re.IGNORECASE)


@dataclass
class _Tags:
    """Cleans single tags."""

    notes: Notes
    kept: Kept
    source: ForeignText
    inside: bool
    media: int = 0

    def cleaned(self, text: str) -> str:
        return _ANY.sub(self._tag, text)

    def _tag(self, found: re.Match[str]) -> str:
        name = found["name"].lower()
        if name in _KEPT_SOURCE:
            self.media = max(0, self.media + (-1 if found["close"] else 1))
        if "-" in name:  # an element that a script would fill
            if not found["close"]:
                self.notes.left(
                    m("HTML <{name}>", name=name),
                    self.source.file,
                    _line(found, self.kept, self.source),
                    m("its text stays"),
                )
            return ""
        if name in _GONE and not (name == "source" and self.media):
            if name not in {"font", "center", "picture", "source"}:
                self.notes.left(m("HTML <{name}>", name=name), self.source.file, _line(found, self.kept, self.source))
            return ""
        if found["close"]:
            return (
                f"\n\n{found[0]}"
                if self.inside and name in {"div", "section", "article", "aside", "figure"}
                else found[0]
            )
        if not found["rest"].strip(" /\n"):
            return found[0]
        return self._with_fewer(found, name)

    def _with_fewer(self, found: re.Match[str], name: str) -> str:
        rest = found["rest"]
        values = attributes(rest.rstrip("/"))
        bad = {key for key in values if _UNWANTED.fullmatch(key)}
        if name == "img" and not values.get("src"):
            values["src"] = values.get("data-src") or values.get("data-original") or ""
        has_markdown = "markdown" in values
        if not bad and name != "img":
            return found[0]
        if "style" in bad or any(key.startswith("on") for key in bad):
            line = _line(found, self.kept, self.source)
            self.notes.changed(m("HTML attributes style=, onclick= …"), self.source.file, line)
        written = "".join(
            f' {key}="{value.replace("&", "&amp;").replace(chr(34), "&quot;")}"' if value or key == "alt" else f" {key}"
            for key, value in values.items()
            if key not in bad
        )
        end = "\n\n" if has_markdown and name not in {"span", "p"} else ""
        return f"<{found['name']}{written}>{end}"
