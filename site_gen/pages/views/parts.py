"""Parts that many views are made of: links, pictures, texts, prices, lists."""

from __future__ import annotations

from typing import NotRequired, TypedDict


class LinkView(TypedDict):
    """A link: `url` is ready for an href."""

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
    """A photo, made in the widths and formats that the layout uses; `alt` is '' for decoration.

    `focus` is the class of an `img` that crops around the photo's focal point, '' for the middle. `large` is the file
    to open when somebody wants to see more of it, '' where it has no more to show.
    """

    src: str
    width: int
    height: int
    alt: str
    caption: str | None
    focus: str
    large: str
    sources: list[PictureSourceView]


class VideoView(TypedDict):
    """A video for the `video` filter.

    One on a network has its `url` there, the `embed` address of a frame that plays it ('' where it only opens there),
    and the `origins` that the frame is loaded from. The owner's own has its file as `url`, its media `type`, and no
    `embed` or `network_name`. `network` names the icon; it is '' where there is none.
    """

    network: str
    network_name: str
    title: str
    url: str
    embed: str
    origins: list[str]
    shape: str  # wide, tall, post
    type: str
    poster: PictureView | None


class BodyView(TypedDict):
    """A text for the `markdown` filter, with its pictures and its links inside the site resolved."""

    markdown: str
    pictures: dict[str, PictureView]
    links: dict[str, str]
    videos: dict[str, VideoView]  # by address, those that have a line for themselves
    math: NotRequired[bool]  # whether $…$ is a formula
    typography: NotRequired[
        str
    ]  # the language whose quotes and dashes it gets; without it, they stay as they are written


class PriceView(TypedDict):
    """A price, as a number and in words.

    `per` is the owner's word for the unit, or None; `unit` is the known unit for that word ('month'), or None;
    `starting` means that prices start at the amount. In words it has three parts, to be written one after the other:
    `before` ('from'), `shown` ('€340', 'Free') and `after` ('a month'); the first and the last may be ''. `was` is the
    former price, struck out, and `evidence` its proof in words: the lowest price of the 30 days before the reduction,
    `lowest_30_days`, with the percentage `off`.
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


class PeriodView(TypedDict):
    """Two days, both included."""

    start: str
    end: str


class StepView(TypedDict):
    """One step of how the work goes."""

    title: str
    text: str


class TermView(TypedDict):
    """One value of a taxonomy, with the page that lists it."""

    title: str
    url: str
    count: int
    current: bool
    icon: str | None


class FilterView(TypedDict):
    """A filter of lists: `taxonomy` is 'network', 'niche' or 'tag'."""

    taxonomy: str
    terms: list[TermView]


class PaginationView(TypedDict):
    """The position of a list page among the pages of its list.

    `pages` has the first, the last and those around this one; an entry '…' without `url` marks a gap.
    """

    number: int
    total: int
    previous: str | None
    next: str | None
    pages: list[LinkView]
