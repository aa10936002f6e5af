"""site-gen import plan"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from site_gen.actions.planning.plan_file import read_plan, write_plan
from site_gen.actions.planning.plan_import import find_topics
from site_gen.actions.planning.planner_rows import Said
from site_gen.cli.options import find_project, project_option
from site_gen.cli.plan_import_text import import_data, import_lines
from site_gen.cli.terminal import agrees, print_json, say, window
from site_gen.exports.days import ORDERS, Order
from site_gen.messages import m
from site_gen.model.content_plan import PLAN_FILE
from site_gen.model.networks import NETWORKS


@click.command("plan", epilog="Example: site-gen import plan calendar.xlsx --dates dmy --dry-run")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--network", "networks", multiple=True, metavar="ID", type=click.Choice(tuple(NETWORKS)),
    help="Where posts go whose file doesn't say it; may be repeated.",
)  # fmt: skip
@click.option("--client", metavar="NAME", help="Whose rows to take, where a sheet has several clients.")
@click.option("--dates", "order", type=click.Choice(ORDERS), help="Day or month first, where the file leaves it open.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on standard output; asks nothing.")
@project_option
def plan(  # one for each option
    files: tuple[Path, ...],
    networks: tuple[str, ...],
    client: str | None,
    order: Order | None,
    project: Path | None,
    *,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Take topics from planners and calendars into content/plan.yaml.

    FILES are CSV, TSV or XLSX tables of Metricool, Publer, Buffer, Hootsuite, Notion, Trello or your own sheets, with
    headers in English, Spanish, Catalan, Russian or Ukrainian, and calendars (.ics). It shows what it found and what it
    would write, and asks on a terminal. A second time it changes nothing. 'site-gen help plan' lists the columns.
    """
    source = read_plan(find_project(project))
    found = find_topics(source, files, Said(networks, order, client))
    is_written = found.content is not None and not dry_run
    if as_json:
        if found.content is not None and is_written:
            write_plan(source, found.content)
        print_json(import_data(found, is_written=is_written))
        return
    for line in import_lines(found, window()):
        click.echo(line)
    if found.content is None:
        say(m("the plan says all of this already: nothing to write"))
    elif dry_run:
        say(m("nothing was written (--dry-run)"))
    elif yes or not sys.stdin.isatty() or agrees(m("Write this?")):
        write_plan(source, found.content)
        say(m("written: {plan_file}; look at it with site-gen plan", plan_file=PLAN_FILE))
    else:
        say(m("nothing was written"))
