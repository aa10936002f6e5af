"""In which language the command line speaks, and commands with their help in that language.

--ui-language says it, else SITE_GEN_LANGUAGE, else the first language of the project that this is in, else the locale
(LC_ALL, LC_MESSAGES, LANG): who writes a site in Spanish reads Spanish, whatever language the machine was set up in.
"""

from __future__ import annotations

import gettext
import inspect
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from typing import Final

import click

from site_gen.messages import DOMAIN, ENGLISH, FOLDER, LANGUAGES, m, one_of, said, translated

VARIABLE: Final = "SITE_GEN_LANGUAGE"
_UI_LANGUAGE: Final = "--ui-language"
_LOCALE: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
_FIRST: Final = re.compile(r"^languages\s*:\s*(?:#.*)?[\[\s-]*[\"']?([a-z]{2,3})\b", re.MULTILINE)
_HEAD: Final = 20_000


class _Terminal:
    """The terminal's language: like the streams it is the process's own, and set once, when a command begins."""

    language = ENGLISH


def spoken() -> str:
    """Return the language that the command line speaks."""
    return _Terminal.language


def speak(language: str) -> None:
    """Speak a language from now on, also in the texts of the command line's library."""
    _Terminal.language = language if language in LANGUAGES else ENGLISH
    # The library asks the standard catalogue, whose language only the environment says. What is started from here reads
    # the environment too: it is for the same reader.
    if _Terminal.language != ENGLISH:
        os.environ["LANGUAGE"] = _Terminal.language
        gettext.bindtextdomain(DOMAIN, FOLDER)
        gettext.textdomain(DOMAIN)
    elif gettext.textdomain() == DOMAIN:
        gettext.textdomain("messages")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak another language meanwhile."""
    before = spoken()
    speak(language)
    try:
        yield
    finally:
        speak(before)


def in_words(text: str) -> str:
    """Return a text in the language that the command line speaks."""
    return said(text, _Terminal.language)


def preferred(environment: Mapping[str, str], words: Sequence[str], here: Path) -> str:
    """Return the language to speak, for a command line's words called in a folder."""
    if chosen := _option(words, _UI_LANGUAGE):
        return _code(chosen)
    if chosen := environment.get(VARIABLE, ""):
        return _code(chosen)
    project = _option(words, "--project")
    folders = (Path(project),) if project else (here, *here.parents)
    of_project = next((found for folder in folders if (found := _first_language(folder / "site.yaml")) is not None), "")
    if of_project in LANGUAGES:
        return of_project
    return _code(next((environment[name] for name in _LOCALE if environment.get(name)), ""))


def language_first(words: Sequence[str]) -> list[str]:
    """Return a command line with --ui-language before the command, wherever it was written."""
    end = words.index("--") if "--" in words else len(words)
    front: list[str] = []
    rest = list(words[:end])
    for index in range(end - 1, -1, -1):
        long = 1 if rest[index].startswith(f"{_UI_LANGUAGE}=") else 2
        if rest[index].partition("=")[0] == _UI_LANGUAGE and index + long <= len(rest):
            front, rest[index : index + long] = [*rest[index : index + long], *front], []
    return [*front, *rest, *words[end:]]


def _code(name: str) -> str:
    """Return the language of a locale's name: es for es_ES.UTF-8; English for one that the program doesn't speak."""
    code = re.split("[-_.@]", name.strip().lower())[0]
    return code if code in LANGUAGES else ENGLISH


def _option(words: Sequence[str], name: str) -> str:
    """Return an option's value, known before the command line is read: it decides how mistakes in it are told."""
    for index, word in enumerate(words):
        if word == name:
            return words[index + 1] if index + 1 < len(words) else ""
        if word.startswith(f"{name}="):
            return word.partition("=")[2]
    return ""


def _first_language(file: Path) -> str | None:
    """Return the first language of a site; '' if it can't be told; None if there is no such file.

    The file isn't read as YAML: its mistakes are to be told in its language, and --help has no time for that.
    """
    try:
        with file.open(encoding="utf-8", errors="replace") as opened:
            found = _FIRST.search(opened.read(_HEAD))
    except FileNotFoundError:
        return None
    except OSError:
        return ""
    return found[1] if found else ""


def check_language(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Refuse a language that the program doesn't speak. Raises a usage error."""
    if value is not None and re.split("[-_.@]", value.lower())[0] not in LANGUAGES:
        text = m("the program speaks {languages}, not '{value}'", languages=one_of(LANGUAGES), value=value)
        raise click.BadParameter(text, ctx, param)
    return value


def in_language(command: click.Command, language: str) -> click.Command:
    """Return a command with its help, and that of the commands below it, in a language."""
    found = copy(command)
    found._help_option = None  # noqa: SLF001  # the library keeps the first one, in the language of who asked first
    found.help, short, found.epilog = (
        with_names(translated(inspect.cleandoc(text), language), language) if text else text
        for text in (command.help, command.short_help, command.epilog)
    )
    found.short_help = short or _first_sentence(found.help or "")
    found.options_metavar = with_names(command.options_metavar or "", language)
    found.params = [_parameter(param, command, language) for param in command.params]
    if isinstance(found, click.Group):
        found.subcommand_metavar = with_names(found.subcommand_metavar, language)
        found.commands = {name: in_language(inner, language) for name, inner in found.commands.items()}
    return found


def _first_sentence(text: str) -> str:
    """Return what a list of commands says of one: the library would cut it off in the middle."""
    paragraph = " ".join(text.partition("\n\n")[0].split())
    return re.split(r"(?<=[.!?])\s", paragraph, maxsplit=1)[0]


def _parameter(param: click.Parameter, command: click.Command, language: str) -> click.Parameter:
    found = copy(param)
    if not isinstance(found, click.Option) or not (found.is_flag or found.count):
        found.metavar = with_names(value_name(param, command), language)
    if isinstance(found, click.Option) and found.help:
        found.help = with_names(translated(found.help, language), language)
    found.type = copy(param.type)
    found.type.name = translated(param.type.name, language)
    return found


def value_name(param: click.Parameter, command: click.Command) -> str:
    """Return what stands for a parameter's value in the help, in English: FILE, [NAME], [offer|result]."""
    return param.make_metavar(click.Context(command))


NAME: Final = re.compile(r"(?<![\w{$%])[A-Z]{2,}(?![\w}])")
"""A word that stands for what is to be typed in its place: FILE, NETWORK=ACCOUNT."""


def with_names(text: str, language: str) -> str:
    """Return a text with the names of values in a language: those of FILE, NAME …, which the help uses as they are
    typed in English. Other words in capitals stay."""
    return NAME.sub(lambda found: translated(found[0], language), text)
