"""What a host should send with a file: media type and how long browsers may keep it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final

from site_gen.deploy.store import FileMeta

_TEXT: Final = "; charset=utf-8"

_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".html": f"text/html{_TEXT}",
        ".css": f"text/css{_TEXT}",
        ".js": f"text/javascript{_TEXT}",
        ".txt": f"text/plain{_TEXT}",
        ".xml": f"application/xml{_TEXT}",
        ".json": "application/json",
        ".webmanifest": "application/manifest+json",
        ".svg": "image/svg+xml",
        ".avif": "image/avif",
        ".webp": "image/webp",
        ".jpg": "image/jpeg",
        ".jpeg": "image/jpeg",
        ".png": "image/png",
        ".gif": "image/gif",
        ".ico": "image/x-icon",
        ".woff2": "font/woff2",
        ".woff": "font/woff",
        ".pdf": "application/pdf",
        ".ics": f"text/calendar{_TEXT}",
        ".mp4": "video/mp4",
    }
)


def file_meta(path: str, *, unlisted: bool) -> FileMeta:
    """Return what a host should send with a file of the site: the same as its headers file says."""
    suffix = PurePosixPath(path).suffix.lower()
    type_ = _TYPES.get(suffix, f"text/plain{_TEXT}" if path.startswith("_") else "application/octet-stream")
    if unlisted:
        return FileMeta(type_, "private, no-store")
    if path.startswith(("assets/", "images/")):
        return FileMeta(type_, "public, max-age=31536000, immutable")
    return FileMeta(type_, "no-cache")
