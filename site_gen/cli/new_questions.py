"""The questions of site-gen new on a terminal, in the language of the site.

Enter keeps what stands there, a wrong answer is asked for again, and nothing is written before the last.
"""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

import click

from site_gen.actions.language_names import language_called, other_language_called
from site_gen.actions.new import project_files, starter_files
from site_gen.actions.new_answers import FIRST_OFFER, SITE, Answers, Mistake, mistakes_in
from site_gen.cli.terminal import say
from site_gen.editor.words import LANGUAGES, Words, words_in
from site_gen.messages import joined, said
from site_gen.model.networks import NETWORKS, network_called
from site_gen.sources.edits.files import read_content

ASKED: Final = ("name", "role", "email", "networks", "currency", "offer", "price")
"""What is asked after the language, in this order; each is a field of Answers."""

NONE: Final = "-"
"""What says that there are no accounts."""


class UnknownNetworkError(Exception):
    """A text that names no network."""


def ask_language(preferred: str) -> str:
    """Ask for the language of the site, in the one that is preferred, until one is meant."""
    words = words_in(preferred)
    while True:
        typed = _prompt(words.say("start_language"), LANGUAGES[words.language])
        if found := language_called(typed):
            return found
        other = other_language_called(typed)
        hint = words.say("new_language_other", command=f"site-gen translate {other}") if other else ""
        _say_wrong(words.say("new_language_wrong", text=typed, known=", ".join(LANGUAGES.values())), hint)


def ask(given: Answers, today: datetime, usual: Mapping[str, str]) -> Answers:
    """Ask for what is not given yet, and return all answers; those that were kept stay None. `usual` are defaults of
    this machine, by question, where they differ from the starter's."""
    words = words_in(given.language)
    _explain(words.say("new_intro"))
    answers = given
    for name in ASKED:
        if getattr(given, name) is None:
            answers = _asked(name, answers, words, today, usual)
    return answers


def _asked(name: str, answers: Answers, words: Words, today: datetime, usual: Mapping[str, str]) -> Answers:
    """Ask one question until the answer can be right."""
    kept = _standing(name, answers, today)
    default = usual.get(name) or kept
    say()
    if name == "offer":
        say(words.say("start_first_offer"), bold=True)
    if help_ := words.texts.get("new_networks_help" if name == "networks" else f"start_{name}_help"):
        _explain(help_)
    while True:
        typed = _prompt(words.say(f"start_{name}"), default)
        if typed == kept:
            return answers
        try:
            found, mistakes = _with(answers, name, typed, today)
        except UnknownNetworkError as error:
            known = ", ".join(network.name for network in NETWORKS.values())
            _say_wrong(words.say("new_network_wrong", text=error, known=known), "")
            continue
        if not mistakes:
            return found
        for mistake in mistakes:
            detail = joined(mistake.message, ": ", mistake.hint) if mistake.hint else mistake.message
            _say_wrong(words.say(f"start_wrong_{name}"), said(detail, words.language))


def _with(answers: Answers, name: str, typed: str, today: datetime) -> tuple[Answers, list[Mistake]]:
    """Return the answers with one more, and what is wrong with it. Raises UnknownNetworkError."""
    value: Any = accounts_in(typed) if name == "networks" else typed
    found = replace(answers, **{name: value})
    mistakes = [
        mistake
        for mistake in mistakes_in(found, starter_files(found.language, today))
        if mistake.answer.partition(".")[0] == name
    ]
    meant = re.fullmatch(r"write ([A-Z]{3})", mistakes[0].hint) if mistakes else None
    if name == "currency" and meant:  # 'euro', '€'
        return replace(answers, currency=meant[1]), []
    return found, mistakes


def accounts_in(text: str) -> dict[str, str]:
    """Return accounts by network: 'instagram mara, https://t.me/mara' names two. Raises UnknownNetworkError."""
    return {} if text.strip() == NONE else dict(_accounts(text))


def _accounts(text: str) -> Iterator[tuple[str, str]]:
    for part in filter(None, (each.strip() for each in re.split(r"[,;\n]", text))):
        word, _, account = (each.strip() for each in re.sub(r"\s*[:=]\s*(?!//)|\s+", " ", part).partition(" "))
        network = network_called(word) if account else _network_at(word)
        if network is None:
            raise UnknownNetworkError(part)
        yield network, account or word


def _network_at(address: str) -> str | None:
    """Return the network that an account's address is of."""
    host = urlsplit(address if "//" in address else f"//{address}").netloc.casefold().removeprefix("www.")
    hosts = {urlsplit(each.profile).netloc.removeprefix("www."): each.id for each in NETWORKS.values() if each.profile}
    return hosts.get(host) if host else None


_PLACES: Final[Mapping[str, tuple[str, ...]]] = {
    "name": (SITE, "name"),
    "role": (SITE, "role"),
    "email": (SITE, "contact", "email"),
    "networks": (SITE, "networks"),
    "currency": (SITE, "currency"),
    "offer": (FIRST_OFFER, "title"),
    "price": (FIRST_OFFER, "price", "amount"),
}
"""Where each answer stands in a project: its file and its keys."""


def _standing(name: str, answers: Answers, today: datetime) -> str:
    """Return what the project would say without an answer: the starter's own, in the currency that was chosen."""
    file, *keys = _PLACES[name]
    found: Any = read_content(project_files(answers, today)[file].encode(), is_markdown=False).data
    for key in keys:
        found = found.get(key, {})
    if isinstance(found, dict):
        return ", ".join(f"{network} {account}" for network, account in found.items())
    return str(found)


def _prompt(words: str, default: str) -> str:
    """Ask on standard error, and return the answer, or the default for none. Raises Abort for Ctrl-C."""
    answer: str = click.prompt(words, default=default, err=True)
    return answer.strip()


def _explain(words: str) -> None:
    for line in textwrap.wrap(words, _width()):
        say(line, dim=True)


def _say_wrong(words: str, hint: str) -> None:
    for text, style in ((words, {"fg": "red"}), (hint, {"dim": True})):
        for line in textwrap.wrap(text, _width(), initial_indent="  ", subsequent_indent="  "):
            say(line, **style)


def _width() -> int:
    """The width of lines: the terminal's, and no more than one reads with ease."""
    return min(shutil.get_terminal_size().columns, 80)
