"""Views that several kinds of page use: offer lines, case cards, metrics, prices, reviews."""

from __future__ import annotations

from decimal import Decimal

from site_gen.model.case import Case, Review
from site_gen.model.content import Article
from site_gen.model.facts import PriceFacts
from site_gen.model.metrics import Metric, Period
from site_gen.model.offer import Seats
from site_gen.model.routes import article_route, case_route, tag_route
from site_gen.pages.chart import line_chart, plain
from site_gen.pages.localized_site import Localized, LocalizedSite, PublicOffer, term_slug
from site_gen.pages.views.articles import ArticleCardView
from site_gen.pages.views.offers import OfferLineView, SeatsView
from site_gen.pages.views.parts import LinkView, PeriodView, PriceView, TermView
from site_gen.pages.views.work import CaseCardView, MetricView, ReviewView
from site_gen.render.offer_words import capital


def price_view(price: PriceFacts, localized: LocalizedSite) -> PriceView:
    """Return a price as a number and in words."""
    said, former = localized.words.price(price), price.former
    return PriceView(
        amount=plain(price.amount),
        currency=price.currency,
        per=price.per,
        unit=price.unit,
        starting=price.starting,
        before=said.before,
        shown=capital(said.amount) if price.is_free else said.amount,
        after=said.after,
        was=plain(former.amount) if former else None,
        evidence=localized.words.lowest(price),
        lowest_30_days=_plain_or_none(former.lowest) if former else None,
        off=former.percent_off if former else None,
        free=price.is_free,
    )


def price_or_none(price: PriceFacts | None, localized: LocalizedSite) -> PriceView | None:
    return price_view(price, localized) if price is not None else None


def seats_view(seats: Seats | None, localized: LocalizedSite) -> SeatsView | None:
    if seats is None:
        return None
    return SeatsView(total=seats.total, left=seats.left, words=localized.words.seats(seats).removesuffix("."))


def offer_line(public: PublicOffer, localized: LocalizedSite) -> OfferLineView:
    """Return an offer in one line."""
    offer, facts = public.item.value, public.facts
    return OfferLineView(
        slug=facts.slug,
        kind=offer.kind,
        state=facts.status.value,
        title=offer.title,
        summary=offer.summary,
        url=localized.path(facts.route),
        price=price_or_none(facts.price, localized),
        ends=offer.ends.isoformat() if offer.ends else None,
        seats=seats_view(facts.seats, localized),
        call_to_action=offer.call_to_action,
    )


def period_view(period: Period) -> PeriodView:
    return PeriodView(start=period.start.isoformat(), end=period.end.isoformat())


def metric_view(metric: Metric, period: Period, *, charted: bool = True) -> MetricView:
    """Return a metric with its change computed and, for its own page, its chart."""
    return MetricView(
        name=metric.name,
        before=plain(metric.before),
        after=plain(metric.after),
        unit=metric.unit,
        change=_plain_or_none(metric.change),
        change_unit="points" if metric.in_points else "percent",
        times=_plain_or_none(metric.times),
        good=metric.is_good,
        source=metric.source,
        formula=metric.formula,
        period=period_view(metric.period or period),
        chart=line_chart(metric.points, tuple(metric.series)) if charted else None,
    )


def _plain_or_none(value: Decimal | None) -> str | None:
    return plain(value) if value is not None else None


def case_card(item: Localized[Case], localized: LocalizedSite) -> CaseCardView:
    """Return a case for lists."""
    case = item.value
    return CaseCardView(
        title=case.title,
        client=case.client,
        summary=case.summary,
        url=localized.path(case_route(item.slug)),
        niche=case.niche,
        networks=[localized.network(id_) for id_ in case.networks],
        period=period_view(case.period),
        headline=metric_view(case.headline, case.period, charted=False),
        cover=localized.picture(case.cover),
    )


def review_view(review: Review, original: Review, localized: LocalizedSite, case: LinkView | None) -> ReviewView:
    """Return a client's review; an untranslated one keeps its original language."""
    said_in = original.language or localized.site.main.language
    return ReviewView(
        by=review.by,
        role=review.role,
        text=review.text,
        date=review.date.isoformat() if review.date else None,
        url=review.url,
        lang=said_in if review.text == original.text else localized.lang,
        picture=localized.picture(review.photo),
        case=case,
    )


def case_review(item: Localized[Case], localized: LocalizedSite) -> ReviewView | None:
    """Return the review of a case, with a link to the case."""
    review, original = item.value.review, item.source.original.review
    if review is None or original is None:
        return None
    link = LinkView(title=item.value.client, url=localized.path(case_route(item.slug)))
    return review_view(review, original, localized, link)


def own_reviews(localized: LocalizedSite) -> list[ReviewView]:
    """Return the reviews of content/reviews.yaml."""
    originals = localized.site.reviews[localized.site.main.language]
    views = []
    for original, review in zip(originals, localized.site.reviews[localized.lang] or originals, strict=True):
        item = localized.case_by_slug.get(review.case or "")
        link = LinkView(title=item.value.client, url=localized.path(case_route(item.slug))) if item else None
        views.append(review_view(review, original, localized, link))
    return views


def tag_links(
    tags: tuple[str, ...], originals: tuple[str, ...], folder: str, localized: LocalizedSite
) -> list[TermView]:
    """Return tags with the pages that list them; in every language the address uses the original's word."""
    return [
        TermView(
            title=tag,
            url=localized.path(tag_route(f"{folder}/", term_slug(original))),
            count=0,
            current=False,
            icon=None,
        )
        for tag, original in zip(tags, originals, strict=True)
    ]


def article_card(item: Localized[Article], localized: LocalizedSite) -> ArticleCardView:
    """Return an article for lists."""
    article = item.value
    return ArticleCardView(
        title=article.title,
        summary=article.summary,
        url=localized.path(article_route(item.slug)),
        date=article.date.date().isoformat(),
        minutes=article.minutes,
        tags=tag_links(article.tags, item.source.original.tags, "articles", localized),
        picture=localized.picture(article.picture),
    )
