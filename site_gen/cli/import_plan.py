"""site-gen import plan"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from site_gen.actions.planning.plan_file import read_plan, write_plan
from site_gen.actions.planning.plan_import import find_topics
from site_gen.actions.planning.planner_rows import Said
from site_gen.cli.options import find_project, project_option
from site_gen.cli.plan_import_text import import_data, import_lines
from site_gen.cli.writing import Offered, write_offered
from site_gen.exports.days import ORDERS, Order
from site_gen.exports.planners import column_names
from site_gen.messages import listed, m
from site_gen.model.content_plan import PLAN_FILE
from site_gen.model.networks import NETWORKS
from site_gen.nearest import nearest


@click.command("plan", epilog="Example: site-gen import plan calendar.xlsx --dates dmy --dry-run")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--network", "networks", multiple=True, metavar="ID", type=click.Choice(tuple(NETWORKS)),
    help="Where posts go whose file doesn't say it; may be repeated.",
)  # fmt: skip
@click.option(
    "--column", "columns", multiple=True, metavar="WHAT=HEADER",
    help="What a column with a header of your own holds, such as topic=Asunto; may be repeated.",
)  # fmt: skip
@click.option("--client", metavar="NAME", help="Whose rows to take, where a sheet has several clients.")
@click.option("--dates", "order", type=click.Choice(ORDERS), help="Day or month first, where the file leaves it open.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on standard output; asks nothing.")
@project_option
def plan(  # noqa: PLR0913  # one for each option
    files: tuple[Path, ...],
    networks: tuple[str, ...],
    columns: tuple[str, ...],
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
    headers in English, Spanish, Catalan, Russian or Ukrainian, or those that you name with --column, and calendars
    (.ics). It shows what it found and what it
    would write, and asks on a terminal. A second time it changes nothing. 'site-gen help plan' lists the columns.
    """
    source = read_plan(find_project(project))
    found = find_topics(source, files, Said(networks, order, client, columns=_named(columns)))
    offered = Offered(
        partial(import_lines, found),
        lambda is_written: import_data(found, is_written=is_written),
        None if found.content is None else partial(write_plan, source, found.content),
        unchanged=m("the plan says all of this already: nothing to write"),
        written=m("written: {plan_file}; look at it with site-gen plan", plan_file=PLAN_FILE),
    )
    write_offered(offered, dry_run=dry_run, yes=yes, as_json=as_json)


def _named(columns: tuple[str, ...]) -> dict[str, str]:
    """Return the headers that were named, by what their columns hold. Raises a usage error for what can't be one."""
    named: dict[str, str] = {}
    for text in columns:
        name, _, header = (part.strip() for part in text.partition("="))
        if name not in column_names() or not header:
            near = nearest(name, column_names())
            message = m("'{text}' should be WHAT=HEADER, such as topic=Asunto", text=text)
            known = m("WHAT is {names}", names=", ".join(column_names()))
            raise click.BadParameter(
                listed([message, *([near] if near and header else []), known], "; "), param_hint="--column"
            )
        if named.setdefault(name, header) != header:
            message = m(
                "'{name}' is said to be in two columns: {first} and {second}",
                name=name,
                first=named[name],
                second=header,
            )
            raise click.BadParameter(message, param_hint="--column")
    return named
