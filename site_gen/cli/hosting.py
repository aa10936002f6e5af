"""site-gen hosting"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from site_gen.cli.options import find_project, now_option, project_option, resolve_now

_HOSTS: Final = ("apache", "caddy", "netlify", "nginx", "vercel")


@click.command("hosting", epilog="Example: site-gen hosting nginx > /etc/nginx/site-gen.conf")
@click.argument("host", type=click.Choice(_HOSTS))
@project_option
@now_option
def command(host: str, project: Path | None, now: str | None) -> None:
    """Print the headers and redirects of the site for nginx, Caddy, Apache, Netlify or Vercel.

    HOST is apache, caddy, netlify, nginx or vercel. A build writes the files of apache, netlify and vercel itself where
    site.yaml has them in 'hosting:'; _headers and _redirects it always writes.
    """
    from site_gen.actions.hosting import hosting_text

    folder = find_project(project)
    click.echo(hosting_text(folder, resolve_now(now, folder), host), nl=False)
