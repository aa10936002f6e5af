"""site-gen new"""

from __future__ import annotations

import calendar
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import click

from site_gen.actions.files import writing
from site_gen.cli.schema import write_schemas
from site_gen.cli.terminal import say
from site_gen.model.settings import LANGUAGES

STARTERS: Final = Path(__file__).parent.parent / "starter"
OFFER_DAYS: Final = 30


@click.command("new", epilog="Example: site-gen new my-site --language es")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--language", type=click.Choice(LANGUAGES), help="The language of the texts (asked for on a terminal; en)."
)
def command(folder: Path, language: str | None) -> None:
    """Start a project: a small, complete one that builds at once.

    DIR is made; a folder that already has files in it is left alone.
    """
    if folder.exists() and any(folder.iterdir()):
        raise click.UsageError(f"{folder} is not empty; name a new folder")
    if language is None:
        language = _ask() if sys.stdin.isatty() and sys.stderr.isatty() else "en"
    today = datetime.now().astimezone()  # noqa: TID251  # the command line may read the clock; here for the first offer's dates
    with writing(folder):
        for file, text in starter_files(language, today).items():
            target = folder / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
        (folder / "content" / "images").mkdir(parents=True, exist_ok=True)
    write_schemas(folder / "schemas")
    say(f"{folder} is ready. Next:")
    say(f"  cd {folder}")
    say("  site-gen preview --open")
    say("and write your own words into site.yaml: the browser shows what you save.")


def _ask() -> str:
    choice: str = click.prompt("Language of the site", type=click.Choice(LANGUAGES), default="en", err=True)
    return choice


def starter_files(language: str, today: datetime) -> dict[str, str]:
    """Return the starter project's files by path, with days counted from `today`."""
    root = STARTERS / language
    tokens = _tokens(today)
    files = {}
    for path in sorted(root.rglob("*")):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            for token, value in tokens.items():
                text = text.replace(token, value)
            name = path.relative_to(root).as_posix()
            files[".gitignore" if name == "gitignore" else name] = text
    return files


def _tokens(today: datetime) -> dict[str, str]:
    tokens = {
        "@TODAY@": f"{today:%Y-%m-%d}",
        "@START@": f"{today:%Y-%m-%d}T00:00",
        "@END@": f"{today + timedelta(days=OFFER_DAYS):%Y-%m-%d}T18:00",
    }
    for back in range(1, 7):
        months = today.year * 12 + today.month - 1 - back
        year, month = divmod(months, 12)
        tokens[f"@M{back}@"] = f"{year:04}-{month + 1:02}"
        tokens[f"@M{back}_LAST@"] = f"{year:04}-{month + 1:02}-{calendar.monthrange(year, month + 1)[1]:02}"
    return tokens
