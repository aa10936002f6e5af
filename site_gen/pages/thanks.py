"""The page after an offer's form: what happens next and when, and the next thing to read. Never a dead end."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from site_gen.model.case import Case
from site_gen.model.declaration import page_tail, thanks_tail
from site_gen.model.form import Form
from site_gen.model.offer import Offer
from site_gen.pages.forms import form_target
from site_gen.pages.horizon import Horizon
from site_gen.pages.localized_site import Edition, Item
from site_gen.pages.page_factory import About, Draft, Frame, Leaf
from site_gen.pages.shared_views import case_card, offer_line
from site_gen.pages.views import LinkView, StepView, ThanksView


def pages(frame: Frame) -> Iterator[Leaf]:
    """Yield a page for each offer with a form, for as long as the offer itself has one, closed or not."""
    edition = frame.edition
    for public in edition.offers(frame.horizon()):
        item, form = public.item, public.item.value.form
        target = form_target(form, item.slug, item.value.title, edition) if form else None
        if form and target and not target.mail:
            tail = thanks_tail(item.slug)
            yield Leaf(edition, tail, partial(_page, frame, tail, item, form))


def _page(frame: Frame, tail: str, item: Item[Offer], form: Form) -> Draft:
    edition, horizon, offer = frame.edition, frame.horizon(), item.value
    heading = form.thanks.title or edition.text("title.thanks")
    view = thanks_view(edition, item, form, horizon)
    return frame.page(
        "thanks",
        tail,
        {"thanks": view},
        horizon=horizon,
        source=item.file,
        about=About(
            section="offers",
            title=f"{heading} · {offer.title}",
            heading=heading,
            description=edition.text("description.thanks", title=offer.title),
            trail=[frame.section_link("offers")],
            noindex=True,
        ),
    )


def thanks_view(edition: Edition, item: Item[Offer], form: Form, horizon: Horizon) -> ThanksView:
    """Return what the page says. The first of the offer's steps is taken to be the form that was just sent."""
    offer = item.value
    steps = [StepView(title=step.title, text=step.text) for step in offer.steps]
    onward = _onward(edition, item, horizon)
    proof = _proof(edition, offer, onward)
    return ThanksView(
        slug=item.slug,
        offer=LinkView(title=offer.title, url=edition.path(page_tail(item.slug))),
        text=edition.body(form.thanks.text, item.file) if form.thanks.text else None,
        delivery=offer.delivery,
        sent=steps[0] if steps else None,
        steps=steps[1:],
        next=offer_line(onward, edition) if onward else None,
        proof=case_card(proof, edition) if proof else None,
    )


def _onward(edition: Edition, item: Item[Offer], horizon: Horizon) -> Item[Offer] | None:
    """Return the second step where it is live, else the direct offer that ends first."""
    live = [other for other in edition.live_offers(horizon) if other.slug != item.slug]
    second = getattr(item.value, "next", None)
    named = [other for other in live if other.slug == second]
    return next(iter([*named, *(other for other in live if other.value.kind == "direct")]), None)


def _proof(edition: Edition, offer: Offer, onward: Item[Offer] | None) -> Item[Case] | None:
    """Return the case that shows what comes next, which the visitor hasn't read on the offer's page; else that one."""
    names = (onward.value.proof if onward else None, offer.proof)
    return next(filter(None, (edition.case_by_slug.get(name or "") for name in names)), None)
