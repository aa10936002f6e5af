"""What was saved, and undoing it: today's and last week's."""

from __future__ import annotations

from difflib import unified_diff
from typing import Any

from site_gen.actions.editing.history import Save
from site_gen.actions.editing.saving import ChangedElsewhereError, NotKeptError, undo
from site_gen.editor.desk import Desk
from site_gen.editor.things import thing_of
from site_gen.editor.web import Answer, Asked, redirect, whole
from site_gen.render.localize import Localizer

SHOWN = 50


def screen(desk: Desk, asked: Asked) -> Answer:
    """Show the last saves, the newest first, each with what it changed; undo one."""
    number, commits = whole(asked.field("number")), desk.work.commits
    if asked.method == "POST" and asked.field("do") == "commits" and commits is not None:
        commits.switch(on=bool(asked.field("on")))
        return redirect("changes")
    if asked.method == "POST":
        if number is None:
            return desk.message(asked, 404, "missing")
        return _undo(desk, asked, number)
    saves = [_view(desk, save, asked.language) for save in desk.work.history.saves(SHOWN)]
    return desk.page(
        asked,
        "changes.html",
        saves=saves,
        can_commit=commits is not None and commits.is_possible,
        commits=commits is not None and commits.is_on,
        problem=commits.problem if commits else None,
    )


def _undo(desk: Desk, asked: Asked, number: int) -> Answer:
    try:
        undo(desk.work, number)
    except ChangedElsewhereError:
        return desk.message(asked, 409, "undo_elsewhere")
    except NotKeptError:
        return desk.message(asked, 410, "not_kept")
    done = desk.work.history.save(number)
    files = done.files if done else ()
    here = [file for file in files if desk.work.read(file) is not None and thing_of(file)]
    if asked.field("back") == "plan":
        return redirect("plan", wrote=files)
    if here and asked.field("back") == "write":
        return redirect("write", wrote=files, file=here[0])
    return redirect("changes", wrote=files)


def _view(desk: Desk, save: Save, language: str) -> dict[str, Any]:
    zone = desk.site.main.time_zone if desk.site else "UTC"
    changes = [
        (change.file, desk.work.history.content(change.before), desk.work.history.content(change.after))
        for change in save.changes
    ]
    return {
        "number": save.number,
        "at": save.at.isoformat(timespec="seconds"),
        "when": Localizer(language, zone, {}).instant_short(save.at.isoformat()),
        "what": save.what,
        "files": [
            {"file": file, "lines": _lines(before, after), "can_open": bool(thing_of(file))}
            for file, before, after in changes
        ],
    }


def _lines(before: bytes | None, after: bytes | None) -> list[dict[str, str]]:
    """Return the lines that differ; none for pictures."""
    try:
        old, new = (b"" if content is None else content for content in (before, after))
        lines = list(unified_diff(old.decode().splitlines(), new.decode().splitlines(), n=0, lineterm=""))[2:]
    except UnicodeDecodeError:
        return []
    kinds = {"+": "new", "-": "old"}
    return [{"kind": kinds[line[0]], "text": line[1:]} for line in lines[:40] if line[:1] in kinds]
