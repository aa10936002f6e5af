"""site-gen offers"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from site_gen.actions.evidence import offer_evidence
from site_gen.actions.ledger import record_offers
from site_gen.actions.offers import list_offers
from site_gen.cli.evidence import entry_data, entry_words, evidence_data, evidence_lines
from site_gen.cli.offer_table import offer_table, offers_data
from site_gen.cli.options import find_project, now_option, project_option, resolve_now
from site_gen.cli.problem_list import show_problems
from site_gen.cli.refusals import as_usage_errors
from site_gen.cli.terminal import counted, moment, print_json, say, tell, window
from site_gen.messages import joined, m
from site_gen.model.ledger import LEDGER_FILE


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
        raise click.UsageError(m("--record and --history don't go together"))
    folder = find_project(project)
    instant = resolve_now(now, folder)
    if record:
        _record(folder, instant, as_json=as_json)
    elif history is not None:
        _history(folder, instant, history, as_json=as_json)
    else:
        _list(folder, instant, as_json=as_json)


def _list(folder: Path, now: datetime, *, as_json: bool) -> None:
    found = list_offers(folder, now)
    if as_json:
        print_json(offers_data(found))
        return
    show_problems(found.problems)
    if not found.offers:
        say(m("there are no offers yet: write offers/NAME.yaml"))
        return
    for line in offer_table(found, window()):
        click.echo(line)


def _record(folder: Path, now: datetime, *, as_json: bool) -> None:
    done = record_offers(folder, now)
    show_problems(done.warnings)
    zone = done.site.main.zone
    if as_json:
        print_json({"ledger": LEDGER_FILE, "recorded": [entry_data(entry, zone) for entry in done.entries]})
        return
    for entry in done.entries:
        tell(joined(f"{LEDGER_FILE}:{entry.number}: {entry.offer}: ", entry_words(entry, zone)))
    found = counted(len(done.entries), "new state")
    if done.entries:
        say(
            m(
                "{found} recorded at {moment}; commit {ledger_file}",
                found=found,
                moment=moment(now.astimezone(zone)),
                ledger_file=LEDGER_FILE,
            )
        )
    else:
        say(m("nothing new: the ledger has every state that is public now"))


def _history(folder: Path, now: datetime, name: str, *, as_json: bool) -> None:
    with as_usage_errors():
        evidence = offer_evidence(folder, name, now)
    if as_json:
        print_json(evidence_data(evidence))
        return
    for line in evidence_lines(evidence):
        click.echo(line)
