"""JSON that somebody else wrote: what nobody can read is one kind of error, however it fails."""

from __future__ import annotations

import json
from typing import Any, Final

from site_gen.messages import m

DEEPEST: Final = 100
"""How deep lists and objects may be nested; nothing that is read here has more than six levels."""

_TOO_DEEP: Final = m("its brackets are nested too deep")


def read_json(text: str | bytes) -> Any:
    """Return the data of a text. Raises ValueError, also for brackets that are nested too deep: who walks through them
    would fail."""
    try:
        data = json.loads(text)
    except RecursionError as error:
        raise ValueError(_TOO_DEEP) from error
    level = [data]
    for _ in range(DEEPEST):
        inner = (each.values() if isinstance(each, dict) else each for each in level if isinstance(each, dict | list))
        level = [value for values in inner for value in values if isinstance(value, dict | list)]
        if not level:
            return data
    raise ValueError(_TOO_DEEP)
