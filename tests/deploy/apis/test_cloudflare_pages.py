"""Cloudflare Pages, with the real wrangler: it speaks to a strict server of ours instead of Cloudflare."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from site_gen.deploy.guards import RefusedError
from site_gen.deploy.store import AccessError, FileMeta, LostConnectionError, StoreError
from site_gen.deploy.stores.cloudflare_pages import CloudflarePagesStore
from site_gen.model.targets.cloudflare_pages import CloudflarePagesTarget
from tests.browser.wrangler import install
from tests.conftest import Cli, ProjectFactory
from tests.deploy.apis.cloudflare import ACCOUNT, PROJECT
from tests.deploy.apis.pages import SECRETS, Pages, serving_pages
from tests.deploy.apis.server import TOKEN, Answer, Asked
from tests.deploy.sites import CLIENT_PAGE, small
from tests.deploy.stores.servers import children, kill_tree
from tests.support import SITE, tree, write_files

PAGE: Final = FileMeta("text/html")


@pytest.fixture(scope="session")
def wrangler() -> str:
    return install()


@pytest.fixture
def pages(wrangler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pages]:
    with serving_pages(Path(wrangler), tmp_path, monkeypatch) as host:
        yield host


@pytest.mark.slow
@pytest.mark.laws
def test_a_site_goes_online_changes_and_is_sent_no_more_than_it_must(pages: Pages) -> None:
    """First the whole site; then nothing; then what changed, with what others see gone that is over."""
    page = {**small("one"), CLIENT_PAGE: b"for one"}
    pages.send(page, unlisted=(CLIENT_PAGE,))
    assert pages.site() == page
    pages.log.asked.clear()
    assert pages.send(page, unlisted=(CLIENT_PAGE,)).plan.is_empty
    assert {asked.method for asked in pages.log.asked} == {"GET"}
    pages.send({**page, "index.html": b"new"}, unlisted=(CLIENT_PAGE,))
    assert pages.sent() == 2  # the page and the manifest
    assert pages.site() == {**page, "index.html": b"new"}
    found = pages.send(small("two"))
    assert set(found.plan.removed) == {"assets/site-one.css", "only-one/index.html"}
    assert pages.site() == small("two")


@pytest.mark.slow
@pytest.mark.laws
def test_what_wrangler_does_meanwhile_is_told(pages: Pages) -> None:
    """It takes minutes for many pictures, and says nothing to who doesn't read its output."""
    pages.send(small("one"))
    sent = len(small("one"))  # _headers goes another way; the manifest makes up for it
    assert pages.told[0].endswith(f"wrangler compares {sent + 1} files, and sends what Cloudflare lacks")
    assert pages.told[-2:] == [f"{sent}/{sent}", f"{pages.store().label}: waiting until Cloudflare has published it"]


@pytest.mark.slow
@pytest.mark.laws
def test_a_site_of_others_is_refused_and_replaced_when_that_is_said(pages: Pages) -> None:
    pages.seed({"index.html": b"theirs", "shop.html": b"theirs"})
    with pytest.raises(RefusedError, match=r"in the way of the site: index\.html"):
        pages.send(small("one"))
    assert pages.site() == {"index.html": b"theirs", "shop.html": b"theirs"}
    pages.send(small("one"), yes=True)
    assert pages.site() == small("one")


@pytest.mark.slow
def test_a_deploy_of_somebody_else_in_between_is_noticed(pages: Pages) -> None:
    store = pages.store()
    store.__enter__()
    store.put("index.html", b"mine", PAGE)
    pages.seed({"index.html": b"theirs"})
    with pytest.raises(StoreError, match="somebody else deployed meanwhile"):
        store.__exit__(None, None, None)
    assert pages.site() == {"index.html": b"theirs"}


@pytest.mark.laws
def test_a_deploy_that_cloudflare_refuses_changes_nothing_and_what_was_sent_stays(pages: Pages) -> None:
    pages.send(small("one"))
    broken = {"success": False, "errors": [{"code": 8000011, "message": "not now"}], "result": None}
    pages.log.fault = lambda _number, asked: (
        Answer(400, broken) if asked.method == "POST" and asked.path.endswith("/deployments") else None
    )
    with pytest.raises(StoreError, match="not now"):
        pages.send(small("two"))
    assert pages.site() == small("one")
    pages.log.fault = lambda _number, _asked: None
    pages.log.asked.clear()
    pages.send(small("two"))
    assert pages.site() == small("two")
    assert pages.sent() == 0


@pytest.mark.slow
def test_a_wrong_token_and_an_unknown_project_are_told_apart_without_the_token(pages: Pages) -> None:
    wrong = "wrong-horse-battery-staple-0123456789"
    with pytest.raises(AccessError) as refused, pages.store({**SECRETS, "CLOUDFLARE_API_TOKEN": wrong}):
        pass
    assert "Cloudflare Pages: Edit" in refused.value.hint
    assert wrong not in f"{refused.value}{refused.value.hint}"
    with pytest.raises(StoreError, match="Project not found") as unknown, pages.store(project="other"):
        pass
    assert "wrangler pages project create" in unknown.value.hint


@pytest.mark.slow
def test_without_a_token_or_an_answer_it_is_said_what_to_do(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(AccessError) as nobody, pages.store({"CLOUDFLARE_ACCOUNT_ID": ACCOUNT}):
        pass
    assert "CLOUDFLARE_API_TOKEN" in nobody.value.hint

    def cut(number: int, asked: Asked) -> Answer | None:
        raise ConnectionAbortedError

    pages.log.fault = cut
    with pytest.raises(LostConnectionError) as lost, pages.store():
        pass
    assert TOKEN not in f"{lost.value}{lost.value.hint}"


@pytest.mark.slow
def test_a_project_goes_online_by_the_command(
    pages: Pages, project: ProjectFactory, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From site.yaml and the environment to what visitors get; no page and no message holds the token."""
    folder = project({"site.yaml": f"{SITE}deploy: {{to: cloudflare-pages, project: {PROJECT}}}\n"})
    ran = cli("deploy", cwd=folder, env=SECRETS)
    assert ran.code == 0, ran.err
    built = {path: data for path, data in tree(folder / "output").items() if not path.startswith(".site-gen/")}
    assert pages.site().keys() == built.keys()
    assert pages.site()["index.html"] == built["index.html"]
    assert TOKEN not in ran.out + ran.err
    write_files(folder, {"content/profile.md": f"---\ntitle: Me\n---\nMy key is {TOKEN}.\n"})
    leaky = cli("deploy", cwd=folder, env=SECRETS)
    assert (leaky.code, "the value of CLOUDFLARE_API_TOKEN" in leaky.err) == (3, True)
    assert TOKEN not in leaky.out + leaky.err


@pytest.mark.laws
@pytest.mark.parametrize("call", ["/assets/upload", "/deployments"])
def test_wrangler_that_is_killed_leaves_the_old_site_and_the_next_deploy_completes_it(pages: Pages, call: str) -> None:
    """What is cut at every request with a stand-in for it holds with the real one."""
    pages.send(small("one"))

    def kill(_number: int, asked: Asked) -> Answer | None:
        if asked.method == "POST" and asked.path.endswith(call):
            for child in children(os.getpid()):
                kill_tree(child)
            raise ConnectionAbortedError
        return None

    pages.log.fault = kill
    with pytest.raises(StoreError, match="wrangler was ended from outside"):
        pages.send(small("two"))
    assert pages.site() == small("one")
    pages.log.fault = lambda _number, _asked: None
    pages.send(small("two"))
    assert pages.site() == small("two")


def test_without_wrangler_it_is_said_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    target = CloudflarePagesTarget.model_validate({"to": "cloudflare-pages", "project": PROJECT})
    store = CloudflarePagesStore(target, tmp_path, SECRETS, lambda _seconds: None)
    with pytest.raises(StoreError, match="no program 'wrangler'") as missing, store:
        pass
    assert "npm install --global wrangler" in missing.value.hint
