"""A short tour of the editor, and how to use it by keyboard: shown at the first start, and whenever one asks."""

from __future__ import annotations

from typing import Final

from site_gen.actions.editing.private_files import private_folder, write_private
from site_gen.editor.desk import Desk
from site_gen.editor.web import Answer, Asked, redirect

STEPS: Final = (
    ("words", "write?file=site.yaml"),
    ("things", "contents"),
    ("tongues", "contents"),
    ("posts", "posts"),
    ("leads", "leads"),
    ("publish", "publish"),
)
"""The steps, each with the screen that it is about."""

KEYS: Final = (
    (("Tab",), "tab"),
    (("Shift", "Tab"), "shift_tab"),
    (("Enter",), "enter"),
    (("Space",), "space"),
    (("↑ ↓",), "arrows"),
)
"""Keys, each with what it does."""

_SEEN: Final = "tour-seen"


def screen(desk: Desk, asked: Asked) -> Answer:
    """Show the tour; note that it was seen, so that Today offers it no more."""
    if asked.method == "POST":
        private_folder(desk.work.folder)
        write_private(desk.work.folder / _SEEN, b"")
        return redirect("")
    is_first = asked.query.get("first") == "1"
    return desk.page(asked, "tour.html", steps=STEPS, keys=KEYS, is_first=is_first, folder=str(desk.work.project))


def is_seen(desk: Desk) -> bool:
    """Whether the tour was taken, or declined."""
    return (desk.work.folder / _SEEN).exists()
