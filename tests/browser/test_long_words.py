"""Words that are longer than their place, in every text that has a reader: German compounds, Russian roles."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Final

import pytest
import yaml
from playwright.sync_api import Browser

from site_gen.sources.yaml import read_yaml
from tests.browser.conftest import build_project
from tests.browser.server import serve
from tests.browser.site import BuiltSite
from tests.load.rich import RICH
from tests.load.test_rendering_laws import FILES, rewritten
from tests.support import NOW, write_files

pytestmark = pytest.mark.browser

LONG: Final = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamten социально-консультационное"
WIDTHS: Final = (320, 768, 1024, 1280)
SIDES: Final = """() => [...document.body.querySelectorAll('*')]
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
    .filter(e => !e.closest('.table-scroll, pre, .decoy, .sr, .skip'))
    .slice(0, 4).map(e => e.tagName + '.' + e.className)"""


@pytest.fixture(scope="module")
def long_site(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    words: Iterator[str] = (f"{number} {LONG}" for number in count())
    changed = {
        name: yaml.safe_dump(rewritten(read_yaml(str(RICH[name]), name).data, words), sort_keys=False) for name in FILES
    }
    project = write_files(tmp_path_factory.mktemp("long"), {**RICH, **changed})
    return build_project(project, tmp_path_factory.mktemp("output"), NOW)


@pytest.mark.laws
def test_no_page_is_wider_than_its_window(long_site: BuiltSite, browser: Browser) -> None:
    """One word that sticks out makes a phone zoom out, and the whole page is too small to read."""
    page, wide = browser.new_page(), []
    with serve(long_site.folder, long_site.base, NOW) as host:
        for file in sorted(long_site.folder.rglob("index.html")):
            route = file.parent.relative_to(long_site.folder).as_posix()
            if "es" in Path(route).parts or 'http-equiv="refresh"' in file.read_text(encoding="utf-8"):
                continue  # the same words again; a page that leads on at once
            page.goto(f"{host.origin}{long_site.base}{'' if route == '.' else route + '/'}")
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                if page.evaluate("document.documentElement.scrollWidth > innerWidth") or page.evaluate(SIDES):
                    wide.append(f"{route} at {width} px: {page.evaluate(SIDES)}")
    page.close()
    assert not wide, "\n".join(wide)
