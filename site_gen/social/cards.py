"""The pictures of posts: the content and size of each card, and its alternative text.

A card's content comes from the offer's file, like the post; the layouts are the theme's (cards/).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from site_gen.model.case import Case
from site_gen.model.facts import OfferFacts
from site_gen.model.metrics import Metric
from site_gen.model.offer import Offer
from site_gen.model.site import Site, Translated
from site_gen.render.artifact import FromTypst
from site_gen.render.localize import Localizer
from site_gen.render.offer_words import capital
from site_gen.social.brief import Brief, offer_brief, phrases_of
from site_gen.social.card_style import CardStyle
from site_gen.social.content_briefs import client_of
from site_gen.social.extras import CLOSING
from site_gen.social.networks import Size, SocialNetwork
from site_gen.social.opening import Variant, hook_of
from site_gen.social.phrases import Phrases, amount_text, named, one_line, own_label, texts_of, within, without_stop

SINGLE: Final = "offer.typ"
SLIDE: Final = "slide.typ"
CAROUSEL: Final = "carousel"
"""The use of a picture size for a series of slides."""

ANYWHERE: Final = Size("post", 1080, 1080)
"""The picture for a network without known sizes, added by the owner."""

EMPTY_SLIDE: Final[Mapping[str, Any]] = MappingProxyType(
    {"label": None, "below": None, "proof": None, "quote": None, "steps": []}
)
"""Every key that slides alone have, with nothing in it."""

ALT_LENGTH: Final = 500
"""The shortest limit of a network for alternative text (Pinterest; see docs/pins.md)."""

_ITEMS: Final = 3
_SLIDE_ITEMS: Final = 6
_SLIDE_STEPS: Final = 4


@dataclass(frozen=True, slots=True)
class Card:
    """A planned picture: its file name, its maker, and its alternative text."""

    name: str
    maker: FromTypst
    alt: str


@dataclass(frozen=True, slots=True)
class _Sale:
    """An offer in one language, with what cards need besides its brief."""

    site: Site
    brief: Brief
    say: Phrases
    words: Localizer
    facts: OfferFacts
    case: Case | None


def offer_cards(  # an offer as facts, and how it is shown
    site: Site,
    style: CardStyle,
    source: Translated[Offer],
    facts: OfferFacts,
    network: SocialNetwork,
    variant: Variant,
    this_year: int | None = None,
) -> Iterator[Card]:
    """Yield the pictures of an offer's post, one for each size of the network, and the slides of a carousel.

    A deadline in `this_year` is said without the year, as in the post.
    There are none for an offer that is closed or sold out. Raises UnwritableError for a text with letters that the
    theme's typeface lacks.
    """
    if facts.status in CLOSING:
        return
    language = facts.language
    sale = _Sale(
        site,
        offer_brief(site, source, facts, this_year),
        phrases_of(site, language),
        Localizer(language, site.main.time_zone, site.theme.strings),
        facts,
        facts.proof.versions[language] if facts.proof else None,
    )
    yield from _cards(sale, style, network, variant)


def _cards(sale: _Sale, style: CardStyle, network: SocialNetwork, variant: Variant) -> Iterator[Card]:
    said = _said(sale, network)
    for size in network.images or (ANYWHERE,):
        if size.use != CAROUSEL:
            maker = style.picture(SINGLE, size, sale.brief.language, on_size(said, size))
            yield Card(f"{size.use}.png", maker, in_words(_single_alt(sale, maker.data)))
        else:
            slides = list(_slides(sale, said, variant))
            for number, slide in enumerate(slides, 1):
                yield _slide(sale, style, size, {**said, **slide, "number": number, "total": len(slides)})


# --- what is said -----------------------------------------------------------------------------------------------------


def _said(sale: _Sale, network: SocialNetwork) -> dict[str, Any]:
    """Return the data of a card; the template leaves out what doesn't fit."""
    brief, settings = sale.brief, sale.site.settings[sale.brief.language]
    return {
        **nothing_said(),
        "name": settings.name,
        "role": one_line(settings.role),
        "title": brief.title,
        "price": _price(sale),
        "was": brief.was,
        "former": _former(sale),
        **_deadline(sale),
        "note": without_stop(brief.seats or "") or None,
        "includes": list((brief.includes or brief.tiers)[:_ITEMS]),
        "action": brief.action,
        "address": address_of(sale.site, sale.words, network),
        "disclosure": brief.disclosure,
    }


def nothing_said() -> dict[str, Any]:
    """Return every key of a single card's data, with nothing in it."""
    keys = ("price", "was", "former", "number", "until", "zone", "delivery", "note", "address", "disclosure")
    return {**dict.fromkeys(keys), "includes": [], "sticker": False}


def on_size(said: Mapping[str, Any], size: Size) -> dict[str, Any]:
    """Return a card's data for a size: room for a sticker takes an address's place."""
    return {**said, "sticker": True, "address": None} if size.sticker else dict(said)


def _former(sale: _Sale) -> dict[str, str | None] | None:
    """Return the former price as it is struck out, and its evidence; None if there is none."""
    price = sale.facts.price
    if sale.brief.was is None or price is None or price.former is None:
        return None
    return {"amount": sale.say.money(price.former.amount, price.currency), "lowest": sale.say.lowest(price)}


def _price(sale: _Sale) -> dict[str, str | None] | None:
    """Return a price in three parts: 'Des de', '340 €', 'al mes'."""
    price = sale.brief.price
    if price is None:
        return None
    amount = capital(price.amount) if sale.brief.is_free else price.amount
    return {"before": capital(price.before) or None, "amount": amount, "after": price.after or None}


def _deadline(sale: _Sale) -> dict[str, str | None]:
    """Return the deadline and the zone's name, if not all readers share it; without an end, the delivery time."""
    brief, ends = sale.brief, sale.brief.deadline
    if ends is None:
        delivery = without_stop(brief.delivery) if brief.delivery else None
        return {"until": None, "zone": None, "delivery": delivery}
    return {"until": capital(ends.until), "zone": capital(ends.zone_name) if ends.zone else None, "delivery": None}


def address_of(site: Site, words: Localizer, network: SocialNetwork) -> str:
    """Return the address on a picture: the site's, or a hint to the bio if the network allows links only there."""
    main = site.main
    if network.link == "bio":
        return words.text("card.bio")
    return f"{main.origin.partition('://')[2].removeprefix('www.')}{main.base}".rstrip("/")


# --- slides -----------------------------------------------------------------------------------------------------------


def _slides(sale: _Sale, said: Mapping[str, Any], variant: Variant) -> Iterator[dict[str, Any]]:
    """Yield three to five slides: the hook, what you get, the proof, price and deadline, how to book."""
    brief, words = sale.brief, sale.words
    yield {"slide": "hook", **_hook(sale, variant)}
    if items := brief.includes or brief.tiers:
        yield {"slide": "includes", "label": _label(sale), "includes": list(items[:_SLIDE_ITEMS])}
    if sale.case is not None:
        yield {
            "slide": "proof",
            "label": named(own_label(sale.case.title) or words.text("card.proof")),  # a sample is no real case
            "proof": proof_of(sale.case, sale.case.headline, words),
        }
    yield {"slide": "price"}
    steps = [title for title, _ in brief.steps[:_SLIDE_STEPS]]
    yield {"slide": "book", "label": words.text("card.steps"), "steps": steps, "address": said["address"]}


def _label(sale: _Sale) -> str:
    """Return the heading of the list of what is included, or of the tiers."""
    if not sale.brief.includes:
        return sale.say.text("tiers").removesuffix(":")
    return sale.words.text("card.gets" if sale.brief.kind == "first-step" else "card.includes")


def _hook(sale: _Sale, variant: Variant) -> dict[str, str | None]:
    """Return the first slide's title, and the line below: the result's client, the offer's title, or the audience."""
    brief, hook = sale.brief, hook_of(sale.brief, variant)
    if variant == "result" and sale.case is not None:
        return {"title": without_stop(sale.case.title), "below": client_of(sale.case)}
    if hook is not None:
        return {"title": without_stop(hook), "below": brief.title}
    return {"title": brief.title, "below": without_stop(brief.audience) if brief.audience else None}


def _slide(sale: _Sale, style: CardStyle, size: Size, said: Mapping[str, Any]) -> Card:
    whole = {**EMPTY_SLIDE, **said}
    if said["slide"] != "includes":
        whole["includes"] = []
    maker = style.picture(SLIDE, size, sale.brief.language, whole)
    place = sale.words.text("card.slide", number=said["number"], total=said["total"])
    return Card(f"{CAROUSEL}-{said['number']}.png", maker, in_words([place, *_slide_alt(sale, maker.data)]))


def proof_of(case: Case, metric: Metric, words: Localizer) -> dict[str, Any]:
    """Return a metric of a case: its name, values before and after, client, period and source."""
    period = metric.period or case.period
    before, after = (words.quantity(amount_text(value), metric.unit) for value in (metric.before, metric.after))
    longest = max(metric.before, metric.after)
    bars = (
        [
            {"text": words.text("card.before", value=before), "share": float(metric.before / longest)},
            {"text": words.text("card.after", value=after), "share": float(metric.after / longest)},
        ]
        if min(metric.before, metric.after) >= 0 and longest > 0
        else None
    )
    span = {"start": period.start.isoformat(), "end": period.end.isoformat()}
    return {
        "number": metric_number(metric, words),
        "metric": one_line(metric.name),
        "bars": bars,
        "change": words.text("card.from_to", before=before, after=after),
        "client": client_of(case),
        "period": capital(words.period(span)),
        "source": words.text("card.source", source=within(one_line(metric.source), texts_of(case))),
    }


def case_number(case: Case, words: Localizer) -> str:
    """Return a case's headline number."""
    return metric_number(case.headline, words)


def metric_number(metric: Metric, words: Localizer) -> str:
    """Return how many times a number grew, else its change, else the final value."""
    if metric.times is not None:
        return f"×{words.number(amount_text(metric.times))}"
    if metric.change is not None:
        unit = "points" if metric.in_points else "percent"
        return words.change({"change": amount_text(metric.change), "change_unit": unit})
    return words.quantity(amount_text(metric.after), metric.unit)


# --- in words ---------------------------------------------------------------------------------------------------------


def in_words(sentences: Sequence[str | None]) -> str:
    """Join sentences into one text of at most ALT_LENGTH; whole sentences are dropped from the end."""
    said: list[str] = []
    for sentence in filter(None, sentences):
        text = sentence if sentence[-1] in ".!?…" else f"{sentence}."
        if len(" ".join([*said, text])) <= ALT_LENGTH:
            said.append(text)
    return " ".join(said)


def _price_words(said: Mapping[str, Any]) -> str | None:
    price = said["price"]
    return " ".join(part for part in price.values() if part) if price else None


def _until_words(sale: _Sale) -> str | None:
    brief = sale.brief
    return capital(brief.deadline.until_full) if brief.deadline else brief.delivery


def _single_alt(sale: _Sale, said: Mapping[str, Any]) -> list[str | None]:
    includes = "; ".join(said["includes"])
    return [
        said["title"],
        _price_words(said),
        _until_words(sale),
        said["disclosure"],
        said["note"],
        said["action"],
        f"{said['name']}, {said['role']}",
        f"{_label(sale)}: {includes}" if includes else None,
        said["was"],
    ]


def _slide_alt(sale: _Sale, said: Mapping[str, Any]) -> list[str | None]:
    return [*_SLIDE_ALTS[said["slide"]](sale, said), said["disclosure"]]


def proof_alt(said: Mapping[str, Any]) -> list[str | None]:
    proof = said["proof"]
    number = f"{proof['metric']}: {proof['number']}, {proof['change']}"
    return [number, proof["client"], proof["period"], proof["source"]]


_SLIDE_ALTS: Final[Mapping[str, Callable[[_Sale, Mapping[str, Any]], list[str | None]]]] = {
    "hook": lambda _, said: [said["title"], said["below"]],
    "includes": lambda _, said: [f"{said['label']}: {'; '.join(said['includes'])}"],
    "proof": lambda _, said: proof_alt(said),
    "price": lambda sale, said: [said["title"], _price_words(said), said["was"], _until_words(sale), said["note"]],
    "book": lambda _, said: [said["action"], said["address"], *said["steps"]],
}
