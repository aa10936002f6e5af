"""References between files that must resolve, and numbers that must agree."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from site_gen.model.case import Case
from site_gen.model.offer import FirstStepOffer, Offer
from site_gen.model.rules.finding import Finding, Path
from site_gen.model.site import Translated
from site_gen.nearest import nearest


def check_references(
    file: str, path: Path, value: str | None, known: Collection[str] | None, what: str
) -> Iterator[Finding]:
    """Find a name that refers to nothing. `known` is None if the existing names can't be determined."""
    if value is not None and known is not None and value not in known:
        there = (
            "known: " + ", ".join(sorted(known)[:12])
            if known
            else f"there is no {what} at all yet: write it first, or leave the line out until then"
        )
        hint = nearest(value, known) or there
        yield Finding(file, path, f"there is no {what} '{value}'", hint)


def check_case(source: Translated[Case]) -> Iterator[Finding]:
    """Find errors in a case beyond single fields."""
    case = source.original
    headlines = [index for index, metric in enumerate(case.metrics) if metric.headline]
    if len(headlines) > 1:
        path = ("metrics", headlines[1], "headline")
        yield Finding(source.file, path, "more than one metric is the headline", "mark one with headline: true")
    for index, metric in enumerate(case.metrics):
        points = metric.points
        if points and points[-1][1] != metric.after:
            yield Finding(
                source.file,
                ("metrics", index, "after"),
                f"'after' is {metric.after}, but the series ends at {points[-1][1]}",
                "the number in the text and the end of its chart say the same",
            )


def check_offers(
    offers: Iterable[Translated[Offer]],
    services: Collection[str] | None,
    cases: Collection[str],
    seconds: Collection[str],
) -> Iterator[Finding]:
    """Find offers with broken references. `seconds` names the second-step offers."""
    for source in offers:
        offer = source.original
        yield from check_references(source.file, ("service",), offer.service, services, "service")
        yield from check_references(source.file, ("proof",), offer.proof, cases, "case")
        if isinstance(offer, FirstStepOffer):
            yield from check_references(source.file, ("next",), offer.next, seconds, "second-step offer")
