"""What only a browser can say of a page: what is wider than the window, what axe-core finds, what its policy stops."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from site_gen.actions.themes.findings import Check, Finding
from site_gen.messages import m

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WIDTHS: Final = (320, 390, 768, 1280)
_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN: Final = "rules => axe.run({runOnly: {type: 'tag', values: rules}, resultTypes: ['violations'], preload: false})"
_WIDE: Final = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return "";
  const wide = [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > room + 1);
  const last = wide.at(-1) ?? document.body;
  return last.localName + (last.className && last.className.baseVal === undefined ? "." + last.className : "");
}"""


@dataclass(frozen=True, slots=True)
class Tools:
    """What was found on this machine to look with; `why` says of each check why it can't be made."""

    chromium: str | None
    axe: Path | None
    vnu: Path | None
    why: dict[Check, str]


def find_tools(checkers: Sequence[Path]) -> Tools:
    """Look for a Chromium, axe-core and the Nu HTML checker; `checkers` are folders of Node.js packages to look in."""
    why: dict[Check, str] = {}
    try:
        import playwright.sync_api
    except ImportError:
        chromium = None
        why[Check.OVERFLOW] = m("playwright isn't installed: the extra 'themes' brings it")
    else:
        del playwright
        chromium = next(filter(None, map(shutil.which, _NAMES)), None)
        if chromium is None:
            why[Check.OVERFLOW] = m("there is no Chromium here")
    axe = _package(checkers, "axe-core/axe.min.js")
    vnu = _package(checkers, "vnu-jar/build/dist/vnu.jar")
    if chromium is None:
        why[Check.AXE] = why[Check.OVERFLOW]
    elif axe is None:
        why[Check.AXE] = m("axe-core isn't there: npm install axe-core")
    if vnu is None:
        why[Check.NU] = m("the Nu HTML checker isn't there: npm install vnu-jar")
    elif shutil.which("java") is None:
        vnu, why[Check.NU] = None, m("the Nu HTML checker needs Java")
    return Tools(chromium, axe, vnu, why)


def _package(checkers: Iterable[Path], file: str) -> Path | None:
    return next((found for folder in checkers if (found := folder / file).is_file()), None)


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing: standard error is for people."""

    def handle(self) -> None:
        """Answer; a browser that goes on before it has the whole answer is no fault."""
        with suppress(ConnectionError):
            super().handle()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine alone; yields its origin."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def browser_findings(
    tools: Tools, origin: str, pages: Sequence[str], widths: Sequence[int] = WIDTHS
) -> Iterator[Finding]:
    """Yield what a browser finds on pages, each thing once; `pages` are paths."""
    from playwright.sync_api import sync_playwright

    axe = tools.axe.read_text(encoding="utf-8") if tools.axe else None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=tools.chromium, args=["--no-sandbox", "--disable-gpu"])
        try:
            for path in pages:
                yield from dict.fromkeys(_looked_at(browser, f"{origin}/{path}", f"/{path}", axe, widths))
        finally:
            browser.close()


def _looked_at(browser: Browser, url: str, place: str, axe: str | None, widths: Sequence[int]) -> Iterator[Finding]:
    said: list[str] = []
    with browser.new_context(reduced_motion="reduce", bypass_csp=False) as context:
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.goto(url)
        if axe:
            page.evaluate(axe)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 800})
            if wide := page.evaluate(_WIDE):
                message = m("at {width} px it is wider than the window: {wide}", width=width, wide=wide)
                yield Finding(Check.OVERFLOW, place, message, m("let it wrap, or scroll in a box of its own"))
            for scheme in ("light", "dark") if axe else ():
                page.emulate_media(color_scheme=scheme)
                yield from _axe(page, place)
    for text in dict.fromkeys(line for line in said if "Content Security Policy" in line):
        yield Finding(Check.POLICY, place, text.partition("\n")[0])


def _axe(page: Page, place: str) -> Iterator[Finding]:
    result: dict[str, Any] = page.evaluate(_RUN, _RULES)
    for violation in result["violations"]:
        for node in violation["nodes"]:
            said = " ".join(str(node.get("failureSummary", "")).split())
            yield Finding(
                Check.AXE,
                place,
                f"{violation['id']}: {node['target']}: {said}",
                violation["helpUrl"],
            )
