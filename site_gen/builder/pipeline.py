"""Builds a project: load, plan, render, write, report. It never prints, exits or reads the clock."""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from site_gen.builder.cache import Cache
from site_gen.builder.manifest import Manifest, hidden
from site_gen.builder.passwords import needed, password_problems
from site_gen.builder.plan import Plan, plan
from site_gen.builder.record import SOURCE_FOLDERS, BuildRecord
from site_gen.builder.renderer import ArtifactRenderer, RenderContext
from site_gen.builder.report import Report
from site_gen.builder.request import BuildListener, BuildRequest
from site_gen.builder.staging import stage_all
from site_gen.builder.write import WriteSummary, commit, failing_disk, locked, new_staging
from site_gen.files import make_public_folder
from site_gen.load import load_site
from site_gen.load.project import Loaded
from site_gen.load.theme import PACKAGED
from site_gen.model.site import Site
from site_gen.problems import Problem, ProjectError, WorldError
from site_gen.render.templates import TemplateSet


def build(request: BuildRequest, listener: BuildListener | None = None, record: BuildRecord | None = None) -> Report:
    """Build a project into its output folder; files whose templates and views are as they were aren't made again.

    `record` is that of the request, if it was asked before.

    Raises ProjectError with every problem if there is an error (with `strict` also for warnings), WorldError if the
    disk fails or another build holds the folder. In both cases the output is unchanged.
    """
    started = time.monotonic()
    listener = listener or BuildListener()
    _refuse_sources(request)
    record = record or request.record()
    report = record.report(request.now, request.secrets)
    if report is None:
        record.begin()
        loaded = load_strictly(request.project, strict=request.strict, jobs=request.jobs)
        planned = plan(loaded.site, request.now, drafts=request.drafts)
        problems = tuple(password_problems(planned.artifacts, request.secrets, request.project))
        if problems:
            raise ProjectError(problems)
        with failing_disk():
            request.output.parent.mkdir(parents=True, exist_ok=True)
            make_public_folder(request.output, private=request.private)
        with locked(request.output, listener.waiting), failing_disk():
            report = _make(request, loaded, planned, record, listener)
    return replace(report, seconds=time.monotonic() - started)


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
    if project.is_relative_to(output) or (inside[:1] and inside[0].casefold() in (*SOURCE_FOLDERS, *_OURS)):
        raise WorldError(
            f"{request.output} holds sources of the project", "choose a folder for the output alone: --output DIR"
        )


_OURS = ("site_gen", "tests")


def _make(request: BuildRequest, loaded: Loaded, planned: Plan, record: BuildRecord, listener: BuildListener) -> Report:
    """Render what is new into staging; only if all of it succeeds, move it into place."""
    cache = Cache(request.cache)
    cache.prepare(clean=request.clean)
    staging = new_staging(request.output)
    try:
        return _make_in(staging, cache, request, loaded, planned, record, listener)
    finally:
        shutil.rmtree(staging, ignore_errors=True)  # after mistakes, too, and when the build is stopped


def _make_in(
    staging: Path,
    cache: Cache,
    request: BuildRequest,
    loaded: Loaded,
    planned: Plan,
    record: BuildRecord,
    listener: BuildListener,
) -> Report:
    artifacts = planned.artifacts
    passwords, before = needed(artifacts, request.secrets), record.before()
    context = RenderContext(
        template_set(loaded.site), cache, request.output, staging, passwords, before.references, request.private
    )
    context = replace(context, references=ArtifactRenderer(context).references(artifacts))
    made: dict[str, tuple[str, str]] = {}
    new: dict[str, int] = {}
    problems: set[Problem] = set()
    outcomes = stage_all(artifacts, context, request.jobs, request.start_method, before.files)
    for done, outcome in enumerate(outcomes, start=1):
        path = artifacts[outcome.index].path
        made[path] = outcome.key, outcome.digest
        problems.update(outcome.problems)
        if outcome.is_new:
            new[path] = outcome.index
        listener.progress(done, len(artifacts))
    if problems:
        raise ProjectError(problems)
    record.forget()
    files = {path: digest for path, (_, digest) in made.items()}
    manifest = _manifest(request, planned, files)
    summary = commit(request.output, staging, files, new, manifest, private=request.private)
    report = _report(request, planned, summary, loaded.warnings)
    record.keep(made, context.references, report, request.now, passwords)
    return report


def _manifest(request: BuildRequest, planned: Plan, files: Mapping[str, str]) -> Manifest:
    unlisted = {artifact.path for artifact in planned.artifacts if artifact.unlisted}
    return Manifest(
        files={path: digest for path, digest in files.items() if path not in unlisted},
        complete=True,
        now=request.now,
        changes_at=planned.changes_at,
        unlisted={hidden(path): files[path] for path in unlisted},
        drafts=request.drafts,
    )


def _report(request: BuildRequest, planned: Plan, summary: WriteSummary, warnings: tuple[Problem, ...]) -> Report:
    return Report(
        output=request.output,
        pages=sum(1 for artifact in planned.artifacts if artifact.path.endswith(".html")),
        written=summary.written,
        unchanged=summary.unchanged,
        removed=summary.removed,
        changes_at=planned.changes_at,
        seconds=0.0,
        left_out=planned.left_out,
        warnings=warnings,
    )
