"""The web app manifest of each language."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from site_gen.pages.page_factory import PageFactory
from site_gen.pages.site_plan import PlannedFile, SitePlan
from site_gen.pages.theme_files import web_manifest
from site_gen.render.artifact import Artifact, FromText

MANIFEST: Final = "manifest.webmanifest"


def files(plan: SitePlan) -> Iterator[PlannedFile]:
    """Yield the web app manifest of each language."""
    for factory in plan.factories.values():
        yield PlannedFile(factory.localized.file(MANIFEST), partial(_manifest, factory, plan))


def _manifest(factory: PageFactory, plan: SitePlan) -> Artifact:
    localized = factory.localized
    content = web_manifest(localized.settings, plan.theme, localized.path(), localized.lang)
    return Artifact(localized.file(MANIFEST), FromText(content), "site.yaml")
