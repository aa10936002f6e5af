"""The last resort: no form, but a prepared e-mail (RFC 6068) beside the contacts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, Final, Literal
from urllib.parse import quote

from pydantic import Field

from site_gen.messages import m
from site_gen.model.base import Email
from site_gen.model.deliveries.base import Delivery, Facts, FormContext, FormTarget, Missing, Setup
from site_gen.problems import Severity

LONGEST: Final = 2000
"""How many characters of an address mail programs accept."""


def mail_address(to: str, subject: str, labels: Iterable[str]) -> str:
    """Return the address of a prepared message: its subject, and a line to fill in for each label.

    UTF-8 percent-encoded, line ends as %0D%0A; labels that would make it longer than LONGEST are left out.
    """
    address = f"mailto:{quote(to, safe='@')}?subject={quote(subject, safe='')}&body="
    for label in labels:
        line = quote(f"{label.rstrip(':')}: ", safe="") + "%0D%0A"
        if len(address) + len(line) > LONGEST:
            break
        address += line
    return address


class MailtoDelivery(Delivery):
    """Shows the contacts and a button that opens a message with the form's questions in it."""

    opens_mail_program = True
    answers_without_a_lead = False
    facts: ClassVar[Facts] = Facts(
        label=m("A prepared e-mail"),
        recipient=None,
        country=None,
        keeps="as your mailbox does",
        todo=(),
        limits=(
            "There is no form: the visitor's own mail program opens, where there is one",
            "Nothing is stored, and there is no record of a consent",
            "The campaign that brought the visitor is not known",
            "Your address stands in the page",
            f"The message can't be longer than about {LONGEST} signs",
        ),
        checked="2026-11-23",
        source="RFC 6068",
        sets="no form: a button with the address of a message, the fields' labels as lines in it",
    )

    delivery: Literal["mailto"] = Field(
        description="mailto: no form; the button opens a message in the visitor's e-mail program"
    )
    email: Email | None = Field(None, description="contact.email where left out")

    @property
    def goes(self) -> str:
        return m("by e-mail")

    def target(self, form: FormContext) -> FormTarget:
        to = self.email or form.email
        return FormTarget(action="", mail=mail_address(to, form.title, form.labels))

    def missing(self, setup: Setup) -> Iterator[Missing]:
        if setup.forms:
            yield Missing(
                m("there will be no form, only a prepared e-mail: no lead is stored, no consent is recorded"),
                m("choose a delivery that takes forms (site-gen help forms); keep mailto as the last resort"),
                ("delivery",),
                Severity.WARNING,
            )
        for offer, form in setup.forms:
            labels = [field.label for field in form.fields if field.type != "hidden"]
            lines = mail_address(self.email or setup.email, "x" * 80, labels).count("%0D%0A")
            if lines < len(labels):
                yield Missing(
                    m("the prepared e-mail has room for {lines} of {count} questions", lines=lines, count=len(labels)),
                    m("shorten the labels, or ask for less"),
                    ("form", "fields"),
                    Severity.WARNING,
                    offer,
                )
