"""Finds a lead's name and contact in the answers; each project names its fields as it likes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from site_gen.model.base import is_email
from site_gen.model.form import network_field

_PHONE: Final = re.compile(r"\+?[\d\s()./-]{5,30}")


def email_of(values: Mapping[str, str]) -> str | None:
    """Return the e-mail address for replies: the field `email`, else the first answer that is an address."""
    return next((value for value in (values.get("email", ""), *values.values()) if is_email(value)), None)


def phone_of(values: Mapping[str, str]) -> str | None:
    """Return the first answer that can be a phone number."""
    return next(filter(_PHONE.fullmatch, values.values()), None)


def contact_of(values: Mapping[str, str]) -> str:
    """Return a lead's contact: e-mail, else phone, else a handle with its network; '' if there is none."""
    handles = (
        f"{value} ({values[network_field(key)]})" for key, value in values.items() if network_field(key) in values
    )
    return email_of(values) or phone_of(values) or next(handles, "")


def name_of(values: Mapping[str, str]) -> str:
    """Return a lead's name: the field `name`, else a field that ends in `name`, else the contact, else any answer."""
    named = (value for key, value in values.items() if key.endswith("name"))
    return values.get("name") or next(named, "") or contact_of(values) or next(iter(values.values()), "")


def has_email(values: Mapping[str, str], address: str) -> bool:
    """Whether one of the answers is this e-mail address, ignoring case."""
    return address.strip().casefold() in {value.strip().casefold() for value in values.values()}
