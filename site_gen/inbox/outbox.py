"""Sends the notices in the outbox, with one sender in each process, so that no notice is sent twice or lost.

A notice is claimed with a lease, sent, and only then recorded as sent: if the process is killed in between, it is
claimed again later. After a crash a notice may arrive twice, but it always arrives.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from site_gen.inbox.channels import NoticeChannel, NotSentError
from site_gen.inbox.records import Channel, Lead, Notice
from site_gen.inbox.store import Store
from site_gen.messages import m
from site_gen.problems import WorldError

FIRST_WAIT: Final = timedelta(seconds=30)
LONGEST_WAIT: Final = timedelta(hours=6)
GIVE_UP: Final = timedelta(days=3)
"""How long after the lead a notice is tried; then it stays visible as failed."""

MOST_TRIES_QUICKLY: Final = 4
"""A notice is given up only after more tries than this, however old its lead is (the inbox may have been off)."""

BATCH: Final = 5
SEND_SECONDS: Final = 60.0
"""How long one notice may take; a server that answers byte by byte is abandoned then."""

BATCH_SECONDS: Final = 60.0
"""After this time no further notice of a batch is started."""

LEASE: Final = timedelta(minutes=5)
"""Longer than a batch can take: BATCH_SECONDS, plus the last notice, plus waiting for the database."""

POLL_SECONDS: Final = 1.0


def next_try(received: datetime, tries: int, now: datetime) -> datetime | None:
    """Return when to retry a notice that failed `tries` times: after 30 s, 2 min, 8 min … 6 h; None for never."""
    if now - received >= GIVE_UP and tries > MOST_TRIES_QUICKLY:
        return None
    fourfold = 1 << 2 * min(tries - 1, 10)
    return now + min(FIRST_WAIT * fourfold, LONGEST_WAIT)


class OutboxSender:
    """Sends due notices through the channels that are set up. `clock` returns the time, `tell` receives errors."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[Channel, NoticeChannel],
        clock: Callable[[], datetime],
        tell: Callable[[str], None] = lambda _: None,
        seconds: float = SEND_SECONDS,
    ) -> None:
        self._store = store
        self._channels = channels
        self._clock = clock
        self._tell = tell
        self._seconds = seconds

    def run(self, stop: threading.Event) -> None:
        """Send until `stop` is set. Errors, such as an unreachable database, don't end the loop."""
        while not stop.is_set():
            try:
                if self.send_due(self._clock(), stop):
                    continue
            except WorldError as error:
                self._tell(f"notices: {error}")
            except Exception as error:  # noqa: BLE001  # otherwise the owner would get no more notices
                self._tell(f"notices: a mistake of site-gen's own: {type(error).__name__}: {error}")
            stop.wait(POLL_SECONDS)

    def send_due(self, now: datetime, stop: threading.Event | None = None) -> int:
        """Send due notices, at most one batch. Return how many were claimed. Raises WorldError.

        Once a channel is down, its other notices in the batch are postponed without trying; so are those for which no
        time is left.
        """
        begun = time.monotonic()
        notices = self._store.claim_due(now, BATCH, LEASE)
        down: dict[Channel, NotSentError] = {}
        for notice in notices:
            lead = self._store.lead(notice.lead)
            if lead is None:  # deleted in the meantime, with its notices
                continue
            if time.monotonic() - begun > BATCH_SECONDS or (stop is not None and stop.is_set()):
                self._store.notice_failed(notice.id, now, "")
                continue
            error = down.get(notice.channel) or self._try(notice, lead)
            if error is None:
                self._store.notice_sent(notice.id, self._clock())
                continue
            if error.is_down:
                down[notice.channel] = error
            self._put_off(notice, lead, error)
        return len(notices)

    def _try(self, notice: Notice, lead: Lead) -> NotSentError | None:
        """Send a notice; return the error if it couldn't be sent."""
        channel = self._channels.get(notice.channel)
        if channel is None:
            return NotSentError(m("notices by {channel} are not set up here", channel=notice.channel), is_down=True)
        try:
            within(self._seconds, lambda: channel.send(lead, self._clock()))
        except NotSentError as error:
            return error
        except Exception as error:  # noqa: BLE001  # one lead's notice must not block the others
            return NotSentError(m("a mistake of site-gen's own: {name}", name=type(error).__name__), is_down=False)
        return None

    def _put_off(self, notice: Notice, lead: Lead, error: NotSentError) -> None:
        now = self._clock()
        next_at = next_try(lead.received, notice.tries, now)
        if next_at is not None:
            next_at = max(next_at, now + error.wait)
        self._store.notice_failed(notice.id, next_at, str(error))
        what = m("again at {next_at}", next_at=f"{next_at:%Y-%m-%d %H:%M:%S %Z}") if next_at else m("given up")
        self._tell(f"notice of {lead.id} by {notice.channel}, try {notice.tries}: {error}; {what}")


def within(seconds: float, call: Callable[[], None]) -> None:
    """Call a function with a time limit: host look-ups and slow servers may have no timeout of their own.

    Raises what the call raises, or NotSentError after the limit; the call then continues in the background.
    """
    raised: list[BaseException] = []

    def work() -> None:
        try:
            call()
        except BaseException as error:  # noqa: BLE001  # raised again by the waiting thread
            raised.append(error)

    thread = threading.Thread(target=work, name="inbox-notice", daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise NotSentError(m("no end after {seconds} seconds", seconds=f"{seconds:.0f}"), is_down=True)
    if raised:
        raise raised[0]
