"""What places that keep it (S3 and its kind) are told of each file."""

from __future__ import annotations

from site_gen.deploy.store import FileMeta
from site_gen.model.caching import NOT_AT_ALL, cache_control
from site_gen.model.media_types import media_type


def file_meta(path: str, *, unlisted: bool = False) -> FileMeta:
    """Return the media type and the cache lifetime of an output file ('es/feed.xml'), those of the files that tell
    hosts of headers. An `unlisted` one, or one of the deploy's own, is kept nowhere."""
    return FileMeta(media_type(path), NOT_AT_ALL if unlisted else cache_control(path))
