"""Articles."""

from __future__ import annotations

from typing import TypedDict

from site_gen.pages.views.offers import OfferLineView
from site_gen.pages.views.parts import BodyView, LinkView, PictureView, TermView, VideoView
from site_gen.pages.views.work import CaseCardView


class ArticleCardView(TypedDict):
    """An article in a list. `minutes` is the reading time at 200 words a minute, at least 1."""

    title: str
    summary: str | None
    url: str
    date: str
    minutes: int
    tags: list[TermView]
    picture: PictureView | None


class SeriesView(TypedDict):
    """The series that an article is a part of: `part` is its number, `parts` are all in their order."""

    title: str
    part: int
    parts: list[LinkView]
    previous: LinkView | None
    next: LinkView | None


class ArticleView(ArticleCardView):
    """An article, whole. `body` is for the `markdown` filter. `offer` can be taken now; `previous` and `next` are those
    of its series, else by date."""

    updated: str | None
    author: str
    body: BodyView
    video: VideoView | None
    previous: LinkView | None
    next: LinkView | None
    series: SeriesView | None
    cases: list[CaseCardView]
    offer: OfferLineView | None
    related: list[ArticleCardView]
