"""Marks the leads whose audit or proposal is finished: it is once the site is built with it, and it is no draft."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from site_gen.builder.report import Answer
from site_gen.inbox.marking import advance
from site_gen.inbox.records import Lead, Status


@dataclass(frozen=True, slots=True)
class Answered:
    """A lead, as it was before it was marked, its new status, and the file with what was made for it."""

    lead: Lead
    status: Status
    file: str


def mark_answered(answers: Iterable[Answer], database: str, at: datetime) -> tuple[Answered, ...]:
    """Mark the leads that a built site answers, and return those that came further by it.

    `database` is the inbox's; leads that it doesn't have are passed over. Raises WorldError.
    """
    found: list[Answered] = []
    for answer in answers:
        status = Status.PROPOSED if answer.is_proposal else Status.AUDITED
        before = advance(database, answer.lead, status, at, answer.file)
        if before is not None:
            found.append(Answered(before, status, answer.file))
    return tuple(found)
