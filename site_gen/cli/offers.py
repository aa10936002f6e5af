"""site-gen offers"""

from __future__ import annotations

import shutil
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from site_gen.actions.ledger import misleading_at, record_offers
from site_gen.cli.evidence import entry_data, entry_words, evidence, evidence_data
from site_gen.cli.offer_table import changes, listed, offer_table
from site_gen.cli.options import find_project, now_option, project_option, resolve_now
from site_gen.cli.terminal import counted, moment, print_json, say, show_problems
from site_gen.load import load_site
from site_gen.load.locator import Locator
from site_gen.model.ledger import LEDGER_FILE
from site_gen.problems import nearest


@click.command(
    "offers", epilog="Example: site-gen offers --history autumn-start   (what was offered when, as evidence)"
)
@project_option
@now_option
@click.option(
    "--record", is_flag=True, help="Write what is public now into offers/ledger.jsonl. Do it after uploading."
)
@click.option("--history", metavar="NAME", help="Print what the ledger proves of an offer.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on standard output.")
def command(project: Path | None, now: str | None, history: str | None, *, record: bool, as_json: bool) -> None:
    """List the offers: state, price, window, and what changes when.

    All times are those of the site's own zone. With --record the states that are public now are appended to
    offers/ledger.jsonl, once each; keep that file in version control. It is the evidence for former prices and for
    deadlines, and what later changes are held against.
    """
    if record and history is not None:
        raise click.UsageError("--record and --history don't go together")
    folder = find_project(project)
    instant = resolve_now(now, folder)
    if record:
        _record(folder, instant, as_json=as_json)
    elif history is not None:
        _history(folder, instant, history, as_json=as_json)
    else:
        _list(folder, instant, as_json=as_json)


def _list(folder: Path, now: datetime, *, as_json: bool) -> None:
    loaded = load_site(folder)
    problems = [*loaded.warnings, *Locator(folder).problems(misleading_at(loaded.site, now))]
    rows, coming = listed(loaded.site, now), changes(loaded.site, now)
    if as_json:
        print_json({"now": now.astimezone(loaded.site.main.zone).isoformat(), "offers": rows, "changes": coming})
        return
    show_problems(sorted(problems))
    if not rows:
        say("there are no offers yet: write offers/NAME.yaml")
        return
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    for line in offer_table(loaded.site, now, rows, coming, width):
        click.echo(line)


def _record(folder: Path, now: datetime, *, as_json: bool) -> None:
    done = record_offers(folder, now)
    show_problems(done.warnings)
    zone = done.site.main.zone
    if as_json:
        print_json({"ledger": LEDGER_FILE, "recorded": [entry_data(entry, zone) for entry in done.entries]})
        return
    for entry in done.entries:
        click.echo(f"{LEDGER_FILE}:{entry.number}: {entry.offer}: {entry_words(entry, zone)}")
    found = counted(len(done.entries), "new state")
    if done.entries:
        say(f"{found} recorded at {moment(now.astimezone(zone))}; commit {LEDGER_FILE}")
    else:
        say("nothing new: the ledger has every state that is public now")


def _history(folder: Path, now: datetime, name: str, *, as_json: bool) -> None:
    site = load_site(folder).site
    if name not in site.ledger.offers:
        there = {source.slug for source in site.offers}
        hint = nearest(name, {*site.ledger.offers, *there})
        if name in there:
            raise click.UsageError(f"the ledger has nothing of '{name}' yet: run site-gen offers --record")
        raise click.UsageError(f"there is no offer '{name}', and there was none{': ' + hint if hint else ''}")
    if as_json:
        data: dict[str, Any] = evidence_data(site, name, now)
        print_json(data)
        return
    for line in evidence(site, name, now):
        click.echo(line)
