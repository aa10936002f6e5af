"""Web3Forms, a hosted service: forms arrive by e-mail, without an account."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import ClassVar, Final, Literal

from pydantic import Field

from site_gen.messages import m
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
from site_gen.model.deliveries.keys import AccessKey

ORIGIN: Final = "https://api.web3forms.com"
ADDRESS: Final = f"{ORIGIN}/submit"
DECOY: Final = "botcheck"
OWN_NAMES: Final = (
    "access_key",
    "apikey",
    "attachment",
    "botcheck",
    "ccemail",
    "from_name",
    "recaptcha_response",
    "redirect",
    "replyto",
    "subject",
    "webhook",
)


class Web3FormsDelivery(Delivery):
    """Posts to Web3Forms with the owner's public key."""

    reply_name = "email"
    facts: ClassVar[Facts] = Facts(
        label="Web3Forms",
        recipient="Web3Forms",
        country="US",
        keeps="it says that submissions are not stored, and logs for about two months",
        todo=(
            "Ask for an access key at web3forms.com; it comes by e-mail",
            "Write the key into site.yaml: it is public by design",
        ),
        limits=(
            "Without scripts the thank-you page must be on the domain that the key is for; others need a paid plan",
            "Only the mail arrives: there is no list to look a lost one up in",
            "From browsers alone; a server's request needs a paid plan",
            "Does not close a form at its offer's end: what an old page sends still arrives",
        ),
        checked="2026-11-23",
        source="https://docs.web3forms.com/",
        sets="`https://api.web3forms.com/submit` as action, hidden `access_key`, `subject` and `redirect` "
        "(left out by the script), the decoy `botcheck`, a checkbox",
    )

    delivery: Literal["web3forms"] = Field(description="web3forms: Web3Forms passes each request on by e-mail")
    access_key: AccessKey = Field(description="From web3forms.com; public by design")

    def target(self, form: FormContext) -> FormTarget:
        return FormTarget(
            action=ADDRESS,
            hidden=(
                ("access_key", self.access_key),
                ("subject", form.title),
                ("redirect", form.thanks_url),
            ),
            honeypot=DECOY,
            honeypot_type="checkbox",
            # By the rules of CORS, a redirect to another origin makes a script's request fail.
            script=ScriptTarget(ADDRESS, omit=("redirect",), success="success-field"),
            origins=(ORIGIN,),
        )

    def missing(self, setup: Setup) -> Iterator[Missing]:
        if not setup.url.startswith("https://"):
            yield Missing(
                m("Web3Forms leads back to addresses that begin with https:// alone"),
                m("write the site's address with https://"),
                ("url",),
                top=True,
            )
        yield from reply_missing(self, setup)

    def reserved(self) -> Collection[str]:
        return OWN_NAMES
