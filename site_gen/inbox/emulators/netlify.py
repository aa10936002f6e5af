"""Netlify Forms: accepts the fields that were in the deployed pages, urlencoded or multipart.

https://docs.netlify.com/forms/setup/ (2026-11-23)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from site_gen.inbox.emulators.base import (
    MULTIPART,
    URLENCODED,
    EmulatedService,
    RefusalError,
    context_of,
    first,
    found,
    need_post,
    plain_page,
    read,
)
from site_gen.inbox.exchange import Answer, Request
from site_gen.inbox.form_body import Posted
from site_gen.messages import m
from site_gen.model.deliveries.netlify import NAME_FIELD, NetlifyDelivery, form_name
from site_gen.model.form import HONEYPOT
from site_gen.model.form_schema import FormSchema

_OF_EVERY_FORM: Final = frozenset({"offer", "language", "consent", "consent_version", HONEYPOT})


class Netlify(EmulatedService):
    """The host itself: forms can be sent to any of its pages."""

    label = "Netlify"
    honeypot = HONEYPOT

    def __init__(self, delivery: NetlifyDelivery, form_schemas: Sequence[FormSchema]) -> None:
        super().__init__(form_schemas)
        self._delivery = delivery

    def check(self, request: Request) -> Posted:
        need_post(request, self.label)
        posted = read(request, (URLENCODED, MULTIPART), status=404)
        name = first(posted, NAME_FIELD)
        if not name:
            raise RefusalError(
                404, "Not Found", m("there is no field '{name}', which says which form it is", name=NAME_FIELD)
            )
        form = self._form(name)
        if form is None:
            known = ", ".join(form_name(each.form, each.language) for each in self.form_schemas)
            raise RefusalError(
                404,
                "Not Found",
                m("no form in the pages is named '{name}'; there are: {known}", name=name, known=known),
            )
        built = self._built(form)
        return {field: values for field, values in posted.items() if field in built}

    def _built(self, form: FormSchema) -> frozenset[str]:
        """Return the names of the fields in the built page; other fields are not kept."""
        target = self._delivery.target(context_of(form))
        marketing = {"marketing_consent"} if form.marketing_consent else set()
        return form.names | _OF_EVERY_FORM | marketing | {name for name, _ in target.hidden}

    def _form(self, name: str) -> FormSchema | None:
        return next((each for each in self.form_schemas if form_name(each.form, each.language) == name), None)

    def find(self, posted: Posted) -> FormSchema | None:
        return self._form(first(posted, NAME_FIELD))

    def taken(self, request: Request, posted: Posted) -> Answer:
        return found(request.path, 303)

    def refused(self, request: Request, refusal: RefusalError) -> Answer:
        return plain_page(refusal.status, refusal.told, "Looks like you've followed a broken link.")
