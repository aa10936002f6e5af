"""The editor's screens, one module each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from site_gen.editor.desk import Screen
from site_gen.editor.screens import (
    changes,
    contents,
    creating,
    leads,
    pictures,
    place,
    posts,
    publish,
    today,
    tour,
    writing,
)

SCREENS: Final[Mapping[str, Screen]] = MappingProxyType(
    {
        "": today.screen,
        "contents": contents.screen,
        "write": writing.screen,
        "draft": writing.draft,
        "choose": writing.choose,
        "new": creating.screen,
        "copy": creating.copy,
        "delete": creating.delete,
        "changes": changes.screen,
        "pictures": pictures.screen,
        "picture": pictures.picture,
        "posts": posts.screen,
        "leads": leads.screen,
        "publish": publish.screen,
        "progress": publish.progress,
        "place": place.screen,
        "tour": tour.screen,
    }
)
"""Every address below ROOT."""

UNORDERED: Final = frozenset({"picture", "progress"})
"""Screens that read no draft and write nothing, so that several may be at work at once."""
