"""Takes the pictures of docs/begin.md and README.md: a new user's way through the editor; the example.

Run: python -m tools.docs_pictures [LANGUAGE...]; needs Chromium. The pictures are committed, in
docs-site/content/images.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Final, Literal

from PIL import Image  # noqa: TID253  # as it is all about pictures
from playwright.sync_api import Browser, Page, sync_playwright

from tools.example import DAY, write_example

ROOT: Final = Path(__file__).parents[1]
IMAGES: Final = ROOT / "docs-site" / "content" / "images"
DESKTOP: Final = (1200, 780)
WIDE: Final = (1280, 860)
NARROW: Final = (820, 640)
PHONE: Final = (390, 760)
PAPER: Final = "#e3ded4"
THEMES: Final = ("studio", "gallery", "letter")
NOW: Final = datetime.fromisoformat(f"{DAY}T12:00:00+01:00")
VARIED: Final = (
    ("studio", '\n  accent: "#7a1f5c"\n  typeface: source-serif\n  corner: round'),
    ("studio", '\n  accent: "#0a6b52"\n  corner: square\n  density: compact\n  header: plain'),
    ("gallery", '\n  accent: "#8a3b12"\n  typeface: manrope\n  corner: round'),
    ("gallery", '\n  accent: "#1d4ed8"\n  corner: square\n  density: airy\n  header: plain'),
    ("letter", '\n  accent: "#0b57c2"\n  typeface: source-sans\n  corner: soft'),
    ("letter", '\n  accent: "#5b3a9e"\n  density: airy\n  header: plain'),
)
"""Themes with options that docs/looks.md shows, as site.yaml has them."""

QUALITY: Final = 60
"""Of WebP: letters stay sharp, a picture has some 20 kB."""

ANSWERS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "name": "Mara Vidal",
        "role": "Social media for cafés",
        "offer": "A month of Instagram",
        "n-instagram": "mara.vidal",
    },
    "ca": {
        "name": "Mara Vidal",
        "role": "Xarxes socials per a cafeteries",
        "offer": "Un mes d’Instagram",
        "n-instagram": "mara.vidal",
    },
    "es": {
        "name": "Mara Vidal",
        "role": "Redes sociales para cafeterías",
        "offer": "Un mes de Instagram",
        "n-instagram": "mara.vidal",
    },
    "ru": {
        "name": "Мария Видаль",
        "role": "SMM для кофеен",
        "offer": "Месяц ведения VK",
        "n-telegram": "mara_vidal",
        "price": "19000",
    },
    "uk": {
        "name": "Марія Відаль",
        "role": "SMM для кав’ярень",
        "offer": "Місяць ведення Instagram",
        "n-instagram": "mara.vidal",
        "price": "9000",
    },
}
"""What somebody answers who begins in a language."""


@contextmanager
def _editor(folder: Path) -> Iterator[str]:
    """Run `site-gen` in a folder, as somebody does who begins; yield the address that it prints."""
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "SOURCE_DATE_EPOCH"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    environment["SITE_GEN_CACHE"] = str(ROOT / ".cache" / "docs-pictures")
    words = [sys.executable, "-m", "site_gen"]
    with subprocess.Popen(words, cwd=folder, stderr=subprocess.PIPE, text=True, env=environment) as process:  # noqa: S603
        assert process.stderr is not None  # noqa: S101  # it is a pipe
        said = ""
        try:
            while not (found := re.search(r"http://localhost:\d+/_edit/start\?key=\S{20,}", said)):
                line = process.stderr.readline()
                if not line:
                    raise RuntimeError(said)
                said += line
            yield found[0]
        finally:
            process.terminate()


def _shot(page: Page, address: str) -> Image.Image:
    """Return a page as it looks."""
    page.goto(address)
    page.wait_for_timeout(800)
    return Image.open(BytesIO(page.screenshot())).convert("RGB")


def _keep(page: Page, name: str) -> None:
    """Write what a page shows as a picture."""
    _write(Image.open(BytesIO(page.screenshot())).convert("RGB"), name)


def _write(picture: Image.Image, name: str) -> None:
    path = IMAGES / name
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, "WEBP", quality=QUALITY, method=6)
    sys.stderr.write(f"{name}: {path.stat().st_size // 1000} kB\n")


def _begin(browser: Browser, language: str) -> None:
    """Take the pictures of one language: the questions, Today, an offer's form, posts, publishing, and the own site."""
    answers = ANSWERS[language]
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "mara"
        folder.mkdir()
        with _editor(folder) as start:
            page = _page(browser, NARROW, language)
            page.goto(start)
            for field, text in {"email": "hello@mara.example", "price": "290", **answers}.items():
                page.fill(f"#{field}", text)
            page.evaluate("scrollTo(0, 0); document.activeElement.blur()")
            page.get_by_text(str(folder), exact=True).evaluate("(node, path) => (node.textContent = path)", "~/mara")
            _keep(page, f"begin/{language}/questions.webp")
            page.locator("button.main").click()
            page.wait_for_selector(".note.good")
            edit = start.partition("start?")[0]
            page.goto(edit)
            _keep(page, f"begin/{language}/today.webp")
            page.goto(f"{edit}publish")
            _keep(page, f"begin/{language}/publish.webp")
            page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
            page.goto(f"{edit}contents")
            page.locator('a[href*="first-month.yaml"]').first.click()
            page.wait_for_timeout(3000)
            _keep(page, f"begin/{language}/form.webp")
            phone = _page(browser, PHONE, language)
            site = edit.replace("localhost", "127.0.0.1").replace("_edit/", "")
            shots = [_shot(phone, f"{site}{path}") for path in ("", "offers/first-month/")]
            sheet = Image.new("RGB", (960, 840), PAPER)
            for at, shot in zip((60, 510), shots, strict=True):
                sheet.paste(shot, (at, 40))
            _write(sheet, f"begin/{language}/phone.webp")


def _page(
    browser: Browser, size: tuple[int, int], language: str = "en", *, scheme: Literal["light", "dark"] = "light"
) -> Page:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce", locale=language, color_scheme=scheme
    )
    return context.new_page()


def _still(browser: Browser, size: tuple[int, int], *, scheme: Literal["light", "dark"] = "light") -> Page:
    """Return a page for which it is the example's day: its offers are open."""
    page = _page(browser, size, scheme=scheme)
    page.clock.set_fixed_time(NOW)
    return page


TERMINAL: Final = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; padding: 28px; background: #e3ded4; }}
div {{ overflow: hidden; border-radius: 10px; background: #17191c; color: #ebedef; box-shadow: 0 12px 32px #0004;
  font: 17px/1.6 "DejaVu Sans Mono", monospace; }}
p {{ margin: 0; padding: 9px 16px; background: #2b2f34; color: #abb2ba; font: 14px/1.4 sans-serif; }}
pre {{ margin: 0; padding: 16px 20px 24px; font: inherit; white-space: pre-wrap; }}
b {{ color: #8ec5ff; }}
</style><div><p>●&nbsp; ●&nbsp; ●&nbsp; &nbsp; Terminal</p><pre>{text}</pre></div>"""


def _terminal(browser: Browser) -> None:
    """Take a picture of a terminal with the first three lines that one types."""
    lines = ("uv tool install smm-site-gen", "mkdir my-site", "cd my-site", "site-gen")
    said = "\n".join(f"<b>$</b> {escape(line)}" for line in lines) + "\nThe browser opens. Ctrl-C ends it."
    page = _page(browser, (840, 290))
    page.set_content(TERMINAL.format(text=said))
    _keep(page, "begin/terminal.webp")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


def _example(browser: Browser) -> None:
    """Take the pictures of README and docs/looks.md: the example site in English in each theme and with options."""
    for theme in THEMES:
        with _site(theme) as address:
            wide = _shot(_still(browser, WIDE), f"{address}en/")
            tall = _shot(_still(browser, PHONE), f"{address}en/")
            sheet = _sheet(wide, tall)
            _write(sheet, f"themes/{theme}.webp")
            if theme == THEMES[0]:
                _write(sheet, "example.webp")
            case = _shot(_still(browser, WIDE, scheme="dark"), f"{address}en/cases/bakery/")
            offer = _shot(_still(browser, PHONE, scheme="dark"), f"{address}en/offers/three-months/")
            _write(_sheet(case, offer), f"themes/{theme}-dark.webp")
    options = Image.new("RGB", (40 + 620 * len(VARIED) // 2, 940), PAPER)
    for at, (theme, written) in enumerate(VARIED):
        with _site(theme, written) as address:
            shot = _shot(_still(browser, WIDE), f"{address}en/")
        small = shot.resize((580, 390), Image.Resampling.LANCZOS)
        options.paste(small, (40 + 620 * (at // 2), 40 + 460 * (at % 2)))
    _write(options.resize((1200, 940 * 1200 // options.width), Image.Resampling.LANCZOS), "themes/options.webp")


def _sheet(wide: Image.Image, tall: Image.Image) -> Image.Image:
    """Return a picture with a page on a desktop, and one on a phone in front of it."""
    sheet = Image.new("RGB", (1740, 940), PAPER)
    sheet.paste(wide, (60, 40))
    sheet.paste(Image.new("RGB", (tall.width + 8, tall.height + 8), "#191713"), (1286, 136))
    sheet.paste(tall, (1290, 140))
    return sheet.resize((1200, 648), Image.Resampling.LANCZOS)


@contextmanager
def _site(theme: str, options: str = "") -> Iterator[str]:
    """Serve the example in a theme, with options as site.yaml has them; yield its address."""
    with tempfile.TemporaryDirectory() as parent:
        project, output = Path(parent) / "example", Path(parent) / "output"
        write_example(project, DAY)
        settings = project / "site.yaml"
        text = settings.read_text(encoding="utf-8")
        if theme != THEMES[0] or options:
            text = re.sub(r"(?m)^theme:\n  name: .*\n  accent: .*$", f"theme:\n  name: {theme}{options}", text)
        settings.write_text(text, encoding="utf-8")
        words = ["build", "--project", str(project), "--output", str(output), "--now", NOW.isoformat()]
        subprocess.run([sys.executable, "-m", "site_gen", *words], check=True)  # noqa: S603  # our own
        with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(output))) as server:
            Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_port}/"
            server.shutdown()


def main(languages: list[str]) -> None:
    with sync_playwright() as playwright:
        chromium = subprocess.run(
            ["sh", "tools/install-chromium.sh"],  # noqa: S607  # the one on the PATH
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        browser = playwright.chromium.launch(
            executable_path=chromium.stdout.strip(), args=["--no-sandbox", "--disable-gpu"]
        )
        if not languages:
            _terminal(browser)
            _example(browser)
        for language in languages or ANSWERS:
            _begin(browser, language)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
