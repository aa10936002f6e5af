"""The generators that are known, and how a folder is told to be one's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final

from site_gen.importers import astro, eleventy, html_pages, hugo, jekyll, nikola, pelican, wordpress
from site_gen.importers.folder import Folder
from site_gen.importers.foreign import ForeignSite
from site_gen.importers.text_files import HTML, MARKDOWN, RST

GENERATORS: Final[Mapping[str, Callable[[Folder], ForeignSite]]] = MappingProxyType(
    {
        "hugo": hugo.read,
        "jekyll": jekyll.read,
        "pelican": pelican.read,
        "eleventy": eleventy.read,
        "astro": astro.read,
        "nikola": nikola.read,
        "wordpress": wordpress.read,
        "html": html_pages.read,
    }
)
"""What can be read, by name."""

STATIC_NAMES: Final = frozenset({"public", "_site", "output"})
"""Folders at the root that are looked into, as some generators keep files to hand out there."""

_SAMPLE: Final = 150


def generator_of(folder: Folder) -> str | None:
    """Return the name of the generator that a folder was written for; None if nothing in it can be read."""
    by_settings = _by_settings(folder)
    if by_settings:
        return by_settings
    markdown = [file for file in folder.files if file.lower().endswith((*MARKDOWN, *RST))]
    if not markdown:
        if wordpress.exports_in(folder):
            return "wordpress"
        return "html" if folder.below("", *HTML) else None
    return _by_texts(folder, markdown)


_SETTINGS: Final = (
    ("astro", astro.SETTINGS),
    ("eleventy", eleventy.SETTINGS),
    ("pelican", ("pelicanconf.py", "publishconf.py")),
    ("hugo", tuple(name for name in hugo.SETTINGS if "hugo." in name)),
    ("jekyll", jekyll.SETTINGS),
    ("hugo", hugo.SETTINGS),
)
"""Files that one generator alone has; of files that several may have, in the order in which they are looked for."""


def _by_settings(folder: Folder) -> str | None:
    if folder.has("conf.py") and re.search(r"BLOG_TITLE|NIKOLA|nikola", folder.text("conf.py", 1_000_000) or ""):
        return "nikola"
    return next((name for name, files in _SETTINGS if folder.has(*files)), None)


def _by_texts(folder: Folder, files: list[str]) -> str:
    """Tell by folders and by how texts are written; Hugo's way is the plainest."""
    parts = Counter(part for file in files for part in set(PurePosixPath(file).parts[:-1]))
    if parts["_posts"] or parts["_drafts"]:
        return "jekyll"
    if any(file.startswith("src/content/") for file in files):
        return "astro"
    if folder.below("", ".11tydata.js", ".11tydata.json", ".njk"):
        return "eleventy"
    step = max(1, len(files) // _SAMPLE)
    votes: Counter[str] = Counter()
    for file in files[::step][:_SAMPLE]:
        votes[_vote(file, (folder.text(file) or "")[:20_000])] += 1
    del votes[""]
    return votes.most_common(1)[0][0] if votes else "hugo"


def _vote(file: str, text: str) -> str:
    signs = (
        ("nikola", r"\s*(?:<!--\s*)?\.\. (?:title|slug|date):"),
        ("pelican", r"\s*(?:Title|Date|Slug|Category|Tags|Author|Status):[^\n]*\n\w+:|[^\n]+\n[#=*]{3,}\n+:\w+:"),
        ("hugo", r"\+\+\+\s*\n|\{\s*\n?\s*\"|(?s:.*)\{\{[<%]"),
        ("astro", r"---\n(?s:.{0,3000}?)^(?:pubDate|pubDatetime|heroImage|publishDate):"),
        ("jekyll", r"---\n(?s:.*)\{%-?\s*(?:highlight|include|post_url|raw)\b"),
    )
    found = next((name for name, sign in signs if re.match(sign, text, re.MULTILINE)), "")
    if not found and file.endswith(".mdx"):
        return "astro"
    if not found and re.match(r"\d{4}-\d\d-\d\d-", PurePosixPath(file).name) and "/" not in file:
        return "jekyll"
    return found
