"""What a deploy will do: a pure comparison of a site with what is at a place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from site_gen.builder.manifest import FOLDER, UNLISTED_FOLDERS, hidden
from site_gen.deploy.site_files import SiteFiles
from site_gen.deploy.target_manifest import TargetManifest
from site_gen.hashing import content_hash

_LISTS: Final = ("feed.xml", "feed.json", "sitemap.xml", "robots.txt")
"""What readers and search engines are sent to pages by."""


class Phase(IntEnum):
    """The order in which files go online: nobody gets a page before its pictures, or a list before its pages."""

    ASSETS = 0
    PAGES = 1
    LISTS = 2


def phase_of(path: str) -> Phase:
    """Return when a file goes online; files are removed the other way round."""
    name = path.rpartition("/")[2]
    if name in _LISTS:
        return Phase.LISTS
    return Phase.PAGES if name.endswith(".html") or name.startswith("_") else Phase.ASSETS


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to be sent; `is_new` where nothing lies at its path."""

    path: str
    size: int
    is_new: bool

    @property
    def phase(self) -> Phase:
        return phase_of(self.path)


@dataclass(frozen=True, slots=True)
class DeployPlan:
    """What will be done at a place. `uploads` and `removed` are in their order; `same` is how many files stay as they
    are; `others` are files that no deploy put there, of which `clashes` lie where a file of the site must go."""

    uploads: tuple[Upload, ...]
    removed: tuple[str, ...]
    same: int
    others: tuple[str, ...]
    clashes: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not self.uploads and not self.removed

    @property
    def bytes(self) -> int:
        """How many bytes are sent."""
        return sum(upload.size for upload in self.uploads)


def plan_deploy(
    site: SiteFiles, there: Mapping[str, int], ours: TargetManifest | None, read: Callable[[str], bytes | None]
) -> DeployPlan:
    """Compare a site with the files at a place (`there`: sizes by path).

    By the hashes of the place's manifest; what that doesn't know for certain is read. Sizes only tell that a file is
    another one, never that it is the same.
    """
    uploads: list[Upload] = []
    clashes: list[str] = []
    for path, file in site.files.items():
        known = ours.digest(path) if ours else None
        if path not in there:
            uploads.append(Upload(path, file.size, is_new=True))
        elif there[path] == file.size and file.digest == (known or _digest(read(path))):
            continue
        else:
            uploads.append(Upload(path, file.size, is_new=False))
            if known is None:
                clashes.append(path)
    stale = set(_stale(site, there, ours)) if ours else set()
    others = [path for path in there if path not in site.files and path not in stale and not _is_own(path)]
    return DeployPlan(
        uploads=tuple(sorted(uploads, key=lambda upload: (upload.phase, upload.path))),
        removed=tuple(sorted(stale, key=lambda path: (-phase_of(path), path))),
        same=len(site.files) - len(uploads),
        others=tuple(sorted([*others, *clashes])),
        clashes=tuple(clashes),
    )


def _digest(content: bytes | None) -> str:
    return "" if content is None else content_hash(content)


def _stale(site: SiteFiles, there: Mapping[str, int], ours: TargetManifest) -> Iterator[str]:
    """Yield the files that an earlier deploy put there and the site doesn't have any more."""
    yield from (path for path in ours.files if path in there and path not in site.files)
    if ours.unlisted:
        marks = tuple(f"/{folder}/" for folder in UNLISTED_FOLDERS)
        for path in there:
            is_candidate = path not in site.files and any(mark in f"/{path}" for mark in marks)
            if is_candidate and hidden(path) in ours.unlisted:
                yield path


def _is_own(path: str) -> bool:
    return path.startswith(f"{FOLDER}/")


def in_the_way(plan: DeployPlan) -> tuple[str, ...]:
    """Return files to be removed that lie where a folder must be, or in a folder where a file must be."""
    new = {upload.path for upload in plan.uploads}
    folders = {path.rpartition("/")[0] for path in new}
    parents = {"/".join(folder.split("/")[:depth]) for folder in folders for depth in range(1, folder.count("/") + 2)}
    return tuple(
        path
        for path in plan.removed
        if path in parents or any(path[:i] in new for i in range(len(path)) if path[i] == "/")
    )
