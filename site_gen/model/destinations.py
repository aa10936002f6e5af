"""Where a link of the owner's leads: a path of the site, or an address elsewhere."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final

from pydantic import BeforeValidator

from site_gen.messages import m
from site_gen.model.base import is_url, likely_destination, mistake, shown

_SITE_PATH: Final = re.compile(r"/[^\s\\<>\"]*")


def _read_destination(value: Any) -> Any:
    path = value.strip() if isinstance(value, str) else ""
    if path.startswith("/go/"):
        raise mistake(m("'{value}' is a short link itself", value=shown(value)), m("write where it leads in the end"))
    if is_url(path) or (_SITE_PATH.fullmatch(path) and not path.startswith("//")):
        return path
    likely = shown(likely_destination(path))
    hint = (
        m("write {likely}", likely=likely)
        if likely
        else m("write a path of the site (/offers/) or a whole one (https://…)")
    )
    raise mistake(m("'{value}' is no address to lead to", value=shown(value)), hint)


Destination = Annotated[str, BeforeValidator(_read_destination)]
"""The target of a short link or of an announcement: a path from the site's root ('/offers/'), or an absolute web
address."""
