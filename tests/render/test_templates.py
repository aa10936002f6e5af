"""Templates: escaping, errors with their places, what a project may override, a theme from scratch."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, meta, nodes

from site_gen.load.theme_places import PACKAGED
from site_gen.pages import templates
from site_gen.pages.templates import TEMPLATES, Template
from site_gen.problems import ProjectError
from site_gen.render.templates import TemplateRenderer, TemplateSet, absolute, csp_for, jsonld
from tests.browser.site import parse
from tests.conftest import ProjectFactory
from tests.support import SITE, tree, write_files
from tests.support_build import Rendered, render

PROJECTS = Path(__file__).parent.parent / "projects"
VIEW = {"site": {"lang": "en"}}
PAGES: Mapping[str, Template[...]] = {template.kind: template for template in TEMPLATES if template.is_page}


def renderer(folder: Path, templates: Mapping[str, str]) -> TemplateRenderer:
    write_files(folder, templates)
    return TemplateRenderer(TemplateSet((folder,), ("themes/own",), {"en": {"table.label": "Table"}}, "UTC"))


def problem_of(folder: Path, templates: Mapping[str, str], view: dict[str, Any] | None = None) -> str:
    with pytest.raises(ProjectError) as caught:
        renderer(folder, templates).render("page.html", VIEW | (view or {}))
    (problem,) = caught.value.problems
    return f"{problem.location.file}:{problem.location.line}: {problem.message}"


# --- structured data --------------------------------------------------------------------------------------------------

VALUES = st.recursive(
    st.text() | st.sampled_from(["</script>", "<!--", "\u2028", "&lt;", '"']) | st.integers() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
NODES = st.lists(st.dictionaries(st.text().filter(lambda key: key != "@context"), VALUES, max_size=3), max_size=3)


@given(NODES)
def test_structured_data_reads_back_equal_and_no_text_in_it_ends_the_element(data: list[dict[str, Any]]) -> None:
    element = str(jsonld(data))
    texts = parse(element).json_ld
    assert [json.loads(text) for text in texts] == [{"@context": "https://schema.org", **node} for node in data]
    assert element.count("<") == 2 * len(data)
    assert not set("\u2028\u2029&") & set(element)


@given(NODES)
def test_the_policy_names_the_hash_of_every_script_on_the_page(data: list[dict[str, Any]]) -> None:
    policy = csp_for("default-src 'none'; script-src 'self'; style-src 'self'", data)
    hashes = {base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in parse(jsonld(data)).json_ld}
    assert set(re.findall(r"'sha256-([^']*)'", policy)) == hashes
    assert policy.startswith("default-src 'none'; script-src 'self'")
    assert policy.endswith("; style-src 'self'")


def test_the_policy_of_each_page_holds_for_its_scripts(project: ProjectFactory, cache: Path) -> None:
    site = render(project(), cache)
    for path in site.pages:
        page = site.document(path)
        (policy,) = [m.get("content") for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy"]
        for text in page.json_ld:
            assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in policy, path
        inline = [
            script for script in page.all("script") if script.text and script.get("type") != "application/ld+json"
        ]
        assert inline == []
        assert not any("style" in element.attributes for element in page.all())


# --- filters ----------------------------------------------------------------------------------------------------------

HTML = {
    "a link": ('<a href="/x/">', '<a href="https://a.example/x/">'),
    "a picture": ('<img src="/x.jpg">', '<img src="https://a.example/x.jpg">'),
    "several sizes": ('srcset="/a 1w, /b 2w"', 'srcset="https://a.example/a 1w, https://a.example/b 2w"'),
    "another host": ('<a href="//b.example/">', '<a href="https://b.example/">'),
    "a place on the page": ('<a href="#x">', '<a href="https://a.example/articles/y/#x">'),
    "a page beside it": ('<a href="../z/?a=1&amp;b=2">', '<a href="https://a.example/articles/z/?a=1&amp;b=2">'),
    "a text that looks like it": ("<p>/x/</p>", "<p>/x/</p>"),
}


@pytest.mark.parametrize(("html", "result"), HTML.values(), ids=HTML)
def test_addresses_become_absolute_for_feeds(html: str, result: str) -> None:
    assert absolute(html, "https://a.example/articles/y/") == result


def test_every_value_is_escaped(tmp_path: Path) -> None:
    made = renderer(tmp_path, {"page.html": '<p title="{{ word }}">{{ word }}</p>'})
    html = made.render("page.html", VIEW | {"word": "<b>&\"'"}).decode()
    assert html == '<p title="&lt;b&gt;&amp;&#34;&#39;">&lt;b&gt;&amp;&#34;&#39;</p>'


def test_a_view_is_read_by_its_keys_and_not_by_the_methods_of_dict(tmp_path: Path) -> None:
    made = renderer(tmp_path, {"page.html": "{{ thing.items }} {{ thing.copy is defined }}"})
    assert made.render("page.html", VIEW | {"thing": {"items": 3}}) == b"3 False"


def test_a_macros_result_is_that_of_its_entry_and_options_also_at_one_address(tmp_path: Path) -> None:
    macro = "{% macro row(v, big=False) %}<{{ v.url }} {{ v.title }} {{ big }}>{% endmacro %}"
    calls = "{{ kept(row, one) }}{{ kept(row, one, big=True) }}{{ kept(row, two) }}"
    made = renderer(tmp_path, {"page.html": macro + calls})
    view = VIEW | {"one": {"url": "/1", "title": "a&b"}, "two": {"url": "/2", "title": "c"}}
    assert made.render("page.html", view) == b"</1 a&amp;b False></1 a&amp;b True></2 c False>"
    again = VIEW | {"one": {"url": "/1", "title": "other"}, "two": {"url": "/2", "title": "c"}}
    assert made.render("page.html", again) == b"</1 other False></1 other True></2 c False>"


# --- errors -----------------------------------------------------------------------------------------------------------

FAULTS = {
    "unknown": ({"page.html": "\n{{ no.such }}"}, "page.html:2: 'no' is undefined"),
    "syntax": ({"page.html": "\n\n{% for %}"}, "page.html:3: Expected an expression, got 'end of statement block'"),
    "in a partial": (
        {"page.html": '\n{% include "partials/a.html" %}', "partials/a.html": "\n\n{{ word.no }}"},
        "partials/a.html:3: 'dict object' has no attribute 'no'",
    ),
    "in a macro": (
        {
            "page.html": '{% from "partials/a.html" import m %}\n{{ m() }}',
            "partials/a.html": "{% macro m() %}\n{{ 1 / 0 }}{% endmacro %}",
        },
        "partials/a.html:2: division by zero",
    ),
    "syntax in a partial": (
        {"page.html": '{% include "partials/a.html" %}', "partials/a.html": "\n{{ ' }}"},
        'partials/a.html:2: unexpected char "\'" at 4',
    ),
    "a filter": ({"page.html": "{{ 'x'|no_such }}"}, "page.html:1: No filter named 'no_such'."),
}


@pytest.mark.parametrize(("templates", "message"), FAULTS.values(), ids=FAULTS)
def test_a_mistake_in_a_template_is_told_with_its_file_and_line(
    tmp_path: Path, templates: dict[str, str], message: str
) -> None:
    assert problem_of(tmp_path, templates, {"word": {}}) == f"themes/own/templates/{message}"


def test_a_theme_without_a_template_is_told(tmp_path: Path) -> None:
    message = problem_of(tmp_path, {"other.html": ""})
    assert message == "themes/own/templates:1: there is no template page.html or default.html"


# --- overriding single files ------------------------------------------------------------------------------------------


def with_theme(project: ProjectFactory, cache: Path, files: dict[str, str], site_yaml: str = "") -> Rendered:
    own = {f"themes/studio/{path}": text for path, text in files.items()}
    return render(project({**own, "site.yaml": SITE + site_yaml}), cache)


def test_a_project_overrides_one_partial_and_keeps_the_rest(project: ProjectFactory, cache: Path) -> None:
    site = with_theme(project, cache, {"templates/partials/footer.html": "<footer>Mine, {{ site.name }}</footer>"})
    page = site.text("index.html")
    assert "<footer>Mine, Mara Vidal</footer>" in page
    assert "<header class=" in page


def test_a_project_overrides_one_template(project: ProjectFactory, cache: Path) -> None:
    site = with_theme(project, cache, {"templates/links.html": "{{ page.kind }}"})
    assert site.text("links/index.html") == "links"
    assert site.text("index.html").startswith("<!doctype html>")


def test_a_project_overrides_one_string_in_one_language(project: ProjectFactory, cache: Path) -> None:
    site = with_theme(project, cache, {"strings/en.yaml": 'skip: "Jump"\n'})
    assert ">Jump</a>" in site.text("index.html")
    assert ">Jump</a>" not in site.text("es/index.html")
    assert "Services" in site.text("index.html")


def test_a_project_overrides_one_asset_and_adds_another(project: ProjectFactory, cache: Path) -> None:
    before = render(project(), cache).view("index.html")["site"]["assets"]
    site = with_theme(project, cache, {"assets/print.css": ".own{color:red}", "assets/own.svg": "<svg/>"})
    assets = site.view("index.html")["site"]["assets"]
    css = site.text(assets["css"].lstrip("/"))
    assert css.endswith(".own{color:red}")
    assert ".skip" in css
    assert assets["css"] != before["css"]
    assert site.bytes(assets["files"]["own.svg"].lstrip("/")) == b"<svg/>"


def test_a_project_sets_one_colour_in_site_yaml_or_its_theme(project: ProjectFactory, cache: Path) -> None:
    by_site = with_theme(project, cache, {}, 'theme: {colors: {paper: ["#ffffee", "#101010"]}}\n')
    by_theme = with_theme(project, cache, {"theme.yaml": 'colors: {paper: ["#ffffee", "#101010"]}\n'})
    for site in (by_site, by_theme):
        css = site.text(site.view("index.html")["site"]["assets"]["css"].lstrip("/"))
        assert "--paper:light-dark(#ffffee,#101010);" in css
        assert "--ink:light-dark(#191713," in css
        assert 'content="#ffffee"' in site.text("index.html")


def test_a_theme_of_the_project_extends_the_packaged_one(project: ProjectFactory, cache: Path) -> None:
    files = {
        "themes/own/templates/links.html": "own",
        "site.yaml": f"{SITE}theme: {{name: own}}\n",
    }
    site = render(project(files), cache)
    assert site.text("links/index.html") == "own"
    assert "<header class=" in site.text("index.html")


# --- a theme from scratch ---------------------------------------------------------------------------------------------


@pytest.fixture
def tiny(tmp_path: Path, cache: Path) -> Rendered:
    """The small project with a theme of one template."""
    files = tree(PROJECTS / "small") | tree(PROJECTS / "tiny-theme")
    files["site.yaml"] = files["site.yaml"].replace(b"search: true\n", b"") + b"theme: {name: tiny}\n"
    return render(write_files(tmp_path / "tiny", files), cache)


def test_a_theme_of_one_template_makes_a_whole_site(tiny: Rendered) -> None:
    assert {tiny.view(path)["page"]["kind"] for path in tiny.pages} == set(PAGES) - {"search"}  # needs a page
    for path, text in tiny.texts():
        assert text, path
    assert "<p>live 290" not in tiny.text("index.html")
    assert "<p>live €290 20 December 2026, 6\N{NO-BREAK SPACE}pm" in tiny.text("offers/month/index.html")
    assert "<p>Casa Blau: +300%</p>" in tiny.text("cases/cafe/index.html")
    assert 'lang="ru"' in tiny.text("ru/articles/first/index.html")


def test_a_theme_from_scratch_brings_nothing_of_the_packaged_one(tiny: Rendered) -> None:
    names = {
        path for path in tiny.artifacts if re.match("assets/(?!unlisted/|video/)", path)
    }  # which come with every theme
    assert not any(path.endswith((".woff2", ".js", ".svg")) for path in names)
    assert "skip" not in tiny.text("index.html")


GLOBALS = {"t", "kept", "once", "site", "page"}


def _documented() -> set[str]:
    return {name for template in PAGES.values() for name in template.names}


@pytest.mark.parametrize(
    "folder", [PACKAGED / "studio", PACKAGED / "letter", PROJECTS / "tiny-theme" / "themes" / "tiny"]
)
def test_templates_use_documented_names_alone(folder: Path) -> None:
    environment, found = Environment(autoescape=True), set[str]()
    for path in (folder / "templates").glob("*.html"):
        syntax = environment.parse(path.read_text(encoding="utf-8"))
        environment.filters.update({filter_.name: str for filter_ in syntax.find_all(nodes.Filter)})
        found |= meta.find_undeclared_variables(syntax) - set(_own_names(syntax))
    assert found
    assert found - _documented() - GLOBALS == set()


def _own_names(syntax: nodes.Template) -> Iterator[str]:
    """Yield what a template sets or imports itself."""
    yield from (name.name for name in syntax.find_all(nodes.Name) if name.ctx == "store")
    yield from (macro.name for macro in syntax.find_all(nodes.Macro))
    for statement in syntax.find_all(nodes.FromImport):
        yield from (name if isinstance(name, str) else name[1] for name in statement.names)


@pytest.mark.parametrize("kind", PAGES)
def test_each_kind_of_page_gets_exactly_what_is_documented(cache: Path, kind: str) -> None:
    site = render(PROJECTS / "small", cache)
    views = [site.view(path) for path in site.pages]
    own = {frozenset(view) - {"site", "page"} for view in views if view["page"]["kind"] == kind}
    assert own == {PAGES[kind].names}


@pytest.mark.parametrize("template", [t for t in TEMPLATES if not t.is_page], ids=lambda template: template.file)
def test_a_file_that_is_no_page_gets_exactly_what_is_documented(cache: Path, template: Template[...]) -> None:
    assert set(render(PROJECTS / "small", cache).view(template.file)) == template.names | {"site"}


if TYPE_CHECKING:  # with mypy's strict settings an ignored error must be one: these hold the seam
    templates.NOT_FOUND.fill()  # type: ignore[call-arg]
    templates.NOT_FOUND.fill(cases=["a text"])  # type: ignore[list-item]
    templates.NOT_FOUND.fill(cases=[], others=[])  # type: ignore[call-arg]
    templates.NOT_FOUND.fill({"cases": []})  # type: ignore[call-arg, arg-type]
