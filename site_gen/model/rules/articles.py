"""What an article names must be there, and each part of a series has a number of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from site_gen.messages import m
from site_gen.model.content import Article
from site_gen.model.finding import Finding
from site_gen.model.rules.references import check_references
from site_gen.model.site import Translated


def check_articles(
    articles: Iterable[Translated[Article]],
    services: Collection[str] | None,
    cases: Collection[str],
    names: Collection[str],
    offers: Collection[str],
) -> Iterator[Finding]:
    """Find articles that name what isn't there; `names` are those of articles."""
    parts: dict[tuple[str, int], str] = {}
    for source in articles:
        article = source.original
        yield from check_references(source.file, ("service",), article.service, services, "service")
        yield from check_references(source.file, ("offer",), article.offer, offers, "offer")
        for index, name in enumerate(article.related):
            folder, _, slug = name.rpartition("/")
            known, what = {"cases": (cases, "case"), "articles": (names, "article")}.get(folder, ({*cases, *names}, ""))
            yield from check_references(source.file, ("related", index), slug, known, what or "case or article")
        series = article.series
        if series is not None and series.part is not None:
            first = parts.setdefault((series.title, series.part), source.file)
            if first != source.file:
                message = m(
                    "part {part} of '{title}' is also {first}", part=series.part, title=series.title, first=first
                )
                yield Finding(source.file, ("series", "part"), message, m("give each part a number of its own"))
