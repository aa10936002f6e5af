"""Turns a submission into a lead to be stored, or into an answer with the error. Knows neither server nor database.

A server calls `head` before it reads a body and `read` with the body, has the lead stored, and sends the result of
`stored` or `failed`. `receive` does all of this, for servers that may block.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from site_gen.inbox.addresses import normal_origin
from site_gen.inbox.exchange import Answer, PlainPage, Request, json_answer, page_answer, plain_answer, redirect
from site_gen.inbox.form_body import (
    FormBodyError,
    Posted,
    UnsupportedError,
    is_supported,
    read_posted,
)
from site_gen.inbox.forms import Forms
from site_gen.inbox.limits import RateLimit
from site_gen.inbox.origin_check import is_welcome
from site_gen.inbox.records import Channel, NewLead, Stored
from site_gen.inbox.writer import BusyError
from site_gen.model.deliveries.base import LARGEST_SUBMISSION
from site_gen.model.form import network_field
from site_gen.model.form_schema import FormSchema
from site_gen.model.instants import State
from site_gen.model.submission import FieldError, RefusedError, Submission, read_submission
from site_gen.problems import WorldError

SAME_WITHIN: Final = timedelta(minutes=10)
"""If a browser without scripts sends the same answers again within this time, it counts as the same submission."""

RETRY_SECONDS: Final = 5

_FORM_PATH: Final = re.compile(r"(?:/[^/]*)*/inbox/(?P<form>[A-Za-z0-9._-]{1,100})/?")


@dataclass(frozen=True, slots=True)
class Pending:
    """A valid submission, and the page that follows it."""

    lead: NewLead
    thanks: str


class Receiver:
    """Accepts the forms of one site, each within its window and only from the site's own pages.

    `origins` are further allowed origins besides the site's; `shown_at` is the origin under which a preview shows the
    site.
    """

    def __init__(
        self,
        forms: Callable[[], Forms],
        clock: Callable[[], datetime],
        limit: RateLimit,
        *,
        origins: Collection[str] = (),
        shown_at: str | None = None,
    ) -> None:
        self._forms = forms
        self._clock = clock
        self._limit = limit
        self._shown_at = shown_at.rstrip("/") if shown_at else None
        further = (normal_origin(origin) for origin in (*origins, shown_at or ""))
        self._origins = frozenset(origin for origin in further if origin)

    def receive(self, request: Request, put: Callable[[NewLead], Future[Stored]]) -> Answer:
        """Return the answer to a whole request, after waiting until the lead is stored."""
        early = self.head(request)
        if early is not None:
            return early
        found = self.read(request)
        if isinstance(found, Answer):
            return found
        try:
            return self.stored(request, found, put(found.lead).result())
        except (BusyError, WorldError):
            return self.failed(request)

    def head(self, request: Request) -> Answer | None:
        """Return the answer if it doesn't depend on the body; None if the body must be read."""
        found = _FORM_PATH.fullmatch(request.path)
        if not found:
            return self._refuse(request, 404, "unknown")
        if request.method == "OPTIONS":
            return self._preflight(request)
        if request.method != "POST":
            return self._refuse(request, 405, "method").having(("Allow", "POST, OPTIONS"))
        wait = self._limit.wait(request.address)
        if wait:
            return self._refuse(request, 429, "too_many").having(("Retry-After", str(wait)))
        return self._judge(request, found["form"])

    def _judge(self, request: Request, form: str) -> Answer | None:
        if not is_welcome(request.headers, self._allowed()):
            return self._refuse(request, 403, "origin")
        if form not in self._forms().declared:
            return self._refuse(request, 404, "unknown")
        if not is_supported(request.headers.get("content-type", "")):
            return self._refuse(request, 415, "type")
        length = request.headers.get("content-length", "0")
        if not (length.isascii() and length.isdecimal()):
            return self._refuse(request, 400, "unreadable")
        longest = max(int(length[:20]), len(request.body))
        return self.too_large(request) if longest > LARGEST_SUBMISSION else None

    def too_large(self, request: Request) -> Answer:
        """Return the answer to a body that is too long; its rest needn't be read."""
        return self._refuse(request, 413, "too_large").having(("Connection", "close"))

    def too_slow(self, request: Request) -> Answer:
        """Return the answer to a body that doesn't arrive in time."""
        return self._refuse(request, 408, "unreadable").having(("Connection", "close"))

    def failed(self, request: Request) -> Answer:
        """Return the answer for a lead that couldn't be stored."""
        return self._refuse(request, 503, "busy").having(("Retry-After", str(RETRY_SECONDS)))

    def read(self, request: Request) -> Answer | Pending:
        """Read a submission whose head is valid. Return what to store, or the answer if there is nothing to store."""
        try:
            posted = read_posted(request.headers.get("content-type", ""), request.body)
        except UnsupportedError:
            return self._refuse(request, 415, "type")
        except FormBodyError:
            return self._refuse(request, 400, "unreadable")
        schema = self._declaration(request, posted)
        if schema is None:  # removed from the project just now
            return self._refuse(request, 404, "unknown")
        state = schema.state(self._clock())
        if state is not State.LIVE:
            return self._refuse(request, 410, "closed" if state is State.CLOSED else "not_yet", of=schema)
        return self._submit(request, schema, posted)

    def _submit(self, request: Request, schema: FormSchema, posted: Posted) -> Answer | Pending:
        thanks = self._shown(schema.thanks)
        try:
            submission = read_submission(schema, posted, page=request.headers.get("referer", ""))
            _check_consent(schema, posted)
        except RefusedError as refused:
            return self._refuse(request, 422, "invalid", of=schema, errors=refused.errors)
        return Pending(lead_of(schema, submission, self._forms().channels, self._clock()), thanks)

    def stored(self, request: Request, pending: Pending, stored: Stored) -> Answer:
        """Return the answer to a stored submission."""
        return self._thanked(request, stored.id, pending.thanks)

    def _declaration(self, request: Request, posted: Posted) -> FormSchema | None:
        found = _FORM_PATH.fullmatch(request.path)
        language = (posted.get("language") or ("",))[0]
        return self._forms().find(found["form"], language) if found else None

    # --- answers --------------------------------------------------------------------------------------------------

    def _thanked(self, request: Request, id_: str, thanks: str) -> Answer:
        if request.wants_json:
            return self._for_script(request, json_answer(200, {"ok": True, "id": id_, "thanks": thanks}))
        return redirect(thanks)

    def _refuse(
        self,
        request: Request,
        status: int,
        reason: str,
        *,
        of: FormSchema | None = None,
        errors: Sequence[FieldError] = (),
    ) -> Answer:
        """Return the answer with the reason for a refusal, in the form's language or the browser's."""
        forms = self._forms()
        language = of.language if of else _language(request, forms.languages)
        texts = forms.texts[language]
        message = texts.text(f"inbox.{reason}")
        told = [(error, texts.text(f"inbox.error.{error.code}")) for error in errors]
        if request.wants_json:
            listed = [{"field": error.field, "code": error.code, "message": text} for error, text in told]
            data = {"ok": False, "errors": listed, "message": message}
            return self._for_script(request, json_answer(status, data))
        if request.method == "HEAD":
            return plain_answer(status)
        page = PlainPage(
            language=language,
            title=texts.text("inbox.title"),
            text=message,
            points=tuple(f"{_label(of, error.field) or texts.text('inbox.consent')}: {text}" for error, text in told),
            back_url=self._shown(of.page if of else forms.home),
            back=texts.text("inbox.back" if of else "inbox.home"),
        )
        return page_answer(status, page)

    def _for_script(self, request: Request, answer: Answer) -> Answer:
        """Let a script of the site read the answer if the inbox is on another host."""
        origin = normal_origin(request.headers.get("origin", ""))
        if origin and origin in self._allowed():
            return answer.having(("Access-Control-Allow-Origin", origin), ("Vary", "Origin"))
        return answer

    def _preflight(self, request: Request) -> Answer:
        if normal_origin(request.headers.get("origin", "")) not in self._allowed():
            return plain_answer(403)
        return self._for_script(request, plain_answer(204)).having(
            ("Access-Control-Allow-Methods", "POST"),
            ("Access-Control-Allow-Headers", "accept, content-type"),
            ("Access-Control-Max-Age", "600"),
        )

    def _allowed(self) -> Collection[str]:
        return {*self._origins, self._forms().sender}

    def _shown(self, url: str) -> str:
        """Return an address of the site under the origin that the visitor sees."""
        origin = self._forms().origin
        return f"{self._shown_at}{url[len(origin) :]}" if self._shown_at else url


def lead_of(schema: FormSchema, submission: Submission, channels: tuple[Channel, ...], now: datetime) -> NewLead:
    """Return the lead to store for a submission received at `now`, with the channels to notify."""
    # Accepting a proposal takes one tick and one click, so speed doesn't indicate a bot there.
    suspect = submission.decoy or (submission.is_fast and schema.lead is None)
    return NewLead(
        form=schema.form,
        language=schema.language,
        title=schema.title,
        received=now,
        values=submission.values,
        consent=submission.consent,
        consent_version=submission.consent_version,
        marketing_consent=submission.marketing_consent,
        campaign=submission.campaign,
        key=submission.key,
        digest=None if submission.key else _digest(submission),
        same_since=None if submission.key else now - SAME_WITHIN,
        suspect=suspect,
        about=schema.lead,
        channels=() if suspect else channels,
    )


def _digest(submission: Submission) -> str:
    content = [sorted(submission.values.items()), submission.consent_version, submission.marketing_consent]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def _check_consent(schema: FormSchema, posted: Posted) -> None:
    """Refuse consent to another wording than the one to be stored: the page is older or newer than the project."""
    version = (posted.get("consent_version") or ("",))[0].strip()
    if version and version != schema.consent_version:
        raise RefusedError([FieldError("consent", "changed")])


def _label(schema: FormSchema | None, name: str) -> str:
    fields = schema.fields if schema else ()
    return next((field.label for field in fields if name in {field.name, network_field(field.name)}), "")


def _language(request: Request, languages: Sequence[str]) -> str:
    """Return the first of the browser's languages that the site has; browsers list the preferred one first."""
    asked = (part.strip()[:2].lower() for part in request.headers.get("accept-language", "").split(",", 20))
    return next((language for language in asked if language in languages), languages[0])
