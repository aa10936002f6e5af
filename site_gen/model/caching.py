"""How long browsers may keep a file of the output, by its path there.

Pages are asked for again each time (a 304 costs little): an offer ends at its minute, and what was kept would not know.
What has a hash of its contents in its name can be kept for ever.
"""

from __future__ import annotations

import re
from typing import Final

from site_gen.model.unlisted import FOLDERS

FOR_EVER: Final = "public, max-age=31536000, immutable"
ASK_AGAIN: Final = "no-cache"
A_WHILE: Final = "public, max-age=600"
NOT_AT_ALL: Final = "private, no-store"

HASHED: Final = ("assets/", "images/")
"""The folders of the output whose files have a hash in their names."""

FEEDS: Final = ("feed.xml", "feed.json")

_IN_A_LANGUAGE: Final = re.compile(r"(?!go/)[a-z]{2,3}/(.+)")


def cache_control(path: str) -> str:
    """Return the Cache-Control of an output file ('es/feed.xml'). Pages for one client are kept nowhere."""
    if path.startswith(HASHED):
        return FOR_EVER
    found = _IN_A_LANGUAGE.fullmatch(path)
    route = found[1] if found else path
    if route.startswith(tuple(f"{folder}/" for folder in FOLDERS)):
        return NOT_AT_ALL
    return A_WHILE if route in FEEDS else ASK_AGAIN
