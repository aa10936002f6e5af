"""What only a browser can say of a page: what is wider than the window, what axe-core finds, what its policy stops, and
which pictures take their room only when they have come.
"""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from site_gen.actions.themes.findings import Check, Finding
from site_gen.messages import m

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Page

Mode = tuple[int, Literal["light", "dark"]]
"""How a page is shown: the width of the window, and its look."""

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

UNROOMY: Final = """async () => {
  const all = [...document.images];
  all.forEach(image => { image.loading = "eager"; });
  const come = image => image.complete || new Promise(done => { image.onload = image.onerror = done; });
  await Promise.race([Promise.all(all.map(come)), new Promise(done => setTimeout(done, 10000))]);
  const height = image => Math.round(image.getBoundingClientRect().height);
  const elsewhere = document.implementation.createHTMLDocument("");
  const awaited = image => {
    const whole = image.closest("picture") ?? image, copy = elsewhere.importNode(whole, true);
    const parts = [copy, ...copy.querySelectorAll("source, img")];
    for (const part of parts) {
      if (part.hasAttribute("srcset")) part.setAttribute("srcset", "/?awaited 100w");
      if (part.localName === "img") part.setAttribute("src", "/?awaited");
    }
    whole.replaceWith(copy);
    const before = height(parts.find(part => part.localName === "img"));
    copy.replaceWith(whole);
    for (const part of parts) for (const name of ["src", "srcset"]) part.removeAttribute(name);
    return before;
  };
  return all.filter(image => image.naturalWidth && Math.abs(height(image) - awaited(image)) > 2)
    .map(image => image.getAttribute("src"));
}"""
"""JavaScript that returns which pictures are of another height before they have come: a copy that waits for its file
takes their place for a moment. What stands below them would jump under the reader's eyes.
"""


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
    tools: Tools, origin: str, pages: Sequence[str], widths: Sequence[int], modes: Sequence[Mode], jobs: int = 1
) -> Iterator[Finding]:
    """Yield what a browser finds on pages, each thing once; `pages` are paths.

    What is too wide is looked for in `widths`, axe-core looks in `modes`; `jobs` browsers do it side by side.
    """
    axe = tools.axe.read_text(encoding="utf-8") if tools.axe else ""
    parts = [pages[start::jobs] for start in range(min(jobs, len(pages)))]

    def look(part: Sequence[str]) -> list[tuple[str, list[Finding]]]:
        return list(_looked_through(tools, origin, part, widths, modes if axe else (), axe))

    with ThreadPoolExecutor(max(1, len(parts))) as pool:  # Playwright runs once in each thread
        found = dict(chain.from_iterable(pool.map(look, parts)))
    for path in pages:
        yield from found[path]


def _looked_through(
    tools: Tools, origin: str, pages: Sequence[str], widths: Sequence[int], modes: Sequence[Mode], axe: str
) -> Iterator[tuple[str, list[Finding]]]:
    """Yield each page with what is found on it; one window for all of them, which keeps styles and fonts."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=tools.chromium, args=["--no-sandbox", "--disable-gpu"])
        try:
            page = browser.new_page(reduced_motion="reduce", bypass_csp=False)
            said: list[str] = []
            page.on("console", functools.partial(_listen, said))
            for path in pages:
                said.clear()
                page.goto(f"{origin}/{path}")
                if modes:
                    page.evaluate(axe)
                found = list(dict.fromkeys(_looked_at(page, f"/{path}", widths, modes)))
                yield path, [*found, *_stopped(said, f"/{path}")]
        finally:
            browser.close()


def _listen(said: list[str], message: ConsoleMessage) -> None:
    if message.type == "error":
        said.append(message.text)


def _stopped(said: Iterable[str], place: str) -> Iterator[Finding]:
    for text in dict.fromkeys(line for line in said if "Content Security Policy" in line):
        yield Finding(Check.POLICY, place, text.partition("\n")[0])


def _looked_at(page: Page, place: str, widths: Sequence[int], modes: Sequence[Mode]) -> Iterator[Finding]:
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        if wide := page.evaluate(_WIDE):
            message = m("at {width} px it is wider than the window: {wide}", width=width, wide=wide)
            yield Finding(Check.OVERFLOW, place, message, m("let it wrap, or scroll in a box of its own"))
        if width in {widths[0], widths[-1]}:
            for source in page.evaluate(UNROOMY):
                message = m("the picture {source} takes its room only when it has come", source=source)
                yield Finding(Check.PAGES, place, message, _ROOM)
        for scheme in (scheme for each, scheme in modes if each == width):
            page.emulate_media(color_scheme=scheme)
            yield from _axe(page, place)


_ROOM: Final = m("the page jumps while it loads: give the picture or what it stands in a size that doesn't wait for it")


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
