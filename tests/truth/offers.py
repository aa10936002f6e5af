"""Offers to test the law with: a fixed list of hard ones, whole projects of them, and strategies for others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import yaml
from hypothesis import strategies as st

from tests.support import Files

LANGUAGES: Final = ("en", "es", "ca", "ru", "uk")
STARTS, ENDS = "2026-11-20T09:00", "2026-12-20T18:00"

_ACTIONS: Final = {
    "en": "Write to Mara",
    "es": "Escribe a Mara",
    "ca": "Escriu a la Mara",
    "ru": "Написать Маре",
    "uk": "Написати Марі",
}
_FORM: Final = {
    "fields": [{"name": "email", "label": "E-mail", "type": "email", "required": True}],
    "consent": "I agree that my data is used to answer.",
}


@dataclass(frozen=True)
class Example:
    """An offer: its name, which is its title too, the keys of its file, and those that a language has otherwise."""

    slug: str
    data: Mapping[str, Any]
    translated: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def files(self, languages: Sequence[str]) -> dict[str, str]:
        """Return the offer's file and its translations."""
        data = {"title": self.slug.capitalize(), "call_to_action": _ACTIONS[languages[0]], **self.data}
        files = {f"offers/{self.slug}.yaml": _dump({**data, **self.translated.get(languages[0], {})})}
        for language in languages[1:]:
            over = {"title": data["title"], "call_to_action": _ACTIONS[language], **self.translated.get(language, {})}
            if "form" in data:
                over["form"] = {"consent": data["form"]["consent"]}
            files[f"offers/{self.slug}.{language}.yaml"] = _dump(over)
        return files


def _dump(data: Mapping[str, Any]) -> str:
    return yaml.safe_dump(dict(data), allow_unicode=True, sort_keys=False)


def direct(slug: str, price: Any, **keys: Any) -> Example:
    """Return an offer of the most usual kind, open in the usual time."""
    return Example(slug, {"kind": "direct", "price": price, "starts": STARTS, "ends": ENDS, **keys})


def second(slug: str, tiers: Sequence[tuple[str, Any]], **keys: Any) -> Example:
    """Return a second step with tiers."""
    named = [{"name": name, "price": price} for name, price in tiers]
    return Example(slug, {"kind": "second-step", "tiers": named, **keys})


def _words(**words: str) -> dict[str, dict[str, Any]]:
    """Return translations of a price's unit."""
    return {language: {"price": {"per": word}} for language, word in words.items()}


WINDOW: Final = {"starts": STARTS, "ends": ENDS}


def _three(slug: str, *units: str) -> Example:
    """Return a second step with a tier for each of these units."""
    tiers = [(unit.capitalize(), {"amount": 100 * number, "per": unit}) for number, unit in enumerate(units, 3)]
    return second(slug, tiers, **WINDOW)


HARD: Final = (
    direct("alder", 290),
    direct(
        "birch",
        {"amount": 290, "was": 390, "lowest_30_days": 350, "per": "month"},
        seats={"total": 5, "taken": 1},
        extended="The printer was ill",
        service="management",
    ),
    direct("cedar", {"amount": 45.5, "currency": "GBP", "per": "hour"}, seats={"total": 4, "taken": 1}),
    direct("dogwood", {"amount": 1234.5, "currency": "USD", "per": "post", "from": True}),
    Example(
        "elm",
        {"kind": "direct", "price": {"amount": 12000, "currency": "RUB", "per": "launch"}, **WINDOW},
        _words(es="lanzamiento", ca="llançament", ru="запуск", uk="запуск"),
    ),
    direct("fir", {"amount": 45000, "currency": "KZT", "per": "month", "was": 60000, "lowest_30_days": 60000}),
    direct("ginkgo", {"amount": 900, "currency": "UAH", "per": "session"}, seats={"total": 3, "taken": 0}),
    direct("hazel", {"amount": 900, "currency": "PLN", "per": "story", "was": 1000, "lowest_30_days": 950}),
    direct("ivy", {"amount": 90000, "currency": "JPY", "from": True}),
    direct("juniper", {"amount": 120, "currency": "CHF", "per": "person"}),
    Example("kapok", {"kind": "first-step", "price": 0, "next": "olive", "form": _FORM}),
    Example(
        "larch",
        {
            "kind": "first-step",
            "price": 0,
            "form": _FORM,
            "starts": STARTS,
            "ends": ENDS,
            "seats": {"total": 7, "taken": 7},
        },
    ),
    direct(
        "aspen",
        {"amount": 190, "was": 250, "lowest_30_days": 220},
        ends="2026-12-19T18:00",
        seats={"total": 5, "taken": 5},
        form=_FORM,
    ),
    second("olive", [("Only", {"amount": 340, "from": True, "per": "month"})]),
    second("pine", [("Big", {"amount": 520, "per": "month"}), ("Small", {"amount": 340, "per": "month"})], **WINDOW),
    second(
        "quince",
        [
            ("Monthly", {"amount": 520, "per": "month"}),
            ("Hourly", {"amount": 50, "per": "hour"}),
            ("Dollars", {"amount": 90, "currency": "USD", "per": "month"}),
        ],
        **WINDOW,
    ),
    second("rowan", [("Once", 800)], starts="2026-11-20T08:00Z", ends="2026-12-20T22:00+05:00"),
    Example(
        "spruce",
        {"kind": "direct", "price": {"amount": 75, "per": "month", "from": True}, **WINDOW},
        _words(es="mes", ca="mes", ru="месяц", uk="місяць"),
    ),
    direct("thuja", {"amount": 60, "per": "Hour"}),
    _three("sequoia", "day", "week", "quarter"),
    _three("tulip", "year", "project", "page"),
    _three("vanilla", "reel", "video", "lead"),
    direct("walnut", 310, starts="2026-10-20T09:00", ends="2026-10-25T02:30+01:00"),
    direct("yew", 410, starts="2027-01-10T09:00", ends="2027-02-10T09:00"),
)
"""What went wrong somewhere once, or is read in two ways easily.

Birch has everything; cedar pence and few places; elm a word of the owner's own; fir a sign that typefaces lack; larch
and aspen are full; olive has one tier that is a price to start from; quince tiers that can't be compared; rowan other
zones in its file; spruce a known unit in each language's own word, thuja one with a capital; sequoia, tulip and vanilla
the units that no other has; walnut ends in the hour that there is twice; yew opens when all others are over.
"""


@dataclass(frozen=True)
class Project:
    """A project of examples, and the instants at which to look at it."""

    name: str
    zone: str
    currency: str
    languages: tuple[str, ...]
    examples: tuple[Example, ...]
    instants: tuple[datetime, ...]
    more: Files = field(default_factory=dict)

    def files(self) -> dict[str, str]:
        """Return the whole project: few pages, all languages."""
        files = {"site.yaml": self._site(), **_services(self.languages), **_articles(self.languages)}
        files |= {f"site.{language}.yaml": "role: Mara\n" for language in self.languages[1:]}
        for example in self.examples:
            files |= example.files(self.languages)
        return {**files, **{path: text for path, text in self.more.items() if isinstance(text, str)}}

    def _site(self) -> str:
        return _dump(
            {
                "name": "Mara Vidal",
                "role": "Social media",
                "tagline": "Cafés get regulars",
                "url": "https://mara.cat/",
                "languages": list(self.languages),
                "time_zone": self.zone,
                "currency": self.currency,
                "networks": {"instagram": "mara", "vk": "mara"},
                "contact": {"email": "hello@mara.cat"},
                "legal": {"controller": "Mara Vidal"},
                "form": {"delivery": "url", "url": "https://forms.mara.cat/x"},
            }
        )


_SERVICE_PRICES: Final[Mapping[str, Any]] = {
    "management": {"amount": 390, "per": "month"},
    "photos": 500,
    "advice": {"amount": 70, "from": True, "per": "hour"},
    "banner": {"amount": 80, "from": True, "currency": "USD"},
    "launch": {"amount": 900, "per": "launch"},
}


def service_prices() -> Mapping[str, Any]:
    """Return the prices of the services that every project has, by their names."""
    return {name.capitalize(): price for name, price in _SERVICE_PRICES.items()}


def _services(languages: Sequence[str]) -> dict[str, str]:
    rows = [
        {"id": id_, "name": id_.capitalize(), "summary": "As agreed", "price": price}
        for id_, price in _SERVICE_PRICES.items()
    ]
    texts = [{"name": row["name"], "summary": "As agreed"} for row in rows]
    files = {f"content/services.{language}.yaml": _dump({"services": texts}) for language in languages[1:]}
    return {"content/services.yaml": _dump({"services": rows}), **files}


def _articles(languages: Sequence[str]) -> dict[str, str]:
    """Return an article, without which there is no feed."""
    text = "---\ntitle: One network\ndate: 2026-06-01\n---\nOne is enough.\n"
    files = {f"content/articles/one.{language}.md": text for language in languages[1:]}
    return {"content/articles/one.md": text, **files}


def _at(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def timeline(starts: str, ends: str, zone: str) -> tuple[datetime, ...]:
    """Return just before the start, the start, the middle, the last minute, the end, and two days later."""
    first, last = _at(starts, zone), _at(ends, zone)
    minute = timedelta(minutes=1)
    return (first - minute, first, first + (last - first) / 2, last - minute, last, last + timedelta(days=2))


TOKEN: Final = "q7m2xk4vdz5t3hcwn6rjyb2fsa"  # noqa: S105  # of an example
PROPOSAL: Final = f"""\
client: Casa Roja
date: 2026-11-20
token: {TOKEN}
valid_until: 2026-12-11T18:00
offer: pine
understood: You sell well.
tiers:
  - {{name: Big, price: {{amount: 520, per: month}}, includes: [Posts]}}
  - {{name: Small, price: {{amount: 340, per: month}}, includes: [Posts], advised: true}}
  - {{name: Tenge, price: {{amount: 45000.50, currency: KZT, per: launch}}, includes: [Posts]}}
terms: Paid at the end.
"""

MAIN: Final = Project(
    "main",
    "Europe/Madrid",
    "EUR",
    LANGUAGES,
    HARD,
    (_at("2026-10-25T01:59", "Europe/Madrid"), *timeline(STARTS, ENDS, "Europe/Madrid")),
    {"offers/proposals/roja.yaml": PROPOSAL},
)
"""All hard examples at once, in all languages."""

STEPPE: Final = Project(
    "steppe",
    "Asia/Almaty",
    "KZT",
    ("ru", "en", "uk"),
    (
        Example(
            "acacia",
            {"kind": "direct", "price": {"amount": 250000, "per": "месяц"}, **WINDOW},
            _words(en="month", uk="місяць"),
        ),
        direct("bamboo", 1500000, seats={"total": 2, "taken": 1}),
        direct("cypress", {"amount": 30000, "from": True, "per": "ролик"}),
        second("date", [("Малый", {"amount": 90000, "per": "month"}), ("Большой", {"amount": 150000, "per": "month"})]),
    ),
    timeline(STARTS, ENDS, "Asia/Almaty")[2:5],
)
"""A currency whose sign is rare, in a zone far away; units in the site's own first language."""

ATLANTIC: Final = Project(
    "atlantic",
    "America/New_York",
    "USD",
    ("en", "es"),
    (
        direct("maple", {"amount": 2400, "per": "quarter"}, ends="2026-12-21T00:00"),
        direct("oak", {"amount": 990, "per": "project"}, seats={"total": 1, "taken": 1}),
        Example(
            "plum",
            {
                "kind": "first-step",
                "price": 0,
                **WINDOW,
                "seats": {"total": 2, "taken": 2},
                "form": _FORM,
                "waiting_list": "https://lists.mara.cat/audits",
            },
        ),
        Example("poplar", {"kind": "first-step", "price": {"amount": 15, "per": "page"}, "next": "willow"}),
        second("willow", [("Year", {"amount": 9000, "per": "year"}), ("Week", {"amount": 300, "per": "week"})]),
    ),
    timeline(STARTS, "2026-12-21T00:00", "America/New_York")[2:5],
)
"""Clocks of twelve hours, an end at midnight, and full offers where a page would promote one."""

FULL: Final = Project(
    "full",
    "Europe/Kyiv",
    "UAH",
    ("uk", "ca"),
    (
        direct("apple", {"amount": 9000, "per": "week"}, seats={"total": 3, "taken": 3}, form=_FORM),
        Example("cherry", {"kind": "first-step", "price": 0, **WINDOW, "seats": {"total": 4, "taken": 4}}),
    ),
    timeline(STARTS, ENDS, "Europe/Kyiv")[2:5],
)
"""Nothing is to be had: every offer is full."""

PROJECTS: Final = (MAIN, STEPPE, ATLANTIC, FULL)


# --- any others -------------------------------------------------------------------------------------------------------

_CURRENCIES: Final = ("EUR", "USD", "GBP", "RUB", "UAH", "KZT", "PLN", "JPY", "CHF")
_UNITS: Final = (
    *("hour", "day", "week", "month", "quarter", "year", "post", "story", "reel", "video"),
    *("project", "page", "session", "lesson", "person", "lead", "launch", "campaign"),
)
_ZONES: Final = ("Europe/Madrid", "Europe/Kyiv", "Asia/Almaty", "America/New_York", "Europe/London", "Europe/Moscow")


@st.composite
def prices(draw: st.DrawFn, *, plain: bool = False, above: int = 1) -> Any:
    """Draw a price: a number, or a mapping with a unit, a currency, 'from' and (unless `plain`) a former price."""
    cents = draw(st.integers(above, 10**7))
    amount: float | int = cents // 100 + 1 if draw(st.booleans()) else cents / 100
    if draw(st.integers(0, 5)) == 0:
        return amount
    price: dict[str, Any] = {"amount": amount}
    if draw(st.booleans()):
        price["currency"] = draw(st.sampled_from(_CURRENCIES))
    if draw(st.booleans()):
        price["per"] = draw(st.sampled_from(_UNITS))
    if draw(st.integers(0, 3)) == 0:
        price["from"] = True
    elif not plain and draw(st.booleans()):
        lowest = int(amount) + draw(st.integers(1, 500))
        price |= {"was": lowest + draw(st.integers(0, 500)), "lowest_30_days": lowest}
    return price


@st.composite
def examples(draw: st.DrawFn, slug: str, middle: datetime) -> Example:
    """Draw an offer of any kind whose window, where it has one, lies around `middle` or beside it."""
    kind = draw(st.sampled_from(["direct", "first-step", "second-step"]))
    data: dict[str, Any] = {"kind": kind}
    if kind == "second-step" and draw(st.integers(0, 3)):
        names = ("Small", "Middle", "Big")[: draw(st.integers(1, 3))]
        data["tiers"] = [{"name": name, "price": draw(prices(plain=True))} for name in names]
    else:
        free = kind == "first-step" and draw(st.booleans())
        data["price"] = 0 if free else draw(prices())
    if kind == "direct" or draw(st.booleans()):
        first, last = sorted(draw(st.lists(st.integers(-90, 90), min_size=2, max_size=2, unique=True)))
        data["starts"], data["ends"] = (_written(draw, middle + timedelta(hours=hours)) for hours in (first, last))
        if draw(st.integers(0, 3)) == 0:
            data["extended"] = "The printer was ill"
    if draw(st.booleans()):
        total = draw(st.integers(1, 40))
        data["seats"] = {"total": total, "taken": draw(st.one_of(st.just(total), st.integers(0, total)))}
    if kind == "first-step" and draw(st.booleans()):
        data["form"] = _FORM
    return Example(slug, data)


def _written(draw: st.DrawFn, moment: datetime) -> str:
    """Return an instant with the offset of some zone."""
    return moment.astimezone(ZoneInfo(draw(st.sampled_from(_ZONES)))).isoformat(timespec="minutes")


@st.composite
def projects(draw: st.DrawFn) -> Project:
    """Draw a project of two to five offers, looked at around the ends of their windows."""
    zone = draw(st.sampled_from(_ZONES))
    middle = _at("2026-12-01T12:00", zone)
    names = ("alder", "birch", "cedar", "elm", "fir")[: draw(st.integers(2, 5))]
    drawn = tuple(draw(examples(name, middle)) for name in names)
    languages = draw(st.permutations(LANGUAGES))
    edges = {datetime.fromisoformat(each.data[key]) for each in drawn for key in ("starts", "ends") if key in each.data}
    moments = {middle, *draw(st.lists(st.sampled_from(sorted(edges)), max_size=2))} if edges else {middle}
    minute = timedelta(minutes=1)
    instants = sorted({moment for edge in moments for moment in (edge - minute, edge)})
    return Project("drawn", zone, draw(st.sampled_from(_CURRENCIES)), tuple(languages[:2]), drawn, tuple(instants))
