"""What a template is made of: a page is made again when any of it changes, and when nothing of it does, it isn't."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from site_gen.render.closures import TemplateClosures
from site_gen.render.templates import TemplateSet
from tests.support import write_files

FILES: Mapping[str, str] = {
    "page.html": "{% extends 'base.html' %}{% from 'macros.html' import row %}{{ row(1) }}",
    "base.html": "{% include 'head.html' %}{{ once('foot.html') }}{% block main %}{% endblock %}",
    "macros.html": "{% macro row(n) %}{% include 'icon.html' %}{% endmacro %}",
    "head.html": "head",
    "foot.html": "foot",
    "icon.html": "icon",
    "other.html": "other",
    "free.html": "{% include name %}",
    "default.html": "{% include 'head.html' %}",
}


def closures(folder: Path, files: Mapping[str, str | None] | None = None, **texts: str) -> TemplateClosures:
    write_files(folder, {**FILES, **(files or {})})
    strings = {"en": {"hello": "Hello", **texts}, "es": {"hello": "Hola"}}
    return TemplateClosures(TemplateSet((folder,), ("themes/mine",), strings, "Europe/Madrid"))


USED = ("page.html", "base.html", "macros.html", "head.html", "foot.html", "icon.html")


@pytest.mark.parametrize("changed", FILES)
def test_a_page_depends_on_all_that_it_is_made_of_and_on_nothing_else(tmp_path: Path, changed: str) -> None:
    before = closures(tmp_path).fingerprint("page.html", "en")
    after = closures(tmp_path, {changed: FILES[changed] + "!"}).fingerprint("page.html", "en")
    assert (after != before) == (changed in USED)


@pytest.mark.parametrize("changed", FILES)
def test_a_template_that_names_another_by_a_variable_depends_on_all(tmp_path: Path, changed: str) -> None:
    before = closures(tmp_path).fingerprint("free.html", "en")
    assert closures(tmp_path, {changed: FILES[changed] + "!"}).fingerprint("free.html", "en") != before


def test_texts_count_in_their_language_and_where_they_stand_in(tmp_path: Path) -> None:
    before, after = closures(tmp_path), closures(tmp_path, more="More")
    assert before.fingerprint("page.html", "en") != after.fingerprint("page.html", "en")
    assert before.fingerprint("page.html", "es") != after.fingerprint("page.html", "es")
    assert before.fingerprint("page.html", "en") != before.fingerprint("page.html", "es")


def test_a_kind_of_page_without_a_template_depends_on_the_common_one(tmp_path: Path) -> None:
    before = closures(tmp_path).fingerprint("audit.html", "en")
    assert closures(tmp_path, {"default.html": "else"}).fingerprint("audit.html", "en") != before
    assert closures(tmp_path, {"audit.html": "own"}).fingerprint("audit.html", "en") != before


def test_a_template_of_the_project_takes_the_place_of_the_packaged_one(tmp_path: Path) -> None:
    write_files(tmp_path / "packaged", FILES)
    folders = (tmp_path / "own", tmp_path / "packaged")
    before = TemplateClosures(TemplateSet(folders, ("a", "b"), {}, "UTC")).fingerprint("page.html", "en")
    write_files(tmp_path / "own", {"icon.html": "mine"})
    assert TemplateClosures(TemplateSet(folders, ("a", "b"), {}, "UTC")).fingerprint("page.html", "en") != before


def test_a_damaged_template_has_a_fingerprint_too(tmp_path: Path) -> None:
    assert closures(tmp_path, {"head.html": "{% if %}"}).fingerprint("page.html", "en")
