"""FormSubmit: accepts forms by an e-mail address or its alias; scripts use a separate address.

https://formsubmit.co/ as widely used (2026-11-23). The e-mail address is assumed to be confirmed.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import unquote

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
    plain_page,
    read,
)
from site_gen.inbox.exchange import Answer, Request
from site_gen.inbox.form_body import Posted
from site_gen.messages import m
from site_gen.model.base import is_email
from site_gen.model.deliveries.formsubmit import DECOY, ORIGIN, FormSubmitDelivery
from site_gen.model.form_schema import FormSchema

SCRIPTS = "/ajax/"


class FormSubmit(EmulatedService):
    """The only recipient."""

    label = "FormSubmit"
    honeypot = DECOY

    def __init__(self, delivery: FormSubmitDelivery, form_schemas: Sequence[FormSchema]) -> None:
        super().__init__(form_schemas)
        self._recipient = delivery.to

    def check(self, request: Request) -> Posted:
        need_post(request, self.label)
        by_script = request.path.startswith(SCRIPTS)
        recipient = unquote(request.path.removeprefix(SCRIPTS).removeprefix("/"))
        if recipient != self._recipient:
            why = m("'{recipient}' is not the recipient in site.yaml", recipient=recipient)
            raise RefusalError(404, "Form should POST to your email address", why)
        posted = read(request, (MULTIPART, JSON) if by_script else (URLENCODED, MULTIPART), status=400)
        if by_script and not request.wants_json:
            raise RefusalError(400, "Accept is missing", m("a script has to ask for JSON: Accept: application/json"))
        for name in ("email", "_replyto"):
            address = first(posted, name)
            if address and not is_email(address):
                raise RefusalError(
                    400,
                    "Invalid email",
                    m("'{name}' is the address to answer to, and holds no e-mail address", name=name),
                )
        following = first(posted, "_next")
        if following and not is_absolute(following):
            raise RefusalError(400, "Invalid _next", m("'{name}' needs the whole address, with https://", name="_next"))
        return posted

    def taken(self, request: Request, posted: Posted) -> Answer:
        if request.path.startswith(SCRIPTS):
            return data(200, {"success": "true", "message": "The form was submitted successfully."})
        return found(first(posted, "_next") or f"{ORIGIN}/thanks")

    def refused(self, request: Request, refusal: RefusalError) -> Answer:
        if request.path.startswith(SCRIPTS):
            return data(refusal.status, {"success": "false", "message": refusal.told})
        return plain_page(refusal.status, "Form not sent", refusal.told)
