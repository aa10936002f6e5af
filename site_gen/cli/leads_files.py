"""site-gen leads export, site-gen leads import"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
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
from site_gen.cli.terminal import say
from site_gen.files import write_atomically
from site_gen.inbox.d1 import LARGEST, D1FormatError, read_leads
from site_gen.inbox.erased import ErasedFile, not_erased
from site_gen.inbox.query import lead_data, whole_data
from site_gen.inbox.records import Lead
from site_gen.inbox.spreadsheet import BOM, SEPARATORS, spreadsheet
from site_gen.inbox.store import Store
from site_gen.inert import inert_json, inert_lines
from site_gen.messages import m, plural

_PUBLISHED: Final = frozenset({"static", "output"})
"""Folders of a project whose files are put online as they are."""

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
    phone numbers as '+34 too. JSON has every text as it was sent, and of one person (--email) also the history with its
    notes. Excel in most of Europe wants --separator semicolon. A file in a project is named in a .gitignore beside it.
    """
    if out is not None:
        _refuse_published(out)
    leads: list[Lead] = []
    whole: list[dict[str, object]] = []
    with place.store() as store:
        if store is not None:
            leads = find_chosen(store, choice.wanted(place.zone, email=email))
            whole = list(_whole(store, leads, history=email is not None)) if format_ == "json" else []
    if format_ == "json":
        text = inert_json(json.dumps(whole, ensure_ascii=False, indent=2)) + "\n"
    else:
        text = (BOM if bom else "") + spreadsheet(leads, place.zone, SEPARATORS[separator])
    if out is None:
        _print(text)
    else:
        _write(out, text)
        say(plural("{count:,} lead written to {file}", "{count:,} leads written to {file}", count=len(leads), file=out))


def _whole(store: Store, leads: list[Lead], *, history: bool) -> Iterator[dict[str, object]]:
    """Yield leads as plain data, with everything that is kept of them if `history`."""
    for lead in leads:
        yield whole_data(lead, store.events(lead.id), store.deliveries(lead.id)) if history else lead_data(lead)


def _refuse_published(out: Path) -> None:
    """Raise a usage error for a file that would be put online with the site."""
    file = out.absolute()
    for folder in file.parents:
        inside = file.relative_to(folder).parts[0]
        if (folder / "site.yaml").is_file() and inside in _PUBLISHED:
            text = m(
                "{file} would be put online: everything in {folder}/ is published; write it elsewhere, such as to "
                ".inbox/leads.csv",
                file=out,
                folder=inside,
            )
            raise click.UsageError(text)


def _print(text: str) -> None:
    """Write to standard output: unchanged into a pipe; on a terminal, without characters that could control it."""
    if sys.stdout.isatty():
        show(inert_lines(text.removeprefix(BOM).rstrip("\r\n")))
        return
    click.echo(text.encode(), nl=False)


def _write(out: Path, text: str) -> None:
    """Write a file atomically, readable only by its owner, and out of version control: it contains personal data."""
    with writing(out):
        if out.absolute().parent.is_dir() and _keep_from_version_control(out.absolute()):
            ignore = out.parent / ".gitignore"
            say(m("{file} is named in {ignore}, so that git leaves it alone", file=out.name, ignore=ignore))
        write_atomically(out, text.encode(), mode=0o600)


def _keep_from_version_control(file: Path) -> bool:
    """Name a file in the .gitignore beside it, if it is in a project or a repository and nothing there fits it yet.

    Return whether a line was added.
    """
    if not any((folder / mark).exists() for folder in file.parents for mark in (".git", "site.yaml")):
        return False
    ignore = file.parent / ".gitignore"
    line = "/" + re.sub(r"([*?\[\]\\!# ])", r"\\\1", file.name)
    text = ignore.read_text(encoding="utf-8") if ignore.is_file() else ""
    patterns = [known.strip() for known in text.splitlines()]
    if line in patterns or any(known and fnmatchcase(file.name, known.lstrip("/")) for known in patterns):
        return False
    end = "" if not text or text.endswith("\n") else "\n"
    write_atomically(ignore, f"{text}{end}{line}\n".encode())
    return True


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

    They join those of the inbox. What was taken in before is known again, so the same file may come twice. A lead that
    you deleted here doesn't come back; delete it there too.
    """
    try:
        content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            most = LARGEST // 1_000_000
            raise click.UsageError(m("{file} can't be taken in: it has more than {most} MB", file=file.name, most=most))
        leads = read_leads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise click.UsageError(m("{file} can't be taken in: it is not UTF-8", file=file.name)) from error
    except D1FormatError as error:
        text = m(
            "{file} can't be taken in: {why}; make it with: {command}",
            file=file.name,
            why=str(error),
            command=_WRANGLER,
        )
        raise click.UsageError(text) from error
    wanted = not_erased(leads, ErasedFile(place.erased_file).marks())
    with Store.open(place.url) as store:
        new = sum(stored.is_new for stored in store.add(wanted, are_live=False))
    say(
        plural(
            "{count:,} lead read: {new:,} new, {known:,} here already",
            "{count:,} leads read: {new:,} new, {known:,} here already",
            count=len(leads),
            new=new,
            known=len(wanted) - new,
        )
    )
    if len(wanted) < len(leads):
        say(
            plural(
                "{count:,} lead that you deleted here left out: delete them there too",
                "{count:,} leads that you deleted here left out: delete them there too",
                count=len(leads) - len(wanted),
            )
        )
