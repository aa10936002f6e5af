"""Finds the faults of the funnel, and the place in the files where each can be corrected."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from site_gen.messages import Message, m
from site_gen.model.funnel import Break, Fault, Funnel
from site_gen.model.rules import Finding
from site_gen.problems import Severity

_PATHS: Final = {Break.NO_ANSWER: ("call_to_action",), Break.NO_NEXT: ()}
"""The key in the first step's file that corrects a break; `next` for all others."""

_HINTS: Final = {
    Break.NO_ANSWER: m("add form: with its fields, or book: ADDRESS"),
    Break.NO_NEXT: m("add next: NAME OF A SECOND-STEP OFFER"),
    Break.DRAFT: m("take draft: out of it, or name another second step"),
    Break.NOT_OPEN: m("let it open before the first step does, or name another second step"),
    Break.CLOSED: m("let it last as long as the first step, let that end with it, or name another second step"),
    Break.SOLD_OUT: m("raise seats: total, name another second step, or end the first step with it"),
    Break.UNTRANSLATED: m("translate it, or don't translate the first step"),
}


_MILD: Final = frozenset({Break.UNTRANSLATED, Break.SOLD_OUT})
"""Breaks that an owner may accept."""


_BY_TIME: Final = frozenset({Break.NOT_OPEN, Break.CLOSED})
"""Breaks that come by the clock alone, without an edit."""


def funnel_findings(found: Funnel, zone: ZoneInfo, *, stops_by_time: bool = True) -> Iterator[Finding]:
    """Find the breaks of the coming year: errors if visitors see them now, warnings for later ones.

    Without `stops_by_time`, what the clock alone has broken is a warning: a build that a clock begins must go on, or
    the offer that is over would stay open on the site.
    """
    for fault in found.faults:
        path = _PATHS.get(fault.kind, ("next",))
        is_now = fault.at <= found.now
        is_mild = fault.kind in _MILD or (fault.kind in _BY_TIME and not stops_by_time)
        severity = Severity.ERROR if is_now and not is_mild else Severity.WARNING
        yield Finding(fault.first.file, path, fault_words(fault, found.now, zone), _HINTS[fault.kind], severity)


def fault_words(fault: Fault, now: datetime, zone: ZoneInfo) -> str:
    """Return a description of the break; for a later one, with its time."""
    message = _message(fault)
    if fault.at <= now:
        return message
    return m("from {moment} on {what}", moment=f"{fault.at.astimezone(zone):%Y-%m-%d %H:%M %Z}", what=message)


def _message(fault: Fault) -> Message:
    second = f"offers/{fault.second.slug}.yaml" if fault.second else ""
    return _MESSAGES[fault.kind].filled(file=second, language=fault.language)


_MESSAGES: Final = {
    Break.NO_ANSWER: m("the first step has neither a form nor a booking page: there is no way to ask for it"),
    Break.NO_NEXT: m("the first step leads nowhere: it names no second step"),
    Break.DRAFT: m("the first step leads to a draft: {file}"),
    Break.NOT_OPEN: m("the first step leads to an offer that is not open yet: {file}"),
    Break.CLOSED: m("the first step leads to an offer that is over: {file}"),
    Break.SOLD_OUT: m("the first step leads to an offer that is sold out: {file}"),
    Break.UNTRANSLATED: m("the first step leads nowhere in '{language}': {file} is not in that language"),
}
