"""Checks deadlines and seats against the ledger: moved deadlines, repeated offers, more seats than promised."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from site_gen.messages import m, plural
from site_gen.model.finding import Finding, KeyPath, breach
from site_gen.model.instants import State
from site_gen.model.ledger import LEDGER_FILE, Entry, Ledger, OfferState, offer_state
from site_gen.model.legal import AT_ONCE, Profile, Rule, verdict
from site_gen.model.offer import Offer
from site_gen.model.site import Translated
from site_gen.problems import Severity

_SAY_WHY: Final = m("put it back, or tell the public why with extended: TEXT")


@dataclass(frozen=True, slots=True)
class Run:
    """The lines of one period in which an offer was open: their windows follow each other without a gap."""

    entries: tuple[Entry, ...]
    states: tuple[OfferState, ...]

    @property
    def last(self) -> OfferState:
        return self.states[-1]

    @property
    def ends(self) -> datetime | None:
        return self.last.ends

    def is_before(self, starts: datetime | None) -> bool:
        """Whether the run had ended at `starts`."""
        return starts is not None and self.ends is not None and self.ends <= starts


def runs_of(entries: Iterable[Entry]) -> list[Run]:
    """Return the runs of an offer. An offer that is withdrawn and comes back is still the same run."""
    runs: list[Run] = []
    for entry in entries:
        state = entry.state
        if state is None:
            continue
        if runs and not runs[-1].is_before(state.starts):
            runs[-1] = Run((*runs[-1].entries, entry), (*runs[-1].states, state))
        else:
            runs.append(Run((entry,), (state,)))
    return runs


@dataclass(frozen=True, slots=True)
class PromiseRules:
    """The rules about promises, for one site. `currency` is the site's."""

    ledger: Ledger
    currency: str
    profile: Profile

    def check(self, offers: Iterable[Translated[Offer]]) -> Iterator[Finding]:
        """Find deadlines that moved, seats that came back, and offers that are repeated at once. Drafts promise nothing
        yet."""
        alike = self._runs_by_terms() if verdict(Rule.RERUN, self.profile) else {}
        for source in offers:
            if source.original.draft:
                continue
            state = offer_state(source.original, self.currency)
            runs = runs_of(self.ledger.of(source.slug))
            own = next((run for run in reversed(runs) if not run.is_before(state.starts)), None)
            if own is not None:
                yield from self._check_end(source.file, state, own)
                yield from self._check_seats(source.file, state, own)
            yield from self._check_rerun(source, state, alike.get(state.terms, ()))

    def _runs_by_terms(self) -> dict[tuple[object, ...], list[tuple[str, Run]]]:
        """Return every run with the name of its offer, keyed by its last terms."""
        found: dict[tuple[object, ...], list[tuple[str, Run]]] = {}
        for slug in self.ledger.offers:
            for run in runs_of(self.ledger.of(slug)):
                found.setdefault(run.last.terms, []).append((slug, run))
        return found

    # --- the deadline ---------------------------------------------------------------------------------------------

    def _check_end(self, file: str, state: OfferState, own: Run) -> Iterator[Finding]:
        place = KeyPath(file, ("ends",))
        moved = [entry for entry, was in _pairs(own) if _is_later(state.ends, was.ends)]
        unexplained = [entry for entry in moved if not _is_explained(state, entry.state)]
        if unexplained:
            entry = unexplained[0]
            promised = entry.state.ends if entry.state else None
            message = m(
                "the deadline is {end}, but {said} promised {end_2}",
                end=_end(state.ends),
                said=_said(entry),
                end_2=_end(promised),
            )
            same = entry.state is not None and entry.state.extended is not None
            hint = m("say why it is moved again: extended: still tells why it was moved before") if same else _SAY_WHY
            yield from breach(Rule.DEADLINE, self.profile, place, message, hint)
        elif moved:
            message = m(
                "the deadline was extended from {end}", end=_end(moved[0].state.ends if moved[0].state else None)
            )
            hint = m("make sure that the reason told is one that you could not help")
            yield from breach(Rule.EXTENSION, self.profile, place, message, hint)
        elif own.ends is not None and _is_later(own.ends, state.ends):
            message = m(
                "the deadline is {end}, earlier than {said} promised: {promised}",
                end=_end(state.ends),
                said=_said(own.entries[-1]),
                promised=_end(own.ends),
            )
            yield from breach(Rule.SHORTENED, self.profile, place, message, m("put it back: people count on it"))

    # --- places ---------------------------------------------------------------------------------------------------

    def _check_seats(self, file: str, state: OfferState, own: Run) -> Iterator[Finding]:
        for entry, was in _pairs(own):
            if was.seats is None or _is_explained(state, was):
                continue
            if state.seats is None or state.seats.total > was.seats.total:
                now = (
                    m("has {total} places", total=state.seats.total)
                    if state.seats
                    else m("no longer says how many places there are")
                )
                message = m(
                    "the offer {now}, but {said} said {total}", now=now, said=_said(entry), total=was.seats.total
                )
                place = KeyPath(file, ("seats", "total") if state.seats else ())
                yield from breach(Rule.SEATS, self.profile, place, message, _SAY_WHY)
                return
        was = own.last
        if state.seats and was.seats and state.seats.total == was.seats.total and state.seats.taken < was.seats.taken:
            message = m(
                "{left} places are free, but {said} said {left_2}",
                left=state.seats.left,
                said=_said(own.entries[-1]),
                left_2=was.seats.left,
            )
            place = KeyPath(file, ("seats", "taken"))
            found = breach(Rule.SEATS, self.profile, place, message, m("right only where a client has stepped back"))
            yield from (replace(finding, severity=Severity.WARNING) for finding in found)

    # --- run again ------------------------------------------------------------------------------------------------

    def _check_rerun(
        self, source: Translated[Offer], state: OfferState, runs: Iterable[tuple[str, Run]]
    ) -> Iterator[Finding]:
        """Find a run on the same terms that ended shortly before this one; the offer's own runs are tried first."""
        needed = verdict(Rule.RERUN, self.profile)
        if needed is None or state.starts is None:
            return
        for slug, run in sorted(runs, key=lambda found: found[0] != source.slug):
            alike = _likeness(state, run.last, self.ledger, is_own=slug == source.slug)
            gap = state.starts - run.ends if run.ends else None
            if alike is None or gap is None or not timedelta() <= gap < timedelta(days=needed.days):
                continue
            again = m("the same terms ended on {end} ({said})", end=_end(run.ends), said=_said(run.entries[-1]))
            again = again if slug == source.slug else m("{again}, as offers/{slug}.yaml", again=again, slug=slug)
            message = m("{again}, and run again {after}", again=again, after=_after(gap))
            hint = m("offer other terms, or start {days} days after the end at the earliest", days=needed.days)
            for finding in breach(Rule.RERUN, self.profile, KeyPath(source.file, ("starts",)), message, hint):
                at_once = gap < AT_ONCE and alike == "same"
                yield replace(finding, severity=Severity.ERROR) if at_once else finding
            return


def check_reopened(
    offers: Iterable[Translated[Offer]], ledger: Ledger, currency: str, profile: Profile, now: datetime
) -> Iterator[Finding]:
    """Find offers that had ended and are open again at `now` because their deadline was moved afterwards.

    An extension must come before the end: `extended` doesn't excuse an offer that opens again.
    """
    for source in offers:
        state, last = offer_state(source.original, currency), ledger.last(source.slug)
        if last is None or last.state is None or source.original.draft or state.window.state(now) is not State.LIVE:
            continue
        promised = last.state.ends
        if promised is None or promised > now or (state.starts is not None and state.starts >= promised):
            continue
        message = m(
            "the offer ended on {end} ({said}), and a later deadline opens it again",
            end=_end(promised),
            said=_said(last),
        )
        hint = m("let it be over, and make a new offer with other terms; extended: excuses no offer that had ended")
        for finding in breach(Rule.RERUN, profile, KeyPath(source.file, ("ends",)), message, hint):
            yield replace(finding, severity=Severity.ERROR)


def _pairs(run: Run) -> Iterator[tuple[Entry, OfferState]]:
    return zip(run.entries, run.states, strict=True)


def _is_later(end: datetime | None, than: datetime | None) -> bool:
    """Whether a deadline is later than another; None (no deadline) is the latest."""
    return than is not None and (end is None or end > than)


def _is_explained(state: OfferState, before: OfferState | None) -> bool:
    """Whether the state explains the change to the public in a new text."""
    return state.extended is not None and (before is None or before.extended != state.extended)


def _likeness(state: OfferState, earlier: OfferState, ledger: Ledger, *, is_own: bool) -> str | None:
    """Return 'same' for an offer on the same terms, 'renamed' for a similar one under another title, else None."""
    if state.terms != earlier.terms:
        return None
    if is_own or _plain(state.title) == _plain(earlier.title):
        return "same"
    reduced = all(known.price is not None and known.price.was is not None for known in (state, earlier))
    return "renamed" if state.service is not None and state.service == ledger.service_of(earlier) and reduced else None


def _plain(title: str) -> str:
    return " ".join(title.casefold().split())


def _said(entry: Entry) -> str:
    return m(
        "{ledger_file}:{number} of {recorded}",
        ledger_file=LEDGER_FILE,
        number=entry.number,
        recorded=f"{entry.recorded:%Y-%m-%d}",
    )


def _end(instant: datetime | None) -> str:
    return f"{instant:%Y-%m-%d %H:%M}" if instant else "none"


def _after(gap: timedelta) -> str:
    if gap < timedelta(days=1):
        return m("on the same day") if gap else m("without a pause")
    return plural("{count} day later", "{count} days later", count=gap.days)
