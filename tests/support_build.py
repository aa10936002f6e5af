"""What tests of pages, templates and builds share: a project built, or rendered in memory without being written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from site_gen.builder.cache import Cache
from site_gen.builder.manifest import FOLDER
from site_gen.builder.passwords import asked
from site_gen.builder.pipeline import template_set
from site_gen.builder.plan import Plan, plan
from site_gen.builder.renderer import ArtifactRenderer, RenderContext
from site_gen.builder.request import BuildRequest
from site_gen.load import load_site
from site_gen.model.site import Site
from site_gen.render.artifact import Artifact, FromLocked, FromTemplate, FromText
from tests.browser.site import Document, parse
from tests.support import NOW, tree

PASSWORD: Final = "seven quiet green otters"  # noqa: S105  # of pages made for tests
"""What opens the locked pages of rendered sites."""


@dataclass
class Rendered:
    """A site at an instant, each file made when it is asked for."""

    site: Site
    plan: Plan
    cache: Path

    @cached_property
    def artifacts(self) -> dict[str, Artifact]:
        return {artifact.path: artifact for artifact in self.plan.artifacts}

    @cached_property
    def _worker(self) -> ArtifactRenderer:
        passwords = dict.fromkeys((variable for variable, _ in asked(self.plan.artifacts)), PASSWORD)
        return ArtifactRenderer(RenderContext(template_set(self.site), Cache(self.cache), self.cache, None, passwords))

    @cached_property
    def pages(self) -> set[str]:
        """The paths of the HTML files."""
        return {path for path in self.artifacts if path.endswith(".html")}

    def bytes(self, path: str) -> bytes:
        return self._worker.make(self.artifacts[path])

    def text(self, path: str) -> str:
        return self.bytes(path).decode()

    def document(self, path: str) -> Document:
        return parse(self.text(path))

    def view(self, path: str) -> Any:
        """Return what a page's template looks at."""
        maker = self.artifacts[path].maker
        maker = maker.shell if isinstance(maker, FromLocked) else maker
        assert isinstance(maker, FromTemplate)
        return maker.view

    def nodes(self, path: str, type_: str) -> list[dict[str, Any]]:
        """Return a page's structured data of one type."""
        nodes = map(json.loads, self.document(path).json_ld)
        return [node for node in nodes if node["@type"] == type_]

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield every file made of templates or by the plan itself."""
        for path, artifact in self.artifacts.items():
            if isinstance(artifact.maker, FromTemplate | FromText):
                yield path, self.text(path)


def render(project: Path, cache: Path, now: datetime = NOW, *, drafts: bool = False) -> Rendered:
    """Return a project's site at an instant, not written anywhere."""
    site = load_site(project).site
    return Rendered(site, plan(site, now, drafts=drafts), cache)


def request(project: Path, output: Path, cache: Path, **changes: Any) -> BuildRequest:
    """Return what to build: one process, at NOW, where nothing else is said."""
    return BuildRequest(**{"project": project, "output": output, "cache": cache, "now": NOW, "jobs": 1, **changes})


def site_tree(output: Path) -> dict[str, bytes]:
    """Return the site's files with their bytes; the folder for what isn't part of the site left out."""
    return {path: content for path, content in tree(output).items() if not path.startswith(f"{FOLDER}/")}


def different(one: Mapping[str, object], other: Mapping[str, object]) -> list[str]:
    """Return the paths at which two trees differ: what a failed test has to say, without megabytes of bytes."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))
