"""The whole inbox: receiver, writer, sender of notices and clean-up, started and stopped together."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from site_gen.inbox.channels import NoticeChannel, notice_channels
from site_gen.inbox.exchange import Answer, Request, json_answer
from site_gen.inbox.forms import FormSource
from site_gen.inbox.limits import RateLimit
from site_gen.inbox.outbox import OutboxSender
from site_gen.inbox.receive import Receiver
from site_gen.inbox.records import Channel
from site_gen.inbox.store import Store
from site_gen.inbox.writer import Writer
from site_gen.problems import WorldError

HEALTH: Final = "/inbox/health"
LOOK_EVERY: Final = 2.0
"""Seconds between two checks of the project's files, and for which a health check's result is reused."""

PURGE_EVERY: Final = 24 * 3600.0
LONGEST_STOP: Final = 10.0
"""Seconds to wait for a notice that is being sent when the inbox stops; if it takes longer, it is sent again later."""

SUSPECT_KEPT: Final = timedelta(days=30)
"""How long probable bot submissions are kept."""

PER_MINUTE: Final = 30


@dataclass(frozen=True, slots=True)
class InboxSettings:
    """Settings of an inbox. `database` is a path or a URL; see Receiver and RateLimit for the rest.

    `environment` has the secrets for the notices.
    """

    database: str
    per_minute: int = PER_MINUTE
    origins: tuple[str, ...] = ()
    shown_at: str | None = None
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)


class Inbox:
    """Receives forms and stores leads. `log` gets lines for the operator; they contain nothing about visitors.

    Raises WorldError if the database can't be opened or a secret is invalid.
    """

    def __init__(
        self,
        forms: FormSource,
        settings: InboxSettings,
        clock: Callable[[], datetime],
        log: Callable[[str], None],
    ) -> None:
        self._source = forms
        self._settings = settings
        self._clock = clock
        self._log = log
        self._channels: dict[Channel, NoticeChannel] = {}
        self._set_up_channels()
        self.store = Store.open(settings.database)
        self.writer = Writer(self.store)
        limit = RateLimit(settings.per_minute, time.monotonic)
        self.receiver = Receiver(forms.current, clock, limit, origins=settings.origins, shown_at=settings.shown_at)
        sender = OutboxSender(self.store, self._channels, clock, log)
        self._stop = threading.Event()
        self._threads = (
            threading.Thread(target=self._keep, name="inbox-keeper", daemon=True),
            threading.Thread(target=sender.run, args=(self._stop,), name="inbox-sender", daemon=True),
        )
        self._is_current = True
        self._health_lock = threading.Lock()
        self._health: tuple[float, bool] = (float("-inf"), False)

    def start(self) -> None:
        self.writer.start()
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Stop: store waiting leads, wait briefly for a notice that is being sent, close the database."""
        self._stop.set()
        self.writer.close()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(LONGEST_STOP)
        self.store.close()

    def receive(self, request: Request) -> Answer:
        """Return the answer to a whole request, for servers that may block."""
        if self.is_health(request):
            return self.health()
        return self.receiver.receive(request, self.writer.put)

    # --- health ---------------------------------------------------------------------------------------------------

    def is_health(self, request: Request) -> bool:
        return request.method in {"GET", "HEAD"} and request.path.endswith(HEALTH)

    def health(self) -> Answer:
        """Return whether leads can be stored (200 or 503), and whether the forms are those of the current project."""
        with self._health_lock:
            at, is_well = self._health
            if time.monotonic() - at > LOOK_EVERY:
                is_well = self._can_store()
                self._health = time.monotonic(), is_well
        forms = "current" if self._is_current else "outdated"
        return json_answer(200 if is_well else 503, {"ok": is_well, "forms": forms})

    def _can_store(self) -> bool:
        try:
            self.store.check()
        except WorldError as error:
            self._log(str(error))
            return False
        return self.writer.is_running

    # --- housekeeping ---------------------------------------------------------------------------------------------

    def _keep(self) -> None:
        purged = float("-inf")
        while not self._stop.is_set():
            if time.monotonic() - purged > PURGE_EVERY:
                purged = time.monotonic()
                self._purge()
            self._look()
            self._stop.wait(LOOK_EVERY)

    def _look(self) -> None:
        before = self._source.current().notify
        self._is_current = self._source.refresh()
        if self._source.current().notify != before:
            try:
                self._set_up_channels()
            except WorldError as error:
                self._log(f"notices stay as they were: {error}")

    def _set_up_channels(self) -> None:
        forms = self._source.current()
        channels = notice_channels(forms.notify, self._settings.environment, forms.reader)
        for missing in set(forms.channels) - set(channels):
            self._log(f"notices by {missing} wait: the environment doesn't hold what they need (site-gen help inbox)")
        self._channels.clear()
        self._channels.update(channels)

    def _purge(self) -> None:
        """Delete leads that are older than the site's retention time."""
        now = self._clock()
        try:
            old = self.store.purge(now - self._source.current().retention)
            suspect = self.store.purge(now - SUSPECT_KEPT, suspect_only=True)
        except WorldError as error:
            self._log(f"old leads couldn't be deleted: {error}")
            return
        if old or suspect:
            self._log(f"deleted by age: {old} of all, {suspect} that machines probably sent")
