"""Cloudflare Pages: our function beside the site receives the forms and stores them in the owner's database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final, Literal

from pydantic import Field, model_validator

from site_gen.messages import m
from site_gen.model.base import Email, Model, mistake
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
    needs_root,
    unset,
)
from site_gen.model.deliveries.keys import Chat, Sender, SiteKey
from site_gen.model.deliveries.wrangler import FILES, wrangler_missing
from site_gen.model.form import PAGE_TOKEN
from site_gen.problems import Severity

PATH: Final = "/api/leads/"
"""The address for forms on the site's own host: PATH + name of the form."""

TURNSTILE: Final = "https://challenges.cloudflare.com"
TURNSTILE_VARIABLE: Final = "SITE_GEN_TURNSTILE_SECRET"
TELEGRAM_VARIABLE: Final = "SITE_GEN_TELEGRAM_TOKEN"
RESEND_VARIABLE: Final = "SITE_GEN_RESEND_KEY"


class CloudflareNotify(Model):
    """Who is told of a new lead. The keys for it are secrets of the Pages project."""

    telegram: Chat | None = Field(None, description=f"A chat's number; needs the secret {TELEGRAM_VARIABLE}")
    email: Email | None = Field(None, description=f"By Resend; needs the secret {RESEND_VARIABLE} and sender")
    sender: Sender | None = Field(None, description="Who the mail is from: an address of a domain proved at Resend")

    @model_validator(mode="after")
    def _mail_has_a_sender(self) -> CloudflareNotify:
        if self.email and not self.sender:
            raise mistake(
                m("a mail needs a sender"), m('add sender: "Site <forms@example.com>", of a domain proved at Resend')
            )
        if self.sender and not self.email:
            raise mistake(m("nobody is named to whom the mail goes"), m("add email: name@example.com"), at=("sender",))
        return self


class CloudflareDelivery(Delivery):
    """Posts to the function that the build writes into output/_worker.js."""

    runs_on = "Cloudflare Pages"
    deletes_when_due = True
    largest_submission = LARGEST_SUBMISSION
    setup_files = FILES
    facts: ClassVar[Facts] = Facts(
        label=m("Cloudflare Pages, into a database of yours"),
        recipient="Cloudflare, Inc.",
        country="US",
        keeps="as long as legal.retention_days says; the function deletes what is older when a new lead comes",
        todo=(
            "Copy wrangler.toml from below, make the database and its table (two commands)",
            "Put the secrets that you use with 'wrangler pages secret put'",
            "Deploy with 'wrangler pages deploy'",
        ),
        limits=(
            "A notice is tried three times within half a minute and then given up; the lead itself is stored",
            "With Turnstile the form needs scripts, and the page loads code from challenges.cloudflare.com",
            "No limit of requests by address of its own: add a rate limiting rule in Cloudflare's dashboard",
            "At most 64 kB a submission, no files",
        ),
        checked="2026-11-23",
        source="https://developers.cloudflare.com/pages/functions/, "
        "https://developers.cloudflare.com/turnstile/get-started/server-side-validation/",
        sets=f"`{PATH}NAME` on the site's own host as action; `_worker.js/` and `_routes.json` in output/; "
        "with `turnstile:` the widget",
    )

    delivery: Literal["cloudflare"] = Field(
        description="cloudflare: a function on Cloudflare Pages, with a database there"
    )
    turnstile: SiteKey | None = Field(None, description=f"The widget's site key; needs the secret {TURNSTILE_VARIABLE}")
    notify: CloudflareNotify = Field(
        default_factory=CloudflareNotify, description="Who is told: telegram; or email with sender"
    )

    def target(self, form: FormContext) -> FormTarget:
        address = f"{PATH}{form.form}"
        return FormTarget(
            action=address,
            hidden=((PAGE_TOKEN, form.token),) if form.token else (),
            script=ScriptTarget(address),
            script_origins=(TURNSTILE,) if self.turnstile else (),
            turnstile_key=self.turnstile,
        )

    @property
    def notices(self) -> Notices:
        email = bool(self.notify.email)
        return Notices(email, bool(self.notify.telegram), "Resend" if email else None)

    @property
    def has_turnstile(self) -> bool:
        return self.turnstile is not None

    @property
    def secrets(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The secrets that the settings need, each with the path of the setting that needs it."""
        asked = (
            (self.turnstile, TURNSTILE_VARIABLE, ("turnstile",)),
            (self.notify.telegram, TELEGRAM_VARIABLE, ("notify", "telegram")),
            (self.notify.email, RESEND_VARIABLE, ("notify", "email")),
        )
        return tuple((variable, path) for value, variable, path in asked if value)

    def missing(self, setup: Setup) -> Iterator[Missing]:
        yield from needs_root("Functions of Cloudflare Pages", "Cloudflare Pages", setup)
        for variable, path in self.secrets:
            if unset((variable,), setup):
                yield Missing(
                    m("the secret {variable} is not set here; the function needs it at Cloudflare", variable=variable),
                    m(
                        "run 'wrangler pages secret put {variable}'; set it here too, and this is no longer said",
                        variable=variable,
                    ),
                    path,
                    Severity.WARNING,
                )
        if setup.forms:
            yield from wrangler_missing(setup)
