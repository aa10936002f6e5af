"""site-gen proposal"""

from __future__ import annotations

from pathlib import Path

import click

from site_gen.actions.proposal import ProposalRequest, start_proposal
from site_gen.cli.audit import show_client_page
from site_gen.cli.options import (
    database_option,
    find_project,
    now_option,
    project_option,
    resolve_database,
    resolve_now,
)
from site_gen.cli.refusals import as_usage_errors


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
    draft and valid for two weeks; every line is yours to change. Its lead is marked as
    proposed once the site is built with it, without 'draft: true'.
    """
    folder = find_project(project)
    request = ProposalRequest(name, audit_name, lead_id, offer_name)
    with as_usage_errors():
        made = start_proposal(folder, resolve_database(database, folder), request, resolve_now(now, folder))
    show_client_page(made)
