"""site-gen import"""

from __future__ import annotations

import click

from site_gen.cli.import_metrics import metrics


@click.group(
    "import", epilog="Example: site-gen import metrics followers.csv --case coffee-shop   (what it would do: --dry-run)"
)
def command() -> None:
    """Bring numbers from the networks' own exports into a case."""


command.add_command(metrics)
