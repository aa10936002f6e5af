"""The files of a site that texts show or hand out: where each will be, and whether it can be used."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final
from unicodedata import normalize

from site_gen.imaging.kinds import SUFFIXES, UnfitPictureError
from site_gen.importers.folder import Folder
from site_gen.importers.foreign import ForeignSite
from site_gen.load.pictures import FOLDER
from site_gen.load.plain_files import RefusedError, read_plain
from site_gen.model.content_kinds import STATIC

_ENDINGS: Final = (
    ".pdf .mp3 .m4a .ogg .oga .opus .wav .flac .mp4 .webm .mov .m4v .zip .gz .tgz .7z .rar .epub .mobi .doc "
    ".docx .odt .rtf .xls .xlsx .ods .csv .ppt .pptx .odp .key .pages .numbers .ics .vcf .gpx .kml .asc .apk "
    ".dmg .exe .txt .srt .vtt .psd .ai .ttf .otf"
)
HANDED_OUT: Final = frozenset(_ENDINGS.split())
"""Endings of files that are handed out as they are."""

_PROOF: Final = re.compile(
    r"CNAME|google[0-9a-f]{16}\.html|yandex_[0-9a-f]+\.html|BingSiteAuth\.xml|pinterest-\w+\.html|ads\.txt|app-ads\.txt|"
    r"humans\.txt|keybase\.txt|wot-verification\.txt|\.well-known/[\w./-]+|mailru-\w+\.html|wmail_\w+\.html"
)
"""Files at the root that prove whose a site is."""

_GOES: Final = frozenset(
    {"robots.txt", "sitemap.xml", "favicon.ico", "_redirects", "_headers", "requirements.txt", "runtime.txt"}
)
_LARGEST: Final = 100_000_000
_STARTS: Final = (
    "content/images/",
    "static/images/",
    "assets/images/",
    "src/assets/images/",
    "images/",
    "static/img/",
    "assets/img/",
    "img/",
    "static/",
    "public/images/",
    "public/",
    "src/assets/",
    "assets/",
    "wp-content/uploads/",
    "uploads/",
    "content/",
    "src/content/",
    "src/",
)


@dataclass
class SiteFiles:
    """Decides where files go. `fetched` are pictures of other sites that are here already: address → name.

    `copies` are the files to be: path in the project → path of the source. `wanted` are pictures of other sites.
    """

    site: ForeignSite
    folder: Folder
    fetched: Mapping[str, str]
    copies: dict[str, Path] = field(default_factory=dict)
    wanted: dict[str, None] = field(default_factory=dict)
    _names: dict[str, str | None] = field(default_factory=dict)
    _faults: dict[str, str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def picture(self, file: str) -> str | None:
        """Return the name below content/images of a picture; None if it can't be shown (`fault` says why)."""
        if file not in self._names:
            self._names[file] = self._checked(file)
        return self._names[file]

    def fault(self, file: str) -> str:
        """Return why a picture can't be shown."""
        return self._faults.get(file, "")

    def _checked(self, file: str) -> str | None:
        from site_gen.imaging.opening import LARGEST_FILE, inspect

        path = self.folder.root / file
        try:
            kind = inspect(read_plain(path, self.folder.root, LARGEST_FILE)).kind
        except (UnfitPictureError, RefusedError) as error:
            self._faults[file] = str(error)
            return None
        name = picture_name(file)
        suffix = PurePosixPath(name).suffix
        if SUFFIXES.get(suffix.lower()) is not kind:
            right = next(ending for ending, each in SUFFIXES.items() if each is kind)
            name = name.removesuffix(suffix) + right
        name = self._free(name)
        self.copies[f"{FOLDER}/{name}"] = path
        return name

    def _free(self, name: str) -> str:
        path, number = PurePosixPath(name), 2
        free = name
        while free.casefold() in self._taken:
            free = str(path.with_name(f"{path.stem}-{number}{path.suffix}"))
            number += 1
        self._taken.add(free.casefold())
        return free

    def hand_out(self, file: str) -> str | None:
        """Return the path from the site's root of a file that is handed out; None if it isn't one."""
        suffix = PurePosixPath(file).suffix.lower()
        if suffix not in HANDED_OUT and suffix not in SUFFIXES:
            return None
        try:
            if (self.folder.root / file).stat().st_size > _LARGEST:
                return None
        except OSError:
            return None
        address = self._address(file)
        self.copies[f"{STATIC}/{address}"] = self.folder.root / file
        return f"/{address}"

    def _address(self, file: str) -> str:
        """Return where a file was on the site, without its slash; signs that no name may have are hyphens."""
        roots = sorted(self.site.roots.items(), key=lambda each: -len(each[0]))
        for root, prefix in roots:
            if root and file.startswith(f"{root}/"):
                return plain_path(f"{prefix.strip('/')}/{file[len(root) + 1 :]}".strip("/"))
        return plain_path(file)

    def proofs(self) -> list[str]:
        """Add the files that nothing names but that have to be online: proofs of ownership, files to hand out."""
        found = []
        places = [
            root for root in self.site.roots if root.rpartition("/")[2] in {"static", "public", "files", "extra"}
        ] or [""]
        roots = sorted((root for root in self.site.roots if root), key=len, reverse=True)
        for file in self.folder.files:
            root = next((place for place in roots if file.startswith(f"{place}/")), "")
            inner = (file.removeprefix(f"{root}/") if root else file).removeprefix("extra/").removeprefix("static/")
            is_proof = _PROOF.fullmatch(inner) is not None
            is_file = (
                root in places
                and bool(root)
                and PurePosixPath(inner).suffix.lower() in HANDED_OUT
                and inner.lower() not in _GOES
            )
            target = f"{STATIC}/{plain_path(inner)}"
            if (is_proof or is_file) and target not in self.copies:
                self.copies[target] = self.folder.root / file
                found.append(file)
        return found


def picture_name(file: str) -> str:
    """Return a name below content/images for a picture: without the folders that every generator has."""
    name = normalize("NFC", file)
    changed = True
    while changed:
        changed = False
        for start in _STARTS:
            if name.startswith(start) and len(name) > len(start):
                name, changed = name[len(start) :], True
    return plain_path(name)


def plain_path(path: str) -> str:
    """Return a path whose names have no signs that mean something in addresses or that systems refuse."""
    parts = (
        re.sub(r"-{2,}", "-", re.sub(r"[^\w.@+-]", "-", part)).lstrip("._") or "x"
        for part in normalize("NFC", path).split("/")
    )
    made = "/".join(part[:120] if len(part) <= 120 else part[:100] + PurePosixPath(part).suffix for part in parts)
    return f".well-known/{made.partition('/')[2]}" if path.startswith(".well-known/") else made
