"""The page after an offer's form: what happens next and when, and what to read next. Never a dead end."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from site_gen.model.case import Case
from site_gen.model.form import Form
from site_gen.model.routes import offer_route, thanks_route
from site_gen.pages import templates
from site_gen.pages.forms import form_target
from site_gen.pages.localized_site import Localized, LocalizedSite, PublicOffer
from site_gen.pages.page_factory import Page, PageFactory, PageMeta
from site_gen.pages.shared_views import case_card, offer_line
from site_gen.pages.site_plan import PlannedPage
from site_gen.pages.views.offers import ThanksView
from site_gen.pages.views.parts import LinkView, StepView


def pages(localized: LocalizedSite) -> Iterator[PlannedPage]:
    """Yield a page for each offer with a form, as long as the offer itself has a page, even a closed one."""
    for public in localized.offers:
        item, form = public.item, public.item.value.form
        target = form_target(form, item.slug, item.value.title, localized) if form else None
        if form and target and not target.mail:
            make = partial(_page, public=public, form=form)
            yield PlannedPage(localized, thanks_route(item.slug), make, listed=False)


def _page(factory: PageFactory, public: PublicOffer, form: Form) -> Page:
    localized, item, offer = factory.localized, public.item, public.item.value
    heading = form.thanks.title or localized.text("title.thanks")
    view = thanks_view(localized, public, form)
    return factory.page(
        templates.THANKS.fill(thanks=view),
        thanks_route(item.slug),
        source=item.file,
        meta=PageMeta(
            section="offers",
            title=f"{heading} · {offer.title}",
            heading=heading,
            description=localized.text("description.thanks", title=offer.title),
            trail=[factory.section_link("offers")],
            noindex=True,
        ),
    )


def thanks_view(localized: LocalizedSite, public: PublicOffer, form: Form) -> ThanksView:
    """Return the view of the page. The offer's first step is assumed to be the form that was just sent."""
    item, offer = public.item, public.item.value
    steps = [StepView(title=step.title, text=step.text) for step in offer.steps]
    onward = _onward(localized, public)
    proof = _proof(localized, public, onward)
    return ThanksView(
        slug=item.slug,
        offer=LinkView(title=offer.title, url=localized.path(offer_route(item.slug))),
        text=localized.body(form.thanks.text, item.file) if form.thanks.text else None,
        delivery=offer.delivery,
        sent=steps[0] if steps else None,
        steps=steps[1:],
        next=offer_line(onward, localized) if onward else None,
        proof=case_card(proof, localized) if proof else None,
    )


def _onward(localized: LocalizedSite, public: PublicOffer) -> PublicOffer | None:
    """Return the second step if it can be taken, else the direct offer that ends first."""
    second, slug = public.facts.second_step, public.item.slug
    named = localized.live_offer(second.slug) if second else None
    direct = (other for other in localized.live_offers if other.item.value.kind == "direct")
    return named or next((other for other in direct if other.item.slug != slug), None)


def _proof(localized: LocalizedSite, public: PublicOffer, onward: PublicOffer | None) -> Localized[Case] | None:
    """Return the case of the next offer, which the visitor hasn't read yet, else the case of this offer."""
    proofs = (onward.facts.proof if onward else None, public.facts.proof)
    return next(filter(None, (localized.case_by_slug.get(case.slug) for case in proofs if case)), None)
