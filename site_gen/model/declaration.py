"""What a form accepts, as every receiver of ours needs it, and the reading of what was sent against it.

The declaration is the only source of accepted fields: what it doesn't name is never stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from site_gen.model.acceptance import accept_consent, accept_form, is_accepted_by_form
from site_gen.model.base import is_email
from site_gen.model.form import (
    CAMPAIGN_FIELDS,
    HONEYPOT,
    Form,
    FormField,
    consent_version,
    network_field,
)
from site_gen.model.instants import State, Window
from site_gen.model.networks import NETWORKS
from site_gen.model.offer import Offer
from site_gen.model.proposal import Proposal
from site_gen.model.site import Site, Translated

FILL_TIME: Final = timedelta(seconds=2)
"""A person needs longer than this to fill in a form; what is faster is kept, but marked."""

CAMPAIGN_LENGTH: Final = 200
_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
"""Control characters, and those that turn or hide what stands beside them."""


@dataclass(frozen=True, slots=True)
class DeclaredField:
    """A field as the page shows it: what may be in it."""

    name: str
    type: str
    label: str
    required: bool
    options: tuple[str, ...]
    networks: tuple[str, ...]
    value: str | None
    max_length: int


@dataclass(frozen=True, slots=True)
class Declaration:
    """A form in one language. `form` is its name, `window` when it is open, `page` and `thanks` absolute addresses.

    `lead` names the lead that a proposal was made for, where the form accepts a proposal; `title` is the offer's.
    """

    form: str
    language: str
    title: str
    fields: tuple[DeclaredField, ...]
    consent: str
    marketing_consent: str | None
    window: Window
    page: str
    thanks: str
    lead: str | None = None

    @property
    def consent_version(self) -> str:
        return consent_version(self.consent)

    @property
    def names(self) -> frozenset[str]:
        """The declared fields' names, those of networks of handles included."""
        handles = {network_field(field.name) for field in self.fields if field.type == "handle"}
        return frozenset({field.name for field in self.fields} | handles)

    def state(self, now: datetime) -> State:
        """Return whether the form may be sent."""
        return self.window.state(now)


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one answer. `code`: required, email, url, tel, option, length, text or consent."""

    field: str
    code: str


@dataclass(frozen=True, slots=True)
class Submission:
    """What a person sent, read: answers by field, what was agreed to, where they came from.

    `key` is the same for a submission that is sent again (None where no script made one); `elapsed` how long the form
    was open, where a script said so; `suspect` marks what was filled in faster than a person can.
    """

    values: Mapping[str, str]
    consent: str
    consent_version: str
    marketing_consent: str | None
    campaign: Mapping[str, str]
    key: str | None
    elapsed: timedelta | None

    @property
    def suspect(self) -> bool:
        return self.elapsed is not None and self.elapsed < FILL_TIME


class SpamError(Exception):
    """The decoy is filled or absent: a machine sent this."""


class RefusedError(Exception):
    """Answers are missing or wrong."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__(", ".join(f"{error.field}: {error.code}" for error in errors))
        self.errors = tuple(errors)


def read_submission(
    declaration: Declaration, posted: Mapping[str, Sequence[str]], *, page: str = "", honeypot: str = HONEYPOT
) -> Submission:
    """Return what was sent, as far as the declaration has it.

    `posted` maps each name sent to its values in order; `page` is the address that the browser says the form was on
    (the Referer), from which the campaign is read where no script could. Raises
    SpamError, or RefusedError with every error.
    """
    if honeypot not in posted or any(posted[honeypot]):
        raise SpamError
    errors: list[FieldError] = []
    values: dict[str, str] = {}
    for field in declaration.fields:
        value = _first(posted, field.name)
        if field.type == "hidden":
            value = field.value or ""
        value = _clean(value, lines=field.type == "textarea")
        code = _problem(field, value)
        if code:
            errors.append(FieldError(field.name, code))
        elif value:
            values[field.name] = value
            if field.type == "handle":
                values |= _network_of(field, posted, errors)
    if _first(posted, "consent") == "":
        errors.append(FieldError("consent", "consent"))
    if errors:
        raise RefusedError(errors)
    return Submission(
        values=MappingProxyType(values),
        consent=declaration.consent,
        consent_version=declaration.consent_version,
        marketing_consent=declaration.marketing_consent if _first(posted, "marketing_consent") else None,
        campaign=MappingProxyType(_campaign(posted, page)),
        key=_key(_first(posted, "submission")),
        elapsed=_elapsed(_first(posted, "elapsed")),
    )


def _first(posted: Mapping[str, Sequence[str]], name: str) -> str:
    values = posted.get(name) or ("",)
    return values[0].strip()


def _clean(value: str, *, lines: bool) -> str:
    """Return a text without characters that can't be seen; line ends as \\n, spaces in one-line fields."""
    value = _UNSEEN.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return value if lines else " ".join(value.split())


_URL: Final = re.compile(r"(?:https?://)?[^\s/@.]+(?:\.[^\s/@.]+)+(?:[/?#]\S*)?", re.IGNORECASE)
_TEL: Final = re.compile(r"\+?[\d\s()./-]{5,30}")


def _problem(field: DeclaredField, value: str) -> str | None:
    """Return the code of what is wrong with an answer."""
    if not value:
        return "required" if field.required else None
    if len(value) > field.max_length:
        return "length"
    return next((code for type_, code, fits in _SHAPES if type_ == field.type and not fits(field, value)), None)


_SHAPES: Final = (
    ("email", "email", lambda _, value: is_email(value) and len(value) <= 254),
    # A page may be named by its handle too: people write @cafe.
    ("url", "url", lambda _, value: bool(_URL.fullmatch(value) or re.fullmatch(r"@\w[\w.-]*", value))),
    ("tel", "tel", lambda _, value: bool(_TEL.fullmatch(value)) and sum(c.isdigit() for c in value) >= 5),
    ("select", "option", lambda field, value: value in field.options),
    ("radio", "option", lambda field, value: value in field.options),
)


def _network_of(
    field: DeclaredField, posted: Mapping[str, Sequence[str]], errors: list[FieldError]
) -> Mapping[str, str]:
    name = network_field(field.name)
    network = _first(posted, name)
    if network and network not in field.networks:
        errors.append(FieldError(name, "option"))
    return {name: network} if network else {}


def _campaign(posted: Mapping[str, Sequence[str]], page: str) -> dict[str, str]:
    """Return where the visitor came from: what the script kept, else the marks in the form's own address."""
    sent = {name: _clean(_first(posted, name), lines=False)[:CAMPAIGN_LENGTH] for name in CAMPAIGN_FIELDS}
    if any(sent.values()):
        return {name: value for name, value in sent.items() if value}
    try:
        query = parse_qs(urlsplit(page).query, max_num_fields=50)
    except ValueError:
        return {}
    marks = {name: _clean(query[name][0], lines=False)[:CAMPAIGN_LENGTH] for name in CAMPAIGN_FIELDS if name in query}
    return {name: value for name, value in marks.items() if value and name != "referrer"}


def _key(value: str) -> str | None:
    return value if re.fullmatch(r"[A-Za-z0-9-]{16,64}", value) else None


def _elapsed(value: str) -> timedelta | None:
    return timedelta(milliseconds=int(value)) if re.fullmatch(r"[0-9]{1,12}", value) else None


# --- the declarations of a site ---------------------------------------------------------------------------------------


def page_route(slug: str) -> str:
    """Return the address of an offer's page, below the language."""
    return f"offers/{slug}/"


CONSENT_ROUTE: Final = "privacy/consent/"
"""The address of the consent as a document of its own, below the language, where a law asks for one."""


def thanks_route(slug: str) -> str:
    """Return the address of the page after an offer's form, below the language."""
    return f"thanks/{slug}/"


def address(site: Site, language: str, route: str) -> str:
    """Return the absolute address of a page."""
    main = site.main
    prefix = "" if language == main.language else f"{language}/"
    return f"{main.origin}{main.base}{prefix}{route}"


def declarations(site: Site) -> Iterator[Declaration]:
    """Yield the forms of a site's offers in each language, and those that accept proposals; drafts have none."""
    for source in site.offers:
        if not source.original.draft:
            for language, offer in source.versions.items():
                if offer.form is not None:
                    yield _of_offer(site, source, language, offer.form)
    for proposal in site.proposals:
        if not proposal.original.draft and is_accepted_by_form(proposal.original, site.main):
            yield _of_proposal(site, proposal)


def _of_offer(site: Site, source: Translated[Offer], language: str, form: Form) -> Declaration:
    offer = source.versions[language]
    return Declaration(
        form=source.slug,
        language=language,
        title=offer.title,
        fields=tuple(declared(field, site.main.networks) for field in form.fields),
        consent=form.consent,
        marketing_consent=form.marketing_consent,
        window=offer.window,
        page=address(site, language, page_route(source.slug)),
        thanks=address(site, language, thanks_route(source.slug)),
    )


def _of_proposal(site: Site, source: Translated[Proposal]) -> Declaration:
    """Return the form that accepts a proposal. Nothing in it tells what the proposal says, or to whom."""
    language, proposal = next(iter(source.versions.items()))
    form = accept_form(proposal, accept_consent(proposal, site, language))
    return Declaration(
        form=proposal.form_name,
        language=language,
        title=proposal.form_name,
        fields=tuple(declared(field, site.main.networks) for field in form.fields),
        consent=form.consent,
        marketing_consent=None,
        window=proposal.window,
        page=address(site, language, proposal.route),
        thanks=address(site, language, proposal.thanks_route),
        lead=proposal.lead,
    )


def declared(field: FormField, networks: Mapping[str, Any]) -> DeclaredField:
    """Return a field as receivers need it; a handle without networks of its own may be of any of the owner's."""
    chosen = field.networks or tuple(networks) or tuple(NETWORKS)
    return DeclaredField(
        name=field.name,
        type=field.type,
        label=field.label,
        required=field.required,
        options=tuple(field.options),
        networks=chosen if field.type == "handle" else (),
        value=field.value,
        max_length=field.max_length,
    )
