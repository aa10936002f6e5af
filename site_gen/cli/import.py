"""site-gen import"""

from __future__ import annotations

import click

from site_gen.cli.import_metrics import metrics
from site_gen.cli.import_plan import plan
from site_gen.cli.import_site import site


@click.group(
    "import", epilog="Example: site-gen import metrics followers.csv --case coffee-shop   (what it would do: --dry-run)"
)
def command() -> None:
    """Bring in numbers from the networks' own exports, a content plan, or a whole site of another generator."""


command.add_command(metrics)
command.add_command(plan)
command.add_command(site)
