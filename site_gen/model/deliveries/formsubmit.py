"""FormSubmit, a hosted service: forms arrive by e-mail; only an address is needed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final, Literal
from urllib.parse import quote

from pydantic import Field

from site_gen.messages import m
from site_gen.model.base import is_email
from site_gen.model.deliveries.base import (
    Delivery,
    Facts,
    FormContext,
    FormTarget,
    Missing,
    ScriptTarget,
    Setup,
    reply_missing,
)
from site_gen.model.deliveries.keys import Recipient
from site_gen.problems import Severity

ORIGIN: Final = "https://formsubmit.co"
DECOY: Final = "_honey"


class FormSubmitDelivery(Delivery):
    """Posts to FormSubmit, by its name for the owner's address or by the address itself."""

    reply_name = "email"
    facts: ClassVar[Facts] = Facts(
        label="FormSubmit",
        recipient="FormSubmit",
        country="",
        keeps="it does not say",
        todo=(
            "Send the form once yourself, and confirm the activation mail: nothing is delivered before",
            "Put the random name from that mail into site.yaml in place of your address, so that it can't be collected",
        ),
        limits=(
            "Until it is activated every lead is lost",
            "Only the mail arrives: there is no list to look a lost one up in",
            "With captcha: true a visitor without scripts is sent through a test by Google",
            "Does not close a form at its offer's end: what an old page sends still arrives",
        ),
        checked="2026-11-23",
        source="https://formsubmit.co/ (as widely used; its own page was not read again)",
        sets="`https://formsubmit.co/NAME` as action (`/ajax/NAME` for the script), hidden `_subject`, `_template`, "
        "`_captcha` and `_next`, the decoy `_honey`",
    )

    delivery: Literal["formsubmit"] = Field(description="formsubmit: FormSubmit passes each request on by e-mail")
    to: Recipient = Field(description="The random name that FormSubmit gives an address; or the address itself")
    captcha: bool = Field(False, description="Whether visitors without scripts pass FormSubmit's test first")

    def target(self, form: FormContext) -> FormTarget:
        recipient = quote(self.to, safe="@")
        hidden = [("_subject", form.title), ("_template", "table"), ("_next", form.thanks_url)]
        if not self.captcha:
            hidden.append(("_captcha", "false"))
        return FormTarget(
            action=f"{ORIGIN}/{recipient}",
            hidden=tuple(hidden),
            honeypot=DECOY,
            script=ScriptTarget(
                f"{ORIGIN}/ajax/{recipient}",
                encoding="multipart",
                omit=("_next", "_captcha"),
                success="success-field",
            ),
            origins=(ORIGIN,),
        )

    def missing(self, setup: Setup) -> Iterator[Missing]:
        if is_email(self.to):
            yield Missing(
                m("your address stands in the page for anybody who collects addresses"),
                m("put the random name there that FormSubmit's activation mail gives you for it"),
                ("to",),
                Severity.WARNING,
            )
        yield from reply_missing(self, setup)
