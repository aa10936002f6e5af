"""site.yaml: the owner, the site's address, its languages and contacts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Annotated, Any, Literal
from urllib.parse import unquote
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BeforeValidator, Field, WithJsonSchema, field_validator, model_validator

from site_gen.messages import m
from site_gen.model.accounts import account_address
from site_gen.model.base import (
    Email,
    LongText,
    Model,
    Name,
    Slug,
    Text,
    Url,
    is_url,
    likely_destination,
    mistake,
    shown,
    unquoted,
)
from site_gen.model.deliveries import FormDelivery
from site_gen.model.legal import Profile
from site_gen.model.money import Currency
from site_gen.model.network_facts import FactsByNetwork
from site_gen.model.network_id import NetworkId
from site_gen.model.network_lines import read_networks
from site_gen.model.networks import NETWORKS
from site_gen.model.offer import Step
from site_gen.model.phones import Countries, Phone, countries_of, read_phone
from site_gen.model.pictures import OwnMark, Picture
from site_gen.model.targets import Deploy, named_targets
from site_gen.model.targets.base import Target

LANGUAGES = ("ca", "es", "en", "ru", "uk")
"""The languages with interface texts in the packaged theme."""

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_SITE_PATH = re.compile(r"/[^\s\\<>\"]*")


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


_ABBREVIATIONS: Mapping[str, str] = {
    "EST": "America/New_York", "EDT": "America/New_York", "EST5EDT": "America/New_York", "CST": "America/Chicago",
    "CDT": "America/Chicago", "CST6CDT": "America/Chicago", "MST": "America/Denver", "MDT": "America/Denver",
    "MST7MDT": "America/Denver", "PST": "America/Los_Angeles", "PDT": "America/Los_Angeles",
    "PST8PDT": "America/Los_Angeles", "HST": "Pacific/Honolulu", "CET": "Europe/Madrid", "CEST": "Europe/Madrid",
    "MET": "Europe/Berlin", "EET": "Europe/Kyiv", "EEST": "Europe/Kyiv", "WET": "Europe/Lisbon", "BST": "Europe/London",
    "MSK": "Europe/Moscow", "GMT": "Europe/London", "GMT0": "Europe/London", "Z": "UTC", "Zulu": "UTC",
}  # fmt: skip
"""A city for each abbreviation; an abbreviation alone doesn't say when the clocks change."""


def _is_place(name: str) -> bool:
    """Whether a zone of the tz database follows the clocks of a place; 'UTC' is for who wants none."""
    return name == "UTC" or ("/" in name and not name.startswith(("Etc/", "SystemV/", "posix/", "right/")))


def _read_zone(value: Any) -> Any:
    if isinstance(value, str) and value in _zones() and _is_place(value):
        return value
    name = str(value)
    if name in _zones():
        raise mistake(
            m("'{value}' is no place, so it doesn't say when the clocks change", value=shown(value)), _zone_hint(name)
        )
    raise mistake(m("unknown time zone '{value}'", value=shown(value)), _zone_hint(name))


def _zone_hint(name: str) -> str:
    """Return a zone to write instead: that of the same place, never one that is only spelled alike."""
    from babel.core import get_global

    if name in _ABBREVIATIONS:
        return m("write a city with your clocks, for example {place}", place=_ABBREVIATIONS[name])
    alias = get_global("zone_aliases").get(name)
    if alias and _is_place(alias):
        return m("write {alias}", alias=alias)
    city = name.rpartition("/")[2].replace(" ", "_").lower()
    places = [zone for zone in sorted(_zones()) if _is_place(zone)]
    same = [zone for zone in places if zone.rpartition("/")[2].lower() == city]
    cities = {zone.rpartition("/")[2].lower(): zone for zone in places}
    close = get_close_matches(city, cities, n=1, cutoff=0.8) if len(city) > 4 else []
    found = same[0] if same else cities[close[0]] if close else ""
    return (
        m("did you mean '{found}'?", found=found)
        if found
        else m("write continent and city with your clocks: Europe/Madrid")
    )


def _read_color(value: Any) -> Any:
    if isinstance(value, str) and _COLOR.fullmatch(value):
        return value.lower()
    example = _likely_color(value.strip()) if isinstance(value, str) else ""
    raise mistake(
        m("'{value}' is not a colour", value=shown(value)),
        m('write six hexadecimal digits in quotes: "{example}"', example=example or "#c8442b"),
    )


def _likely_color(text: str) -> str:
    """Return a colour as #rrggbb that was written as rrggbb, #rgb, with its transparency or as rgb(r, g, b), or ''."""
    digits = text.removeprefix("#").lower()
    if re.fullmatch("[0-9a-f]{3,4}", digits):
        digits = "".join(digit * 2 for digit in digits)
    if re.fullmatch("[0-9a-f]{6}(?:[0-9a-f]{2})?", digits):
        return f"#{digits[:6]}"
    numbers = re.fullmatch(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\b.*\)", digits, re.ASCII)
    parts = [int(number) for number in numbers.groups()] if numbers else []
    return f"#{bytes(parts).hex()}" if parts and max(parts) < 256 else ""


def _read_color_pair(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    one = _likely_color(value.strip()) or "#ffffff"
    raise mistake(
        m("two colours are needed: on light pages and on dark ones"), m('write ["{one}", "#111111"]', one=one)
    )


def _read_language(value: Any) -> Any:
    from babel import Locale, UnknownLocaleError

    try:
        if isinstance(value, str) and re.fullmatch(r"[a-z]{2,3}", value):
            return Locale.parse(value).language
    except (UnknownLocaleError, ValueError):
        pass
    said = str(value).strip().lower()
    names = {code: {code, *(Locale(in_).languages.get(code, code).lower() for in_ in LANGUAGES)} for code in LANGUAGES}
    code = next((code for code, known in names.items() if said in known), "")
    hint = m("write {code}", code=code) if code else m("write its two-letter code: {codes}", codes=", ".join(LANGUAGES))
    raise mistake(m("unknown language '{value}'", value=shown(value)), hint)


def _read_country(value: Any) -> Any:
    from babel import Locale

    if isinstance(value, str) and re.fullmatch("[A-Z]{2}", value) and value in Locale("en").territories:
        return value
    raise mistake(
        m("unknown country '{value}'", value=shown(value)), m("write its two-letter code (ISO 3166): ES, GB, US, UA")
    )


CountryCode = Annotated[str, BeforeValidator(_read_country), Field(json_schema_extra={"pattern": "^[A-Z]{2}$"})]
Zone = Annotated[str, BeforeValidator(_read_zone)]
Color = Annotated[str, BeforeValidator(_read_color), Field(json_schema_extra={"pattern": "^#[0-9a-fA-F]{6}$"})]
ColorPair = Annotated[tuple[Color, Color], BeforeValidator(_read_color_pair)]
Language = Annotated[str, BeforeValidator(_read_language)]


def _read_destination(value: Any) -> Any:
    path = value.strip() if isinstance(value, str) else ""
    if path.startswith("/go/"):
        raise mistake(m("'{value}' is a short link itself", value=shown(value)), m("write where it leads in the end"))
    if is_url(path) or (_SITE_PATH.fullmatch(path) and not path.startswith("//")):
        return path
    likely = shown(likely_destination(path))
    hint = (
        m("write {likely}", likely=likely)
        if likely
        else m("write a path of the site (/offers/) or a whole one (https://…)")
    )
    raise mistake(m("'{value}' is no address to lead to", value=shown(value)), hint)


Destination = Annotated[str, BeforeValidator(_read_destination)]
"""The target of a short link: a path from the site's root ('/offers/'), or an absolute web address."""


FileHost = Literal["apache", "netlify", "vercel"]
"""A host that reads a file of its own in what it publishes: .htaccess, netlify.toml, vercel.json."""


@dataclass(frozen=True, slots=True)
class _Written:
    """A number or an account as it stands in site.yaml, with what else there says how to read it."""

    text: str
    countries: Countries
    network: str = ""


def _read_account(value: Any) -> Any:
    return account_address(value.network, value.text, value.countries) if isinstance(value, _Written) else value


def _read_phone(value: Any) -> Any:
    if isinstance(value, Phone):
        return value
    if isinstance(value, str):
        return read_phone(value, Countries())
    if isinstance(value, _Written):
        return read_phone(value.text, value.countries)
    raise unquoted(value, m("a telephone number is needed"))


Account = Annotated[Name, BeforeValidator(_read_account)]
"""The address of an account: made of a handle, or of the address in any form in which people copy it."""

PhoneNumber = Annotated[Phone, BeforeValidator(_read_phone), WithJsonSchema({"type": "string", "minLength": 1})]


class Contact(Model):
    """How clients reach the owner. Networks that are messengers are offered too."""

    email: Email = Field(description="Where clients write to: name@example.com; shown with your contacts")
    phone: PhoneNumber | None = Field(
        None, description="With the country's code: +34 600 000 000; an extension as ext. 5"
    )
    booking: Url | None = Field(None, description="cal.com, Calendly or any address where a call is booked")
    area: Text | None = Field(None, description="Where you work, in words")
    address: Name | None = Field(None, description="A public postal address, where there is one")


class Legal(Model):
    """Who answers for personal data, and whose rules the offers follow."""

    controller: Name = Field(
        description="Who answers for personal data: your name or your company's; stands on the "
        "privacy page and at forms"
    )
    profile: Profile = Field(
        "eu",
        description="Whose rules the offers follow, such as eu, eu-b2b (business clients "
        "alone), pl, uk, us, ru, ua; check knows what each asks",
    )
    country: CountryCode | None = Field(None, description="Where the controller is, such as ES; for the privacy page")
    address: Name | None = Field(None, description="Your postal address; stands on the privacy page")
    tax_id: Name | None = Field(
        None, description="Your tax or register number, such as ES12345678Z; stands on the privacy page"
    )
    email: Email | None = Field(None, description="For requests about personal data; contact.email where left out")
    retention_days: int = Field(
        365, ge=1, le=3650, description="After how many days requests are deleted; said on the privacy page"
    )


class Theme(Model):
    """Which theme, in which colours."""

    name: Slug = Field("studio", description="The theme's name: studio, or that of a folder in themes/")
    accent: Color = Field("#b8321a", description='The colour of links and buttons, in quotes: "#b8321a"')
    colors: dict[str, ColorPair] = Field(default_factory=dict, description="Light and dark by name")
    params: dict[str, Any] = Field(default_factory=dict, description="A theme's own settings")
    trusted: bool = Field(
        True,
        description="false for a theme from somebody else: a theme is code, and its templates then run in a sandbox "
        "that keeps them from your files",
    )
    cards: Literal["none", "offers", "pages"] = Field(
        "none", description="Which pages without a photo get a drawn picture for link previews"
    )


class Proposals(Model):
    """What all proposals have in common."""

    accept_url: Url | None = Field(None, description="A payment or e-signature page; the form where left out")


class LinkRow(Model):
    """A row of the owner's own on the link page."""

    title: Text = Field(description="The words on the row: My price list")
    url: Url = Field(description="Where it leads: https://…")


_ADDRESSES: Mapping[str, str] = {"Ви": "Вы", "ви": "вы", "ти": "ты", "Ты": "ты", "Ти": "ты"}
_WRITTEN_ADDRESSES = ("Вы", "вы", "ты", "Ви", "ви", "ти")


def _read_address(value: Any) -> Any:
    said = _ADDRESSES.get(value, value) if isinstance(value, str) else value
    if said in {"Вы", "вы", "ты"}:
        return said
    raise mistake(
        m("'{value}' is no form of address", value=shown(value)), m("write Вы, вы or ты (in Ukrainian Ви, ви or ти)")
    )


Address = Annotated[
    Literal["Вы", "вы", "ты"],
    BeforeValidator(_read_address),
    WithJsonSchema({"type": "string", "enum": list(_WRITTEN_ADDRESSES)}),
]
"""How the site's own words speak to a client in Russian and Ukrainian; the Russian form stands for both."""


class Settings(Model):
    """site.yaml"""

    name: Name = Field(
        description="Your name, or the agency's: at the top of every page, in titles and in search results"
    )
    kind: Literal["person", "agency"] = Field(
        "person",
        description="agency if you are several: decides what search engines are told, and who "
        "speaks in the site's own words",
    )
    role: Text = Field(description="What you do, in a few words: Social media for cafés; shown beside the name")
    tagline: Text = Field(description="For whom, and to what result, in one sentence")
    intro: LongText | None = Field(None, description="A paragraph or two on the home page, in Markdown")
    url: Url = Field(description="The site's address, with the folder where it is not at the root")
    languages: tuple[Language, ...] = Field(min_length=1, max_length=20, description="The first is the default")
    time_zone: Zone = Field(
        description="Where your clock is, as continent and city: Europe/Madrid; deadlines are read and shown by it"
    )
    currency: Currency = Field(description="Three-letter code of your prices: EUR, USD, UAH")
    address: Address = Field(
        "Вы", description="How the site's own words in Russian and Ukrainian speak to clients: Вы, вы or ты"
    )
    typography: bool = Field(
        False, description='true turns "quotes", --, --- and ... in texts into those of the language: «quotes», –, —, …'
    )
    search: bool | None = Field(
        None,
        description="true for a search over cases and articles on every page, false for none; where left out, there is "
        "one from eight texts on",
    )
    embeds: bool = Field(
        False,
        description="true plays videos and posts of networks on your pages once visitors press them; else they open at "
        "the network",
    )
    networks: Annotated[dict[NetworkId, Account], BeforeValidator(read_networks)] = Field(
        default_factory=dict, description="Handle or address by network"
    )
    contact: Contact = Field(description="How clients reach you: {email: name@example.com}")
    legal: Legal = Field(
        description="Who answers for personal data, and whose rules the offers follow: {controller: Your Name}"
    )
    photo: Picture | None = Field(
        None, description="A picture of you on the home and link pages; a path in content/images"
    )
    logo: OwnMark | None = Field(None, description="Shown at the top of every page instead of the name")
    favicon: OwnMark | None = Field(None, description="The icon in tabs and on home screens; a square picture")
    steps: tuple[Step, ...] = Field((), max_length=6, description="How you work")
    links: tuple[LinkRow, ...] = Field((), description="Rows of your own on the link page, each with title and url")
    theme: Theme = Field(default_factory=Theme, description='How the site looks: {name: studio, accent: "#b8321a"}')
    form: FormDelivery | None = Field(
        None,
        description="Where requests go: {delivery: formspree, id: abcdwxyz}; without it pages "
        "show your contacts instead",
    )
    deploy: Deploy | None = Field(
        None, description="Where the site goes: one target, or several by name, the site first"
    )
    proposals: Proposals = Field(default_factory=Proposals, description="What all proposals have in common")
    go: dict[Slug, Destination] = Field(
        default_factory=dict, description="Short links of your own: /go/NAME/ leads to a page of the site or elsewhere"
    )
    hosting: tuple[FileHost, ...] = Field((), description="Which hosts' configuration a build writes besides _headers")
    host_plan: Literal["free", "paid"] = Field("free", description="What you pay the host; its terms may depend on it")
    network_facts: FactsByNetwork = Field(
        default_factory=dict, description="What differs for a network's posts (a paid account), or a further network"
    )

    @model_validator(mode="before")
    @classmethod
    def _know_their_country(cls, data: Any) -> Any:
        """Tell numbers and accounts which countries the site names: those stand in other keys."""
        if not isinstance(data, dict):
            return data
        networks, contact = data.get("networks"), data.get("contact")
        phone = contact.get("phone") if isinstance(contact, dict) else None
        if not networks and phone is None:
            return data
        countries, read = countries_of(data), dict(data)
        if isinstance(networks, dict):
            read["networks"] = {
                id_: _Written(text, countries, id_) if isinstance(text, str) and id_ in NETWORKS else text
                for id_, text in networks.items()
            }
        if isinstance(contact, dict) and isinstance(phone, str):
            read["contact"] = {**contact, "phone": _Written(phone, countries)}
        return read

    @property
    def language(self) -> str:
        return self.languages[0]

    @property
    def targets(self) -> Mapping[str, Target]:
        """Where the site can be published, by name; the first one is the site itself, others are tries of it."""
        return named_targets(self.deploy)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def base(self) -> str:
        """The site's base path, with a slash at both ends."""
        path = self.url.partition("://")[2].partition("/")[2].strip("/")
        return f"/{path}/" if path else "/"

    @property
    def origin(self) -> str:
        """Scheme and host, without a trailing slash."""
        scheme, _, rest = self.url.partition("://")
        return f"{scheme}://{rest.partition('/')[0]}"

    @property
    def messengers(self) -> tuple[str, ...]:
        return tuple(id_ for id_ in self.networks if NETWORKS[id_].messenger)

    @field_validator("url")
    @classmethod
    def _is_plain(cls, url: str) -> str:
        if "?" in url or "#" in url:
            raise mistake(
                m("'{url}' has a query or a fragment", url=url), m("write the address of the home page alone")
            )
        segments = unquote(url.partition("://")[2].partition("/")[2]).rstrip("/").split("/")
        if segments[-1].lower().endswith((".html", ".htm", ".php")):
            raise mistake(
                m("'{url}' ends in the name of a file", url=url),
                m("write its folder: {folder}/", folder=url.rpartition("/")[0]),
            )
        if {".", ".."} & set(segments) or (len(segments) > 1 and "" in segments) or "\\" in url:
            raise mistake(
                m("'{url}' has a part that is no name", url=url), m("write the address as a browser shows it")
            )
        return url

    @field_validator("languages")
    @classmethod
    def _languages_differ(cls, languages: tuple[str, ...]) -> tuple[str, ...]:
        for index, language in enumerate(languages):
            if language in languages[:index]:
                raise mistake(
                    m("the language '{language}' is listed twice", language=language),
                    m("list each language once"),
                    at=(index,),
                )
        return languages
