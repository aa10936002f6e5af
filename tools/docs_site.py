"""Makes the documentation's site, with site_gen itself, from docs/, docs-site/, the schema and the commands.

Run: python -m tools.docs_site (make docs) writes it into build/docs. The project that is built lies in `COPY`:
docs-site/ as it is, and below content/pages a page for each document, each command and each kind of file.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from tools import docs_pages, docs_reference

ROOT: Final = Path(__file__).parents[1]
SOURCE: Final = ROOT / "docs-site"
COPY: Final = ROOT / ".cache" / "docs-site"
OUTPUT: Final = ROOT / "build" / "docs"


def project_files() -> Mapping[str, bytes]:
    """Return every file of the documentation's project, by its path in it."""
    own = {path.relative_to(SOURCE).as_posix(): path.read_bytes() for path in SOURCE.rglob("*") if path.is_file()}
    return {**own, **{f"content/pages/{name}.md": text.encode() for name, text in _pages()}}


def _pages() -> Iterator[tuple[str, str]]:
    for name, text in docs_pages.pages():
        yield name, docs_reference.with_commands(text) if name == "commands" else text
    yield from docs_reference.pages()


def write_project(folder: Path) -> None:
    """Write the project into a folder that is new or was written by this; what is as it was stays untouched."""
    files = project_files()
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        if path.relative_to(folder).as_posix() not in files:
            path.unlink()
    for name, content in files.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def main() -> int:
    write_project(COPY)
    words = ["--project", str(COPY), "--output", str(OUTPUT), "--strict", *sys.argv[1:]]
    environment = {"SITE_GEN_CACHE": str(ROOT / ".cache" / "site-gen"), **os.environ}
    return subprocess.call([sys.executable, "-m", "site_gen", "build", *words], env=environment)  # noqa: S603  # our own


if __name__ == "__main__":
    sys.exit(main())
