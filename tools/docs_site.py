"""Makes the documentation's site, with site_gen itself, from docs/, docs-site/, the schema and the commands.

Run: python -m tools.docs_site [URL EMAIL] (make docs URL=… EMAIL=…) writes it into build/docs. The project that is
built lies in `COPY`: docs-site/ as it is, and below content/pages a page for each document, each command and each kind
of file.

URL is where the site will be published, EMAIL where its readers reach whoever publishes it. Without them the pages say
those of docs-site/site.yaml, which lead nowhere (.invalid, RFC 2606): good to look at on this machine, and not to be
published.
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
_EMAIL: Final = re.compile(r"(?<=^contact: \{email: )[^}]+", re.MULTILINE)


def project_files(url: str = "", email: str = "") -> Mapping[str, bytes]:
    """Return every file of the documentation's project, by its path in it; `url` is where it will be published and
    `email` its address, both '' for a copy to look at."""
    own = {path.relative_to(SOURCE).as_posix(): path.read_bytes() for path in SOURCE.rglob("*") if path.is_file()}
    settings = own["site.yaml"].decode()
    settings = _URL.sub(lambda _: f"url: {url}", settings, count=1) if url else settings
    own["site.yaml"] = (_EMAIL.sub(lambda _: email, settings, count=1) if email else settings).encode()
    return {**own, **{f"content/pages/{name}.md": text.encode() for name, text in _pages()}}


def _pages() -> Iterator[tuple[str, str]]:
    for name, text in docs_pages.pages():
        yield name, docs_reference.with_commands(text) if name == "commands" else text
    yield from docs_reference.pages()


def write_project(folder: Path, url: str = "", email: str = "") -> None:
    """Write the project into a folder that is new or was written by this; what is as it was stays untouched."""
    files = project_files(url, email)
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        if path.relative_to(folder).as_posix() not in files:
            path.unlink()
    for name, content in files.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def main() -> int:
    url, email = [*sys.argv[1:], "", ""][:2]
    write_project(COPY, url, email)
    words = ["--project", str(COPY), "--output", str(OUTPUT)]
    words += ["--strict"] if url and email else []  # the addresses that lead nowhere are told
    environment = {"SITE_GEN_CACHE": str(ROOT / ".cache" / "site-gen"), **os.environ}
    code = subprocess.call([sys.executable, "-m", "site_gen", "build", *words], env=environment)  # noqa: S603  # our own
    if not (url and email):
        line = "make docs URL=https://… EMAIL=you@…"
        sys.stderr.write(
            f"to look at on this machine; to publish it, say where it will be and who reads mail: {line}\n"
        )
    return code


if __name__ == "__main__":
    sys.exit(main())
