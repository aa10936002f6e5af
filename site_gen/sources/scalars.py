"""Plain YAML scalars → values, by the core schema of YAML 1.2: `no`, `12:30` and `2026-11-20` are text."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from site_gen.messages import m

Scalar: TypeAlias = bool | int | float | str | None

# Far above any real number, and below the length at which int() refuses a text and float(int) overflows.
NUMBER_LIMIT: Final = 200

_WORDS: Final[Mapping[str, bool | None]] = MappingProxyType(
    dict.fromkeys(("", "~", "null", "Null", "NULL"), None)
    | dict.fromkeys(("true", "True", "TRUE"), True)
    | dict.fromkeys(("false", "False", "FALSE"), False)
)
_NUMBER_STARTS: Final = frozenset("+-.0123456789")
_DECIMAL: Final = re.compile(r"[-+]?[0-9]+")
_OCTAL_OR_HEXADECIMAL: Final = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE: Final = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_TYPES: Final[Mapping[str, type]] = MappingProxyType(
    {"null": type(None), "bool": bool, "int": int, "float": float, "str": str}
)


class ScalarError(ValueError):
    """The text is a value that we don't accept."""


def resolve(text: str) -> Scalar:
    """Return what an unquoted scalar means; raise `ScalarError` on a number that is infinite or too long."""
    if text[:1] in _NUMBER_STARTS:
        return _number(text)
    return _WORDS.get(text, text)


def resolve_as(kind: str, text: str) -> Scalar:
    """Return what `text` means under the tag `!!kind`; raise `ScalarError` when it cannot."""
    value = text if kind == "str" else resolve(text)
    if kind == "float" and type(value) is int:
        return float(value)
    if type(value) is not _TYPES.get(kind):
        raise ScalarError(m("this is not what the tag '!!{kind}' before it says", kind=kind))
    return value


def _number(text: str) -> Scalar:
    if _DECIMAL.fullmatch(text):
        return int(_bounded(text))
    if _FLOAT.fullmatch(text):
        return _finite(float(_bounded(text)))
    if _OCTAL_OR_HEXADECIMAL.fullmatch(text):
        return int(_bounded(text), base=0)
    if _NOT_FINITE.fullmatch(text):
        return _finite(math.inf)
    return text


def _bounded(text: str) -> str:
    if len(text) > NUMBER_LIMIT:
        raise ScalarError(m("a number of {count:,} characters is too long", count=len(text)))
    return text


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise ScalarError(m("this is not a finite number"))
    return value
