"""How the site's own words address a client in Russian and Ukrainian: with Вы, as letters do, with вы, or with ты."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from site_gen.model.settings import Address

_POLITE: Final = re.compile(r"\bВ(?=(?:ы|и|ас|ам|ами|аш(?:а|е|и|у|ей|его|ему|ем|им|ими|их|ого|ому|ої|ою|ій|их)?)\b)")
"""The forms of Вы and Ваш in Russian, of Ви and Ваш in Ukrainian."""
_BEGINNING: Final = re.compile(r"(?:^|[.!?…]\s)[\s«„“(]*$")
"""What stands before the first word of a sentence."""
_LANGUAGES: Final = ("ru", "uk")
INFORMAL: Final = "informal"
"""What is in the names of files with the texts that say ты: ru.informal.yaml."""

Texts = Mapping[str, Mapping[str, object]]
"""Texts by language and key."""


def addressed(strings: Texts, address: Address, own: Mapping[str, Mapping[str, str]]) -> Texts:
    """Return a theme's texts by language with the address that the owner writes.

    вы stands within sentences alone; the texts that say ты are others, which take the place of those that say Вы. `own`
    are the project's files by language and key: what an owner wrote for a language stays as it is.
    """
    plain = {code: texts for code, texts in strings.items() if not code.endswith(f".{INFORMAL}")}
    if address == "Вы":
        return plain
    for code in _LANGUAGES:
        texts = plain.get(code, {})
        if address == "вы":
            said = {key: _small(text) for key, text in texts.items()}
        else:
            name = f"{code}.{INFORMAL}"
            mine = frozenset(own.get(code, {})) - frozenset(own.get(name, {}))
            said = {key: text for key, text in strings.get(name, {}).items() if key not in mine}
        plain |= {code: {**texts, **said}} if texts else {}
    return plain


def _small(text: Any) -> Any:
    """Return a text, or each of its plural forms, with вы in place of Вы."""
    if isinstance(text, Mapping):
        return {form: _small(said) for form, said in text.items()}
    if not isinstance(text, str):
        return text
    return _POLITE.sub(lambda found: "В" if _BEGINNING.search(text[: found.start()]) else "в", text)
