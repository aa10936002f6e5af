"""Our own inbox: `site-gen inbox` on the owner's server, or the one inside `site-gen preview`."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import ClassVar, Final, Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from site_gen.messages import m
from site_gen.model.base import Email, Model, Url
from site_gen.model.deliveries.base import (
    LARGEST_SUBMISSION,
    Delivery,
    Facts,
    FormContext,
    FormTarget,
    Missing,
    Notices,
    ScriptTarget,
    Setup,
    origin_of,
    unset,
)
from site_gen.model.deliveries.keys import Chat
from site_gen.model.deliveries.url import encrypted
from site_gen.problems import Severity

PATH: Final = "/inbox/"
"""The path for forms on the site's own host, and below an inbox's address: PATH + name of the form."""

HEALTH_NAME: Final = "health"
"""PATH + this name is the inbox's own: it tells its owner how the inbox is."""

READY_NAME: Final = "ready"
"""PATH + this name is the inbox's own: it tells a balancer whether the inbox takes leads."""

SMTP_VARIABLE: Final = "SITE_GEN_SMTP_URL"
TELEGRAM_VARIABLE: Final = "SITE_GEN_TELEGRAM_TOKEN"


class Notify(Model):
    """Who is told of a new lead. The passwords for it stand in the environment."""

    email: Email | None = Field(None, description="Needs SITE_GEN_SMTP_URL in the inbox's environment")
    telegram: Chat | None = Field(None, description="A chat's number; needs SITE_GEN_TELEGRAM_TOKEN")


class InboxDelivery(Delivery):
    """Posts to the inbox: on the site's own host below /inbox/ where `url` is left out (behind a proxy, or preview)."""

    deletes_when_due = True
    largest_submission = LARGEST_SUBMISSION
    facts: ClassVar[Facts] = Facts(
        label=m("site-gen inbox, on a server of yours"),
        recipient=None,
        country=None,
        keeps="as long as legal.retention_days says, then it deletes them",
        todo=(
            "Run 'site-gen inbox' on a server, behind nginx or Caddy (site-gen help inbox)",
            "Back up its database",
        ),
        limits=("Needs a server that runs Python",),
        checked="2026-11-23",
        source="docs/inbox.md",
        sets=f"`{PATH}NAME` as action, on the site's own host or the inbox's",
    )

    delivery: Literal["inbox"] = Field(description="inbox: your own server, by site-gen inbox")
    url: Url | None = Field(None, description="The inbox's address; left out, it is on the site's own host")
    notify: Notify = Field(default_factory=Notify, description="Who is told: email, telegram")

    @field_validator("url")
    @classmethod
    def _is_encrypted(cls, url: str | None) -> str | None:
        return url if url is None else encrypted(url)

    @property
    def goes(self) -> str:
        return m("to your inbox")

    @property
    def host(self) -> str:
        return urlsplit(self.url or "").hostname or ""

    @property
    def notices(self) -> Notices:
        return Notices(bool(self.notify.email), bool(self.notify.telegram))

    def taken(self) -> Collection[str]:
        return (HEALTH_NAME, READY_NAME)

    def target(self, form: FormContext) -> FormTarget:
        base = self.url.rstrip("/") if self.url else ""
        address = f"{base}{PATH}{form.form}"
        origin = origin_of(address)
        return FormTarget(
            action=address,
            script=ScriptTarget(address),
            origins=(origin,) if origin else (),
        )

    def missing(self, setup: Setup) -> Iterator[Missing]:
        if self.url is None and setup.static_host:
            yield Missing(
                m(
                    "{static_host} serves files alone: nothing takes a form at {path} there",
                    static_host=setup.static_host,
                    path=PATH,
                ),
                m("write the inbox's own address: url: https://inbox.example.com"),
                ("delivery",),
            )
        asked = ((self.notify.email, SMTP_VARIABLE, "email"), (self.notify.telegram, TELEGRAM_VARIABLE, "telegram"))
        for value, variable, key in asked:
            if value and unset((variable,), setup):
                yield Missing(
                    m("{variable} is not set here; the inbox needs it", variable=variable),
                    m("set it where the inbox runs (site-gen help inbox); set it here too, and this is no longer said"),
                    ("notify", key),
                    Severity.WARNING,
                )
