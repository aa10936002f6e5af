"""What is ours at a place: a manifest that is kept there, beside the site, and a lock.

It has two states, like the build's. Before the first file is touched it is written with ``complete: false``, every
path that is or will be ours, and as `pending` those whose bytes are the old or the new ones; when all is done, with
``complete: true`` and what is there. So the next deploy knows the files of one that was broken off. Unlisted files
stand in it by the hash of their path alone, as everybody may read it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from site_gen.builder.manifest import FOLDER, hidden
from site_gen.deploy.site_files import SiteFiles
from site_gen.files import is_inside
from site_gen.foreign_json import read_json

PATH: Final = f"{FOLDER}/deploy.json"
FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class TargetManifest:
    """Our files at a place, by path, unlisted ones by the hash of it: the hash of their bytes, and where the last
    deploy was broken off, the paths of which that isn't certain."""

    url: str
    files: Mapping[str, str] = field(default_factory=dict)
    unlisted: Mapping[str, str] = field(default_factory=dict)
    pending: frozenset[str] = frozenset()
    complete: bool = True
    release: str = ""
    deployed: datetime | None = None

    def digest(self, path: str) -> str | None:
        """Return the hash of what lies at one of our paths; '' where it isn't certain, None for a path of others."""
        key = path if path in self.files else hidden(path)
        if key in self.pending:
            return ""
        return self.files.get(key, self.unlisted.get(key))

    def to_bytes(self) -> bytes:
        """Return the manifest as it is written."""
        data = {
            "format": FORMAT,
            "complete": self.complete,
            "url": self.url,
            "release": self.release,
            "deployed": self.deployed.isoformat() if self.deployed else None,
            "files": dict(sorted(self.files.items())),
            "unlisted": dict(sorted(self.unlisted.items())),
            "pending": sorted(self.pending),
        }
        return (json.dumps(data, ensure_ascii=False, indent=0) + "\n").encode()


def read_manifest(content: bytes | None) -> TargetManifest | None:
    """Return what a place's manifest says; None where there is none, or it is damaged."""
    try:
        data = read_json(content or b"")
        if data["format"] != FORMAT or not all(map(is_inside, data["files"])):
            return None  # what leads out of the place was never ours
        return TargetManifest(
            url=str(data["url"]),
            files={str(path): str(digest) for path, digest in data["files"].items()},
            unlisted={str(path): str(digest) for path, digest in data["unlisted"].items()},
            pending=frozenset(map(str, data["pending"])),
            complete=data["complete"] is True,
            release=str(data["release"]),
            deployed=datetime.fromisoformat(data["deployed"]) if data["deployed"] else None,
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def manifest_of(site: SiteFiles, release: str, at: datetime) -> TargetManifest:
    """Return the manifest of a place where the whole of a site is."""
    return TargetManifest(
        url=site.url,
        files={path: file.digest for path, file in site.files.items() if not file.unlisted},
        unlisted={hidden(path): file.digest for path, file in site.files.items() if file.unlisted},
        release=release,
        deployed=at,
    )


def key_of(site: SiteFiles, path: str) -> str:
    """Return what stands for a file of the site in the manifest."""
    return hidden(path) if site.files[path].unlisted else path
