"""site-gen preview"""

from __future__ import annotations

from pathlib import Path

import click

from site_gen.cli.options import Number, now_option, project_option
from site_gen.cli.previewing import PORT, Wanted, run_preview


@click.command(
    "preview",
    epilog="Example: site-gen preview --open --now 2026-11-30T17:59   (the site a minute before a deadline)",
)
@project_option
@now_option
@click.option("--port", type=Number(0, 65535), help=f"Where to listen (default: {PORT}, or the next free one).")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--drafts", is_flag=True, help="Also what is a draft or scheduled.")
@click.option("--open", "open_", is_flag=True, help="Open the site in the browser.")
def command(project: Path | None, now: str | None, port: int | None, host: str, *, drafts: bool, open_: bool) -> None:
    """Show the site while you write it: each change at once, each mistake with its line.

    Forms work: what is sent arrives in an inbox on this machine ('site-gen leads'). Its own page, with all pages, the
    offers' timeline and a clock, is at /_preview/; the editor is at the other address that is printed. Nothing is
    written to output/. Ctrl-C ends it.
    """
    run_preview(Wanted(project, now, port, host, drafts=drafts, opens="site" if open_ else ""))
