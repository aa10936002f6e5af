"""What site.yaml says in sections of its own, and what counts visits."""

from __future__ import annotations

from typing import TypedDict

from site_gen.pages.views.parts import BodyView, PictureView


class ClientView(TypedDict):
    """A client: `url` is their case, else their own site, else None. Without a logo the name is shown."""

    name: str
    logo: PictureView | None
    url: str | None


class TotalView(TypedDict):
    """A number about all of the work; `unit` is as in `MetricView`."""

    value: str
    unit: str | None
    name: str
    period: str | None
    source: str


class MemberView(TypedDict):
    """Somebody of the team."""

    name: str
    role: str | None
    text: str | None
    picture: PictureView | None
    url: str | None


class CredentialView(TypedDict):
    """A certificate, an award, something said in the press, or a talk: `kind` names the text 'credential.KIND'."""

    kind: str  # certificate | award | press | talk
    title: str
    by: str
    year: int | None
    url: str | None
    picture: PictureView | None


class BookingView(TypedDict):
    """Where a call is booked, with a preview; `host` is whose page opens."""

    url: str
    host: str
    title: str | None
    text: BodyView | None
    picture: PictureView | None


class MapView(TypedDict):
    """A picture of a map, which leads to the map; `host` is whose page opens."""

    url: str
    host: str
    picture: PictureView


class AnnouncementView(TypedDict):
    """The line at the top of every page; `ends` is an instant, at which it goes away."""

    text: str
    url: str | None
    ends: str | None


class CounterView(TypedDict):
    """A service that counts visits, for assets/statistics/statistics.js.

    `purpose` is 'statistics' or 'advertising'. `host` and `script` are its addresses, `attributes` those of its script
    element. `asks` says that nothing of it may be loaded before a visitor agrees; `keeps` are the beginnings of the
    names of what it keeps in the browser.
    """

    service: str
    title: str
    purpose: str
    id: str
    host: str
    script: str
    attributes: dict[str, str]
    asks: bool
    keeps: list[str]


class AskedView(TypedDict):
    """What visitors are asked for: a purpose, as in `CounterView`, with the titles of the services for it."""

    purpose: str
    services: list[str]


class StatisticsView(TypedDict):
    """What counts visits.

    It counts where the site is at its own `host` alone, not in a preview. `asked` are the purposes that visitors are
    asked for; none where nobody has to be asked.
    """

    counters: list[CounterView]
    host: str
    asked: list[AskedView]
