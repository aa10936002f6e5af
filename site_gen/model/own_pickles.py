"""Values of our own as bytes and back: the fastest way to get models again that were validated before.

Bytes may come from a file, so loading them makes only our own dataclasses, models and enumerations and plain values;
any other name ends it. Nothing that is loaded can do anything.
"""

from __future__ import annotations

import importlib
import io
import pickle
from copyreg import dispatch_table
from dataclasses import is_dataclass
from enum import Enum
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from site_gen.messages import Message

_PLAIN: Final = frozenset(
    {
        ("builtins", "set"),
        ("builtins", "frozenset"),
        ("datetime", "date"),
        ("datetime", "datetime"),
        ("datetime", "time"),
        ("datetime", "timedelta"),
        ("datetime", "timezone"),
        ("decimal", "Decimal"),
        ("pathlib", "PosixPath"),
        ("pathlib", "PurePosixPath"),
        ("pathlib", "WindowsPath"),
    }
)
_OURS: Final = (
    "site_gen.model.",
    "site_gen.load.",
    "site_gen.sources.",
    "site_gen.imaging.",
    "site_gen.problems",
    "site_gen.messages",
)


def dumped(value: object) -> bytes:
    """Return a value as bytes. Raises PicklingError, TypeError, AttributeError or UnicodeEncodeError if it has parts
    that can't be."""
    written = io.BytesIO()
    pickler = pickle.Pickler(written, protocol=5)
    pickler.dispatch_table = dispatch_table | {ZoneInfo: _zone_parts}  # its own way needs getattr to be loaded
    pickler.dump(value)
    return written.getvalue()


def loaded(content: bytes) -> Any:
    """Return what `dumped` made bytes of. Raises UnpicklingError for names of other types, and whatever damaged bytes
    lead to."""
    return _Unpickler(io.BytesIO(content)).load()


def _zone_parts(zone: ZoneInfo) -> tuple[type[ZoneInfo], tuple[str]]:
    return ZoneInfo, (zone.key,)


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> type:
        return _type(module, name)


@cache
def _type(module: str, name: str) -> type:
    if (module, name) == ("zoneinfo", "ZoneInfo"):
        return ZoneInfo
    if (module, name) in _PLAIN or module.startswith(_OURS):
        found = getattr(importlib.import_module(module), name, None)
        if isinstance(found, type) and ((module, name) in _PLAIN or _is_data(found)):
            return found
    raise pickle.UnpicklingError(f"{module}.{name} is not one of the types that are kept")


def _is_data(found: type) -> bool:
    return is_dataclass(found) or issubclass(found, BaseModel | Enum | Message)
