"""Projects with mistakes: what is said about each, word for word, and that the site that was there stays.

A folder of tests/broken/ is a project's changed files over the base of tests/support.py; its expected.txt is what
`site-gen build --strict` writes. Files that version control or other systems can't keep are made here.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from tests.conftest import Cli, ProjectFactory
from tests.support import CASE, DIRECT, SECOND, SERVICES, SITE, tree

BROKEN: Final = Path(__file__).parent / "broken"

MADE: Final[Mapping[str, Mapping[str, bytes]]] = {
    "bad-file-names": {
        "cases/Cafè.yaml": CASE.encode(),
        "cases/con.yaml": CASE.encode(),
        "cases/Upper.yaml": CASE.encode(),
        "cases/two words.yaml": CASE.encode(),
        "cases/кафе.yaml": CASE.encode(),
        "cases/page.yaml": CASE.encode(),
        "cases/index.html.yaml": CASE.encode(),
        "offers/-.yaml": SECOND.encode(),
        "offers/under_score.yaml": SECOND.encode(),
        "content/pages/index.md": b"---\ntitle: x\n---\n",
        "content/pages/Con.md": b"---\ntitle: x\n---\n",
    },
    "control-characters": {
        "cases/cafe.yaml": CASE.replace("Casa", "Ca\x07sa").encode(),
        "offers/month.yaml": DIRECT.replace("A month", "A\0 month").encode(),
        "offers/plan.yaml": SECOND.replace("The whole", '"The\\0 whole').replace("year", 'year"').encode(),
    },
    "huge-file": {"cases/huge.yaml": b"# " + b"x" * 1_000_000},
    "not-utf-8": {
        "site.yaml": SITE.replace("cafés", "cafés").encode("cp1252"),
        "cases/cafe.yaml": CASE.replace("Coffee shop", "Кофейня").encode("cp1251"),
        "offers/month.yaml": DIRECT.encode("utf-16"),
        "offers/plan.yaml": SECOND.encode("utf-16-le"),
        "content/services.yaml": SERVICES.encode("utf-32"),
    },
    "theme-files-that-are-none": {
        "site.yaml": SITE.encode() + b"theme: {name: mine}\n",
        "themes/mine/theme.yaml": b"font: {family: Own, file: own.ttf}\n",
        "themes/mine/assets/own.ttf": b"no font",
        "themes/mine/assets/base.css": "body { color: caf\u00e9 }".encode("cp1252"),
        "themes/studio/templates/case.html": b"<p>\xff</p>",
    },
    "numbers-out-of-reach": {
        "cases/cafe.yaml": CASE.replace("1200", "1e300").replace("after: 4800", "after: 1e-300").encode(),
        "offers/month.yaml": DIRECT.replace("290", "1e30").replace("2026-12-20", "9999-12-31").encode(),
        "offers/plan.yaml": SECOND.replace("2900", "0." + "1" * 300).encode(),
    },
    "addresses": {
        "site.yaml": SITE.replace("https://mara.example/", '"https://[::1.x"').encode(),
        "offers/month.yaml": DIRECT.encode() + b"book: https://a.example:99999/\n",
        "offers/plan.yaml": SECOND.encode() + b"book: https://two words.example\n",
    },
    "windows-line-ends-and-mark": {
        "offers/month.yaml": b"\xef\xbb\xbf" + DIRECT.replace("ends:", "end:").replace("\n", "\r\n").encode(),
    },
    "static-files": {
        "static/.htpasswd": b"x",
        "static/.well-known/proof.txt": b"x",
        "static/.DS_Store": b"x",
        "static/what?.pdf": b"x",
        "static/audit/x.html": b"x",
        "static/en/proposal/x.html": b"x",
    },
    "folders-and-files": {"cases/cafe.yaml/notes.txt": b"x", "offers/month.yaml": b"", "themes": b"a file\n"},
}


def sources(name: str) -> dict[str, bytes]:
    folder = BROKEN / name
    return {**{f: b for f, b in tree(folder).items() if f != "expected.txt"}, **MADE.get(name, {})}


@pytest.mark.parametrize("name", sorted({*MADE, *(path.name for path in BROKEN.iterdir())}))
def test_every_mistake_is_named_and_the_site_stays(
    name: str, project: ProjectFactory, cli: Cli, *, update_golden: bool
) -> None:
    made = sources(name)
    clash = {file: None for file in ("cases/cafe.yaml",) if any(each.startswith(f"{file}/") for each in made)}
    folder = project({**clash, **made, "output/yesterday.html": "the site of yesterday"})
    said = cli("build", "--strict", "--jobs", "1", cwd=folder)
    expected = BROKEN / name / "expected.txt"
    if update_golden:
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(said.err, encoding="utf-8", newline="\n")
    assert said.err == expected.read_text(encoding="utf-8")
    assert (said.code, said.out) == (1, "")
    assert {f: b for f, b in tree(folder / "output").items() if not f.startswith(".site-gen/")} == {
        "yesterday.html": b"the site of yesterday"
    }
    problems = said.err.rpartition("\n")[0].splitlines()[:-1]
    assert [line for line in cli("check", "--strict", cwd=folder).err.splitlines() if line in problems] == problems
