"""site-gen inbox"""

from __future__ import annotations

import functools
import gc
import json
import os
import socket
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from site_gen.cli.options import Number, database_option, find_project, project_option, resolve_database
from site_gen.cli.problem_list import show_project_error
from site_gen.cli.terminal import counted, say, show_world_error
from site_gen.distribution import install_line
from site_gen.messages import m, plural
from site_gen.problems import ProjectError, WorldError

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from site_gen.inbox.backup import Restored

PORT: Final = 8099
PER_MINUTE: Final = 30
LOOPBACK: Final = ("127.0.0.1", "::1")
GRACE_SECONDS: Final = 15
KEEP_ALIVE_SECONDS: Final = 75
"""Longer than a proxy keeps an idle connection, so that the proxy closes it first."""

_STARTUP_FAILED: Final = 3
_HANDED_OVER: Final = "SITE_GEN_INBOX_WORKER"
"""The environment variable that passes the options to the worker processes."""


def _read_origins(_: click.Context, __: click.Parameter, urls: tuple[str, ...]) -> tuple[str, ...]:
    from site_gen.inbox.addresses import normal_origin

    origins = tuple(normal_origin(url) for url in urls)
    if None in origins:
        raise click.BadParameter(m("write it whole: https://www.example.com"))
    return tuple(filter(None, origins))


def _copy_options(function: Callable[..., None]) -> Callable[..., None]:
    """Add --backup and --restore, which do their work in place of the command's."""

    @click.option(
        "--backup",
        metavar="FILE",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Copy the database into a file, also while an inbox runs, and end.",
    )
    @click.option(
        "--restore",
        metavar="FILE",
        type=click.Path(dir_okay=False, exists=True, path_type=Path),
        help="Put a backup in the database's place, and end.",
    )
    @functools.wraps(function)
    def wrapped(*args: Any, backup: Path | None, restore: Path | None, **options: Any) -> None:
        if backup or restore:
            _copy(resolve_database(options["database"], options["project"]), backup, restore)
        else:
            function(*args, **options)

    return wrapped


@click.command(
    "inbox", epilog="Example: site-gen inbox --port 8099 --workers 2   (behind nginx or Caddy: site-gen help inbox)"
)
@project_option
@database_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=Number(1, 65_535), default=PORT, show_default=True, help="The port.")
@click.option("--workers", type=Number(1, 64), default=1, show_default=True, help="How many processes.")
@click.option(
    "--trusted-proxy",
    "proxies",
    metavar="ADDRESS",
    multiple=True,
    default=LOOPBACK,
    show_default=True,
    help="Whose X-Forwarded-For is believed: an address or a network. May be repeated.",
)
@click.option(
    "--origin",
    "origins",
    metavar="URL",
    multiple=True,
    callback=_read_origins,
    help="A further origin that forms may come from.",
)
@click.option(
    "--per-minute",
    type=Number(0, 100_000),
    default=PER_MINUTE,
    show_default=True,
    help="How many submissions one address may send in a minute, to each process; 0 for any number.",
)
@_copy_options
def command(  # one parameter an option
    project: Path | None,
    database: str | None,
    host: str,
    port: int,
    workers: int,
    proxies: tuple[str, ...],
    origins: tuple[str, ...],
    per_minute: int,
) -> None:
    """Receive the site's forms and keep the leads.

    What is acknowledged is stored. Forms, their fields and windows, retention and notices are those of the project;
    it is read again when its files change. Passwords for notices stand in SITE_GEN_SMTP_URL and
    SITE_GEN_TELEGRAM_TOKEN. Ends on SIGTERM or Ctrl-C, after what has arrived is stored.
    """
    folder = find_project(project)
    url = resolve_database(database, folder)
    _prepare(folder, url, host, port)
    handed = {"project": str(folder), "database": url, "origins": origins, "per_minute": per_minute}
    os.environ[_HANDED_OVER] = json.dumps(handed)
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/inbox/"
    say(m("forms are taken on {address}, Ctrl-C ends", address=address))
    gc.enable()  # __main__ disables it for short commands
    _serve(host, port, workers, proxies)


def _copy(url: str, backup: Path | None, restored: Path | None) -> None:
    """Back up the database, or put a backup back."""
    from site_gen.inbox.backup import back_up, restore
    from site_gen.inbox.database import shown_url

    if backup and restored:
        raise click.UsageError(m("--backup and --restore can't be done at once"))
    if backup:
        count = back_up(url, backup, clock())
        say(
            plural(
                "{count:,} lead backed up in {file}; it holds personal data, only you may read it",
                "{count:,} leads backed up in {file}; it holds personal data, only you may read it",
                count=count,
                file=backup,
            )
        )
    if restored:
        _say_restored(restore(url, restored, clock()), shown_url(url))


def _say_restored(done: Restored, url: str) -> None:
    say(plural("{count:,} lead put back into {url}", "{count:,} leads put back into {url}", count=done.leads, url=url))
    if done.erased:
        text = plural(
            "{count:,} lead of people whom you deleted since the backup left out",
            "{count:,} leads of people whom you deleted since the backup left out",
            count=done.erased,
        )
        say(text)
    if done.before:
        say(m("what was there before is in {file}", file=done.before))
    if done.only_before:
        text = plural(
            "{count:,} lead only there: site-gen leads --database {file}",
            "{count:,} leads only there: site-gen leads --database {file}",
            count=done.only_before,
            file=done.before,
        )
        say(text)


def _prepare(project: Path, url: str, host: str, port: int) -> None:
    """Find what would prevent the inbox from working, while a single process can still report it."""
    from site_gen.inbox.channels import notice_channels
    from site_gen.inbox.database import shown_url
    from site_gen.inbox.forms import ProjectForms

    try:
        import httptools  # noqa: F401  # imported to check that it is installed, as uvicorn would
        import starlette  # noqa: F401
        import uvicorn  # noqa: F401
    except ModuleNotFoundError as error:
        message = m("the inbox needs {name}, which isn't installed", name=error.name)
        raise WorldError(message, install_line("inbox")) from error
    forms = ProjectForms(project, say).current()
    if not forms.declared:
        message = m("no offer has a form, so there is nothing to receive")
        raise WorldError(message, m("add form: to an offer that is no draft"))
    notice_channels(forms.notify, os.environ, forms.reader)
    _check_database(url)
    _try_port(host, port)
    # Forms are not named: the name of a proposal's form is confidential.
    count = counted(len(forms.declared), "form")
    say(m("leads are kept in {url}; {forms}", url=shown_url(url), forms=count))


def _check_database(url: str) -> None:
    from site_gen.inbox.database import find_damage, shown_url
    from site_gen.inbox.store import Store

    damage = find_damage(url)
    if damage:
        raise WorldError(
            m("the inbox's database is damaged: {url}: {damage}", url=shown_url(url), damage=damage),
            m("put a backup in its place: site-gen inbox --restore FILE (site-gen help inbox)"),
        )
    Store.open(url).close()


def _try_port(host: str, port: int) -> None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            if sys.platform != "win32":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        message = m("can't listen on {host}:{port}: {why}", host=host, port=port, why=error.strerror or error)
        raise WorldError(message, m("name another one with --port or --host")) from error


def _serve(host: str, port: int, workers: int, proxies: tuple[str, ...]) -> None:
    import uvicorn

    from site_gen.inbox.connections import BoundedProtocol

    uvicorn.run(
        "site_gen.cli.inbox:worker",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        http=BoundedProtocol,  # httptools, within bounds
        lifespan="on",
        log_config=None,  # only warnings, on standard error; no line is about a visitor
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=",".join(proxies),
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


def worker() -> Starlette:
    """Return the application of one worker process, set up from the command's options."""
    from site_gen.inbox.app import make_app
    from site_gen.inbox.erased import erased_file
    from site_gen.inbox.forms import ProjectForms
    from site_gen.inbox.kept import kept_file
    from site_gen.inbox.service import Inbox, InboxSettings

    handed = json.loads(os.environ[_HANDED_OVER])
    settings = InboxSettings(
        database=handed["database"],
        per_minute=handed["per_minute"],
        origins=tuple(handed["origins"]),
        environment=os.environ,
        kept=kept_file(handed["database"], Path(handed["project"])),
        erased=erased_file(handed["database"], Path(handed["project"])),
        makes_file=False,  # the command made it, before any worker began
    )
    try:
        return make_app(Inbox(ProjectForms(Path(handed["project"]), say), settings, clock, say))
    except ProjectError as error:
        show_project_error(error)
    except WorldError as error:
        show_world_error(error)
    sys.exit(_STARTUP_FAILED)


def clock() -> datetime:
    """Return the present moment, in UTC."""
    return datetime.now(UTC)  # noqa: TID251  # the command line may read the clock; an inbox runs on for months
