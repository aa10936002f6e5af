"""Basin: accepts forms by their id, in any encoding; the page after a form is set in its dashboard.

https://docs.usebasin.com/ (2026-11-23)
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from site_gen.inbox.emulators.base import (
    JSON,
    MULTIPART,
    URLENCODED,
    EmulatedService,
    RefusalError,
    data,
    found,
    need_post,
    own_fields,
    plain_page,
    read,
)
from site_gen.inbox.exchange import Answer, Request
from site_gen.inbox.form_body import Posted
from site_gen.messages import m
from site_gen.model.deliveries.basin import ORIGIN, BasinDelivery
from site_gen.model.form_schema import FormSchema


class Basin(EmulatedService):
    """The only form in the account, with the site's first thank-you page set in the dashboard."""

    label = "Basin"

    def __init__(self, delivery: BasinDelivery, form_schemas: Sequence[FormSchema]) -> None:
        super().__init__(form_schemas)
        self._path = urlsplit(delivery.address).path
        self.honeypot = delivery.honeypot

    def check(self, request: Request) -> Posted:
        if request.path.removesuffix(".json") != self._path:
            why = m(
                "there is no form at {address}; the one in site.yaml is at {known}",
                address=request.path,
                known=self._path,
            )
            raise RefusalError(404, "Form not found", why)
        need_post(request, self.label)
        posted = read(request, (URLENCODED, MULTIPART, JSON))
        if not own_fields(posted, ("source_url", self.honeypot)):
            raise RefusalError(422, "The form is empty", m("there is no field in it"))
        return posted

    def taken(self, request: Request, posted: Posted) -> Answer:
        return data(200, {"success": True}) if self._as_json(request) else found(self._thanks)

    def refused(self, request: Request, refusal: RefusalError) -> Answer:
        if self._as_json(request):
            return data(refusal.status, {"success": False, "error": refusal.told})
        return plain_page(refusal.status, "Form not sent", refusal.told)

    @property
    def _thanks(self) -> str:
        return next((form.thanks for form in self.form_schemas), f"{ORIGIN}/thanks")

    def _as_json(self, request: Request) -> bool:
        return request.wants_json or request.path.endswith(".json")
