"""Services that count visits, and pixels of advertising networks, as data: one row for each.

Each row says what the service's script is, what the security policy has to allow for it, whether it keeps something in
the visitor's browser (which decides whether a law asks for consent), who receives what it sees, and what its id looks
like. What a service needs besides its script is one function of its name in assets/statistics/statistics.js.

Sources, looked up on 2026-11-29:

- GoatCounter: https://www.goatcounter.com/help/csp and /help/countjs-host; no cookies: https://www.goatcounter.com/help/gdpr
- Plausible: https://plausible.io/docs/plausible-script (each site has a script of its own, pa-….js, since October
  2025; before, and on servers of one's own, script.js with data-domain), https://plausible.io/data-policy
- Umami: https://umami.is/docs/tracker-configuration; its cloud takes visits at a host of its own, *.umami.is, before at
  api-gateway.umami.dev
- Matomo: https://developer.matomo.org/guides/tracking-javascript-guide, without cookies by `disableCookies`:
  https://matomo.org/faq/general/faq_157/
- Yandex Metrica: https://yandex.com/support/metrica/en/code/install-counter-csp (the script in a file of one's own);
  its cookies: https://yandex.com/support/metrica/en/general/cookie-usage
- Google Analytics 4: https://developers.google.com/tag-platform/security/guides/csp,
  https://support.google.com/analytics/answer/11397207 (cookies)
- Meta pixel: https://developers.facebook.com/docs/meta-pixel/get-started; cookies _fbp and _fbc:
  https://developers.facebook.com/docs/marketing-api/conversions-api/parameters/fbp-and-fbc
- VK pixel: https://ads.vk.com/help (Сайты, Пиксель): the counter of Top.Mail.Ru, top-fwz1.mail.ru/js/code.js
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from site_gen.messages import listed, m
from site_gen.model.base import Model, Url, mistake, shown
from site_gen.model.legal import Profile

Purpose = Literal["statistics", "advertising"]
ServiceName = Literal[
    "goatcounter", "plausible", "umami", "matomo", "yandex-metrica", "google-analytics", "meta-pixel", "vk-pixel"
]

_STORED: Final = listed((m("2002/58/EC Art. 5(3)"), m("GDPR Art. 7"), "CJEU C-673/17 Planet49"), "; ")
CONSENT_TO_KEEP: Final[Mapping[Profile, str]] = MappingProxyType(
    {
        "eu": _STORED,
        "eu-b2b": _STORED,
        "pl": _STORED,
        "uk": "PECR reg. 6; UK GDPR Art. 7",
        "ru": m("152-FZ art. 6 and 9"),
        "ua": m("Law of Ukraine 2297-VI Art. 6 and 11"),
    }
)
"""The profiles whose law asks for consent before something for counting or advertising is kept in a visitor's browser,
each with the basis. In the United States visitors may object instead."""


@dataclass(frozen=True, slots=True)
class Origins:
    """What the security policy has to allow; {id} and {host} are filled in."""

    script: tuple[str, ...] = ()
    connect: tuple[str, ...] = ()
    img: tuple[str, ...] = ()
    frame: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counter:
    """A service: its name in site.yaml, its name for people, what it is for, and the form of its id.

    `likely` finds the id in what people paste instead, the address or the piece of code that the service shows;
    `wrong` says what other things are that look like one. `host` is the address of the service, with {id} where that is
    a part of it; '' where `url` has to be given. `takes_url` where it can also run on a server of the owner's own.
    `script` and `attributes` make the service's script element; {id} and {host} are filled in. `keeps` are the
    beginnings of the names of cookies and stored values; none if nothing is kept in the browser. `recipient` is in
    `country` (ISO 3166); `parent` is the company there, where it is another. `unfit` are profiles under which it is a
    risk, each with the reason.
    """

    name: ServiceName
    title: str
    purpose: Purpose
    pattern: re.Pattern[str]
    likely: re.Pattern[str]
    example: str
    where: str
    host: str
    script: str
    origins: Origins
    recipient: str
    country: str
    parent: str = ""
    takes_url: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)
    keeps: tuple[str, ...] = ()
    wrong: tuple[tuple[re.Pattern[str], str], ...] = ()
    unfit: Mapping[Profile, str] = field(default_factory=dict)


def _re(text: str) -> re.Pattern[str]:
    return re.compile(text, re.ASCII)


_ABROAD: Final = m("152-FZ art. 18 part 5: what is known of people in Russia is first stored there")
_BLOCKED: Final = m("access to it is blocked in Ukraine (decree of the President of Ukraine 133/2017)")
_EXTREMIST: Final = m("Meta was held to be extremist in Russia (Tverskoy District Court of Moscow, 21 March 2022)")

_TABLE: Final = (
    Counter(
        name="goatcounter",
        title="GoatCounter",
        purpose="statistics",
        pattern=_re(r"[a-z0-9][a-z0-9-]{0,49}"),
        likely=_re(r"([a-z0-9][a-z0-9-]*)\.goatcounter\.com"),
        example="mara",
        where=m("your code at GoatCounter: what stands before .goatcounter.com"),
        host="https://{id}.goatcounter.com",
        takes_url=True,
        script="https://gc.zgo.at/count.js",
        attributes={"data-goatcounter": "{host}/count"},
        origins=Origins(script=("https://gc.zgo.at",), connect=("{host}",), img=("{host}",)),
        recipient="GoatCounter",
        country="",
    ),
    Counter(
        name="plausible",
        title="Plausible",
        purpose="statistics",
        pattern=_re(r"pa-[A-Za-z0-9_-]{6,40}|(?:[a-z0-9-]+\.)+[a-z0-9-]{2,}"),
        likely=_re(r"(pa-[A-Za-z0-9_-]{6,40})|data-domain=\W*([a-z0-9.-]+\.[a-z]{2,})|://([a-z0-9.-]+\.[a-z]{2,})"),
        example="mara.example",
        where=m("your site's name there, or pa-… from the script that Plausible shows you"),
        host="https://plausible.io",
        takes_url=True,
        script="{host}/js/script.js",
        attributes={"data-domain": "{id}"},
        origins=Origins(script=("{host}",), connect=("{host}",)),
        recipient="Plausible Insights OÜ",
        country="EE",
    ),
    Counter(
        name="umami",
        title="Umami",
        purpose="statistics",
        pattern=_re(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
        likely=_re(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"),
        example="94db1cb1-74f4-4a40-ad6c-962362670409",
        where=m("the website id in Umami's settings of the site"),
        host="https://cloud.umami.is",
        takes_url=True,
        script="{host}/script.js",
        attributes={"data-website-id": "{id}"},
        origins=Origins(
            script=("{host}",), connect=("{host}", "https://*.umami.is", "https://api-gateway.umami.dev")
        ),
        recipient="Umami Software, Inc.",
        country="US",
    ),
    Counter(
        name="matomo",
        title="Matomo",
        purpose="statistics",
        pattern=_re(r"[1-9]\d{0,8}"),
        likely=_re(r"setSiteId\W+(\d+)|idsite=(\d+)"),
        example="1",
        where=m("the number of the site in Matomo's administration"),
        host="",
        takes_url=True,
        script="{host}/matomo.js",
        origins=Origins(script=("{host}",), connect=("{host}",), img=("{host}",)),
        recipient="",
        country="",
    ),
    Counter(
        name="yandex-metrica",
        title="Yandex Metrica",
        purpose="statistics",
        pattern=_re(r"\d{5,10}"),
        likely=_re(r"ym\(\s*(\d{5,10})|watch/(\d{5,10})|[?&]id=(\d{5,10})"),
        example="12345678",
        where=m("the counter's number in Metrica's list of counters"),
        host="https://mc.yandex.ru",
        script="https://mc.yandex.ru/metrika/tag.js",
        origins=Origins(
            script=("https://mc.yandex.ru", "https://mc.yandex.com", "https://yastatic.net"),
            connect=("https://mc.yandex.ru", "https://mc.yandex.com", "wss://mc.yandex.ru", "wss://mc.yandex.com"),
            img=("https://mc.yandex.ru", "https://mc.yandex.com"),
            frame=("https://mc.yandex.ru", "https://mc.yandex.com"),
        ),
        keeps=("_ym", "yandexuid", "yuidss", "ymex"),
        recipient="Yandex LLC",
        country="RU",
        unfit={"ua": _BLOCKED},
    ),
    Counter(
        name="google-analytics",
        title="Google Analytics",
        purpose="statistics",
        pattern=_re(r"G-[A-Z0-9]{6,14}"),
        likely=_re(r"(?i)\b(g-[a-z0-9]{6,14})\b"),
        example="G-AB12CD34EF",
        where=m("the measurement id of the web data stream: Admin, Data streams"),
        host="https://www.googletagmanager.com",
        script="https://www.googletagmanager.com/gtag/js?id={id}",
        origins=Origins(
            script=("https://*.googletagmanager.com",),
            connect=(
                "https://*.google-analytics.com", "https://*.analytics.google.com", "https://*.googletagmanager.com",
            ),
            img=("https://*.google-analytics.com", "https://*.googletagmanager.com"),
        ),
        keeps=("_ga", "_gid", "_gat"),
        recipient="Google Ireland Limited, Google LLC",
        country="US",
        parent="Google LLC",
        wrong=(
            (_re(r"(?i)UA-\d+-\d+"), m("Universal Analytics ended in 2024: set up a property of Google Analytics 4")),
            (_re(r"(?i)GTM-\w+"), m("that is a container of Tag Manager, which loads whatever is put into it")),
            (_re(r"(?i)AW-\d+"), m("that is an account of Google Ads")),
            (_re(r"\d{8,12}"), m("that is the number of the property or the stream")),
        ),
        unfit={"ru": _ABROAD},
    ),
    Counter(
        name="meta-pixel",
        title="Meta Pixel",
        purpose="advertising",
        pattern=_re(r"\d{14,17}"),
        likely=_re(r"fbq\(\W*init\W+(\d{14,17})|[?&]id=(\d{14,17})"),
        example="123456789012345",
        where=m("the number of the pixel (dataset) in Meta's Events Manager"),
        host="https://connect.facebook.net",
        script="https://connect.facebook.net/en_US/fbevents.js",
        origins=Origins(
            script=("https://connect.facebook.net",),
            connect=("https://www.facebook.com", "https://connect.facebook.net"),
            img=("https://www.facebook.com",),
        ),
        keeps=("_fbp", "_fbc"),
        recipient="Meta Platforms Ireland Limited, Meta Platforms, Inc.",
        country="US",
        parent="Meta Platforms, Inc.",
        unfit={"ru": _EXTREMIST},
    ),
    Counter(
        name="vk-pixel",
        title="VK Pixel",
        purpose="advertising",
        pattern=_re(r"\d{6,9}"),
        likely=_re(r"\bid\W+(\d{6,9})"),
        example="3512345",
        where=m("the number of the pixel in VK Ads: Sites, Pixels"),
        host="https://top-fwz1.mail.ru",
        script="https://top-fwz1.mail.ru/js/code.js",
        origins=Origins(
            script=("https://top-fwz1.mail.ru", "https://privacy-cs.mail.ru"),
            connect=("https://top-fwz1.mail.ru", "https://privacy-cs.mail.ru", "https://ad.mail.ru"),
            img=("https://top-fwz1.mail.ru", "https://ad.mail.ru"),
        ),
        keeps=("tmr_", "_tmr", "domain_sid", "top100"),
        recipient="VK LLC",
        country="RU",
        wrong=((_re(r"(?i)VK-RTRG-[\w-]+"), m("that is a pixel of the old advertising account, which is closed")),),
        unfit={"ua": _BLOCKED},
    ),
)  # fmt: skip

COUNTERS: Final[Mapping[str, Counter]] = MappingProxyType({counter.name: counter for counter in _TABLE})
"""Every service by its name in site.yaml."""


def _read_id(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.strip() if isinstance(value, str) else value


class CounterModel(Model):
    """A service that counts visits, or a pixel."""

    service: ServiceName = Field(
        description="Which service: goatcounter, plausible, umami and matomo keep nothing in the visitor's browser; "
        "yandex-metrica, google-analytics, meta-pixel and vk-pixel may need consent"
    )
    id: Annotated[str, BeforeValidator(_read_id), WithJsonSchema({"type": ["string", "integer"]})] = Field(
        description="What the service calls your site: mara, 12345678, G-AB12CD34EF; it is public"
    )
    url: Url | None = Field(
        None, description="The address of GoatCounter, Plausible, Umami or Matomo on a server of your own"
    )
    ask: bool = Field(False, description="true asks visitors first even where the law doesn't ask for it")

    @property
    def counter(self) -> Counter:
        return COUNTERS[self.service]

    @property
    def host(self) -> str:
        """The address that visits are sent to, without a slash at the end."""
        return (self.url or self.counter.host.format(id=self.id)).rstrip("/")

    @property
    def script(self) -> str:
        """The address of the service's script."""
        counter = self.counter
        if self.service == "goatcounter" and self.url:
            return f"{self.host}/count.js"
        if self.service == "plausible" and self.id.startswith("pa-"):
            return f"{self.host}/js/{self.id}.js"
        return counter.script.format(id=self.id, host=self.host)

    @property
    def attributes(self) -> Mapping[str, str]:
        """The attributes of the script element."""
        if self.service == "plausible" and self.id.startswith("pa-"):
            return {}
        return {name: text.format(id=self.id, host=self.host) for name, text in self.counter.attributes.items()}

    @property
    def recipient(self) -> str:
        """The company that receives what is counted; '' where that is the owner's own server."""
        return "" if self.url else self.counter.recipient

    def sources(self, origins: Iterable[str]) -> tuple[str, ...]:
        """Return origins of the row as they are for this site; those of the company's own servers are left out where
        visits go to the owner's."""
        found = tuple(_origin(each.format(id=self.id, host=self.host)) for each in origins)
        return (_origin(self.url),) if self.url and found else found

    def asks(self, profile: Profile) -> bool:
        """Whether visitors are asked before anything of it is loaded."""
        return self.ask or (bool(self.counter.keeps) and profile in CONSENT_TO_KEEP)

    @model_validator(mode="after")
    def _is_of_the_service(self) -> CounterModel:
        counter = self.counter
        if not counter.pattern.fullmatch(self.id):
            raise _wrong_id(counter, self.id)
        if self.url and not counter.takes_url:
            raise mistake(
                m("{title} runs on no server of your own", title=counter.title), m("take the line out"), at=("url",)
            )
        if not self.url and not counter.host:
            hint = m("write where your {title} is: url: https://stats.example.com/", title=counter.title)
            raise mistake(m("{title} needs the address of its server", title=counter.title), hint)
        if self.url and (rest := urlsplit(self.url)).query + rest.fragment:
            sign = "?" if rest.query else "#"
            raise mistake(
                m("'{url}' is more than an address of a server", url=shown(self.url)),
                m("end it before the {sign}", sign=sign),
                at=("url",),
            )
        return self


_PASTED: Final = 2000
"""How many characters of what was pasted are looked through: services show less, and long texts take long."""


def _wrong_id(counter: Counter, text: str) -> Exception:
    found = counter.likely.search(text[:_PASTED])
    likely = next(filter(None, found.groups()), "") if found else ""
    likely = likely.upper() if counter.name == "google-analytics" else likely
    for pattern, meaning in counter.wrong:
        if not likely and pattern.search(text):
            hint = m(
                "{meaning}; take {where}, such as {example}",
                meaning=meaning,
                where=counter.where,
                example=counter.example,
            )
            return mistake(
                m("'{text}' is not an id of {title}", text=shown(text), title=counter.title), hint, at=("id",)
            )
    hint = (
        m("write id: {likely}", likely=likely)
        if likely
        else m("take {where}, such as {example}", where=counter.where, example=counter.example)
    )
    return mistake(m("'{text}' is not an id of {title}", text=shown(text), title=counter.title), hint, at=("id",))


def _origin(address: str) -> str:
    """Return scheme and host of an address, which is all that a policy has."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _list(value: Any) -> Any:
    return [value] if isinstance(value, dict) else value


def all_differ(counters: tuple[CounterModel, ...]) -> tuple[CounterModel, ...]:
    """Return the services of a site. Raises a mistake for one that is listed twice."""
    for index, each in enumerate(counters):
        if any((each.service, each.id) == (other.service, other.id) for other in counters[:index]):
            hint = m("list each once: visits would be counted twice")
            raise mistake(m("{title} {id} is listed twice", title=each.counter.title, id=each.id), hint, at=(index,))
    return counters


Counters = Annotated[tuple[CounterModel, ...], BeforeValidator(_list)]
"""`statistics` in site.yaml: one service or several."""
