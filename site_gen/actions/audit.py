"""Starts the report of an audit: a file with the whole rubric or its short form, prefilled from the lead."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Final

from site_gen.actions.audit_file import AuditStart, audit_text, client_of, networks_of, page_of
from site_gen.actions.client_file import ClientPage, check_name, client_page, known_lead, password_variable, write_new
from site_gen.actions.errors import AlreadyThereError, BadAddressError, NamedThing, UnknownNameError
from site_gen.inbox.records import Lead
from site_gen.load import load_site
from site_gen.load.rubric import rubric_in
from site_gen.model.routes import unlisted_route
from site_gen.model.rubric import decisive
from site_gen.model.site import Site
from site_gen.model.unlisted import new_token

FOLDER: Final = "content/audits"


@dataclass(frozen=True, slots=True)
class AuditRequest:
    """The name of the audit, the lead's id, and values that override the lead's answers.

    A `short` one asks for the criteria that decide alone.
    """

    name: str
    lead: str | None = None
    page: str | None = None
    networks: tuple[str, ...] = ()
    language: str | None = None
    short: bool = False

    @property
    def file(self) -> str:
        return f"{FOLDER}/{self.name}.yaml"

    @property
    def is_name_alone(self) -> bool:
        """Whether only the name is given."""
        return not any((self.lead, self.page, self.networks, self.language, self.short))


def start_audit(project: Path, database: str, request: AuditRequest, now: datetime) -> ClientPage:
    """Write the file of an audit; if the file exists already, return its page.

    `database` is the inbox's. Raises ProjectError, WorldError, and ActionError if the request can't be fulfilled,
    including an existing file if more than the name is given.
    """
    check_name(request.name)
    site = load_site(project).site
    if (project / request.file).exists():
        if not request.is_name_alone:
            raise AlreadyThereError((request.file,))
        return _page(site, request, is_new=False)
    lead = known_lead(database, request.lead) if request.lead else None
    write_new(project, request.file, audit_source(site, request, lead, now))
    return _page(load_site(project).site, request, is_new=True)


def audit_source(site: Site, request: AuditRequest, lead: Lead | None, now: datetime) -> str:
    """Return the text of a new audit's file. Raises ActionError for a page or a language that can't be."""
    start = _as_requested(_start(site, request.name, lead, now.astimezone(site.main.zone).date()), site, request)
    rubric = rubric_in(start.language, site.rubric)
    return audit_text(start, decisive(rubric) if request.short else rubric)


def _page(site: Site, request: AuditRequest, *, is_new: bool) -> ClientPage:
    source = next(source for source in site.audits if source.slug == request.name)
    return client_page(site, source, unlisted_route("audit", source.original.token), is_new=is_new)


def _start(site: Site, name: str, lead: Lead | None, today: date) -> AuditStart:
    """Return the start of an audit, prefilled from the lead and the project."""
    values = lead.values if lead else {}
    page = page_of(values)
    language = lead.language if lead and lead.language in site.settings else site.main.language
    return AuditStart(
        client=client_of(values, name),
        page=page,
        networks=networks_of(page),
        date=today,
        language=language,
        is_main_language=language == site.main.language,
        token=new_token(),
        lead=lead.id if lead else None,
        next=_next(site, lead),
        variable=password_variable("AUDIT", name),
        notes=site.main.language,
    )


def _next(site: Site, lead: Lead | None) -> str | None:
    """Return the second step that follows the lead's first step, else the site's only second step."""
    asked = next((offer.original for offer in site.offers if lead and offer.slug == lead.form), None)
    if asked is not None and asked.second_step:
        return asked.second_step
    seconds = [offer.slug for offer in site.offers if offer.original.kind == "second-step"]
    return seconds[0] if len(seconds) == 1 else None


def _as_requested(start: AuditStart, site: Site, request: AuditRequest) -> AuditStart:
    """Return the start with the values of the request."""
    page, language = request.page, request.language
    if page is not None:
        read = page_of({"page": page})
        if read is None:
            raise BadAddressError(page)
        start = replace(start, page=read, networks=networks_of(read))
    if language is not None:
        if language not in site.settings:
            raise UnknownNameError(NamedThing.LANGUAGE, language, tuple(site.settings))
        start = replace(start, language=language, is_main_language=language == site.main.language)
    return replace(start, networks=request.networks) if request.networks else start
