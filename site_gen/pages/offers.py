"""The offers index, and a page for each offer that is or was open."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from site_gen.model.facts import OfferFacts, OfferStatus
from site_gen.model.offer import Offer
from site_gen.model.routes import OFFERS, offer_route, service_route
from site_gen.pages import structured_data, templates
from site_gen.pages.cards import PageCard
from site_gen.pages.forms import form_target, form_view
from site_gen.pages.localized_site import Localized, LocalizedSite, PublicOffer
from site_gen.pages.page_factory import Page, PageFactory, PageMeta
from site_gen.pages.shared_views import case_card, offer_line, price_or_none, price_view, seats_view
from site_gen.pages.site_plan import PlannedPage
from site_gen.pages.views.offers import FormView, OfferView, QuestionView, TierView
from site_gen.pages.views.parts import LinkView, StepView


def pages(localized: LocalizedSite) -> Iterator[PlannedPage]:
    """Yield the index and every public offer; a scheduled offer has no page."""
    if localized.offers:
        yield PlannedPage(localized, OFFERS, _index)
    for public in localized.offers:
        yield PlannedPage(localized, offer_route(public.item.slug), partial(_page, public=public))


def _index(factory: PageFactory) -> Page:
    localized = factory.localized
    return factory.page(
        templates.OFFERS.fill(
            offers=[factory.line(offer) for offer in localized.offers if offer.facts.status in _LISTED]
        ),
        OFFERS,
        source="offers",
        meta=PageMeta(
            section="offers",
            title=localized.text("title.offers"),
            description=localized.text("description.offers", name=localized.settings.name),
        ),
    )


_LISTED: Final = frozenset({OfferStatus.LIVE, OfferStatus.SOLD_OUT})


def _page(factory: PageFactory, public: PublicOffer) -> Page:
    localized, item, offer = factory.localized, public.item, public.item.value
    others = [factory.line(other) for other in localized.live_offers if other.item.slug != item.slug]
    return factory.page(
        templates.OFFER.fill(offer=offer_view(localized, public), others=others),
        public.facts.route,
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
            nodes=structured_data.offer(public, localized),
        ),
    )


def offer_view(localized: LocalizedSite, public: PublicOffer) -> OfferView:
    """Return the view of a whole offer."""
    item, offer, facts = public.item, public.item.value, public.facts
    service = next((service for service in localized.services if service.id == offer.service), None)
    proof = localized.case_by_slug.get(facts.proof.slug) if facts.proof else None
    following = localized.live_offer(facts.second_step.slug) if facts.second_step else None
    return OfferView(
        slug=item.slug,
        kind=offer.kind,
        state=facts.status.value,
        title=offer.title,
        summary=offer.summary,
        url=localized.path(facts.route),
        price=price_or_none(facts.price, localized),
        starts=offer.starts.isoformat() if offer.starts else None,
        ends=offer.ends.isoformat() if offer.ends else None,
        extended=offer.extended,
        seats=seats_view(facts.seats, localized),
        includes=list(offer.includes),
        excludes=list(offer.excludes),
        audience=offer.audience,
        delivery=offer.delivery,
        call_to_action=offer.call_to_action,
        book_url=(offer.book or _prepared_mail(item, localized)) if facts.can_be_taken else None,
        waiting_list_url=offer.waiting_list if facts.status is OfferStatus.SOLD_OUT else None,
        steps=[StepView(title=step.title, text=step.text) for step in offer.steps],
        questions=[
            QuestionView(question=q.question, answer=localized.body(q.answer, item.file)) for q in offer.questions
        ],
        tiers=list(_tiers(offer, facts, localized)),
        terms=localized.body(offer.terms, item.file) if offer.terms else None,
        service=LinkView(title=service.name, url=localized.path(service_route(service.id))) if service else None,
        proof=case_card(proof, localized) if proof else None,
        picture=localized.picture(offer.picture),
        form=_form(item, localized) if facts.can_be_taken else None,
        next=offer_line(following, localized) if following else None,
        disclosure=offer.ad_disclosure,
        body=localized.body(offer.body, item.file, with_videos=True),
    )


def _tiers(offer: Offer, facts: OfferFacts, localized: LocalizedSite) -> Iterator[TierView]:
    for tier, fact in zip(offer.price_tiers, facts.tiers, strict=True):
        yield TierView(
            name=tier.name,
            summary=tier.summary,
            price=price_view(fact.price, localized),
            includes=list(tier.includes),
            advised=tier.advised,
        )


def _prepared_mail(item: Localized[Offer], localized: LocalizedSite) -> str | None:
    """Return the address of the prepared message that replaces the form, if site.yaml's delivery uses one."""
    form = item.value.form
    target = form_target(form, item.slug, item.value.title, localized) if form else None
    return target.mail if target else None


def _form(item: Localized[Offer], localized: LocalizedSite) -> FormView | None:
    offer, form = item.value, item.value.form
    return form_view(form, item.slug, offer.title, form.button or offer.call_to_action, localized) if form else None
