"""The offers index, and a page for each offer that is or was open."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from site_gen.model.offer import FormField, Offer
from site_gen.pages import structured_data
from site_gen.pages.edition import Edition, Item, PublicOffer
from site_gen.pages.frame import About, Draft, Frame
from site_gen.pages.pieces import case_card, offer_line, offer_price, price_or_none, price_view, seats_view
from site_gen.pages.views import (
    FormFieldView,
    FormView,
    LinkView,
    NetworkView,
    OfferView,
    QuestionView,
    StepView,
    TierView,
)

HONEYPOT = "website_2"
"""A field no person sees; what fills it is a machine."""


def pages(frame: Frame) -> Iterator[Draft]:
    """Yield the index and the offers that are live or closed; a scheduled one has no page."""
    edition, horizon = frame.edition, frame.horizon()
    public = edition.offers(horizon)
    if not public:
        return
    yield frame.page(
        "offers",
        "offers/",
        {"offers": [frame.line(offer.item) for offer in public if offer.is_live]},
        horizon=horizon,
        source="offers",
        about=About(
            section="offers",
            title=edition.text("title.offers"),
            description=edition.text("description.offers", name=edition.settings.name),
        ),
    )
    for offer in public:
        yield _page(frame, offer)


def _page(frame: Frame, public: PublicOffer) -> Draft:
    edition, item, horizon = frame.edition, public.item, frame.horizon()
    offer = item.value
    horizon.state(offer.window)
    live = edition.live_offers(horizon)
    view = offer_view(edition, public, live)
    return frame.page(
        "offer",
        f"offers/{item.slug}/",
        {"offer": view, "others": [frame.line(other) for other in live if other.slug != item.slug]},
        horizon=horizon,
        source=item.file,
        about=About(
            section="offers",
            title=offer.title,
            description=offer.summary or offer.title,
            trail=[frame.section_link("offers")],
            image=edition.shared_picture(offer.picture),
            nodes=structured_data.offer(view, offer, edition),
        ),
    )


def offer_view(edition: Edition, public: PublicOffer, live: list[Item[Offer]]) -> OfferView:
    """Return an offer, whole."""
    item, offer = public.item, public.item.value
    service = next((service for service in edition.services if service.id == offer.service), None)
    proof = edition.case_by_slug.get(offer.proof or "")
    following = next((other for other in live if other.slug == getattr(offer, "next", None)), None)
    return OfferView(
        slug=item.slug,
        kind=offer.kind,
        state=public.state.value if public.is_live else "closed",
        title=offer.title,
        summary=offer.summary,
        url=edition.path(f"offers/{item.slug}/"),
        price=price_or_none(offer_price(offer), edition),
        starts=offer.starts.isoformat() if offer.starts else None,
        ends=offer.ends.isoformat() if offer.ends else None,
        extended=offer.extended,
        seats=seats_view(offer.seats),
        includes=list(offer.includes),
        excludes=list(offer.excludes),
        audience=offer.audience,
        delivery=offer.delivery,
        call_to_action=offer.call_to_action,
        book_url=offer.book,
        steps=[StepView(title=step.title, text=step.text) for step in offer.steps],
        questions=[
            QuestionView(question=q.question, answer=edition.body(q.answer, item.file)) for q in offer.questions
        ],
        tiers=list(_tiers(offer, edition)),
        terms=edition.body(offer.terms, item.file) if offer.terms else None,
        service=LinkView(title=service.name, url=edition.path(f"services/#{service.id}")) if service else None,
        proof=case_card(proof, edition) if proof else None,
        picture=edition.picture(offer.picture),
        form=form_view(item, edition) if public.is_live else None,
        next=offer_line(following, edition) if following else None,
        disclosure=offer.ad_disclosure,
        body=edition.body(offer.body, item.file),
    )


def _tiers(offer: Offer, edition: Edition) -> Iterator[TierView]:
    for tier in getattr(offer, "tiers", ()):
        yield TierView(
            name=tier.name,
            summary=tier.summary,
            price=price_view(tier.price, edition),
            includes=list(tier.includes),
            advised=tier.advised,
        )


def form_view(item: Item[Offer], edition: Edition) -> FormView | None:
    """Return the offer's form, or None where it has none or site.yaml says no place to send it to."""
    form, delivery = item.value.form, edition.site.main.form
    if form is None or delivery is None:
        return None
    hidden = {
        "offer": item.slug,
        "language": edition.lang,
        # Which words were agreed to: a hash of them, kept with the answer.
        "consent_version": hashlib.sha256(form.consent.encode()).hexdigest()[:12],
    }
    return FormView(
        name=item.slug,
        action=delivery.url,
        method="post",
        fields=[_field(field, edition) for field in form.fields if field.type != "hidden"],
        hidden=[
            *(LinkView(title=field.name, url=field.value or "") for field in form.fields if field.type == "hidden"),
            *(LinkView(title=name, url=value) for name, value in hidden.items()),
        ],
        consent=form.consent,
        marketing_consent=form.marketing_consent,
        privacy_url=edition.path("privacy/"),
        button=form.button or item.value.call_to_action,
        honeypot=HONEYPOT,
    )


def _handle_networks(field: FormField, edition: Edition) -> list[NetworkView]:
    return [edition.network(id_) for id_ in field.networks or tuple(edition.site.main.networks)]


_AUTOCOMPLETE = {"email": "email", "tel": "tel", "url": "url"}


def _field(field: FormField, edition: Edition) -> FormFieldView:
    known = _AUTOCOMPLETE.get(field.type) or ("name" if field.name == "name" else None)
    return FormFieldView(
        name=field.name,
        id=f"field-{field.name.replace('_', '-')}",
        label=field.label,
        type=field.type,
        required=field.required,
        help=field.help,
        placeholder=field.placeholder,
        autocomplete=field.autocomplete or known,
        options=list(field.options),
        networks=_handle_networks(field, edition) if field.type == "handle" else [],
        value=field.value,
        max_length=field.max_length,
    )
