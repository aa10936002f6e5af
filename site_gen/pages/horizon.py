"""How a page says until when it stays true: every look at a date goes through here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from site_gen.model.instants import State, Window


@dataclass(slots=True)
class Horizon:
    """`now`, and the earliest later instant at which one of the questions asked would be answered otherwise."""

    now: datetime
    changes_at: datetime | None = None

    def reached(self, instant: datetime) -> bool:
        """Whether `instant` is now or past."""
        if instant <= self.now:
            return True
        self.note(instant)
        return False

    def state(self, window: Window) -> State:
        """Return where the window stands now."""
        state = window.state(self.now)
        boundary = {State.SCHEDULED: window.starts, State.LIVE: window.ends, State.CLOSED: None}[state]
        if boundary is not None:
            self.note(boundary)
        return state

    def note(self, instant: datetime | None) -> None:
        """Take an instant of change into account; one that isn't after `now` changes nothing any more."""
        if instant is not None and instant > self.now and (self.changes_at is None or instant < self.changes_at):
            self.changes_at = instant
