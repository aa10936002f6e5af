"""A conformance run: the sample is made with a theme in every language, and all that it makes is looked at."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from site_gen.actions.themes.browser import Mode, Tools, browser_findings, served
from site_gen.actions.themes.files import faulty_strings, low_contrasts, missing_templates
from site_gen.actions.themes.findings import Check, Conformance, Finding
from site_gen.actions.themes.nu import nu_findings
from site_gen.actions.themes.pages import MadePage, page_findings
from site_gen.actions.themes.sample import SECRETS, write_sample
from site_gen.builder.pipeline import build
from site_gen.builder.plan import plan
from site_gen.builder.request import BuildRequest
from site_gen.load import load_site
from site_gen.load.read_cache import ReadCache
from site_gen.load.theme import read_theme
from site_gen.messages import m
from site_gen.model.setting_values import LANGUAGES
from site_gen.model.settings import Theme as ThemeSettings
from site_gen.problems import Problem, ProjectError, Severity
from site_gen.render.artifact import FromLocked, FromTemplate
from site_gen.sources.yaml import read_yaml


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
    begun: Callable[[str], None] = lambda _: None
    """Called with each language that is begun: a browser takes minutes for all of them."""


def check_theme(asked: Asked) -> Conformance:
    """Make every kind of page with a theme, and return what is wrong. Raises WorldError."""
    found = Conformance(str(asked.theme["name"]), skipped=dict(asked.tools.why), languages=tuple(asked.languages))
    for index, language in enumerate(asked.languages):
        asked.begun(language)
        with tempfile.TemporaryDirectory(prefix="site-gen-theme-") as folder:
            try:
                _one_language(asked, language, Path(folder), found, is_first=index == 0)
            except ProjectError as error:
                found.findings += [_of_problem(each) for each in error.problems if each.severity is Severity.ERROR]
                if index == 0:
                    found.skipped |= dict.fromkeys(_OF_FILES_READ, m("its files have mistakes"))
                break
    found.findings = list(dict.fromkeys(found.findings))
    return found


def _of_problem(problem: Problem) -> Finding:
    return Finding(Check.FILES, str(problem.location), problem.message, problem.hint)


def _one_language(asked: Asked, language: str, folder: Path, found: Conformance, *, is_first: bool) -> None:
    project, output = folder / "project", folder / "output"
    write_sample(project, asked.project, asked.theme, language, asked.now)
    if is_first and not _is_whole(project, asked.theme, found):
        return
    site = load_site(project).site
    build(BuildRequest(project, output, asked.now, asked.jobs, asked.cache, secrets=SECRETS))
    pages = list(_made(plan(site, asked.now), output))
    files = frozenset(path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file())
    found.pages += len(pages)
    for page in pages:
        found.findings += page_findings(page, files)
    with served(output) as origin:
        found.findings += _with_tools(asked, origin, pages, output, is_first=is_first)


def _is_whole(project: Path, theme: Mapping[str, Any], found: Conformance) -> bool:
    """Look at what the theme is made of; whether it has a template for every kind of page."""
    from pydantic import ValidationError

    file = project / "site.yaml"
    document = read_yaml(file.read_text(encoding="utf-8"), file.name)
    try:
        settings = ThemeSettings.model_validate(theme)
    except ValidationError:
        return True  # loading the project says it with its line
    files, problems = read_theme(project, settings, document, ReadCache())
    if files is None:
        raise ProjectError(problems)
    missing = list(missing_templates(files))
    found.findings += [*missing, *faulty_strings(files), *low_contrasts(files)]
    if missing:
        found.skipped |= dict.fromkeys((*_OF_PAGES, *found.skipped), m("templates are missing"))
    return not missing


_OF_FILES_READ: Final = tuple(check for check in Check if check is not Check.FILES)
_OF_PAGES: Final = (Check.PAGES, Check.POLICY, Check.OVERFLOW, Check.AXE, Check.NU)


def _with_tools(
    asked: Asked, origin: str, pages: Sequence[MadePage], output: Path, *, is_first: bool
) -> Iterator[Finding]:
    paths = [page.path for page in pages if not asked.kinds or page.template in asked.kinds]
    if asked.tools.chromium:
        shown = [path for path in paths if not path.startswith("go/")]
        yield from browser_findings(
            asked.tools, origin, shown, asked.widths, _modes(asked.widths, in_all=is_first), asked.jobs
        )
    if asked.tools.vnu:
        styles = [path for path in sorted(output.rglob("assets/**/*")) if path.suffix in {".css", ".svg"}]
        yield from nu_findings(asked.tools.vnu, [f"{origin}/{path}" for path in paths], styles if is_first else [])


def _modes(widths: Sequence[int], *, in_all: bool) -> Sequence[Mode]:
    """Return what axe-core looks at pages in: every width in both looks.

    Of what it can find, a further language changes words alone: these are heard in the narrowest window and the widest.
    """
    if in_all:
        return [mode for width in widths for mode in ((width, "light"), (width, "dark"))]
    return [(widths[0], "light"), (widths[-1], "dark")]


def _made(planned: Any, output: Path) -> Iterator[MadePage]:
    for artifact in planned.artifacts:
        maker = artifact.maker
        if isinstance(maker, FromLocked):
            maker = maker.shell
        if isinstance(maker, FromTemplate) and artifact.path.endswith(".html"):
            html = (output / artifact.path).read_text(encoding="utf-8")
            yield MadePage(artifact.path, maker.template, maker.view, html)
