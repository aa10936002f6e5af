"""site-gen privacy"""

from __future__ import annotations

from pathlib import Path

import click

from site_gen.actions.errors import AlreadyThereError
from site_gen.actions.privacy import privacy_text, write_privacy
from site_gen.cli.options import find_project, now_option, project_option, resolve_now
from site_gen.cli.refusals import as_usage_errors
from site_gen.cli.terminal import say
from site_gen.messages import m


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
    if do_write and language is not None:
        raise click.UsageError(m("--write writes every language: leave --language out"))
    folder = find_project(project)
    instant = resolve_now(now, folder)
    if not do_write:
        with as_usage_errors(language=m("the site has: {known}")):
            click.echo(privacy_text(folder, language, instant), nl=False)
        return
    try:
        files = write_privacy(folder, instant, replace=replace)
    except AlreadyThereError as error:
        raise click.UsageError(
            m("{files} would be written over; --replace does it", files=", ".join(error.files))
        ) from error
    for file in files:
        click.echo(file)
    say(m("read it through and make it yours; site-gen check says when it no longer names who receives the data"))
