"""The theme letter on every kind of page: accessible, within its window, valid, and quiet under its policy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

import pytest
import yaml
from playwright.sync_api import Browser, Page

from site_gen.builder.pipeline import build
from site_gen.sources.yaml import read_yaml
from tests.browser.server import SiteServer, serve
from tests.browser.site import BuiltSite
from tests.browser.test_accessibility import MODES, Mode, violations_in_all_modes
from tests.browser.test_long_words import LONG, SIDES, WIDTHS
from tests.browser.test_markup import complaints
from tests.browser.test_pages import Watch
from tests.load.rich import RICH
from tests.load.test_rendering_laws import FILES, rewritten
from tests.support import NOW, Files, write_files
from tests.support_audit import FILE, OTHER_TOKEN, PASSWORD, VARIABLE, audit_text
from tests.support_build import request
from tests.support_proposals import PROPOSAL

pytestmark = pytest.mark.browser

_FIELDS: Final = """\
    - {name: phone, label: Phone, type: tel, help: With its prefix}
    - {name: site, label: Site, type: url}
    - {name: goal, label: Goal, type: radio, options: [Orders, Visits], required: true}
    - {name: news, label: Also by phone, type: checkbox}
    - {name: more, label: What else, type: textarea, placeholder: Anything}
"""
_NOTED: Final = """
> [!NOTE]
> What stands in the margin.

![A plan](../images/mara.png "Plan")

> A sentence of *somebody else's*.

---

The end.
"""

RICH_LETTER: Final[Files] = {
    **RICH,
    "site.yaml": str(RICH["site.yaml"]).replace("name: studio", "name: letter"),
    "offers/audit.yaml": str(RICH["offers/audit.yaml"]).replace(
        "  consent: I agree\n", f"{_FIELDS}  consent: I agree\n"
    ),
    "content/articles/first.md": str(RICH["content/articles/first.md"]) + _NOTED,
    FILE: audit_text(more="next: plan"),
    "content/audits/locked.yaml": audit_text(token=OTHER_TOKEN, more=f"password: {VARIABLE}"),
    "offers/proposals/casa-roja.yaml": PROPOSAL,
}
"""A project with every kind of page and every control of a form, in the theme letter."""

SAMPLE: Final = ("home", "case", "first-step offer, live", "article", "proposal")
"""Kinds whose layouts have least in common."""

FEW: Final[tuple[Mode, ...]] = (("light", 320), ("dark", 1280))


@dataclass(frozen=True)
class Letters:
    """A built project in the theme letter, and its host."""

    site: BuiltSite
    host: SiteServer

    def pages(self, kinds: tuple[str, ...] = ()) -> list[str]:
        """Return the addresses of the English pages, one of each of some kinds or all, without those that lead on."""
        found = [page for page in self.site.pages if page.language == "en" and page.kind not in {"unknown", "go"}]
        if kinds:
            found = [next(page for page in found if page.kind == kind) for kind in kinds]
        return [page.path for page in found]


def _letters(folder: Path, files: Files, cache: Path) -> Iterator[Letters]:
    project = write_files(folder / "project", files)
    build(request(project, folder / "output", cache, secrets={VARIABLE: PASSWORD}))
    site = BuiltSite(folder / "output", project)
    with serve(site.folder, site.base, NOW) as host:
        yield Letters(site, host)


@pytest.fixture(scope="module")
def letters(cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Letters]:
    yield from _letters(tmp_path_factory.mktemp("letter"), RICH_LETTER, cache)


@pytest.fixture(scope="module")
def long_letters(cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Letters]:
    """The same with words that are longer than a phone is wide."""
    words = (f"{number} {LONG}" for number in count())
    changed = {
        name: yaml.safe_dump(rewritten(read_yaml(str(RICH_LETTER[name]), name).data, words), sort_keys=False)
        for name in FILES
    }
    proposal = PROPOSAL
    for said in ("Casa Roja", "orders by WhatsApp a week", "One network", "A morning of photographs"):
        assert said in proposal
        proposal = proposal.replace(said, LONG)
    audit = audit_text(more="next: plan").replace("Repaint the fascia", LONG).replace("Okapi window", LONG)
    own = {"offers/proposals/casa-roja.yaml": proposal, FILE: audit}
    yield from _letters(tmp_path_factory.mktemp("long"), {**RICH_LETTER, **changed, **own}, cache)


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    with browser.new_context(reduced_motion="reduce") as context:
        context.clock.set_fixed_time(NOW)
        yield context.new_page()


def _violations(letters: Letters, tab: Page, checkers: Path, paths: list[str], modes: tuple[Mode, ...]) -> list[str]:
    axe = (checkers / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    found: list[str] = []
    for path in paths:
        tab.goto(f"{letters.host.origin}{path}")
        tab.evaluate(axe)
        found += [f"{path}: {violation}" for violation in violations_in_all_modes(tab, modes)]
    return found


@pytest.mark.laws
def test_axe_finds_nothing_on_pages_of_the_theme_letter(letters: Letters, tab: Page, checkers: Path) -> None:
    """Whoever can't see or point well would meet a wall on a client's page."""
    assert _violations(letters, tab, checkers, letters.pages(SAMPLE), FEW) == []


@pytest.mark.laws
def test_axe_finds_nothing_on_any_page_in_any_mode(letters: Letters, tab: Page, checkers: Path) -> None:
    paths = letters.pages()
    assert len(paths) > 20
    assert _violations(letters, tab, checkers, paths, MODES) == []


def _wide(letters: Letters, tab: Page, paths: list[str], widths: tuple[int, ...]) -> list[str]:
    wide: list[str] = []
    for path in paths:
        tab.goto(f"{letters.host.origin}{path}")
        for width in widths:
            tab.set_viewport_size({"width": width, "height": 800})
            if tab.evaluate("document.documentElement.scrollWidth > innerWidth") or tab.evaluate(SIDES):
                wide.append(f"{path} at {width} px: {tab.evaluate(SIDES)}")
    return wide


@pytest.mark.laws
def test_no_page_of_the_theme_letter_is_wider_than_its_window(long_letters: Letters, tab: Page) -> None:
    """A phone would zoom out, and the letter be too small to read."""
    assert _wide(long_letters, tab, long_letters.pages(SAMPLE), (320, 1280)) == []


@pytest.mark.laws
def test_no_page_is_too_wide_at_any_width(long_letters: Letters, tab: Page) -> None:
    assert _wide(long_letters, tab, long_letters.pages(), (*WIDTHS, 390, 600, 1023, 1024, 1920)) == []


@pytest.mark.laws
@pytest.mark.parametrize("kinds", [()], ids=["all"])
def test_the_pages_are_valid_and_quiet(kinds: tuple[str, ...], letters: Letters, tab: Page, checkers: Path) -> None:
    """What the policy forbids is missing on the page, in silence."""
    watch = Watch(letters.host.origin)
    watch.attach(tab)
    paths = letters.pages(kinds)
    for path in paths:
        tab.goto(f"{letters.host.origin}{path}", wait_until="load")
    styles = [str(letters.site.folder / file) for file in letters.site.files if file.endswith(".css")]
    found = complaints(checkers, ["--also-check-css", *styles])
    found += complaints(checkers, [f"{letters.host.origin}{path}" for path in paths])
    assert [complaint for complaint in watch.complaints if "youtu" not in complaint] == []
    assert found == []
