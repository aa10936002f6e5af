"""Cases."""

from __future__ import annotations

from typing import TypedDict

from site_gen.pages.views.parts import BodyView, LinkView, NetworkView, PeriodView, PictureView, TermView, VideoView


class MetricView(TypedDict):
    """One number of a case. `unit` is a currency code, '%', a word, or None. `formula` names how it was worked out, for
    the text 'formula.NAME'.

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
    formula: str | None
    period: PeriodView
    chart: ChartView | None


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


class BeforeAfterView(TypedDict):
    """Two pictures to compare."""

    before: PictureView
    after: PictureView


class CaseView(CaseCardView):
    """A case study, whole. `body` is for the `markdown` filter."""

    client_url: str | None
    place: str | None
    service: LinkView | None
    tags: list[TermView]
    metrics: list[MetricView]
    budget: BudgetView | None
    body: BodyView
    video: VideoView | None
    gallery: list[PictureView]
    before_after: BeforeAfterView | None
    review: ReviewView | None
    previous: LinkView | None
    next: LinkView | None


class ResultsView(TypedDict):
    """Counts over all published cases, for a line such as '24 projects in 9 niches'."""

    cases: int
    niches: int
    networks: int
