"""Services and offers, forms and what follows them."""

from __future__ import annotations

from typing import TypedDict

from site_gen.pages.views.parts import BodyView, LinkView, NetworkView, PictureView, PriceView, StepView
from site_gen.pages.views.work import CaseCardView


class ServiceView(TypedDict):
    """A service with its price; `offers` are the live offers for it, `cases` the work that shows it."""

    id: str
    name: str
    summary: str
    price: PriceView | None
    includes: list[str]
    excludes: list[str]
    networks: list[NetworkView]
    offers: list[OfferLineView]
    url: str


class SeatsView(TypedDict):
    """How many seats there are and how many are left, as numbers and in words ('3 of 5 places left')."""

    total: int
    left: int
    words: str


class OfferLineView(TypedDict):
    """An offer in one line, for lists, banners and the link page.

    `state` is 'live', or, only in the list of offers, 'sold-out': such an offer has no button.
    """

    slug: str
    kind: str
    state: str
    title: str
    summary: str | None
    url: str
    price: PriceView | None
    ends: str | None
    seats: SeatsView | None
    call_to_action: str


class QuestionView(TypedDict):
    """A question clients ask, with its answer."""

    question: str
    answer: BodyView


class TierView(TypedDict):
    """One of up to three price tiers; at most one is `advised`."""

    name: str
    summary: str | None
    price: PriceView
    includes: list[str]
    advised: bool


class FormFieldView(TypedDict):
    """A field of a form. `type`: text email url tel select radio checkbox textarea handle hidden."""

    name: str
    id: str
    label: str
    type: str
    required: bool
    help: str | None
    placeholder: str | None
    autocomplete: str | None
    options: list[str]
    shown: list[str]  # the label of each option, in the same order
    networks: list[NetworkView]
    network_name: str | None  # for type handle: the field that says which of `networks` it belongs to
    value: str | None
    max_length: int
    pattern: str | None  # with which browsers check the answer, as the receiver does


class FormScriptView(TypedDict):
    """How a script sends a form without leaving the page."""

    url: str
    encoding: str  # urlencoded | multipart | json
    omit: list[str]  # names that a script leaves out
    success: str  # status: 2xx says it went well | success-field: so does `success` in the JSON answer


class FormView(TypedDict):
    """A form with a delivery; without a delivery the offer has no form and `site.contact` is shown."""

    name: str
    action: str
    method: str
    enctype: str | None
    attributes: list[LinkView]  # required by the delivery; title: attribute, url: value
    fields: list[FormFieldView]
    hidden: list[LinkView]  # title: name, url: value
    consent: str
    marketing_consent: str | None  # a separate consent, never required, never pre-ticked
    privacy_url: str
    consent_url: str | None  # the separate consent document, if a law requires one
    thanks_url: str
    button: str
    honeypot: str
    honeypot_type: str  # text | checkbox
    script: FormScriptView | None  # None: the browser sends it, with a page change
    turnstile_key: str | None


class OfferView(TypedDict):
    """A whole offer. `state` is 'live', 'sold-out' or 'closed': a scheduled offer has no page.

    An offer that is sold out or closed has no `form` and no `book_url`; its only button is `waiting_list_url`, where
    people sign up to be notified of the next time.
    """

    slug: str
    kind: str  # direct | first-step | second-step
    state: str
    title: str
    summary: str | None
    url: str
    price: PriceView | None
    starts: str | None
    ends: str | None
    extended: str | None
    seats: SeatsView | None
    includes: list[str]
    excludes: list[str]
    audience: str | None
    delivery: str | None
    call_to_action: str
    book_url: str | None
    waiting_list_url: str | None
    steps: list[StepView]
    questions: list[QuestionView]
    tiers: list[TierView]
    terms: BodyView | None
    service: LinkView | None
    proof: CaseCardView | None
    picture: PictureView | None
    form: FormView | None
    next: OfferLineView | None
    disclosure: str | None
    body: BodyView


class ThanksView(TypedDict):
    """The page after an offer's form. `sent` is the step that the form was, `steps` those after it."""

    slug: str
    offer: LinkView
    text: BodyView | None  # the owner's own words
    delivery: str | None
    sent: StepView | None
    steps: list[StepView]
    next: OfferLineView | None  # the second step, else another live offer
    proof: CaseCardView | None
