"""A conformance run: the sample is made with a theme in every language, and all that it makes is looked at."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from site_gen.actions.themes.browser import Tools, browser_findings, served
from site_gen.actions.themes.files import faulty_strings, low_contrasts, missing_templates
from site_gen.actions.themes.findings import Check, Conformance, Finding
from site_gen.actions.themes.nu import nu_findings
from site_gen.actions.themes.pages import MadePage, page_findings
from site_gen.actions.themes.sample import SECRETS, write_sample
from site_gen.builder.pipeline import build
from site_gen.builder.plan import plan
from site_gen.builder.request import BuildRequest
from site_gen.load import load_site
from site_gen.model.settings import LANGUAGES
from site_gen.problems import Problem, ProjectError
from site_gen.render.artifact import FromLocked, FromTemplate


@dataclass(frozen=True, slots=True)
class Asked:
    """What to look at: a theme as site.yaml names it, found in `project` or in the program, and how thoroughly.

    `widths` are those of a browser's window in pixels; `cache` is the cache folder of builds.
    """

    theme: Mapping[str, Any]
    project: Path | None
    now: datetime
    cache: Path
    tools: Tools
    languages: Sequence[str] = LANGUAGES
    widths: Sequence[int] = (320, 390, 768, 1280)
    jobs: int = 1
    kinds: frozenset[str] = field(default_factory=frozenset)
    """Templates to look at in the browser; all where empty."""


def check_theme(asked: Asked) -> Conformance:
    """Make every kind of page with a theme, and return what is wrong. Raises WorldError."""
    found = Conformance(str(asked.theme["name"]), skipped=dict(asked.tools.why), languages=tuple(asked.languages))
    for index, language in enumerate(asked.languages):
        with tempfile.TemporaryDirectory(prefix="site-gen-theme-") as folder:
            try:
                _one_language(asked, language, Path(folder), found, is_first=index == 0)
            except ProjectError as error:
                found.findings += map(_of_problem, error.problems)
                break
    found.findings = list(dict.fromkeys(found.findings))
    return found


def _of_problem(problem: Problem) -> Finding:
    return Finding(Check.FILES, str(problem.location), problem.message, problem.hint)


def _one_language(asked: Asked, language: str, folder: Path, found: Conformance, *, is_first: bool) -> None:
    project, output = folder / "project", folder / "output"
    write_sample(project, asked.project, asked.theme, language, asked.now)
    site = load_site(project).site
    if is_first:
        found.findings += [*missing_templates(site.theme), *faulty_strings(site.theme), *low_contrasts(site.theme)]
        if any(each.check is Check.FILES for each in found.findings):
            found.skipped |= dict.fromkeys((Check.PAGES, Check.POLICY), "templates are missing")
            return
    build(BuildRequest(project, output, asked.now, asked.jobs, asked.cache, secrets=SECRETS))
    pages = list(_made(plan(site, asked.now), output))
    files = frozenset(path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file())
    found.pages += len(pages)
    for page in pages:
        found.findings += page_findings(page, files)
    with served(output) as origin:
        found.findings += _with_tools(asked, origin, pages, output, is_first=is_first)


def _with_tools(
    asked: Asked, origin: str, pages: Sequence[MadePage], output: Path, *, is_first: bool
) -> Iterator[Finding]:
    paths = [page.path for page in pages if not asked.kinds or page.template in asked.kinds]
    if asked.tools.chromium:
        shown = [path for path in paths if not path.startswith("go/")]
        yield from browser_findings(asked.tools, origin, shown, asked.widths)
    if asked.tools.vnu:
        styles = [path for path in sorted(output.rglob("assets/**/*")) if path.suffix in {".css", ".svg"}]
        yield from nu_findings(asked.tools.vnu, [f"{origin}/{path}" for path in paths], styles if is_first else [])


def _made(planned: Any, output: Path) -> Iterator[MadePage]:
    for artifact in planned.artifacts:
        maker = artifact.maker
        if isinstance(maker, FromLocked):
            maker = maker.shell
        if isinstance(maker, FromTemplate) and artifact.path.endswith(".html"):
            html = (output / artifact.path).read_text(encoding="utf-8")
            yield MadePage(artifact.path, maker.template, maker.view, html)
