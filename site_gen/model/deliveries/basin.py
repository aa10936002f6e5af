"""Basin, a hosted service: forms arrive by e-mail and in a list."""

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
)
from site_gen.model.deliveries.keys import BasinId, Decoy
from site_gen.problems import Severity

ORIGIN: Final = "https://usebasin.com"
DECOY: Final = "_gotcha"


class BasinDelivery(Delivery):
    """Posts to a form at Basin."""

    facts: ClassVar[Facts] = Facts(
        label="Basin",
        recipient="Basin",
        country="",
        keeps="as its settings and your plan say; spam for 30 days",
        todo=(
            "Make a form at usebasin.com and write its id into site.yaml",
            "In the form's settings name the thank-you page, and see which name its decoy has (honeypot, _gotcha)",
        ),
        limits=(
            "Without scripts every form and language ends on the one thank-you page that is set there",
            "Subject and recipients are set there too",
            "Does not close a form at its offer's end: what an old page sends still arrives",
        ),
        checked="2026-11-23",
        source="https://docs.usebasin.com/ (the decoy's name: as seen in use)",
        sets="the form's address as action, hidden `source_url`, the decoy `_gotcha` (or `honeypot:`)",
    )

    delivery: Literal["basin"] = Field(description="basin: Basin keeps the requests and writes to you")
    id: BasinId = Field(description="What follows usebasin.com/f/ in the form's address")
    honeypot: Decoy = Field(DECOY, description="The decoy's name, as the form's settings have it")

    @property
    def address(self) -> str:
        """The address that the form is sent to."""
        return f"{ORIGIN}/f/{self.id}"

    def target(self, form: FormContext) -> FormTarget:
        return FormTarget(
            action=self.address,
            hidden=(("source_url", form.page_url),),
            honeypot=self.honeypot,
            script=ScriptTarget(self.address),
            origins=(ORIGIN,),
        )

    def missing(self, setup: Setup) -> Iterator[Missing]:
        if len(setup.languages) > 1:
            yield Missing(
                m("Basin knows one thank-you page for all languages"),
                m(
                    "set the one in '{languages}' in the form's settings; with scripts each language has its own",
                    languages=setup.languages[0],
                ),
                severity=Severity.WARNING,
            )

    def reserved(self) -> Collection[str]:
        return ("source_url", "source_host", "source_path", "source_query", "source_fragment", self.honeypot)
