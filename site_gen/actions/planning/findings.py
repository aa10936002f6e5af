"""What is wrong with a plan: names that nothing has, posts for closed offers, weeks without proof, too many posts.

Only `check` looks for it: what the public gets doesn't depend on the plan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from site_gen.actions.planning.about import About, Things
from site_gen.actions.planning.ahead import monday_of
from site_gen.messages import m, one_of
from site_gen.model.base import referred
from site_gen.model.content_plan import PLAN_FILE, ContentPlan, Topic
from site_gen.model.instants import State, fixed
from site_gen.model.networks import NETWORKS
from site_gen.model.rules import Finding, Path
from site_gen.model.site import Site
from site_gen.nearest import nearest
from site_gen.problems import Severity
from site_gen.social.networks import social_networks

_NEEDS_PROOF: Final = 2
"""From so many topics on, a week should have proof among them."""


def plan_findings(site: Site, now: datetime, left_out: Collection[str] = ()) -> Iterator[Finding]:
    """Yield what is wrong with the plan at `now`; published topics are left alone but for their links.

    Things that were `left_out` of the site, by name, have errors of their own, and are there all the same.
    """
    if site.plan is None:
        return
    yield from _PlanCheck(site, site.plan.original, now, Things.of(site), left_out).findings()


@dataclass(frozen=True, slots=True)
class _PlanCheck:
    site: Site
    plan: ContentPlan
    now: datetime
    things: Things
    left_out: Collection[str]

    def findings(self) -> Iterator[Finding]:
        for index, topic in enumerate(self.plan.topics):
            yield from self._names(index, topic)
            if topic.is_published:
                yield from self._published(index, topic)
            elif topic.day >= self._today:  # what is late is said by site-gen plan
                yield from self._timing(index, topic)
        yield from self._unknown_rhythms()
        yield from self._twice()
        yield from self._weeks()

    @property
    def _today(self) -> date:
        return self.now.astimezone(self.site.main.zone).date()

    # --- one topic ------------------------------------------------------------------------------------------------

    def _names(self, index: int, topic: Topic) -> Iterator[Finding]:
        known = {*NETWORKS, *self.site.main.network_facts}
        path: Path
        for place, network in enumerate(topic.networks):
            path = ("topics", index, "networks", place)
            if network not in known:
                hint = nearest(network, known) or m("a network of your own is told under network_facts: in site.yaml")
                yield Finding(PLAN_FILE, path, m("there is no network '{network}'", network=network), hint)
            elif self.site.main.networks and network not in {*self.site.main.networks, *self.site.main.network_facts}:
                hint = m(
                    "write '{network}: YOUR ACCOUNT' under networks: there, or take it out of the plan", network=network
                )
                yield _warning(path, m("site.yaml names no account on {name}", name=NETWORKS[network].name), hint)
        if topic.about is None or referred(topic.about) in self.left_out:
            return
        path = ("topics", index, "about")
        found = self.things.called(topic.about)
        if len(found) > 1:
            names = one_of(each.path for each in found)
            yield Finding(
                PLAN_FILE,
                path,
                m("'{about}' is the name of {count} things", about=topic.about, count=len(found)),
                m("write {names}", names=names),
            )
        elif not found and (near := self.things.mistaken(topic.about)) is not None:
            severity = Severity.WARNING if topic.is_published else Severity.ERROR
            yield Finding(PLAN_FILE, path, m("there is no '{about}'", about=topic.about), near, severity)

    def _published(self, index: int, topic: Topic) -> Iterator[Finding]:
        path = ("topics", index, "status")
        if topic.day > self._today:
            yield _warning(
                path, m("published already, and planned for {day}", day=topic.day), m("correct the date or the status")
            )
        lacking = [network for network in topic.networks if (post := topic.post_on(network)) is None or not post.link]
        if lacking:
            hint = m(
                "add posts: [{network: {lacking}, link: https://…}], so that responses find it", lacking=lacking[0]
            )
            yield _warning(
                path, m("published without a link to the post on {lacking}", lacking=", ".join(lacking)), hint
            )

    def _timing(self, index: int, topic: Topic) -> Iterator[Finding]:
        about = self.things.of_topic(topic)
        path = ("topics", index, "date")
        if about is not None and about.offer is not None:
            yield from self._offer_timing(path, topic, about)
        elif about is not None and about.appears is not None and not _reaches(topic, about.appears, self.site):
            when = f"{about.appears.astimezone(self.site.main.zone):%Y-%m-%d %H:%M}"
            hint = m("plan it for later, or give the article an earlier date")
            yield _warning(
                path, m("the article '{name}' is public from {when} on only", name=about.name, when=when), hint
            )

    def _offer_timing(self, path: Path, topic: Topic, about: About) -> Iterator[Finding]:
        offer = about.offer.original if about.offer is not None else None
        if offer is None:
            return
        zone = self.site.main.zone
        is_after = topic.step == "thank"
        starts, ends = (fixed(at).astimezone(zone) if at else None for at in (offer.starts, offer.ends))
        states = {offer.window.state(at) for at in _span(topic, self.site)}
        if states == {State.CLOSED} and ends is not None and not is_after:
            hint = m("plan it earlier, or plan a word of thanks with step: thank")
            yield _warning(
                path,
                m(
                    "the offer '{name}' is closed by then: it ends at {ends}",
                    name=about.name,
                    ends=f"{ends:%Y-%m-%d %H:%M}",
                ),
                hint,
            )
        elif states == {State.SCHEDULED} and starts is not None:
            hint = m("plan it for later")
            message = m(
                "the offer '{name}' isn't open by then: it starts at {starts}",
                name=about.name,
                starts=f"{starts:%Y-%m-%d %H:%M}",
            )
            yield _warning(path, message, hint)
        elif is_after and State.CLOSED not in states:
            hint = m("plan it for after the end")
            yield _warning(path, m("the offer '{name}' is still open by then", name=about.name), hint)
        if offer.draft:
            yield _warning(
                (*path[:-1], "about"),
                m("the offer '{name}' is a draft", name=about.name),
                m("take its draft: true away"),
            )

    # --- topics beside each other ---------------------------------------------------------------------------------

    def _unknown_rhythms(self) -> Iterator[Finding]:
        known = {*NETWORKS, *self.site.main.network_facts}
        for network in self.plan.rhythm:
            if network not in known:
                yield Finding(
                    PLAN_FILE,
                    ("rhythm", network),
                    m("there is no network '{network}'", network=network),
                    nearest(network, known),
                    at_key=True,
                )

    def _twice(self) -> Iterator[Finding]:
        seen: dict[tuple[str, datetime], Topic] = {}
        for index, topic in enumerate(self.plan.topics):
            if topic.moment is None or topic.is_published or topic.day < self._today:
                continue
            at = fixed(topic.moment)
            for network in topic.networks:
                other = seen.setdefault((network, at), topic)
                if other is not topic:
                    message = m(
                        "two posts at one time on {network}: this one, and '{topic}'",
                        network=network,
                        topic=other.topic,
                    )
                    yield _warning(("topics", index, "date"), message, m("give one of them another time"))
                    break

    def _weeks(self) -> Iterator[Finding]:
        this_week = monday_of(self._today)
        weeks: defaultdict[date, list[int]] = defaultdict(list)
        for index, topic in enumerate(self.plan.topics):
            if monday_of(topic.day) >= this_week:
                weeks[monday_of(topic.day)].append(index)
        for monday, indices in sorted(weeks.items()):
            yield from self._rhythm(monday, indices)
            topics = [self.plan.topics[index] for index in indices]
            if len(topics) >= _NEEDS_PROOF and all(topic.kind != "proof" for topic in topics):
                hint = m("plan a case, a review or a number with kind: proof")
                message = m(
                    "the week of {monday} – {sunday} has no proof", monday=monday, sunday=monday + timedelta(days=6)
                )
                yield _warning(("topics", min(indices), "kind"), message, hint)

    def _rhythm(self, monday: date, indices: list[int]) -> Iterator[Finding]:
        networks = social_networks(self.site.main)
        used: defaultdict[str, list[int]] = defaultdict(list)
        for index in sorted(indices, key=lambda at: (self.plan.topics[at].day, at)):
            for network in self.plan.topics[index].networks:
                used[network].append(index)
        for network, posts in used.items():
            rules = networks[network].rules if network in networks else None
            usual = rules.week_max if rules is not None else None
            most = max(usual or 0, self.plan.rhythm.get(network, 0))
            if usual is not None and len(posts) > most:
                place = self.plan.topics[posts[most]].networks.index(network)
                said = m(
                    "{number} posts on {name} in the week of {monday}: up to {most} are usual",
                    number=len(posts),
                    name=networks[network].name,
                    monday=monday,
                    most=most,
                )
                hint = m(
                    "move one, or write 'rhythm: {{network}: {count}}' in the plan if you mean it",
                    network=network,
                    count=len(posts),
                )
                yield _warning(("topics", posts[most], "networks", place), said, hint)


def _warning(path: Path, message: str, hint: str) -> Finding:
    return Finding(PLAN_FILE, path, message, hint, Severity.WARNING)


def _span(topic: Topic, site: Site) -> tuple[datetime, ...]:
    """Return the instants that a topic may be posted at, at least the first and the last: of a day, its bounds."""
    if topic.moment is not None:
        return (fixed(topic.moment),)
    zone = site.main.zone
    first = datetime.combine(topic.day, datetime.min.time(), zone)
    noon = datetime.combine(topic.day, datetime.min.time().replace(hour=12), zone)
    last = datetime.combine(topic.day, datetime.max.time().replace(microsecond=0), zone)
    return fixed(first), fixed(noon), fixed(last)


def _reaches(topic: Topic, at: datetime, site: Site) -> bool:
    return _span(topic, site)[-1] >= at
