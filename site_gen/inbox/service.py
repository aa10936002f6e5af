"""The whole inbox: receiver, writer, sender of notices and clean-up, started and stopped together."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from site_gen.inbox.alarm import Alarm
from site_gen.inbox.alerts import Alert
from site_gen.inbox.channels import NoticeChannel, notice_channels
from site_gen.inbox.cleaning import Cleaner
from site_gen.inbox.erased import ErasedFile, erased_file
from site_gen.inbox.exchange import Answer, Request, json_answer
from site_gen.inbox.forms import FormSource
from site_gen.inbox.keeper import LOOK_EVERY, Keeper, Task
from site_gen.inbox.kept import KeptFile, kept_file
from site_gen.inbox.limits import RateLimit
from site_gen.inbox.outbox import OutboxSender
from site_gen.inbox.receive import Receiver
from site_gen.inbox.records import Channel
from site_gen.inbox.store import Store
from site_gen.inbox.vitals import Part, Vitals, reason_of
from site_gen.inbox.writer import Writer
from site_gen.model.deliveries.inbox import HEALTH_NAME, PATH, READY_NAME
from site_gen.problems import WorldError

HEALTH: Final = f"{PATH}{HEALTH_NAME}"
READY: Final = f"{PATH}{READY_NAME}"
STALE: Final = 60.0
"""Seconds after which a look at the project no longer says that the forms are current: it takes too long, or hangs."""

TRY_EVERY: Final = 60.0
"""Seconds between two trials to store, if nobody asks for the inbox's health."""

PURGE_EVERY: Final = 3600.0
LONGEST_STOP: Final = 10.0
"""Seconds to wait for a notice that is being sent when the inbox stops; if it takes longer, it is sent again later."""

PER_MINUTE: Final = 30


@dataclass(frozen=True, slots=True)
class InboxSettings:
    """Settings of an inbox. `database` is a path or a URL; see Receiver and RateLimit for the rest.

    `environment` has the secrets for the notices. `look_every` is the keeper's pause between two rounds, in seconds.
    `kept` is the file for what is deleted by age, `erased` the list of what the owner deleted; None: where `kept_file`
    and `erased_file` say. `makes_file`: whether a database file that isn't there is made (`Store.open`).
    """

    database: str
    per_minute: int = PER_MINUTE
    origins: tuple[str, ...] = ()
    shown_at: str | None = None
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    look_every: float = LOOK_EVERY
    kept: Path | None = None
    erased: Path | None = None
    makes_file: bool = True


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
        self._vitals = Vitals(log)
        self._log = self._vitals.say
        self._channels: dict[Channel, NoticeChannel] = {}
        self._set_up_channels()
        self.store = Store.open(settings.database, makes_file=settings.makes_file)
        self.writer = Writer(self.store, self._vitals)
        limit = RateLimit(settings.per_minute, time.monotonic)
        self.receiver = Receiver(forms.current, clock, limit, origins=settings.origins, shown_at=settings.shown_at)
        self._alarm = Alarm(settings.database, self._channels, clock, self._log)
        kept = KeptFile(settings.kept or kept_file(settings.database))
        self._erased = ErasedFile(settings.erased or erased_file(settings.database))
        erasing = "leads that you deleted may be back, and can't be deleted again"
        self._erasing = Task(erasing, Part.CLEANING, PURGE_EVERY, self._erase)
        self._cleaner = Cleaner(self.store, kept, clock)
        sender = OutboxSender(self.store, self._channels, clock, self._log)
        self._keeper = Keeper(self._tasks(), self._vitals, settings.look_every)
        self._stop = threading.Event()
        self._threads = (
            threading.Thread(target=self._keeper.run, args=(self._stop,), name="inbox-keeper", daemon=True),
            threading.Thread(target=sender.run, args=(self._stop,), name="inbox-sender", daemon=True),
        )
        self._trial_lock = threading.Lock()
        self._trial: tuple[float, bool] = (float("-inf"), False)

    def start(self) -> None:
        self._alarm.prepare()
        self._keeper.do(self._erasing)  # before a notice could be sent of someone whom a backup brought back
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
        own = self.own_answer(request)
        if own is not None:
            return own()
        return self.receiver.receive(request, self.writer.put)

    # --- health ---------------------------------------------------------------------------------------------------

    def own_answer(self, request: Request) -> Callable[[], Answer] | None:
        """Return what answers a request about the inbox itself; None if it is about a form.

        Each is at exactly one path, so that a proxy can deny exactly that. It may take a while: it tries to store.
        """
        if request.method not in {"GET", "HEAD"}:
            return None
        return {HEALTH: self.health, READY: self.ready}.get(request.path)

    def health(self) -> Answer:
        """Return the state of the inbox, for its owner: 200 if it does all of its work, else 503.

        It names neither forms nor errors, which may hold confidential names: the log has these.
        """
        can_store, is_current = self._can_store(), self._is_current()
        is_well = can_store and is_current and all(thread.is_alive() for thread in self._threads)
        age, failure = self._vitals.read_age, self._vitals.last_failure
        state = {
            "ok": is_well,
            "leads": "stored" if can_store else "refused",
            "forms": "current" if is_current else "outdated",
            "project_read": None if age is None else round(age, 1),
            "last_failure": None if failure is None else {"part": failure[0], "seconds_ago": round(failure[1], 1)},
        }
        return json_answer(200 if is_well else 503, state)

    def ready(self) -> Answer:
        """Return 200 if leads can be stored, else 503: for a balancer, which sends visitors elsewhere on a 503.

        Outdated forms are no reason for that: every other inbox has the same project, and this one still takes leads.
        """
        can_store = self._can_store()
        return json_answer(200 if can_store else 503, {"ok": can_store})

    def _is_current(self) -> bool:
        age = self._vitals.read_age
        return age is not None and age < STALE and self._vitals.is_current

    def _can_store(self) -> bool:
        """Whether leads can be stored; what was found out less than LOOK_EVERY ago holds unless a lead failed since."""
        with self._trial_lock:
            at, is_well = self._trial
            if time.monotonic() - at > LOOK_EVERY or (is_well and self._vitals.trouble(Part.DATABASE)):
                is_well = self._try_to_store()
                self._trial = time.monotonic(), is_well
        return is_well and self.writer.is_running

    def _try_to_store(self) -> bool:
        try:
            self.store.check()
        except Exception as error:  # noqa: BLE001  # whatever it is, leads can't be stored
            self._vitals.failed(Part.DATABASE, f"leads can't be stored: {reason_of(error)}")
            return False
        self._vitals.worked(Part.DATABASE)
        return True

    # --- housekeeping ---------------------------------------------------------------------------------------------

    def _tasks(self) -> tuple[Task, ...]:
        return (
            Task("the project can't be looked at", Part.PROJECT, 0, self._look),
            Task("the database can't be tried", Part.DATABASE, TRY_EVERY, self._try),
            Task("the database can't be watched", Part.DATABASE, 0, self._warn),
            self._erasing,
            Task("old leads couldn't be deleted", Part.CLEANING, PURGE_EVERY, self._purge),
        )

    def _try(self) -> None:
        """Try to store even if nobody asks for the inbox's health, so that the owner is warned."""
        self._can_store()

    def _look(self) -> None:
        before = self._source.current().notify
        try:
            is_current = self._source.refresh()
        except BaseException:
            self._vitals.looked(is_current=False)
            raise
        self._vitals.looked(is_current=is_current)
        if is_current:
            self._vitals.worked(Part.PROJECT)
        else:
            self._vitals.noted(Part.PROJECT)
        if self._source.current().notify != before:
            try:
                self._set_up_channels()
            except WorldError as error:
                self._log(f"notices stay as they were: {error}")

    def _warn(self) -> None:
        """Tell the owner if leads can't be stored, unless it was only for a moment."""
        reason = self._vitals.trouble(Part.DATABASE)
        if reason and not self._can_store():
            self._alarm.raise_(Alert.NOT_STORED, reason)

    def _set_up_channels(self) -> None:
        forms = self._source.current()
        channels = notice_channels(forms.notify, self._settings.environment, forms.reader)
        for missing in set(forms.channels) - set(channels):
            self._log(f"notices by {missing} wait: the environment doesn't hold what they need (site-gen help inbox)")
        self._channels.clear()
        self._channels.update(channels)

    def _erase(self) -> None:
        """Delete again whom the owner deleted: a backup, put back by whatever means, may have brought them back."""
        erased = self.store.erase_again(self._erased)
        if erased:
            self._log(f"deleted again, since a backup had brought them back: {erased}")

    def _purge(self) -> None:
        """Delete leads that are older than the site's retention time."""
        purged = self._cleaner.clean(self._source.current().retention, self._source.newest_file())
        if purged.refused:
            self._vitals.failed(Part.CLEANING, f"old leads are kept: {purged.refused} (site-gen help inbox)")
            self._alarm.raise_(Alert.NOT_DELETED, purged.refused)
            return
        self._vitals.worked(Part.CLEANING)
        if purged.deleted:
            self._log(f"deleted by age: {purged.old} of all, {purged.suspect} that machines probably sent")
