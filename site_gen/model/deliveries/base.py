"""What every form delivery declares about itself, and what it sets in the HTML of a form."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import ClassVar, Final, Literal
from urllib.parse import urlsplit

from site_gen.messages import m
from site_gen.model.base import Model
from site_gen.model.form import HONEYPOT, Form
from site_gen.problems import Severity

Pairs = tuple[tuple[str, str], ...]
Encoding = Literal["urlencoded", "multipart", "json"]

LARGEST_SUBMISSION: Final = 64 * 1024
"""The largest submission that our own receivers accept, in bytes."""


@dataclass(frozen=True, slots=True)
class FormContext:
    """What a delivery may know about the form that it sets up.

    `reply_field` names the declared field with the visitor's e-mail address, if there is one; `labels` are the labels
    of the fields that the visitor fills in; `email` is the owner's address; `token` is the secret part of the address
    of a page for one client.
    """

    form: str
    title: str
    language: str
    page_url: str
    thanks_path: str
    thanks_url: str
    reply_field: str | None
    labels: tuple[str, ...] = ()
    email: str = ""
    token: str | None = None


@dataclass(frozen=True, slots=True)
class ScriptTarget:
    """How a script sends the form without leaving the page.

    `omit` names fields that a script leaves out; `success` says how the script recognises success: by the status
    only, or also by `success: true` in a JSON answer.
    """

    url: str
    encoding: Encoding = "urlencoded"
    omit: tuple[str, ...] = ()
    success: Literal["status", "success-field"] = "status"


@dataclass(frozen=True, slots=True)
class FormTarget:
    """What a delivery sets in the HTML: attributes of the form, control fields, the decoy's name and kind.

    `origins` are the origins that the form may be sent to (for the content security policy); `script_origins` those
    that the page loads code and frames from, for a bot check. With None as `script` the browser sends the form.
    `name` replaces the form's name on the site if the delivery needs another one; `mail` is the address of a prepared
    message that replaces the form.
    """

    action: str
    method: Literal["post", "get"] = "post"
    enctype: str | None = None
    attributes: Pairs = ()
    hidden: Pairs = ()
    honeypot: str = HONEYPOT
    honeypot_type: Literal["text", "checkbox"] = "text"
    script: ScriptTarget | None = None
    origins: tuple[str, ...] = ()
    script_origins: tuple[str, ...] = ()
    turnstile_key: str | None = None
    name: str | None = None
    mail: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What an owner should know before choosing a delivery, and what the privacy page tells visitors.

    `recipient` is who receives the data (None: only the owner), `country` an ISO 3166 code for where (None: the owner
    chooses; '': they don't say), `keeps` how long they say they keep it; `todo` is what must be done once; `limits` is
    what the delivery can't do; `sets` what it sets in the HTML; `checked` is the ISO day on which the facts were looked
    up, `source` where.
    """

    label: str
    recipient: str | None
    country: str | None
    keeps: str
    todo: tuple[str, ...]
    limits: tuple[str, ...]
    checked: str
    source: str
    sets: str = ""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a delivery needs besides its own settings to report what is missing.

    `url` is the site's address and `base` its path, `email` the owner's address; `forms` are the site's forms by offer
    name; `environment` names the variables that are set; `languages` are the site's. `files` are the texts of those
    `setup_files` of the delivery that exist in the project; None for an unreadable one.
    """

    url: str
    base: str
    email: str
    languages: tuple[str, ...]
    forms: tuple[tuple[str, Form], ...]
    environment: Collection[str]
    files: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def host(self) -> str:
        """The site's host name."""
        return urlsplit(self.url).hostname or ""

    @property
    def static_host(self) -> str | None:
        """The name of the static host, if the site's address reveals it; such a host only serves files."""
        return static_host(self.url)


def static_host(url: str) -> str | None:
    """Return the name of the static host, if an address reveals it."""
    return _host_in(url, STATIC_HOSTS)


def known_host(url: str) -> str | None:
    """Return the name of the host, if an address reveals it; it may run programs too."""
    return _host_in(url, STATIC_HOSTS) or _host_in(url, SERVER_HOSTS)


def _host_in(url: str, hosts: Mapping[str, str]) -> str | None:
    host = urlsplit(url).hostname or ""
    return next((name for suffix, name in hosts.items() if host.endswith(suffix)), None)


STATIC_HOSTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".amplifyapp.com": "AWS Amplify",
        ".azurestaticapps.net": "Azure Static Web Apps",
        ".bitbucket.io": "Bitbucket Cloud",
        ".codeberg.page": "Codeberg Pages",
        ".cloudfront.net": "Amazon CloudFront",
        ".edgeone.app": "EdgeOne Pages",
        ".firebaseapp.com": "Firebase Hosting",
        ".github.io": "GitHub Pages",
        ".gitlab.io": "GitLab Pages",
        ".kinsta.page": "Kinsta",
        ".nekoweb.org": "Nekoweb",
        ".neocities.org": "Neocities",
        ".netlify.app": "Netlify",
        ".netlify.com": "Netlify",
        ".now.sh": "Vercel",
        ".onrender.com": "Render",
        ".pages.dev": "Cloudflare Pages",
        ".r2.dev": "Cloudflare R2",
        ".srht.site": "SourceHut Pages",
        ".static.app": "Static.app",
        ".static.hf.space": "Hugging Face Spaces",
        ".statichost.page": "statichost.eu",
        ".storage.googleapis.com": "Google Cloud Storage",
        ".surge.sh": "Surge",
        ".tiiny.site": "Tiiny Host",
        ".tiiny.co": "Tiiny Host",
        ".vercel.app": "Vercel",
        ".web.app": "Firebase Hosting",
        ".web.core.windows.net": "Azure Storage",
        ".website.yandexcloud.net": "Yandex Object Storage",
    }
)
"""Hosts that serve files alone, by the suffix of the addresses that they assign."""

SERVER_HOSTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".amazonaws.com": "Amazon Web Services",
        ".deno.dev": "Deno Deploy",
        ".fly.dev": "Fly.io",
        ".glitch.me": "Glitch",
        ".herokuapp.com": "Heroku",
        ".pythonanywhere.com": "PythonAnywhere",
        ".railway.app": "Railway",
        ".replit.app": "Replit",
        ".run.app": "Google Cloud Run",
        ".workers.dev": "Cloudflare Workers",
    }
)
"""Hosts that run programs, by the suffix of the addresses that they assign: what belongs to one host works on no
other of these."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Something missing without which a delivery can't work.

    `path` starts at `form` in site.yaml; with `offer` at the top of that offer's file, with `file` at the top of that
    one of the delivery's `setup_files`, with `top` at the top of site.yaml.
    """

    message: str
    hint: str
    path: tuple[str | int, ...] = ()
    severity: Severity = Severity.ERROR
    offer: str | None = None
    top: bool = False
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Notices:
    """How the owner is notified of an answer; `service` is the company that sends the mail, if any."""

    email: bool = False
    telegram: bool = False
    service: str | None = None


class Delivery(Model):
    """How forms are delivered: one subclass, in its own file, for each way.

    Differences between deliveries are attributes here: code outside their files never checks a delivery's name or
    class, except its own receiver, which reads its settings.
    """

    facts: ClassVar[Facts]

    reply_name: ClassVar[str | None] = None
    """The name of the field that the delivery uses as Reply-To address, if it has such a field."""

    opens_mail_program: ClassVar[bool] = False
    """Whether the visitor's mail program opens instead of a form: the page sends nothing, and no page follows."""

    runs_on: ClassVar[str | None] = None
    """The host that the site must be on for it, as `static_host` names hosts."""

    deletes_when_due: ClassVar[bool] = False
    """Whether leads are deleted automatically after legal.retention_days."""

    largest_submission: ClassVar[int | None] = None
    """How many bytes a form may send, if the limit is ours."""

    answers_without_a_lead: ClassVar[bool] = True
    """Whether the form's address says by GET or OPTIONS whether somebody is there, so that `verify` can ask it."""

    mark_until_taken: ClassVar[str | None] = None
    """The attribute of forms that the host takes out of the pages when it takes the forms up."""

    setup_files: ClassVar[tuple[str, ...]] = ()
    """Files beside site.yaml that are part of its set-up; `missing` checks those that exist."""

    @property
    def name(self) -> str:
        """The value of `delivery` in site.yaml."""
        return str(getattr(self, "delivery"))  # noqa: B009  # a Literal in each subclass

    @property
    def goes(self) -> str:
        """The receiver of forms in a few words."""
        return m("to {name}", name=(self.facts.recipient or self.name).partition(",")[0])

    @property
    def host(self) -> str:
        """The host that site.yaml names for the forms; '' if it names none."""
        return ""

    @property
    def notices(self) -> Notices:
        """The notices that site.yaml sets up."""
        return Notices()

    @property
    def has_turnstile(self) -> bool:
        """Whether the form checks visitors with Cloudflare's Turnstile."""
        return False

    @abstractmethod
    def target(self, form: FormContext) -> FormTarget:
        """Return what the delivery sets in the HTML of a form."""

    def missing(self, setup: Setup) -> Iterator[Missing]:
        """Find what is not set up yet."""
        return iter(())

    def taken(self) -> Collection[str]:
        """Return the names that this delivery needs for itself; no offer with a form may have one of them."""
        return ()

    def reserved(self) -> Collection[str]:
        """Return the names that have a special meaning for this delivery; no field may have one of them."""
        return ()


def origin_of(url: str) -> str:
    """Return scheme and host of an address; '' for an address on the site itself."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def unset(variables: tuple[str, ...], setup: Setup) -> tuple[str, ...]:
    """Return those environment variables that are not set."""
    return tuple(variable for variable in variables if variable not in setup.environment)


def needs_root(label: str, host: str, setup: Setup) -> Iterator[Missing]:
    """Report a site whose host can't receive its forms: a site in a subfolder, or on another host."""
    found = known_host(setup.url)
    if found not in {None, host}:
        yield Missing(
            m(
                "{label} work on {host} alone, and the site's address is one of {found}",
                label=label,
                host=host,
                found=found,
            ),
            m("choose another delivery (site-gen help forms), or write the address that the site will have"),
            ("delivery",),
        )
    if setup.base != "/":
        yield Missing(
            m("{label} need the site at the root of its host, it is to be at {base}", label=label, base=setup.base),
            m("write an address without a folder"),
            ("url",),
            top=True,
        )


def reply_missing(delivery: Delivery, setup: Setup) -> Iterator[Missing]:
    """Find forms whose e-mail field does not have the name that the delivery uses for Reply-To."""
    for offer, form in setup.forms:
        names = [field.name for field in form.fields]
        if form.reply_field is None or delivery.reply_name in {None, *names}:
            continue
        yield Missing(
            m(
                "{label} takes the address to answer to from a field named '{reply_name}'",
                label=delivery.facts.label,
                reply_name=delivery.reply_name,
            ),
            m(
                "rename '{reply_field}' to {reply_name}, or an answer to the mail goes to the service",
                reply_field=form.reply_field,
                reply_name=delivery.reply_name,
            ),
            ("form", "fields", names.index(form.reply_field), "name"),
            Severity.WARNING,
            offer,
        )
