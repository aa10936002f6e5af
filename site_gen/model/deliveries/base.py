"""What every form delivery says of itself, and what it sets in the HTML of a form."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal
from urllib.parse import urlsplit

from site_gen.model.base import Model
from site_gen.model.form import HONEYPOT, Form
from site_gen.problems import Severity

Pairs = tuple[tuple[str, str], ...]
Encoding = Literal["urlencoded", "multipart", "json"]


@dataclass(frozen=True, slots=True)
class FormContext:
    """What a delivery may know of the form it is to set up.

    `reply_field` names the declared field with the visitor's e-mail address, where there is one.
    """

    form: str
    title: str
    language: str
    page_url: str
    thanks_path: str
    thanks_url: str
    reply_field: str | None


@dataclass(frozen=True, slots=True)
class ScriptTarget:
    """How a script sends the form without leaving the page.

    `omit` names fields that a script leaves out; `success` says how it knows that it went well: by the status alone,
    or also by a JSON answer's `success` being true.
    """

    url: str
    encoding: Encoding = "urlencoded"
    omit: tuple[str, ...] = ()
    success: Literal["status", "success-field"] = "status"


@dataclass(frozen=True, slots=True)
class FormTarget:
    """What a delivery sets in the HTML: attributes of the form, control fields, the decoy's name and kind.

    `origins` are those that the form may be sent to (for the content security policy); `script_origins` those that
    the page must load code and frames from, for a test of the visitor; None as `script` leaves sending to the browser.
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


@dataclass(frozen=True, slots=True)
class Facts:
    """What an owner should know before choosing a delivery, and what the privacy page tells visitors.

    `recipient` is who receives the data (None: the owner alone), `country` where as an ISO 3166 code (None: the
    owner's own choice), `keeps` for how long they say they keep it; `todo` is what must be done once; `limits` what
    it can't do; `checked` the day (ISO) on which the facts were looked up, `source` where.
    """

    label: str
    recipient: str | None
    country: str | None
    keeps: str
    todo: tuple[str, ...]
    limits: tuple[str, ...]
    checked: str
    source: str


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that keeps a delivery from working. `path` leads from `form` in site.yaml to the place."""

    message: str
    hint: str
    path: tuple[str | int, ...] = ()
    severity: Severity = Severity.ERROR


class Delivery(Model):
    """Where forms go: one subclass, in a file of its own, for each way."""

    facts: ClassVar[Facts]

    @property
    def name(self) -> str:
        """The value of `delivery` in site.yaml."""
        return str(getattr(self, "delivery"))  # noqa: B009  # a Literal in each subclass

    @abstractmethod
    def target(self, form: FormContext) -> FormTarget:
        """Return what is set in the HTML of a form."""

    def missing(self, forms: Iterable[tuple[str, Form]], environment: Collection[str]) -> Iterator[Missing]:
        """Find what is not set up. `forms` are those of the site by name, `environment` the variables that are set."""
        return iter(())

    def reserved(self) -> Collection[str]:
        """Return the names that this delivery gives a meaning of its own; no field may have one of them."""
        return ()


def origin_of(url: str) -> str:
    """Return scheme and host of an address; '' for one on the site itself."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
