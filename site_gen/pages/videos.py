"""Videos on pages: what a template shows of one, and the files of the owner's own ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, Final

from slugify import slugify

from site_gen.model.pictures import VideoModel
from site_gen.model.site import Site, VideoFile
from site_gen.model.videos import network_video
from site_gen.pages.localized_site import LocalizedSite
from site_gen.pages.views.parts import VideoView
from site_gen.render.artifact import Artifact, FromFile

FOLDER: Final = "videos/"
_TYPES: Final = {".mp4": "video/mp4", ".webm": "video/webm"}


def video_view(video: VideoModel | None, localized: LocalizedSite) -> VideoView | None:
    """Return the video of a case or an article; None if it has none."""
    if video is None:
        return None
    poster = localized.picture(video.poster)
    if video.url is not None:
        found = network_video(video.url)
        return localized.network_video(found, video.title, poster) if found else None
    file = localized.site.videos[video.file or ""]
    return VideoView(
        network="",
        network_name="",
        title=video.title or "",
        url=localized.site.main.base + _path(file),
        embed="",
        origins=[],
        shape="wide",
        type=_TYPES[PurePosixPath(file.name).suffix.lower()],
        poster=poster,
    )


def files(site: Site, localized_sites: Iterable[LocalizedSite]) -> Iterator[Artifact]:
    """Yield the owner's own videos that published cases and articles show."""
    shown = (video for localized in localized_sites for video in localized.named_videos)
    named = {video.file for video in shown if video.file is not None}
    for name in sorted(named):
        video = site.videos[name]
        yield Artifact(_path(video), FromFile(video.path, video.digest), f"content/videos/{name}")


def has_videos(localized: LocalizedSite) -> bool:
    """Whether a published page of a language shows a video."""
    return bool(localized.named_videos or localized.network_videos)


def shown_in(context: Mapping[str, Any]) -> list[VideoView]:
    """Return the videos that a page's context shows."""
    found: list[VideoView] = []
    for value in context.values():
        if isinstance(value, dict):
            if value.get("video"):
                found.append(value["video"])
            body = value.get("body")
            if isinstance(body, dict):
                found += body.get("videos", {}).values()
    return found


def _path(video: VideoFile) -> str:
    name = PurePosixPath(video.name)
    return f"{FOLDER}{slugify(str(name.with_suffix('')))}-{video.digest[:8]}{name.suffix.lower()}"
