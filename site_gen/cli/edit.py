"""site-gen edit"""

from __future__ import annotations

from pathlib import Path

import click

from site_gen.cli.options import Number, now_option, project_option
from site_gen.cli.previewing import Wanted, run_preview


@click.command("edit", epilog="Example: site-gen edit   (the browser opens; Ctrl-C ends it)")
@project_option
@now_option
@click.option("--port", type=Number(0, 65535), help="Where to listen (default: 8000, or the next free one).")
@click.option("--no-open", is_flag=True, help="Don't open the browser: print the address alone.")
def command(project: Path | None, now: str | None, port: int | None, *, no_open: bool) -> None:
    """Write offers, cases and texts in the browser: forms over the project's files, with the page beside.

    What you don't change keeps every byte. Every save can be undone, tomorrow too. The address has a key for this
    run: keep it to yourself. See 'site-gen help editor'.
    """
    run_preview(Wanted(project, now, port, opens="" if no_open else "editor", first="editor"))
