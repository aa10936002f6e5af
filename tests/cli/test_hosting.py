"""site-gen hosting: what servers are told, printed."""

from __future__ import annotations

import json

import pytest

from site_gen.cli.hosting import _HOSTS
from site_gen.pages.hosts import HOSTS
from tests.conftest import Cli, ProjectFactory
from tests.support import SITE


def test_every_host_can_be_asked_for() -> None:
    assert sorted(HOSTS) == sorted(_HOSTS)


@pytest.mark.parametrize("host", HOSTS)
def test_it_prints_what_the_host_reads_and_nothing_else(project: ProjectFactory, cli: Cli, host: str) -> None:
    done = cli("hosting", host, "--project", str(project()))
    assert (done.code, done.err) == (0, "")
    assert "/go/instagram-month/" in done.out.replace("\\", "").replace("go/", "/go/").replace("//", "/")
    if host == "vercel":
        json.loads(done.out)


def test_mistakes_are_shown_and_nothing_is_printed(project: ProjectFactory, cli: Cli) -> None:
    done = cli("hosting", "nginx", "--project", str(project({"site.yaml": SITE.replace("EUR", "XXQ")})))
    assert (done.code, done.out) == (1, "")
    assert "site.yaml:7" in done.err
