"""What a deploy changes is told by the things that people know, and never by the address of one client's page."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from site_gen.actions.deploy_changes import PublicChanges, public_changes
from site_gen.deploy.plan import DeployPlan, Upload
from site_gen.deploy.releases import Release, Releases
from site_gen.deploy.site_files import LocalFile, SiteFiles
from site_gen.hashing import content_hash
from site_gen.load import load_site
from site_gen.model.site import Site
from tests.conftest import ProjectFactory
from tests.support import NOW

NONE = DeployPlan((), (), 0, (), ())


def site_of(pages: dict[str, bytes]) -> SiteFiles:
    files = {path: LocalFile(content_hash(content), len(content)) for path, content in pages.items()}
    return SiteFiles(files, "https://mara.example/", NOW, None, pages.__getitem__)


def told(
    site: Site, *, new: tuple[str, ...] = (), changed: tuple[str, ...] = (), removed: tuple[str, ...] = ()
) -> PublicChanges:
    uploads = tuple(Upload(path, 1, path in new) for path in (*new, *changed))
    plan = replace(NONE, uploads=uploads, removed=removed)
    return public_changes(plan, site_of({}), site, NOW, Path(), None)


def test_pages_are_told_by_the_thing_that_they_show_in_all_languages(project: ProjectFactory) -> None:
    site = load_site(project()).site
    changes = told(
        site,
        new=("cases/cafe/index.html", "es/cases/cafe/index.html", "images/a-0.webp", "404.html"),
        changed=("index.html", "es/offers/month/index.html", "cases/network/instagram/index.html", "feed.xml"),
        removed=("articles/gone/index.html", "offers/index.html", "go/x/index.html", "services/index.html"),
    )
    found = {
        (thing.kind, thing.title, thing.file): (thing.new, thing.changed, thing.removed) for thing in changes.things
    }
    assert found == {
        ("home", "", ""): (0, 1, 0),
        ("offer", "A month of Instagram, run for you", "offers/month.yaml"): (0, 1, 0),
        ("case", "Followers from 1,200 to 4,800 in four months", "cases/cafe.yaml"): (2, 0, 0),
        ("article", "gone", ""): (0, 0, 1),
        ("services", "", ""): (0, 0, 1),
        ("lists", "", ""): (0, 1, 1),
        ("others", "", ""): (1, 0, 0),
        ("short-links", "", ""): (0, 0, 1),
        ("files", "", ""): (1, 0, 0),
        ("feeds", "", ""): (0, 1, 0),
    }


def test_a_page_for_one_client_is_counted_and_never_named(project: ProjectFactory) -> None:
    site = load_site(project()).site
    changes = told(site, new=("audit/secret-token/index.html", "es/proposal/other-token/index.html", "audit/x/a.png"))
    assert [(thing.kind, thing.new) for thing in changes.things] == [("clients", 3)]
    assert "token" not in repr(changes)
    assert [thing.kind for thing in told(site, new=("articles/tag/audit/index.html",)).things] == ["lists"]


def test_an_offer_that_opens_or_closes_is_told_with_the_pages_that_speak_of_it(project: ProjectFactory) -> None:
    folder = project()
    site = load_site(folder).site
    link, none = b'<a href="/offers/month/">', b"<p>"
    old = site_of({"index.html": link, "offers/month/index.html": none, "cases/cafe/index.html": none})
    new = site_of({"index.html": none, "offers/month/index.html": link, "cases/cafe/index.html": b"<b>"})
    release = Release(
        "20261123T110000Z-0000", NOW, "me", "live", "x", old.url, NOW, None, old.files, {"month": None, "old": None}
    )  # fmt: skip
    Releases(folder).keep(release, old)
    plan = replace(NONE, uploads=tuple(Upload(path, 1, is_new=False) for path in new.files))
    later = datetime.fromisoformat("2026-12-21T12:00:00+01:00")
    closed = public_changes(plan, new, site, later, folder, release).turns
    assert {(turn.slug, turn.opens, turn.pages) for turn in closed} >= {("month", False, 2), ("old", False, 0)}
    assert {turn.title for turn in closed if turn.slug == "month"} == {"A month of Instagram, run for you"}
    opened = public_changes(plan, new, site, NOW, folder, replace(release, ends={})).turns
    assert ("month", True, 2) in {(turn.slug, turn.opens, turn.pages) for turn in opened}
