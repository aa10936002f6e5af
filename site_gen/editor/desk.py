"""What screens work with: the project, its history and drafts, the site as preview has read it, and a draft's look."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib.resources import files
from typing import Any
from urllib.parse import quote

import jinja2

from site_gen.actions.editing.drafts import Drafts
from site_gen.actions.editing.saving import Workplace
from site_gen.editor.look import Look
from site_gen.editor.web import ROOT, Answer, Asked, address
from site_gen.editor.words import LANGUAGES, Words, words_in
from site_gen.model.site import Site
from site_gen.preview.inbox import LocalInbox
from site_gen.preview.session import Session


def make_environment() -> jinja2.Environment:
    """Return the templates, which escape whatever they show."""
    folder = files("site_gen.editor") / "templates"
    loader = jinja2.FunctionLoader(lambda name: (folder / name).read_text(encoding="utf-8"))
    return jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


@dataclass(frozen=True, slots=True)
class Desk:
    """A project in the editor. `site_origin` is where its pages are shown, `key` the session's secret."""

    work: Workplace
    session: Session
    inbox: LocalInbox
    look: Look
    key: str = field(repr=False)
    site_origin: str = ""
    look_path: str = ""
    environment: jinja2.Environment = field(default_factory=make_environment)

    @property
    def site(self) -> Site | None:
        """The site as it was last read without errors."""
        snapshot = self.session.engine.snapshot
        return snapshot.site if snapshot else None

    @property
    def now(self) -> datetime:
        return self.session.engine.now()

    @property
    def drafts(self) -> Drafts:
        return Drafts(self.work.folder / "drafts")

    @property
    def token(self) -> str:
        """What every form carries, and no page of another origin can know."""
        return hmac.new(self.key.encode(), b"form", hashlib.sha256).hexdigest()

    def look_address(self, page: str) -> str:
        """Return where a page of the last draft is shown."""
        return f"{self.site_origin}{self.look_path}{quote(page)}"

    def page(self, asked: Asked, template: str, status: int = 200, /, **view: Any) -> Answer:
        """Return a screen."""
        words = words_in(asked.language)
        common: Mapping[str, Any] = {
            "say": words.say,
            "words": words,
            "language": words.language,
            "languages": LANGUAGES,
            "here": asked.path,
            "token": self.token,
            "to": address,
            "root": ROOT,
            "site_name": self.site.main.name if self.site else self.session.project_name,
            "site_url": f"{self.site_origin}{self.site.main.base if self.site else '/'}",
            "open_problems": len(self.session.problems),
        }
        html = self.environment.get_template(template).render({**common, **view})
        return Answer(status, html.encode(errors="backslashreplace"))

    def message(self, asked: Asked, status: int, name: str) -> Answer:
        """Return a page with a title and a sentence, such as that there is no such thing."""
        words: Words = words_in(asked.language)
        return self.page(
            asked, "message.html", status, title=words.say(f"{name}_title"), text=words.say(f"{name}_text")
        )


Screen = Callable[[Desk, Asked], Answer]
"""A screen: it may read and write files, and takes its time in a thread of its own."""
