"""The plan in two passes: addresses first, then pages that need nothing but their own contents."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Final

from site_gen.load import load_site
from site_gen.pages.kinds import planned_files, site_artifacts, site_plan
from site_gen.render.artifact import FromTemplate
from tests.conftest import ProjectFactory
from tests.support import NOW, ROOT

OPENED: Final[list[str]] = []
"""The files opened while the hook below listens; a hook can't be taken away again."""

_LISTENING: Final = [False]


def _listen(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and _LISTENING[0]:
        OPENED.append(str(arguments[0]))


def test_planning_opens_no_file_of_the_project_or_its_theme(project: ProjectFactory) -> None:
    folder = project({"themes/studio/assets/own.css": "a { color: red }\n"})
    site = load_site(folder).site
    sys.addaudithook(_listen)
    _LISTENING[0] = True
    try:
        list(site_artifacts(site_plan(site, NOW, drafts=False)))
    finally:
        _LISTENING[0] = False
    assert [name for name in OPENED if name.startswith((str(folder), str(ROOT / "site_gen" / "themes")))] == []


def views_of(folder: Path, order: random.Random | None = None) -> dict[str, str]:
    """Return what each template looks at, as text, with the files made in a random order."""
    files = list(planned_files(site_plan(load_site(folder).site, NOW, drafts=False)))
    if order is not None:
        order.shuffle(files)
    made = (file.make() for file in files)
    return {
        artifact.path: json.dumps(artifact.maker.view, sort_keys=True)
        for artifact in made
        if isinstance(artifact.maker, FromTemplate)
    }


def test_pages_come_out_the_same_in_whatever_order_they_are_made(project: ProjectFactory) -> None:
    folder = project(
        {"offers/month.es.yaml": "title: Un mes\n", "content/articles/first.es.md": "---\ntitle: Uno\n---\nUno."}
    )
    whole = views_of(folder)
    assert len(whole) > 30
    for seed in range(3):
        assert views_of(folder, random.Random(seed)) == whole  # noqa: S311  # an order, no secret


def test_one_page_is_made_without_the_others(project: ProjectFactory) -> None:
    folder = project()
    whole = views_of(folder)
    site = load_site(folder).site
    for index, planned in enumerate(site_plan(site, NOW, drafts=False).planned):
        plan = site_plan(site, NOW, drafts=False)
        page = plan.planned[index].make(plan.factories[planned.localized.lang])
        assert isinstance(page.maker, FromTemplate)
        assert json.dumps(page.maker.view, sort_keys=True) == whole[page.file]


def test_nothing_that_is_made_later_changes_a_page(project: ProjectFactory) -> None:
    plan = site_plan(load_site(project()).site, NOW, drafts=False)
    before = {page.file: page.maker.fingerprint() for page in plan.pages}
    list(site_artifacts(plan))
    assert {page.file: page.maker.fingerprint() for page in plan.pages} == before
