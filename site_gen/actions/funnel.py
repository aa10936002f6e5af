"""The two-step funnel with its problems, and the content of its drawing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from site_gen.actions.check_funnel import funnel_findings
from site_gen.actions.funnel_drawing import FunnelDrawing, funnel_drawing
from site_gen.load import load_site
from site_gen.load.locator import Locator
from site_gen.model.funnel import Funnel, funnel
from site_gen.model.site import Site
from site_gen.problems import Problem


@dataclass(frozen=True, slots=True)
class FunnelReport:
    """A project's funnel at an instant: its steps and changes, the problems in it, and the drawing."""

    site: Site
    funnel: Funnel
    problems: tuple[Problem, ...]
    drawing: FunnelDrawing


def funnel_report(project: Path, now: datetime) -> FunnelReport:
    """Return the funnel of a project, with the breaks of the coming year. Raises ProjectError."""
    site = load_site(project).site
    found = funnel(site, now)
    problems = Locator(project).problems(funnel_findings(found, site.main.zone))
    return FunnelReport(site, found, tuple(sorted(problems)), funnel_drawing(site, found))
