"""Everything that a post may say about an article or a case, in words of one language: titles, headings and numbers of
its own file, and nothing else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from site_gen.model.case import Case
from site_gen.model.content import Article
from site_gen.model.metrics import Metric
from site_gen.model.site import Site, Translated
from site_gen.render.offer_words import capital
from site_gen.social.brief import Brief, borrowed_tags, derived_tags, phrases_of, tags_of, unique_tags
from site_gen.social.phrases import Phrases, amount_text, named, one_line, sentence, texts_of, within, without_stop
from site_gen.social.sentences import sentences

if TYPE_CHECKING:
    from site_gen.render.rich_text import RichText

_ATTRIBUTES: Final = re.compile(r"\s*\{[:#.][^{}]*\}\s*$")
_NUMBERED: Final = re.compile(r"^\d{1,2}[.)]\s+")
_FOOTNOTE: Final = re.compile(r"^\[\^[^\]]+\]:.*$|\[\^[^\]]+\]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Section:
    """A section of an article: its heading without number and full stop, and its first sentence; None without text."""

    title: str
    begins: str | None


def article_brief(site: Site, source: Translated[Article], language: str) -> Brief:
    """Return the brief of an article in one of its languages."""
    article, say = source.versions[language], phrases_of(site, language)
    picture = article.picture
    return Brief(
        kind="article",
        slug=source.slug,
        language=language,
        file=source.file,
        folder="articles",
        title=say.title(article.title),
        summary=say.sentence(article.summary) if article.summary else None,
        points=tuple(section.title for section in sections_of(article.body)),
        action=say.text("article.action"),
        hashtags=tuple(unique_tags(tags_of(article.tags))),
        borrowed_tags=borrowed_tags(None),
        minutes=say.text("article.minutes", count=article.minutes),
        alt=one_line(picture.alt) if picture and picture.alt else None,
    )


def case_brief(site: Site, source: Translated[Case], language: str) -> Brief:
    """Return the brief of a case in one of its languages. Each number has what it counts and where it was read."""
    case, say = source.versions[language], phrases_of(site, language)
    service = next((each for each in site.services[language] if each.id == case.service), None)
    own, area = tuple(tags_of(case.tags)), site.settings[language].contact.area
    return Brief(
        kind="case",
        slug=source.slug,
        language=language,
        file=source.file,
        folder="cases",
        title=say.title(case.title),
        summary=say.sentence(case.summary) if case.summary else None,
        client=sentence(client_of(case)),
        numbers=tuple(_number(case, metric, say) for metric in headline_first(case)),
        period=sentence(capital(say.period(case.period.start, case.period.end))),
        evidence=say.evidence(case),
        spent=_spent(site, case, say),
        quote=_quote(case, say),
        action=say.text("case.action"),
        hashtags=tuple(unique_tags(own or derived_tags(case.title, service, case, say, area))),
        borrowed_tags=borrowed_tags(case),
        alt=one_line(case.cover.alt) if case.cover and case.cover.alt else None,
    )


def useful_brief(site: Site, source: Translated[Article] | Translated[Case], language: str) -> Brief:
    """Return the brief of an article or a case in one of its languages."""
    if isinstance(source.original, Case):
        return case_brief(site, source, language)
    return article_brief(site, source, language)


def client_of(case: Case) -> str:
    """Return a case's client with the place."""
    client = one_line(case.client)
    return f"{client.rstrip(' ,;:') or client}, {one_line(case.place)}" if case.place else client


def headline_first(case: Case) -> Iterator[Metric]:
    """Yield the metrics of a case, that which leads it first."""
    yield case.headline
    yield from (metric for metric in case.metrics if metric is not case.headline)


def _number(case: Case, metric: Metric, say: Phrases) -> str:
    """Return a number from what to what, with its source, and its period where that isn't the case's."""
    before, after = (say.quantity(amount_text(value), metric.unit) for value in (metric.before, metric.after))
    source = within(without_stop(metric.source), texts_of(case))
    if metric.period is not None and metric.period != case.period:
        source = f"{say.period(metric.period.start, metric.period.end)}; {source}"
    return say.text("case.number", name=named(metric.name), before=before, after=after, source=source)


def _spent(site: Site, case: Case, say: Phrases) -> str | None:
    """Return what was spent and what came back, with the note on how that was counted."""
    budget = case.budget
    if budget is None:
        return None
    currency = budget.currency or site.main.currency
    spent = say.money(budget.amount, currency)
    if budget.revenue is None:
        said = say.text("case.spent", spent=spent)
    else:
        said = say.text("case.returned", spent=spent, revenue=say.money(budget.revenue, currency))
    return f"{said} {sentence(budget.note)}" if budget.note else said


def _quote(case: Case, say: Phrases) -> str | None:
    """Return the client's own words with their name; None if they are in another language."""
    review = case.review
    if review is None or (review.language and review.language != say.language):
        return None
    by = f"{one_line(review.by)}, {one_line(review.role)}" if review.role else one_line(review.by)
    return f"{say.quoted(one_line(review.text))} — {by}"


# --- an article's headings --------------------------------------------------------------------------------------------


def sections_of(body: str) -> tuple[Section, ...]:
    """Return the sections of a text in Markdown: those of the highest heading that occurs twice; () if none does."""
    blocks = _reader().blocks(_FOOTNOTE.sub("", body), {})
    counts = Counter(block["level"] for block in blocks if block["kind"] == "heading")
    level = min((level for level, count in counts.items() if count > 1), default=None)
    return tuple(_sections(blocks, level)) if level is not None else ()


@cache
def _reader() -> RichText:
    from site_gen.render.rich_text import RichText  # with Python-Markdown, which offers don't need

    return RichText()


def _sections(blocks: list[dict[str, Any]], level: int) -> Iterator[Section]:
    places = [at for at, block in enumerate(blocks) if block["kind"] == "heading" and block["level"] <= level]
    for at, end in zip(places, [*places[1:], len(blocks)], strict=True):
        title = without_stop(_NUMBERED.sub("", _ATTRIBUTES.sub("", _plain(blocks[at]["line"]))))
        if blocks[at]["level"] == level and title:
            first = next((block for block in blocks[at + 1 : end] if block["kind"] in {"paragraph", "heading"}), None)
            text = _plain(first["line"]) if first is not None and first["kind"] == "paragraph" else ""
            yield Section(title, next((said for said in sentences(text) if said[-1] in ".!?…"), None))


def _plain(line: list[dict[str, Any]]) -> str:
    """Return the words of a line, without its markup."""
    pieces = (" " if node["kind"] == "break" else node.get("text") or _plain(node.get("line", [])) for node in line)
    return one_line("".join(pieces))
