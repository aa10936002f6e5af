"""The forms of offers: their fields, their consent, and the reserved field names."""

from __future__ import annotations

import hashlib
from typing import Annotated, Final, Literal

from pydantic import Field, model_validator

from site_gen.messages import m
from site_gen.model.answers import cleaned
from site_gen.model.base import LongText, Model, Name, Text, Texts, mistake
from site_gen.model.network_id import NetworkId

FieldType = Literal["text", "email", "url", "tel", "select", "radio", "checkbox", "textarea", "handle", "hidden"]

HONEYPOT: Final = "website_2"
"""A hidden field that people don't see: bots fill it in, and now and then a browser or a password manager does. Form
services have their own names for it."""

CAMPAIGN_FIELDS: Final = ("utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term", "via", "referrer")
"""Where a visitor came from: the link's UTM parameters, the short link's name, the host of the previous page."""

PAGE_TOKEN: Final = "page_token"  # noqa: S105  # a name
"""A hidden field on the page of one client: the secret part of its address, for a receiver that doesn't know it."""

RESERVED_FIELDS: Final = frozenset(
    {
        "consent",
        "consent_version",
        "marketing_consent",
        "offer",
        "language",
        "sent_from",
        "submission",
        "elapsed",
        PAGE_TOKEN,
        HONEYPOT,
        *CAMPAIGN_FIELDS,
    }
)
"""Field names that the form itself uses."""


def network_field(name: str) -> str:
    """Return the name of the field that says to which network a handle belongs."""
    return f"{name}_network"


def consent_version(text: str) -> str:
    """Return twelve hexadecimal digits of the SHA-256 of the consent text; they are stored with the answer."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


class FormField(Model):
    """One field of a form."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")] = Field(
        description="The field's name in the data you get: page_url; small Latin letters, digits and underscores"
    )
    label: Text = Field(description="What stands above the field: Link to your page")
    type: FieldType = Field(
        "text", description="What is asked for: decides the keyboard on phones, and what counts as filled in rightly"
    )
    required: bool = Field(False, description="true where the form can't be sent without it")
    help: Text | None = Field(None, description="A sentence below the field")
    placeholder: Text | None = Field(None, description="A grey example inside the empty field: https://instagram.com/…")
    autocomplete: Name | None = Field(
        None, description="What browsers fill in, by its name in HTML: name, email, tel, organization"
    )
    options: Texts = Field((), description="The choices of type select or radio: [Instagram, VK, Both]")
    networks: tuple[NetworkId, ...] = Field((), description="For type handle: the networks to choose from")
    value: Name | None = Field(None, description="For type hidden")
    max_length: int = Field(2000, ge=1, le=20_000, description="The most characters that can be typed")

    @model_validator(mode="after")
    def _fits_its_type(self) -> FormField:
        if self.name in RESERVED_FIELDS:
            raise mistake(
                m("the field name '{name}' is used by the form itself", name=self.name),
                m("choose another name"),
                at=("name",),
            )
        if self.type in {"select", "radio"} and len(self.options) < 2:
            raise mistake(
                m("a {type} needs at least two options", type=self.type),
                m("add options: [First, Second]"),
                at=("options",),
            )
        known: list[str] = []
        for index, option in enumerate(map(cleaned, self.options)):
            if not option or option in known:
                wrong = m("is the same as another one") if option else m("has nothing to be seen in it")
                raise mistake(
                    m("option {index} {wrong}", index=index + 1, wrong=wrong),
                    m("give each option words of its own"),
                    at=("options", index),
                )
            known.append(option)
        if self.options and self.type not in {"select", "radio"}:
            raise mistake(
                m("options do not go with type {type}", type=self.type),
                m("use type: select or type: radio"),
                at=("options",),
            )
        if self.networks and self.type != "handle":
            raise mistake(
                m("networks do not go with type {type}", type=self.type), m("use type: handle"), at=("networks",)
            )
        if self.type == "hidden" and self.value is None:
            raise mistake(m("a hidden field needs a value"), m("add value: TEXT"))
        if self.type == "hidden" and self.required:
            raise mistake(m("nobody can fill a hidden field"), m("take required: out"), at=("required",))
        return self


class Thanks(Model):
    """What the page after the form says, where the offer's own words don't say it."""

    title: Text | None = Field(None, description="The heading of the page after sending")
    text: LongText | None = Field(None, description="What happens next, in Markdown: who answers, and when")


class Form(Model):
    """The form of an offer. Consent to answer the request is asked for in its own words and never pre-ticked."""

    fields: tuple[FormField, ...] = Field(
        min_length=1, max_length=20, description="What is asked, in the order of the form; ask for little"
    )
    consent: Text = Field(
        description="The sentence beside the box that has to be ticked: I agree that my data is "
        "used to answer this request."
    )
    marketing_consent: Text | None = Field(None, description="Asked for separately, never needed")
    button: Text | None = Field(None, description="The words on the button; the offer's call_to_action where left out")
    thanks: Thanks = Field(default_factory=Thanks, description="The page after sending")

    @model_validator(mode="after")
    def _names_differ(self) -> Form:
        names = [field.name for field in self.fields]
        for index, name in enumerate(names):
            if name in names[:index]:
                raise mistake(
                    m("two fields are named '{name}'", name=name),
                    m("give each field its own name"),
                    at=("fields", index),
                )
        for field in self.fields:
            if field.type == "handle" and network_field(field.name) in names:
                index = names.index(network_field(field.name))
                raise mistake(
                    m(
                        "'{network_field}' holds the network of '{name}'",
                        network_field=network_field(field.name),
                        name=field.name,
                    ),
                    m("choose another name"),
                    at=("fields", index, "name"),
                )
        if not any(field.type in {"email", "tel", "handle"} for field in self.fields):
            raise mistake(
                m("the form asks for no way to answer"), m("add a field of type email, tel or handle"), at=("fields",)
            )
        return self

    @property
    def reply_field(self) -> str | None:
        """The name of the field with the visitor's address, for services that set Reply-To from it."""
        return next((field.name for field in self.fields if field.type == "email"), None)
