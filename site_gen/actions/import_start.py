"""Starts a project for a site that is brought over: as a new one, with what the other site's settings say."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from site_gen.actions.files import writing
from site_gen.actions.new import new_project
from site_gen.actions.new_answers import Answers
from site_gen.files import write_atomically
from site_gen.importers.foreign import ForeignSite
from site_gen.model.base import is_url
from site_gen.model.setting_values import LANGUAGES
from site_gen.sources.edits.files import Content, edited, read_content
from site_gen.sources.yaml import Data

_TYPOGRAPHIC: Final = frozenset({"hugo", "jekyll", "astro", "wordpress"})
"""Generators whose pages have typographic quotes and dashes unless their settings say no."""


def start_project(folder: Path, site: ForeignSite, today: datetime) -> None:
    """Write a starter project with the other site's name, address, languages and time zone.

    Raises AlreadyThereError for a folder that has files, and WorldError.
    """
    languages = languages_of(site)
    language = languages[0] if languages and languages[0] in LANGUAGES else "en"
    new_project(folder, Answers(language), today)
    values: dict[str, Data] = {"languages": [*(languages or ["en"])]}
    if site.title.strip():
        values["name"] = " ".join(site.title.split())[:300]
    address = site.url.strip()
    if is_url(address) and urlsplit(address).query == "" and "localhost" not in address:
        values["url"] = address.rstrip("/") + "/"
    if site.generator in _TYPOGRAPHIC:
        values["typography"] = True
    if site.zone:
        values["time_zone"] = site.zone
    path = folder / "site.yaml"
    raw = path.read_bytes()
    there = read_content(raw, is_markdown=False).data
    settings = there if isinstance(there, dict) else {}
    with writing(folder):
        write_atomically(path, edited(raw, Content({**settings, **values})))


def languages_of(site: ForeignSite) -> list[str]:
    """Return the site's languages, its first one first, then by the number of texts."""
    counted = Counter(text.language or site.language for text in site.texts)
    found = [language for language, _ in counted.most_common() if language]
    first = site.language if site.language in found else (found[0] if found else site.language)
    return list(dict.fromkeys([*([first] if first else []), *found]))[:20]
