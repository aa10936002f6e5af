"""What a template may look at: plain data, one shape a kind of page. This file is the contract with theme authors.

Every template gets ``site`` (`SiteView`) and ``page`` (`PageView`) and the further names listed in `CONTEXT`.
A view holds str, int, float, bool, None, lists and dicts alone, so that it can be hashed, pickled and compared.
The moment of the build never stands in it. Money amounts are decimal text ("290", "6.40") for the `money` filter;
instants are ISO 8601 text with an offset ("2026-11-30T18:00:00+01:00"); days are "2026-11-30"; months are "2026-11".
Fields that may be missing are None, never absent.
"""

from __future__ import annotations

from typing import Any, Final, TypedDict


class LinkView(TypedDict):
    """Somewhere to go: `url` is ready for an href."""

    title: str
    url: str


class NavView(TypedDict):
    """An entry of the main menu; `section` equals the `page.section` of the pages below it."""

    section: str
    title: str
    url: str


class NetworkView(TypedDict):
    """A social network or messenger; `id` names its icon in the sprite, `url` is '' where none is known."""

    id: str
    name: str
    url: str


class PictureSourceView(TypedDict):
    """One format of a picture in all its widths, for a `source` element."""

    type: str
    srcset: str


class PictureView(TypedDict):
    """A photo, made in the widths and formats that the layout uses; `alt` is '' for decoration."""

    src: str
    width: int
    height: int
    alt: str
    caption: str | None
    sources: list[PictureSourceView]


class PriceView(TypedDict):
    """A price, as a number and in words.

    `per` is the owner's word for what it is for, or None; `unit` is the known unit that the word names ('month'), or
    None; `starting` says that prices begin at the amount. In words it has three parts, to be set one after the other:
    `before` ('from'), `shown` ('€340', 'Free') and `after` ('a month'); the first and the last may be ''. `was` is the
    former price, struck out, and `evidence` what backs it in words: the lowest price of the 30 days before the
    reduction, `lowest_30_days`, with the percentage `off`.
    """

    amount: str
    currency: str
    per: str | None
    unit: str | None
    starting: bool
    before: str
    shown: str
    after: str
    was: str | None
    evidence: str | None
    lowest_30_days: str | None
    off: int | None
    free: bool


class BodyView(TypedDict):
    """A text for the `markdown` filter, with what its pictures and links inside the site resolve to."""

    markdown: str
    pictures: dict[str, PictureView]
    links: dict[str, str]


class SeatsView(TypedDict):
    """How many places there are and how many are left, as numbers and in words ('3 places left of 5')."""

    total: int
    left: int
    words: str


class OfferLineView(TypedDict):
    """An offer in one line, for lists, banners and the link page.

    `state` is 'live', or 'sold-out' in the list of offers alone: such a one has nothing to press.
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


class ContactView(TypedDict):
    """How to reach the owner: `messengers` first, as people prefer them."""

    email: str | None
    phone: str | None
    phone_url: str | None
    messengers: list[NetworkView]
    booking_url: str | None
    area: str | None
    address: str | None


class AssetsView(TypedDict):
    """Addresses of the theme's files; `fonts` are those that the page's language needs first, for preloading;
    `files` maps every asset's own name to its address."""

    css: str
    scripts: list[str]
    icons: str
    fonts: list[str]
    files: dict[str, str]


class ControllerView(TypedDict):
    """Who answers for personal data."""

    name: str
    email: str
    address: str | None
    tax_id: str | None
    retention_days: int
    form_host: str | None


class SiteView(TypedDict):
    """The same on every page of one language."""

    name: str
    kind: str  # person | agency
    role: str
    tagline: str
    intro: BodyView | None
    lang: str
    default_lang: str
    url: str
    home_url: str
    nav: list[NavView]
    footer: list[LinkView]
    networks: list[NetworkView]
    contact: ContactView
    controller: ControllerView
    time_zone: str
    currency: str
    photo: PictureView | None
    assets: AssetsView
    feeds: list[LinkView]
    manifest_url: str
    favicon_url: str
    touch_icon_url: str
    theme_color: list[str]  # light, dark
    csp: str
    has_forms: bool  # whether an offer has a form that leads somewhere: what brought a visitor is then kept for it
    current_offer: OfferLineView | None  # the live direct offer that ends first
    first_step: OfferLineView | None  # the live free or cheap first step
    params: dict[str, Any]  # theme.params of site.yaml, for a theme's own settings


class AlternateView(TypedDict):
    """The same page in a language: `url` is absolute, for hreflang, `path` for links; `current` is this page itself."""

    lang: str
    name: str
    url: str
    path: str
    current: bool


class SocialImageView(TypedDict):
    """The picture shown when the page is shared: absolute address, size in pixels, words for it."""

    url: str
    width: int
    height: int
    alt: str


class PageView(TypedDict):
    """What is particular to one page."""

    kind: str  # see CONTEXT
    section: str
    title: str  # for <title>, the site's name not included
    heading: str
    description: str
    path: str
    url: str  # absolute, the canonical address
    alternates: list[AlternateView]  # empty when there is one language only
    switch: list[AlternateView]  # every language of the site; where this page has no translation, its home page
    breadcrumbs: list[LinkView]  # from the home page to this page; empty on the home page
    image: SocialImageView | None
    og_type: str
    published: str | None
    modified: str | None
    noindex: bool
    unlisted: bool  # for one client alone: told of nowhere, sends no referrer
    structured_data: list[dict[str, Any]]


class MetricView(TypedDict):
    """One number of a case. `unit` is a currency code, '%', a word, or None.

    `change` is the relative change in percent, rounded ("300" for 1200 → 4800), None when `before` is 0; where the
    unit is '%' it is the difference, and `change_unit` 'points' (the `change` filter writes both). `times` is
    after / before when the growth is at least twofold, else None; `good` says whether it is an improvement.
    """

    name: str
    before: str
    after: str
    unit: str | None
    change: str | None
    change_unit: str  # percent | points
    times: str | None
    good: bool
    source: str
    period: PeriodView
    chart: ChartView | None


class PeriodView(TypedDict):
    """Two days, both included."""

    start: str
    end: str


class ChartPointView(TypedDict):
    """A point of a line chart in the view box's units, with its day (or month) and value."""

    x: float
    y: float
    at: str
    value: str


class ChartView(TypedDict):
    """A line chart ready to draw: `line` is an SVG path; y grows downwards; `baseline` is the y of the lower edge."""

    width: int
    height: int
    baseline: float
    line: str
    area: str
    points: list[ChartPointView]
    lowest: ChartPointView
    highest: ChartPointView
    from_zero: bool


class ReviewView(TypedDict):
    """A client's own words, in the language they were said in."""

    by: str
    role: str | None
    text: str
    date: str | None
    url: str | None
    lang: str
    picture: PictureView | None
    case: LinkView | None


class TermView(TypedDict):
    """One value of a way of sorting, with the page that lists it."""

    title: str
    url: str
    count: int
    current: bool
    icon: str | None


class FilterView(TypedDict):
    """A way of sorting: `taxonomy` is 'network', 'niche' or 'tag'."""

    taxonomy: str
    terms: list[TermView]


class CaseCardView(TypedDict):
    """A case in a list, led by its best number."""

    title: str
    client: str
    summary: str | None
    url: str
    niche: str
    networks: list[NetworkView]
    period: PeriodView
    headline: MetricView | None
    cover: PictureView | None


class BudgetView(TypedDict):
    """What was spent and what came back. `romi` = (revenue - amount) / amount in percent, rounded, or None."""

    amount: str
    revenue: str | None
    currency: str
    romi: str | None
    note: str | None


class CaseView(CaseCardView):
    """A case study, whole. `body` is for the `markdown` filter."""

    client_url: str | None
    place: str | None
    service: LinkView | None
    tags: list[TermView]
    metrics: list[MetricView]
    budget: BudgetView | None
    body: BodyView
    gallery: list[PictureView]
    review: ReviewView | None
    previous: LinkView | None
    next: LinkView | None


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


class QuestionView(TypedDict):
    """A question clients ask, with its answer."""

    question: str
    answer: BodyView


class StepView(TypedDict):
    """One step of how the work goes."""

    title: str
    text: str


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
    shown: list[str]  # what stands beside each option, in their order
    networks: list[NetworkView]
    network_name: str | None  # for type handle: the field that says which of `networks` it belongs to
    value: str | None
    max_length: int
    pattern: str | None  # what browsers hold the answer against, as the receiver does


class FormScriptView(TypedDict):
    """How a script sends a form without leaving the page."""

    url: str
    encoding: str  # urlencoded | multipart | json
    omit: list[str]  # names that a script leaves out
    success: str  # status: 2xx says it went well | success-field: so does `success` in the JSON answer


class FormView(TypedDict):
    """A form that really leads somewhere; where none does, the offer has none and `site.contact` is shown."""

    name: str
    action: str
    method: str
    enctype: str | None
    attributes: list[LinkView]  # what the delivery asks for; title: attribute, url: value
    fields: list[FormFieldView]
    hidden: list[LinkView]  # title: name, url: value
    consent: str
    marketing_consent: str | None  # asked for separately, never needed, never pre-ticked
    privacy_url: str
    consent_url: str | None  # the consent as a document of its own, where a law asks for one
    thanks_url: str
    button: str
    honeypot: str
    honeypot_type: str  # text | checkbox
    script: FormScriptView | None  # None: the browser sends it, with a page change
    turnstile_key: str | None


class OfferView(TypedDict):
    """An offer, whole. `state` is 'live', 'sold-out' or 'closed': a scheduled one has no page.

    One that is sold out or closed has no `form`, no `book_url` and nothing to press but `waiting_list_url`, where
    people ask to be told of the next time.
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


class ArticleCardView(TypedDict):
    """An article in a list. `minutes` is the reading time at 200 words a minute, at least 1."""

    title: str
    summary: str | None
    url: str
    date: str
    minutes: int
    tags: list[TermView]
    picture: PictureView | None


class ArticleView(ArticleCardView):
    """An article, whole. `body` is for the `markdown` filter."""

    updated: str | None
    author: str
    body: BodyView
    previous: LinkView | None
    next: LinkView | None
    related: list[ArticleCardView]


class TextView(TypedDict):
    """A page of the owner's own (content/pages), the profile's or the privacy page's text."""

    title: str
    body: BodyView
    updated: str | None


class RatingView(TypedDict):
    """What was seen of one criterion: `score` from 0 to `highest`, None where it was left out. `weight` is 1 to 3.

    `finding` is the number of the improvement that is made of it, if one is.
    """

    name: str
    score: int | None
    highest: int
    weight: int
    evidence: BodyView | None
    finding: int | None


class AuditAreaView(TypedDict):
    """An area of an audit with its score of 100, None where nothing in it was judged."""

    id: str
    name: str
    score: int | None
    ratings: list[RatingView]


class ImprovementView(TypedDict):
    """Something to do, `number` in the order of what it is worth.

    `gain` is what a best rating would add to the score of 100, with one decimal; it takes `hours`, which are `minutes`.
    """

    number: int
    name: str
    score: int
    highest: int
    gain: str
    hours: str
    minutes: int
    evidence: BodyView | None
    advice: BodyView


class StrengthView(TypedDict):
    """Something that is good already."""

    name: str
    text: BodyView | None


class AuditView(TypedDict):
    """The report of an audit. `score` is of 100, None where nothing was judged; `skipped` names the
    criteria left out, or the area where that is all of it.

    `this_week` holds the numbers of the improvements to begin with.
    """

    client: str
    page_url: str | None
    page_name: str
    networks: list[NetworkView]
    date: str
    score: int | None
    judged: int
    skipped: list[str]
    summary: BodyView | None
    areas: list[AuditAreaView]
    strengths: list[StrengthView]
    improvements: list[ImprovementView]
    this_week: list[int]
    note: BodyView | None


class LockView(TypedDict):
    """What the page in front of a locked one holds: the locked page, encrypted, as base64 (see `render.locked`)."""

    envelope: str


class LockedFileView(TypedDict):
    """A file that comes with a client's page; a `locked` one is decrypted by the page that links to it."""

    url: str
    name: str
    type: str
    locked: bool


class GoalView(TypedDict):
    """What a proposal's work is for. With a number, `metric` goes from `start` to `target` (ready to be read) until the
    day `by`, as `source` says; else all of these are None."""

    text: str
    metric: str | None
    start: str | None
    target: str | None
    by: str | None
    source: str | None


class PlanMonthView(TypedDict):
    """A month of a proposal's plan."""

    title: str
    items: list[str]


class AssumptionView(TypedDict):
    """A number that a reckoning rests on, ready to be read, and where it comes from."""

    name: str
    value: str
    source: str


class ReckoningView(TypedDict):
    """A line of a reckoning, ready to be read; `sum` marks the results that it is made for."""

    name: str
    formula: str
    result: str
    sum: bool


class AdvertisingView(TypedDict):
    """A proposal's advertising and what it may bring back, in words and numbers ready to be read, as in the PDF."""

    budget: str
    budget_text: str
    assumptions: list[AssumptionView]
    lines: list[ReckoningView]
    break_even: str
    caveat: str


class AcceptView(TypedDict):
    """How to say yes: by the form, else by the link, else by writing."""

    form: FormView | None
    url: str | None
    label: str


class ProposalView(TypedDict):
    """A proposal, whole. `state` is 'live' or 'closed'; `version` names the wording, on paper too."""

    client: str
    state: str
    date: str
    valid_until: str
    version: str
    understood: BodyView
    goals: list[GoalView]
    months: list[PlanMonthView]
    tiers: list[TierView]
    excludes: list[str]
    ads: AdvertisingView | None
    delivery: str | None
    steps: list[StepView]
    terms: BodyView | None
    accept: AcceptView
    file: LockedFileView  # the PDF
    audit_url: str | None


class AcceptedView(TypedDict):
    """The page after a proposal was accepted. One with a password says nothing of it here."""

    text: BodyView | None  # the owner's own words
    delivery: str | None
    steps: list[StepView]


class FactView(TypedDict):
    """A small fact beside the profile: a label and its value."""

    label: str
    value: str


class ProfileView(TypedDict):
    """The owner's page."""

    body: BodyView
    facts: list[FactView]
    picture: PictureView | None


class ResultsView(TypedDict):
    """Counts over all published cases, for a line such as '24 projects in 9 niches'."""

    cases: int
    niches: int
    networks: int


class PaginationView(TypedDict):
    """Where a list page stands among its sisters.

    `pages` holds the first, the last and those around this one; where some are left out, an entry '…' without `url`.
    """

    number: int
    total: int
    previous: str | None
    next: str | None
    pages: list[LinkView]


class FeedEntryView(TypedDict):
    """An article in a feed; `published` and `updated` are instants."""

    title: str
    url: str  # absolute
    summary: str | None
    author: str
    published: str
    updated: str
    tags: list[str]
    body: BodyView


class GoView(TypedDict):
    """A short address: where it leads (a path with its query, or another site's address), and what is there."""

    target: str
    title: str


CONTEXT: Final[dict[str, dict[str, str]]] = {
    # kind of page: what its template gets besides `site` and `page`
    "home": {
        "cases": "list[CaseCardView]: three, best first",
        "results": "ResultsView",
        "steps": "list[StepView]: the way of working",
        "review": "ReviewView | None",
        "services": "list[ServiceView]",
        "articles": "list[ArticleCardView]: the newest one to three",
    },
    "profile": {"profile": "ProfileView", "results": "ResultsView", "reviews": "list[ReviewView]"},
    "cases": {
        "cases": "list[CaseCardView]: at most 12",
        "filters": "list[FilterView]",
        "term": "TermView | None: the one this page is filtered by",
        "pagination": "PaginationView",
    },
    "case": {"case": "CaseView"},
    "services": {"services": "list[ServiceView]", "reviews": "list[ReviewView]"},
    "offers": {"offers": "list[OfferLineView]: live ones, the first to end first; then those that are sold out"},
    "offer": {"offer": "OfferView", "others": "list[OfferLineView]: other live offers, for when this one is closed"},
    "thanks": {"thanks": "ThanksView"},
    "articles": {
        "articles": "list[ArticleCardView]: at most 12",
        "filters": "list[FilterView]: tags",
        "term": "TermView | None",
        "pagination": "PaginationView",
    },
    "article": {"article": "ArticleView"},
    "links": {"offers": "list[OfferLineView]", "links": "list[LinkView]: the owner's own rows"},
    "text": {"text": "TextView"},
    "privacy": {"text": "TextView: the owner's own words, else those written from what the project uses"},
    "not-found": {"cases": "list[CaseCardView]: three"},
    "go": {"go": "GoView: of a short address, which leads on at once"},
    "proposal": {"proposal": "ProposalView"},
    "accepted": {"accepted": "AcceptedView: after a proposal's form"},
    "audit": {"audit": "AuditView", "next": "OfferLineView | None: the second step, where it is live"},
    "locked": {"lock": "LockView: the page that a password opens; this one stands in front of it and names nobody"},
}
