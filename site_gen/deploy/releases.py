"""What was published, kept in the project: the last releases, and their files by hash."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from site_gen.deploy.site_files import LocalFile, SiteFiles
from site_gen.files import is_inside, read_regular, write_own
from site_gen.foreign_json import read_json
from site_gen.messages import m
from site_gen.problems import WorldError

FOLDER: Final = Path(".cache") / "site-gen" / "releases"
"""Where a project keeps its releases, wherever its cache is: they are its way back."""

KEPT: Final = 10
FORMAT: Final = 1
_DIGEST: Final = re.compile("[0-9a-f]{32,64}")


@dataclass(frozen=True, slots=True)
class Release:
    """A site that went online: when, by whom, where, the instant it shows. `ends` are the ends of the offers that were
    open in it, by name, and None for those without an end; `of` is the release that it brought back."""

    id: str
    time: datetime
    who: str
    target: str
    label: str
    url: str
    now: datetime
    changes_at: datetime | None
    files: Mapping[str, LocalFile]
    ends: Mapping[str, datetime | None] = field(default_factory=dict)
    of: str | None = None


def new_id(at: datetime) -> str:
    """Return the name of a release that begins at an instant: the time, and what tells two of one second apart."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"


@dataclass(frozen=True, slots=True)
class Releases:
    """The releases of a project. Methods that write raise WorldError."""

    project: Path

    @property
    def folder(self) -> Path:
        return self.project / FOLDER

    def all(self) -> tuple[Release, ...]:
        """Return the releases that are kept, the latest first; what can't be read is left out."""
        # Two of one second are told apart by when their records were written.
        paths = sorted(self.folder.glob("*Z-*.json"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        found = [release for release in map(_read, paths) if release is not None]
        return tuple(sorted(found, key=lambda release: release.time, reverse=True))

    def keep(self, release: Release, site: SiteFiles) -> None:
        """Keep a release with its files, and let go of the oldest."""
        with _failing(self.folder):
            for path, file in release.files.items():
                place = self._object(file.digest)
                if not place.exists():
                    place.parent.mkdir(parents=True, exist_ok=True)
                    write_own(place, site.read(path))
            write_own(self.folder / f"{release.id}.json", json.dumps(_data(release), ensure_ascii=False).encode())
            self._let_go()

    def site(self, release: Release) -> SiteFiles:
        """Return the files of a release."""
        return SiteFiles(
            release.files,
            release.url,
            release.now,
            release.changes_at,
            lambda path: read_regular(self._object(release.files[path].digest)),
        )

    def machine(self) -> str:
        """Return what tells this copy of the project from all others."""
        path = self.folder / "machine"
        with suppress(OSError):
            return read_regular(path).decode()
        with _failing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            write_own(path, secrets.token_hex(16).encode())
            return read_regular(path).decode()

    def adopt(self, name: str) -> None:
        """Make a name the one that tells this copy from all others: copies that follow each other have the same."""
        with _failing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            write_own(self.folder / "machine", name.encode())

    def _object(self, digest: str) -> Path:
        return self.folder / "files" / digest[:2] / digest

    def _let_go(self) -> None:
        kept = self.all()
        for old in kept[KEPT:]:
            (self.folder / f"{old.id}.json").unlink(missing_ok=True)
        used = {file.digest for release in kept[:KEPT] for file in release.files.values()}
        for path in (self.folder / "files").glob("*/*"):
            if path.name not in used:
                path.unlink(missing_ok=True)


def previous(releases: Sequence[Release], target: str) -> Release | None:
    """Return the release of a target before its latest one."""
    own = [release for release in releases if release.target == target]
    return own[1] if len(own) > 1 else None


def _data(release: Release) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "id": release.id,
        "time": release.time.isoformat(),
        "who": release.who,
        "target": release.target,
        "label": release.label,
        "url": release.url,
        "now": release.now.isoformat(),
        "changes_at": _text(release.changes_at),
        "ends": {name: _text(end) for name, end in release.ends.items()},
        "of": release.of,
        "files": {path: [file.digest, file.size, file.unlisted] for path, file in release.files.items()},
    }


def _read(path: Path) -> Release | None:
    try:
        data = read_json(read_regular(path).decode())
        if data["format"] != FORMAT:
            return None
        return Release(
            id=str(data["id"]),
            time=_moment(data["time"]),
            who=str(data["who"]),
            target=str(data["target"]),
            label=str(data["label"]),
            url=str(data["url"]),
            now=_moment(data["now"]),
            changes_at=_instant(data["changes_at"]),
            files={path: _file(path, *known) for path, known in data["files"].items()},
            ends={str(name): _instant(end) for name, end in data["ends"].items()},
            of=None if data["of"] is None else str(data["of"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _file(path: str, digest: object, size: object, unlisted: object) -> LocalFile:
    """Return a file of a record. Raises ValueError for one that lies elsewhere: it would be put online."""
    if not isinstance(digest, str) or not _DIGEST.fullmatch(digest) or not isinstance(size, int):
        raise ValueError(digest)
    if not is_inside(path):
        raise ValueError(path)
    return LocalFile(digest, size, unlisted is True)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def _text(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None


def _instant(text: str | None) -> datetime | None:
    return _moment(text) if text else None


@contextmanager
def _failing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise WorldError(
            m(
                "{filename} can't be written: {strerror}",
                filename=error.filename or folder,
                strerror=error.strerror or error,
            ),
            m("make room, or allow it"),
        ) from error
