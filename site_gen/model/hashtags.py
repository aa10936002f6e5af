"""Hashtags, written without # and readable by a screen reader."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field, StringConstraints

from site_gen.messages import m
from site_gen.model.base import TRANSLATABLE, mistake, shown

_TAG: Final = re.compile(r"\w+")
_BETWEEN: Final = re.compile(r",|\s+(?=#)")
_LONGEST: Final = 60
_WORDS: Final = re.compile(r"[^\W_]+")
_APOSTROPHE: Final = re.compile(r"(?:(?<=[\u0400-\u04ff])|(?<=[^\W\d_]{2}))['’ʼ](?=[^\W_])")
"""One within a word: Ukrainian «кав’ярня», English "women’s"; not one of an article that is left out: "l’Estartit"."""


def _tags(value: Any) -> Any:
    if isinstance(value, str):
        return [tag.strip() for tag in _BETWEEN.split(value) if tag.strip()]
    return value


def _tag(value: Any) -> Any:
    if not isinstance(value, str):
        raise mistake(m("'{value}' is not a hashtag", value=shown(value)), m('write words in quotes: "XarxesSocials"'))
    tag = unicodedata.normalize("NFC", value.strip().removeprefix("#"))
    if _TAG.fullmatch(tag) and any(character.isalpha() for character in tag):
        return tag
    joined = hashtag(tag)
    hint = (
        m("write {joined}", joined=joined)
        if joined
        else m("letters, digits and _ make a hashtag, with one letter at least")
    )
    raise mistake(m("'{value}' is not a hashtag", value=shown(value)), hint)


Hashtags = Annotated[
    tuple[Annotated[str, StringConstraints(max_length=_LONGEST), BeforeValidator(_tag)], ...],
    Field(max_length=30),
    BeforeValidator(_tags),
    TRANSLATABLE,
]
"""Hashtags, the most important first, without #; also one text with commas, or with a # before each."""


def hashtag(words: str) -> str:
    """Return words as one hashtag without #, or '' if they can't form one.

    Each word begins with a capital, so that a screen reader separates them: 'xarxes socials' → 'XarxesSocials'. An
    apostrophe within a word parts nothing: 'кав’ярні' → 'кавярні'.
    """
    parts = _WORDS.findall(_APOSTROPHE.sub("", unicodedata.normalize("NFC", words).replace("·", "")))
    if len(parts) > 1:
        parts = [part[0].upper() + part[1:] for part in parts]
    tag = "".join(parts)
    return tag if len(tag) <= _LONGEST and any(character.isalpha() for character in tag) else ""
