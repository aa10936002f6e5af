"""Everything a post may say about an offer, in words of one language. A post uses nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from site_gen.model.case import Case
from site_gen.model.content import Service
from site_gen.model.facts import OfferFacts, OfferStatus
from site_gen.model.hashtags import hashtag
from site_gen.model.networks import NETWORKS, Network
from site_gen.model.offer import Offer
from site_gen.model.site import Site, Translated
from site_gen.render.offer_words import PriceWords
from site_gen.social.phrases import Phrases, introduced, one_line, own_label, texts_of
from site_gen.social.promises import NOTHING, Promise, promise

Kind = Literal["direct", "first-step", "second-step", "article", "case"]
USEFUL: Final = frozenset({"article", "case"})
"""The kinds that sell by being useful: they have neither a price nor a deadline."""

_LONGEST_DERIVED_TAG: Final = 30
_TOWN: Final = re.compile(r"[^\W\d_]{2,20}(?:[ -][^\W\d_]{2,20})?")
"""An area that is a name, rather than a sentence about where somebody works."""


@dataclass(frozen=True, slots=True)
class CaseProof:
    """A case as proof: the claim with its client as a sentence, the same behind a label, and what backs the number: by
    itself, and as it is said where the claim stands elsewhere.
    """

    claim: str
    labelled: str
    evidence: str
    evidence_apart: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline in words: as a call without a full stop ("Book by 20 December, 6 pm"), the same with a shortened
    month, and in figures (None where a project's own words have no such text); its zone as it follows these ('' where
    all readers share it), and that in at most twelve characters; for a picture ("until …") with the zone's name; and in
    full, with the year.
    """

    said: str
    said_short: str
    said_in_figures: str | None
    zone: str
    zone_short: str
    until: str
    zone_name: str
    until_full: str


@dataclass(frozen=True, slots=True)
class Brief:
    """One offer, article or case in one language, in words; None and () for what the file doesn't contain.

    Titles and items have no full stop, sentences have one; no text has a line break. `promise` is the same as facts.
    """

    kind: Kind
    slug: str
    language: str
    file: str
    folder: str
    title: str
    summary: str | None = None
    status: OfferStatus = OfferStatus.LIVE
    price: PriceWords | None = None
    is_free: bool = False
    was: str | None = None
    deadline: Deadline | None = None
    extended: str | None = None
    seats: str | None = None
    includes: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    audience: str | None = None
    delivery: str | None = None
    steps: tuple[tuple[str, str], ...] = ()
    proof: CaseProof | None = None
    problem: str | None = None
    action: str = ""
    short_title: str | None = None
    place: str | None = None
    hashtags: tuple[str, ...] = ()
    borrowed_tags: frozenset[str] = frozenset()
    disclosure: str | None = None
    minutes: str | None = None
    points: tuple[str, ...] = ()
    client: str | None = None
    numbers: tuple[str, ...] = ()
    period: str | None = None
    evidence: str | None = None
    spent: str | None = None
    quote: str | None = None
    alt: str | None = None
    promise: Promise = NOTHING


def phrases_of(site: Site, language: str) -> Phrases:
    """Return the phrases of a language of the site."""
    return Phrases(language, site.main.time_zone, site.theme.strings, site.post_words.get(language))


def offer_brief(site: Site, source: Translated[Offer], facts: OfferFacts, this_year: int | None = None) -> Brief:
    """Return the brief of an offer in the language of its facts; a deadline in `this_year` is said without the year."""
    language = facts.language
    offer, say = source.versions[language], phrases_of(site, language)
    case = facts.proof.versions[language] if facts.proof else None
    service = next((each for each in site.services[language] if each.id == offer.service), None)
    area = site.settings[language].contact.area
    return Brief(
        kind=offer.kind,
        slug=source.slug,
        language=language,
        file=source.file,
        folder="offers",
        title=say.title(offer.title),
        summary=say.sentence(offer.summary) if offer.summary else None,
        status=facts.status,
        price=say.price(facts.price) if facts.price else None,
        is_free=facts.price is not None and facts.price.is_free,
        was=say.former(facts.price) if facts.price else None,
        deadline=_deadline(offer, say, this_year),
        extended=say.sentence(offer.extended) if offer.extended else None,
        seats=say.seats(offer.seats) if offer.seats else None,
        includes=tuple(map(say.title, offer.includes)),
        excludes=tuple(map(say.title, offer.excludes)),
        tiers=tuple(_tiers(facts, say)),
        audience=say.sentence(offer.audience) if offer.audience else None,
        delivery=say.sentence(offer.delivery) if offer.delivery else None,
        steps=tuple((say.title(step.title), say.sentence(step.text)) for step in offer.steps),
        proof=_proof(case, say) if case else None,
        problem=say.sentence(offer.problem) if offer.problem else None,
        action=say.title(offer.call_to_action),
        short_title=say.title(offer.short_title) if offer.short_title else None,
        place=one_line(area) if area else None,
        hashtags=tuple(unique_tags(offer.hashtags or derived_tags(offer.title, service, case, say, area))),
        borrowed_tags=borrowed_tags(case),
        disclosure=one_line(offer.ad_disclosure) if offer.ad_disclosure else None,
        alt=one_line(offer.picture.alt) if offer.picture and offer.picture.alt else None,
        promise=promise(facts.price, offer.ends),
    )


def _deadline(offer: Offer, say: Phrases, this_year: int | None) -> Deadline | None:
    ends = offer.ends
    if ends is None:
        return None
    key = "deadline.open" if offer.kind == "first-step" else "deadline"
    return Deadline(
        said=say.dated(key, say.end(ends, this_year)),
        said_short=say.dated(key, say.end(ends, this_year, short=True)),
        said_in_figures=say.in_figures(ends, this_year),
        zone=say.zone(ends),
        zone_short=say.zone(ends, short=True),
        until=say.until_wall_time(ends, this_year),
        zone_name=say.zone_name(ends),
        until_full=say.until(ends),
    )


def _tiers(facts: OfferFacts, say: Phrases) -> Iterator[str]:
    for tier in facts.tiers:
        key = "tier.advised" if tier.advised else "tier"
        yield say.text(key, name=say.title(tier.name), price=say.price(tier.price).text)


def _proof(case: Case, say: Phrases) -> CaseProof:
    where = f"{one_line(case.client)}, {one_line(case.place)}" if case.place else one_line(case.client)
    claim = f"{say.title(case.title)} ({where})."
    evidence = say.evidence(case)
    label = own_label(claim) or one_line(case.client)  # a sample's client is none
    return CaseProof(claim, introduced(say.text("case"), claim, texts_of(case)), evidence, introduced(label, evidence))


def derived_tags(
    title: str, service: Service | None, case: Case | None, say: Phrases, area: str | None
) -> Iterator[str]:
    """Yield hashtags for what has none of its own: its service, its case's niche, the trade, the networks that it is
    about, and the town. Without a service the trade comes first: the niche alone would be the topic of somebody else.
    """
    about = [NETWORKS[id_] for id_ in service.networks] if service else []
    about = about or [each for each in NETWORKS.values() if _names(title, each, say.language)]
    named = [each.name_in(say.language) for each in about]
    trade, niche = [say.text("hashtag")], [case.niche] if case else []
    names = [service.name, *niche, *trade] if service else [*trade, *niche]
    names += named
    names += [area] if area and _TOWN.fullmatch(area) else []
    yield from (tag for tag in tags_of(names) if len(tag) <= _LONGEST_DERIVED_TAG)


def _names(title: str, network: Network, language: str) -> bool:
    return any(re.search(rf"\b{name}\b", title) for name in (network.name, network.name_in(language)))


def tags_of(labels: Iterable[str]) -> Iterator[str]:
    """Yield the hashtags of labels, all with a capital letter."""
    yield from (tag[:1].upper() + tag[1:] for tag in map(hashtag, labels) if tag)


def unique_tags(tags: Iterable[str]) -> Iterator[str]:
    """Yield hashtags without those that differ from an earlier one only in capitals."""
    seen: set[str] = set()
    for tag in tags:
        if tag.casefold() not in seen:
            seen.add(tag.casefold())
            yield tag


def borrowed_tags(case: Case | None) -> frozenset[str]:
    """Return the hashtags, in small letters, that don't name the subject: of networks, and of the case's niche."""
    names = [name for each in NETWORKS.values() for name in (each.name, *each.own.values())]
    names += [case.niche] if case else []
    return frozenset(hashtag(name).casefold() for name in names)
