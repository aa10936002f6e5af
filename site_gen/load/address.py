"""How the site's own words address a client in Russian and Ukrainian: with Вы, as letters do, or with вы."""

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


def addressed(strings: Mapping[str, Mapping[str, object]], address: Address) -> Mapping[str, Mapping[str, object]]:
    """Return a theme's texts by language with the address that the owner writes; within sentences alone."""
    if address == "Вы":
        return strings
    small = {code: {key: _small(text) for key, text in strings.get(code, {}).items()} for code in _LANGUAGES}
    return {**strings, **{code: texts for code, texts in small.items() if texts}}


def _small(text: Any) -> Any:
    """Return a text, or each of its plural forms, with вы in place of Вы."""
    if isinstance(text, Mapping):
        return {form: _small(said) for form, said in text.items()}
    if not isinstance(text, str):
        return text
    return _POLITE.sub(lambda found: "В" if _BEGINNING.search(text[: found.start()]) else "в", text)
