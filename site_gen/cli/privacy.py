"""site-gen privacy"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Final

import click

from site_gen.actions.files import writing
from site_gen.cli.options import find_project, now_option, project_option, resolve_now
from site_gen.cli.terminal import say
from site_gen.load import load_site
from site_gen.pages.privacy import notice_text

STEM: Final = "content/privacy"


@click.command(
    "privacy", epilog="Example: site-gen privacy --write   (content/privacy.md and its translations, yours to edit)"
)
@project_option
@now_option
@click.option("--language", help="The language to print (default: the site's first).")
@click.option("--write", "do_write", is_flag=True, help="Write content/privacy.md, and one file for each translation.")
@click.option("--replace", is_flag=True, help="With --write: write over the files that are there.")
def command(project: Path | None, now: str | None, language: str | None, *, do_write: bool, replace: bool) -> None:
    """Print the privacy page that is written from what the project uses.

    Who is responsible, what the forms ask for, where they go and in which country, notices, how long data are kept,
    what stays in the browser, rights and authority by legal.profile. The site shows it as it is; with --write it
    becomes a file of yours, which then counts instead. It is a draft to read through, not legal advice.
    """
    folder = find_project(project)
    site = load_site(folder).site
    instant = resolve_now(now, folder)
    if language is not None and language not in site.settings:
        raise click.BadParameter(f"the site has: {', '.join(site.settings)}", param_hint="--language")
    if not do_write:
        click.echo(notice_text(site, language or site.main.language, instant)[1], nl=False)
        return
    if language is not None:
        raise click.UsageError("--write writes every language: leave --language out")
    first = site.main.language
    files = {lang: f"{STEM}.md" if lang == first else f"{STEM}.{lang}.md" for lang in site.settings}
    _refuse_to_overwrite(folder, list(files.values()), replace=replace)
    with writing(folder):
        for lang, file in files.items():
            day = instant.astimezone(site.main.zone) if lang == first else None
            _write(folder / file, *notice_text(site, lang, instant), day)
            click.echo(file)
    say("read it through and make it yours; site-gen check says when it no longer names who receives the data")


def _refuse_to_overwrite(folder: Path, files: list[str], *, replace: bool) -> None:
    there = [file for file in files if (folder / file).exists()]
    if there and not replace:
        raise click.UsageError(f"{', '.join(there)} would be written over; --replace does it")


def _write(path: Path, title: str, body: str, day: datetime | None) -> None:
    """Write a page; the day stands in the original alone."""
    updated = f"updated: {day:%Y-%m-%d}\n" if day else ""
    text = f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\n{updated}---\n\n{body}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
