"""The pictures of posts about articles and cases: one for each size of a network, and a carousel of an article's
headings or of a case's numbers. Nothing on them is made up: every word and number is of the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from site_gen.model.case import Case
from site_gen.model.content import Article
from site_gen.model.site import Site, Translated
from site_gen.render.localize import Localizer
from site_gen.social.brief import Brief, phrases_of
from site_gen.social.card_style import CardStyle
from site_gen.social.cards import (
    ANYWHERE,
    CAROUSEL,
    EMPTY_SLIDE,
    SINGLE,
    SLIDE,
    Card,
    address_of,
    in_words,
    nothing_said,
    on_size,
    proof_alt,
    proof_of,
)
from site_gen.social.content_briefs import headline_first, sections_of, useful_brief
from site_gen.social.networks import Size, SocialNetwork
from site_gen.social.phrases import Phrases, one_line, without_stop

MOST_BETWEEN: Final = 8
"""How many slides stand between the first and the last, so that there are ten at most."""

_LONGEST_QUOTE: Final = 280
"""In characters: a client's words are shown whole, or not at all."""

_LONGEST_BEGINNING: Final = 220
_ITEMS: Final = 3


@dataclass(frozen=True, slots=True)
class _Useful:
    """An article or a case in one language, with what cards need besides its brief."""

    site: Site
    brief: Brief
    say: Phrases
    words: Localizer
    thing: Article | Case


def useful_cards(
    site: Site,
    style: CardStyle,
    source: Translated[Article] | Translated[Case],
    language: str,
    network: SocialNetwork,
) -> Iterator[Card]:
    """Yield the pictures of a post about an article or a case, and the slides of a carousel where the network has one.

    An article without two headings of one level has no carousel. Raises UnwritableError for a text with letters that
    the theme's typeface lacks.
    """
    useful = _Useful(
        site,
        useful_brief(site, source, language),
        phrases_of(site, language),
        Localizer(language, site.main.time_zone, site.theme.strings),
        source.versions[language],
    )
    said = _said(useful, network)
    for size in network.images or (ANYWHERE,):
        if size.use != CAROUSEL:
            maker = style.picture(SINGLE, size, language, on_size(said, size))
            yield Card(f"{size.use}.png", maker, in_words(_alt(maker.data)))
            continue
        slides = list(_slides(useful, said))
        for number, slide in enumerate(slides, 1):
            yield _slide(useful, style, size, {**said, **slide, "number": number, "total": len(slides)})


def _said(useful: _Useful, network: SocialNetwork) -> dict[str, Any]:
    """Return the data of a single card."""
    brief, settings = useful.brief, useful.site.settings[useful.brief.language]
    return {
        **nothing_said(),
        "name": settings.name,
        "role": one_line(settings.role),
        "title": brief.title,
        "number": _number(useful),
        "note": without_stop(brief.client or brief.minutes or ""),
        "includes": list(brief.points[:_ITEMS]),
        "action": brief.action,
        "address": address_of(useful.site, useful.words, network),
    }


def _number(useful: _Useful) -> dict[str, str] | None:
    """Return a case's headline number; None for an article."""
    if not isinstance(useful.thing, Case):
        return None
    metric = useful.thing.headline
    proof = proof_of(useful.thing, metric, useful.words)
    said = {"text": proof["number"], "metric": proof["metric"]}
    return {**said, "evidence": f"{without_stop(proof['period'])}. {without_stop(proof['source'])}."}


# --- slides -----------------------------------------------------------------------------------------------------------


def _slides(useful: _Useful, said: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the first slide, the sections or the numbers, and the one that leads to the page; none without sections."""
    brief = useful.brief
    between = list(_between(useful))
    if not between:
        return
    below = without_stop(brief.client or brief.summary or "") or None
    yield {"slide": "hook", "below": below}
    yield from between[:MOST_BETWEEN]
    yield {"slide": "book", "below": said["note"] or None}


def _between(useful: _Useful) -> Iterator[dict[str, Any]]:
    thing, words = useful.thing, useful.words
    if isinstance(thing, Case):
        quote = _quote(thing, useful.say)
        for metric in list(headline_first(thing))[: MOST_BETWEEN - (quote is not None)]:
            yield {"slide": "proof", "label": words.text("card.case"), "proof": proof_of(thing, metric, words)}
        if quote is not None:
            yield {"slide": "quote", "quote": quote}
        return
    for number, section in enumerate(sections_of(thing.body), 1):
        begins = section.begins if section.begins and len(section.begins) <= _LONGEST_BEGINNING else None
        yield {"slide": "section", "label": words.number(str(number)), "title": section.title, "below": begins}


def _quote(case: Case, say: Phrases) -> dict[str, str] | None:
    """Return the client's own words and name; None if they are too long, or in another language."""
    review = case.review
    if review is None or (review.language and review.language != say.language):
        return None
    text = one_line(review.text)
    by = f"{one_line(review.by)}, {one_line(review.role)}" if review.role else one_line(review.by)
    return {"text": say.quoted(text), "by": by} if len(text) <= _LONGEST_QUOTE else None


def _slide(useful: _Useful, style: CardStyle, size: Size, said: Mapping[str, Any]) -> Card:
    maker = style.picture(SLIDE, size, useful.brief.language, {**EMPTY_SLIDE, **said})
    place = useful.words.text("card.slide", number=said["number"], total=said["total"])
    return Card(f"{CAROUSEL}-{said['number']}.png", maker, in_words([place, *_slide_alt(maker.data)]))


# --- in words ---------------------------------------------------------------------------------------------------------


def _alt(said: Mapping[str, Any]) -> Sequence[str | None]:
    number = said["number"]
    return [
        said["title"],
        f"{number['metric']}: {number['text']}" if number else None,
        said["note"],
        number["evidence"] if number else None,
        said["action"],
        f"{said['name']}, {said['role']}",
    ]


def _slide_alt(said: Mapping[str, Any]) -> Sequence[str | None]:
    match said["slide"]:
        case "proof":
            return proof_alt(said)
        case "quote":
            return [f"{said['quote']['text']} — {said['quote']['by']}"]
        case "book":
            return [said["title"], said["below"], said["action"], said["address"]]
        case _:
            return [said["title"], said["below"]]
