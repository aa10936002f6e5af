"""Formspree: accepts forms by their id, in any encoding.

https://help.formspree.io/ and the source of formspree-js (2026-11-23)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from site_gen.inbox.emulators.base import (
    JSON,
    MULTIPART,
    URLENCODED,
    EmulatedService,
    RefusalError,
    data,
    first,
    found,
    is_absolute,
    need_post,
    own_fields,
    plain_page,
    read,
)
from site_gen.inbox.exchange import Answer, Request
from site_gen.inbox.form_body import Posted
from site_gen.messages import m
from site_gen.model.base import is_email
from site_gen.model.deliveries.formspree import DECOY, ORIGIN, FormspreeDelivery
from site_gen.model.form_schema import FormSchema

CONTROL: Final = ("_subject", "_next", "_cc", "_gotcha", "_replyto")


class Formspree(EmulatedService):
    """The only form in the account."""

    label = "Formspree"
    honeypot = DECOY

    def __init__(self, delivery: FormspreeDelivery, form_schemas: Sequence[FormSchema]) -> None:
        super().__init__(form_schemas)
        self._path = urlsplit(delivery.address).path

    def check(self, request: Request) -> Posted:
        if request.path != self._path:
            why = m(
                "there is no form at {address}; the one in site.yaml is at {known}",
                address=request.path,
                known=self._path,
            )
            raise RefusalError(404, "Form not found", why, code="FORM_NOT_FOUND")
        need_post(request, self.label)
        posted = read(request, (URLENCODED, MULTIPART, JSON))
        answers = own_fields(posted, CONTROL)
        if not any(any(values) for values in answers.values()):
            raise RefusalError(400, "Can't send an empty form", m("no field has anything in it"), code="EMPTY")
        for name in ("email", "_replyto"):
            address = first(posted, name)
            if address and not is_email(address):
                why = m("'{name}' is the address to answer to, and holds no e-mail address", name=name)
                raise RefusalError(422, "should be an email", why, code="TYPE_EMAIL", field=name)
        following = first(posted, "_next")
        if following and not is_absolute(following):
            raise RefusalError(
                400, "_next is not a URL", m("'{name}' needs the whole address, with https://", name="_next")
            )
        return posted

    def taken(self, request: Request, posted: Posted) -> Answer:
        following = first(posted, "_next") or f"{ORIGIN}/thanks"
        return data(200, {"ok": True, "next": following}) if request.wants_json else found(following)

    def refused(self, request: Request, refusal: RefusalError) -> Answer:
        if not request.wants_json:
            return plain_page(refusal.status, refusal.told, "Please go back and try again.")
        error = {"code": refusal.code or "BAD_REQUEST", "message": refusal.told}
        errors = [{**error, "field": refusal.field} if refusal.field else error]
        return data(refusal.status, {"error": refusal.told, "errors": errors})
