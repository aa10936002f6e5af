"""Targets of `deploy:` in site.yaml: one file and one row for each kind."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from site_gen.model.targets.base import Target
from site_gen.model.targets.folder import FolderTarget
from site_gen.model.targets.ftps import FtpsTarget
from site_gen.model.targets.s3 import S3Target
from site_gen.model.targets.sftp import SftpTarget

TARGETS: Final[Mapping[str, type[Target]]] = MappingProxyType(
    {"folder": FolderTarget, "ftps": FtpsTarget, "s3": S3Target, "sftp": SftpTarget}
)
"""Every kind of target by its name in site.yaml."""
