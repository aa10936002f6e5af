"""What `check` says of the site's host: its terms and limits, each with its source, where site.yaml shows the host."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

import pytest

from site_gen.actions.check_host import host_findings
from site_gen.builder.pipeline import build
from site_gen.load import load_site
from site_gen.load.locator import Locator
from site_gen.model.deliveries import DELIVERIES
from site_gen.model.deliveries.base import STATIC_HOSTS
from site_gen.model.host_terms import HOST_TERMS, MIB, HostUse, Limit, broken_terms
from tests.conftest import Cli, ProjectFactory
from tests.support import DIRECT, NOW, ROOT, SITE
from tests.support_build import request

PLAIN: Final = SITE.partition("form:")[0]


def said(folder: Path, files: int = 100) -> list[str]:
    findings = host_findings(load_site(folder).site, NOW, files, folder / "output")
    return [str(problem) for problem in Locator(folder).problems(findings)]


def at(host: str) -> dict[str, str]:
    return {"site.yaml": PLAIN.replace("mara.example/", f"mara.{host}/")}


SHOWN: Final = {
    "by its address": (at("github.io"), "site.yaml:4:6: warning: GitHub Pages does not allow sites of a business"),
    "by its free plan": (at("vercel.app"), "site.yaml:4:6: warning: Vercel, on its free plan, does not allow"),
    "by its file": ({"site.yaml": f"{PLAIN}hosting: [apache, vercel]\n"}, "site.yaml:14:19: warning: Vercel, on its"),
}


@pytest.mark.parametrize(("files", "expected"), SHOWN.values(), ids=SHOWN)
def test_a_host_that_is_not_for_businesses_is_named(
    project: ProjectFactory, files: dict[str, str], expected: str
) -> None:
    (found,) = said(project(files))
    assert found.startswith(expected)
    assert "(rule selling: " in found
    assert ", read 20" in found


def test_who_pays_is_not_told_of_free_plans(project: ProjectFactory) -> None:
    text = f"{at('vercel.app')['site.yaml']}host_plan: paid\n"
    assert said(project({"site.yaml": text})) == []


def test_who_sells_nothing_may_be_anywhere(project: ProjectFactory) -> None:
    gone = dict.fromkeys(("offers/month.yaml", "offers/audit.yaml", "offers/plan.yaml"))
    assert said(project({**gone, **at("github.io")})) == []


def test_too_many_files_are_counted(project: ProjectFactory) -> None:
    folder = project({"site.yaml": f"{PLAIN}form: {{delivery: cloudflare}}\n"})
    assert said(folder, 20_000) == []
    (found,) = said(folder, 20_001)
    assert found.startswith("site.yaml:14:18: warning: Cloudflare Pages, on its free plan, takes 20,000 files, and")


def test_sizes_are_those_of_the_last_build(project: ProjectFactory, cache: Path) -> None:
    folder = project(at("pages.dev"))
    assert said(folder) == []
    build(request(folder, folder / "output", cache))
    assert said(folder) == []
    with (folder / "output" / "feed.xml").open("wb") as file:
        file.truncate(26 * MIB)
    (found,) = said(folder)
    assert "takes files of 25 MiB, and feed.xml has 26" in found


def test_deploys_that_the_sites_own_changes_need_are_counted(project: ProjectFactory) -> None:
    offers = {
        f"offers/one-{n}.yaml": DIRECT.replace("2026-12-20T18:00", f"2026-12-{n // 2 + 1:02}T{10 + n % 2}:00")
        for n in range(21)
    }
    (found,) = said(project({**offers, **at("netlify.app")}))
    assert "Netlify, on its free plan, takes 20 deploys a month, and the site changes" in found


def test_the_first_limit_that_is_passed_is_enough() -> None:
    use = HostUse(sells=False, files=150_000, deploys=0)
    assert [term.most for term in broken_terms("Cloudflare Pages", use, is_paid=False)] == [20_000]
    assert [term.most for term in broken_terms("Cloudflare Pages", use, is_paid=True)] == [100_000]


def test_every_term_is_of_a_known_host_with_a_source_and_a_day() -> None:
    known = set(STATIC_HOSTS.values())
    assert {term.host for term in HOST_TERMS} <= known
    assert {delivery.runs_on for delivery in DELIVERIES.values() if delivery.runs_on} <= known
    for term in HOST_TERMS:
        assert "." in term.source
        assert date(2026, 1, 1) < term.checked
        assert term.source in (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
        assert (term.most is None) == (term.limit is Limit.SELLING)


def test_check_says_it(project: ProjectFactory, cli: Cli) -> None:
    done = cli("check", "--now", NOW.isoformat(), cwd=project(at("github.io")))
    assert "GitHub Pages does not allow sites of a business" in done.err + done.out
