"""Formspree, a hosted service: forms arrive by e-mail and in a list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field

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
from site_gen.model.deliveries.keys import FormspreeId

ORIGIN: Final = "https://formspree.io"
DECOY: Final = "_gotcha"


class FormspreeDelivery(Delivery):
    """Posts to a form at Formspree."""

    reply_name = "email"
    facts: ClassVar[Facts] = Facts(
        label="Formspree",
        recipient="Formspree, Inc.",
        country="US",
        keeps="as its settings and your plan say",
        todo=(
            "Make a form at formspree.io and confirm your e-mail address",
            "Write the form's id into site.yaml",
        ),
        limits=(
            "The number of submissions a month depends on the plan; at most 20 a minute",
            "Going to your own thank-you page without scripts may need a paid plan",
            "A filled decoy is dropped without a word, and success is shown",
            "Does not close a form at its offer's end: what an old page sends still arrives",
        ),
        checked="2026-11-23",
        source="https://help.formspree.io/, https://github.com/formspree/formspree-js",
        sets="the form's address as action, hidden `_subject` and `_next`, the decoy `_gotcha`",
    )

    delivery: Literal["formspree"] = Field(description="formspree: Formspree keeps the requests and writes to you")
    id: FormspreeId = Field(description="What follows formspree.io/f/ in the form's address")
    project: Annotated[str, Field(pattern=r"^\d{4,30}$")] | None = Field(
        None, description="The project's number, for a form whose address has formspree.io/p/NUMBER/f/ID"
    )

    @property
    def address(self) -> str:
        """The address that the form is sent to."""
        project = f"/p/{self.project}" if self.project else ""
        return f"{ORIGIN}{project}/f/{self.id}"

    def target(self, form: FormContext) -> FormTarget:
        return FormTarget(
            action=self.address,
            hidden=(("_subject", form.title), ("_next", form.thanks_url)),
            honeypot=DECOY,
            script=ScriptTarget(self.address, omit=("_next",)),
            origins=(ORIGIN,),
        )

    def missing(self, setup: Setup) -> Iterator[Missing]:
        yield from reply_missing(self, setup)
