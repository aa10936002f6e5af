"""The servers that preview is compared with: how each is started on the corpus, and how an edit is made there."""

from __future__ import annotations

import filecmp
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

import yaml

from benchmarks.build import NOW, ROOT, hugo_binary
from benchmarks.corpus import ELEVENTY_SITE, Study, write_eleventy, write_hugo, write_project

MARKER: Final = "MARKER"
EDITS: Final[Mapping[str, str]] = {
    "body": "a sentence more in a case",
    "title": "another title of a case, on its page, in the index and in the list of its tag",
    "template": "the template of cases",
    "styles": "a rule more in a style sheet",
    "settings": "the site's tagline, on the home page",
}
"""The kinds of edit with their descriptions."""

_THEME: Final = ROOT / "site_gen" / "themes" / "studio"
_NODE_MODULES: Final = ELEVENTY_SITE / "node_modules"


@dataclass(frozen=True, slots=True)
class Look:
    """Where an edit must be shown: on a page, or in a file whose address is on the page (`through`, a pattern)."""

    path: str
    through: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of a file: the first match of `pattern` is replaced; MARKER is new each time, and must appear in each of
    `looks`."""

    file: Path
    pattern: str
    replacement: str
    looks: tuple[Look, ...]


@dataclass(frozen=True, slots=True)
class Server:
    """A generator's server: its name, the command without the final port, and each kind of edit."""

    name: str
    command: Sequence[str]
    folder: Path
    edits: Mapping[str, Edit]
    environment: Mapping[str, str] = field(default_factory=dict)


def servers(folder: Path, corpus: list[Study], only: Sequence[str] | None = None) -> Iterator[Server]:
    """Yield each server (or the named ones), with the corpus written for it below `folder`."""
    study = newest(corpus)
    ways: dict[str, Callable[[list[Study], Study, Path], Server | None]] = {
        "site_gen": _site_gen,
        **{name: partial(_hugo, name, flags) for name, flags in _HUGO_WAYS.items()},
        "eleventy": _eleventy,
    }
    for name, way in ways.items():
        server = way(corpus, study, folder / name.replace(" ", "-")) if not only or name in only else None
        if server:
            yield server


def newest(corpus: list[Study]) -> Study:
    """Return a case that is on the first page of all its lists, and whose tag has the same address in all
    generators."""
    plain = [study for study in corpus if _plain_tag(study)]
    return max(plain, key=lambda study: (study.case["period"]["to"], study.slug))


def _plain_tag(study: Study) -> str:
    tags: list[str] = study.case["tags"]
    return next((tag for tag in tags if tag.isascii() and tag.isalpha()), "")


# --- site_gen ---------------------------------------------------------------------------------------------------------


def _site_gen(corpus: list[Study], study: Study, folder: Path) -> Server:
    project = folder / "project"
    write_project(project, corpus)
    sheet = yaml.safe_load((_THEME / "theme.yaml").read_text(encoding="utf-8"))["stylesheets"][-1]
    own = project / "themes" / "studio"
    for file in (f"assets/{sheet}", "templates/case.html"):
        (own / file).parent.mkdir(parents=True)
        shutil.copy(_THEME / file, own / file)
    case, page = project / "cases" / f"{study.slug}.yaml", Look(f"/cases/{study.slug}/")
    lists = Look("/cases/"), Look(f"/cases/tag/{_plain_tag(study)}/")
    return Server(
        "site_gen",
        [sys.executable, "-m", "site_gen", "preview", "--project", str(project), "--now", NOW, "--port"],
        ROOT,
        {
            "body": Edit(case, r"\Z", f"\n  {MARKER}\n", (page,)),
            "title": Edit(case, r"(?m)^title: .*", f"title: {MARKER}", (page, *lists)),
            "template": Edit(
                own / "templates/case.html",
                "{% block main %}",
                f"{{% block main %}}<p>{MARKER}</p>",
                (page,),
            ),
            # Its style sheets are joined into one, with a hash in its name.
            "styles": Edit(
                own / "assets" / sheet,
                r"\Z",
                f"\n.{MARKER} {{ color: red }}\n",
                (Look(page.path, r'<link rel="stylesheet" href="([^"]+)"'),),
            ),
            "settings": Edit(project / "site.yaml", r"(?m)^tagline: .*", f"tagline: {MARKER}", (Look("/"),)),
        },
        {"SITE_GEN_CACHE": str(folder / "cache")},
    )


# --- Hugo -------------------------------------------------------------------------------------------------------------

_HUGO_WAYS: Final[Mapping[str, tuple[str, ...]]] = {"hugo": (), "hugo in memory": ("--renderToMemory",)}


def _hugo(name: str, flags: tuple[str, ...], corpus: list[Study], study: Study, folder: Path) -> Server:
    site = folder / "site"
    write_hugo(site, corpus)
    case, page = site / "content" / "cases" / f"{study.slug}.md", Look(f"/cases/{study.slug}/")
    lists = Look("/cases/"), Look(f"/tags/{_plain_tag(study)}/")
    words = ["server", "--source", str(site), "--clock", NOW, *flags]
    return Server(
        name,
        [str(hugo_binary()), *words, "--bind", "127.0.0.1", "--port"],
        site,
        {
            "body": Edit(case, r"\Z", f"\n{MARKER}\n", (page,)),
            "title": Edit(case, r"(?m)^title: .*", f"title: {MARKER}", (page, *lists)),
            "template": Edit(
                site / "layouts" / "cases" / "page.html",
                '{{ define "main" }}',
                f'{{{{ define "main" }}}}<p>{MARKER}</p>',
                (page,),
            ),
            "styles": Edit(
                site / "static" / "site.css", r"\Z", f"\n.{MARKER} {{ color: red }}\n", (Look("/site.css"),)
            ),
            "settings": Edit(site / "hugo.toml", r"(?m)^description = .*", f'description = "{MARKER}"', (Look("/"),)),
        },
        {"HUGO_CACHEDIR": str(folder / "cache")},
    )


# --- Eleventy ---------------------------------------------------------------------------------------------------------


def install_eleventy() -> bool:
    """Install Eleventy from its lock file if needed; print a message and return False if npm is missing."""
    lock, installed = ELEVENTY_SITE / "package-lock.json", _NODE_MODULES / ".installed-package-lock.json"
    if installed.exists() and filecmp.cmp(lock, installed, shallow=False):
        return True
    if not shutil.which("npm"):
        sys.stderr.write("Eleventy is left out: it needs Node.js with npm (https://nodejs.org)\n")
        return False
    sys.stderr.write("Installing Eleventy\n")
    subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=ELEVENTY_SITE, check=True, stdout=2)
    shutil.copyfile(lock, installed)
    return True


def _eleventy(corpus: list[Study], study: Study, folder: Path) -> Server | None:
    if not install_eleventy():
        return None
    write_eleventy(folder, corpus)
    case, page = folder / "site" / "cases" / f"{study.slug}.md", Look(f"/cases/{study.slug}/")
    lists = Look("/cases/"), Look(f"/topics/{_plain_tag(study)}/")
    program = _NODE_MODULES / "@11ty" / "eleventy" / "cmd.cjs"
    return Server(
        "eleventy",
        [
            *("node", "--import", (ELEVENTY_SITE / "loopback.js").as_uri()),
            *(str(program), "--serve", "--incremental", "--quiet", "--port"),
        ],
        folder,
        {
            "body": Edit(case, r"\Z", f"\n{MARKER}\n", (page,)),
            "title": Edit(case, r"(?m)^title: .*", f"title: {MARKER}", (page, *lists)),
            "template": Edit(
                folder / "site" / "_includes" / "case.11ty.js",
                "return `<h1>",
                f"return `<p>{MARKER}</p>\n<h1>",
                (page,),
            ),
            "styles": Edit(
                folder / "site" / "site.css", r"\Z", f"\n.{MARKER} {{ color: red }}\n", (Look("/site.css"),)
            ),
            "settings": Edit(
                folder / "site" / "_data" / "site.json",
                '"description": ".*"',
                f'"description": "{MARKER}"',
                (Look("/"),),
            ),
        },
    )
