"""Reads structured data (JSON-LD): every way in which a search engine may read an offer's price."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from tests.truth.reader import words
from tests.truth.reader.dom import parse
from tests.truth.reader.facts import Moment, Price
from tests.truth.reader.pages import exact
from tests.truth.reader.prose import unit_named, unit_of

_SCHEMA: Final = "https://schema.org/"
_STATES: Final = {"InStock": "live", "LimitedAvailability": "limited", "SoldOut": "sold-out"}


@dataclass(frozen=True, slots=True)
class OfferNode:
    """An Offer: `ways` are all readings of its price; `faults` what is wrong with how it is written."""

    name: str
    ways: tuple[Price, ...]
    state: str
    starts: Moment | None
    ends: Moment | None
    faults: tuple[str, ...]

    def __str__(self) -> str:
        ways = " or ".join(map(str, self.ways)) or "no price"
        return f"{self.name}: {ways}, {self.state}, {self.starts} – {self.ends} {'; '.join(self.faults)}"


def read_nodes(html: str) -> tuple[Mapping[str, Any], ...]:
    """Return a page's nodes, those of a @graph one by one."""
    scripts = parse(html).all("script")
    data = [
        json.loads("".join(map(str, script.children)), parse_float=Decimal)
        for script in scripts
        if script.attributes.get("type") == "application/ld+json"
    ]
    return tuple(node for each in data for node in (each.get("@graph") or [each]))


def read_offers(html: str, language: str) -> tuple[OfferNode, ...]:
    """Return the offers that a page's data tells of."""
    return tuple(_offer(node, language) for node in read_nodes(html) if node.get("@type") == "Offer")


def read_services(html: str, language: str) -> tuple[OfferNode, ...]:
    """Return the standing prices of services, each by the service's name."""
    return tuple(
        _offer({**node["offers"], "name": node["name"]}, language)
        for node in read_nodes(html)
        if node.get("@type") == "Service" and "offers" in node
    )


def _offer(node: Mapping[str, Any], language: str) -> OfferNode:
    faults: list[str] = []
    state = str(node.get("availability", "")).removeprefix(_SCHEMA)
    return OfferNode(
        name=str(node.get("name", "")),
        ways=tuple(_ways(node, language, faults)),
        state=_STATES.get(state, state),
        starts=exact(node["validFrom"]) if "validFrom" in node else None,
        ends=exact(node["validThrough"]) if "validThrough" in node else None,
        faults=tuple(faults),
    )


def _ways(node: Mapping[str, Any], language: str, faults: list[str]) -> Iterator[Price]:
    bare = Price(Decimal(str(node["price"])), node.get("priceCurrency")) if "price" in node else None
    specification = node.get("priceSpecification")
    if not isinstance(specification, dict):
        yield from (bare,) if bare else ()
        return
    said = specification.get("price", specification.get("minPrice")), specification.get("priceCurrency")
    if bare and (str(bare.amount), bare.currency) != said:
        faults.append("the number beside the specification says something else")
    if specification.get("@type") != "UnitPriceSpecification":
        faults.append(f"the specification is a {specification.get('@type')}")
    unit = _unit(specification, language, faults)
    named = [key for key in ("price", "minPrice") if key in specification]
    if len(named) != 1:
        faults.append(f"the specification has {' and '.join(named) or 'no price'}")
    for key in named:
        amount = Decimal(str(specification[key]))
        yield Price(amount, specification.get("priceCurrency"), unit, starting=key == "minPrice")


def _unit(specification: Mapping[str, Any], language: str, faults: list[str]) -> str | None:
    text, code = specification.get("unitText"), specification.get("unitCode")
    if text is None:
        if code is not None:
            faults.append("a unitCode without a unitText")
        return None
    known = next((unit for each in (language, "en") if (unit := _known(str(text), each))), None)
    wanted = words.CODES.get(known or "")
    if wanted and code != wanted:
        faults.append(f"unitCode is {code}, not {wanted}")
    if not wanted and code is not None and code not in words.PIECE_CODES:
        faults.append(f"unitCode {code} for '{text}'")
    return known or str(text)


def _known(text: str, language: str) -> str | None:
    named = unit_named(text, language)
    if named in words.UNITS["en"]:
        return named
    unit, _ = unit_of(text, language)
    return unit if unit in words.UNITS["en"] else None
