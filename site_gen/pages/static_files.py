"""The owner's own files at the root of the site, copied as they are."""

from __future__ import annotations

from collections.abc import Iterator

from site_gen.model.content_kinds import STATIC
from site_gen.model.site import Site
from site_gen.render.artifact import Artifact, FromFile


def artifacts(site: Site) -> Iterator[Artifact]:
    """Yield every file of static/."""
    for file in site.static:
        yield Artifact(file.name, FromFile(file.path, file.digest), f"{STATIC}/{file.name}")
