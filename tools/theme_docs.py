"""Writes the list of views in docs/themes.md from site_gen/pages/views.py, so that the two can't differ.

Run: python tools/theme_docs.py (what stands above '## Views' stays as it is).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
DOCUMENT: Final = ROOT / "docs" / "themes.md"
VIEWS: Final = ROOT / "site_gen" / "pages" / "views.py"
HEADING: Final = "## Views\n"


def document() -> str:
    """Return docs/themes.md as it should be."""
    above = DOCUMENT.read_text(encoding="utf-8").partition(HEADING)[0]
    return above + HEADING + "\n" + "\n".join(views()).rstrip() + "\n"


def views() -> Iterator[str]:
    """Yield a section for each view: what it is, and a row for each field."""
    source = VIEWS.read_text(encoding="utf-8")
    lines = source.splitlines()
    for node in ast.parse(source).body:
        if not isinstance(node, ast.ClassDef):
            continue
        base = ast.unparse(node.bases[0])
        inherited = "" if base == "TypedDict" else f" It has every field of `{base}`, and these:"
        yield f"### {node.name}\n\n{ast.get_docstring(node)}{inherited}\n"
        yield "| field | type | |\n| --- | --- | --- |"
        for field in node.body:
            if isinstance(field, ast.AnnAssign):
                yield _row(field, lines[field.lineno - 1])
        yield ""


def _row(field: ast.AnnAssign, line: str) -> str:
    comment = line.partition("#")[2].strip().replace("|", "or")
    type_ = ast.unparse(field.annotation).replace("|", "or").replace("None", "none")
    return f"| `{ast.unparse(field.target)}` | {type_} | {comment} |"


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
