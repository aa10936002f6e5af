"""What can be used of a project although some of its files have errors, so that one check tells of everything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from site_gen.load.project import load_site
from site_gen.load.read_cache import ReadCache
from site_gen.model.site import Site
from site_gen.problems import Problem, ProjectError, Severity

_PASSES: Final = 5
"""What names a file with errors is left out too, and what names that: rarely in more than two passes."""


@dataclass(frozen=True, slots=True)
class Rest:
    """The site without the things that have errors. `names` are those of what was left out, `files` what it is in."""

    site: Site
    names: frozenset[str]
    files: frozenset[str]


def load_rest(project: Path, problems: Iterable[Problem], read_cache: ReadCache) -> Rest | None:
    """Read a project without the files in which `problems` has errors, and without what needs them.

    Returns None if there is no site without them: nothing can be made without site.yaml or a theme.
    """
    left_out = _with_errors(problems)
    for _ in range(_PASSES):
        try:
            site = load_site(project, read_cache=read_cache, without=left_out).site
        except ProjectError as error:
            more = left_out | _with_errors(error.problems)
            if more == left_out:
                return None
            left_out = more
        else:
            names = frozenset(PurePosixPath(file).name.partition(".")[0] for file in left_out)
            return Rest(site, names, left_out)
    return None


def _with_errors(problems: Iterable[Problem]) -> frozenset[str]:
    return frozenset(problem.location.file for problem in problems if problem.severity is Severity.ERROR)
