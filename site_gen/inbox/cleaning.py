"""Deletes leads when the site's time for keeping them is over."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from site_gen.inbox.kept import KeptFile
from site_gen.inbox.purging import Purged, PurgeRule
from site_gen.inbox.store import Store

SUSPECT_KEPT: Final = timedelta(days=30)
"""How long probable bot submissions are kept."""

PATIENCE: Final = timedelta(days=3)
"""After so long without a jump, a clock that seemed to be ahead is believed."""

_JUMP: Final = timedelta(hours=1)


def seconds_passed() -> float:
    """Return seconds that no clock can change; those for which the machine slept count where the system tells them."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if sys.platform == "linux" else time.monotonic()


class Cleaner:
    """Deletes what is too old, now and then. `clock` returns the time, `monotonic` seconds that no clock can change."""

    def __init__(
        self,
        store: Store,
        kept: KeptFile,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float] = seconds_passed,
    ) -> None:
        self._store = store
        self._kept = kept
        self._clock = clock
        self._monotonic = monotonic
        self._doubted: tuple[datetime, float] | None = None
        self._believed: tuple[datetime, float] | None = None

    def clean(self, retention: timedelta, newest_file: datetime | None) -> Purged:
        """Delete what is due. Raises WorldError; then nothing was deleted."""
        now = self._clock()
        is_patient = self._is_patient(now)
        rule = purge_rule(now, retention, newest_file, is_trusted=is_patient)
        purged = self._store.purge(replace(rule, ahead=self._ahead(now)), self._kept)
        if not purged.doubt:
            self._doubted = None
            if is_patient or self._believed is None:
                self._believed = now, self._monotonic()
        elif self._doubted is None:
            self._doubted = now, self._monotonic()
        return purged

    def _ahead(self, now: datetime) -> timedelta:
        """Return by how much the clock has gone on more than time has passed since it was first believed."""
        if self._believed is None:
            return timedelta()
        at, monotonic = self._believed
        return (now - at) - timedelta(seconds=self._monotonic() - monotonic)

    def _is_patient(self, now: datetime) -> bool:
        """Whether the clock that wasn't believed has gone on for PATIENCE without a jump."""
        if self._doubted is None:
            return False
        since, monotonic = self._doubted
        passed = timedelta(seconds=self._monotonic() - monotonic)
        if abs((now - since) - passed) > _JUMP:
            self._doubted = None
            return False
        return passed >= PATIENCE


def purge_rule(now: datetime, retention: timedelta, newest_file: datetime | None, *, is_trusted: bool) -> PurgeRule:
    """Return what is due at `now` on a site that keeps leads for `retention`."""
    return PurgeRule(now, now - retention, now - SUSPECT_KEPT, newest_file, is_trusted=is_trusted)
