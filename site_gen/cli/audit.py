"""site-gen audit"""

from __future__ import annotations

from pathlib import Path

import click

from site_gen.actions.audit import AuditRequest, start_audit
from site_gen.actions.client_file import ClientPage
from site_gen.cli.options import (
    database_option,
    find_project,
    now_option,
    project_option,
    resolve_database,
    resolve_now,
)
from site_gen.cli.refusals import as_usage_errors
from site_gen.cli.terminal import say
from site_gen.messages import m
from site_gen.model.networks import NETWORKS


@click.command("audit", epilog="Example: site-gen audit casa-blau --lead k3x9 --network instagram")
@click.argument("name", metavar="NAME")
@click.option("--lead", "lead_id", metavar="ID", help="The lead that asked for it; see site-gen leads.")
@click.option("--page", metavar="URL", help="The page to look at (default: what the lead says).")
@click.option("--network", "networks", multiple=True, type=click.Choice(list(NETWORKS)), help="Once for each network.")
@click.option(
    "--language", metavar="LANGUAGE", help="The language of the report (default: the lead's, else the site's)."
)
@click.option("--short", is_flag=True, help="Only the criteria that decide: about ten instead of 35.")
@database_option
@now_option
@project_option
def command(  # noqa: PLR0913  # one parameter an option
    name: str,
    lead_id: str | None,
    page: str | None,
    networks: tuple[str, ...],
    language: str | None,
    database: str | None,
    now: str | None,
    project: Path | None,
    *,
    short: bool,
) -> None:
    """Start the report of an audit, and say the address of one.

    It is written from the rubric into content/audits/NAME.yaml; for one that is there, its address is said.

    The rubric is yours to change: content/rubric.yaml. The report is found by its address alone, which is printed here
    and nowhere else. Its lead is marked as audited once the site is built with it, without 'draft: true'.
    """
    folder = find_project(project)
    request = AuditRequest(name, lead_id, page, networks, language, short)
    with as_usage_errors():
        made = start_audit(folder, resolve_database(database, folder), request, resolve_now(now, folder))
    show_client_page(made)


def show_client_page(page: ClientPage) -> None:
    """Report the file of a page for one client, and print its address."""
    there = m("{file} is there. Its address:", file=page.file)
    say(m("{file} is ready to be filled in. Its address:", file=page.file) if page.is_new else there)
    click.echo(page.address)
    if page.is_draft:
        say(m("It is a draft: site-gen preview --drafts shows it; without the line 'draft: true' it is published."))
