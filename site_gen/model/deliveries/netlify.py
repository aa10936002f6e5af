"""Netlify Forms: the host itself receives the forms that it finds in the built pages."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import ClassVar, Final, Literal

from pydantic import Field

from site_gen.model.deliveries.base import (
    Delivery,
    Facts,
    FormContext,
    FormTarget,
    Missing,
    ScriptTarget,
    Setup,
    needs_root,
    reply_missing,
)
from site_gen.model.form import CAMPAIGN_FIELDS, HONEYPOT

NAME_FIELD: Final = "form-name"
"""The field that says which form was sent; its value must be a form's name in the built pages."""

FILLED_BY_SCRIPT: Final = ("submission", "elapsed", *CAMPAIGN_FIELDS)
"""Fields that a script fills in. Netlify accepts only fields that are in the built page."""


def form_name(form: str, language: str) -> str:
    """Return a form's name at Netlify, which must be unique: the offer's name and the language."""
    return f"{form}-{language}"


class NetlifyDelivery(Delivery):
    """Marks each form for Netlify, which reads the pages when they are deployed."""

    reply_name = "email"
    runs_on = "Netlify"
    answers_without_a_lead = False
    mark_until_taken = "data-netlify"
    facts: ClassVar[Facts] = Facts(
        label="Netlify Forms",
        recipient="Netlify, Inc.",
        country="US",
        keeps="until you delete them in the project's list of submissions",
        todo=(
            "Host the site on Netlify",
            "Turn form detection on in the project's settings (Forms), then deploy again: it works from then on",
            "Add an e-mail notification in the same place",
        ),
        limits=(
            "Takes no JSON and at most 8 MB in 30 seconds",
            "Akismet sorts what arrives: when a lead is missing, look at the spam list first",
            "Netlify's local servers store nothing",
            "Does not close a form at its offer's end: what an old page sends still arrives",
        ),
        checked="2026-11-23",
        source="https://docs.netlify.com/forms/setup/, https://docs.netlify.com/forms/spam-filters/",
        sets="`data-netlify`, `netlify-honeypot`, hidden `form-name`, `subject` and empty fields for a script's; "
        "the action is the thank-you page; each language's form has a name of its own",
    )

    delivery: Literal["netlify"] = Field(
        description="netlify: Netlify keeps the requests, for sites that are hosted there"
    )

    def target(self, form: FormContext) -> FormTarget:
        name = form_name(form.form, form.language)
        return FormTarget(
            action=form.thanks_path,
            attributes=(("data-netlify", "true"), ("netlify-honeypot", HONEYPOT)),
            hidden=((NAME_FIELD, name), ("subject", form.title), *((field, "") for field in FILLED_BY_SCRIPT)),
            script=ScriptTarget("/"),
            name=name,
        )

    def missing(self, setup: Setup) -> Iterator[Missing]:
        yield from needs_root(self.facts.label, "Netlify", setup)
        yield from reply_missing(self, setup)

    def reserved(self) -> Collection[str]:
        return ("subject",)
