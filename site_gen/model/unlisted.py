"""Pages for one client only: reachable by their unguessable address and by nothing else."""

from __future__ import annotations

import re
import secrets
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field

from site_gen.messages import m
from site_gen.model.base import Model, mistake, shown

FOLDERS: Final = ("audit", "proposal")
"""The folders of such pages below the language: audit/TOKEN/, proposal/TOKEN/."""

ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz234567"
LENGTH: Final = 26
"""Characters of a new token: 26 × 5 bits = 130 bits, lower case only."""

_SHORTEST: Final = 24
"""24 characters are at least 96 bits, even if they are hexadecimal."""


def new_token() -> str:
    """Return a new random token."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def _read_token(value: Any) -> Any:
    if value is None:
        raise mistake(
            m("a token is needed"), m("take this one, it is new and random: {new_token}", new_token=new_token())
        )
    if not isinstance(value, str):
        raise mistake(m("a token is a text"), m('put it in quotes: "…"'))
    if not (value.isascii() and value.isalnum() and value == value.lower() and _SHORTEST <= len(value) <= 64):
        raise mistake(
            m("'{value}' is not a token", value=shown(value)),
            m("take this one, it is new and random: {new_token}", new_token=new_token()),
        )
    if len(set(value)) < 8:
        raise mistake(
            m("'{value}' can be guessed", value=shown(value)),
            m("take this one, it is new and random: {new_token}", new_token=new_token()),
        )
    return value


Token = Annotated[str, BeforeValidator(_read_token), Field(json_schema_extra={"pattern": "^[a-z0-9]{24,64}$"})]
"""The unguessable part of an address: lower-case letters and digits, at least 96 bits."""

_VARIABLE: Final = re.compile("[A-Z][A-Z0-9_]{2,79}")


def _read_variable(value: Any) -> Any:
    # Messages never repeat the value: it may be a password.
    if not isinstance(value, str) or not _VARIABLE.fullmatch(value):
        hint = m(
            "write the NAME of an environment variable that holds it, such as CLIENT_PASSWORD; build reads it there"
        )
        raise mistake(m("a password never stands in a file"), hint)
    return value


Variable = Annotated[
    str, BeforeValidator(_read_variable), Field(json_schema_extra={"pattern": f"^{_VARIABLE.pattern}$"})
]
"""The name of an environment variable: capitals, digits and underscores."""


class Unlisted(Model):
    """What the page of one client has in common: its token, and perhaps a password."""

    token: Token = Field(
        description="The part of the address that nobody can guess; leave it empty, and the message gives you a new one"
    )
    password: Variable | None = Field(
        None, description="The name of the environment variable that holds the page's password; never the password"
    )
