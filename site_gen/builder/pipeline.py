"""Builds a project: load, plan, render, write, report. It never prints, exits or reads the clock."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from site_gen.builder.cache import Cache
from site_gen.builder.manifest import Manifest, hidden
from site_gen.builder.passwords import needed, password_problems
from site_gen.builder.plan import Plan, plan
from site_gen.builder.renderer import RenderContext
from site_gen.builder.staging import stage_all
from site_gen.builder.write import WriteSummary, commit, failing_disk, locked, new_staging
from site_gen.load import load_site
from site_gen.load.project import Loaded
from site_gen.load.theme import PACKAGED
from site_gen.model.content_kinds import STATIC, TOP_FOLDERS
from site_gen.model.site import Site
from site_gen.problems import Problem, ProjectError, WorldError
from site_gen.render.templates import TemplateSet

SOURCES: Final = (*TOP_FOLDERS, STATIC, "themes", "site_gen", "tests")


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What to build: project and output folders, the instant (zone-aware), the number of processes, and options.

    `secrets` has values by the names of environment variables; those that no page needs are not passed on.
    """

    project: Path
    output: Path
    now: datetime
    jobs: int
    cache: Path
    clean: bool = False
    drafts: bool = False
    strict: bool = False
    start_method: str | None = None
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class BuildListener:
    """Callbacks for a build's progress: files done and total; who holds the lock that it waits for."""

    progress: Callable[[int, int], None] = lambda _done, _total: None
    waiting: Callable[[str], None] = lambda _holder: None


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did of `site`, in `seconds`. `changes_at` is when it must be built again, None for never."""

    site: Site = field(repr=False)
    output: Path
    pages: int
    written: int
    unchanged: int
    removed: int
    changes_at: datetime | None
    seconds: float
    left_out: tuple[str, ...]
    warnings: tuple[Problem, ...]


def build(request: BuildRequest, listener: BuildListener | None = None) -> Report:
    """Build a project into its output folder.

    Raises ProjectError with every problem if there is an error (with `strict` also for warnings), WorldError if the
    disk fails or another build holds the folder. In both cases the output is unchanged.
    """
    started = time.monotonic()
    listener = listener or BuildListener()
    _refuse_sources(request)
    loaded = load_strictly(request.project, strict=request.strict, jobs=request.jobs)
    planned = plan(loaded.site, request.now, drafts=request.drafts)
    problems = tuple(password_problems(planned.artifacts, request.secrets, request.project))
    if problems:
        raise ProjectError(problems)
    with locked(request.output, listener.waiting), failing_disk():
        written = _make(request, loaded.site, planned, listener)
    return Report(
        site=loaded.site,
        output=request.output,
        pages=sum(1 for artifact in planned.artifacts if artifact.path.endswith(".html")),
        written=written.written,
        unchanged=written.unchanged,
        removed=written.removed,
        changes_at=planned.changes_at,
        seconds=time.monotonic() - started,
        left_out=planned.left_out,
        warnings=loaded.warnings,
    )


def load_strictly(project: Path, *, strict: bool, jobs: int = 1) -> Loaded:
    """Load a project; with `strict` its warnings are errors."""
    loaded = load_site(project, jobs)
    if strict and loaded.warnings:
        raise ProjectError(loaded.warnings)
    return loaded


def template_set(site: Site) -> TemplateSet:
    """Return the site's templates with their texts and time zone."""
    labels = tuple(
        f"{'packaged ' if folder.is_relative_to(PACKAGED) else ''}themes/{folder.parent.name}"
        for folder in site.theme.templates
    )
    return TemplateSet(site.theme.templates, labels, site.theme.strings, site.main.time_zone)


def _refuse_sources(request: BuildRequest) -> None:
    output, project = request.output.resolve(), request.project.resolve()
    inside = output.relative_to(project).parts[:1] if output.is_relative_to(project) else ("",)
    if project.is_relative_to(output) or (inside[:1] and inside[0].casefold() in SOURCES):
        raise WorldError(
            f"{request.output} holds sources of the project", "choose a folder for the output alone: --output DIR"
        )


def _make(request: BuildRequest, site: Site, planned: Plan, listener: BuildListener) -> WriteSummary:
    """Render everything into staging; only if all of it succeeds, move it into place."""
    artifacts = planned.artifacts
    cache = Cache(request.cache)
    cache.prepare(clean=request.clean)
    staging = new_staging(request.output)
    context = RenderContext(template_set(site), cache, request.output, staging, needed(artifacts, request.secrets))
    files: dict[str, str] = {}
    new: dict[str, int] = {}
    problems: set[Problem] = set()
    for done, outcome in enumerate(stage_all(artifacts, context, request.jobs, request.start_method), start=1):
        path = artifacts[outcome.index].path
        files[path] = outcome.digest
        problems.update(outcome.problems)
        if outcome.is_new:
            new[path] = outcome.index
        listener.progress(done, len(artifacts))
    if problems:
        shutil.rmtree(staging, ignore_errors=True)
        raise ProjectError(problems)
    unlisted = {artifact.path for artifact in artifacts if artifact.unlisted}
    result = Manifest(
        files={path: digest for path, digest in files.items() if path not in unlisted},
        complete=True,
        now=request.now,
        changes_at=planned.changes_at,
        unlisted={hidden(path): files[path] for path in unlisted},
        drafts=request.drafts,
    )
    return commit(request.output, staging, files, new, result)
