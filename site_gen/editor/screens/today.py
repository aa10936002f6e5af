"""Today: what is on, what comes, what is to be done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from site_gen.actions.deploy import placeholders_left
from site_gen.actions.pins import outdated_pins
from site_gen.actions.planning.ahead import is_late
from site_gen.actions.posts import PostRequest
from site_gen.deploy.due import is_due
from site_gen.deploy.releases import Release, Releases
from site_gen.editor.desk import Desk
from site_gen.editor.planned import draft_name
from site_gen.editor.screens.problem_links import problem_views
from site_gen.editor.screens.publish import verified_view
from site_gen.editor.screens.tour import is_seen
from site_gen.editor.things import called, network_names, thing_of
from site_gen.editor.web import Answer, Asked, address
from site_gen.editor.words import words_in
from site_gen.inbox.records import Kind, LeadFilter, Status
from site_gen.model.facts import OfferStatus, offer_facts
from site_gen.model.site import Site
from site_gen.model.timeline import coming
from site_gen.problems import Problem, ProjectError, WorldError
from site_gen.render.localize import Localizer
from site_gen.social.pins import Pin
from site_gen.social.selection import PostSelection
from site_gen.social.subjects import subjects_called

AHEAD: Final = timedelta(days=42)
BEHIND: Final = timedelta(days=14)
"""The span of the timeline around now."""

WIDTH: Final = 1000
"""The width of the timeline, in its own units."""

SHOWN: Final = 12


def screen(desk: Desk, asked: Asked) -> Answer:
    """Show what is open, opens and ends, what is out of date, who asked, and what is to be mended."""
    site, online = desk.site, _online(desk)
    return desk.page(
        asked,
        "today.html",
        offers=list(_offers(site, desk.now, asked.language)) if site else [],
        now_at=_place(desk.now, desk.now),
        width=WIDTH,
        scale=_scale(site, desk.now, asked.language) if site else ("", ""),
        coming=list(_coming(site, desk.now, asked.language)) if site else [],
        stale=_stale(desk),
        new_leads=_new_leads(desk),
        problems=problem_views(desk, _problems(desk)[:SHOWN]),
        problem_count=len(_problems(desk)),
        offers_tour=not is_seen(desk),
        steps=_steps(desk, asked.language, online),
        public_state=_public(desk, asked.language, online),
        verified=verified_view(desk, next(iter(site.main.targets), ""), asked.language) if site else None,
        drafts=[_draft(desk, file, asked.language) for file in desk.drafts.files()],
        late=_late(desk),
    )


def _draft(desk: Desk, file: str, language: str) -> dict[str, str]:
    topic = draft_name(file)
    if topic is None:
        return {"link": address("write", file=file), "title": _title_of(desk, file, language)}
    kept = desk.drafts.of(file)
    typed = next((value for name, value in kept.pairs if name == "v:topic"), "") if kept else ""
    return {"link": address("topic", at=topic), "title": f"{words_in(language).say('plan')}: {typed or '…'}"}


def _late(desk: Desk) -> int:
    """Return how many topics of the plan should be out by now."""
    site = desk.site
    topics = site.plan.original.topics if site is not None and site.plan is not None else ()
    return sum(is_late(topic, desk.now, site.main.zone) for topic in topics) if site is not None else 0


def _title_of(desk: Desk, file: str, language: str) -> str:
    """Return what a file's thing is called: its title, or whom it is for; else its name."""
    site, thing = desk.site, thing_of(file)
    public = (*site.offers, *site.cases, *site.articles, *site.pages) if site else ()
    titles = {name: str(each.original.title) for each in public for name in (each.file, *each.files.values())}
    titles |= {each.file: each.original.client for each in (site.audits if site else ())}
    titles |= {each.file: each.original.client for each in (site.proposals if site else ())}
    return titles.get(file) or (called(thing, words_in(language)) if thing else file)


def _problems(desk: Desk) -> list[Problem]:
    return [*desk.session.problems, *desk.session.engine.warnings]


def _offers(site: Site, now: datetime, language: str) -> Iterator[dict[str, Any]]:
    """Yield the offers that aren't long over, the open ones first, with their windows as places on the timeline."""
    words = Localizer(language, site.main.time_zone, {})
    found = [(offer_facts(site, offer, site.main.language, now), offer) for offer in site.offers]
    for facts, offer in sorted(
        found, key=lambda each: (_RANKS[each[0].status], str(each[0].window.ends), each[0].slug)
    ):
        starts, ends = facts.window.starts, facts.window.ends
        if facts.status is OfferStatus.CLOSED and ends is not None and ends < now - BEHIND:
            continue
        left, right = _place(starts, now) if starts else 0, _place(ends, now) if ends else WIDTH
        yield {
            "title": offer.original.title,
            "file": offer.file,
            "status": facts.status.value,
            "left": left,
            "width": max(right - left, 6),
            "starts": words.instant_short(starts.isoformat()) if starts else "",
            "ends": words.instant_short(ends.isoformat()) if ends else "",
            "seats": facts.seats.left if facts.seats else None,
        }


_RANKS: Final = {
    OfferStatus.LIVE: 0, OfferStatus.SOLD_OUT: 1, OfferStatus.SCHEDULED: 2, OfferStatus.DRAFT: 3, OfferStatus.CLOSED: 4
}  # fmt: skip


def _place(instant: datetime, now: datetime) -> int:
    """Return an instant's place on the timeline, within its ends."""
    part = (instant - (now - BEHIND)) / (AHEAD + BEHIND)
    return round(min(max(part, 0), 1) * WIDTH)


def _scale(site: Site, now: datetime, language: str) -> tuple[str, str]:
    """Return the days at which the timeline begins and ends."""
    words = Localizer(language, site.main.time_zone, {})
    zone = site.main.zone
    first, last = ((now + span).astimezone(zone).date().isoformat() for span in (-BEHIND, AHEAD))
    return words.day_short(first), words.day_short(last)


def _coming(site: Site, now: datetime, language: str) -> Iterator[dict[str, Any]]:
    words = Localizer(language, site.main.time_zone, {})
    titles = {thing.file: thing.original.title for thing in (*site.offers, *site.articles)}
    titles |= {"site.yaml": site.main.announcement.text} if site.main.announcement else {}
    for change in coming(site, now)[:SHOWN]:
        yield {
            "at": change.at.isoformat(),
            "when": words.instant_short(change.at.isoformat()),
            "kind": change.kind.value,
            "title": titles.get(change.file, change.slug),
            "file": change.file if thing_of(change.file) else "",
        }


def _stale(desk: Desk) -> list[dict[str, str]]:
    if desk.site is None:
        return []
    request = PostRequest(desk.work.project, desk.site, desk.now, None, PostSelection((), (), "offer"))
    try:
        found = outdated_pins(request)
    except (ProjectError, WorldError):
        return []
    return [_stale_pin(desk.site, stale.pin) for stale in found]


def _stale_pin(site: Site, pin: Pin) -> dict[str, str]:
    name = f"{pin.folder}/{pin.offer}"
    title = next((str(each.source.original.title) for each in subjects_called(site, name)), pin.offer)
    network = network_names(site.main).get(pin.network, pin.network)
    return {"network": network, "title": title, "name": name, "language": pin.language}


def _new_leads(desk: Desk) -> int:
    store = desk.inbox.store()
    return store.count(LeadFilter(status=Status.NEW, kind=Kind.REQUEST)) if store else 0


def _online(desk: Desk) -> Release | None:
    """Return the last release of the site itself."""
    first = next(iter(desk.site.main.targets), "") if desk.site else ""
    return next((each for each in Releases(desk.work.project).all() if each.target == first), None)


def _steps(desk: Desk, language: str, online: Release | None) -> list[dict[str, Any]]:
    """Return the steps of a project that was never published, or still has samples; nothing for any other."""
    site = desk.site
    if site is None:
        return []
    say, left = words_in(language).say, placeholders_left(desk.work.project, site)
    if online is not None and not left:
        return []
    samples = problem_views(desk, left[:1])
    mend = samples[0]["link"] if samples else address("contents")
    return [
        {"text": say("next_samples", count=len(left)), "link": mend, "is_done": not left},
        {"text": say("next_place"), "link": address("place"), "is_done": bool(site.main.targets)},
        {"text": say("next_publish"), "link": address("publish"), "is_done": online is not None},
    ]


def _public(desk: Desk, language: str, online: Release | None) -> dict[str, Any] | None:
    """Return what is known of the site that is online; None where site.yaml names no place for it."""
    site = desk.site
    if site is None or not site.main.targets:
        return None
    words = Localizer(language, site.main.time_zone, {})
    return {
        "target": next(iter(site.main.targets)),
        "online": words.instant_short(online.time.isoformat()) if online else "",
        "is_due": is_due(desk.work.project, None, desk.work.clock()),
        "is_running": desk.publishing.is_running,
    }
