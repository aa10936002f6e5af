"""Sites as their addresses alone: a small file stands for each one, as servers don't look into them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from site_gen.load import load_site
from site_gen.model.host_rules import HostRules
from site_gen.pages.hosting import full_rules
from site_gen.pages.kinds import planned_files, site_plan
from tests.hosts.servers import SERVERS, Front, serving
from tests.support import ARTICLE, BASE, DIRECT, NOW, ROOT, SITE, write_files
from tests.support_audit import FILE, audit_text

PHOTO: Final = "images/cup-12345678.avif"

GO: Final = """\
go:
  call: https://cal.example/mara?minutes=20&a=%241
  shop: https://è.example/û?q=ñ$1%20x
  autumn: /offers/month#how
"""
OLD: Final = "[/blog/старое-имя/, /blog/first.html, /a+b(c)/, /es/viejo]"
MOVED: Final = {
    **BASE,
    FILE: audit_text(),
    "site.yaml": SITE + GO,
    "offers/month.yaml": f"{DIRECT}aliases: [/2019/our-month/]\n",
    "content/articles/first.md": ARTICLE.replace("tags:", f"aliases: {OLD}\ntags:"),
    "content/articles/first.es.md": "---\ntitle: La primera\ntags: [empezar]\n---\nUna.\n",
}
BELOW: Final = {**MOVED, "site.yaml": (SITE + GO).replace("mara.example/\n", "mara.example/web/\n")}


@dataclass(frozen=True)
class Site:
    """A site's rules, and its files below `root`."""

    rules: HostRules
    root: Path
    paths: tuple[str, ...]


def stand_in(project: Path, root: Path) -> Site:
    """Return a site with a file of few bytes at each of its addresses."""
    site = load_site(project).site
    plan = site_plan(site, NOW, drafts=False)
    paths = tuple(file.path for file in planned_files(plan))
    folder = root / site.main.base.strip("/")
    write_files(folder, {**dict.fromkeys(paths, "<!doctype html>"), PHOTO: "a", ".site-gen/lock": ""})
    return Site(full_rules(plan), root, paths)


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Site]:
    folder = tmp_path_factory.mktemp("sites")
    moved, below = write_files(folder / "moved", MOVED), write_files(folder / "below", BELOW)
    return {
        "example": stand_in(ROOT, folder / "www-example"),
        "moved": stand_in(moved, folder / "www-moved"),
        "below": stand_in(below, folder / "www-below"),
    }


@pytest.fixture(scope="module", params=["example", "moved", "below"])
def site(request: pytest.FixtureRequest, sites: dict[str, Site]) -> Site:
    return sites[request.param]


@pytest.fixture(scope="module", params=SERVERS)
def front(request: pytest.FixtureRequest, site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """The site, served."""
    with serving(request.param, tmp_path_factory.mktemp(request.param), site.root, site.rules) as running:
        yield running
