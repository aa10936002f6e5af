"""README.md as a package index shows it: a hook of the build.

An index has none of the repository's other files. Links that lead to them become their words, and pictures go; where
`project.urls` names the `Repository`, links lead there instead.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from hatchling.metadata.plugin.interface import MetadataHookInterface

_PICTURE: Final = re.compile(r"!\[[^\]]*\]\((?!https?:)[^)]*\)\n*")
_LINK: Final = re.compile(r"\[([^\]]+)\]\((?!https?:|#)([^)]+)\)")


class CustomMetadataHook(MetadataHookInterface):
    """Sets the description of the package."""

    def update(self, metadata: dict[str, Any]) -> None:
        text = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        repository = metadata.get("urls", {}).get("Repository", "")
        metadata["readme"] = {"content-type": "text/markdown", "text": described(text, repository)}


def described(text: str, repository: str) -> str:
    """Return a README without links into the repository, or with links to it at its address."""
    text = _PICTURE.sub("", text)
    return _LINK.sub(rf"[\1]({repository}/blob/HEAD/\2)" if repository else r"\1", text)
