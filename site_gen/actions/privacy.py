"""The generated privacy page: its text, and writing it as files for the owner to edit."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

from site_gen.actions.errors import AlreadyThereError, NamedThing, UnknownNameError
from site_gen.actions.files import write_text, writing
from site_gen.load import load_site
from site_gen.model.site import Site
from site_gen.pages.privacy import notice_text
from site_gen.sources.quoting import quoted

STEM: Final = "content/privacy"


def privacy_text(project: Path, language: str | None, now: datetime) -> str:
    """Return the page's Markdown in a language; None is the main one. Raises ProjectError, UnknownNameError."""
    site = load_site(project).site
    if language is not None and language not in site.settings:
        raise UnknownNameError(NamedThing.LANGUAGE, language, tuple(site.settings))
    return notice_text(site, language or site.main.language, now)[1]


def write_privacy(project: Path, now: datetime, *, replace: bool) -> tuple[str, ...]:
    """Write the page as content/privacy.md and a file for each translation; return the files.

    Raises ProjectError, WorldError, and AlreadyThereError for existing files, unless they may be replaced.
    """
    site = load_site(project).site
    files = {language: _file(site, language) for language in site.settings}
    there = tuple(file for file in files.values() if (project / file).exists())
    if there and not replace:
        raise AlreadyThereError(there)
    with writing(project):
        for language, file in files.items():
            write_text(project / file, _page(site, language, now))
    return tuple(files.values())


def _file(site: Site, language: str) -> str:
    return f"{STEM}.md" if language == site.main.language else f"{STEM}.{language}.md"


def _page(site: Site, language: str, now: datetime) -> str:
    """Return a page with its front matter; only the original contains the day."""
    title, body = notice_text(site, language, now)
    day = now.astimezone(site.main.zone)
    updated = f"updated: {day:%Y-%m-%d}\n" if language == site.main.language else ""
    return f"---\ntitle: {quoted(title)}\n{updated}---\n\n{body}"
