"""What all models share: frozen, no unknown keys, and which texts may be translated."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError


class Model(BaseModel):
    """A mapping of a source file. Unknown keys are errors; a value never changes after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False)


class Translatable:
    """Marks a field whose value an overlay (NAME.LANG.yaml) may replace."""


TRANSLATABLE: Final = Translatable()

MISTAKE: Final = "mistake"
"""The pydantic error type of our own messages; their context may hold a `hint`."""


def mistake(message: str, hint: str = "") -> PydanticCustomError:
    """Return an error for a validator to raise: what is wrong, and what to write instead."""
    return PydanticCustomError(MISTAKE, "{message}", {"message": message, "hint": hint})


def _text(value: Any) -> Any:
    if isinstance(value, bool | int | float):
        raise mistake(f"{value} is read as a number, a text is needed", f'put it in quotes: "{value}"')
    return value


Name = Annotated[str, BeforeValidator(_text), StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
"""A short text that is the same in every language: a client, a person, an address."""

Text = Annotated[Name, TRANSLATABLE]
"""A short text for readers."""

LongText = Annotated[
    str, BeforeValidator(_text), StringConstraints(strip_whitespace=True, max_length=100_000), TRANSLATABLE
]
"""Paragraphs in Markdown."""

Texts = Annotated[tuple[Text, ...], Field(max_length=60), TRANSLATABLE]


def _url(value: Any) -> Any:
    if not isinstance(value, str):
        raise mistake("a web address is needed", "write it whole: https://example.com/page")
    value = value.strip()
    host = value.partition("://")[2].partition("/")[0]
    if not value.startswith(("https://", "http://")) or "." not in host or any(c.isspace() for c in value):
        raise mistake(f"'{value}' is not a web address", "write it whole: https://example.com/page")
    return value


Url = Annotated[str, BeforeValidator(_url)]


def _email(value: Any) -> Any:
    name, at, host = value.strip().rpartition("@") if isinstance(value, str) else ("", "", "")
    if not (name and at and "." in host.strip(".")) or any(c.isspace() or c in "<>,;" for c in value.strip()):
        raise mistake(f"'{value}' is not an e-mail address", "write it as name@example.com")
    return value.strip()


Email = Annotated[str, BeforeValidator(_email)]

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=80)]
"""One segment of an address: Latin small letters, digits and single hyphens."""
