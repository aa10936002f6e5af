"""A text whose long parts are packed is the text that it was, and takes a tenth of the memory."""

from __future__ import annotations

import pickle
import tracemalloc
from pathlib import Path

import pytest

from benchmarks.corpus import studies
from site_gen.load import load_site
from site_gen.model import long_model
from site_gen.model.case import Case
from site_gen.model.content import Article
from site_gen.model.kept_bytes import KeptBytes
from site_gen.model.own_pickles import dumped, loaded
from site_gen.model.search_words import SearchEntry
from site_gen.sources.yaml import read_yaml
from tests.conftest import ProjectFactory
from tests.load.rich import RICH
from tests.support import CASE


def case() -> Case:
    return Case.model_validate(read_yaml(CASE, "cases/cafe.yaml").data)


def test_every_text_of_a_project_is_the_same_packed(project: ProjectFactory) -> None:
    """Lost otherwise: a number, a review or a photo of a case, on its page alone."""
    site = load_site(project(RICH)).site
    texts = [version for thing in (*site.cases, *site.articles) for version in thing.versions.values()]
    assert {type(text) for text in texts} == {Case, Article}
    long_model._unpacked.cache_clear()  # noqa: SLF001  # else nothing would be unpacked
    for text in texts:
        data = text.model_dump()
        whole = type(text).model_construct(**{name: getattr(text, name) for name in type(text).model_fields})
        assert (text, data) == (whole, whole.model_dump())
        assert whole.packed() == text == loaded(dumped(text))
        assert [getattr(text, name) for name in text.facts] == [getattr(whole, name) for name in text.facts]
        assert text.long_parts.isdisjoint(vars(text)), "what was read is packed"


def test_what_is_said_of_all_texts_is_known_without_unpacking() -> None:
    """Lost otherwise: a list of thousands unpacks thousands for each page of it."""
    packed = case().packed()
    vars(packed)["_packed"] = KeptBytes.of(b"damaged")
    assert (packed.title, packed.reviewed, packed.video_addresses) == (case().title, None, ())
    with pytest.raises(Exception, match="decompressing"):
        _ = packed.body


def test_a_wrong_name_is_no_part() -> None:
    with pytest.raises(AttributeError, match="boddy"):
        getattr(case().packed(), "boddy")  # noqa: B009  # mypy knows that it is none


def test_a_copy_with_another_text_has_that_text() -> None:
    copy = case().packed().model_copy(update={"body": "Another."})
    assert (copy.body, copy.metrics, copy == case()) == ("Another.", case().metrics, False)


def test_equal_texts_have_equal_hashes() -> None:
    article = Article.model_validate({"title": "A", "date": "2026-01-01"}, context={"zone": None})
    assert hash(article) == hash(article.packed())


def test_what_is_packed_can_do_nothing(tmp_path: Path) -> None:
    """Whoever can write into the user's cache folder would run programs."""
    for name in (b"csite_gen.load.ahead\nAhead\n.", b"csite_gen.load.files\ndecode\n."):  # ours, but no data
        with pytest.raises(pickle.UnpicklingError):
            loaded(name)
    with pytest.raises(pickle.UnpicklingError):
        loaded(pickle.dumps(tmp_path.unlink))


def test_a_thousand_cases_take_little_memory(tmp_path: Path) -> None:
    """A build server with 512 MB would end a build of 10,000 pages."""
    from benchmarks.corpus import write_project

    write_project(tmp_path, list(studies(200)))
    load_site(tmp_path)  # what is imported and kept once
    tracemalloc.start()
    try:
        site = load_site(tmp_path).site
        long_model._unpacked.cache_clear()  # noqa: SLF001  # the last ones, as many whatever the site's size
        taken = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert len(site.cases) == 200
    assert taken / 200 < 10_000, "bytes for each case"


def test_a_search_finds_a_case_by_the_networks_own_name_in_each_language() -> None:
    """Who looks for «Одноклассники» would find nothing that was done there."""
    found = SearchEntry.unpacked(case().model_copy(update={"networks": ("ok",)}).search_entry)
    assert {"одноклассники", "однокласники"} <= set(found.named.split())
