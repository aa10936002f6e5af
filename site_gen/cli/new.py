"""site-gen new"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import click

from site_gen.actions.errors import AlreadyThereError
from site_gen.actions.new import check_is_free, new_project
from site_gen.actions.new_answers import Answers, WrongAnswersError
from site_gen.cli.language import spoken
from site_gen.cli.terminal import say
from site_gen.messages import joined, listed, m
from site_gen.model.setting_values import LANGUAGES

_OPTIONS: Final = {
    "name": "--name", "role": "--role", "email": "--email", "networks": "--network", "currency": "--currency",
    "time_zone": "--time-zone", "offer": "--offer", "price": "--price",
}  # fmt: skip
"""The option for each answer."""


def _language(_ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Return the code of a language that is given in any form."""
    if value is None:
        return None
    from site_gen.actions.language_names import language_called, other_language_called

    found = language_called(value)
    if found is None:
        other = other_language_called(value)
        hint = m("; 'site-gen translate {other}' then prepares the words of yours", other=other) if other else ""
        raise click.BadParameter(
            m(
                "no starter is in '{value}': take one of {languages}{hint}",
                value=value,
                languages=", ".join(LANGUAGES),
                hint=hint,
            ),
            param=param,
        )
    return found


@click.command("new", epilog='Example: site-gen new my-site --language es --name "Mara Vidal"')
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--language",
    metavar=f"[{'|'.join(LANGUAGES)}]",
    callback=_language,
    help="The language of the texts, in any form: es, Spanish, español (that of the program).",
)
@click.option("--name", help="Your name, or your agency's, as clients know it.")
@click.option("--role", help='What you sell, in a few words: "Social media for cafés".')
@click.option("--email", help="Where clients write to you.")
@click.option("--network", "networks", multiple=True, metavar="NETWORK=ACCOUNT", help="An account of yours; repeat it.")
@click.option("--currency", help="The currency of your prices: EUR, GBP, UAH …")
@click.option("--time-zone", help="The clock of your deadlines: Europe/Madrid.")
@click.option("--offer", help="The title of your first offer.")
@click.option("--price", help="Its price: the number alone.")
@click.option("--no-questions", is_flag=True, help="Ask nothing: what isn't given stays a sample to be replaced.")
def command(folder: Path, language: str | None, *, no_questions: bool, **given: Any) -> None:
    """Start a project: a small, complete one that builds at once.

    DIR is made; a folder that already has files in it is left alone. On a terminal you are asked for what is not given
    by an option, in your language; Enter keeps what stands there, and with Ctrl-C nothing is written.
    """
    try:
        check_is_free(folder)
        today = datetime.now().astimezone()  # noqa: TID251  # the command line may read the clock; here for the first offer's dates
        asks = not no_questions and sys.stdin.isatty() and sys.stderr.isatty()
        accounts = _accounts(given.pop("networks"))
        answers = _answers(language, {**given, "networks": accounts}, today, asks=asks)
        new_project(folder, answers, today)
    except AlreadyThereError as error:
        raise click.UsageError(m("{folder} is not empty; name a new folder", folder=folder)) from error
    except WrongAnswersError as error:
        raise click.UsageError(listed(_said(error), "\n")) from error
    _say_what_next(folder, answers.language if asks else spoken())


def _answers(language: str | None, given: Mapping[str, Any], today: datetime, *, asks: bool) -> Answers:
    """Return all answers: those that are given, and where somebody is asked, the others."""
    if not asks:
        return Answers(language or spoken(), **given)
    from site_gen.cli.machine import own_currency, own_language, own_zone
    from site_gen.cli.new_questions import ask, ask_language

    language = language or ask_language(own_language(os.environ))
    answers = Answers(language, **given)
    usual = {"currency": own_currency(os.environ)}
    answers = ask(answers, today, usual)
    if answers.time_zone is None and (zone := own_zone(os.environ)):
        return Answers(**{**{name: getattr(answers, name) for name in ("language", *_OPTIONS)}, "time_zone": zone})
    return answers


def _accounts(given: Sequence[str]) -> dict[str, str] | None:
    from site_gen.model.networks import NETWORKS

    if not given:
        return None
    from site_gen.cli.new_questions import UnknownNetworkError, accounts_in

    found: dict[str, str] = {}
    for text in given:
        try:
            found |= accounts_in(text)
        except UnknownNetworkError as error:
            known = ", ".join(NETWORKS)
            message = m("'{text}' names no network: write instagram=mara; known are {known}", text=text, known=known)
            raise click.BadParameter(message, param_hint="'--network'") from error
    return found


def _said(error: WrongAnswersError) -> list[str]:
    """Return what is wrong with options, each in a line."""
    found: list[str] = []
    for mistake in error.mistakes:
        name = mistake.answer.partition(".")[0]
        parts = (mistake.message, "; ", mistake.hint) if mistake.hint else (mistake.message,)
        found.append(joined(_OPTIONS.get(name, name), ": ", *parts))
    return found


def _say_what_next(folder: Path, language: str) -> None:
    from site_gen.editor.words import words_in

    words = words_in(language)
    say()
    say(words.say("new_ready", folder=folder))
    _say_command(f"cd {folder}")
    _say_command("site-gen edit")
    say(words.say("new_then"))
    _say_command("site-gen preview --open")


def _say_command(words: str) -> None:
    say(f"  {words}")
