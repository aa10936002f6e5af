"""What the inbox stores, as plain data. Moments are aware and in UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """The kind of submission: a request, the acceptance of a proposal that was made for an earlier request, or a try:
    what the owner sent from preview, which is nobody's request.
    """

    REQUEST = "request"
    ACCEPTANCE = "acceptance"
    TRY = "try"


class Status(StrEnum):
    """The status of a lead."""

    NEW = "new"
    AUDITED = "audited"
    PROPOSED = "proposed"
    WON = "won"
    LOST = "lost"


class Channel(StrEnum):
    """The way in which the owner is notified of a lead."""

    EMAIL = "email"
    TELEGRAM = "telegram"


class NoticeState(StrEnum):
    """The state of a notice: waiting, sent, or given up."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


SENT = "sent"
"""The first event of every lead; later events have the name of the status that they set."""


@dataclass(frozen=True, slots=True)
class NewLead:
    """A submission to be stored.

    `received` is also the time of the `consent`. A submission of the same form with the same `key`, or with the same
    `digest` received after `same_since`, counts as the same one. `about` is the id of the lead whose proposal it
    accepts. `channels` are those through which the owner is notified. `is_try`: it was sent from preview.
    """

    form: str
    language: str
    title: str
    received: datetime
    values: Mapping[str, str]
    consent: str
    consent_version: str
    marketing_consent: str | None = None
    campaign: Mapping[str, str] = field(default_factory=dict)
    key: str | None = None
    digest: str | None = None
    same_since: datetime | None = None
    suspect: bool = False
    about: str | None = None
    channels: tuple[Channel, ...] = ()
    is_try: bool = False

    @property
    def kind(self) -> Kind:
        if self.is_try:
            return Kind.TRY
        return Kind.ACCEPTANCE if self.about is not None else Kind.REQUEST


@dataclass(frozen=True, slots=True)
class Stored:
    """The id of a stored submission, and whether it is new."""

    id: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Lead:
    """A stored submission. `id` is short enough to type; `number` counts up in order of arrival."""

    number: int
    id: str
    received: datetime
    form: str
    language: str
    title: str
    kind: Kind
    status: Status
    suspect: bool
    values: Mapping[str, str]
    consent: str
    consent_version: str
    marketing_consent: str | None
    campaign: Mapping[str, str]
    about: str | None

    @property
    def consent_at(self) -> datetime:
        """When consent was given: the form can't be sent without it."""
        return self.received


@dataclass(frozen=True, slots=True)
class Event:
    """An event in a lead's history. `what` is 'sent' or the new status."""

    lead: str
    at: datetime
    what: str
    note: str


@dataclass(frozen=True, slots=True)
class LeadFilter:
    """Criteria for leads; None means any. `campaign` maps a campaign field to its required value.

    `since` and `until` bound `received`, half-open.
    """

    form: str | None = None
    status: Status | None = None
    kind: Kind | None = None
    language: str | None = None
    suspect: bool | None = None
    since: datetime | None = None
    until: datetime | None = None
    about: str | None = None
    campaign: Mapping[str, str] = field(default_factory=dict)
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A message to the owner that is due. `tries` includes the current try."""

    id: int
    lead: str
    channel: Channel
    tries: int


@dataclass(frozen=True, slots=True)
class NoticeDelivery:
    """The state of a lead's notice in one channel."""

    channel: Channel
    state: NoticeState
    tries: int
    next_at: datetime | None
    last_error: str
    sent_at: datetime | None
