"""The language that people mean by what they write: 'español', 'Spanish', 'es-ES', 'исп.'."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final
from unicodedata import combining, normalize

from site_gen.model.setting_values import LANGUAGES

_ASKED_IN: Final = (*LANGUAGES, "de", "eu", "fr", "gl", "it", "pl", "pt", "ro")
"""Languages in which names of languages are known: those of sites, and of their neighbours."""

_ALSO: Final[Mapping[str, str]] = {
    "castellano": "es", "castella": "es", "castilian": "es", "кастильский": "es",
    "valencia": "ca", "valenciano": "ca", "valencian": "ca",
    "ua": "uk", "british": "en", "american": "en",
}  # fmt: skip
"""What else people call them, without accents."""


def language_called(text: str) -> str | None:
    """Return the code of the language, of those that starters are in, that a text means; None if it means another one,
    none, or several of them.

    Names may be in many languages, without accents, and shortened to a beginning that only one has; what follows a code
    is left aside, as in 'es-ES' and 'ru_RU.UTF-8'.
    """
    code = re.split(r"[-_.@]", text.strip())[0].casefold()
    if code in LANGUAGES:
        return code
    said = _plain(text)
    if said in _ALSO:
        return _ALSO[said]
    found = {code for name, code in _names().items() if len(said) > 1 and name.startswith(said)}
    return found.pop() if len(found) == 1 else None


def other_language_called(text: str) -> str | None:
    """Return the code of a language without a starter that a text means by its full name or its code."""
    from babel import Locale

    said = _plain(text)
    for asked_in in _ASKED_IN:
        names: Mapping[str, str] = Locale(asked_in).languages
        for code, name in names.items():
            if re.fullmatch(r"[a-z]{2}", code) and code not in LANGUAGES and said in {code, _plain(name)}:
                return code
    return None


@cache
def _names() -> Mapping[str, str]:
    from babel import Locale

    own = {_plain(Locale(asked_in).languages[code]): code for asked_in in _ASKED_IN for code in LANGUAGES}
    return {**own, **_ALSO}


def _plain(text: str) -> str:
    """Return a text without accents, capitals and signs."""
    letters = "".join(letter for letter in normalize("NFKD", text.casefold()) if not combining(letter))
    return re.sub(r"\W+", " ", letters).strip()
