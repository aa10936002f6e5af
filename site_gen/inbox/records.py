"""What the inbox keeps, as plain data. Moments are aware and in UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What was sent: a request, or the acceptance of a proposal that was made for an earlier one."""

    REQUEST = "request"
    ACCEPTANCE = "acceptance"


class Status(StrEnum):
    """How far a lead has come."""

    NEW = "new"
    AUDITED = "audited"
    PROPOSED = "proposed"
    WON = "won"
    LOST = "lost"


class Channel(StrEnum):
    """By which way the owner is told of a lead."""

    EMAIL = "email"
    TELEGRAM = "telegram"


class NoticeState(StrEnum):
    """Where a notice stands: to be sent, sent, or given up."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


SENT = "sent"
"""The first event of every lead; the others are named as the status they lead to."""


@dataclass(frozen=True, slots=True)
class NewLead:
    """A submission to be stored.

    `received` is also when was agreed to `consent`. `key` makes it the same as another one of that form with that key;
    `digest` the same as one with that digest that was received after `same_since`. `about` is the id of the lead whose
    proposal it accepts. `channels` are those by which the owner is to be told.
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

    @property
    def kind(self) -> Kind:
        return Kind.ACCEPTANCE if self.about is not None else Kind.REQUEST


@dataclass(frozen=True, slots=True)
class Stored:
    """The id under which a submission is kept, and whether it wasn't there before."""

    id: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Lead:
    """A stored submission. `id` is short and can be typed; `number` counts up in the order of arrival."""

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
        """When was agreed: the form can't be sent without."""
        return self.received


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a lead. `what` is 'sent' or the status it came to."""

    lead: str
    at: datetime
    what: str
    note: str


@dataclass(frozen=True, slots=True)
class LeadFilter:
    """Which leads are asked for; what is left out is not asked. `campaign` maps a mark to the value it must have.

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
    """A message to the owner that is to be sent. `tries` counts this one too."""

    id: int
    lead: str
    channel: Channel
    tries: int


@dataclass(frozen=True, slots=True)
class NoticeDelivery:
    """How it went with a lead's notice by one channel."""

    channel: Channel
    state: NoticeState
    tries: int
    next_at: datetime | None
    last_error: str
    sent_at: datetime | None
