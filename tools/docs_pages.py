"""Pages of the documentation's site from the documents: docs/NAME.md, those in its folders, and some of the root.

A document is written for a reader of the repository: a heading, then the text, with links to other files beside it.
Here its heading becomes the page's title, its first paragraph the summary for search engines, and its links lead to the
pages of those files. What has no page (a file of the program) is named, not linked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

import yaml

ROOT: Final = Path(__file__).parents[1]
DOCS: Final = ROOT / "docs"
IMAGES: Final = ROOT / "docs-site" / "content" / "images"
LANGUAGES: Final = ("ca", "es", "ru", "uk")
"""Folders of docs/ that hold translations."""

TAKEN: Final[Mapping[str, str]] = {"articles": "writing-articles", "search": "site-search"}
"""Names of documents that are addresses of every site, with the addresses that their pages have."""

_OTHERS: Final[Mapping[str, str]] = {
    "CONTRIBUTING.md": "contributing",
    "CHANGELOG.md": "changelog",
    "SECURITY.md": "reporting-weaknesses",
    "docs/decisions/README.md": "decisions",
}
_CODE: Final = re.compile(r"(?ms)^(?P<fence> *```+).*?^(?P=fence)\s*?$|`[^`\n]+`")
_LINK: Final = re.compile(
    r"(?P<mark>!?)\[(?P<words>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?P<target>[^()\s]+)(?P<title> \"[^\"]*\")?\)"
)
_MARKUP: Final = re.compile(r"[*_`]|!?\[([^\]]*)\]\([^)]*\)")
_SUMMARY: Final = 160


@cache
def documents() -> Mapping[str, str]:
    """Return the address of each document by its path in the repository; translations have that of their original."""
    found = {name: address for name, address in _OTHERS.items() if (ROOT / name).is_file()}
    for path in sorted(DOCS.rglob("*.md")):
        name = path.relative_to(ROOT).as_posix()
        found.setdefault(name, TAKEN.get(path.stem, path.stem))
    return found


def pages() -> Iterator[tuple[str, str]]:
    """Yield each document's page: its name in content/pages, without '.md', and its text with front matter."""
    for name, address in documents().items():
        folder = Path(name).parent.name
        language = f".{folder}" if folder in LANGUAGES else ""
        yield f"{address}{language}", page((ROOT / name).read_text(encoding="utf-8"), name)


def page(text: str, name: str) -> str:
    """Return a document as a page; `name` is its path in the repository."""
    above, _, body = text.partition("# ")
    title, _, body = body.partition("\n")
    if above.strip():
        raise ValueError(f"{name} doesn't begin with its heading")
    return front_matter(title, summary(body)) + with_links(body.lstrip("\n"), name)


def front_matter(title: str, text: str) -> str:
    """Return the lines above a page's text: all pages are known to the theme by standing in the menu."""
    keys = {"title": title.strip().replace("`", ""), "summary": text, "menu": True}
    lines = yaml.safe_dump({key: value for key, value in keys.items() if value}, allow_unicode=True, width=1000)
    return f"---\n{lines}---\n"


def summary(body: str) -> str:
    """Return the first paragraph of a text without its markup, shortened between words; '' if it begins otherwise."""
    first = body.strip().partition("\n\n")[0]
    if re.match(r"[#|>!\[`<-]", first):
        return ""
    words = " ".join(_MARKUP.sub(lambda found: found[1] or "", first).split())
    return words if len(words) <= _SUMMARY else words[:_SUMMARY].rsplit(" ", 1)[0].rstrip(" ,;:–") + "…"


def with_links(text: str, name: str) -> str:
    """Return a document's text with its links leading to pages and its pictures named as the project has them."""
    parts: list[str] = []
    end = 0
    held = {found.start(): found.end() for found in _CODE.finditer(text)}
    for link in _LINK.finditer(text):
        if any(start <= link.start() < stop for start, stop in held.items()):
            continue
        parts += [text[end : link.start()], _led(link, name)]
        end = link.end()
    return "".join([*parts, text[end:]])


def _led(link: re.Match[str], name: str) -> str:
    target, title = link["target"], link["title"] or ""
    if re.match(r"[a-z]+:|#|/", target):
        return link[0]
    path, mark, anchor = target.partition("#")
    file = ((ROOT / name).parent / path).resolve()
    if file.is_relative_to(IMAGES):
        return f"{link['mark']}[{link['words']}]({file.relative_to(IMAGES).as_posix()}{title})"
    known = file.relative_to(ROOT).as_posix() if file.is_relative_to(ROOT) else ""
    address = documents().get(known) or documents().get(f"{known}/README.md")
    if not address:
        return link["words"]
    words = _title(file if file.is_file() else file / "README.md") if link["words"].endswith(".md") else link["words"]
    return f"[{words}](/{address}/{mark}{anchor})"


@cache
def _title(path: Path) -> str:
    """Return the heading of a document: a link in words of a file's name is for readers of the repository."""
    return path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
