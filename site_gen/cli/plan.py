"""site-gen plan"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path

import click

from site_gen.actions.files import writing
from site_gen.actions.planning.ahead import WEEKS, plan_ahead
from site_gen.actions.planning.plan_calendar import plan_calendar
from site_gen.actions.planning.plan_file import PlanSource, changed_plan, read_plan, topic_data, write_plan
from site_gen.actions.planning.plan_table import SHEET, csv_file, plan_table, planners, xlsx_file
from site_gen.actions.planning.proposing import next_month, propose
from site_gen.actions.planning.responses import find_responses
from site_gen.cli.options import Number, find_project, now_option, project_option, resolve_now
from site_gen.cli.plan_proposal_text import proposal_data, proposal_lines
from site_gen.cli.plan_response_text import response_data, response_lines
from site_gen.cli.plan_text import plan_data, plan_lines
from site_gen.cli.terminal import counted, print_json, say, window
from site_gen.cli.writing import Offered, write_offered
from site_gen.exports.days import ORDERS, Order
from site_gen.exports.found import Forms
from site_gen.files import write_atomically
from site_gen.messages import all_of, m
from site_gen.model.content_plan import PLAN_FILE

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("plan", epilog="Example: site-gen plan --new-month 2026-12 --write   (what is ahead: site-gen plan)")
@click.argument("more_files", metavar="", nargs=-1, type=click.Path(path_type=Path))
@click.option("--weeks", type=Number(1, 60), help=f"How many weeks to show ({WEEKS}).")
@click.option(
    "--new-month", "month", is_flag=False, flag_value="next", metavar="[YYYY-MM]",
    help="Propose a month (the next one) from the articles, cases, reviews and offers there are.",
)  # fmt: skip
@click.option("--write", is_flag=True, help="With --new-month: write the proposal into content/plan.yaml.")
@click.option("--ics", type=_FILE, metavar="FILE.ics", help="Write the plan for calendars, in the site's time zone.")
@click.option("--csv", type=_FILE, metavar="FILE.csv", help="Write the plan as a table.")
@click.option("--xlsx", type=_FILE, metavar="FILE.xlsx", help="Write the plan as a workbook.")
@click.option(
    "--for", "planner", type=click.Choice(planners()), help=f"The columns of a table: those of a planner ({SHEET})."
)
@click.option(
    "--respond", multiple=True, metavar="FILE…", type=click.Path(path_type=Path),
    help="Take what came of posts from the networks' exports of posts.",
)  # fmt: skip
@click.option("--dates", "order", type=click.Choice(ORDERS), help="Day or month first, where an export leaves it open.")
@click.option("--dry-run", is_flag=True, help="With --respond: show what would be written, and write nothing.")
@click.option("--yes", is_flag=True, help="With --respond: write without asking.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on standard output.")
@project_option
@now_option
def command(  # noqa: PLR0913  # one for each option
    *,
    more_files: tuple[Path, ...],
    weeks: int | None,
    month: str | None,
    write: bool,
    ics: Path | None,
    csv: Path | None,
    xlsx: Path | None,
    planner: str | None,
    respond: tuple[Path, ...],
    order: Order | None,
    dry_run: bool,
    yes: bool,
    as_json: bool,
    project: Path | None,
    now: str | None,
) -> None:
    """Show the content plan: the weeks ahead and what is late; propose a month; take responses.

    The plan is content/plan.yaml; nothing of it is published. 'site-gen help plan' tells all, 'site-gen help plan.yaml'
    lists the keys.
    """
    if more_files and not respond:
        raise click.UsageError(
            m("'{more_files}' is no option; files with responses come after --respond", more_files=more_files[0])
        )
    outputs = {"ics": ics, "csv": csv, "xlsx": xlsx}
    _check_words(outputs, planner, respond=bool(respond), month=month, write=write)
    for option, is_given in (("--dates", order is not None), ("--dry-run", dry_run), ("--yes", yes)):
        if is_given and not respond:
            raise click.UsageError(m("{option} is for responses: give --respond FILE with it", option=option))
    if weeks is not None and (respond or month is not None or any(outputs.values())):
        raise click.UsageError(m("--weeks says how much of the plan is shown: give it alone, or with --json"))
    if as_json and any(outputs.values()):
        raise click.UsageError(m("--json prints the plan, and the others write files: give one of them"))
    folder = find_project(project)
    source = read_plan(folder)
    at = resolve_now(now, folder)
    if month is not None:
        _propose(source, _month(month, source, at), at, write=write, as_json=as_json)
    elif respond:
        _respond(source, (*respond, *more_files), Forms(order=order), yes=yes, dry_run=dry_run, as_json=as_json)
    elif any(outputs.values()):
        _write_files(source, at, outputs, planner or SHEET)
    else:
        _show(source, at, weeks or WEEKS, as_json=as_json)


def _check_words(
    outputs: Mapping[str, Path | None], planner: str | None, *, respond: bool, month: str | None, write: bool
) -> None:
    given = [f"--{option}" for option, path in outputs.items() if path is not None]
    asked = [*given[:1], *(["--respond"] if respond else []), *(["--new-month"] if month is not None else [])]
    if len(asked) > 1:
        raise click.UsageError(m("{asked} are different things: give one of them", asked=all_of(asked)))
    if write and month is None:
        raise click.UsageError(m("--write is for proposals: give --new-month with it"))
    for option, path in outputs.items():
        if path is not None and path.suffix.lower() != f".{option}":
            raise click.BadParameter(
                m("such a file ends in .{option}: {name}.{option}", option=option, name=path.name),
                param_hint=f"--{option}",
            )
    if planner is not None and outputs["csv"] is None and outputs["xlsx"] is None:
        raise click.UsageError(m("--for is for tables: give --csv FILE.csv or --xlsx FILE.xlsx with it"))


def _month(text: str, source: PlanSource, now: datetime) -> date:
    """Return the first day of the month that is meant. Raises a usage error for one that is over."""
    today = now.astimezone(source.zone).date()
    if text == "next":
        return next_month(today)
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise click.BadParameter(
            m("'{text}' is no month; write 2026-12", text=text), param_hint="--new-month"
        ) from error
    if next_month(month) <= today:
        raise click.BadParameter(
            m("{text} is over; the next one is {next_month}", text=text, next_month=f"{next_month(today):%Y-%m}"),
            param_hint="--new-month",
        )
    return month


def _propose(source: PlanSource, month: date, now: datetime, *, write: bool, as_json: bool) -> None:
    found = propose(source.site, source.plan, month, now)
    content = changed_plan(source, {}, [topic_data(topic, source.zone) for topic in found.topics])
    if write and content is not None:
        write_plan(source, content)
    if as_json:
        print_json(proposal_data(found, is_written=write and content is not None))
        return
    for line in proposal_lines(found, window()):
        click.echo(line)
    if content is None:
        say(m("the month is full: nothing to add"))
    elif write:
        say(m("written: {plan_file}; change what you like, and look at it with site-gen plan", plan_file=PLAN_FILE))
    else:
        say(m("nothing was written; --write adds this to {plan_file}", plan_file=PLAN_FILE))


def _show(source: PlanSource, now: datetime, weeks: int, *, as_json: bool) -> None:
    ahead = plan_ahead(source, now, weeks)
    if as_json:
        print_json(plan_data(ahead))
        return
    for line in plan_lines(ahead, window()):
        click.echo(line)
    if not source.topics:
        say(m("there is no topic in {plan_file} yet: site-gen plan --new-month proposes a month", plan_file=PLAN_FILE))


def _write_files(source: PlanSource, now: datetime, paths: Mapping[str, Path | None], planner: str) -> None:
    for kind, path in paths.items():
        if path is None:
            continue
        table = plan_table(source, planner, now) if kind != "ics" else []
        content = (
            plan_calendar(source, now)
            if kind == "ics"
            else csv_file(table, planner)
            if kind == "csv"
            else xlsx_file(table, now)
        )
        with writing(path.parent):
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, content)
        what = counted(len(source.topics), "topic") if kind == "ics" else counted(len(table), "line")
        say(m("written: {path} ({what})", path=path, what=what))


def _respond(
    source: PlanSource, files: tuple[Path, ...], forms: Forms, *, yes: bool, dry_run: bool, as_json: bool
) -> None:
    found = find_responses(source, files, forms)
    offered = Offered(
        partial(response_lines, found),
        lambda is_written: response_data(found, is_written=is_written),
        None if found.content is None else partial(write_plan, source, found.content),
        unchanged=m("the plan says all of this already: nothing to write"),
        written=m("written: {plan_file}", plan_file=PLAN_FILE),
    )
    write_offered(offered, dry_run=dry_run, yes=yes, as_json=as_json)
