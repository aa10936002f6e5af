"""The generators that builds are compared with: how each is installed, started on the corpus, and edited.

Pelican and MkDocs come into environments of their own below .cache/peers, Eleventy into its own folder; none of them is
needed by the product or its tests. One that can't be installed is left out with a line.
"""

from __future__ import annotations

import itertools
import json
import re
import subprocess
import sys
import venv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.build import NOW, ROOT, Tool, hugo_binary, run_tool, site_gen_tool
from benchmarks.corpus import (
    ELEVENTY_SITE,
    Study,
    write_eleventy,
    write_hugo,
    write_mkdocs,
    write_pelican,
    write_project,
)
from benchmarks.servers import install_eleventy
from site_gen import __version__

LATER: Final = "2027-04-01T12:00:00+02:00"
"""After the end of the corpus's one offer with a deadline."""

CHANGES: Final = ("clean", "nothing", "one body", "one title", "one template", "an offer closes")
"""The kinds of build: from nothing, or after a change of the sources, or of the time."""

_PEERS: Final = ROOT / ".cache" / "peers"
_STUDIO: Final = "themes/studio/templates/case.html"
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of one file: the first match of a pattern is replaced; {n} is a number that is new each time."""

    file: Path
    pattern: str
    replacement: str

    def make(self) -> None:
        text = self.file.read_text(encoding="utf-8")
        new, count = re.subn(self.pattern, self.replacement.replace("{n}", str(next(_numbers))), text, count=1)
        if not count:
            raise LookupError(f"{self.file.name} has no {self.pattern!r}")
        self.file.write_text(new, encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Peer:
    """A generator on the corpus: how it builds, its edits by kind of change, and what of its work isn't equal to ours.
    `knows_time` says that its command is told the instant."""

    tool: Tool
    version: str
    edits: Mapping[str, Edit]
    unequal: str
    knows_time: bool = False

    @property
    def name(self) -> str:
        return self.tool.name

    def at(self, change: str) -> Tool | None:
        """Return the tool for a build after a change; None where the change is one of time, which it doesn't know."""
        if change != "an offer closes":
            return self.tool
        if not self.knows_time:
            return None
        return replace(self.tool, command=[LATER if word == NOW else word for word in self.tool.command])

    def change(self, change: str) -> None:
        """Change the sources."""
        if change in self.edits:
            self.edits[change].make()


def peers(folder: Path, corpus: Sequence[Study], only: Sequence[str] = ()) -> Iterator[Peer]:
    """Yield each generator that can be had (or those named), with the corpus written for it below `folder`."""
    for name, make in WAYS.items():
        if only and name not in only:
            continue
        try:
            yield make(folder / name.replace(" ", "-"), corpus)
        except (LeftOutError, OSError, subprocess.CalledProcessError) as error:
            sys.stderr.write(f"{name} is left out: {error}\n")


class LeftOutError(Exception):
    """A generator can't be installed here."""


def _edits(case: Path, template: Edit, *, indent: str = "", title: str = "title") -> dict[str, Edit]:
    return {
        "one body": Edit(case, r"\Z", f"\n\n{indent}Una frase més, la {{n}}.\n"),
        "one title": Edit(case, rf"(?m)^{title}: .*$", f"{title}: Un altre títol, el {{n}}"),
        "one template": template,
    }


def _first(corpus: Sequence[Study]) -> str:
    return corpus[0].slug


# --- site_gen ---------------------------------------------------------------------------------------------------------


def _site_gen(folder: Path, corpus: Sequence[Study]) -> Peer:
    project = folder / "project"
    write_project(project, corpus)
    template = project / _STUDIO
    template.parent.mkdir(parents=True)
    template.write_bytes((ROOT / "site_gen" / _STUDIO).read_bytes())
    output = folder / "out"
    words = ["build", "--now", NOW, "--project", str(project), "--output", str(output)]
    tool = site_gen_tool([sys.executable, "-m", "site_gen", *words], output, folder)
    edit = Edit(template, r"\{% block main %\}", "{% block main %}<!-- {n} -->")
    edits = _edits(project / "cases" / f"{_first(corpus)}.yaml", edit, indent="  ")
    unequal = (
        "checks every value of every file, links and anchors; structured data, a chart as SVG in each case, money by "
        "CLDR, a font with the characters in use, two feeds; atomic writes with a manifest"
    )
    return Peer(tool, __version__, edits, unequal, knows_time=True)


# --- Hugo -------------------------------------------------------------------------------------------------------------


def _hugo(folder: Path, corpus: Sequence[Study], name: str = "hugo") -> Peer:
    site, output = folder / "site", folder / "out"
    write_hugo(site, corpus)
    words = ["--quiet", "--clock", NOW, "--source", str(site), "--destination", str(output)]
    tool = Tool(name, [str(hugo_binary()), *words], output, {"HUGO_CACHEDIR": str(folder / "cache")})
    template = Edit(
        site / "layouts" / "cases" / "page.html",
        r"\{\{ define \"main\" \}\}",
        '{{ define "main" }}{{ safeHTML "<!-- {n} -->" }}',
    )
    edits = _edits(site / "content" / "cases" / f"{_first(corpus)}.md", template)
    said = subprocess.run([hugo_binary(), "version"], capture_output=True, text=True, check=True).stdout
    version = re.search(r"v([\d.]+)", said)
    unequal = "plain pages without a design; it is told the time, but no page of these layouts depends on it"
    return Peer(tool, version[1] if version else "?", edits, unequal, knows_time=True)


def _hugo_same(folder: Path, corpus: Sequence[Study]) -> Peer:
    """Hugo, with our markup on each page of a case: what one of ours has, as constant text around title and body."""
    ours = _site_gen(folder / "ours", corpus[:1])
    run_tool(ours.tool, clean=True)
    page = (ours.tool.output / "cases" / _first(corpus) / "index.html").read_text(encoding="utf-8")
    peer = _hugo(folder, corpus, "hugo same markup")
    layout = folder / "site" / "layouts" / "cases" / "page.html"
    layout.write_text(_shell(page, str(corpus[0].case["title"])), encoding="utf-8")
    edit = Edit(layout, r"\A", '{{ safeHTML "<!-- {n} -->" }}')
    unequal = (
        "each page of a case has the markup of ours, but as constant text: chart, table and structured data are those "
        "of one case, only title and body are its own; its lists stay plain"
    )
    return replace(peer, edits={**peer.edits, "one template": edit}, unequal=unequal)


def _shell(page: str, title: str) -> str:
    """Return one of our pages as a layout of Hugo, with its title and body in their places."""
    body = re.search(r'(?s)<h2 id="[^"]*">.*?(?=</section>)', page)
    if body is None:
        raise LeftOutError("our page of a case has no body where it was expected")
    parts = f"{page[: body.start()]}\0B\0{page[body.end() :]}".replace(title, "\0T\0", 2)
    values = {"B": "{{ .Content }}", "T": "{{ .Title }}"}
    pieces = re.split("\0([BT])\0", parts)
    return "".join(
        values[text] if at % 2 else f"{{{{ safeHTML {json.dumps(text)} }}}}" for at, text in enumerate(pieces)
    )


# --- Eleventy ---------------------------------------------------------------------------------------------------------


def _eleventy(folder: Path, corpus: Sequence[Study]) -> Peer:
    if not install_eleventy():
        raise LeftOutError("it needs Node.js with npm")
    site, output = folder / "site", folder / "out"
    write_eleventy(folder, corpus)
    modules = ELEVENTY_SITE / "node_modules"
    (folder / "node_modules").symlink_to(modules)
    program = modules / "@11ty" / "eleventy" / "cmd.cjs"
    tool = Tool("eleventy", ["node", str(program), "--quiet", f"--output={output}"], output, start=folder)
    template = Edit(site / "_includes" / "case.11ty.js", "(?=<h1>)", "<!-- {n} -->")
    edits = _edits(site / "cases" / f"{_first(corpus)}.md", template)
    version = json.loads((modules / "@11ty" / "eleventy" / "package.json").read_text(encoding="utf-8"))["version"]
    return Peer(tool, version, edits, "plain pages without a design; knows no time: an offer closes by a build by hand")


# --- Pelican and MkDocs -----------------------------------------------------------------------------------------------


def _pelican(folder: Path, corpus: Sequence[Study]) -> Peer:
    programs = _installed("pelican", "pelican[markdown]")
    write_pelican(folder, corpus)
    output = folder / "out"
    words = ["--settings", str(folder / "pelicanconf.py"), "--output", str(output), "--quiet", str(folder / "content")]
    tool = Tool("pelican", [str(programs / "pelican"), *words], output, kept=(folder / "cache",))
    article = folder / "theme" / "templates" / "article.html"
    edits = _edits(
        folder / "content" / "cases" / f"{_first(corpus)}.md",
        Edit(article, r"\{% block main %\}", "{% block main %}<!-- {n} -->"),
        title="Title",
    )
    unequal = "plain pages; no previous and next case; networks are among the tags; knows no time"
    return Peer(tool, _version(programs, "pelican"), edits, unequal)


def _mkdocs(folder: Path, corpus: Sequence[Study]) -> Peer:
    programs = _installed("mkdocs", "mkdocs")
    write_mkdocs(folder, corpus)
    output = folder / "out"
    words = ["build", "--quiet", "--config-file", str(folder / "mkdocs.yml"), "--site-dir", str(output)]
    tool = Tool("mkdocs", [str(programs / "mkdocs"), *words], output)
    edits = _edits(
        folder / "docs" / "cases" / f"{_first(corpus)}.md",
        Edit(folder / "theme" / "main.html", r"\A", "<!-- {n} -->"),
    )
    unequal = "plain pages; a page for each file and no lists of them, no feed, no search index; knows no time"
    return Peer(tool, _version(programs, "mkdocs"), edits, unequal)


def _installed(name: str, requirement: str) -> Path:
    """Return the programs of an environment that has a generator, made if it isn't there. Raises LeftOutError."""
    folder = _PEERS / name
    programs = folder / ("Scripts" if sys.platform == "win32" else "bin")
    done = folder / "installed"
    if not done.exists():
        sys.stderr.write(f"Installing {requirement} into .cache/peers\n")
        venv.create(folder, clear=True, with_pip=True)
        made = subprocess.run(
            [programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", requirement],
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise LeftOutError(f"pip can't install it: {(made.stderr.strip().splitlines() or ['no word why'])[-1]}")
        done.touch()
    return programs


def _version(programs: Path, package: str) -> str:
    program = f"from importlib.metadata import version; print(version({package!r}))"
    return subprocess.run(
        [programs / "python", "-c", program], capture_output=True, text=True, check=True
    ).stdout.strip()


WAYS: Final[Mapping[str, Callable[[Path, Sequence[Study]], Peer]]] = {
    "site_gen": _site_gen,
    "hugo": partial(_hugo),
    "hugo same markup": _hugo_same,
    "eleventy": _eleventy,
    "pelican": _pelican,
    "mkdocs": _mkdocs,
}
"""Each generator by its name in the results; the first one is what the others are compared with."""
