"""site-gen leads export, site-gen leads import"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import BinaryIO, Final

import click

from site_gen.actions.files import writing
from site_gen.cli.leads_options import (
    LeadFilterOptions,
    LeadStoreOptions,
    choice_options,
    find_chosen,
    place_options,
    show,
)
from site_gen.cli.terminal import counted, say
from site_gen.files import write_atomically
from site_gen.inbox.d1 import D1FormatError, read_leads
from site_gen.inbox.query import lead_data
from site_gen.inbox.records import Lead
from site_gen.inbox.sanitize import inert_json, inert_lines
from site_gen.inbox.spreadsheet import BOM, SEPARATORS, spreadsheet
from site_gen.inbox.store import Store

_WRANGLER: Final = "npx wrangler d1 execute NAME --remote --json --command 'select * from leads' > FILE"


@click.command(
    "export",
    short_help="Write leads as CSV or JSON, also all of a person.",
    epilog="Example: site-gen leads export --since 2026-01-01 --bom --out leads.csv",
)
@choice_options
@click.option("--email", metavar="ADDRESS", help="All of one person, who asks what is kept of them.")
@click.option(
    "--format", "format_", type=click.Choice(["csv", "json"]), default="csv", show_default=True, help="For whom it is."
)
@click.option(
    "--separator", type=click.Choice(list(SEPARATORS)), default="comma", show_default=True, help="Between CSV's cells."
)
@click.option("--bom", is_flag=True, help="Begin with a byte order mark, so that Excel reads CSV as UTF-8.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A file, readable by you alone.")
@place_options
def export_command(
    place: LeadStoreOptions,
    choice: LeadFilterOptions,
    email: str | None,
    format_: str,
    separator: str,
    out: Path | None,
    *,
    bom: bool,
) -> None:
    """Write leads as CSV for a spreadsheet or as JSON for a program, to standard output or a file.

    In CSV a cell that a spreadsheet would calculate begins with an apostrophe: everything after =, +, - or @, so
    phone numbers as '+34 too. JSON has every text as it was sent. Excel in most of Europe wants --separator semicolon.
    """
    leads: list[Lead] = []
    with place.store() as store:
        if store is not None:
            leads = find_chosen(store, choice.wanted(place.zone, email=email))
    if format_ == "json":
        text = inert_json(json.dumps([lead_data(lead) for lead in leads], ensure_ascii=False, indent=2)) + "\n"
    else:
        text = (BOM if bom else "") + spreadsheet(leads, place.zone, SEPARATORS[separator])
    if out is None:
        _print(text)
    else:
        _write(out, text)
        say(f"{counted(len(leads), 'lead')} written to {out}")


def _print(text: str) -> None:
    """Write to standard output: unchanged into a pipe; on a terminal, without characters that could control it."""
    if sys.stdout.isatty():
        show(inert_lines(text.removeprefix(BOM).rstrip("\r\n")))
        return
    click.echo(text.encode(), nl=False)


def _write(out: Path, text: str) -> None:
    """Write a file atomically, readable only by its owner: it contains personal data."""
    with writing(out):
        write_atomically(out, text.encode(), mode=0o600)


@click.command(
    "import",
    short_help="Take in the leads that the Cloudflare delivery stored.",
    epilog="Example: site-gen leads import leads.json   (- for standard input)",
)
@click.argument("file", type=click.File("rb"))
@place_options
def import_command(file: BinaryIO, place: LeadStoreOptions) -> None:
    """Take in the leads that the Cloudflare delivery stored, as wrangler prints them.

    \b
    npx wrangler d1 execute NAME --remote --json --command 'select * from leads' > FILE

    They join those of the inbox. What was taken in before is known again, so the same file may come twice; a lead
    that you deleted here comes back unless it is deleted there too.
    """
    try:
        leads = read_leads(file.read().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{file.name} can't be taken in: it is not UTF-8") from error
    except D1FormatError as error:
        raise click.UsageError(f"{file.name} can't be taken in: {error}; make it with: {_WRANGLER}") from error
    with Store.open(place.url) as store:
        new = sum(stored.is_new for stored in store.add(leads, are_live=False))
    say(f"{counted(len(leads), 'lead')} read: {new:,} new, {len(leads) - new:,} here already")
