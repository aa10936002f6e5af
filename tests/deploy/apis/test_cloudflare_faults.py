"""Deploys to Cloudflare Pages that are cut or killed: a deployment is there whole, or not at all.

wrangler sends the files first and then makes one deployment of them, which goes live at once. So whatever ends, and
whenever, visitors get the old site or the new one.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from site_gen.deploy.store import StoreError
from tests.deploy.apis import wrangler
from tests.deploy.apis.pages import Pages, serving_pages
from tests.deploy.apis.server import TOKEN, Answer, Asked, Fault, Log
from tests.deploy.sites import small

ONE: Final = small("one", pages=1)
TWO: Final = small("two", pages=1)

EVERY: Final = 1 if "KILLS" in os.environ else 3
"""Of the requests of a deploy, which ones it is broken off at: each in `make laws`."""


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pages]:
    """The host with a site, which a stand-in for wrangler speaks to."""
    with serving_pages(wrangler.install(tmp_path), tmp_path, monkeypatch) as host:
        host.send(ONE)
        host.log.asked.clear()
        yield host


def forget(pages: Pages) -> None:
    """Let the host know nothing but what is online, so that each change is sent anew."""
    pages.blobs = {key: pages.blobs[key] for made in pages.deployments[-1:] for key in made.manifest.values()}
    pages.deployments = pages.deployments[-1:]
    pages.log.asked.clear()
    pages.log.fault = lambda _number, _asked: None


def cut_from(count: int) -> Fault:
    def fault(number: int, _asked: Asked) -> Answer | None:
        if number >= count:
            raise ConnectionAbortedError
        return None

    return fault


def kill_at(count: int) -> Fault:
    """Return what kills the program that asks, as where the machine is switched off."""

    def fault(number: int, asked: Asked) -> Answer | None:
        name, _, pid = asked.headers.get("user-agent", "").partition("/")
        if number == count and name == "stand-in":
            os.kill(int(pid), signal.SIGKILL)
            raise ConnectionAbortedError
        return None

    return fault


def failure(pages: Pages, files: dict[str, bytes]) -> str:
    """Return what a deploy failed with; '' for one that went well."""
    try:
        pages.send(files)
    except StoreError as error:
        return f"{error} {error.hint}"
    return ""


@pytest.mark.slow
@pytest.mark.parametrize("break_at", [cut_from, kill_at], ids=["cut", "killed"])
def test_wherever_it_breaks_off_the_site_is_the_old_one_and_the_next_deploy_completes_it(
    pages: Pages, break_at: Callable[[int], Fault]
) -> None:
    old, new = ONE, TWO
    forget(pages)
    for count in range(0, 100, EVERY):
        pages.log.fault = break_at(count)
        said = failure(pages, new)
        is_broken, asked = bool(said), len(pages.log.asked)
        assert TOKEN not in said
        assert pages.site() == (old if is_broken else new), count
        pages.log.fault = lambda _number, _asked: None
        pages.send(new)
        assert pages.site() == new, count
        forget(pages)
        old, new = new, old
        if asked <= count:
            break
    assert count > 10


def test_a_deployment_whose_answer_is_lost_is_not_taken_for_a_failure(pages: Pages) -> None:
    """The site would be online, and the owner would be told that it isn't."""
    lost = iter([True])

    def fault(_number: int, asked: Asked) -> Answer | None:
        if asked.method == "POST" and asked.path.endswith("/deployments") and next(lost, False):
            pages.answer(asked)
            raise ConnectionAbortedError
        return None

    pages.log.fault = fault
    pages.send(TWO)
    assert pages.site() == TWO


def _send(folder: Path, files: dict[str, bytes]) -> None:
    host = Pages()
    host.log, host.folder, host.told = Log(), folder, []
    host.send(files)


@pytest.mark.parametrize("count", [1, 4, 7, 10])
def test_a_deploy_that_is_killed_itself_leaves_the_old_site_or_the_new_one(pages: Pages, count: int) -> None:
    """wrangler goes on alone then; nothing that it does makes half a site."""
    process = multiprocessing.get_context("spawn").Process(target=_send, args=(pages.folder, TWO))

    def kill(number: int, _asked: Asked) -> Answer | None:
        if number == count:
            os.kill(process.pid or 0, signal.SIGKILL)
        return None

    pages.log.fault = kill
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    pages.settle()
    assert pages.site() in (ONE, TWO)
    pages.log.fault = lambda _number, _asked: None
    pages.send(TWO)
    assert pages.site() == TWO
