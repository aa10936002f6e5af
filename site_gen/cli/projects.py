"""Options of the commands that take several projects; for a single one they import nothing more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

import click

from site_gen.cli.options import Number

F = TypeVar("F", bound=Callable[..., object])

_JOBS: Final = Number(1, 256)


class ForSeveral(click.Command):
    """A command that also takes several projects, by `projects_options`; its function is called for a single one."""

    def invoke(self, ctx: click.Context) -> object:
        projects: tuple[Path, ...] = ctx.params["project"]
        if len(projects) > 1 or ctx.params["projects"] or ctx.params["scheduler"]:
            from site_gen.cli.several import run_several

            run_several(ctx)
            return None
        ctx.params["project"] = projects[0] if projects else None
        del ctx.params["projects"], ctx.params["scheduler"]
        return super().invoke(ctx)


def projects_options(function: F) -> F:
    """Add --project DIR, which may be repeated, --projects FILE, --jobs N and --scheduler ADDRESS, for a command whose
    class is `ForSeveral`; the function gets `project` and `jobs`."""
    for option in reversed(
        (
            click.option(
                "--project",
                multiple=True,
                type=click.Path(file_okay=False, path_type=Path),
                help="The project's folder (default: the nearest folder up with a site.yaml); repeated, several.",
            ),
            click.option(
                "--projects",
                metavar="FILE",
                type=click.Path(dir_okay=False, path_type=Path),
                help="A YAML file that lists projects (site-gen help agency).",
            ),
            click.option("--jobs", type=Number(1, 256), help="How many processes (default: one for each core)."),
            click.option("--scheduler", metavar="ADDRESS", help="Hand the projects to the workers of a Dask cluster."),
        )
    ):
        function = option(function)
    return function
