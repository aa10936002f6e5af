"""Finds the owner's own videos below content/videos. They are published as they are, so what they tell is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

from site_gen.hashing import content_hash
from site_gen.load.discovery import has_folder, relative, unreadable
from site_gen.load.read_cache import ReadCache
from site_gen.messages import m
from site_gen.model.case import Case
from site_gen.model.content import Article
from site_gen.model.content_kinds import VIDEOS
from site_gen.model.site import Translated, VideoFile
from site_gen.nearest import nearest
from site_gen.problems import Location, Problem, Severity
from site_gen.sources.text import excerpt

FOLDER: Final = f"content/{VIDEOS}"
SUFFIXES: Final = (".mp4", ".webm")
_LARGE: Final = 50_000_000
_LARGEST_INDEX: Final = 64_000_000
_PLACES: Final = (b"\xa9xyz", b"com.apple.quicktime.location.ISO6709", b"loci\x00\x00\x00\x00")
"""Where the index of an MP4 file keeps the place: Android and others, Apple, 3GPP TS 26.244 section 8.10."""


def read_videos(project: Path, read_cache: ReadCache) -> tuple[Mapping[str, VideoFile], list[Problem]]:
    """Return every video by its path below content/videos, and the problems of the files."""
    videos: dict[str, VideoFile] = {}
    problems = unreadable(project, FOLDER)
    folder = project / FOLDER
    for path in sorted(folder.rglob("*")) if has_folder(folder) else ():
        file = relative(path, project)
        if has_folder(path) or any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        if path.suffix.lower() not in SUFFIXES:
            hint = m("save it as MP4 (H.264) or WebM: browsers play no other videos everywhere")
            problems.append(Problem(Location(file), m("this file is not read"), hint, Severity.WARNING))
            continue
        name = relative(path, folder)
        read = read_cache.recall(("video", file), [path], None, partial(_read, path, name, file), keep=_is_video)
        if isinstance(read, Problem):
            problems.append(read)
        else:
            videos[name] = read[0]
            problems += read[1]
    return videos, problems


def _is_video(read: object) -> bool:
    return not isinstance(read, Problem)


def unknown_videos(
    things: Iterable[Translated[Case] | Translated[Article]],
    locate: Callable[[str, tuple[str, ...]], Location],
    videos: Mapping[str, VideoFile],
) -> Iterator[Problem]:
    """Yield an error for each named file that isn't there; `locate` finds a value in a file by its keys."""
    for thing in things:
        for language, version in thing.versions.items():
            video, file = version.video, thing.files[language]
            if video is not None and video.file is not None and video.file not in videos:
                hint = nearest(video.file, videos) or m(
                    "videos lie in {folder} and are named by their path in it", folder=FOLDER
                )
                place = locate(file, ("video", "file"))
                yield Problem(place, m("there is no video '{file}'", file=excerpt(video.file)), hint)


def _read(path: Path, name: str, file: str) -> tuple[VideoFile, list[Problem]] | Problem:
    try:
        with path.open("rb") as source:
            start = source.read(12)
            if not (start[4:8] == b"ftyp" or start[:4] == b"\x1aE\xdf\xa3"):
                return Problem(Location(file), m("this is not a video, or a damaged one"), m("save it as MP4 or WebM"))
            found = list(_warnings(source, file, path.stat().st_size))
        return VideoFile(name, path, content_hash(path.read_bytes())), found
    except OSError as error:
        why = excerpt((error.strerror or type(error).__name__).lower())
        return Problem(Location(file), m("the video can't be read: {why}", why=why), m("allow it to be read"))


def _warnings(source: BinaryIO, file: str, size: int) -> Iterator[Problem]:
    index = _index(source, size)
    if any(place in index for place in _PLACES):
        yield Problem(
            Location(file),
            m("the video says where it was taken, and is published as it is"),
            m(
                "take the place out: ffmpeg -i IN.mp4 -map_metadata -1 -c copy OUT.mp4 (or share it without "
                "its location)"
            ),
            Severity.WARNING,
        )
    if size > _LARGE:
        hint = m("make it smaller (1280 × 720 is enough for a page), or put it on a network and write its address")
        yield Problem(Location(file), m("the video has {size} MB", size=size // 1_000_000), hint, Severity.WARNING)


def _index(source: BinaryIO, size: int) -> bytes:
    """Return the boxes of an MP4 file (ISO 14496-12) that describe it; nothing of the pictures and the sound."""
    found, at = b"", 0
    while at + 8 <= size:
        source.seek(at)
        head = source.read(16)
        length, kind = int.from_bytes(head[:4], "big"), head[4:8]
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        length = length or size - at
        if length < 8:
            break
        if kind in {b"moov", b"meta", b"udta", b"uuid"} and length <= _LARGEST_INDEX:
            source.seek(at)
            found += source.read(length)
        at += length
    return found
