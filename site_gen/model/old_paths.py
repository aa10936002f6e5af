"""The type of an old address of a page."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final
from urllib.parse import unquote

from pydantic import BeforeValidator, Field

from site_gen.messages import m
from site_gen.model.base import mistake, shown

_SEGMENT: Final = re.compile(r"(?![._])[^\s/\\?#%<>:\"'|*{}$`]{1,100}(?<!\.)")
_PAGE: Final = re.compile(r".+\.html?")


def _read_old(value: Any) -> Any:
    path = unquote(value.strip()) if isinstance(value, str) else ""
    segments = path.strip("/").split("/")
    if not path.startswith("/") or path.startswith("//") or not all(map(_SEGMENT.fullmatch, segments)):
        raise mistake(
            m("'{value}' is no path of this site", value=shown(value)),
            m("write where the page was, from the site's root: /blog/old-name/"),
        )
    if any(map(_PAGE.fullmatch, segments[:-1])):
        raise mistake(
            m("'{value}' has a page for a folder", value=shown(value)),
            m("write where the page was: /blog/old-name.html"),
        )
    if segments[-1] in {"index.html", "index.htm"}:
        segments = segments[:-1]
    elif not path.endswith("/") and "." in segments[-1]:
        if not _PAGE.fullmatch(segments[-1]):
            raise mistake(
                m("'{value}' is a file, no page", value=shown(value)),
                m("addresses that end in /, .html or .htm can lead on"),
            )
        return "/".join(segments)
    return "".join(f"{segment}/" for segment in segments)


OldPath = Annotated[str, BeforeValidator(_read_old), Field(json_schema_extra={"pattern": "^/"})]
"""The route of a page that was: 'blog/old-name/', 'old.html'; '' for the home page."""

Aliases = Annotated[
    tuple[OldPath, ...],
    Field(max_length=50, description="Where the page was before: paths such as /blog/old-name/, which lead here"),
]
