"""The one maker of artifacts: equal keys mean equal bytes, so that what was made once can be kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_gen.builder.cache import Cache
from site_gen.builder.pipeline import template_set
from site_gen.builder.renderer import ArtifactKey, ArtifactRenderer, RenderContext
from site_gen.render.artifact import FromTemplate
from tests.conftest import ProjectFactory
from tests.support import ARTICLE, BASE, SITE, write_files
from tests.support_build import Rendered, render


def keys(site: Rendered, cache: Path) -> dict[str, ArtifactKey]:
    renderer = ArtifactRenderer(RenderContext(template_set(site.site), Cache(cache), cache, None))
    return {path: renderer.key(artifact) for path, artifact in site.artifacts.items()}


CHANGES = {
    "nothing": {},
    "the body of an article": {"content/articles/first.md": ARTICLE + "\nMore.\n"},
    "the owner's name": {"site.yaml": SITE.replace("Mara Vidal", "Marta Vidal")},
    "a partial of the theme": {"themes/studio/templates/partials/footer.html": "<footer></footer>\n"},
    "a text of the theme": {"themes/studio/strings/en.yaml": 'nav.cases: "Portfolio"\n'},
}


@pytest.mark.parametrize("change", CHANGES)
def test_equal_keys_mean_equal_bytes_and_a_change_reaches_no_more_than_it_must(
    project: ProjectFactory, cache: Path, change: str
) -> None:
    folder = project()
    before = render(folder, cache)
    old_keys, old = keys(before, cache), {path: before.bytes(path) for path in before.pages}
    write_files(folder, {**BASE, **CHANGES[change]})
    after = render(folder, cache)
    new_keys = keys(after, cache)
    same = {path for path in before.pages & after.pages if old_keys[path] == new_keys[path]}
    for path in same:
        assert old[path] == after.bytes(path), path
    if change == "nothing":
        assert same == before.pages
    elif change == "the body of an article":
        assert before.pages - same == {"articles/first/index.html"}
    elif change == "a text of the theme":
        assert {path for path in same if path.startswith("es/")} == set()  # English stands in for missing texts


def test_two_views_with_one_address_give_a_page_each(project: ProjectFactory, cache: Path) -> None:
    site = render(project(), cache)
    maker = site.artifacts["cases/index.html"].maker
    assert isinstance(maker, FromTemplate)
    other = {**maker.view["cases"][0], "title": "Another title at the same address"}
    renderer = ArtifactRenderer(RenderContext(template_set(site.site), Cache(cache), cache, None))
    renderer.render(maker)
    text = renderer.render(FromTemplate(maker.template, {**maker.view, "cases": [other]})).decode()
    assert "Another title at the same address" in text
