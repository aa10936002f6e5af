"""Output on a terminal; in a pipe, plain text without progress."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, TypeVar

import click

from site_gen.cli.language import in_words
from site_gen.inert import inert_json, inert_lines
from site_gen.messages import KEEPS_MESSAGES, Message, kept_data, m, plural
from site_gen.problems import WorldError


def make_output_safe() -> None:
    """Make a console escape characters that it can't show, instead of failing (Windows code pages)."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def print_json(data: object) -> None:
    """Write a result to standard output as one JSON document, even if the stream can't show every character.

    Its texts are English; for this program itself, which runs others for several projects, they stay translatable.
    """
    if os.environ.get(KEEPS_MESSAGES):
        data = kept_data(data)
    is_utf8 = (sys.stdout.encoding or "").lower().replace("-", "") in {"utf8", "utf8sig"}
    click.echo(inert_json(json.dumps(data, ensure_ascii=not is_utf8, indent=2)))


_STYLE: Final = re.compile(r"(\x1b\[[0-9;]*m)")
"""What `click.style` writes: colours, and nothing that moves, clears or answers."""


def say(text: str = "", **style: bool | str) -> None:
    """Write a line to standard error, in the language of the terminal: messages are not results.

    Names of files and texts of others may be in it: whatever could do something to a terminal is escaped.
    """
    pieces = _STYLE.split(in_words(text))
    pieces[::2] = ("\n".join(inert_lines(piece)) for piece in pieces[::2])
    click.secho("".join(pieces), err=True, **style)  # type: ignore[arg-type]  # click's styles


def show_world_error(error: WorldError) -> None:
    say(m("error: {text}", text=str(error)), fg="red")
    if error.hint:
        say(m("  hint: {text}", text=error.hint), dim=True)


def window() -> int | None:
    """Return the width of the terminal; None if the output goes elsewhere."""
    import shutil

    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


_COUNTED: Final[Mapping[str, Message]] = {
    "article": plural("{count:,} article", "{count:,} articles", count=0),
    "date": plural("{count:,} date", "{count:,} dates", count=0),
    "error": plural("{count:,} error", "{count:,} errors", count=0),
    "file": plural("{count:,} file", "{count:,} files", count=0),
    "form address": plural("{count:,} form address", "{count:,} form addresses", count=0),
    "form": plural("{count:,} form", "{count:,} forms", count=0),
    "lead": plural("{count:,} lead", "{count:,} leads", count=0),
    "line": plural("{count:,} line", "{count:,} lines", count=0),
    "new state": plural("{count:,} new state", "{count:,} new states", count=0),
    "new topic": plural("{count:,} new topic", "{count:,} new topics", count=0),
    "note": plural("{count:,} note", "{count:,} notes", count=0),
    "offer page": plural("{count:,} offer page", "{count:,} offer pages", count=0),
    "offer": plural("{count:,} offer", "{count:,} offers", count=0),
    "page": plural("{count:,} page", "{count:,} pages", count=0),
    "picture": plural("{count:,} picture", "{count:,} pictures", count=0),
    "pinned post": plural("{count:,} pinned post", "{count:,} pinned posts", count=0),
    "post": plural("{count:,} post", "{count:,} posts", count=0),
    "project": plural("{count:,} project", "{count:,} projects", count=0),
    "redirect": plural("{count:,} redirect", "{count:,} redirects", count=0),
    "request": plural("{count:,} request", "{count:,} requests", count=0),
    "schema": plural("{count:,} schema", "{count:,} schemas", count=0),
    "topic": plural("{count:,} topic", "{count:,} topics", count=0),
    "warning": plural("{count:,} warning", "{count:,} warnings", count=0),
}


def counted(number: int, noun: str) -> Message:
    """Return '1 page', '3 pages'; the noun is one of those above."""
    return _COUNTED[noun].filled(count=number)


def tell(text: str, *, nl: bool = True) -> None:
    """Write a line of a result for people to standard output, in the language of the terminal."""
    click.echo(in_words(text), nl=nl)


Answer = TypeVar("Answer")

_YES: Final = frozenset({"y", "yes", "s", "sí", "si", "д", "да", "т", "так"})
_NO: Final = frozenset({"n", "no", "н", "нет", "ні", "не"})
"""What agrees and what doesn't, in every language: nobody answers in that of a question alone."""


def ask(question: str, read: Callable[[str], Answer]) -> Answer:
    """Ask a question in the language of the terminal, again while `read` refuses the answer by a UsageError."""
    words = in_words(question)
    return _ask(f"{words[:1].upper()}{words[1:]}", read)


def agrees(question: str, *, default: bool = True) -> bool:
    """Ask a question that is answered by yes or no, in the language of the terminal."""
    choice = m("[Y/n]") if default else m("[y/N]")
    return _ask(f"{in_words(question)} {in_words(choice)}", _is_yes, "y" if default else "n")


def _ask(words: str, read: Callable[[str], Answer], default: str | None = None) -> Answer:
    def answered(text: str) -> Answer:
        try:
            return read(text)
        except click.UsageError as error:
            raise click.UsageError(in_words(error.message)) from error

    answer: Answer = click.prompt(words, default=default, show_default=False, value_proc=answered, err=True)
    return answer


def _is_yes(answer: str) -> bool:
    word = answer.strip(" .!").casefold()
    if word not in _YES | _NO:
        raise click.UsageError(m("write y for yes, or n for no"))
    return word in _YES


def moment(instant: datetime) -> str:
    """Return an instant for people: 2026-11-30 18:00 CET."""
    return f"{instant:%Y-%m-%d %H:%M %Z}"
