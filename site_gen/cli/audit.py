"""site-gen audit"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import click

from site_gen.cli.audit_text import Start, audit_text, client_of, networks_of, page_of
from site_gen.cli.options import (
    database_option,
    find_project,
    now_option,
    project_option,
    resolve_database,
    resolve_now,
)
from site_gen.cli.terminal import say, writing
from site_gen.inbox.marking import find_lead, mark_lead
from site_gen.inbox.records import Lead, Status
from site_gen.load import load_site
from site_gen.load.discovery import RESERVED_NAMES
from site_gen.load.rubric import rubric_in
from site_gen.model.audit import Audit
from site_gen.model.networks import NETWORKS
from site_gen.model.offer import FirstStepOffer
from site_gen.model.routes import page_address, unlisted_route
from site_gen.model.site import Site, Translated
from site_gen.model.unlisted import new_token

FOLDER: Final = "content/audits"
_NAME: Final = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")


@click.command("audit", epilog="Example: site-gen audit casa-blau --lead k3x9 --network instagram")
@click.argument("name", metavar="NAME")
@click.option("--lead", "lead_id", metavar="ID", help="The lead that asked for it; see site-gen leads.")
@click.option("--page", metavar="URL", help="The page to look at (default: what the lead says).")
@click.option("--network", "networks", multiple=True, type=click.Choice(list(NETWORKS)), help="Once for each network.")
@click.option("--language", metavar="LANG", help="The language of the report (default: the lead's, else the site's).")
@database_option
@now_option
@project_option
def command(  # one parameter an option
    name: str,
    lead_id: str | None,
    page: str | None,
    networks: tuple[str, ...],
    language: str | None,
    database: str | None,
    now: str | None,
    project: Path | None,
) -> None:
    """Start the report of an audit, and say the address of one.

    It is written from the rubric into content/audits/NAME.yaml; for one that is there, its address is said.

    The rubric is yours to change: content/rubric.yaml. The report is found by its address alone, which is printed here
    and nowhere else.
    """
    folder = find_project(project)
    if not _NAME.fullmatch(name) or name in RESERVED_NAMES:
        raise click.UsageError(f"'{name}' can't be a file's name: use small Latin letters, digits and hyphens")
    site = load_site(folder).site
    asked = any((lead_id, page, networks, language))
    if (folder / FOLDER / f"{name}.yaml").exists():
        if asked:
            raise click.UsageError(f"{FOLDER}/{name}.yaml is there already; nothing was changed")
        _show(site, name, is_new=False)
        return
    instant = resolve_now(now, folder)
    place = resolve_database(database, folder) if lead_id else ""
    lead = _lead(place, lead_id) if lead_id else None
    start = _start(site, name, lead, instant.astimezone(site.main.zone).date())
    start = _overridden(start, site, page, networks, language)
    _write(folder, name, audit_text(start, rubric_in(start.language, site.rubric)))
    if lead is not None:
        mark_lead(place, lead.id, Status.AUDITED, instant, f"{FOLDER}/{name}.yaml")
    _show(load_site(folder).site, name, is_new=True)


def _lead(database: str, lead_id: str) -> Lead:
    lead = find_lead(database, lead_id)
    if lead is None:
        raise click.UsageError(f"there is no lead '{lead_id}': 'site-gen leads' lists them")
    return lead


def _start(site: Site, name: str, lead: Lead | None, today: date) -> Start:
    """Return what the lead and the project say."""
    values = lead.values if lead else {}
    page = page_of(values)
    language = lead.language if lead and lead.language in site.settings else site.main.language
    return Start(
        client=client_of(values, name),
        page=page,
        networks=networks_of(page),
        date=today,
        language=language,
        is_main_language=language == site.main.language,
        token=new_token(),
        lead=lead.id if lead else None,
        next=_next(site, lead),
        variable=f"AUDIT_{name.replace('-', '_').upper()}"[:80],
    )


def _next(site: Site, lead: Lead | None) -> str | None:
    """Return the second step that follows the lead's first one, else the only one that the site has."""
    asked = next((offer.original for offer in site.offers if lead and offer.slug == lead.form), None)
    if isinstance(asked, FirstStepOffer) and asked.next:
        return asked.next
    seconds = [offer.slug for offer in site.offers if offer.original.kind == "second-step"]
    return seconds[0] if len(seconds) == 1 else None


def _overridden(start: Start, site: Site, page: str | None, networks: tuple[str, ...], language: str | None) -> Start:
    """Return the start with what the options say in its place."""
    if page is not None:
        read = page_of({"page": page})
        if read is None:
            raise click.BadParameter(f"'{page}' is not a web address", param_hint="--page")
        start = replace(start, page=read, networks=networks_of(read))
    if language is not None:
        if language not in site.settings:
            languages = ", ".join(site.settings)
            raise click.BadParameter(f"'{language}' is not one of the site's: {languages}", param_hint="--language")
        start = replace(start, language=language, is_main_language=language == site.main.language)
    return replace(start, networks=networks) if networks else start


def _write(folder: Path, name: str, text: str) -> None:
    target = folder / FOLDER / f"{name}.yaml"
    with writing(folder):
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)


def _show(site: Site, name: str, *, is_new: bool) -> None:
    source: Translated[Audit] = next(source for source in site.audits if source.slug == name)
    say(f"{source.file} is {'ready to be filled in' if is_new else 'there'}. Its address:")
    click.echo(page_address(site.main, next(iter(source.versions)), unlisted_route("audit", source.original.token)))
    if source.original.draft:
        say("It is a draft: site-gen preview --drafts shows it; without the line 'draft: true' it is published.")
