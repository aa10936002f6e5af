"""A translation replaces the texts for readers and nothing else."""

from __future__ import annotations

from typing import Final

import pytest

from site_gen.load import load_site
from site_gen.load.overlay import Merge
from site_gen.load.shape import model_shape
from site_gen.model.case import Case
from site_gen.model.content import Article, Services
from site_gen.model.offer import DirectOffer, FirstStepOffer
from site_gen.problems import ProjectError
from site_gen.sources.yaml import Data, read_yaml
from tests.conftest import ProjectFactory
from tests.load.rich import RICH
from tests.support import BASE


def _merge(model: type, original: str, overlay: str) -> tuple[Data, list[str]]:
    merge = Merge(read_yaml(original, "a.yaml"), read_yaml(overlay, "a.es.yaml"))
    data = merge.merged(model_shape(model))
    return data, [f"{p.location.line}:{p.location.column} {p.message}" for p in merge.problems]


MERGED: Final = {
    "a text": (Case, "{title: One, client: A}", "{title: Uno}", {"title": "Uno", "client": "A"}),
    "a text that the original lacks": (Case, "{title: One}", "{summary: Uno}", {"title": "One", "summary": "Uno"}),
    "nothing": (Case, "{title: One}", "", {"title": "One"}),
    "a key without a value, for a mapping": (Case, "{budget: {amount: 1}}", "{budget: }", {"budget": {"amount": 1}}),
    "a key without a value, for a list": (Case, "{metrics: [{name: A}]}", "{metrics: }", {"metrics": [{"name": "A"}]}),
    "a text inside a mapping": (
        DirectOffer, "{price: {amount: 290, per: month}}", "{price: {per: mes}}",
        {"price": {"amount": 290, "per": "mes"}},
    ),
    "texts of a list's items": (
        Case,
        "{metrics: [{name: A, after: 1}, {name: B, after: 2}]}",
        "{metrics: [{}, {name: Be}]}",
        {"metrics": [{"name": "A", "after": 1}, {"name": "Be", "after": 2}]},
    ),
    "a list of texts": (Case, "{tags: [a, b]}", "{tags: [x, y]}", {"tags": ["x", "y"]}),
    "tags with commas": (Article, "{tags: 'a, b'}", "{tags: [x, y]}", {"tags": ["x", "y"]}),
    "a single tag": (Article, "{tags: a}", "{tags: x}", {"tags": ["x"]}),
    "options of a form's field": (
        FirstStepOffer,
        "{form: {fields: [{name: size, options: [S, L]}]}}",
        "{form: {fields: [{options: [P, G]}]}}",
        {"form": {"fields": [{"name": "size", "options": ["P", "G"]}]}},
    ),
    "nothing for a short form": (Case, "{gallery: [a.jpg]}", "{gallery: [{}]}", {"gallery": ["a.jpg"]}),
    "a short form that is the same": (Case, "{gallery: [a.jpg]}", "{gallery: [a.jpg]}", {"gallery": ["a.jpg"]}),
}  # fmt: skip

REFUSED: Final = {
    "a number": (Case, "{order: 1}", "{order: 2}", ["1:2 'order' stands in a.yaml alone"]),
    "a price in short": (
        DirectOffer, "{price: {amount: 290}}", "{price: 250}",
        ["1:2 'price' stands in a.yaml alone, except for its texts"],
    ),
    "a price in full over one in short": (
        DirectOffer, "{price: 290}", "{price: {amount: 250}}", ["1:10 'amount' stands in a.yaml alone"],
    ),
    "a unit for a price in short": (
        DirectOffer, "{price: 290}", "{price: {per: mes}}", ["1:10 'price' in a.yaml has no 'per'"],
    ),
    "another picture": (
        Case, "{cover: a.jpg}", "{cover: b.jpg}", ["1:2 'cover' stands in a.yaml alone, except for its texts"],
    ),
    "a mapping that the original lacks": (Case, "{title: A}", "{review: {text: B}}", ["1:11 a.yaml has no 'review'"]),
    "an unknown key": (Services, "{services: [{id: a}]}", "{services: [{nam: A}]}", ["1:14 unknown key 'nam'"]),
    "a list of another length": (Case, "{tags: [a]}", "{tags: [a, b]}", ["1:2 2 items, where a.yaml has 1"]),
    "a list that the original lacks": (Case, "{title: A}", "{tags: [a]}", ["1:2 1 item, where a.yaml has none"]),
    "all of it": (Case, "{title: A}", "just text", ["1:1 there is no colon after 'just text'"]),
}  # fmt: skip


@pytest.mark.parametrize(("model", "original", "overlay", "expected"), MERGED.values(), ids=MERGED)
def test_texts_are_laid_over_the_original(model: type, original: str, overlay: str, expected: Data) -> None:
    assert _merge(model, original, overlay) == (expected, [])


@pytest.mark.parametrize(("model", "original", "overlay", "expected"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_text_stays_the_same_in_every_language(
    model: type, original: str, overlay: str, expected: list[str]
) -> None:
    assert _merge(model, original, overlay)[1] == expected


def test_a_price_can_not_differ_between_languages(project: ProjectFactory) -> None:
    """The promise of the product: one file says the price."""
    with pytest.raises(ProjectError) as caught:
        load_site(project({"offers/plan.es.yaml": "price: {amount: 1}\n"}))
    assert [problem.location.file for problem in caught.value.problems] == ["offers/plan.es.yaml"]


def test_the_original_is_not_changed_by_its_translation() -> None:
    original = read_yaml("metrics: [{name: A}]", "a.yaml")
    Merge(original, read_yaml("metrics: [{name: B}]", "a.es.yaml")).merged(model_shape(Case))
    assert original.data == {"metrics": [{"name": "A"}]}


def test_every_language_has_its_own_version(project: ProjectFactory) -> None:
    site = load_site(project(base=RICH)).site
    case = next(iter(site.cases))
    assert dict(case.files) == {"en": "cases/cafe.yaml", "es": "cases/cafe.es.yaml"}
    assert [version.metrics[0].name for version in case.versions.values()] == ["Followers", "Seguidores"]
    assert {version.metrics[0].after for version in case.versions.values()} == {4800}
    assert case.original.title.startswith("Followers")
    assert site.settings["es"].role == "Redes"
    assert [service.name for service in site.services["es"]] == ["Gestión"]


def test_what_has_no_translation_stays_in_its_language(project: ProjectFactory) -> None:
    site = load_site(project()).site
    assert all(list(source.versions) == ["en"] for source in (*site.cases, *site.offers, *site.articles))
    assert (site.services["es"], site.reviews["es"]) == ((), ())


def test_an_article_may_be_written_in_another_language_alone(project: ProjectFactory) -> None:
    text = BASE["content/articles/first.md"].replace("tags:", "language: es\ntags:")
    site = load_site(project({"content/articles/first.md": text})).site
    assert list(site.articles[0].versions) == ["es"]
