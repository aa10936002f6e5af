"""The editor's screens, one module each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from site_gen.editor.desk import Screen
from site_gen.editor.screens import (
    changes,
    clients,
    contents,
    creating,
    exports,
    leads,
    month,
    pictures,
    place,
    plan,
    posts,
    publish,
    renaming,
    today,
    topic,
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
        "rename": renaming.screen,
        "service": renaming.service,
        "changes": changes.screen,
        "pictures": pictures.screen,
        "picture": pictures.picture,
        "posts": posts.screen,
        "leads": leads.screen,
        "leads.csv": leads.export,
        "funnel": leads.funnel,
        "client": clients.screen,
        "plan": plan.screen,
        "topic": topic.screen,
        "topic-draft": topic.draft,
        "month": month.screen,
        "responses": exports.responses,
        "numbers": exports.numbers,
        "publish": publish.screen,
        "progress": publish.progress,
        "place": place.screen,
        "tour": tour.screen,
    }
)
"""Every address below ROOT."""

POSTED: Final = frozenset({"draft", "topic-draft", "copy", "delete"})
"""Screens that answer only to what was sent with the form's token: a mere link or picture to them changes nothing."""

UNORDERED: Final = frozenset({"picture", "leads.csv", "progress"})
"""Screens that read no draft and write nothing, so that several may be at work at once."""
