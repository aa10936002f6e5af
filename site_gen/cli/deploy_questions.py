"""The questions of site-gen deploy on a terminal where site.yaml names no place yet."""

from __future__ import annotations

from pathlib import Path

import click

from site_gen.actions.deploy_target import add_target, mistakes_of
from site_gen.cli.language import in_words, spoken
from site_gen.cli.terminal import agrees, say
from site_gen.distribution import install_line
from site_gen.load import load_settings
from site_gen.messages import joined, m, translated
from site_gen.model.targets import TARGETS
from site_gen.model.targets.base import Target


def ask_for_target(folder: Path, *, go_on: bool) -> None:
    """Where site.yaml names no target, ask for one on the terminal, and write it at its end.

    Says where the secret goes; asks whether to go on, and ends the command where not, unless `go_on`.
    """
    if load_settings(folder).targets:
        return
    say(m("site.yaml doesn't say yet where the site goes. What is it?"))
    kinds = list(TARGETS)
    for number, kind in enumerate(kinds, 1):
        say(joined(f"  {number}  ", TARGETS[kind].described()))
    kind = click.prompt(in_words(m("Number")), value_proc=lambda answer: _kind(answer, kinds), err=True)
    values = _ask_for_values(kind, TARGETS[kind])
    add_target(folder, values)
    say(m("Written at the end of site.yaml, where you can change it:"))
    say("  deploy:")
    for name, value in values.items():
        say(f"    {name}: {value}")
    _say_what_it_needs(TARGETS[kind])
    if not go_on and not agrees(m("Put the site online now?")):
        say(m("nothing was put online; 'site-gen deploy --dry-run' says what would be"))
        raise click.exceptions.Exit(0)


def _kind(answer: str, kinds: list[str]) -> str:
    """Return the kind that an answer means: its number in the list, or its name."""
    text = answer.strip().lower()
    if text in kinds:
        return text
    if text.isascii() and text.isdigit() and 1 <= int(text) <= len(kinds):
        return kinds[int(text) - 1]
    raise click.UsageError(in_words(m("write a number from 1 to {count}", count=len(kinds))))


def _ask_for_values(kind: str, target: type[Target]) -> dict[str, str]:
    """Ask for the settings that a kind can't do without, until they are right."""
    while True:
        values = {"to": kind}
        for name, field in target.model_fields.items():
            if field.is_required() and name != "to":
                words = translated(field.description or "", spoken()) or name.capitalize()
                values[name] = click.prompt(words, err=True).strip()
        mistakes = mistakes_of(target, values)
        if not mistakes:
            return values
        for message, hint in mistakes:
            say(joined("  ", message), fg="red")
            if hint:
                say(m("  hint: {hint}", hint=hint), dim=True)


def _say_what_it_needs(target: type[Target]) -> None:
    if target.extra:
        say(m("It needs a library, once: {install_line}", install_line=install_line(target.extra)))
    if words := target.access_words():
        say(words)
