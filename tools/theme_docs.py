"""Writes what templates get, and the list of views, in docs/themes.md from the code, so that the two can't differ.

Run: python tools/theme_docs.py (text above '## What each template gets' is kept).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from site_gen.pages.templates import TEMPLATES

ROOT: Final = Path(__file__).parents[1]
DOCUMENT: Final = ROOT / "docs" / "themes.md"
PAGES: Final = ROOT / "site_gen" / "pages"
SUBJECTS: Final = ("site", "parts", "work", "offers", "articles", "clients")
"""The modules of views, in the order of the document."""

HEADING: Final = "## What each template gets\n"
_ABOUT: Final = (
    "Every template gets `site` (a `SiteView`); every page also gets `page` (a `PageView`). By template, besides:"
)


def document() -> str:
    """Return the text of docs/themes.md, up to date."""
    above = DOCUMENT.read_text(encoding="utf-8").partition(HEADING)[0]
    parts = (above + HEADING, _ABOUT + "\n", *contexts(), "## Views\n", *views())
    return "\n".join(parts).rstrip() + "\n"


def contexts() -> Iterator[str]:
    """Yield a table: for each context the templates that get it and what they make, and a row for each name."""
    path = PAGES / "templates.py"
    files: dict[str, list[str]] = {}
    for template in TEMPLATES:
        files.setdefault(getattr(template.context, "__name__"), []).append(f"`{template.file}`")  # noqa: B009
    classes = {node.name: node for node in _classes(path)}
    yield "| template | name | type | |\n| --- | --- | --- | --- |"
    for name, templates in files.items():
        yield f"| **{', '.join(templates)}** | | | {ast.get_docstring(classes[name])} |"
        yield from (f"| {row}" for row in _rows(classes[name], path))
    yield ""


def views() -> Iterator[str]:
    """Yield a section for each subject, in it one for each view: what it is, and a row for each field."""
    for subject in SUBJECTS:
        path = PAGES / "views" / f"{subject}.py"
        about = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        yield f"### {about.removesuffix('.')}\n"
        for node in _classes(path):
            base = ast.unparse(node.bases[0])
            inherited = "" if base == "TypedDict" else f" It has every field of `{base}`, and these:"
            yield f"#### {node.name}\n\n{ast.get_docstring(node)}{inherited}\n"
            yield "| field | type | |\n| --- | --- | --- |"
            yield from _rows(node, path)
            yield ""


def _classes(path: Path) -> list[ast.ClassDef]:
    return [node for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.ClassDef)]


def _rows(node: ast.ClassDef, path: Path) -> Iterator[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    for field in node.body:
        if isinstance(field, ast.AnnAssign):
            yield _row(field, lines[field.lineno - 1])


def _row(field: ast.AnnAssign, line: str) -> str:
    comment = re.sub(r"<\w+>", r"`\g<0>`", line.partition("#")[2].strip().replace("|", "or"))
    type_ = ast.unparse(field.annotation).replace("|", "or").replace("None", "none")
    return f"| `{ast.unparse(field.target)}` | {type_} | {comment} |"


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
