"""Reads what a person sent with a form, against the form's schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Final
from urllib.parse import parse_qs, urlsplit

from site_gen.model.answers import cleaned, is_page, is_phone, ordinary
from site_gen.model.base import is_email
from site_gen.model.form import CAMPAIGN_FIELDS, HONEYPOT, network_field
from site_gen.model.form_schema import FieldSchema, FormSchema

FILL_TIME: Final = timedelta(seconds=2)
"""A person needs longer than this to fill in a form; a faster submission is kept, but marked."""

CAMPAIGN_LENGTH: Final = 200


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one answer. `code`: required, email, url, tel, option, length, text or consent."""

    field: str
    code: str


@dataclass(frozen=True, slots=True)
class Submission:
    """A validated submission: answers by field, consent, campaign.

    `key` is the same if a submission is sent again (None if no script made one); `elapsed` is how long the form was
    open, if a script measured it; `decoy` says that the decoy field is filled in or missing.
    """

    values: Mapping[str, str]
    consent: str
    consent_version: str
    marketing_consent: str | None
    campaign: Mapping[str, str]
    key: str | None
    elapsed: timedelta | None
    decoy: bool

    @property
    def is_fast(self) -> bool:
        """Whether it came faster than a person can fill in the form."""
        return self.elapsed is not None and self.elapsed < FILL_TIME

    @property
    def suspect(self) -> bool:
        """Whether a machine may have sent it. Such a submission is kept: browsers fill in decoys too."""
        return self.decoy or self.is_fast


class RefusedError(Exception):
    """Answers are missing or invalid."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__(", ".join(f"{error.field}: {error.code}" for error in errors))
        self.errors = tuple(errors)


def read_submission(
    schema: FormSchema, posted: Mapping[str, Sequence[str]], *, page: str = "", honeypot: str = HONEYPOT
) -> Submission:
    """Return what was sent, limited to the schema's fields.

    `posted` maps each name sent to its values in order; `page` is the form's address according to the browser (the
    Referer), from which the campaign is read if no script set it. Raises RefusedError with every error.
    """
    errors: list[FieldError] = []
    values: dict[str, str] = {}
    for field in schema.fields:
        value = _answer(field, field.value or "" if field.type == "hidden" else _first(posted, field.name))
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
        consent=schema.consent,
        consent_version=schema.consent_version,
        marketing_consent=schema.marketing_consent if _first(posted, "marketing_consent") else None,
        campaign=MappingProxyType(_campaign(posted, page)),
        key=_key(_first(posted, "submission")),
        elapsed=_elapsed(_first(posted, "elapsed")),
        decoy=honeypot not in posted or any(posted[honeypot]),
    )


def _first(posted: Mapping[str, Sequence[str]], name: str) -> str:
    values = posted.get(name) or ("",)
    return values[0].strip()


def _answer(field: FieldSchema, value: str) -> str:
    return ordinary(value) if field.type == "tel" else cleaned(value, lines=field.type == "textarea")


def _problem(field: FieldSchema, value: str) -> str | None:
    """Return the error code of an answer."""
    if not value:
        return "required" if field.required else None
    if field.type in {"select", "radio"}:
        return None if value in map(cleaned, field.options) else "option"
    if len(value) > field.max_length and field.type != "hidden":  # what the form itself says is never too long
        return "length"
    fits = _SHAPES.get(field.type)
    return field.type if fits and not fits(value) else None


_SHAPES: Final[Mapping[str, Callable[[str], bool]]] = MappingProxyType(
    {"email": lambda value: is_email(value) and len(value) <= 254, "url": is_page, "tel": is_phone}
)


def _network_of(field: FieldSchema, posted: Mapping[str, Sequence[str]], errors: list[FieldError]) -> Mapping[str, str]:
    name = network_field(field.name)
    network = _first(posted, name)
    if network and network not in field.networks:
        errors.append(FieldError(name, "option"))
    return {name: network} if network else {}


def _campaign(posted: Mapping[str, Sequence[str]], page: str) -> dict[str, str]:
    """Return where the visitor came from: the values that the script stored, else those in the form's own address."""
    sent = {name: cleaned(_first(posted, name))[:CAMPAIGN_LENGTH] for name in CAMPAIGN_FIELDS}
    if any(sent.values()):
        return {name: value for name, value in sent.items() if value}
    try:
        query = parse_qs(urlsplit(page).query, max_num_fields=50)
    except ValueError:
        return {}
    marks = {name: cleaned(query[name][0])[:CAMPAIGN_LENGTH] for name in CAMPAIGN_FIELDS if name in query}
    return {name: value for name, value in marks.items() if value and name != "referrer"}


def _key(value: str) -> str | None:
    return value if re.fullmatch(r"[A-Za-z0-9-]{16,64}", value) else None


def _elapsed(value: str) -> timedelta | None:
    return timedelta(milliseconds=int(value)) if re.fullmatch(r"[0-9]{1,12}", value) else None
