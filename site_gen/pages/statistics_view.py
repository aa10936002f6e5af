"""What counts visits, as a view: for the script that starts it, and for what visitors are asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args
from urllib.parse import urlsplit

from site_gen.model.counters import CounterModel, Purpose
from site_gen.model.legal import Profile
from site_gen.model.settings import Settings
from site_gen.pages.views.sections import AskedView, CounterView, StatisticsView


def statistics_view(main: Settings) -> StatisticsView | None:
    """Return what counts visits by site.yaml in its first language; None for nothing."""
    if not main.statistics:
        return None
    profile = main.legal.profile
    return StatisticsView(
        counters=[_counter(each, profile) for each in main.statistics],
        host=(urlsplit(main.url).hostname or "").removeprefix("www."),
        asked=list(_asked(main.statistics, profile)),
    )


def _asked(counters: tuple[CounterModel, ...], profile: Profile) -> Iterator[AskedView]:
    """Yield the purposes that visitors are asked for, statistics first."""
    for purpose in get_args(Purpose):
        found = [each.counter.title for each in counters if each.counter.purpose == purpose and each.asks(profile)]
        if found:
            yield AskedView(purpose=purpose, services=list(dict.fromkeys(found)))


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
