"""How topics were received: what each thing's posts brought in comparison with others on the same network."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import Final

from site_gen.actions.planning.about import ARTICLES, CASES, About, Things
from site_gen.model.content_plan import Topic

LIKED: Final = 1.25
"""From so many times the usual answers on, a thing was well received."""

_ENOUGH: Final = 3
"""So few measured posts say nothing about what is usual."""


@dataclass(frozen=True, slots=True)
class Reception:
    """By the path of a thing: how many times as many answers as usual its posts had. `tags` has the same for tags of
    articles and cases."""

    things: Mapping[str, float]
    tags: Mapping[str, float]

    def of(self, about: About) -> tuple[float, str] | None:
        """Return how well a thing was received, with the tag by which that is known ('' for its own posts); None where
        it wasn't received better than usual."""
        own = self.things.get(about.path)
        if own is not None:
            return (own, "") if own >= LIKED else None
        known = [(self.tags[tag], tag) for tag in tags_of(about) if tag in self.tags]
        best = max(known, default=(0.0, ""))
        return best if best[0] >= LIKED else None


def tags_of(about: About) -> tuple[str, ...]:
    """Return the tags of an article or a case; () for anything else."""
    if about.source is None or about.folder not in {ARTICLES, CASES}:
        return ()
    return tuple(about.source.original.tags)


def reception(topics: Sequence[Topic], things: Things, before: date) -> Reception:
    """Return how the topics before a day were received.

    A post's rate is its answers (saves, comments, clicks, leads) by its reach, or their number where no reach is known;
    it is compared with the mean of its network's posts that are measured in the same way.
    """
    rates: defaultdict[tuple[str, bool], list[tuple[float, Topic]]] = defaultdict(list)
    for topic in topics:
        for post in topic.posts:
            response = post.response
            if response is not None and not response.is_empty and topic.day < before:
                rate = response.answers / response.reach if response.reach else float(response.answers)
                rates[post.network, bool(response.reach)].append((rate, topic))
    relative = [
        (rate / usual, topic)
        for measured in rates.values()
        if len(measured) >= _ENOUGH and (usual := fmean(rate for rate, _ in measured)) > 0
        for rate, topic in measured
    ]
    by_thing: defaultdict[str, list[float]] = defaultdict(list)
    by_tag: defaultdict[str, list[float]] = defaultdict(list)
    for factor, topic in relative:
        about = things.of_topic(topic)
        if about is not None:
            by_thing[about.path].append(factor)
            for tag in tags_of(about):
                by_tag[tag].append(factor)
    return Reception(_means(by_thing.items()), _means(by_tag.items()))


def _means(found: Iterable[tuple[str, list[float]]]) -> dict[str, float]:
    return {name: fmean(factors) for name, factors in found}
