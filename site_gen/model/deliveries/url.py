"""Any address of the owner's that accepts a form."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar, Final, Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from site_gen.messages import m
from site_gen.model.base import Url, mistake
from site_gen.model.deliveries.base import Delivery, Facts, FormContext, FormTarget, origin_of

_PAGES: Final = (
    "docs.google.com", "forms.gle", "typeform.com", "tally.so", "forms.office.com", "forms.microsoft.com",
    "jotform.com", "forms.yandex.ru", "forms.yandex.com", "airtable.com", "calendly.com", "cal.com", "surveymonkey.com",
    "notion.so", "notion.site", "wa.me", "t.me", "instagram.com", "linktr.ee", "taplink.cc", "canva.com", "canva.site",
)  # fmt: skip
"""Hosts of pages that people fill in there: they take nothing that is sent from a page of somebody else's."""


class UrlDelivery(Delivery):
    """Posts the form, as a browser does, to an address that answers with a page of its own."""

    facts: ClassVar[Facts] = Facts(
        label=m("An address of your own"),
        recipient=None,
        country=None,
        keeps="as your own service is set up",
        todo=(
            "Accept POST with application/x-www-form-urlencoded at the address",
            "Keep a submission whose website_2 is filled or absent apart: a machine sent it, or a browser filled it in",
            "Answer with a redirect (303) to the thank-you page",
        ),
        limits=("Sending without a page change depends on your service allowing the site's origin (CORS)",),
        checked="2026-11-23",
        source="",
        sets="the address as action, hidden `redirect` with the thank-you page",
    )

    delivery: Literal["url"] = Field(description="url: any address that takes forms")
    url: Url = Field(description="Where the form is sent")

    @field_validator("url")
    @classmethod
    def _is_encrypted(cls, url: str) -> str:
        host = (urlsplit(url).hostname or "").lower()
        known = next((page for page in _PAGES if host == page or host.endswith(f".{page}")), None)
        if known is not None and not urlsplit(url).path.endswith("/formResponse"):  # what a Google form itself sends to
            raise mistake(
                m(
                    "'{url}' is a page to be filled in there: what a form of yours sends to it would be lost",
                    url=url,
                ),
                m("take another delivery, or leave the form out and link to the page: book: {url}", url=url),
            )
        return encrypted(url)

    @property
    def goes(self) -> str:
        return m("to {host}", host=self.host)

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    def target(self, form: FormContext) -> FormTarget:
        return FormTarget(
            action=self.url,
            hidden=(("redirect", form.thanks_url),),
            origins=(origin_of(self.url),),
        )

    def reserved(self) -> Collection[str]:
        return ("redirect",)


def encrypted(url: str) -> str:
    """Return an address that personal data may be sent to. Raises a mistake for an unencrypted one."""
    if not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise mistake(m("personal data would be sent unencrypted"), m("use an address that begins with https://"))
    return url
