"""References between files that must resolve, and numbers that must agree."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from site_gen.messages import Message, m
from site_gen.model.case import Case
from site_gen.model.finding import Finding, Path
from site_gen.model.offer import FirstStepOffer, Offer
from site_gen.model.site import Translated
from site_gen.nearest import nearest

_ABSENT: Final[Mapping[str, tuple[Message, Message]]] = {
    "service": (
        m("there is no service '{name}'"),
        m("there is no service at all yet: write it first, or leave the line out until then"),
    ),
    "case": (
        m("there is no case '{name}'"),
        m("there is no case at all yet: write it first, or leave the line out until then"),
    ),
    "offer": (
        m("there is no offer '{name}'"),
        m("there is no offer at all yet: write it first, or leave the line out until then"),
    ),
    "second-step offer": (
        m("there is no second-step offer '{name}'"),
        m("there is no second-step offer at all yet: write it first, or leave the line out until then"),
    ),
    "article": (
        m("there is no article '{name}'"),
        m("there is no article at all yet: write it first, or leave the line out until then"),
    ),
    "audit": (
        m("there is no audit '{name}'"),
        m("there is no audit at all yet: write it first, or leave the line out until then"),
    ),
    "case or article": (
        m("there is no case or article '{name}'"),
        m("there is no case or article at all yet: write it first, or leave the line out until then"),
    ),
}
"""What is said of a name that refers to nothing, and where there is nothing of that kind."""


def check_references(
    file: str, path: Path, value: str | None, known: Collection[str] | None, what: str
) -> Iterator[Finding]:
    """Find a name that refers to nothing. `known` is None if the existing names can't be determined."""
    if value is not None and known is not None and value not in known:
        absent, none_at_all = _ABSENT[what]
        there = m("known: {names}", names=", ".join(sorted(known)[:12])) if known else none_at_all
        yield Finding(file, path, absent.filled(name=value), nearest(value, known) or there)


def check_case(source: Translated[Case]) -> Iterator[Finding]:
    """Find errors in a case beyond single fields."""
    case = source.original
    headlines = [index for index, metric in enumerate(case.metrics) if metric.headline]
    if len(headlines) > 1:
        path = ("metrics", headlines[1], "headline")
        yield Finding(source.file, path, m("more than one metric is the headline"), m("mark one with headline: true"))
    for index, metric in enumerate(case.metrics):
        points = metric.points
        if points and points[-1][1] != metric.after:
            yield Finding(
                source.file,
                ("metrics", index, "after"),
                m("'after' is {after}, but the series ends at {points}", after=metric.after, points=points[-1][1]),
                m("the number in the text and the end of its chart say the same"),
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
