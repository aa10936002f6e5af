"""The form that accepts a proposal: its fields, and the consent text.

Receivers learn nothing about the proposal from it: labels are neutral, and tiers are numbered.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from site_gen.model.form import Form, FormField
from site_gen.model.proposal import Proposal
from site_gen.model.settings import Settings

Strings = Mapping[str, Mapping[str, object]]
"""A theme's interface texts, by language and name."""

ACCEPT_FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {"name": "name", "email": "email", "tier": "tier", "message": "message"}
)
"""The fields of the form, with the labels that receivers see."""


def is_accepted_by_form(proposal: Proposal, settings: Settings) -> bool:
    """Whether the proposal is accepted with the form, not with a link to a payment or a signature."""
    return proposal.accept.link is None and settings.proposals.accept_url is None


def accept_form(proposal: Proposal, consent: str, labels: Mapping[str, str] = ACCEPT_FIELDS) -> Form:
    """Return the form that accepts a proposal; tiers are numbered from 1."""
    name, email, tier, message = (labels[key] for key in ACCEPT_FIELDS)
    fields = [
        FormField(name="name", label=name, type="text", required=True, autocomplete="name", max_length=120),
        FormField(name="email", label=email, type="email", required=True, max_length=254),
        FormField(name="message", label=message, type="textarea", max_length=4000),
    ]
    if len(proposal.tiers) > 1:
        numbers = tuple(str(number) for number in range(1, len(proposal.tiers) + 1))
        fields.insert(0, FormField(name="tier", label=tier, type="radio", required=True, options=numbers))
    return Form(fields=tuple(fields), consent=consent)


def consent_key(proposal: Proposal) -> str:
    """Return the name of the interface text that is the consent of a proposal's form."""
    return "proposal.consent_tier" if len(proposal.tiers) > 1 else "proposal.consent"


def accept_consent(proposal: Proposal, settings: Settings, strings: Strings, language: str) -> str:
    """Return the consent text: it names the version of the proposal's wording and how the answers are used."""
    key = consent_key(proposal)
    text = str(strings.get(language, {}).get(key) or strings["en"][key])
    return text.replace("{version}", proposal.version).replace("{controller}", settings.legal.controller)
