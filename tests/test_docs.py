"""The documents say what the code does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

from site_gen.cli import COMMANDS
from site_gen.pages.views import CONTEXT
from site_gen.render.templates import TemplateRenderer, TemplateSet

ROOT: Final = Path(__file__).parents[1]
README: Final = (ROOT / "README.md").read_text(encoding="utf-8")
THEMES: Final = (ROOT / "docs" / "themes.md").read_text(encoding="utf-8")


def test_readme_names_every_command() -> None:
    assert [name for name in COMMANDS if f"`site-gen {name}" not in README] == []


def test_readme_says_what_each_kind_of_page_gets() -> None:
    rows = {line.split("`")[1]: line for line in README.splitlines() if line.startswith("| `") and ".html`" in line}
    for kind, names in CONTEXT.items():
        assert [name for name in names if f"`{name}`" not in rows[f"{kind}.html"]] == []


def test_list_of_views_is_up_to_date(tmp_path: Path) -> None:
    script = "import tools.theme_docs as t, sys; sys.exit(t.document() != t.DOCUMENT.read_text(encoding='utf-8'))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False)
    assert done.returncode == 0, "run: python tools/theme_docs.py"


def test_every_filter_and_function_is_documented() -> None:
    renderer = TemplateRenderer(TemplateSet((), (), {}, "Europe/Madrid"))
    own = renderer.own_names({"lang": "en"})
    assert [name for name in own if f"`{name}" not in THEMES] == []
