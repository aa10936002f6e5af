"""Imports a small site into a new project, and reads what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from site_gen.actions.import_record import read_record
from site_gen.actions.import_site import SiteImport, SiteRequest, find_site, write_site
from site_gen.sources.front_matter import split_front_matter
from site_gen.sources.yaml import read_yaml
from tests.importers.sites import SITES, lay_out
from tests.support import SITE, write_files


def brought(tmp_path: Path, files: Mapping[str, str | bytes], generator: str | None = None) -> tuple[SiteImport, Path]:
    """Return what an import into a small project in English and Spanish found, and the project with its files."""
    project = write_files(tmp_path / "new", {"site.yaml": SITE})
    request = SiteRequest(lay_out(tmp_path / "old", files), project, generator)
    found = find_site(request)
    write_site(found)
    return found, request.project


def brought_from(tmp_path: Path, name: str) -> tuple[SiteImport, Path]:
    """Return the same for one of the prepared sites, which has to be told by its files."""
    found, project = brought(tmp_path, SITES[name])
    assert found.generator == name
    return found, project


def texts_of(project: Path) -> dict[str, tuple[dict[str, Any], str]]:
    """Return the texts that an import wrote: front matter and body by path below content/."""
    made = {}
    for file in read_record(project).files:
        if file.endswith(".md"):
            split = split_front_matter((project / file).read_text(encoding="utf-8"), file)
            document = read_yaml(split.yaml or "", file)
            assert not document.problems
            assert isinstance(document.data, dict)
            made[file.removeprefix("content/")] = (document.data, split.body.strip("\n"))
    return made


def one(body: str, name: str = "hugo", **head: str) -> Mapping[str, str | bytes]:
    """Return a site with one text in Markdown."""
    lines = "".join(f"{key}: {value}\n" for key, value in {"title": "One", "date": "2024-01-02", **head}.items())
    text = f"---\n{lines}---\n{body}"
    places = {
        "hugo": {"hugo.toml": "", "content/posts/one.md": text},
        "jekyll": {"_config.yml": "title: x\n", "_posts/2024-01-02-one.md": text},
        "astro": {"astro.config.mjs": "", "src/content/blog/one.mdx": text},
        "eleventy": {"eleventy.config.js": "", "blog/one.md": text},
        "pelican": {"pelicanconf.py": "", "content/one.md": text},
        "nikola": {"conf.py": "BLOG_TITLE = 'x'\n", "posts/one.md": text},
    }
    return places[name]
