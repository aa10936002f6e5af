"""site-gen plan"""

from __future__ import annotations

from pathlib import Path

import click

from site_gen.actions.planning.ahead import WEEKS, plan_ahead
from site_gen.actions.planning.plan_file import read_plan
from site_gen.cli.options import find_project, now_option, project_option, resolve_now
from site_gen.cli.plan_text import plan_data, plan_lines
from site_gen.cli.terminal import print_json, window


@click.command("plan", epilog="Example: site-gen plan --new-month 2026-12 --write   (what is ahead: site-gen plan)")
@click.option("--weeks", type=click.IntRange(1, 60), help=f"How many weeks to show ({WEEKS}).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on standard output.")
@project_option
@now_option
def command(*, weeks: int | None, as_json: bool, project: Path | None, now: str | None) -> None:
    """Show the content plan: the weeks ahead and what is late; propose a month; take responses."""
    folder = find_project(project)
    ahead = plan_ahead(read_plan(folder), resolve_now(now, folder), weeks or WEEKS)
    if as_json:
        print_json(plan_data(ahead))
        return
    for line in plan_lines(ahead, window()):
        click.echo(line)
