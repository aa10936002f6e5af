"""Builds a project: load, plan, render, write, report. It never prints, exits or reads the clock."""

from __future__ import annotations

import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from site_gen.builder.cache import Cache
from site_gen.builder.manifest import Manifest, hidden
from site_gen.builder.passwords import needed, password_problems
from site_gen.builder.plan import Plan, lazy_plan
from site_gen.builder.record import SOURCE_FOLDERS, Before, BuildRecord, Made
from site_gen.builder.renderer import ArtifactRenderer, RenderContext
from site_gen.builder.report import Answer, PageLinks, Report
from site_gen.builder.request import BuildListener, BuildRequest, Work
from site_gen.builder.staging import Staged, stage_all, work_of
from site_gen.builder.write import WriteSummary, commit, failing_disk, locked, new_staging
from site_gen.file_states import NOTHING, hash_of
from site_gen.files import make_public_folder, real_path
from site_gen.hashing import content_hash
from site_gen.load import load_site
from site_gen.load.kept_readings import KeptReadings
from site_gen.load.project import Loaded
from site_gen.load.theme_places import PACKAGED
from site_gen.messages import m
from site_gen.model.site import Site
from site_gen.problems import Problem, ProjectError, Severity, WorldError
from site_gen.render.artifact import Artifact, FromBefore
from site_gen.render.templates import TemplateSet


class Inspection(Protocol):
    """Looks for what loading and planning can't find: `check` and `build` find the same with the same one."""

    def of_site(self, site: Site, planned: Plan) -> Iterable[Problem]:
        """Return the problems that the site has before a page is made."""

    def of_pages(self, site: Site, planned: Plan, pages: Mapping[str, PageLinks]) -> Iterable[Problem]:
        """Return the problems of the finished pages, whose links are given by path."""

    def until(self, site: Site) -> datetime:
        """Return until when the same is found, as long as no file changes."""


def build(
    request: BuildRequest,
    listener: BuildListener | None = None,
    record: BuildRecord | None = None,
    inspection: Inspection | None = None,
) -> Report:
    """Build a project into its output folder; files whose templates and views are as they were aren't made again.

    `record` is that of the request, if it was asked before. With an `inspection` it is built only if that finds no
    error.

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
        if request.clean and (kept := KeptReadings.of(request.project)):
            kept.forget()
        loaded = load_site(request.project, request.jobs)
        before = record.before()
        known = known_pages(before, loaded.site, with_links=inspection is not None)
        planned = _planned_with(loaded, request, known)
        found = [*loaded.warnings, *password_problems(planned.artifacts, request.secrets, request.project)]
        found += inspection.of_site(loaded.site, planned) if inspection else ()
        refuse(found, strict=request.strict and inspection is None)
        with failing_disk():
            request.output.parent.mkdir(parents=True, exist_ok=True)
            make_public_folder(request.output, private=request.private)
        with locked(request.output, listener.waiting), failing_disk():
            report = _Making(request, loaded.site, planned, record, before, inspection).make(found, listener)
    return replace(report, seconds=time.monotonic() - started)


def _planned_with(loaded: Loaded, request: BuildRequest, before: Mapping[str, Artifact]) -> Plan:
    """Return the lazy plan of a project. Raises ProjectError with the problems that loading found too."""
    try:
        return lazy_plan(loaded.site, request.now, before, drafts=request.drafts)
    except ProjectError as error:
        raise ProjectError([*loaded.warnings, *error.problems]) from None


def refuse(problems: Collection[Problem], *, strict: bool) -> None:
    """Raise ProjectError if there is an error among problems; with `strict`, if there is any problem."""
    if any(problem.severity is Severity.ERROR for problem in problems) or (strict and problems):
        raise ProjectError(problems)


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
    theme = site.theme
    return TemplateSet(theme.templates, labels, theme.strings, site.main.time_zone, sandboxed=not theme.trusted)


def own_templates(site: Site) -> str:
    """Return a hash of all files of the project's own templates; those of the program change with it alone."""
    found = []
    for folder in site.theme.templates:
        if not folder.is_relative_to(PACKAGED):
            found += [(str(path), hash_of(path)) for path in sorted(folder.rglob("*")) if path.is_file()]
    return content_hash(repr(found).encode("utf-8", "surrogateescape"))


def known_pages(before: Before, site: Site, *, with_links: bool = True) -> Mapping[str, Artifact]:
    """Return the pages of the last build, by path, that needn't be made if their inputs are as they were: those whose
    pictures are there, and whose links are known if links are asked for."""
    if before.templates != own_templates(site):
        return {}
    return {
        path: Artifact(path, FromBefore(), "", inputs=made.inputs, pictures=made.pictures)
        for path, made in before.files.items()
        if made.inputs
        and (made.links is not None or not with_links)
        and all(picture in before.files for picture in made.pictures)
    }


def _refuse_sources(request: BuildRequest) -> None:
    output, project = real_path(request.output), real_path(request.project)
    inside = output.relative_to(project).parts[:1] if output.is_relative_to(project) else ("",)
    if project.is_relative_to(output) or (inside[:1] and inside[0].casefold() in (*SOURCE_FOLDERS, *_OURS)):
        raise WorldError(
            m("{output} holds sources of the project", output=request.output),
            m("choose a folder for the output alone: --output DIR"),
        )


_OURS = ("site_gen", "tests")


@dataclass(frozen=True, slots=True)
class _Making:
    """A build that has something to do."""

    request: BuildRequest
    site: Site
    planned: Plan
    record: BuildRecord
    before: Before
    inspection: Inspection | None

    def make(self, found: list[Problem], listener: BuildListener) -> Report:
        """Render what is new into staging; only if all of it succeeds, move it into place. Adds to what was `found`."""
        cache = Cache(self.request.cache)
        cache.prepare(clean=self.request.clean)
        staging = new_staging(self.request.output)
        try:
            return self._make_in(staging, cache, found, listener)
        finally:
            shutil.rmtree(staging, ignore_errors=True)  # after mistakes, too, and when the build is stopped

    def _make_in(self, staging: Path, cache: Cache, found: list[Problem], listener: BuildListener) -> Report:
        request, record = self.request, self.record
        passwords = needed(self.planned.artifacts, request.secrets)
        context = RenderContext(
            template_set(self.site), cache, request.output, staging, passwords, self.before.references,
            private=request.private, with_links=self.inspection is not None,
        )  # fmt: skip
        context = replace(context, references=ArtifactRenderer(context).references(self.planned.artifacts))
        results = _Results()
        self._stage(self.planned, context, results, listener)
        found += results.problems
        refuse(found, strict=False)
        planned = self.planned.with_pictures(results.pages)
        self._stage(planned, context, results, listener)
        found += results.problems
        found += self.inspection.of_pages(self.site, planned, results.links) if self.inspection else ()
        refuse(found, strict=request.strict)
        record.forget()
        files = {path: file.digest for path, file in results.made.items()}
        manifest = _manifest(request, planned, files)
        summary = commit(request.output, staging, files, results.new, manifest, private=request.private)
        report = _report(request, planned, summary, tuple(sorted(set(found))), tuple(_answers(self.site)))
        until = self.inspection.until(self.site) if self.inspection else None
        templates = own_templates(self.site)
        record.keep(results.made, context.references, templates, report, request.now, passwords, until)
        return report

    def _stage(self, planned: Plan, context: RenderContext, results: _Results, listener: BuildListener) -> None:
        """Stage what is planned and hasn't been staged yet."""
        request, artifacts = self.request, planned.artifacts
        start = done = len(results.made)
        works = _Works(artifacts[start:], listener.doing) if listener.doing else None
        staged = stage_all(
            artifacts, context, request.jobs, request.start_method, self.before.files, start,
            slow_photos=listener.slow, tick=listener.tick,
        )  # fmt: skip
        with closing(staged):  # workers end before their folder is removed, wherever Ctrl-C comes
            for outcome in staged:
                results.add(artifacts[outcome.index], outcome)
                done += 1
                listener.progress(done, len(artifacts))
                if works:
                    works.count(outcome.index - start)


class _Works:
    """Counts what is done of each kind of work, and tells of the kind that is being done."""

    def __init__(self, artifacts: Sequence[Artifact], tell: Callable[[Work, int, int], None]) -> None:
        self._kinds = [work_of(artifact) for artifact in artifacts]
        self._left = Counter(self._kinds)
        self._totals = Counter(self._kinds)
        self._tell = tell
        self._tell_now()

    def count(self, index: int) -> None:
        """Take note that an artifact is done."""
        self._left[self._kinds[index]] -= 1
        self._tell_now()

    def _tell_now(self) -> None:
        kind = next((kind for kind in Work if self._left[kind]), Work.PAGES)
        self._tell(kind, self._totals[kind] - self._left[kind], self._totals[kind])


@dataclass(slots=True)
class _Results:
    """What has been staged: every file, those that are new by their number, the links of pages, problems, and pages
    with the pictures that they name."""

    made: dict[str, Made] = field(default_factory=dict)
    new: dict[str, int] = field(default_factory=dict)
    links: dict[str, PageLinks] = field(default_factory=dict)
    problems: set[Problem] = field(default_factory=set)
    pages: list[Artifact] = field(default_factory=list)
    _anchors: dict[frozenset[str], frozenset[str]] = field(default_factory=dict)

    def add(self, artifact: Artifact, outcome: Staged) -> None:
        """Add the outcome of an artifact."""
        path, pictures, links = artifact.path, outcome.pictures or artifact.pictures, self._shared(outcome.links)
        self.made[path] = Made(outcome.key, outcome.digest, NOTHING, links, artifact.inputs, pictures)
        self.problems.update(outcome.problems)
        if links is not None:
            self.links[path] = links
        if outcome.is_new:
            self.new[path] = outcome.index
        if pictures:
            card = outcome.card or artifact.card
            self.pages.append(Artifact(path, FromBefore(), artifact.source, pictures=pictures, card=card))

    def _shared(self, links: PageLinks | None) -> PageLinks | None:
        """Return the links of a page with what other pages have too: most of it is the same everywhere."""
        if links is None:
            return None
        anchors = self._anchors.get(links.anchors)
        if anchors is None:
            anchors = frozenset(map(sys.intern, links.anchors))
            self._anchors[anchors] = anchors
        return PageLinks(tuple(map(sys.intern, links.links)), anchors)


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


def _answers(site: Site) -> Iterator[Answer]:
    """Yield what is in a site for one lead, without drafts."""
    for audit in site.audits:
        if audit.original.lead and not audit.original.draft:
            yield Answer(audit.original.lead, is_proposal=False, file=audit.file)
    for proposal in site.proposals:
        if proposal.original.lead and not proposal.original.draft:
            yield Answer(proposal.original.lead, is_proposal=True, file=proposal.file)


def _report(
    request: BuildRequest,
    planned: Plan,
    summary: WriteSummary,
    warnings: tuple[Problem, ...],
    answers: tuple[Answer, ...],
) -> Report:
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
        answers=answers,
    )
