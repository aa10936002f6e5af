"""What changes on a site at an instant, in words."""

from __future__ import annotations

from site_gen.messages import Message, m
from site_gen.model.timeline import Change, ChangeKind


def change_words(change: Change, at: str) -> Message:
    """Return a change in a line; `at` is its instant as people read it."""
    words = {
        ChangeKind.OPENS: m("{at}  {name} opens"),
        ChangeKind.CLOSES: m("{at}  {name} closes"),
        ChangeKind.APPEARS: m("{at}  {name} appears"),
        ChangeKind.EXPIRES: m("{at}  {name} expires"),
    }
    return words[change.kind].filled(at=at, name=change.slug)
