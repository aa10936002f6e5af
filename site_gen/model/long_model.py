"""Models of which a site may have thousands: their long parts are packed, and unpacked while somebody asks for them.

A text is needed whole when its page is made. Lists, addresses and checks between files ask all texts for a few short
parts: these stay as they are. So a site of any size is a few kilobytes for each text, in every process that has it.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self

from site_gen.model.base import Model
from site_gen.model.kept_bytes import KeptBytes
from site_gen.model.own_pickles import dumped, loaded

_PACKED: Final = "_packed"


class LongModel(Model):
    """A model that can be packed. Nobody notices but by the time that a first look at a long part takes (a tenth of a
    millisecond).

    `long_parts` are the fields that are packed. `facts` are cached properties worked out of them, which are kept beside
    the other fields, since they are asked of all texts.
    """

    long_parts: ClassVar[frozenset[str]] = frozenset()
    facts: ClassVar[tuple[str, ...]] = ()

    def packed(self) -> Self:
        """Return an equal model whose long parts are packed."""
        if _PACKED in self.__dict__:
            return self
        kept = {name: value for name, value in self.__dict__.items() if name not in self.long_parts}
        kept |= {name: getattr(self, name) for name in self.facts}
        long = {name: self.__dict__[name] for name in self.long_parts}
        packed = kept[_PACKED] = KeptBytes.of(zlib.compress(dumped(long), 1))
        _just_packed[packed] = long
        _unpacked(packed)
        _just_packed.pop(packed, None)  # of equal texts it was known already
        made = self.__class__.__new__(self.__class__)
        made.__setstate__({"__dict__": kept, "__pydantic_fields_set__": self.model_fields_set})
        return made

    def __setstate__(self, state: dict[Any, Any]) -> None:
        super().__setstate__(state)
        names = {sys.intern(name): _shared(value) for name, value in self.__dict__.items()}
        object.__setattr__(self, "__dict__", names)
        _share_names(self)

    if not TYPE_CHECKING:  # else any name would seem to be an attribute

        def __getattr__(self, name: str) -> Any:
            if name in type(self).long_parts and (packed := self.__dict__.get(_PACKED)) is not None:
                return _unpacked(packed)[name]
            return super().__getattr__(name)

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in type(self).model_fields)

    def __hash__(self) -> int:
        return hash(tuple([getattr(self, name) for name in type(self).model_fields]))

    def model_dump(self, **options: Any) -> dict[str, Any]:
        """Return the model with its long parts as plain data."""
        return super(LongModel, self._whole()).model_dump(**options)

    def model_dump_json(self, **options: Any) -> str:
        """Return the model with its long parts as JSON."""
        return super(LongModel, self._whole()).model_dump_json(**options)

    def _whole(self) -> Self:
        content = self.__dict__.get(_PACKED)
        if content is None:
            return self
        made = self.__class__.__new__(self.__class__)
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        made.__setstate__({"__dict__": fields, "__pydantic_fields_set__": self.model_fields_set})
        return made


_just_packed: Final[dict[KeptBytes, Mapping[str, Any]]] = {}
"""Long parts on their way into what `_unpacked` keeps: they needn't be unpacked to be known."""


@lru_cache(maxsize=256)  # about 3 MB: the texts of most sites, which are asked for several times
def _unpacked(packed: KeptBytes) -> Mapping[str, Any]:
    found: Mapping[str, Any] | None = _just_packed.pop(packed, None)
    return loaded(zlib.decompress(packed.content)) if found is None else found


# What is loaded has each name of a field anew, and each model a set of those that were written: a third of a text.


def _shared(value: Any) -> Any:
    """Return a value with parts that other texts have too."""
    kind = type(value)
    if kind is tuple:
        return tuple(map(sys.intern, value)) if value and all(type(each) is str for each in value) else value
    if Model in kind.__mro__:  # isinstance asks pydantic, which takes ten times as long
        _share_names(value)
    return value


def _share_names(model: Model) -> None:
    object.__setattr__(model, "__pydantic_fields_set__", _names(frozenset(model.model_fields_set)))


@lru_cache(maxsize=1024)
def _names(found: frozenset[str]) -> set[str]:
    return {sys.intern(name) for name in found}
