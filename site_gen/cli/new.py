"""site-gen new"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from site_gen.actions.errors import AlreadyThereError
from site_gen.actions.new import check_is_free, new_project
from site_gen.actions.new_answers import Answers
from site_gen.cli.terminal import say
from site_gen.model.settings import LANGUAGES


@click.command("new", epilog="Example: site-gen new my-site --language es")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--language", type=click.Choice(LANGUAGES), help="The language of the texts (asked for on a terminal; en)."
)
def command(folder: Path, language: str | None) -> None:
    """Start a project: a small, complete one that builds at once.

    DIR is made; a folder that already has files in it is left alone.
    """
    try:
        check_is_free(folder)
        if language is None:
            language = _ask() if sys.stdin.isatty() and sys.stderr.isatty() else "en"
        today = datetime.now().astimezone()  # noqa: TID251  # the command line may read the clock; here for the first offer's dates
        new_project(folder, Answers(language), today)
    except AlreadyThereError as error:
        raise click.UsageError(f"{folder} is not empty; name a new folder") from error
    say(f"{folder} is ready. Next:")
    say(f"  cd {folder}")
    say("  site-gen edit")
    say("and write your own words in the browser; or in a text editor, beside 'site-gen preview --open'.")


def _ask() -> str:
    choice: str = click.prompt("Language of the site", type=click.Choice(LANGUAGES), default="en", err=True)
    return choice
