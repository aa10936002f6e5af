"""What counts visits, as a view: for the script that starts it, and for what visitors are asked."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from site_gen.model.counters import CounterModel, Purpose
from site_gen.model.legal import Profile
from site_gen.model.settings import Settings
from site_gen.pages.views.sections import CounterView, StatisticsView


def statistics_view(main: Settings) -> StatisticsView | None:
    """Return what counts visits by site.yaml in its first language; None for nothing."""
    if not main.statistics:
        return None
    profile = main.legal.profile
    asked: dict[str, list[str]] = {}
    for purpose, title in _asked(main.statistics, profile):
        asked.setdefault(purpose, []).append(title)
    return StatisticsView(
        counters=[_counter(each, profile) for each in main.statistics],
        host=(urlsplit(main.url).hostname or "").removeprefix("www."),
        asked=asked,
    )


def _asked(counters: tuple[CounterModel, ...], profile: Profile) -> Iterator[tuple[Purpose, str]]:
    """Yield the services that visitors are asked for, those that count first."""
    found = [(each.counter.purpose, each.counter.title) for each in counters if each.asks(profile)]
    yield from dict.fromkeys(sorted(found, key=lambda each: each[0] == "advertising"))


def _counter(each: CounterModel, profile: Profile) -> CounterView:
    counter = each.counter
    return CounterView(
        service=counter.name,
        title=counter.title,
        purpose=counter.purpose,
        id=each.id,
        host=each.host,
        script=each.script,
        attributes=dict(each.attributes),
        asks=each.asks(profile),
        keeps=list(counter.keeps),
    )
