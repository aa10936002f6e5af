"""What places that keep it (S3 and its kind) are told of each file."""

from __future__ import annotations

from site_gen.deploy.store import FileMeta
from site_gen.model.caching import cache_control
from site_gen.model.media_types import media_type


def file_meta(path: str) -> FileMeta:
    """Return the media type and the cache lifetime of an output file ('es/feed.xml')."""
    return FileMeta(media_type(path), cache_control(path))
