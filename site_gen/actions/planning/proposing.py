"""Proposes a month of topics: the offers' dates first, then the mix, from what the site has; each with its reason.

Pure: the same site, plan and instant give the same month.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from site_gen.actions.planning.about import OFFERS, Things
from site_gen.actions.planning.ahead import monday_of
from site_gen.actions.planning.materials import Material, materials, offer_reason
from site_gen.actions.planning.offer_dates import OfferDate, by_urgency, is_planned, offer_dates
from site_gen.actions.planning.reception import Reception, reception
from site_gen.actions.planning.slots import Room, Slot, rhythms
from site_gen.messages import m
from site_gen.model.content_plan import DEFAULT_MIX, DEFAULT_TIME, POST_KINDS, ContentPlan, PostKind, Topic
from site_gen.model.site import Site
from site_gen.social.plan_words import PlanWords, plan_words

_AGAIN: Final = timedelta(days=180)
"""The same words about the same thing come again after this time at the earliest."""

_RECENT: Final = timedelta(days=60)
_IDEAS: Final = 2
"""So many sides of each thing are shown before ideas without one."""

_APART: Final = timedelta(days=10)
"""How far apart two topics about the same thing are, where there is anything else."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A month's proposal: new topics in the order of time; how many topics of each kind the month then has and should
    have; what to know about it."""

    month: date
    topics: tuple[Topic, ...]
    have: Mapping[PostKind, int]
    wanted: Mapping[PostKind, int]
    notes: tuple[str, ...]


def next_month(now: date) -> date:
    """Return the first day of the month after that of a day."""
    return (now.replace(day=1) + timedelta(days=32)).replace(day=1)


def shares(mix: Mapping[PostKind, int], count: int) -> dict[PostKind, int]:
    """Return how many of so many topics each kind has in a mix; the largest remainders decide."""
    total = sum(mix.values())
    whole = {kind: count * share // total for kind, share in mix.items()}
    rest = sorted(mix, key=lambda kind: (-(count * mix[kind] % total), POST_KINDS.index(kind)))
    for kind in rest[: count - sum(whole.values())]:
        whole[kind] += 1
    return whole


def propose(site: Site, plan: ContentPlan, month: date, now: datetime) -> Proposal:
    """Return a proposal for the month that begins on `month`, for the days after that of `now`."""
    return _Proposing(site, plan, month.replace(day=1), now).made()


@dataclass
class _Proposing:
    site: Site
    plan: ContentPlan
    month: date
    now: datetime
    things: Things = field(init=False)
    words: PlanWords = field(init=False)
    received: Reception = field(init=False)
    topics: list[Topic] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.things = Things.of(self.site)
        self.words = plan_words(self.site.main.language)
        self.received = reception(self.plan.topics, self.things, self._today + timedelta(days=1))

    @property
    def _today(self) -> date:
        return self.now.astimezone(self.site.main.zone).date()

    def made(self) -> Proposal:
        zone = self.site.main.zone
        room = Room(self.plan, rhythms(self.site.main, self.plan), zone)
        if not room.rhythm:
            self.notes.append(m("no network has a rhythm: write rhythm: {instagram: 3} in content/plan.yaml"))
        self._dates(room)
        slots = list(room.month(self.month, self.plan.time or DEFAULT_TIME, self._today))
        mix = self.plan.mix or DEFAULT_MIX
        there = [topic for topic in (*self.plan.topics, *self.topics) if _is_in(topic.day, self.month)]
        wanted = shares(mix.shares, len(there) + len(slots))
        if self.plan.mix is None:
            _prove(wanted, [*(topic.day for topic in there), *(slot.at.date() for slot in slots)])
        self._fill(slots, wanted, Counter(topic.kind for topic in there))
        self.topics.sort(key=lambda topic: (topic.day, str(topic.date)))
        month = [topic for topic in (*self.plan.topics, *self.topics) if _is_in(topic.day, self.month)]
        have = Counter(topic.kind for topic in month)
        kinds = [kind for kind in POST_KINDS if have[kind] or wanted.get(kind)]
        return Proposal(
            self.month,
            tuple(self.topics),
            {kind: have[kind] for kind in kinds},
            {kind: wanted.get(kind, 0) for kind in kinds},
            tuple(self.notes),
        )

    # --- the offers' dates ----------------------------------------------------------------------------------------

    def _dates(self, room: Room) -> None:
        clock, zone = self.plan.time or DEFAULT_TIME, self.site.main.zone
        dates = [each for about in self.things.known for each in offer_dates(about, clock, zone)]
        for each in sorted(dates, key=by_urgency):
            name = each.about.name if len(self.things.called(each.about.name)) == 1 else each.about.path
            choices = [at for at in each.choices if _is_in(at.date(), self.month) and at.date() > self._today]
            if not choices or is_planned(each, self.plan, name):
                continue
            slot = room.at(choices, spare=each.step == "remind")  # a week keeps room for proof
            if slot is None:
                self.notes.append(
                    m(
                        "no room for '{step}' of the offer {name}: the week is full",
                        step=each.step,
                        name=each.about.name,
                    )
                )
                continue
            room.take(slot)
            self.topics.append(self._of_date(each, slot))

    def _of_date(self, each: OfferDate, slot: Slot) -> Topic:
        offer = each.about.offer.original if each.about.offer is not None else None
        title = " ".join(offer.title.split()) if offer is not None else each.about.name
        day = self.words.day(each.day.date(), slot.at.year)
        why = {"announce": "opens", "remind": "ends", "last-day": "ends", "thank": "over"}[each.step]
        topic = self.words.topic(each.step, title=title, date=day)
        return self._topic(slot, each.kind, topic, each.about.path, self.words.reason(why, date=day), each.step)

    # --- the mix --------------------------------------------------------------------------------------------------

    def _fill(self, slots: Sequence[Slot], wanted: Mapping[PostKind, int], have: Counter[PostKind]) -> None:
        """Give each slot a topic: kinds by what the mix lacks most, what was received well before what wasn't."""
        stock = list(materials(self.site, self.things, self.words))
        kinds = self._arranged(slots, wanted, have)
        lacking: Counter[str] = Counter()
        for slot, kind in zip(slots, kinds, strict=True):
            others = sorted(POST_KINDS, key=lambda each: -(wanted.get(each, 0) - have[each]))
            for choice in (kind, *(each for each in others if each != kind and wanted.get(each))):
                found = self._best(stock, choice, slot)
                if found is not None:
                    stock.remove(found)
                    have[choice] += 1
                    self.topics.append(self._of_material(found, slot))
                    break
                lacking[choice] += 1
            else:
                self.notes.append(
                    m("nothing is left for {at}: write an article, a case or an offer", at=f"{slot.at:%Y-%m-%d}")
                )
        for kind_, count in lacking.items():
            self.notes.append(
                m("nothing more is there for '{kind}': other kinds took its place ({count})", kind=kind_, count=count)
            )

    def _arranged(
        self, slots: Sequence[Slot], wanted: Mapping[PostKind, int], have: Counter[PostKind]
    ) -> list[PostKind]:
        """Return the kind of each slot: what the mix lacks, spread over the month, with proof in every week."""
        left: Counter[PostKind] = Counter()
        for _ in slots:
            kind = max(wanted, key=lambda each: (wanted[each] - have[each] - left[each], -POST_KINDS.index(each)))
            left[kind] += 1
        found: dict[int, PostKind] = {}
        proven = {monday_of(topic.day) for topic in (*self.plan.topics, *self.topics) if topic.kind == "proof"}
        for monday in dict.fromkeys(monday_of(slot.at.date()) for slot in slots):
            week = [number for number, slot in enumerate(slots) if monday_of(slot.at.date()) == monday]
            if monday not in proven and left["proof"]:
                found[week[len(week) // 2]] = "proof"
                left["proof"] -= 1
        total, rest = Counter(left), len(slots) - len(found)
        before: PostKind | None = None
        given = 0
        for number in range(len(slots)):
            if number not in found:
                given += 1
                part = given / rest
                found[number] = max(
                    (kind for kind in POST_KINDS if left[kind]),
                    key=lambda each: (
                        # how far it is behind an even spread of it; the same twice in a row only where it has to be
                        total[each] * (part - 1) + left[each] - (each == before),
                        -POST_KINDS.index(each),
                    ),
                )
                left[found[number]] -= 1
            before = found[number]
        return [found[number] for number in range(len(slots))]

    def _best(self, stock: Sequence[Material], kind: PostKind, slot: Slot) -> Material | None:
        fitting = [
            each for each in stock if each.kind == kind and each.fits(slot.at) and not self._is_known(each, slot)
        ]
        return min(fitting, key=lambda each: self._order(each, slot), default=None)

    def _is_known(self, material: Material, slot: Slot) -> bool:
        """Whether the plan has these words about this thing already."""
        words = material.title.casefold()
        day = slot.at.date()
        return any(topic.topic.casefold() == words and topic.day > day - _AGAIN for topic in self._all)

    @property
    def _all(self) -> tuple[Topic, ...]:
        return (*self.plan.topics, *self.topics)

    def _order(self, material: Material, slot: Slot) -> tuple[object, ...]:
        about = material.about
        if about is None:
            return (0, _IDEAS, 0, 0, date.min, material.place)
        days = [topic.day for topic in self._all if topic.about in {about.path, about.name}]
        near = any(abs(day - slot.at.date()) < _APART for day in days)
        liked = self.received.of(about) is not None
        last = max((day for day in days if day < slot.at.date()), default=date.min)
        is_recent = slot.at.date() - last < _RECENT if last != date.min else False
        level = max(0, material.angle - liked) + (is_recent and not liked)
        # What was received well and comes again comes after what was never posted, and before all other repetitions.
        group = 0 if liked and material.angle == 0 and not near else 1 if last == date.min else 2
        return (int(near), level, group, material.angle, last, material.place)

    # --- topics ---------------------------------------------------------------------------------------------------

    def _of_material(self, material: Material, slot: Slot) -> Topic:
        path = material.about.path if material.about is not None else None
        return self._topic(slot, material.kind, material.title, path, self._reason(material, slot), None)

    def _reason(self, material: Material, slot: Slot) -> str:
        words, about = self.words, material.about
        if about is None:
            return words.reason("mix")
        if about.folder == OFFERS and about.offer is not None and material.kind == "selling":
            return offer_reason(about.offer.original, slot.at, words)
        liked = self.received.of(about)
        if liked is not None:
            factor, tag = liked
            return words.reason("kin" if tag else "liked", rate=words.times(factor), tag=tag)
        days = [topic.day for topic in self._all if topic.about in {about.path, about.name}]
        last = max((day for day in days if day < slot.at.date()), default=None)
        return words.reason("again", date=words.day(last, slot.at.year)) if last is not None else words.reason("new")

    def _topic(self, slot: Slot, kind: PostKind, title: str, about: str | None, why: str, step: str | None) -> Topic:
        data = {
            "date": slot.at,
            "networks": slot.networks,
            "kind": kind,
            "topic": title,
            "about": about,
            "step": step,
            "goal": self.words.goals[kind],
            "why": why,
        }
        return Topic.model_validate(data, context={"zone": self.site.main.zone})


def _prove(wanted: dict[PostKind, int], days: Sequence[date]) -> None:
    """Make sure that each week with several topics may have proof: what lacks is taken from useful topics."""
    weeks = sum(count > 1 for count in Counter(map(monday_of, days)).values())
    lacking = min(max(0, weeks - wanted["proof"]), max(0, wanted["useful"] - 1))
    wanted["proof"] += lacking
    wanted["useful"] -= lacking


def _is_in(day: date, month: date) -> bool:
    return (day.year, day.month) == (month.year, month.month)
