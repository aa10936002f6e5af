"""deploy: {to: folder} — a folder of this machine, such as one that a web server serves or another tool uploads."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from site_gen.messages import m
from site_gen.model.base import Name
from site_gen.model.targets.base import Target


class FolderTarget(Target):
    """A folder; a relative path is one from the project's folder."""

    label: ClassVar[str] = m("A folder of this machine")

    to: Literal["folder"] = Field(description="folder: a folder of this machine")
    path: Name = Field(description="The folder, such as /var/www/site or ../public")

    @property
    def is_local(self) -> bool:
        return True
