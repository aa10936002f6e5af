"""Rewrites the links and pictures of a Markdown text, so that they lead to what is here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote

from site_gen.imaging.kinds import SUFFIXES
from site_gen.importers import ours
from site_gen.importers.foreign import ForeignText, Notes
from site_gen.importers.raw_html import attributes
from site_gen.importers.segments import Kept, nearest_line
from site_gen.importers.shortcodes import REFERENCE
from site_gen.importers.site_files import SiteFiles
from site_gen.importers.targets import Found, Meaning, Targets
from site_gen.messages import joined, m

_PLAIN: Final = r"[^()\s<>\"']|\([^()\s]{0,300}\)|['](?![^()\n]*['][ ]*\))|[ ](?![\"'=]|[ ]*\))"
_TARGET: Final = re.compile(
    rf"\]\(\s*(?:<(?P<angled>[^<>\n]{{0,1000}})>|(?P<plain>(?:{_PLAIN}){{0,1000}}+))"
    r"(?P<size>\s+=\w*x\w*)?(?P<title>\s+(?:\"(?:[^\"\\\n]|\\.){0,1000}+\"|'[^'\n]{0,1000}+'))?\s*\)"
)
_DEFINITION: Final = re.compile(
    r"^( {0,3}\[(?P<label>[^\]\n^][^\]\n]{0,300})\]:[ \t]*)<?(?P<target>[^\s<>]+)>?", re.MULTILINE
)
_LINKED_PICTURE: Final = re.compile(
    r"\[\s*(?P<picture>!\[[^\[\]\n]{0,500}\]\()(?P<inner>[^()\s]{1,1000})(?P<title>(?:\s+\"[^\"\n]{0,300}\")?)\s*\)\s*\]"
    r"\((?P<outer>[^()\s]{1,1000})(?:\s+\"[^\"\n]{0,300}\")?\)"
)
_TAG: Final = re.compile(
    r"<(?P<name>img|a|video|audio|source)(?P<rest>\s(?:[^<>\"']|\"[^\"]*+\"|'[^']*+'){0,300}+)>", re.IGNORECASE
)
_LINKED_TAG: Final = re.compile(
    r"<a\s(?P<rest>(?:[^<>\"']|\"[^\"]*+\"|'[^']*+'){0,100}+)>\s*(?P<img><img\s(?:[^<>\"']|\"[^\"]*+\"|'[^']*+'){0,100}+>)\s*</a>",
    re.IGNORECASE,
)
_AUTO: Final = re.compile(r"<(?P<target>https?://[^<>\s]{1,1000})>")
_PICTURE: Final = re.compile(rf"(?:{'|'.join(re.escape(suffix) for suffix in SUFFIXES)})(?:[?#].*)?$", re.IGNORECASE)
_REFERENCE: Final = re.compile(rf"{REFERENCE}(?P<target>[^\s\"'<>)\]]*)")
_BACK: Final = 3000


@dataclass
class Links:
    """Rewrites texts of one site. `base` is the path of the new site, with slashes."""

    targets: Targets
    files: SiteFiles
    notes: Notes
    base: str = "/"

    def rewritten(self, body: str, text: ForeignText) -> str:
        """Return a text whose links lead to texts and files as they are here."""
        if "](" not in body and "]:" not in body and "<" not in body:
            return body
        kept = Kept(text.line)
        body = kept.hide_code(body)
        work = _Work(self, kept, text)
        body = _LINKED_PICTURE.sub(work.linked_picture, body)
        body = _LINKED_TAG.sub(work.linked_tag, body)
        body = work.inline(body)
        body = _DEFINITION.sub(work.definition, body)
        body = _TAG.sub(work.tag, body)
        body = _AUTO.sub(work.auto, body)
        if REFERENCE in body:
            body = _REFERENCE.sub(work.reference, body)
        return kept.back(body)

    def picture(self, name: str, text: ForeignText) -> str | None:
        """Return the name here of the picture that a key names; None if there is none."""
        found = self.targets.find(name, text)
        if found.meaning is Meaning.FILE:
            return self.files.picture(found.at)
        whole = self.targets.whole(name)
        if whole:
            self.files.wanted.setdefault(whole)
            return self.files.fetched.get(whole)
        return None

    def why(self, name: str, text: ForeignText) -> str:
        """Return why a picture isn't here."""
        found = self.targets.find(name, text)
        if found.meaning is Meaning.FILE:
            return self.files.fault(found.at)
        return (
            m("it lies elsewhere: --fetch-pictures brings it")
            if self.targets.whole(name)
            else m("there is no such file")
        )


def is_picture(target: str) -> bool:
    """Whether an address looks like that of a picture."""
    return _PICTURE.search(target) is not None


@dataclass
class _Work:
    links: Links
    kept: Kept
    text: ForeignText
    _edits: list[tuple[int, int, str]] = field(default_factory=list)

    def find(self, target: str) -> Found:
        return self.links.targets.find(target, self.text)

    # --- pictures that lead to their large versions ---------------------------------------------------------------

    def linked_picture(self, found: re.Match[str]) -> str:
        outer, inner = found["outer"], found["inner"]
        if not is_picture(outer):
            return found[0]
        self.links.notes.changed(m("link from a picture to its large version"), self.text.file, self._line(found))
        is_here = self.find(outer).meaning is Meaning.FILE
        use = outer if is_here or self.find(inner).meaning is not Meaning.FILE else inner
        return f"{found['picture']}{use}{found['title']})"

    def linked_tag(self, found: re.Match[str]) -> str:
        outer = attributes(found["rest"]).get("href", "")
        if not is_picture(outer):
            return found[0]
        self.links.notes.changed(m("link from a picture to its large version"), self.text.file, self._line(found))
        return found["img"]

    # --- [words](target), ![words](target) ------------------------------------------------------------------------

    def inline(self, body: str) -> str:
        self._edits = []
        for found in _TARGET.finditer(body):
            opening = _opening(body, found.start())
            if opening is None:
                continue
            target = (found["angled"] if found["angled"] is not None else found["plain"] or "").strip()
            if body[opening - 1 : opening] == "!" and body[opening - 2 : opening - 1] != "\\":
                self._picture(body, opening - 1, found, target)
            else:
                self._link(found, opening, target)
        made, at = [], 0
        for start, end, new in sorted(self._edits):
            if start >= at:
                made += [body[at:start], new]
                at = end
        return "".join([*made, body[at:]])

    def _picture(self, body: str, start: int, found: re.Match[str], target: str) -> None:
        words = body[start + 2 : found.start()]
        line = self._line(found)
        new = self._picture_name(target, line)
        title = found["title"] or ""
        if new is not None:
            self._edits.append((found.start(), found.end(), f"]({ours.target(new)}{title})"))
            return
        whole = self.links.targets.whole(target)
        is_inside = body[start - 1 : start] == "["
        if whole and not is_inside:
            name = unquote(whole.partition("?")[0].rpartition("/")[2]) or "picture"
            self._edits += [(start, start + 1, ""), (found.start(), found.end(), f"]({ours.target(whole)}{title})")]
            if not words.strip():
                self._edits.append((start + 2, start + 2, re.sub(r"[\[\]]", "", name)))
        else:
            self._edits += [(start, start + 2, ""), (found.start(), found.end(), "")]
            if not words.strip() and is_inside:
                self._edits.append((start + 2, start + 2, "picture"))

    def _picture_name(self, target: str, line: int) -> str | None:
        """Return the name of a picture here; None with a note if it isn't."""
        notes, file = self.links.notes, self.text.file
        found = self.find(target)
        if found.meaning is Meaning.FILE:
            name = self.links.files.picture(found.at)
            if name is not None:
                notes.mapped(m("picture"), file, line)
                return name
            notes.left(m("picture"), file, line, joined(found.at, ": ", self.links.files.fault(found.at)))
            return None
        whole = self.links.targets.whole(target)
        if whole is None:
            notes.left(m("picture"), file, line, m("there is no file {target}", target=target[:100]))
            return None
        self.links.files.wanted.setdefault(whole)
        name = self.links.files.fetched.get(whole)
        if name is None:
            notes.changed(
                m("picture of another site"),
                file,
                line,
                m("it is a link now; --fetch-pictures brings it: {whole}", whole=whole[:100]),
            )
        else:
            notes.mapped(m("picture that was fetched"), file, line)
        return name

    def _link(self, found: re.Match[str], opening: int, target: str) -> None:
        if not target:  # nothing was left of a tag; as it stands it would lead to the page itself
            self._edits += [(opening, opening + 1, ""), (found.start(), found.end(), "")]
            return
        new = self._new_target(target, self._line(found))
        if new == target:
            return
        if new is None:
            self._edits += [(opening, opening + 1, ""), (found.start(), found.end(), "")]
        else:
            self._edits.append((found.start(), found.end(), f"]({ours.target(new)}{found['title'] or ''})"))

    def _new_target(self, target: str, line: int) -> str | None:
        """Return where a link leads here; None if only its words can stay."""
        notes, file = self.links.notes, self.text.file
        found = self.find(target)
        if found.meaning is Meaning.TEXT:
            notes.mapped(m("link to a text"), file, line)
            return found.at
        if found.meaning is Meaning.LIST:
            notes.changed(m("link to a list"), file, line, f"{target.removeprefix(REFERENCE)[:100]} → {found.at}")
            return found.at
        if found.meaning is Meaning.FILE:
            address = self.links.files.hand_out(found.at)
            if address:
                notes.mapped(m("link to a file"), file, line)
                return address
            notes.left(m("link"), file, line, m("{at} is no file to hand out", at=found.at))
            return None
        if found.meaning is Meaning.UNKNOWN:
            notes.left(
                m("link"),
                file,
                line,
                m("there is nothing at {target}", target=target.removeprefix(REFERENCE)[:100]),
            )
            return target if found.at else None
        return target

    # --- the other forms ------------------------------------------------------------------------------------------

    def definition(self, found: re.Match[str]) -> str:
        target, line = found["target"], self._line(found)
        if is_picture(target):
            return f"{found[1]}{ours.target(self._picture_name(target, line) or target)}"
        new = self._new_target(target, line)
        return f"{found[1]}{ours.target(new)}" if new else f"{found[1]}#"

    def tag(self, found: re.Match[str]) -> str:
        name, line = found["name"].lower(), self._line(found)
        values = attributes(found["rest"].rstrip("/ "))
        key = "href" if name == "a" else "src"
        target = values.get(key, "")
        if not target:
            return found[0] if name != "img" else ""
        if name == "img":
            new = self._picture_name(target, line)
            if new is None:
                return self._instead(target, values.get("alt", ""))
            values[key] = new
        else:
            made = self._new_target(target, line)
            if made == target:
                return found[0]
            values[key] = self.links.base + made.lstrip("/") if made and made.startswith("/") else made or "#"
        written = "".join(
            f' {name_}="{_escaped(value)}"' if value or name_ == "alt" else f" {name_}"
            for name_, value in values.items()
        )
        return f"<{found['name']}{written}>"

    def _instead(self, target: str, words: str) -> str:
        whole = self.links.targets.whole(target)
        if whole:
            name = unquote(whole.partition("?")[0].rpartition("/")[2]) or "picture"
            return f'<a href="{_escaped(whole)}">{_escaped(words.strip() or name)}</a>'
        return _escaped(words)

    def auto(self, found: re.Match[str]) -> str:
        target = found["target"]
        meaning = self.find(target)
        if meaning.meaning is not Meaning.TEXT:
            return found[0]
        self.links.notes.mapped(m("link to a text"), self.text.file, self._line(found))
        return ours.link(meaning.at, target)

    def reference(self, found: re.Match[str]) -> str:
        """Return the address of a text that stands for itself, as Hugo's ref does outside of a link."""
        meaning = self.find(found[0])
        if meaning.meaning is Meaning.TEXT:
            return meaning.at
        self.links.notes.left(
            m("link"),
            self.text.file,
            self._line(found),
            m("there is nothing at {target}", target=found["target"][:100]),
        )
        return ""

    def _line(self, found: re.Match[str]) -> int:
        names = found.re.groupindex
        part = next(
            (found[name] for name in ("target", "angled", "plain", "outer") if name in names and found[name]), found[0]
        )
        guess = self.kept.line(found.string, found.start())
        return nearest_line(self.text.body, self.text.line, part, guess)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


def _opening(body: str, closing: int) -> int | None:
    """Return where the bracket that closes at an offset was opened; None if it isn't near."""
    depth = 0
    for at in range(closing, max(-1, closing - _BACK), -1):
        sign = body[at]
        if sign not in "[]" or body[at - 1 : at] == "\\":
            continue
        depth += 1 if sign == "]" else -1
        if depth == 0:
            return at
    return None
