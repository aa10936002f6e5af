"""site-gen verify"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from site_gen.cli.options import cache_folder, find_project, now_option, resolve_now
from site_gen.cli.projects import ForSeveral, projects_options
from site_gen.messages import m


@click.command(
    "verify",
    cls=ForSeveral,
    epilog="Example: site-gen verify --json > report.json   (by a scheduler: exit code 1 says look at it)",
)
@click.argument("where", metavar="[TARGET|URL]", required=False)
@projects_options
@now_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on standard output.")
def command(where: str | None, project: Path | None, jobs: int | None, now: str | None, *, as_json: bool) -> None:
    """Ask the live site whether what the public gets is true now: offers, files, headers, redirects, forms.

    TARGET is one of those in site.yaml, and its address is what is asked; URL is another address at which the same
    site is to be; without either it is the site's own address. Nothing is sent or changed. Exit code 1 with findings;
    notes don't count.
    """
    from site_gen.actions.errors import BadAddressError
    from site_gen.actions.verify import VerifyListener, VerifyRequest, verify
    from site_gen.builder.request import BuildRequest
    from site_gen.cli.progress import asking, building
    from site_gen.cli.refusals import as_usage_errors
    from site_gen.cli.verify_text import show
    from site_gen.processes import available_cores

    folder = find_project(project)
    clock = datetime.now(UTC).replace(microsecond=0)  # noqa: TID251  # of certificates, whatever instant is shown
    build = BuildRequest(
        project=folder,
        output=folder / "output",
        now=resolve_now(now, folder),
        jobs=jobs or available_cores(),
        cache=cache_folder(folder),
        secrets=os.environ,
    )
    with building() as builds, asking() as asked, as_usage_errors():
        listener = VerifyListener(asked)
        try:
            done = verify(VerifyRequest(build, clock, where), listener, builds)
        except BadAddressError as error:
            message = m("'{text}' is no address of a site: write https://…, without '?', '#' and '@'", text=error.text)
            raise click.BadParameter(message, param_hint="URL") from error
    show(done, as_json=as_json)
    if not done.inspection.is_good:
        sys.exit(1)
