"""The offers index, and a page for each offer that is or was open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from site_gen.model.offer import Offer
from site_gen.model.routes import OFFERS, offer_route, service_route
from site_gen.pages import structured_data
from site_gen.pages.cards import PageCard
from site_gen.pages.forms import form_target, form_view
from site_gen.pages.localized_site import Localized, LocalizedSite, PublicOffer
from site_gen.pages.page_factory import Page, PageFactory, PageMeta
from site_gen.pages.shared_views import case_card, offer_line, offer_price, price_or_none, price_view, seats_view
from site_gen.pages.site_plan import PlannedPage
from site_gen.pages.views import (
    FormView,
    LinkView,
    OfferView,
    QuestionView,
    StepView,
    TierView,
)


def pages(localized: LocalizedSite) -> Iterator[PlannedPage]:
    """Yield the index and the offers that are live or closed; a scheduled one has no page."""
    if localized.offers:
        yield PlannedPage(localized, OFFERS, _index)
    for public in localized.offers:
        yield PlannedPage(localized, offer_route(public.item.slug), partial(_page, public=public))


def _index(factory: PageFactory) -> Page:
    localized = factory.localized
    return factory.page(
        "offers",
        OFFERS,
        {"offers": [factory.line(item) for item in localized.live_offers]},
        source="offers",
        meta=PageMeta(
            section="offers",
            title=localized.text("title.offers"),
            description=localized.text("description.offers", name=localized.settings.name),
        ),
    )


def _page(factory: PageFactory, public: PublicOffer) -> Page:
    localized, item, offer = factory.localized, public.item, public.item.value
    live = localized.live_offers
    view = offer_view(localized, public, live)
    return factory.page(
        "offer",
        offer_route(item.slug),
        {"offer": view, "others": [factory.line(other) for other in live if other.slug != item.slug]},
        source=item.file,
        meta=PageMeta(
            section="offers",
            title=offer.title,
            description=offer.summary or offer.title,
            trail=[factory.section_link("offers")],
            image=localized.shared_picture(offer.picture),
            card=PageCard(
                offer.title, localized.text(f"card.{'first_step' if offer.kind == 'first-step' else 'offer'}")
            ),
            nodes=structured_data.offer(view, offer, localized),
        ),
    )


def offer_view(localized: LocalizedSite, public: PublicOffer, live: Sequence[Localized[Offer]]) -> OfferView:
    """Return an offer, whole."""
    item, offer = public.item, public.item.value
    service = next((service for service in localized.services if service.id == offer.service), None)
    proof = localized.case_by_slug.get(offer.proof or "")
    following = next((other for other in live if other.slug == getattr(offer, "next", None)), None)
    return OfferView(
        slug=item.slug,
        kind=offer.kind,
        state=public.state.value if public.is_live else "closed",
        title=offer.title,
        summary=offer.summary,
        url=localized.path(offer_route(item.slug)),
        price=price_or_none(offer_price(offer), localized),
        starts=offer.starts.isoformat() if offer.starts else None,
        ends=offer.ends.isoformat() if offer.ends else None,
        extended=offer.extended,
        seats=seats_view(offer.seats),
        includes=list(offer.includes),
        excludes=list(offer.excludes),
        audience=offer.audience,
        delivery=offer.delivery,
        call_to_action=offer.call_to_action,
        book_url=offer.book or (_prepared_mail(item, localized) if public.is_live else None),
        steps=[StepView(title=step.title, text=step.text) for step in offer.steps],
        questions=[
            QuestionView(question=q.question, answer=localized.body(q.answer, item.file)) for q in offer.questions
        ],
        tiers=list(_tiers(offer, localized)),
        terms=localized.body(offer.terms, item.file) if offer.terms else None,
        service=LinkView(title=service.name, url=localized.path(service_route(service.id))) if service else None,
        proof=case_card(proof, localized) if proof else None,
        picture=localized.picture(offer.picture),
        form=_form(item, localized) if public.is_live else None,
        next=offer_line(following, localized) if following else None,
        disclosure=offer.ad_disclosure,
        body=localized.body(offer.body, item.file),
    )


def _tiers(offer: Offer, localized: LocalizedSite) -> Iterator[TierView]:
    for tier in getattr(offer, "tiers", ()):
        yield TierView(
            name=tier.name,
            summary=tier.summary,
            price=price_view(tier.price, localized),
            includes=list(tier.includes),
            advised=tier.advised,
        )


def _prepared_mail(item: Localized[Offer], localized: LocalizedSite) -> str | None:
    """Return the address of a message that stands in place of the form, where site.yaml's delivery is one."""
    form = item.value.form
    target = form_target(form, item.slug, item.value.title, localized) if form else None
    return target.mail if target else None


def _form(item: Localized[Offer], localized: LocalizedSite) -> FormView | None:
    offer, form = item.value, item.value.form
    return form_view(form, item.slug, offer.title, form.button or offer.call_to_action, localized) if form else None
