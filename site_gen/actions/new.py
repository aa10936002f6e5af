"""Starts a project: small and complete, with dates relative to the day of its start."""

from __future__ import annotations

import calendar
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from site_gen.actions.errors import AlreadyThereError
from site_gen.actions.files import write_text, writing
from site_gen.actions.schemas import write_schemas

STARTERS: Final = Path(__file__).parent.parent / "starter"
OFFER_DAYS: Final = 30


def new_project(folder: Path, language: str, today: datetime) -> None:
    """Write the starter project of a language into a new or empty folder. Raises AlreadyThereError, WorldError."""
    check_is_free(folder)
    with writing(folder):
        for file, text in starter_files(language, today).items():
            write_text(folder / file, text)
        (folder / "content" / "images").mkdir(parents=True, exist_ok=True)
    write_schemas(folder / "schemas")


def check_is_free(folder: Path) -> None:
    """Raise AlreadyThereError for a folder that has files in it."""
    if folder.exists() and any(folder.iterdir()):
        raise AlreadyThereError((str(folder),))


def starter_files(language: str, today: datetime) -> dict[str, str]:
    """Return the starter project's files by path, with dates relative to `today`."""
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
