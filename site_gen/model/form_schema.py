"""What each form of a site accepts, for all our receivers.

A schema is the only source of accepted fields: a field that it doesn't name is never stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from site_gen.model.acceptance import accept_consent, accept_form, is_accepted_by_form
from site_gen.model.form import Form, FormField, consent_version, network_field
from site_gen.model.instants import State, Window
from site_gen.model.networks import NETWORKS
from site_gen.model.offer import Offer
from site_gen.model.proposal import Proposal
from site_gen.model.routes import offer_route, page_address, thanks_route
from site_gen.model.site import Site, Translated


@dataclass(frozen=True, slots=True)
class FieldSchema:
    """A field as the page shows it, with its limits."""

    name: str
    type: str
    label: str
    required: bool
    options: tuple[str, ...]
    networks: tuple[str, ...]
    value: str | None
    max_length: int


@dataclass(frozen=True, slots=True)
class FormSchema:
    """A form in one language. `form` is its name, `window` when it is open, `page` and `thanks` absolute addresses.

    `lead` names the lead that a proposal was made for, if the form accepts a proposal, and `token` is the secret part
    of its addresses; `title` is the offer's.
    """

    form: str
    language: str
    title: str
    fields: tuple[FieldSchema, ...]
    consent: str
    marketing_consent: str | None
    window: Window
    page: str
    thanks: str
    lead: str | None = None
    token: str | None = None

    @property
    def consent_version(self) -> str:
        return consent_version(self.consent)

    @property
    def names(self) -> frozenset[str]:
        """The names of the declared fields, including the network fields of handles."""
        handles = {network_field(field.name) for field in self.fields if field.type == "handle"}
        return frozenset({field.name for field in self.fields} | handles)

    def state(self, now: datetime) -> State:
        """Return the state of the form's window at `now`."""
        return self.window.state(now)


def form_schemas(site: Site) -> Iterator[FormSchema]:
    """Yield the forms of a site's offers in each language, and those that accept proposals; drafts are left out."""
    for source in site.offers:
        if not source.original.draft:
            for language, offer in source.versions.items():
                if offer.form is not None:
                    yield _of_offer(site, source, language, offer.form)
    for proposal in site.proposals:
        if not proposal.original.draft and is_accepted_by_form(proposal.original, site.main):
            yield _of_proposal(site, proposal)


def _of_offer(site: Site, source: Translated[Offer], language: str, form: Form) -> FormSchema:
    offer = source.versions[language]
    return FormSchema(
        form=source.slug,
        language=language,
        title=offer.title,
        fields=tuple(field_schema(field, site.main.networks) for field in form.fields),
        consent=form.consent,
        marketing_consent=form.marketing_consent,
        window=offer.window,
        page=page_address(site.main, language, offer_route(source.slug)),
        thanks=page_address(site.main, language, thanks_route(source.slug)),
    )


def _of_proposal(site: Site, source: Translated[Proposal]) -> FormSchema:
    """Return the form that accepts a proposal. It reveals neither the proposal's content nor the client."""
    language, proposal = next(iter(source.versions.items()))
    form = accept_form(proposal, accept_consent(proposal, site.main, site.theme.strings, language))
    return FormSchema(
        form=proposal.form_name,
        language=language,
        title=proposal.form_name,
        fields=tuple(field_schema(field, site.main.networks) for field in form.fields),
        consent=form.consent,
        marketing_consent=None,
        window=proposal.window,
        page=page_address(site.main, language, proposal.route),
        thanks=page_address(site.main, language, proposal.thanks_route),
        lead=proposal.lead,
        token=proposal.token,
    )


def field_schema(field: FormField, networks: Mapping[str, Any]) -> FieldSchema:
    """Return a field as receivers need it; a handle without its own networks may be on any of the owner's networks."""
    chosen = field.networks or tuple(networks) or tuple(NETWORKS)
    return FieldSchema(
        name=field.name,
        type=field.type,
        label=field.label,
        required=field.required,
        options=tuple(field.options),
        networks=chosen if field.type == "handle" else (),
        value=field.value,
        max_length=field.max_length,
    )
