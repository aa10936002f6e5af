"""Checks the form that accepts a proposal: it is made of a theme's words and the owner's name, which nobody wrote as a
form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from pydantic import TypeAdapter, ValidationError

from site_gen.load.shape import model_shape
from site_gen.load.wording import words
from site_gen.messages import m
from site_gen.model.acceptance import ACCEPT_FIELDS, accept_consent, consent_key, is_accepted_by_form
from site_gen.model.base import Text
from site_gen.model.form import Form
from site_gen.model.proposal import Proposal
from site_gen.model.rules import Finding
from site_gen.model.settings import Settings
from site_gen.model.site import ThemeFiles, Translated

_ENGLISH: Final = "en"
_ROOM: Final = 100
"""The letters of a name for which the words of a consent should leave room."""


def check_acceptance(
    proposals: Iterable[Translated[Proposal]], settings: Settings, theme: ThemeFiles
) -> Iterator[Finding]:
    """Find interface texts that can't stand in the form, and a consent that is too long with the owner's name in it."""
    for source in proposals:
        proposal = source.original
        if not is_accepted_by_form(proposal, settings):
            continue
        words_ = _Words(theme, next(iter(source.versions)))
        labels = list(words_.problems([f"proposal.form_{name}" for name in ACCEPT_FIELDS]))
        yield from labels
        consent = list(words_.problems([consent_key(proposal)]))
        yield from consent or words_.too_long(proposal, settings)


class _Words:
    """A theme's interface texts in a language, and English ones for those it lacks."""

    def __init__(self, theme: ThemeFiles, language: str) -> None:
        self._theme = theme
        self._language = language

    def problems(self, keys: Iterable[str]) -> Iterator[Finding]:
        """Find the texts that a form can't have."""
        for key in keys:
            wrong = _wrong(self._text(key))
            if wrong:
                yield Finding(self._file(key), (key,), *wrong)

    def too_long(self, proposal: Proposal, settings: Settings) -> Iterator[Finding]:
        """Find a consent that is too long only when the owner's name is in it."""
        text = accept_consent(proposal, settings, self._theme.strings, self._language)
        if _wrong(text) is None:
            return
        key = consent_key(proposal)
        name = settings.legal.controller
        message = m(
            "with the name in it, the consent to proposals has {count} characters: at most 300 are possible",
            count=len(text),
        )
        file = self._file(key)
        if len(name) > _ROOM:
            yield Finding(
                "site.yaml", ("legal", "controller"), message, m("shorten the name, or the words in {file}", file=file)
            )
        else:
            yield Finding(file, (key,), message, m("shorten it"))

    def _text(self, key: str) -> object:
        strings = self._theme.strings
        return strings.get(self._language, {}).get(key) or strings[_ENGLISH][key]

    def _file(self, key: str) -> str:
        """Return the project's file with a text, or the one that it can be written into."""
        theme = self._theme
        language = self._language if theme.strings.get(self._language, {}).get(key) else _ENGLISH
        return theme.string_files.get(language, {}).get(key, f"themes/{theme.name}/strings/{language}.yaml")


def _wrong(text: object) -> tuple[str, str] | None:
    """Return what is wrong with a text of a form, and what to do; None if nothing is."""
    try:
        _TEXT.validate_python(text)
    except ValidationError as error:
        return words(error.errors(include_url=False)[0], model_shape(Form))
    return None


_TEXT: Final[TypeAdapter[str]] = TypeAdapter(Text)
