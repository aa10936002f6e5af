"""A dictionary for thousands of values that are asked for now and again: all but the last ones are packed."""

from __future__ import annotations

import pickle
import zlib
from contextlib import suppress
from typing import Final, Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

AT_HAND: Final = 256
"""So many values stay as they are: those of most sites, which then take no time to be packed."""


class PackedDict(Generic[K, V]):
    """Keeps the last values as they are, and those before them as bytes, a fifth of the memory. Values can be pickled,
    are not None, and aren't changed later."""

    def __init__(self, at_hand: int = AT_HAND) -> None:
        self._most = at_hand
        self._at_hand: dict[K, V] = {}
        self._packed: dict[K, bytes] = {}

    def get(self, key: K) -> V | None:
        """Return the value of a key; None if there is none."""
        found = self._at_hand.get(key)
        if found is None and (content := self._packed.get(key)) is not None:
            found = pickle.loads(zlib.decompress(content))  # noqa: S301  # packed below
            self._put(key, found)
        return found

    def __setitem__(self, key: K, value: V) -> None:
        self._packed.pop(key, None)
        self._put(key, value)

    def clear(self) -> None:
        """Remove every value."""
        self._at_hand.clear()
        self._packed.clear()

    def _put(self, key: K, value: V) -> None:
        self._at_hand[key] = value
        if len(self._at_hand) > self._most:
            with suppress(KeyError, RuntimeError):  # another thread was faster
                oldest = next(iter(self._at_hand))
                if oldest not in self._packed:
                    self._packed[oldest] = zlib.compress(pickle.dumps(self._at_hand[oldest], protocol=5), 1)
                del self._at_hand[oldest]
