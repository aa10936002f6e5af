"""A whole site as files, ready to be put somewhere: what a build wrote, or what a release kept."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from site_gen.builder import manifest
from site_gen.files import read_regular
from site_gen.hashing import content_hash
from site_gen.messages import m
from site_gen.problems import WorldError

_BUILD: Final = m("run site-gen build, and deploy again; nothing was changed")


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file of the site: hash and number of its bytes, and whether its path is told to one client alone."""

    digest: str
    size: int
    unlisted: bool = False


@dataclass(frozen=True, slots=True)
class SiteFiles:
    """The files of a site by path, the address they are for, the instant they show, and when they would be others."""

    files: Mapping[str, LocalFile]
    url: str
    now: datetime
    changes_at: datetime | None
    bytes_of: Callable[[str], bytes]

    def read(self, path: str) -> bytes:
        """Return a file's bytes. Raises WorldError where they are not those that the site was put together of."""
        try:
            content = self.bytes_of(path)
        except OSError as error:
            raise WorldError(
                m("{told} can't be read: {strerror}", told=self.told(path), strerror=error.strerror or error), _BUILD
            ) from error
        if content_hash(content) != self.files[path].digest:
            raise WorldError(
                m("{told} is not as it was built: somebody changed it since", told=self.told(path)), _BUILD
            )
        return content

    def told(self, path: str) -> str:
        """Return a path as messages may name it."""
        file = self.files.get(path)
        return told(path) if file and file.unlisted else path


def without(site: SiteFiles, paths: frozenset[str]) -> SiteFiles:
    """Return a site that lacks some files."""
    if paths.isdisjoint(site.files):
        return site
    return replace(site, files={path: file for path, file in site.files.items() if path not in paths})


def told(path: str) -> str:
    """Return an unlisted path as messages may name it: by its folder alone."""
    parts = path.split("/")
    depth = next((i for i, part in enumerate(parts) if part in manifest.UNLISTED_FOLDERS), -1)
    return "/".join([*parts[: depth + 1], "…"])


def built_site(output: Path, url: str, at: datetime) -> SiteFiles:
    """Return what a build left in its output folder, to go online `at` an instant.

    Raises WorldError for an output that is missing, unfinished, with drafts in it, or over at that instant.
    """
    built = manifest.read(output)
    if not built.complete or built.now is None:
        raise WorldError(m("{output} holds no finished site", output=output), _BUILD)
    if built.drafts:
        raise WorldError(m("{output} was built with drafts, which are not for everybody", output=output), _BUILD)
    if built.changes_at is not None and built.changes_at <= at:
        raise WorldError(
            m("the site in {output} was true until {until}", output=output, until=built.changes_at.isoformat()),
            _BUILD,
        )
    paths = manifest.paths(output, built)
    if "index.html" not in paths or len(paths) < len(built.files) + len(built.unlisted):
        raise WorldError(m("files that the build wrote are missing in {output}", output=output), _BUILD)
    digests = {**built.files, **{path: built.unlisted[manifest.hidden(path)] for path in paths - built.files.keys()}}
    files = {
        path: LocalFile(digest, _size(output, path), unlisted=path not in built.files)
        for path, digest in sorted(digests.items())
    }
    return SiteFiles(files, url, built.now, built.changes_at, lambda path: read_regular(output / path))


def _size(output: Path, path: str) -> int:
    try:
        return os.stat(f"{output}/{path}").st_size  # noqa: PTH116  # thousands of files, known by their text
    except OSError as error:
        raise WorldError(
            m(
                "{output}/{told} is missing: {strerror}",
                output=output,
                told=told(path),
                strerror=error.strerror or error,
            ),
            _BUILD,
        ) from error
