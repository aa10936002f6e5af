"""Web3Forms: accepts forms by an access key, urlencoded or as JSON.

https://docs.web3forms.com/ (2026-11-23)
"""

from __future__ import annotations

from collections.abc import Sequence

from site_gen.inbox.emulators.base import (
    JSON,
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
from site_gen.model.deliveries.web3forms import DECOY, Web3FormsDelivery
from site_gen.model.form_schema import FormSchema

PATH = "/submit"


class Web3Forms(EmulatedService):
    """The only access key, which came by e-mail."""

    label = "Web3Forms"
    honeypot = DECOY

    def __init__(self, delivery: Web3FormsDelivery, form_schemas: Sequence[FormSchema]) -> None:
        super().__init__(form_schemas)
        self._key = delivery.access_key.lower()

    def check(self, request: Request) -> Posted:
        if request.path != PATH:
            raise RefusalError(
                404, "Not Found", m("forms go to {path}, this went to {other}", path=PATH, other=request.path)
            )
        need_post(request, self.label)
        posted = read(request, (URLENCODED, JSON), status=400)
        key = first(posted, "access_key").lower()
        if not key:
            raise RefusalError(
                400, "Access Key is required", m("the hidden field '{name}' is missing", name="access_key")
            )
        if key != self._key:
            raise RefusalError(400, "Invalid Access Key", m("the access key is not the one in site.yaml"))
        address = first(posted, "email")
        if address and not is_email(address):
            raise RefusalError(
                400,
                "Invalid email",
                m("'{name}' is the address to answer to, and holds no e-mail address", name="email"),
            )
        self._check_redirect(request, posted)
        return posted

    def _check_redirect(self, request: Request, posted: Posted) -> None:
        following = first(posted, "redirect")
        if following and not is_absolute(following, ("https",)):
            why = m("'{name}' needs the whole address, with https://", name="redirect")
            raise RefusalError(400, "Invalid redirect URL", why)
        if following and request.wants_json:
            why = m("a script has to leave 'redirect' out: the browser would not let it follow")
            raise RefusalError(400, "Cross-origin redirect", why)

    def taken(self, request: Request, posted: Posted) -> Answer:
        message = "Email sent successfully!"
        if request.wants_json:
            return data(200, {"success": True, "body": {"message": message}, "message": message})
        following = first(posted, "redirect")
        return found(following, 301) if following else plain_page(200, "Success", message)

    def refused(self, request: Request, refusal: RefusalError) -> Answer:
        if not request.wants_json:
            return plain_page(refusal.status, "Error", refusal.told)
        return data(refusal.status, {"success": False, "body": {"message": refusal.told}, "message": refusal.told})
