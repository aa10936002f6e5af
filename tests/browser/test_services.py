"""What Chromium sends of the example site's form to each hosted service, and what an imitation of it does with that."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache as memoize
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from site_gen.inbox.emulators import SERVICES, emulate
from site_gen.inbox.emulators.base import Emulated
from site_gen.inbox.exchange import Answer, Request
from site_gen.model.deliveries.base import origin_of
from site_gen.model.form_schema import form_schemas
from site_gen.model.submission import Submission, read_submission
from tests.browser.server import TYPES
from tests.browser.site import ROOT
from tests.model.test_deliveries import SETTINGS
from tests.support import NOW
from tests.support_build import Rendered, render

pytestmark = pytest.mark.browser

HOSTED: Final = sorted(SERVICES)
COPIED: Final = ("cases", "content", "offers", "themes")


@pytest.fixture(scope="session")
def example_with(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Callable[[str], Rendered]:
    """Returns the example site with another delivery."""

    @memoize
    def make(name: str) -> Rendered:
        folder = tmp_path_factory.mktemp(name)
        for source in ROOT.glob("site*.yaml"):
            shutil.copy(source, folder)
        for kind in filter(lambda kind: (ROOT / kind).is_dir(), COPIED):
            shutil.copytree(ROOT / kind, folder / kind)
        settings = (folder / "site.yaml").read_text(encoding="utf-8").partition("\nform:")[0]
        form = json.dumps({"delivery": name, **SETTINGS[name]})
        (folder / "site.yaml").write_text(f"{settings}\nform: {form}\n", encoding="utf-8")
        return render(folder, cache, NOW)

    return make


@dataclass
class Web:
    """The example site online, and the service that its forms go to; `done` is how the service took each request."""

    site: Rendered
    done: list[Emulated] = field(default_factory=list)

    @property
    def delivery(self) -> Any:
        return self.site.site.main.form

    def answer(self, route: Route) -> None:
        """Answer a request of the browser's."""
        url, method = route.request.url, route.request.method
        if origin_of(url) == self.site.site.main.origin and method == "GET":
            _fulfill(route, self._page(urlsplit(url).path))
            return
        body = route.request.post_data_buffer or b""
        headers = route.request.all_headers()
        request = Request(method, urlsplit(url).path, headers, "127.0.0.1", body)
        if method == "OPTIONS":
            _fulfill(route, Answer(204, (("Access-Control-Allow-Origin", "*"),)))
            return
        self.done.append(emulate(self.delivery, request, tuple(form_schemas(self.site.site))))
        answer = self.done[-1].answer
        if answer.status == 303 and route.request.resource_type == "fetch":
            # Where a script's request is led is asked of the network, not of this function: go there in its place.
            answer = self._page(dict(answer.headers)["Location"])
        _fulfill(route, answer)

    def _page(self, path: str) -> Answer:
        file = path.removeprefix("/") + ("index.html" if path.endswith("/") else "")
        if file not in self.site.artifacts:
            return Answer(404)
        kind = TYPES.get(Path(file).suffix, "application/octet-stream")
        return Answer(200, (("Content-Type", kind),), self.site.bytes(file))

    def read(self) -> Submission:
        """Return what reached the owner."""
        (done,) = self.done
        assert done.refusal is None
        assert done.posted is not None
        assert done.schema is not None
        return read_submission(done.schema, done.posted, honeypot=done.honeypot)


def _fulfill(route: Route, answer: Answer) -> None:
    route.fulfill(status=answer.status, headers=dict(answer.headers), body=answer.body)


@pytest.fixture(params=HOSTED)
def web(request: pytest.FixtureRequest, example_with: Callable[[str], Rendered]) -> Web:
    return Web(example_with(request.param))


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def visitor(browser: Browser, web: Web, *, scripts: bool) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=web.site.site.main.origin, java_script_enabled=scripts)
    context.route("**/*", web.answer)
    yield context
    context.close()


def _fill(page: Page) -> None:
    """Fill in the example's form, as a person would who has little to say."""
    page.fill("[name=name]", "Ада")
    page.fill("[name=email]", "ada@cafe.cat")
    page.fill("[name=page]", "instagram.com/ada")
    page.select_option("[name=goal]", index=2)
    page.check("[name=consent]")


@pytest.mark.parametrize("prefix", ["/", "/ru/"], ids=["ca", "ru"])
@pytest.mark.sampled(6)
def test_a_request_reaches_its_owner_and_the_visitor_the_thank_you_page(
    prefix: str, visitor: BrowserContext, web: Web, *, scripts: bool
) -> None:
    page = visitor.new_page()
    page.goto(f"{prefix}offers/free-audit/?utm_source=instagram&utm_campaign=bio")
    _fill(page)
    page.click("form button[type=submit]")
    # Basin has one thank-you page for all languages, which a script doesn't need.
    after = prefix if scripts or web.delivery.name != "basin" else "/"
    page.wait_for_url(f"{web.site.site.main.origin}{after}thanks/free-audit/")
    read = web.read()
    assert (read.values["name"], read.values["email"]) == ("Ада", "ada@cafe.cat")
    (done,) = web.done
    assert done.schema is not None
    assert done.schema.language == (prefix.strip("/") or "ca")
    assert read.consent == done.schema.consent
    assert bool(read.key) == scripts
    if scripts:
        assert dict(read.campaign) == {"utm_source": "instagram", "utm_campaign": "bio"}


def test_what_the_service_refuses_is_said_and_nothing_typed_is_lost(
    browser: Browser, example_with: Callable[[str], Rendered]
) -> None:
    """The key in the page is not the one that the service knows."""
    web = Web(example_with("web3forms"))
    context = browser.new_context(base_url=web.site.site.main.origin)
    context.route("**/*", web.answer)
    page = context.new_page()
    page.goto("/offers/free-audit/")
    _fill(page)
    page.locator("[name=access_key]").evaluate("key => { key.value = key.value.replaceAll('8', '9') }")
    page.click("form button[type=submit]")
    page.locator("[data-failed]").wait_for()
    assert page.input_value("[name=name]") == "Ада"
    assert page.url.endswith("/offers/free-audit/")
    (done,) = web.done
    assert done.refusal == "Web3Forms would refuse this: the access key is not the one in site.yaml"
    context.close()
