"""Finds what an address in a text means: another text, a file of the site, a list, or something elsewhere."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

from site_gen.importers.addresses import base_of, host_of, path_of
from site_gen.importers.folder import Folder
from site_gen.importers.foreign import ForeignSite, ForeignText
from site_gen.importers.shortcodes import REFERENCE
from site_gen.model.routes import ARTICLES


class Meaning(Enum):
    """What an address means."""

    TEXT = "text"
    FILE = "file"
    LIST = "list"
    ELSEWHERE = "elsewhere"
    SAME_PAGE = "same page"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: the address here of a text or a list, the path of a file in the folder, an address elsewhere."""

    meaning: Meaning
    at: str = ""


_SCHEME: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_PELICAN: Final = re.compile(
    r"[{|](filename|static|attach|tag|category|author|index|archives|tags|categories)[}|](.*)", re.DOTALL
)
_NIKOLA: Final = ("link://slug/", "link://filename/")
_LIST: Final = re.compile(
    r"/(?:[a-z]{2}/)?(?:blog|posts?|articles|news|archives?|tags?|categor(?:y|ies)|authors?|writing|notes|search|topics)(?:/.*|\.html)?",
    re.IGNORECASE,
)


@dataclass
class Targets:
    """All that addresses of a site can mean. `routes` are the addresses here, by the file of the text."""

    site: ForeignSite
    folder: Folder
    routes: Mapping[str, str]
    texts: Iterable[ForeignText]
    _by_path: dict[str, str] = field(default_factory=dict)
    _by_file: dict[str, ForeignText] = field(default_factory=dict)
    _by_name: dict[str, str] = field(default_factory=dict)
    _files: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._base = base_of(self.site.url)
        self._host = host_of(self.site.url)
        self._files = {file.casefold(): file for file in self.folder.files}
        for text in self.texts:
            if text.file not in self.routes:
                continue
            self._by_file.setdefault(text.file.casefold(), text)
            for old in text.old:
                self._by_path.setdefault(path_of(old, self._base).casefold(), text.file)
            for name in _names(text):
                self._by_name.setdefault(name.casefold(), text.file)

    def find(self, target: str, source: ForeignText) -> Found:
        """Return what an address in a text means."""
        target = target.strip()
        if not target or target.startswith("#"):
            return Found(Meaning.SAME_PAGE, target)
        start = next((start for start in (REFERENCE, *_NIKOLA) if target.startswith(start)), None)
        if start is not None:
            return self._reference(unquote(target.removeprefix(start)), source)
        if pelican := _PELICAN.match(unquote(target)):
            return self._of_pelican(pelican[1], pelican[2], source)
        return self._address(target, source)

    def _address(self, target: str, source: ForeignText) -> Found:
        try:
            parts = urlsplit(target)
            host = (parts.hostname or "").lower().removeprefix("www.")
        except ValueError:
            return Found(Meaning.UNKNOWN, target)
        is_whole = bool(_SCHEME.match(target)) or target.startswith("//")
        if is_whole and (not self._host or host != self._host or parts.scheme not in {"", "http", "https"}):
            return Found(Meaning.ELSEWHERE, target)
        path = unquote(parts.path)
        found = self._path(path or "/", source, from_root=is_whole or path.startswith("/"))
        if found is None:
            return Found(Meaning.ELSEWHERE, target) if is_whole else Found(Meaning.UNKNOWN, target)
        mark = f"#{parts.fragment}" if parts.fragment and found.meaning is Meaning.TEXT else ""
        return Found(found.meaning, found.at + mark)

    def whole(self, target: str) -> str | None:
        """Return the old address of a file of the site itself; None if the site's isn't known."""
        if re.match(r"https?://|//", target):
            return f"https:{target}" if target.startswith("//") else target
        if not self._host or not target.startswith("/"):
            return None
        parts = urlsplit(self.site.url)
        return f"{parts.scheme or 'https'}://{parts.netloc}{target}"

    def _text(self, file: str) -> Found:
        return Found(Meaning.TEXT, self.routes[file])

    def _reference(self, path: str, source: ForeignText) -> Found:
        path, _, fragment = path.partition("#")
        plain = path.strip().strip("/")
        by_path = self._path(f"/{plain}", source, from_root=True) or self._path(plain, source, from_root=False)
        if by_path is None or by_path.meaning is not Meaning.TEXT:
            for name in (
                plain,
                re.sub(r"(?:/_?index)?\.\w+$", "", plain),
                plain.rpartition("/")[2].rpartition(".")[0],
                plain.rpartition("/")[2],
            ):
                if name and (file := self._by_name.get(name.casefold())):
                    by_path = self._text(file)
                    break
        names_a_file = re.search(r"\.\w{2,8}$", plain) is not None
        if by_path is None or (by_path.meaning is Meaning.LIST and names_a_file):
            return Found(Meaning.UNKNOWN, "")
        return Found(
            by_path.meaning, by_path.at + (f"#{fragment}" if fragment and by_path.meaning is Meaning.TEXT else "")
        )

    def _of_pelican(self, mark: str, path: str, source: ForeignText) -> Found:
        if mark not in {"filename", "static", "attach"}:
            return Found(Meaning.LIST, f"/{ARTICLES}")
        path, _, fragment = path.partition("#")
        root = next((root for root in self.site.roots if root and source.file.startswith(f"{root}/")), "")
        folder = root if path.startswith("/") else posixpath.dirname(source.file)
        found = self._file(posixpath.normpath(posixpath.join(folder, path.lstrip("/"))))
        if found is None and not path.startswith("/"):
            found = self._file(posixpath.normpath(posixpath.join(root, path)))
        if found is None:
            return Found(Meaning.UNKNOWN, "")
        return Found(found.meaning, found.at + (f"#{fragment}" if fragment and found.meaning is Meaning.TEXT else ""))

    def _path(self, path: str, source: ForeignText, *, from_root: bool) -> Found | None:
        return self._from_root(path) if from_root else self._beside(path, source)

    def _beside(self, path: str, source: ForeignText) -> Found | None:
        """Return what is at a path from a text's file, from its old address, or from the site's root."""
        beside = self._file(posixpath.normpath(posixpath.join(posixpath.dirname(source.file), path)))
        if beside is not None:
            return beside
        for old in source.old[:2]:
            around = old if old.endswith("/") else posixpath.dirname(old)
            found = self._from_root(posixpath.normpath(posixpath.join("/", around, path)))
            if found is not None and found.meaning is not Meaning.LIST:
                return found
        return self._below_roots(path)

    def _from_root(self, path: str) -> Found | None:
        plain = path_of(path, self._base)
        file = self._by_path.get(plain.casefold()) or self._by_path.get(re.sub(r"\.html?$", "", plain).casefold())
        if file is None and not path.lower().endswith((".html", ".htm")):
            file = self._by_path.get(f"{plain}.html".casefold())
        if file is not None:
            return self._text(file)
        if (inside := self._below_roots(plain)) is not None:
            return inside
        if plain == "/":
            return Found(Meaning.LIST, "/")
        return Found(Meaning.LIST, f"/{ARTICLES}") if _LIST.fullmatch(plain) else None

    def _below_roots(self, path: str) -> Found | None:
        """Return the file that is at a path from the site's root."""
        plain = path.lstrip("/")
        for root, prefix in self.site.roots.items():
            start = prefix.strip("/")
            if start and not plain.startswith(f"{start}/"):
                continue
            inner = plain[len(start) :].lstrip("/")
            found = self._file(posixpath.normpath(posixpath.join(root, inner)))
            if found is not None:
                return found
        return None

    def _file(self, path: str) -> Found | None:
        """Return the text or the file at a path in the folder."""
        if path.startswith(("..", "/")):
            return None
        text = self._by_file.get(path.casefold())
        if text is not None:
            return self._text(text.file)
        for ending in (".md", ".mdx", ".markdown", "/index.md", "/index.mdx"):
            text = self._by_file.get(f"{path}{ending}".casefold())
            if text is not None:
                return self._text(text.file)
        file = self._files.get(path.casefold())
        is_text = file is not None and PurePosixPath(file).suffix.lower() in {
            ".md",
            ".mdx",
            ".markdown",
            ".rst",
            ".html",
            ".htm",
        }
        return Found(Meaning.FILE, file) if file is not None and not is_text else None


def _names(text: ForeignText) -> Iterable[str]:
    path = PurePosixPath(text.file)
    stem = path.name.removesuffix(path.suffix)
    yield stem
    yield str(path.with_suffix(""))
    yield re.sub(r"^.*?_posts/", "", str(path.with_suffix("")))
    yield text.name
    if stem.startswith("index"):
        yield path.parent.name
        yield str(path.parent)
