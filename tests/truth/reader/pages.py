"""Reads HTML pages: an offer's own page, and the lines about offers on other pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from tests.truth.reader.dom import Node, parse
from tests.truth.reader.facts import Moment, Price, Told
from tests.truth.reader.prose import read, tidy

_OFFER: Final = re.compile(r"/offers/([\w-]+)/(?:[?#].*)?")
_WHOLE: Final = frozenset({"li", "article", "section", "aside"})
"""Elements that hold what belongs together: a line of an offer reaches no farther."""


@dataclass(frozen=True)
class OfferPage:
    """What an offer's own page tells: in its text, in the bar below, and in the attributes that scripts read."""

    body: Told
    bar: Told | None
    machine: Told


def read_offer_page(html: str, slug: str, language: str) -> OfferPage:
    """Return what the page of the offer `slug` tells of it; what it tells of others is left out of that."""
    root = parse(html)
    main = root.first("main") or root
    lines = list(_lines(main, language, own=slug))
    others = frozenset(id(node) for _, node in lines)
    tiers_node = main.first(class_="tiers")
    away = others | ({id(tiers_node)} if tiers_node else set())
    text = main.text(frozenset(away))
    body = replace(
        read(text, language),
        tiers=tuple(_tiers(tiers_node, language)) if tiers_node else (),
        acts=frozenset(_acts(root, main, others)),
        opens=frozenset(line.slug for line, _ in lines if line.seen),
    )
    if not body.state:
        body = replace(body, state="live")
    bar = next(root.visible("aside", class_="bar"), None)
    told = read(bar.text(), language) if bar else None
    return OfferPage(body, told, Told(ends=tuple(_attributes(main, others))))


def _tiers(node: Node, language: str) -> Iterator[tuple[str, Price]]:
    for section in node.visible("section"):
        heading = section.first("h3", "h4")
        if heading is None:
            continue
        name = tidy("".join(child for child in heading.children if isinstance(child, str)))
        said = read(section.text(frozenset({id(heading)})), language)
        yield from ((name, price) for price in said.prices)


def _acts(root: Node, main: Node, others: frozenset[int]) -> Iterator[str]:
    """Yield the ways to act on the page's own offer that a visitor sees, or that a script would show."""
    for node in main.visible():
        if any(id(each) in others for each in (node, *node.ancestors())):
            continue
        if node.tag == "form":
            yield "form"
        if node.tag == "button" or "button" in node.classes:
            yield "button"
    if any("data-countdown" in node.attributes or "data-remaining" in node.attributes for node in root.walk()):
        yield "countdown"
    if next(root.visible("aside", class_="bar"), None):
        yield "bar"


def _attributes(main: Node, others: frozenset[int]) -> Iterator[Moment]:
    """Yield the deadlines in attributes: of `time.until`, and what closes the page in the browser."""
    for node in main.walk():
        if any(id(each) in others for each in (node, *node.ancestors())):
            continue
        found = [node.attributes.get("data-ends")]
        found += [node.attributes.get("datetime")] if node.tag == "time" and "until" in node.classes else []
        yield from (exact(value) for value in found if value)


def exact(text: str) -> Moment:
    """Return a moment written for machines, as it is: its clock and its offset."""
    moment = datetime.fromisoformat(text)
    return Moment(moment.replace(tzinfo=None), moment.utcoffset())


# --- lines ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """What a page tells of one offer in a line with a link to it. `seen` says whether it is shown now: a page that
    can close itself keeps some for then.
    """

    slug: str
    told: Told
    seen: bool


def read_lines(html: str, language: str, own: str = "") -> tuple[Line, ...]:
    """Return the lines about offers on any page, but those of the offer `own`: main part, bars and foot."""
    return tuple(line for line, _ in _lines(parse(html), language, own))


def _lines(root: Node, language: str, own: str) -> Iterator[tuple[Line, Node]]:
    done: set[int] = set()
    for link in root.all("a"):
        slug = _slug(link)
        if slug is None or slug == own or any(node.tag in {"header", "nav"} for node in link.ancestors()):
            continue
        block = _block(link, slug, root)
        if id(block) not in done:
            done.add(id(block))
            yield Line(slug, _line(block, language), _is_seen(block)), block


def _slug(link: Node) -> str | None:
    found = _OFFER.search(link.attributes.get("href", ""))
    return found[1] if found else None


def _block(link: Node, slug: str, root: Node) -> Node:
    """Return the largest element around a link that speaks of its offer alone."""
    block = link
    for node in link.ancestors():
        if node is root or node.tag in {"main", "body", "footer"} or node.first("h1"):
            break
        if any(_slug(other) not in {None, slug} for other in node.all("a")):
            break
        block = node
        if node.tag in _WHOLE or node.classes & {"deal", "note"}:
            break
    return block


def _line(block: Node, language: str) -> Told:
    told = read(block.text(), language)
    acts = {"button" for node in block.visible() if node.tag == "button" or "button" in node.classes}
    ends = tuple(exact(node.attributes["datetime"]) for node in block.visible("time") if "until" in node.classes)
    return replace(told, acts=frozenset(acts), ends=told.ends + ends)


def _is_seen(block: Node) -> bool:
    return not any(node.hidden for node in (block, *block.ancestors()))


# --- proposals --------------------------------------------------------------------------------------------------------


def read_proposal(html: str, language: str) -> Told:
    """Return the tiers of a proposal's page, and until when it holds."""
    root = parse(html)
    main = root.first("main") or root
    node = main.first(class_="tiers")
    until = next(main.visible("time", class_="until"), None)
    said = read(until.text(), language).ends if until else ()
    return Told(tiers=tuple(_tiers(node, language)) if node else (), ends=said)
