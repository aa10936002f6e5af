"""Small sites as deploys see them, and whether what a place holds is one of them, whole."""

from __future__ import annotations

import re
import string
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from site_gen.deploy.lock import Holder
from site_gen.deploy.publish import DeployListener, Permission, Survey, publish
from site_gen.deploy.site_files import LocalFile, SiteFiles
from site_gen.hashing import content_hash
from tests.deploy.memory import Memory
from tests.support import NOW

URL: Final = "https://mara.example/"
ME: Final = Holder("Mara on desk", "machine-1", NOW)
CLIENT_PAGE: Final = f"es/audit/{string.ascii_lowercase}/index.html"

_ASSET: Final = re.compile(rb"assets/[\w.-]+")


def site_of(files: Mapping[str, bytes], unlisted: Collection[str] = (), url: str = URL) -> SiteFiles:
    """Return a site that has these files."""
    local = {path: LocalFile(content_hash(data), len(data), path in unlisted) for path, data in sorted(files.items())}
    return SiteFiles(local, url, NOW, None, lambda path: files[path])


def small(version: str, pages: int = 3) -> dict[str, bytes]:
    """Return a small site whose pages need assets of their own version; each version also has a page of its own."""
    names = ["index.html", *(f"page-{n}/index.html" for n in range(pages)), f"only-{version}/index.html"]
    page = f"version {version} assets/site-{version}.css assets/fixed.js ".encode()
    return {
        "_headers": version.encode(),
        f"assets/site-{version}.css": version.encode() * 3,
        "assets/fixed.js": b"same",
        "sitemap.xml": " ".join(names).encode(),
        **{name: page + name.encode() for name in names},
    }


def is_whole(place: Mapping[str, bytes]) -> bool:
    """Whether every page at a place has its assets there."""
    pages = [content for path, content in place.items() if path.endswith(".html")]
    return all(name.decode() in place for content in pages for name in _ASSET.findall(content))


def send(
    memory: Memory,
    files: Mapping[str, bytes],
    *,
    holder: Holder = ME,
    permission: Permission = Permission(),  # noqa: B008  # it is frozen
    parallel: int = 1,
    unlisted: Collection[str] = (),
    waits: list[float] | None = None,
    release: str = "r1",
    url: str = URL,
    lists_quickly: bool = True,
) -> Survey:
    """Publish a site to a place in memory; the waits between tries are noted instead of waited for."""
    listener = DeployListener(sleep=(waits if waits is not None else []).append)
    place = memory.place(parallel, lists_quickly=lists_quickly)
    return publish(place, site_of(files, unlisted, url), permission, holder, release, None, listener)


def later(hours: float) -> datetime:
    """Return an instant after NOW."""
    return datetime.fromtimestamp(NOW.timestamp() + hours * 3600, NOW.tzinfo)
