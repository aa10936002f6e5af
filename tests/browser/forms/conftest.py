"""Fixtures: a site with a form on a host that is also its inbox, and visitors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from site_gen.builder.pipeline import build
from tests.browser.conftest import NOW
from tests.browser.forms.host import FormServer, serve_forms
from tests.browser.forms.visitor import OFFER, Open
from tests.support_build import request


@pytest.fixture(scope="session")
def _hosts(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[Callable[[str], FormServer]]:
    """The host for each `form` of site.yaml, made when it is first asked for."""
    running: dict[str, FormServer] = {}
    with ExitStack() as stack:

        def host(form: str) -> FormServer:
            if form not in running:
                folder = tmp_path_factory.mktemp("forms")
                running[form] = stack.enter_context(serve_forms(folder, NOW, make, form))
            return running[form]

        def make(project: Path, output: Path) -> None:
            build(request(project, output, cache))

        yield host


@pytest.fixture
def inbox(_hosts: Callable[[str], FormServer]) -> FormServer:
    """The site on a host that is its inbox too."""
    server = _hosts("{delivery: inbox}")
    server.reset(NOW)
    return server


@pytest.fixture
def plain(_hosts: Callable[[str], FormServer]) -> FormServer:
    """The same site with a delivery that scripts can't send to: the browser sends the form."""
    server = _hosts("{delivery: url, url: ORIGIN/inbox/audit}")
    server.reset(NOW)
    return server


@pytest.fixture
def visit(browser: Browser) -> Iterator[Open]:
    """Opens a page of a host for a new visitor, who comes at NOW and whose browser speaks English."""
    contexts: list[BrowserContext] = []

    def visit(host: FormServer, path: str = OFFER, *, scripts: bool = True, **options: object) -> Page:
        context = browser.new_context(
            base_url=host.origin,
            java_script_enabled=scripts,
            locale="en-US",
            reduced_motion="reduce",
            viewport={"width": 390, "height": 844},
        )
        context.clock.set_fixed_time(NOW)
        contexts.append(context)
        page = context.new_page()
        page.goto(path, **options)  # type: ignore[arg-type]
        return page

    yield visit
    for context in contexts:
        context.close()
