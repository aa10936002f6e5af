"""What tests of the plan share: a project with things to post about, and plans as data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from site_gen.actions.planning.plan_file import PlanSource, read_plan
from site_gen.load import load_site
from site_gen.model.content_plan import ContentPlan
from site_gen.model.site import Site, Translated
from tests.support import BASE, CASE, DIRECT, SITE, Files, write_files

ARTICLE: Final = """\
---
title: {title}
date: 2026-10-01
tags: [{tag}]
---
Words.

## First things

One.

## Second things

Two.
"""

FILES: Final[Files] = {
    **BASE,
    "site.yaml": SITE.replace("  instagram: mara\n", "  instagram: mara\n  telegram: mara\n  linkedin: mara\n"),
    "offers/month.yaml": DIRECT.replace("seats", "seats"),
    "cases/bakery.yaml": CASE.replace("Casa Blau", "Forn Roig").replace("1,200 to 4,800", "50 to 90 loaves"),
    "content/articles/prices.md": ARTICLE.format(title="What it costs", tag="money"),
    "content/articles/photos.md": ARTICLE.format(title="Photos by the window", tag="pictures"),
    "content/reviews.yaml": "reviews:\n  - {by: Anna Puig, text: Good work}\n",
}


def planned_site(folder: Path, plan: str | None = None, files: Files | None = None) -> Path:
    """Write a project with a plan."""
    also: dict[str, Any] = {"content/plan.yaml": plan} if plan is not None else {}
    return write_files(folder, {**FILES, **also, **(files or {})})


def source(folder: Path, plan: str | None = None, files: Files | None = None) -> PlanSource:
    """Return a project's plan as actions get it."""
    return read_plan(planned_site(folder, plan, files))


def with_plan(site: Site, data: dict[str, Any]) -> Site:
    """Return a site with another plan, given as data."""
    plan = ContentPlan.model_validate(data, context={"zone": site.main.zone})
    return replace(site, plan=Translated("plan", {"en": plan}, {"en": "content/plan.yaml"}))


def loaded(folder: Path) -> Site:
    return load_site(folder).site
