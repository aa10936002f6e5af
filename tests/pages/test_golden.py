"""A whole small site, byte by byte: every change is visible in a diff. `--update-golden` rewrites it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from site_gen.pages.templates import TEMPLATES
from tests.support import ROOT, tree, write_files
from tests.support_build import different, render

PROJECT = ROOT / "tests" / "projects" / "small"
GOLDEN = ROOT / "tests" / "golden" / "small"


def test_the_small_project_becomes_the_golden_site(cache: Path, *, update_golden: bool) -> None:
    made = {
        path: _without_hashes(text).encode()
        for path, text in render(PROJECT, cache).texts()
        if not path.startswith("assets/")  # the theme's own files: they are read where they lie
    }
    if update_golden:
        shutil.rmtree(GOLDEN, ignore_errors=True)
        write_files(GOLDEN, made)
    golden = {path: content.replace(b"\r\n", b"\n") for path, content in tree(GOLDEN).items()}
    assert different(made, golden) == [], "see the diff with --update-golden"


def _without_hashes(text: str) -> str:
    """Leave out of the names of the theme's files what changes with every touch of its style."""
    return re.sub(r"(assets/[\w-]+)-[0-9a-f]{8}(\.\w+)", r"\1-HASH\2", text)


def test_the_small_project_has_a_page_of_every_kind(cache: Path) -> None:
    site = render(PROJECT, cache)
    assert {site.view(path)["page"]["kind"] for path in site.pages} == {
        template.kind for template in TEMPLATES if template.is_page
    }
