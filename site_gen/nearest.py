"""Which known name a misspelt one may mean. Fast enough for thousands of names, each asked about thousands of times."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final

from site_gen.messages import m

_LONGEST_WORD: Final = 200
_CUTOFF: Final = 0.6
_FEW: Final = 100
"""So many names are all compared. Of more, only those are that have most in common with the word."""
_CANDIDATES: Final = 20


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a hint with the known word closest to `word`, or '' if none is close."""
    match = closest(word, known)
    return m("did you mean '{name}'?", name=match) if match else ""


def closest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word closest to `word`, or None if none is close."""
    if len(word) > _LONGEST_WORD:  # no name of ours is so long, and comparing is slow
        return None
    return _closest(word, known if isinstance(known, frozenset) else frozenset(known))


@lru_cache(maxsize=10_000)
def _closest(word: str, known: frozenset[str]) -> str | None:
    names = sorted(known) if len(known) <= _FEW else _index(known).candidates(word)
    from difflib import get_close_matches  # for the few who misspell, not for every command

    close = get_close_matches(word, names, n=3, cutoff=_CUTOFF)
    return next((match for match in close if _is_slip(word, match)), None)


def _is_slip(word: str, match: str) -> bool:
    """Whether a word may be a slip of the pen for another, or its beginning: 'logo' is none for 'go'."""
    longest = max(len(word), len(match))
    return abs(len(word) - len(match)) <= longest // 3 or (len(word) > 2 and match.startswith(word))


@dataclass(frozen=True, slots=True)
class _Index:
    """Names by the pairs of characters in them; a pair that is in most names tells them apart no more."""

    names: tuple[str, ...]
    having: Mapping[str, Collection[int]]

    def candidates(self, word: str) -> list[str]:
        """Return the names that have the most pairs in common with a word."""
        found = [self.having[pair] for pair in _pairs(word) if pair in self.having]
        telling = [names for names in found if len(names) * 4 <= len(self.names)]
        common = Counter(chain.from_iterable(telling or found))
        return [self.names[at] for at, _ in common.most_common(_CANDIDATES)]


@lru_cache(maxsize=16)
def _index(known: frozenset[str]) -> _Index:
    names = tuple(sorted(known))
    having: defaultdict[str, list[int]] = defaultdict(list)
    for at, name in enumerate(names):
        for pair in _pairs(name):
            having[pair].append(at)
    return _Index(names, having)


def _pairs(word: str) -> set[str]:
    marked = f"\n{word}\n"
    return {marked[at : at + 2] for at in range(len(marked) - 1)}
