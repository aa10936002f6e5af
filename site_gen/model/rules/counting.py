"""Finds services that count visits where the law of the site makes them a risk."""

from __future__ import annotations

from collections.abc import Iterator

from site_gen.messages import m
from site_gen.model.finding import Finding
from site_gen.model.settings import Settings
from site_gen.problems import Severity


def check_counters(settings: Settings) -> Iterator[Finding]:
    """Yield a warning for each service that doesn't fit the legal profile."""
    for index, each in enumerate(settings.statistics):
        reason = each.counter.unfit.get(settings.legal.profile)
        if reason:
            message = m(
                "{title} is a risk under the rules of {profile}",
                title=each.counter.title,
                profile=settings.legal.profile,
            )
            path = ("statistics", index, "service") if len(settings.statistics) > 1 else ("statistics",)
            hint = m("count with another service: {reason}", reason=reason)
            yield Finding("site.yaml", path, message, hint, Severity.WARNING)
