"""site-gen import site"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from site_gen.cli.options import find_project
from site_gen.cli.progress import steps
from site_gen.cli.terminal import counted, print_json, say, window
from site_gen.files import real_path
from site_gen.messages import m

if TYPE_CHECKING:
    from site_gen.importers.foreign import ForeignSite

GENERATORS = ("hugo", "jekyll", "pelican", "eleventy", "astro", "nikola", "wordpress", "html")


@click.command(
    "site", epilog="Example: site-gen import site ../old-blog --into my-site   (what it would do: --dry-run)"
)
@click.argument("folder", metavar="FOLDER", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--into",
    "into",
    metavar="PROJECT",
    type=click.Path(file_okay=False, path_type=Path),
    help="The project; a new one is started where there is none (default: the nearest folder up with a site.yaml).",
)
@click.option(
    "--from",
    "generator",
    type=click.Choice(GENERATORS),
    help="What the site was made with, where it isn't told by its files.",
)
@click.option(
    "--fetch-pictures", is_flag=True, help="Fetch the pictures that lie on other sites, into content/images/fetched."
)
@click.option("--details", is_flag=True, help="List every change and everything that was left, with file and line.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on standard output.")
def site(
    folder: Path,
    into: Path | None,
    generator: str | None,
    *,
    fetch_pictures: bool,
    details: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Bring the site of another generator over: its texts, pictures, files and old addresses.

    FOLDER is the site as it lies on your disk: of Hugo, Jekyll, Pelican, Eleventy, Astro or Nikola, a WordPress export
    (the XML file, or a folder with it), or plain HTML pages such as exports of Tilda and Carrd. Nothing in it is
    changed. What you have changed in the project since an earlier import stays as it is. 'site-gen help import' says
    what becomes of what.
    """
    from site_gen.actions.import_site import SiteRequest, find_site, write_site
    from site_gen.cli.import_site_text import site_data, site_lines

    project = _project(folder, into, generator, dry_run=dry_run)
    request = SiteRequest(folder, project, generator)
    faults: dict[str, str] = {}
    with steps() as show:
        tell = lambda stage, done, total: show(_STAGES[stage], done, total)  # noqa: E731
        found = find_site(request, tell)
        if fetch_pictures and found.wanted and not dry_run:
            from site_gen.actions.import_pictures import fetch_pictures as fetch

            count = len(found.wanted)
            say(m("fetching {counted} …", counted=counted(count, "picture")))
            got = fetch(found.wanted, lambda done: show(m("Pictures of other sites"), done, count))
            faults = dict(got.faults)
            found = find_site(SiteRequest(folder, project, generator, got.pictures), tell)
        if not dry_run:
            write_site(found, tell)
    if as_json:
        print_json(site_data(found, faults, is_written=not dry_run))
        return
    for line in site_lines(found, faults, window(), details=details):
        click.echo(line)
    if dry_run:
        say(m("nothing was written (--dry-run)"))
    elif not found.changes:
        say(m("everything is here already: nothing to write"))
    else:
        say(
            m(
                "written: {counted} in {project}; look at them with site-gen preview, and at what is left to "
                "do with site-gen check",
                counted=counted(len(found.changes), "file"),
                project=project,
            )
        )


_STAGES: Final = {
    "texts": m("Texts"),
    "comparing": m("Comparing with what is there"),
    "writing": m("Writing"),
}


def _project(folder: Path, into: Path | None, generator: str | None, *, dry_run: bool) -> Path:
    """Return the project's folder; where there is none yet, one is started."""
    if into is None:
        return find_project(None)
    if os.path.lexists(into / "site.yaml"):
        return real_path(into)
    if into.exists() and any(into.iterdir()):
        return find_project(into)  # says what is wrong with it
    if dry_run:
        raise click.UsageError(
            m("there is no project in {into} yet, and --dry-run starts none: site-gen new {into}", into=into)
        )
    from site_gen.actions.import_site import SiteRequest, read_site
    from site_gen.actions.import_start import start_project

    found = read_site(SiteRequest(folder, into, generator))
    today = datetime.now().astimezone()  # noqa: TID251  # the command line may read the clock; here for the first offer's dates
    start_project(into, found, today)
    say(m("started a new project in {into}: look through its site.yaml", into=into))
    _tell_of_words(into, found)
    return real_path(into)


def _tell_of_words(into: Path, found: ForeignSite) -> None:
    """Say which languages of a site the program can't speak, before a build stops for it."""
    from site_gen.actions.import_start import languages_of
    from site_gen.model.setting_values import LANGUAGES

    for language in languages_of(found):
        if language not in LANGUAGES:
            say(
                m(
                    "the program has no words in '{language}' for buttons, forms and posts, and a build needs them: "
                    "site-gen translate {language} --project {into} makes the files to fill in",
                    language=language,
                    into=into,
                )
            )
