"""site.yaml: the owner, the site's address, its languages and contacts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, WithJsonSchema, field_validator, model_validator

from site_gen.messages import m
from site_gen.model.accounts import account_address, network_of
from site_gen.model.base import (
    Email,
    LongText,
    Model,
    Name,
    Slug,
    Text,
    Url,
    mistake,
    shown,
    unquoted,
)
from site_gen.model.counters import Counters, all_differ
from site_gen.model.deliveries import FormDelivery
from site_gen.model.destinations import Destination
from site_gen.model.legal import Profile
from site_gen.model.money import Currency
from site_gen.model.network_facts import FactsByNetwork
from site_gen.model.network_id import NetworkId
from site_gen.model.network_lines import read_networks
from site_gen.model.networks import NETWORKS
from site_gen.model.offer import Question, Step
from site_gen.model.phones import Countries, Phone, countries_of, read_phone
from site_gen.model.pictures import OwnMark, Picture
from site_gen.model.sections import (
    USUAL,
    Booking,
    Client,
    Credential,
    MapPicture,
    Member,
    OwnAnnouncement,
    SectionName,
    Total,
    read_order,
)
from site_gen.model.setting_values import Color, ColorPair, CountryCode, Language, Zone
from site_gen.model.targets import Deploy, named_targets
from site_gen.model.targets.base import Target
from site_gen.model.theme_options import Corner, Density, Header, Typeface

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
    booking: Booking | None = Field(
        None,
        description="cal.com, Calendly or any address where a call is booked; with title, text or picture "
        "it is also a section of the home page",
    )
    area: Text | None = Field(None, description="Where you work, in words")
    address: Name | None = Field(None, description="A public postal address, where there is one")
    map: MapPicture | None = Field(
        None, description="A picture of a map, with url: where the map opens; nothing of its service is loaded"
    )


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


A_THEME: Final = "a theme"
"""Marks the name of one of the themes that can be chosen, which a form lists."""


class Theme(Model):
    """Which theme, in which colours."""

    name: Annotated[Slug, A_THEME] = Field(
        "studio",
        description="studio, gallery, or the name of a folder or zip file in themes/, or of a theme that is installed",
        json_schema_extra={"examples": ["studio", "gallery"]},
    )
    accent: Color | None = Field(
        None, description='The colour of links and buttons, in quotes: "#b8321a"; the theme\'s own where left out'
    )
    typeface: Typeface | None = Field(None, description="One of the typefaces that the theme is drawn for")
    corner: Corner | None = Field(None, description="The corners of pictures, buttons and fields")
    density: Density | None = Field(None, description="How much room there is between things")
    header: Header | None = Field(None, description="photo: the home page begins with your photo, where there is one")
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
        description="true for a search on every page, false for none; where left out, there is one from eight texts on",
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
    home: tuple[SectionName, ...] = Field(
        (),
        description="The sections of the home page in their order, hero first: [hero, results, faq]; where left out, "
        "all there are",
    )
    announcement: OwnAnnouncement | None = Field(
        None, description="A line at the top of every page: {text: Closed until 7 January, ends: 2027-01-07T18:00}"
    )
    clients: tuple[Client, ...] = Field(
        (), max_length=40, description="Whom you work for, with name and logo, in the order of the page"
    )
    numbers: tuple[Total, ...] = Field(
        (), max_length=6, description="Numbers about all of your work, each with value, name and source"
    )
    team: tuple[Member, ...] = Field((), max_length=40, description="Who works here, each with name, role and photo")
    questions: tuple[Question, ...] = Field(
        (), max_length=30, description="What clients ask before they write, with the answers"
    )
    credentials: tuple[Credential, ...] = Field(
        (), max_length=40, description="Certificates, awards, press and talks, each with title and by"
    )
    links: tuple[LinkRow, ...] = Field((), description="Rows of your own on the link page, each with title and url")
    theme: Theme = Field(default_factory=Theme, description='How the site looks: {name: studio, accent: "#b8321a"}')
    form: FormDelivery | None = Field(
        None,
        description="Where requests go: {delivery: formspree, id: abcdwxyz}; without it pages "
        "show your contacts instead",
    )
    statistics: Counters = Field(
        (),
        description="What counts visits: {service: goatcounter, id: mara}, or a list of such; visitors are asked first "
        "where the law asks for it",
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
    def sections(self) -> tuple[str, ...]:
        """The sections of the home page in their order, those with nothing in them as well."""
        return self.home or USUAL

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
        if network := network_of(url.partition("://")[2].partition("/")[0].partition(":")[0]):
            raise mistake(
                m("'{url}' leads to {name}: the address of this site is needed", url=url, name=NETWORKS[network].name),
                m("write the address that the site will have, and your account under networks:"),
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

    @field_validator("home")
    @classmethod
    def _has_an_order(cls, home: tuple[str, ...]) -> tuple[str, ...]:
        return read_order(home)

    @field_validator("statistics")
    @classmethod
    def _counts_once(cls, statistics: Counters) -> Counters:
        return all_differ(statistics)

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
