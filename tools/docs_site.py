"""Makes the documentation's site, with site_gen itself, from docs/, docs-site/, the schema and the commands.

Run: python -m tools.docs_site [URL] (make docs URL=…) writes it into build/docs. The project that is built lies in
`COPY`: docs-site/ as it is, and below content/pages a page for each document, each command and each kind of file.

URL is where the site will be published. Without it the pages say the address of docs-site/site.yaml, which leads
nowhere (.invalid, RFC 2606): good to look at on this machine, and not to be published.
"""

from __future__ import annotations

import os
import re
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


_URL: Final = re.compile(r"^url: .*$", re.MULTILINE)


def project_files(url: str = "") -> Mapping[str, bytes]:
    """Return every file of the documentation's project, by its path in it; `url` is where it will be published, ''
    for a copy to look at."""
    own = {path.relative_to(SOURCE).as_posix(): path.read_bytes() for path in SOURCE.rglob("*") if path.is_file()}
    if url:
        own["site.yaml"] = _URL.sub(lambda _: f"url: {url}", own["site.yaml"].decode(), count=1).encode()
    return {**own, **{f"content/pages/{name}.md": text.encode() for name, text in _pages()}}


def _pages() -> Iterator[tuple[str, str]]:
    for name, text in docs_pages.pages():
        yield name, docs_reference.with_commands(text) if name == "commands" else text
    yield from docs_reference.pages()


def write_project(folder: Path, url: str = "") -> None:
    """Write the project into a folder that is new or was written by this; what is as it was stays untouched."""
    files = project_files(url)
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        if path.relative_to(folder).as_posix() not in files:
            path.unlink()
    for name, content in files.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def main() -> int:
    url = sys.argv[1] if len(sys.argv) > 1 else ""
    write_project(COPY, url)
    words = ["--project", str(COPY), "--output", str(OUTPUT), "--strict"]
    environment = {"SITE_GEN_CACHE": str(ROOT / ".cache" / "site-gen"), **os.environ}
    code = subprocess.call([sys.executable, "-m", "site_gen", "build", *words], env=environment)  # noqa: S603  # our own
    if not url:
        sys.stderr.write("to look at on this machine; to publish it, say where it will be: make docs URL=https://…\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
