"""Views that several kinds of page show: offer lines, case cards, metrics, prices, reviews."""

from __future__ import annotations

from decimal import Decimal

from site_gen.model.case import Case, Metric, Period, Review
from site_gen.model.content import Article
from site_gen.model.money import PriceModel
from site_gen.model.offer import Offer, Seats
from site_gen.model.routes import article_route, case_route, offer_route, tag_route
from site_gen.pages.chart import line_chart, plain
from site_gen.pages.localized_site import Localized, LocalizedSite, term_slug
from site_gen.pages.views import (
    ArticleCardView,
    CaseCardView,
    LinkView,
    MetricView,
    OfferLineView,
    PeriodView,
    PriceView,
    ReviewView,
    SeatsView,
    TermView,
)

WORDS_A_MINUTE = 200


def price_view(price: PriceModel, localized: LocalizedSite) -> PriceView:
    """Return a price with the site's currency filled in."""
    return PriceView(
        amount=plain(price.amount),
        currency=price.currency or localized.site.main.currency,
        per=price.per,
        starting=price.starting,
        was=plain(price.was) if price.was is not None else None,
        lowest_30_days=plain(price.lowest_30_days) if price.lowest_30_days is not None else None,
        off=price.percent_off,
        free=price.is_free,
    )


def price_or_none(price: PriceModel | None, localized: LocalizedSite) -> PriceView | None:
    return price_view(price, localized) if price is not None else None


def seats_view(seats: Seats | None) -> SeatsView | None:
    return SeatsView(total=seats.total, left=seats.left) if seats else None


def offer_price(offer: Offer) -> PriceModel | None:
    """Return the price an offer is named with: its own, or the lowest of its tiers as a starting price."""
    if offer.price is not None:
        return offer.price
    tiers = getattr(offer, "tiers", ())
    if not tiers:
        return None
    lowest: PriceModel = min((tier.price for tier in tiers), key=lambda price: price.amount)
    return lowest.model_copy(update={"starting": len(tiers) > 1})


def offer_line(item: Localized[Offer], localized: LocalizedSite) -> OfferLineView:
    """Return an offer in one line."""
    offer = item.value
    return OfferLineView(
        slug=item.slug,
        kind=offer.kind,
        title=offer.title,
        summary=offer.summary,
        url=localized.path(offer_route(item.slug)),
        price=price_or_none(offer_price(offer), localized),
        ends=offer.ends.isoformat() if offer.ends else None,
        seats=seats_view(offer.seats),
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
        period=period_view(metric.period or period),
        chart=line_chart(metric.points, tuple(metric.series)) if charted else None,
    )


def _plain_or_none(value: Decimal | None) -> str | None:
    return plain(value) if value is not None else None


def case_card(item: Localized[Case], localized: LocalizedSite) -> CaseCardView:
    """Return a case as it stands in lists."""
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
    """Return a client's words; where they are not translated, they keep the language they were said in."""
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
    """Return the review of a case, with the way to it."""
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
    """Return tags with the pages that list them; the address is made of the original's word in every language."""
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
    """Return an article as it stands in lists."""
    article = item.value
    return ArticleCardView(
        title=article.title,
        summary=article.summary,
        url=localized.path(article_route(item.slug)),
        date=article.date.date().isoformat(),
        minutes=max(1, round(len(article.body.split()) / WORDS_A_MINUTE)),
        tags=tag_links(article.tags, item.source.original.tags, "articles", localized),
        picture=localized.picture(article.picture),
    )
