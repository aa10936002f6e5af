"""site-gen proposal"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Final

import click

from site_gen.cli.audit_text import client_of
from site_gen.cli.options import (
    database_option,
    find_project,
    now_option,
    project_option,
    resolve_database,
    resolve_now,
)
from site_gen.cli.proposal_text import Start, findings, proposal_text
from site_gen.cli.terminal import say, writing
from site_gen.inbox.marking import find_lead, mark_lead
from site_gen.inbox.records import Lead, Status
from site_gen.load import load_site
from site_gen.load.discovery import RESERVED_NAMES
from site_gen.load.rubric import rubric_in
from site_gen.model.audit import Audit
from site_gen.model.offer import Offer, SecondStepOffer
from site_gen.model.routes import page_address
from site_gen.model.site import Site, Translated
from site_gen.model.unlisted import new_token
from site_gen.problems import nearest

FOLDER: Final = "offers/proposals"
_NAME: Final = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")


@click.command("proposal", epilog="Example: site-gen proposal casa-blau --audit casa-blau")
@click.argument("name", metavar="NAME")
@click.option("--audit", "audit_name", metavar="NAME", help="The audit it rests on: a file in content/audits.")
@click.option("--lead", "lead_id", metavar="ID", help="The lead it is for (default: the audit's); see site-gen leads.")
@click.option(
    "--offer", "offer_name", metavar="NAME", help="The second-step offer (default: the audit's, or the only one)."
)
@database_option
@now_option
@project_option
def command(
    name: str,
    audit_name: str | None,
    lead_id: str | None,
    offer_name: str | None,
    database: str | None,
    now: str | None,
    project: Path | None,
) -> None:
    """Start a proposal for one client, from an audit, a lead and the second-step offer.

    It is written into offers/proposals/NAME.yaml; for one that is there, its address is said.

    Client, language and findings come from the audit or the lead, tiers and terms from the second-step offer. It is a
    draft and valid for two weeks; every line is yours to change. The lead is marked as proposed.
    """
    folder = find_project(project)
    if not _NAME.fullmatch(name) or name in RESERVED_NAMES:
        raise click.UsageError(f"'{name}' can't be a file's name: use small Latin letters, digits and hyphens")
    site, instant = load_site(folder).site, resolve_now(now, folder)
    if (folder / FOLDER / f"{name}.yaml").exists():
        if any((audit_name, lead_id, offer_name)):
            raise click.UsageError(f"{FOLDER}/{name}.yaml is there already; nothing was changed")
        _show(site, name, is_new=False)
        return
    audit = _audit(site, audit_name)
    wanted = lead_id or (audit.original.lead if audit else None)
    place = resolve_database(database, folder) if wanted else ""
    lead = find_lead(place, wanted) if wanted else None
    if lead_id and lead is None:
        raise click.UsageError(f"there is no lead '{lead_id}': 'site-gen leads' lists them")
    offer = _offer(site, offer_name, audit)
    _write(folder, name, proposal_text(_start(site, name, audit, lead, offer, instant)))
    if lead is not None:
        mark_lead(place, lead.id, Status.PROPOSED, instant, f"{FOLDER}/{name}.yaml")
    _show(load_site(folder).site, name, is_new=True)


def _audit(site: Site, name: str | None) -> Translated[Audit] | None:
    found = {source.slug: source for source in site.audits}
    if name is not None and name not in found:
        raise click.UsageError(f"there is no audit '{name}': {nearest(name, found) or 'see content/audits'}")
    return found[name] if name is not None else None


def _offer(site: Site, name: str | None, audit: Translated[Audit] | None) -> Translated[Offer] | None:
    """Return the second step: the one named, the audit's, or the only one that there is."""
    seconds = {source.slug: source for source in site.offers if isinstance(source.original, SecondStepOffer)}
    if name is not None and name not in seconds:
        known = nearest(name, seconds) or ("known: " + ", ".join(sorted(seconds)) if seconds else "there is none yet")
        raise click.UsageError(f"there is no second-step offer '{name}': {known}")
    following = name or (audit.original.next if audit else None)
    if following is not None:
        return seconds.get(following)
    return next(iter(seconds.values())) if len(seconds) == 1 else None


def _start(
    site: Site,
    name: str,
    audit: Translated[Audit] | None,
    lead: Lead | None,
    offer: Translated[Offer] | None,
    instant: datetime,
) -> Start:
    """Return what the audit, the lead and the offer say."""
    main = site.main.language
    spoken = next(iter(audit.versions)) if audit else lead.language if lead else main
    language = spoken if spoken in site.settings else main
    known = audit.original if audit else None
    return Start(
        client=known.client if known else client_of(lead.values if lead else {}, name),
        language=language,
        is_main_language=language == main,
        token=new_token(),
        today=instant.astimezone(site.main.zone).date(),
        lead=lead.id if lead else known.lead if known else None,
        audit=audit.slug if audit else None,
        summary=(known.summary or "") if known else "",
        findings=findings(known, rubric_in(language, site.rubric)) if known else (),
        offer_name=offer.slug if offer else None,
        offer=offer.versions.get(language, offer.original) if offer else None,
        variable=f"PROPOSAL_{name.replace('-', '_').upper()}"[:80],
    )


def _write(folder: Path, name: str, text: str) -> None:
    target = folder / FOLDER / f"{name}.yaml"
    with writing(folder):
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)


def _show(site: Site, name: str, *, is_new: bool) -> None:
    source = next(source for source in site.proposals if source.slug == name)
    say(f"{source.file} is {'ready to be filled in' if is_new else 'there'}. Its address:")
    click.echo(page_address(site.main, next(iter(source.versions)), source.original.route))
    if source.original.draft:
        say("It is a draft: site-gen preview --drafts shows it; without the line 'draft: true' it is published.")
