"""site-gen import metrics"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from site_gen.actions.metrics import MetricsRequest, find_metrics, write_metrics
from site_gen.cli.metrics_text import metrics_data, metrics_lines
from site_gen.cli.options import Number, find_project, project_option
from site_gen.cli.refusals import as_usage_errors
from site_gen.cli.writing import Offered, write_offered
from site_gen.exports.blocks import Wanted
from site_gen.exports.days import ORDERS, Order
from site_gen.exports.found import Forms
from site_gen.messages import m


@click.command(
    "metrics",
    epilog='Example: site-gen import metrics leads.xlsx --case cafe --date Day --metric "Leads" --source "The till"',
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--case", "case", required=True, metavar="NAME", help="The case: the name of its file in cases/.")
@click.option("--metric", "metrics", multiple=True, metavar="COLUMN", help="A column with numbers; may be repeated.")
@click.option("--date", "date", metavar="COLUMN", help="The column with the days, where the file's own isn't known.")
@click.option(
    "--source", metavar="TEXT", help="Where the numbers were read, as the page says it; for tables of your own."
)
@click.option(
    "--decimal", type=click.Choice([".", ","]), help="What stands before decimals, where the file leaves it open."
)
@click.option("--dates", "order", type=click.Choice(ORDERS), help="Day or month first, where the file leaves it open.")
@click.option("--year", type=Number(1990, 2100), help="The year of the last day, where days have none (TikTok).")
@click.option("--per", type=click.Choice(["day", "month"]), default="day", show_default=True,
              help="What is counted: the average per day, or totals of whole months.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on standard output; asks nothing.")
@project_option
def metrics(  # noqa: PLR0913, PLR0917  # one for each option
    files: tuple[Path, ...],
    case: str,
    metrics: tuple[str, ...],
    date: str | None,
    source: str | None,
    decimal: str | None,
    order: Order | None,
    year: int | None,
    per: str,
    project: Path | None,
    *,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Take numbers from FILES into a case: before and after with source and period, and the series of its chart.

    FILES are CSV, TSV or XLSX exports of Meta Business Suite (Instagram, Facebook), TikTok, LinkedIn, YouTube Studio,
    Google Analytics 4, VK, Telegram and Metricool, in English, Spanish or Russian; other tables with --date, --metric
    and --source. It shows what it found and what it would write, and asks on a terminal. 'site-gen help metrics' says
    where each export is found.
    """
    folder = find_project(project)
    forms = Forms(decimal=decimal, order=order, last_year=year)
    request = MetricsRequest(folder, case, files, Wanted(date, metrics), forms, per == "month", source)
    with as_usage_errors():
        found = find_metrics(request)
    offered = Offered(
        partial(metrics_lines, found),
        lambda is_written: metrics_data(found, is_written=is_written),
        partial(write_metrics, folder, found) if found.changes else None,
        unchanged=m("the case says all of this already: nothing to write"),
        written=m(
            "written: {changes}; look at the case with site-gen preview",
            changes=", ".join(file for file, _ in found.changes),
        ),
    )
    write_offered(offered, dry_run=dry_run, yes=yes, as_json=as_json)
