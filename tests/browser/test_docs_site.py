"""The documentation's site, as `make docs` makes it: every kind of its pages, its menu, its search, its words.

To build it takes half a minute: a browser looks at all of it in `make laws`, and else at a few pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
import yaml
from filelock import FileLock
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from site_gen.actions.themes.browser import UNROOMY
from site_gen.cli import COMMANDS
from tests.browser.conftest import NOW, build_project
from tests.browser.server import SiteServer, serve
from tests.browser.site import ROOT, BuiltSite
from tests.browser.test_accessibility import MODES, violations_in_all_modes
from tests.browser.test_accessibility import axe as axe  # noqa: PLC0414  # a fixture
from tests.browser.test_markup import complaints
from tests.conftest import Cli
from tools import docs_pages, docs_reference
from tools.docs_site import SOURCE, project_files, write_project

PAGES: Final = ("", "install/", "commands/", "command-leads/", "file-offer/", "search/?q=deadline", "ru/begin/", "404")
"""One of each kind: first page, text, long table, options, keys, results, pictures in another language, not found."""

LONG: Final = ("themes/", "forms/", "deploy/", "adding/", "black-friday-offer/", "uk/", "privacy/", "links/")
WIDTHS: Final = (320, 390, 768, 1024, 1280)


@pytest.fixture(scope="module")
def docs(common_folder: Path) -> BuiltSite:
    folder = common_folder / "docs-site"
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            project = common_folder / "docs-project"
            write_project(project)
            for picture in project.rglob("*.webp"):  # what they show takes long to make small, and plays no part here
                Image.new("RGB", (1200, 800), "white").save(picture)
            build_project(project, Path(f"{folder}.new"), NOW).folder.rename(folder)
    return BuiltSite(folder, common_folder / "docs-project")


FEW: Final = ("looks", "command-leads")
"""A text with pictures, and a table of options. With the first page, search and not found they are built in seconds."""


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """The documentation's site in English, with a few of its pages."""
    folder = tmp_path_factory.mktemp("few-docs")
    for name, content in project_files().items():
        is_other = name.startswith("content/pages/") and Path(name).stem not in FEW
        if is_other or re.fullmatch(r"site\.\w\w\.yaml", name):
            continue
        target = folder / "project" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    settings = folder / "project" / "site.yaml"
    settings.write_text(re.sub(r"(?m)^languages: .*$", "languages: [en]", settings.read_text("utf-8")), "utf-8")
    for picture in folder.rglob("*.webp"):
        Image.new("RGB", (1200, 800), "white").save(picture)
    return build_project(folder / "project", folder / "output", NOW)


@pytest.mark.browser
def test_a_few_pages_are_accessible_valid_and_keep_still(
    few: BuiltSite, browser: Browser, axe: str, checkers: Path
) -> None:
    """Who reads with a phone, in the dark or by ear is left out; the text jumps while its pictures come."""
    paths = ["", *(f"{name}/" for name in FEW), "search/", "404.html"]
    with serve(few.folder, few.base, NOW) as host, browser.new_context(base_url=host.origin) as context:
        page = context.new_page()
        found: list[str] = []
        for path in paths:
            page.goto(f"/{path}")
            page.evaluate(axe)
            found += violations_in_all_modes(page, (("dark", 1280), ("light", 320)))
            found += page.evaluate(UNROOMY)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        found += complaints(checkers, [f"{host.origin}/{path}" for path in paths])
    assert not found, "\n".join(found)


@pytest.fixture(scope="module")
def docs_host(docs: BuiltSite) -> Iterator[SiteServer]:
    with serve(docs.folder, docs.base, NOW) as server:
        yield server


@pytest.fixture
def page(docs_host: SiteServer, browser: Browser) -> Iterator[Page]:
    with browser.new_context(base_url=docs_host.origin, reduced_motion="reduce") as context:
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text) if "Security Policy" in message.text else None)
        yield page
        assert not said, said


@pytest.mark.browser
@pytest.mark.laws
@pytest.mark.parametrize("path", [*PAGES, *LONG])
def test_axe_finds_nothing_and_nothing_is_too_wide(path: str, page: Page, axe: str) -> None:
    """Who reads with a phone, in the dark or by ear is left out."""
    page.goto(f"/{path}")
    if "?q" in path:
        expect(page.locator("[data-search-results] a").first).to_be_visible()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(axe)
    found = violations_in_all_modes(page, (MODES[0], MODES[-1]) if path in PAGES else MODES)
    assert not found, "\n".join(found)


@pytest.mark.browser
@pytest.mark.laws
@pytest.mark.parametrize("path", ["", "looks/", "ru/begin/"])
def test_pictures_have_their_room_before_they_come(path: str, page: Page) -> None:
    """A reader loses the line that they read, and presses the wrong link."""
    page.goto(f"/{path}")
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.images.length") > 0
        assert page.evaluate(UNROOMY) == []


@pytest.mark.browser
@pytest.mark.laws
def test_nu_checker_has_nothing_to_say(docs: BuiltSite, docs_host: SiteServer, checkers: Path) -> None:
    """Browsers of tomorrow show the pages otherwise."""
    paths = [page.path for page in docs.pages if page.language != "en" or len(page.path) < 20]
    found = complaints(checkers, [f"{docs_host.origin}{path}" for path in paths])
    assert not found, "\n".join(found)
    styles = [str(docs.folder / file) for file in docs.files if file.endswith(".css")]
    assert not complaints(checkers, ["--also-check-css", *styles])


@pytest.mark.browser
@pytest.mark.laws
def test_a_search_from_any_page_finds_a_recipe(page: Page) -> None:
    """The field on top leads nowhere, and a reader looks through forty titles."""
    page.goto("/forms/")
    page.fill("#ask", "black friday")
    page.keyboard.press("Enter")
    expect(page.locator("[data-search-results] a").first).to_have_attribute("href", "/black-friday-offer/")


@pytest.mark.browser
@pytest.mark.laws
def test_the_menu_opens_on_a_phone_and_shows_where_one_is(page: Page, axe: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/pins/")
    expect(page.locator("#menu")).to_be_hidden()
    page.locator("header [popovertarget]").click()
    expect(page.locator('#menu a[aria-current="page"]')).to_be_visible()
    page.evaluate(axe)
    assert not violations_in_all_modes(page, (("dark", 390),))
    page.locator("#menu a", has_text="Pictures").click()
    expect(page.locator("h1")).to_have_text("Pictures")


def test_the_project_of_the_documentation_has_no_problem(cli: Cli, tmp_path: Path) -> None:
    """A link between chapters leads nowhere, or a picture isn't there."""
    write_project(tmp_path / "docs", "https://docs.mara.dev/", "docs@mara.dev")
    done = cli("check", "--project", str(tmp_path / "docs"), "--strict")
    assert done.code == 0, done.err


def test_every_page_of_the_menu_is_there_and_every_chapter_is_in_the_menu() -> None:
    """A chapter that is in no menu is found by nobody; an entry without a page is left out in silence."""
    settings = yaml.safe_load((SOURCE / "site.yaml").read_text(encoding="utf-8"))
    menu = [address for part in settings["theme"]["params"]["parts"] for address in part["pages"]]
    pages = {name for name, _ in (*docs_pages.pages(), *docs_reference.pages())}
    assert [address for address in menu if address not in pages] == []
    chapters = {
        address for name, address in docs_pages.documents().items() if re.fullmatch(r"docs/(recipes/)?[\w-]+\.md", name)
    }
    assert sorted(chapters - set(menu)) == []
    assert {docs_reference.command_address(name) for name in COMMANDS} <= pages


def test_links_lead_to_pages_and_code_stays_as_it_is() -> None:
    text = (
        "[a](forms.md#secrets) [b](../site_gen/x.py) [c](https://x.example/) `[d](forms.md)`\n\n```\n[e](forms.md)\n```"
    )
    assert docs_pages.with_links(text, "docs/install.md") == text.replace(
        "[a](forms.md#secrets) [b](../site_gen/x.py)", "[a](/forms/#secrets) b"
    )


@pytest.mark.parametrize("language", ["en", *docs_pages.LANGUAGES])
def test_buttons_that_the_first_chapter_names_are_those_of_the_editor(language: str) -> None:
    """Somebody looks for a button that is called otherwise."""
    path = ROOT / "docs" / ("" if language == "en" else language) / "begin.md"
    named = re.findall(r"\*\*((?:[^*])+?)\*\*", path.read_text(encoding="utf-8").replace("\n", " "))
    words = (ROOT / "site_gen" / "editor" / "strings" / f"{language}.yaml").read_text(encoding="utf-8")
    buttons = [name for name in named if not name.endswith(":")]
    assert len(buttons) >= 5
    assert [name for name in buttons if not re.search(rf"(?m): \"?{re.escape(name)}\"?$", words)] == []
