"""Puts the editor into preview's server."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from tornado.web import Application

from site_gen.actions.editing.commits import Commits
from site_gen.actions.editing.private_files import editor_folder
from site_gen.actions.editing.saving import Workplace
from site_gen.editor.desk import Desk
from site_gen.editor.look import Look
from site_gen.editor.screens import SCREENS
from site_gen.editor.server import HOST, Editor, attach
from site_gen.preview.engine import PreviewedProject
from site_gen.preview.run import Extension, origin
from site_gen.preview.server import Served


@dataclass
class EditorExtension:
    """The editor of a project, with a key of its own for each run. `start` is the address to begin at, once the server
    runs."""

    place: PreviewedProject
    clock: Callable[[], datetime]
    start: str = ""
    key: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)

    def extension(self) -> Extension:
        return Extension(self._attach, frozenset({HOST}))

    def _attach(self, app: Application, served: Served, port: int) -> None:
        project = self.place.project
        work = Workplace(project, editor_folder(self.place.cache, project), self.clock, Commits(project))
        look = Look(self.place, self.clock)
        look_path = f"/_preview/look/{secrets.token_urlsafe(24)}/"
        desk = Desk(work, served.session, served.inbox, look, self.key, origin("127.0.0.1", port), look_path)
        served.spare.append(lambda: look.snapshot)
        editor = Editor(desk, SCREENS, served, port)
        attach(app, editor)
        self.start = editor.start
