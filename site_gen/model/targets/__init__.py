"""Targets of `deploy:` in site.yaml: one file and one row for each kind."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeAlias, Union

from pydantic import Discriminator, Field, Tag

from site_gen.model.base import Slug
from site_gen.model.targets.base import Target
from site_gen.model.targets.cloudflare_pages import CloudflarePagesTarget
from site_gen.model.targets.folder import FolderTarget
from site_gen.model.targets.ftps import FtpsTarget
from site_gen.model.targets.git import GitTarget
from site_gen.model.targets.neocities import NeocitiesTarget
from site_gen.model.targets.netlify import NetlifyTarget
from site_gen.model.targets.rsync import RsyncTarget
from site_gen.model.targets.s3 import S3Target
from site_gen.model.targets.sftp import SftpTarget
from site_gen.model.targets.vercel import VercelTarget
from site_gen.model.targets.webdav import WebdavTarget

TARGETS: Final[Mapping[str, type[Target]]] = MappingProxyType(
    {
        "folder": FolderTarget,
        "git": GitTarget,
        "sftp": SftpTarget,
        "rsync": RsyncTarget,
        "ftps": FtpsTarget,
        "s3": S3Target,
        "webdav": WebdavTarget,
        "netlify": NetlifyTarget,
        "cloudflare-pages": CloudflarePagesTarget,
        "vercel": VercelTarget,
        "neocities": NeocitiesTarget,
    }
)
"""Every kind of target by its name in site.yaml."""

ONLY: Final = "live"
"""The name of a target that stands in `deploy:` by itself."""

if TYPE_CHECKING:
    AnyTarget: TypeAlias = Target
else:
    AnyTarget = Annotated[Union[tuple(TARGETS.values())], Field(discriminator="to")]  # noqa: UP007  # from the table


def _several_or_one(value: Any) -> str:
    """Return which form `deploy` has: a mapping of mappings names several targets."""
    inside = value.values() if isinstance(value, dict) else ()
    named = inside and "to" not in value and any(isinstance(item, dict | Target) for item in inside)
    return "several" if named else "one"


Deploy = Annotated[
    Annotated[AnyTarget, Tag("one")] | Annotated[dict[Slug, AnyTarget], Tag("several")],
    Discriminator(_several_or_one),
]
"""`deploy` in site.yaml: one target, or several by name."""


def named_targets(deploy: Target | Mapping[str, Target] | None) -> Mapping[str, Target]:
    """Return the targets by name, in the order of the file; the first one is the site itself."""
    if deploy is None:
        return {}
    return {ONLY: deploy} if isinstance(deploy, Target) else deploy
