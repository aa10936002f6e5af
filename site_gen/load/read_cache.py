"""Keeps the results of reading a project for the next reading: only changed files are read again.

A file counts as unchanged while its state is the same. A change within one tick of the file system's clock that keeps
the size would be missed, so within a process the folder's watcher reports what changed; between processes results of
files that had only just been written are not kept (see `file_states`).
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from site_gen.file_states import State, clock, is_settled, state_of
from site_gen.load.kept_readings import KeptReadings, Reading, from_bytes

T = TypeVar("T")
F = TypeVar("F")
K = TypeVar("K", bound=Hashable)


@dataclass(slots=True)
class ReadCache:
    """Results by key, each with the state of its files when they were read.

    With a `store`, those that were kept by an earlier process are used, and those of this one are kept. One that
    `is_for_one` reading alone has nothing of its own after it, nor the results of a large project at once.
    """

    store: KeptReadings | None = None
    is_for_one: bool = False
    _kept: dict[object, tuple[object, list[State], Any]] = field(default_factory=dict)
    _asked: set[object] = field(default_factory=set)
    _changed: set[str] = field(default_factory=set)
    _states: Mapping[str, State] = field(default_factory=dict)
    _parts: dict[object, ReadCache] = field(default_factory=dict)

    def begin(self, changed: Iterable[str], states: Mapping[str, State] | None = None) -> None:
        """Begin a reading; `changed` are absolute paths of files known to have changed.

        `states` are current states of files, which are then not queried again.
        """
        self._changed, self._states = set(changed), states or {}

    def recall(
        self,
        key: object,
        files: Iterable[Path | str],
        also: object,
        make: Callable[[], T],
        *,
        keep: Callable[[T], bool] | None = None,
    ) -> T:
        """Return the result of `make`, from the cache if these files and `also` are unchanged; for `keep` see
        `recall_each`."""
        return next(self.recall_each([(key, [str(file) for file in files])], also, lambda _: make(), keep=keep))

    def recall_each(
        self,
        things: Iterable[tuple[K, Sequence[str]]],
        also: object,
        make: Callable[[K], T],
        *,
        ahead: Callable[[list[K]], Callable[[K], bytes | None]] | None = None,
        keep: Callable[[T], bool] | None = None,
    ) -> Generator[T]:
        """Yield the result of `make` for the key of each thing, from the cache if the thing's files (absolute paths)
        and `also` are unchanged.

        `ahead` gets the keys of those that have to be made, before the first one is, and returns what gives each of
        them as bytes if it was made elsewhere and may be kept. `keep` says whether a result may be kept for other
        processes; then keys and `also` are plain values, and the files decide everything else.
        """
        known, store = self._states, self.store if keep is not None else None
        looked_at, looked = clock(), []
        for key, names in things:
            state = [known[name] if name in known else state_of(name) for name in names]
            self._asked.add(key)
            is_changed = not self._changed.isdisjoint(names)
            looked.append((key, state, is_changed or not self._has(key, also, state, store)))
        pending = [key for key, _, is_new in looked if is_new]
        made_elsewhere = ahead(pending) if pending and ahead is not None else None
        for key, state, is_new in looked:
            found = None if is_new else self._find(key, also, state, store)
            if found is None:
                content = made_elsewhere(key) if made_elsewhere else None
                found = (make(key) if content is None else from_bytes(content),)
                may_be_kept = store is not None and keep is not None and not known and keep(found[0])
                if may_be_kept and store is not None and all(is_settled(each, looked_at) for each in state):
                    store.add(Reading(key, also, state, found[0], content))
            if not self.is_for_one:
                self._kept[key] = (also, state, found[0])
            yield found[0]

    def _has(self, key: object, also: object, state: list[State], store: KeptReadings | None) -> bool:
        before = self._kept.get(key)
        if before is None:
            return store is not None and store.has(key, also, state)
        return before[1] == state and before[0] == also

    def _find(self, key: object, also: object, state: list[State], store: KeptReadings | None) -> tuple[Any] | None:
        if key in self._kept:
            return (self._kept[key][2],)
        return store.find(key, also, state) if store is not None else None

    def check_each(self, key: object, things: Iterable[T], also: object, check: Callable[[T], Iterable[F]]) -> list[F]:
        """Return the findings of `check` in all things; a thing without findings is not checked again while it is the
        same object and `also` is equal."""
        right: dict[int, T] = self.recall((key, "right"), (), also, dict)
        found: list[F] = []
        kept: dict[int, T] = {}
        for thing in things:
            new = [] if id(thing) in right else list(check(thing))
            found += new
            if not new:
                kept[id(thing)] = thing
        right.clear()
        right.update(kept)
        return found

    def part(self, key: object) -> ReadCache:
        """Return a cache for the parts of one thing. It is kept even in a reading that takes the whole thing from the
        cache."""
        part = self._parts.setdefault(key, ReadCache())
        part.begin(self._changed, self._states)
        return part

    def twin(self) -> ReadCache:
        """Return a cache with the same results, for other readings of the same files beside these; what they give is
        kept for no other process."""
        kept = {key: (also, state, _own(value)) for key, (also, state, value) in self._kept.items()}
        return ReadCache(_kept=kept, _parts={key: part.twin() for key, part in self._parts.items()})

    def end(self) -> None:
        """End a reading and drop the results that it didn't use."""
        for key in self._kept.keys() - self._asked:
            del self._kept[key]
        if self.store is not None:
            self.store.end(self._asked)
        self._changed, self._asked, self._states = set(), set(), {}


def _own(value: Any) -> Any:
    """Return a result that is filled later as one of its own; others are never changed."""
    return dict(value) if isinstance(value, dict) else value
