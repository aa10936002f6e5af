"""Whole deploys of a real project to hosts with an API that are busy or broken: what a visitor gets meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import pytest

from site_gen.deploy.store import BusyError
from tests.deploy.apis import neocities, netlify, vercel
from tests.deploy.apis.hosts import WHOLE, Tried, trying
from tests.deploy.apis.server import TOKEN, Answer, Fault
from tests.deploy.project import Project

TARGETS: Final = {
    "neocities": ({"to": "neocities", "site": neocities.SITE}, "NEOCITIES_API_KEY"),
    "netlify": ({"to": "netlify", "site": netlify.DOMAIN}, "NETLIFY_AUTH_TOKEN"),
    "vercel": ({"to": "vercel", "project": vercel.NAME, "team": vercel.TEAM}, "VERCEL_TOKEN"),
}
BUSY: Final = {
    429: Answer(429, {"message": f"{TOKEN}: too many requests"}, headers={"Retry-After": "17"}),
    500: Answer(500, {"message": f"{TOKEN}: something broke"}),
}
"""What a host says that is out of breath; it repeats the token, as a careless one does."""

Start = Callable[[str], tuple[Tried, Project]]


@pytest.fixture
def online(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Return a host, and a project that is online there in its first version."""
    with ExitStack() as stack:

        def start(name: str) -> tuple[Tried, Project]:
            host = stack.enter_context(trying(name))
            monkeypatch.setattr(f"site_gen.deploy.stores.{name}.API", host.rules.url)
            monkeypatch.setattr("site_gen.deploy.stores.neocities.PUBLIC", f"{host.rules.url}/public")
            settings, variable = TARGETS[name]
            project = Project(tmp_path / "project", dict(settings), {variable: TOKEN}, cache)
            project.deploy("one")
            host.log.asked.clear()
            return host, project

        yield start


def is_like(host: Tried, project: Project, version: str) -> bool:
    return host.site() == host.expected(project.built[version])


def each_fourth(status: int) -> Fault:
    return lambda number, _asked: BUSY[status] if number % 4 == 2 else None


@pytest.mark.parametrize("status", BUSY)
@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.sampled(2)
def test_a_host_that_is_busy_now_and_then_gets_the_whole_site(online: Start, name: str, status: int) -> None:
    """Netlify takes three deploys a minute: who changes two offers would get an error instead of a site."""
    host, project = online(name)
    host.log.fault = each_fourth(status)
    project.deploy("two")
    assert is_like(host, project, "two")
    assert (17 in project.waits) is (status == 429)
    assert any(f"the host answers {status}" in line for line in project.said)
    project.assert_silent()


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.sampled(1)
def test_a_host_that_breaks_down_in_the_middle_has_a_working_site_and_the_next_deploy_completes_it(
    online: Start, name: str
) -> None:
    host, project = online(name)
    project.deploy("two")
    host.log.asked.clear()
    project.deploy("one")  # the host knows the bytes of both now
    requests, old, new = len(host.log.asked), "one", "two"
    for share in (0.1, 0.5, 0.9):
        first = int(requests * share)
        host.log.asked.clear()
        host.log.fault = lambda number, _asked, first=first: BUSY[500] if number >= first else None  # type: ignore[misc]
        with pytest.raises(BusyError):
            project.deploy(new)
        host.log.fault = lambda _number, _asked: None
        host.rules.settle()
        project.assert_whole(host.site())
        if name in WHOLE:
            assert is_like(host, project, old) or is_like(host, project, new)
        project.deploy(new)
        assert is_like(host, project, new)
        old, new = new, old
    project.assert_silent()
