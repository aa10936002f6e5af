"""Puts the editor into preview's server."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from tornado.web import Application

from site_gen.actions.editing.commits import Commits
from site_gen.actions.editing.private_files import editor_folder
from site_gen.actions.editing.saving import Workplace, take_back_what_was_cut_off
from site_gen.editor.desk import Desk
from site_gen.editor.look import Look
from site_gen.editor.publish_work import do
from site_gen.editor.publishing import Publishing
from site_gen.editor.screens import SCREENS
from site_gen.editor.server import HOST, Editor, attach
from site_gen.preview.engine import PreviewedProject
from site_gen.preview.run import Extension, origin
from site_gen.preview.server import Served


@dataclass
class EditorExtension:
    """The editor of a project, with a key of its own for each run. `who` publishes, for people; `start` is the address
    to begin at, once the server runs."""

    place: PreviewedProject
    clock: Callable[[], datetime]
    who: str = "somebody"
    start: str = ""
    key: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)

    def extension(self) -> Extension:
        """Return what preview's server takes in. The project is whole then, whatever ended the last run."""
        take_back_what_was_cut_off(self._workplace())
        return Extension(self._attach, frozenset({HOST}))

    def _workplace(self) -> Workplace:
        project = self.place.project
        return Workplace(project, editor_folder(self.place.cache, project), self.clock, Commits(project))

    def _attach(self, app: Application, served: Served, port: int) -> None:
        place, project = self.place, self.place.project
        work = self._workplace()
        look = Look(place, self.clock)
        publishing = Publishing(
            project,
            work.folder,
            place.cache,
            self.clock,
            do,
            lambda: desk.site,
            environment=place.secrets,
            who=self.who,
        )
        desk = Desk(
            work=work,
            session=served.session,
            inbox=served.inbox,
            look=look,
            publishing=publishing,
            key=self.key,
            site_origin=origin("127.0.0.1", port),
            look_path=f"/_preview/look/{secrets.token_urlsafe(24)}/",
        )
        served.spare.append(lambda: look.snapshot)
        editor = Editor(desk, SCREENS, served.guard, port)
        attach(app, editor)
        self.start = editor.start
