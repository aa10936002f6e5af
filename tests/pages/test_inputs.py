"""What is known of a page before it is made: a page whose inputs are as they were must be as it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from site_gen.builder.plan import lazy_plan, plan
from site_gen.builder.staging import resolved
from site_gen.load import load_site
from site_gen.model.site import Site, Translated
from site_gen.pages.kinds import planned_files, site_plan
from site_gen.render.artifact import Artifact, FromBefore
from tests.conftest import ProjectFactory
from tests.load.rich import RICH
from tests.support import ARTICLE, CASE, NOW, write_files

MANY = {
    **RICH,
    **{f"cases/c{number}.yaml": CASE + f"body: Text of {number}.\n" for number in range(4)},
    **{f"content/articles/a{number}.md": ARTICLE.replace("title: ", f"title: {number} ") for number in range(4)},
}


def test_a_page_shows_no_text_of_another_thing_than_it_says(project: ProjectFactory) -> None:
    """Lost otherwise: a list that quotes a case goes on quoting what its author has corrected."""
    site = load_site(project(MANY)).site
    before = _made(site)
    assert len(before) > len(site.cases)
    for case in (*site.cases, *site.articles):
        changed: dict[str, Any] = {
            kind: tuple(_rewritten(each) if each is case else each for each in getattr(site, kind))
            for kind in ("cases", "articles")
        }
        after = _made(replace(site, **changed))
        same = {path for path in before if before[path].inputs == after[path].inputs}
        assert len(same) >= len(before) - 2 * len(case.versions)
        assert {path for path in same if before[path].maker != after[path].maker} == set()


def _made(site: Site, now: datetime = NOW) -> Mapping[str, Artifact]:
    """Return every page that knows its inputs, with them, by path."""
    planned = site_plan(site, now, drafts=False)
    pages = [file for file in planned_files(planned) if file.basis]
    return {file.path: replace(file.make(), inputs=planned.inputs(file)) for file in pages}


def _rewritten(case: Translated[Any]) -> Translated[Any]:
    """Return a case with another text, as if it had been read from a file with that text."""
    versions = {lang: value.model_copy(update={"body": f"Another {lang}"}) for lang, value in case.versions.items()}
    return replace(case, versions=versions, whole=f"another {case.whole}")


EDITS: Mapping[str, tuple[str, str, str]] = {
    "the site's name": ("site.yaml", "name: ", "name: X"),
    "a title": ("cases/c1.yaml", "title: ", "title: X"),
    "a translated title": ("cases/c1.es.yaml", "", "title: X"),
    "an offer": ("offers/month.yaml", "title: ", "title: X"),
    "an article's title": ("content/articles/a1.md", "title: ", "title: X"),
    "how long an article is": ("content/articles/a1.md", "One network", "word " * 900 + "One network"),
    "a picture": ("content/images/x.svg", "", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'),
    "a theme's text": ("themes/studio/strings/en.yaml", "", "nav.cases: Works\n"),
    "a style sheet": ("themes/studio/theme.yaml", "", "colors: {accent: ['#123456', '#abcdef']}\n"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_whatever_all_pages_may_show_is_part_of_their_inputs(project: ProjectFactory, edit: str) -> None:
    """Lost otherwise: a new price in the menu of some pages, and the old one on others."""
    folder = project(MANY)
    before = _made(load_site(folder).site)
    file, old, new = EDITS[edit]
    path = folder / file
    text = path.read_text("utf-8").replace(old, new, 1) if old and path.exists() else new
    write_files(folder, {file: text})
    after = _made(load_site(folder).site)
    assert {path for path in before if path in after and before[path].inputs == after[path].inputs} == set()


def test_time_is_an_input(project: ProjectFactory) -> None:
    """Lost otherwise: an offer that has ended, in the menu of each case."""
    site = load_site(project(MANY)).site
    changes_at, first = plan(site, NOW).changes_at, _made(site)
    assert changes_at
    for now, is_same in ((changes_at - timedelta(seconds=1), True), (changes_at, False)):
        assert {each.inputs == first[path].inputs for path, each in _made(site, now).items()} == {is_same}


def test_a_plan_for_a_build_becomes_the_whole_plan(project: ProjectFactory) -> None:
    """Lost otherwise: photos vanish from the site with the second build, as no page was made that names them."""
    site = load_site(project(MANY)).site
    whole = plan(site, NOW)
    lazy = lazy_plan(site, NOW, {})
    done = [resolved(artifact) for artifact in lazy.artifacts]
    assert done != list(lazy.artifacts)
    assert _shown(lazy.with_pictures(done).artifacts) == _shown(whole.artifacts)
    known = {
        each.path: Artifact(each.path, FromBefore(), "", inputs=each.inputs, pictures=each.pictures)
        for each in done
        if each.inputs
    }
    again = lazy_plan(site, NOW, known)
    kept = [each for each in again.artifacts if isinstance(each.maker, FromBefore)]
    assert {each.path for each in kept} == set(known)
    assert any(each.pictures for each in kept)
    assert _shown(again.with_pictures(again.artifacts).artifacts) == _shown(whole.artifacts)


def _shown(artifacts: Iterable[Artifact]) -> list[tuple[str, str, bool]]:
    return [(each.path, each.source, each.unlisted) for each in artifacts]


def test_what_is_read_in_any_process_has_the_same_hashes(project: ProjectFactory) -> None:
    """Lost otherwise: after the first edit of a text everything is made again."""
    folder = project(MANY)
    assert list(_hashes(load_site(folder).site)) == list(_hashes(load_site(folder, jobs=2).site))
    assert all(whole and summary and whole != summary for _, whole, summary in _hashes(load_site(folder).site))


def _hashes(site: Site) -> Iterator[tuple[str, str, str]]:
    for thing in (*site.cases, *site.articles):
        yield thing.file, thing.whole, thing.summary
