"""The inbox inside preview: a form sent from a previewed page becomes a lead on this machine, marked as a try.

Nobody is notified, and it counts nowhere.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from site_gen.inbox.database import default_database
from site_gen.inbox.emulators import emulate, is_emulated
from site_gen.inbox.emulators.base import Emulated
from site_gen.inbox.erased import ErasedFile, erased_file
from site_gen.inbox.exchange import Answer, Request, plain_answer
from site_gen.inbox.forms import Forms, forms_of
from site_gen.inbox.limits import RateLimit
from site_gen.inbox.receive import Receiver, lead_of
from site_gen.inbox.records import NewLead, Stored
from site_gen.inbox.service import Inbox, InboxSettings
from site_gen.inbox.store import Store
from site_gen.messages import m
from site_gen.model.form_schema import form_schemas
from site_gen.model.submission import RefusedError, read_submission
from site_gen.preview.local_forms import there
from site_gen.preview.session import Session

FORMS_PER_MINUTE: Final = 600


class LocalInbox:
    """An inbox that is opened when the first form is sent, or when existing leads are requested."""

    def __init__(
        self,
        project: Path,
        session: Session,
        clock: Callable[[], datetime],
        origin: str,
        log: Callable[[str], None],
    ) -> None:
        self._database = default_database(project)
        self.erased = ErasedFile(erased_file(str(self._database), project))
        self._session = session
        self._clock = clock
        self._origin = origin
        self._log = log
        self._lock = threading.Lock()
        self._inbox: Inbox | None = None
        # Forms open and close by the instant shown; retention times follow the real clock.
        self._limit = RateLimit(FORMS_PER_MINUTE, time.monotonic)

    def receive(self, request: Request) -> Answer:
        """Return the answer to a form."""
        if self._session.engine.snapshot is None:
            return plain_answer(503)
        receiver = Receiver(self.current, self._session.engine.now, self._limit, shown_at=self._shown_at(request))
        return receiver.receive(request, self._put)

    def imitate(self, request: Request) -> Emulated | None:
        """Return how the hosted service of site.yaml would handle a request, and store what the owner would receive.

        None if the forms don't go to a hosted service.
        """
        snapshot = self._session.engine.snapshot
        delivery = snapshot.site.main.form if snapshot else None
        if snapshot is None or delivery is None or not is_emulated(delivery):
            return None
        found = emulate(delivery, replace(request, path=there(request.path)), list(form_schemas(snapshot.site)))
        if found.posted is not None and found.schema is not None:
            self._keep(found, request)
        here = self._shown_at(request)
        headers = tuple(
            (name, value.replace(snapshot.site.main.origin, here, 1)) for name, value in found.answer.headers
        )
        return replace(found, answer=replace(found.answer, headers=headers))

    def _shown_at(self, request: Request) -> str:
        """Return the origin under which this visitor sees preview; it has several names, which the guard knows."""
        host = request.headers.get("host")
        return f"http://{host}" if host else self._origin

    def _keep(self, found: Emulated, request: Request) -> None:
        """Store what a service would have passed on, if it is a valid submission of that form."""
        assert found.posted is not None  # noqa: S101  # asked by whoever calls
        assert found.schema is not None  # noqa: S101
        page = request.headers.get("referer", "")
        try:
            submission = read_submission(found.schema, found.posted, page=page, honeypot=found.honeypot)
        except RefusedError as error:
            self._log(m("the service would pass this on, but it is not stored here: {error}", error=str(error)))
            return
        self._put(lead_of(found.schema, submission, (), self._session.engine.now())).result()

    def _put(self, lead: NewLead) -> Future[Stored]:
        return self._open().writer.put(replace(lead, is_try=True))

    def store(self) -> Store | None:
        """Return the store of leads; None if there are none yet."""
        return self._open().store if self._inbox or self._database.exists() else None

    def stop(self) -> None:
        if self._inbox is not None:
            self._inbox.stop()

    def _open(self) -> Inbox:
        with self._lock:
            if self._inbox is None:
                settings = InboxSettings(database=str(self._database), shown_at=self._origin)
                self._inbox = Inbox(self, settings, self._clock, self._log)
                self._inbox.start()
            return self._inbox

    # --- the forms of the site as it is previewed -----------------------------------------------------------------

    def current(self) -> Forms:
        snapshot = self._session.engine.snapshot
        if snapshot is None:
            raise RuntimeError("forms are asked for when there is a site")
        return forms_of(snapshot.site)

    def refresh(self) -> bool:
        return not self._session.problems

    def newest_file(self) -> None:
        return None
