"""What screens work with: the project, its history and drafts, the site as preview has read it, and a draft's look."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from importlib.resources import files
from typing import Any
from urllib.parse import quote

import jinja2

from site_gen.actions.editing.drafts import Drafts
from site_gen.actions.editing.saving import Workplace
from site_gen.editor.look import Look
from site_gen.editor.publishing import Publishing
from site_gen.editor.web import ROOT, Answer, Asked, address
from site_gen.editor.words import LANGUAGES, Words, words_in
from site_gen.messages import said_all
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """What the server needs of what is behind it: a project's desk, or the questions for a new one. `key` is the
    session's secret."""

    key: str = field(repr=False)
    environment: jinja2.Environment = field(default_factory=make_environment)
    site_origin: str = ""

    @property
    def token(self) -> str:
        """What every form carries, and no page of another origin can know."""
        return hmac.new(self.key.encode(), b"form", hashlib.sha256).hexdigest()

    @property
    def site(self) -> Site | None:
        """The site as it was last read without errors."""
        return None

    @property
    def has_moved(self) -> bool:
        """Whether another server answers here from now on."""
        return False

    async def ready(self) -> None:
        """Wait until screens may be asked."""

    def answering(self) -> AbstractContextManager[None]:
        """Return what holds while a screen answers."""
        return nullcontext()

    def wrote(self, files: Iterable[str]) -> None:
        """Take note of files that a screen wrote."""

    def answered(self) -> None:
        """Take note that an answer is on its way."""

    def common(self) -> Mapping[str, Any]:
        """Return what every screen of it shows."""
        return {"site_name": "site-gen", "site_url": "", "open_problems": 0, "is_start": True}

    def page(self, asked: Asked, template: str, status: int = 200, /, **view: Any) -> Answer:
        """Return a screen."""
        words = words_in(asked.language)
        about: Mapping[str, Any] = {
            "say": words.say,
            "words": words,
            "language": words.language,
            "languages": LANGUAGES,
            "here": asked.path,
            "token": self.token,
            "to": address,
            "root": ROOT,
        }
        html = self.environment.get_template(template).render(
            {**about, **said_all({**self.common(), **view}, words.language)}
        )
        return Answer(status, html.encode(errors="backslashreplace"))

    def message(self, asked: Asked, status: int, name: str) -> Answer:
        """Return a page with a title and a sentence, such as that there is no such thing."""
        words: Words = words_in(asked.language)
        return self.page(
            asked, "message.html", status, title=words.say(f"{name}_title"), text=words.say(f"{name}_text")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk(Reception):
    """A project in the editor. `site_origin` is where its pages are shown."""

    work: Workplace
    session: Session
    inbox: LocalInbox
    look: Look
    publishing: Publishing
    look_path: str = ""

    @property
    def site(self) -> Site | None:
        snapshot = self.session.engine.snapshot
        return snapshot.site if snapshot else None

    @property
    def now(self) -> datetime:
        return self.session.engine.now()

    @property
    def drafts(self) -> Drafts:
        return Drafts(self.work.folder / "drafts")

    async def ready(self) -> None:
        await self.session.settled()
        self.look.begin(self.session)

    def answering(self) -> AbstractContextManager[None]:
        return self.session.answering()

    def wrote(self, files: Iterable[str]) -> None:
        for file in files:
            self.session.notice(str(self.work.project / file))

    def common(self) -> Mapping[str, Any]:
        site = self.site
        return {
            "site_name": site.main.name if site else self.session.project_name,
            "site_url": f"{self.site_origin}{site.main.base if site else '/'}",
            "open_problems": len(self.session.problems),
            "is_start": False,
        }

    def look_address(self, page: str) -> str:
        """Return where a page of the last draft is shown."""
        return f"{self.site_origin}{self.look_path}{quote(page)}"


Screen = Callable[[Desk, Asked], Answer]
"""A screen: it may read and write files, and takes its time in a thread of its own."""
