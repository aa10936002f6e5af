"""Themes from somebody else, with `theme: {trusted: false}`: what they try, and what they don't get."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from site_gen.load import load_site
from site_gen.load.theme_font import font_packages
from site_gen.problems import ProjectError
from site_gen.render.artifact import FromTemplate
from site_gen.render.templates import TemplateRenderer, TemplateSet
from site_gen.render.typst import Typesetter
from tests.conftest import Cli, ProjectFactory
from tests.render.test_typst import typesetting
from tests.support import SITE, tree, write_files
from tests.support_build import render
from tests.support_proposals import PROPOSAL

UNTRUSTED: Final = f"{SITE}theme: {{name: studio, trusted: false}}\n"
SECRET: Final = "7f3a-nobody-may-see-this"  # noqa: S105  # of these tests
STRINGS: Final[Mapping[str, Mapping[str, object]]] = {"en": {"word": "Word"}}

HOSTILE: Final = {
    "classes": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "item": "{{ ''['__class__'] }}",
    "attr": "{{ ''|attr('__class__') }}",
    "function": "{{ t.__func__.__globals__ }}",
    "lipsum": "{{ lipsum.__globals__['os'].environ }}",
    "once": "{{ once.__init__.__globals__ }}",
    "environment": "{{ once._environment }}",
    "cycler": "{{ cycler.__init__.__globals__.os }}",
    "self": "{{ self._TemplateReference__context }}",
    "self's environment": "{{ self.__class__ }}",
    "macro": "{% macro m() %}{% endmacro %}{{ m._func.__globals__ }}",
    "format": "{{ '{0.__class__}'.format('') }}",
    "format_map": "{{ '{x.__class__}'.format_map({'x': ''}) }}",
    "format by map": "{{ ['{0.__class__}'.format]|map('attr', '__self__')|list }}",
    "escaped format": "{{ ('{0.__class__}'|escape).format('') }}",
    "filter": "{{ (0|number).__class__ }}",
    "sort": "{{ [{}]|sort(attribute='__class__') }}",
    "map": "{{ ['']|map(attribute='__class__.__base__')|list }}",
    "group": "{{ ['']|groupby('__class__') }}",
    "update": "{{ site['update']({'name': 'Owned'}) }}",
    "append": "{{ site.list.append('owned') }}",
    "pop": "{{ site['list']['pop']() }}",
    "clear": "{{ site['clear']() }}",
    "kept": "{{ kept(site['keys'], {'url': 'x'}) }}",
    "generator": "{{ ((1 for x in y) if false else [1]|map('string')).gi_frame }}",
    "traceback": "{{ undefined_name.__traceback__ }}",
    "range": "{% for x in range(99999999) %}{% endfor %}",
    "outside": "{% include '../../../../etc/passwd' %}",
    "absolute": "{% include '/etc/passwd' %}",
    "module": "{% import 'os' as os %}{{ os.environ }}",
}


def rendered(folder: Path, template: str) -> str:
    write_files(folder, {"page.html": template})
    templates = TemplateSet((folder,), ("themes/own",), STRINGS, "UTC", sandboxed=True)
    site = {"lang": "en", "name": "Mara", "list": ["one"]}
    view = {"site": site}
    try:
        return TemplateRenderer(templates).render("page.html", view).decode()
    finally:
        assert view == {"site": {"lang": "en", "name": "Mara", "list": ["one"]}}


@pytest.mark.parametrize("template", HOSTILE.values(), ids=HOSTILE)
def test_what_a_template_may_not_do_is_a_problem_with_its_line(
    tmp_path: Path, template: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A theme downloaded from somewhere would read passwords and files, and publish them."""
    monkeypatch.setenv("SITE_GEN_SECRET", SECRET)
    try:
        said = rendered(tmp_path, f"\n{template}")
    except ProjectError as error:
        (problem,) = error.problems
        said = str(problem)
        is_named = problem.location.file.startswith("themes/own/") and bool(problem.hint)
    else:
        is_named = set(said) <= set("\n[](){}',&#39; Undefined")
    assert is_named, said
    assert not [word for word in ("<class", "<function", "<module", "<built-in", SECRET, "root:") if word in said]


def test_a_refusal_says_why_and_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as caught:
        rendered(tmp_path, "<p>\n{{ site['update']({}) }}")
    assert str(caught.value).startswith("themes/own/templates/page.html:2:1: ")
    assert "the theme isn't trusted" in str(caught.value)
    assert "'trusted: true' below theme: in site.yaml" in str(caught.value)


def test_all_that_the_packaged_theme_does_works_in_the_sandbox(project: ProjectFactory, cache: Path) -> None:
    """Otherwise nobody could build on it with a theme that isn't their own."""
    files = {"offers/proposals/roja.yaml": PROPOSAL}
    free = render(project(files), cache)
    plain = {path: free.bytes(path) for path, made in free.artifacts.items() if isinstance(made.maker, FromTemplate)}
    boxed = render(project({**files, "site.yaml": UNTRUSTED}), cache)
    assert not boxed.site.theme.trusted
    assert {path: boxed.bytes(path) for path in plain} == plain
    assert len(plain) > 20


LEAKS: Final = {
    "a namespace": (
        "{% set box = namespace(x='') %}",
        "{% from 'lib.html' import box %}{% set box.x = proposal.client %}",
        "{% from 'lib.html' import box %}[{{ box.x }}]",
    ),
    "a module": (
        "{% set box = namespace(x='') %}{% macro get() %}{{ box.x }}{% endmacro %}",
        "{% import 'lib.html' as lib %}{% set box = lib.box %}{% set box.x = proposal.client %}",
        "{% import 'lib.html' as lib %}[{{ lib.get() }}]",
    ),
    "what is kept": (
        "{% macro m(v) %}{{ proposal.client if proposal is defined }}{% endmacro %}[{{ kept(m, {'url': 'u'}) }}]",
        "{% include 'lib.html' %}",
        "{% include 'lib.html' %}",
    ),
}


@pytest.mark.parametrize("names", LEAKS.values(), ids=LEAKS)
def test_nothing_of_a_clients_page_gets_into_another(
    project: ProjectFactory, cache: Path, names: tuple[str, str, str]
) -> None:
    """A theme would publish on the home page what only one client may read."""
    lib, proposal, home = names
    site = render(
        project(
            {
                "site.yaml": UNTRUSTED,
                "offers/proposals/roja.yaml": PROPOSAL,
                "themes/studio/templates/lib.html": lib,
                "themes/studio/templates/proposal.html": proposal,
                "themes/studio/templates/home.html": home,
            }
        ),
        cache,
    )
    (path,) = (path for path in site.pages if path.startswith("proposal/") and path.count("/") == 2)
    site.bytes(path)
    assert site.text("index.html").strip() == "[]"


def test_compiled_templates_of_trusted_themes_are_not_run_in_the_sandbox(tmp_path: Path) -> None:
    """Their code asks no guard: the sandbox would be none from the second build on."""
    write_files(tmp_path / "theme", {"page.html": "{{ ''.__class__.__name__ }}"})
    view = {"site": {"lang": "en"}}
    for sandboxed in (False, True):
        templates = TemplateSet((tmp_path / "theme",), ("themes/own",), STRINGS, "UTC", sandboxed=sandboxed)
        renderer = TemplateRenderer(templates, tmp_path / "compiled")
        if sandboxed:
            with pytest.raises(ProjectError, match="unsafe"):
                renderer.render("page.html", view)
        else:
            assert renderer.render("page.html", view) == b"str"


def test_what_a_trusted_theme_made_is_made_again_once_it_is_not(cli: Cli, project: ProjectFactory) -> None:
    files = {"site.yaml": f"{SITE}theme: {{name: studio}}\n", "themes/studio/templates/home.html": "{{ ''.__class__ }}"}
    folder = project(files)
    assert cli("build", "--project", str(folder)).code == 0
    before = tree(folder / "output")
    write_files(folder, {"site.yaml": UNTRUSTED})
    ran = cli("build", "--project", str(folder))
    assert ran.code == 1
    assert "themes/studio/templates/home.html:1:1: " in ran.err
    assert tree(folder / "output") == before


# --- files ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["assets/a.css", "assets/inner", "templates/x.html", "templates/.x", "theme.yaml"])
def test_links_out_of_a_theme_that_is_not_trusted_are_refused(
    project: ProjectFactory, tmp_path: Path, name: str
) -> None:
    """A theme would publish a file of its user's."""
    (tmp_path / "private").mkdir()
    write_files(tmp_path / "private", {"file": f"name: {SECRET}\n"})
    folder = project({"site.yaml": UNTRUSTED.replace("studio", "mine"), "themes/mine/readme": "x"})
    link = folder / "themes/mine" / name
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(tmp_path / "private" / ("" if name.endswith("inner") else "file"))
    with pytest.raises(ProjectError) as caught:
        load_site(folder)
    [problem] = caught.value.problems
    assert str(problem).startswith(f"themes/mine/{name}:1:1: the link leads out of the theme")
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    "code",
    [
        '#read("/etc/hostname")',
        '#read("../../../../../../../../../../etc/hostname")',
        '#read("../documents/../../fonts/x")',
        '#include "/../../../secret.typ"',
        '#image("/etc/hostname")',
        '#json("/proc/self/environ")',
        '#plugin("/tmp/x.wasm")',
        '#import "@preview/cetz:0.3.0": *',
        '#import "@local/own:0.1.0": *',
    ],
)
def test_typst_reads_nothing_beyond_the_theme(tmp_path: Path, code: str) -> None:
    made = typesetting(tmp_path, {"documents/proposal.typ": code})
    with pytest.raises(ProjectError):
        Typesetter(made, tmp_path / "typst").compile("documents/proposal.typ", {}, "pdf")


@pytest.mark.parametrize(
    ("font", "message"),
    [
        ("{family: X, package: antigravity, file: x.ttf}", "antigravity is not a package that fonts are taken from"),
        ("{family: X, package: owned.inner, file: x.ttf}", "owned.inner is not a package that fonts are taken from"),
        ("{family: X, package: font_manrop, file: x.ttf}", "font_manrop is not a package that fonts are taken from"),
        ("{family: X, package: font_caladea, file: x.ttf}", "the package font_caladea is not installed"),
        ("{family: X, package: font_manrope, file: ../x.ttf}", "../x.ttf leads out of its folder"),
        ("{family: X, file: ../../../../x.ttf}", "../../../../x.ttf leads out of its folder"),
        ("{family: X, file: /etc/passwd}", "/etc/passwd leads out of its folder"),
    ],
)
def test_fonts_come_from_the_theme_or_from_named_packages(
    project: ProjectFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, font: str, message: str
) -> None:
    """To look for a package inside another runs that one's code."""
    write_files(tmp_path / "path", {"owned/__init__.py": f"raise SystemExit('{SECRET}')"})
    monkeypatch.syspath_prepend(tmp_path / "path")
    folder = project({"site.yaml": f"{SITE}theme: {{name: mine}}\n", "themes/mine/theme.yaml": f"font: {font}\n"})
    with pytest.raises(ProjectError) as caught:
        load_site(folder)
    [problem] = caught.value.problems
    assert problem.message == message
    assert problem.hint


def test_the_font_of_the_packaged_theme_is_of_a_named_package() -> None:
    assert "font_manrope" in font_packages()
