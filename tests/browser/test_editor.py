"""The editor in a real browser: on a phone and a desktop, by keyboard, with nothing for axe-core and the Nu checker."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from site_gen.actions.audit import AuditRequest, start_audit
from site_gen.editor.planned import topic_name
from site_gen.inbox.database import default_database
from site_gen.inbox.store import Store
from site_gen.sources.yaml import Data
from tests.browser.test_accessibility import MODES, Mode, violations_in_all_modes
from tests.browser.test_accessibility import axe as axe  # noqa: PLC0414  # a fixture
from tests.browser.test_markup import complaints
from tests.conftest import ProjectFactory
from tests.inbox.lead_samples import new_lead
from tests.preview.running import Running, previewing
from tests.support import DIRECT, NOW

pytestmark = pytest.mark.browser

PHONE = {"width": 320, "height": 640}
OFFER = "write?file=offers%2Fmonth.yaml"
SCREENS = ("", "contents", OFFER, "write?file=site.yaml", "new", "posts", "leads", "pictures", "changes", "nothing")
TOPIC: Final[dict[str, Data]] = {
    "date": "2026-11-20T18:00", "networks": ["instagram"], "kind": "proof", "topic": "What the café got"
}  # fmt: skip
SOUND_SCREENS = (
    "contents", "leads", "funnel", "client?kind=audit", "client?kind=proposal", "rename?file=offers%2Fmonth.yaml",
    "write?file=content%2Faudits%2Fcafe.yaml", "changes", "plan", "topic?at=new", "month",
    f"topic?at={topic_name(0, TOPIC)}", "service?id=management",
    "write?file=content%2Fplan.yaml", "write?file=content%2Fservices.yaml",
    "responses", "numbers?file=cases%2Fcafe.yaml",
)  # fmt: skip
"""Screens that say more where the project has no mistake, and a request has come."""


FULL = DIRECT + "steps:\n  - {title: One, text: First}\n  - {title: Two, text: Second}\nbody: |\n  More.\n"


def picture() -> bytes:
    stream = BytesIO()
    Image.new("RGB", (300, 200), "teal").save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture
def running(project: ProjectFactory, cache: Path) -> Iterator[Running]:
    files = {"offers/month.yaml": FULL, "content/images/team.png": picture(), "cases/other.yaml": "client: Other\n"}
    with previewing(project(files), cache, with_editor=True) as found:
        yield found


@pytest.fixture
def sound(project: ProjectFactory, cache: Path) -> Iterator[Running]:
    """A project without a mistake."""
    with previewing(project({"offers/month.yaml": FULL}), cache, with_editor=True) as found:
        yield found


@pytest.fixture
def asked(project: ProjectFactory, cache: Path) -> Iterator[Running]:
    """A project whose owner was asked for an audit, and has begun it."""
    folder = project({"offers/month.yaml": FULL, "content/plan.yaml": json.dumps({"topics": [TOPIC]})})
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    with Store.open(str(default_database(folder))) as store:
        lead = store.add([new_lead(values={"name": "Núria", "email": "n@cafe.example", "phone": "+34 600 111 222"})])[0]
    start_audit(folder, str(default_database(folder)), AuditRequest("cafe", lead.id, short=True), NOW)
    with previewing(folder, cache, with_editor=True) as found:
        yield found


def come_in(browser: Browser, running: Running, width: int = 1280, height: int = 900) -> tuple[BrowserContext, Page]:
    context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=f"http://localhost:{running.port}")
    page = context.new_page()
    assert running.editor is not None
    page.goto(running.editor.start)
    return context, page


def address(running: Running, path: str) -> str:
    return f"http://localhost:{running.port}/_edit/{path}"


FEW: Final[tuple[Mode, ...]] = (("light", 320), ("dark", 1280))
"""Where most things go wrong; all six are looked at in make laws."""


@pytest.mark.parametrize("modes", [FEW, pytest.param(MODES, marks=pytest.mark.laws)], ids=["few", "all"])
def test_axe_and_the_nu_checker_find_nothing_on_any_screen(
    modes: tuple[Mode, ...], running: Running, browser: Browser, checkers: Path, axe: str, tmp_path: Path
) -> None:
    nothing_is_wrong_on(SCREENS, running, browser, (checkers, axe, tmp_path), modes)


@pytest.mark.laws
@pytest.mark.parametrize("modes", [FEW, MODES], ids=["few", "all"])
def test_axe_and_the_nu_checker_find_nothing_where_a_client_is_served(
    modes: tuple[Mode, ...], asked: Running, browser: Browser, checkers: Path, axe: str, tmp_path: Path
) -> None:
    nothing_is_wrong_on(SOUND_SCREENS, asked, browser, (checkers, axe, tmp_path), modes)


def nothing_is_wrong_on(
    screens: tuple[str, ...], running: Running, browser: Browser, tools: tuple[Path, str, Path], modes: tuple[Mode, ...]
) -> None:
    checkers, axe, tmp_path = tools
    context, page = come_in(browser, running)
    found, files, said = [], [], list[str]()
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    for number, path in enumerate(screens):
        page.goto(address(running, path))
        html = context.request.get(address(running, path)).text()
        files.append(tmp_path / f"{number}.html")
        files[-1].write_text(html, encoding="utf-8")
        page.evaluate(axe)
        found += [f"{path}: {violation}" for violation in violations_in_all_modes(page, modes)]
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a dictionary of its own
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        page.set_viewport_size({"width": 1280, "height": 900})
    assert not found, "\n".join(found)
    assert not [line for line in said if "status of 4" not in line], said
    # The page of a draft is of another origin than the editor, so it can't free itself.
    wrong = [each for each in complaints(checkers, [str(file) for file in files]) if "“allow-scripts" not in each]
    assert not wrong, "\n".join(wrong)
    context.close()


@pytest.mark.parametrize(
    "language", ["uk", *(pytest.param(each, marks=pytest.mark.laws) for each in ("ca", "es", "ru"))]
)
def test_the_form_is_as_usable_in_every_language(language: str, sound: Running, browser: Browser, axe: str) -> None:
    context, page = come_in(browser, sound, 320, 640)
    page.locator("footer select").select_option(language)
    page.locator("footer button").click()
    page.goto(address(sound, OFFER))
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.evaluate(axe)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert not violations_in_all_modes(page, FEW)
    context.close()


def test_what_is_typed_is_checked_and_shown_beside_while_one_types(sound: Running, browser: Browser) -> None:
    context, page = come_in(browser, sound)
    page.goto(address(sound, OFFER))
    look = page.frame_locator("[data-look]")
    expect(look.locator("h1")).to_have_text("A month of Instagram, run for you")
    page.get_by_label("Title needed").first.fill("A month of Reels")
    expect(look.locator("h1")).to_have_text("A month of Reels")
    expect(page.locator("[data-status]")).to_have_text("Draft kept, not saved yet.")
    page.get_by_label("Amount").fill("much")
    expect(page.locator("#f-price-amount-wrong")).to_contain_text("is not an amount")
    expect(page.locator("#f-price-amount")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Amount").fill("310")
    expect(page.locator("#problems")).to_be_hidden()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".note.good")).to_contain_text("Saved.")
    text = (sound.project / "offers/month.yaml").read_text(encoding="utf-8")
    assert text == FULL.replace("A month of Instagram, run for you", "A month of Reels").replace("290", "310")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("h1")).to_have_text("A month of Instagram, run for you")
    assert (sound.project / "offers/month.yaml").read_text(encoding="utf-8") == FULL
    context.close()


def test_an_offer_is_made_by_keyboard_alone_on_a_phone(sound: Running, browser: Browser) -> None:
    """Who can't use a mouse, or has only a phone, sells too."""
    context, page = come_in(browser, sound, 320, 640)
    page.goto(address(sound, "new"))
    tab_to(page, "what")
    page.keyboard.press("ArrowDown")
    tab_to(page, "title")
    page.keyboard.type("Audit for two")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Audit for two")
    tab_to(page, "v:summary")
    page.keyboard.press("Control+A")
    page.keyboard.type("For two pages at once.")
    tab_to(page, "v:draft")
    page.keyboard.press("Space")
    expect(page.locator("[data-status]")).to_contain_text("Draft kept")
    tab_to(page, "do", value="save")
    page.keyboard.press("Enter")
    expect(page.locator(".note.good")).to_contain_text("Saved.")
    text = (sound.project / "offers/audit-for-two.yaml").read_text(encoding="utf-8")
    assert "title: Audit for two\n" in text
    assert "summary: For two pages at once.\n" in text
    assert "draft: false" in text
    sound.shows("/offers/audit-for-two/", "For two pages at once.")
    context.close()


def tab_to(page: Page, name: str, value: str = "") -> None:
    """Press Tab until the field with a name has the focus."""
    for _ in range(300):
        page.keyboard.press("Tab")
        found = page.evaluate("[document.activeElement.name || '', document.activeElement.value || '']")
        if found[0] == name and value in {"", found[1]}:
            return
    raise AssertionError(f"nobody gets to {name}")


def test_a_list_changes_in_place_and_keeps_the_focus(sound: Running, browser: Browser) -> None:
    context, page = come_in(browser, sound)
    page.goto(address(sound, OFFER))
    page.get_by_role("button", name="+ Add (How it goes)").click()
    expect(page.locator("#f-steps-n2-title")).to_be_focused()
    page.keyboard.type("Three")
    expect(page.locator("#f-steps-n2-title")).to_have_value("Three")
    page.locator("#f-steps-n2-text").fill("Third.")
    page.locator("#f-steps .item").nth(2).get_by_role("button", name="Up").click()
    expect(page.locator("#f-steps .item").nth(1)).to_have_id("f-steps-n2")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".note.good")).to_be_visible()
    text = (sound.project / "offers/month.yaml").read_text(encoding="utf-8")
    new = "  - title: Three\n    text: Third.\n  - {title: Two"
    assert text == FULL.replace("  - {title: Two", new)
    context.close()


def test_another_kind_asks_for_its_own_fields_at_the_same_place(sound: Running, browser: Browser) -> None:
    """Who chose a delivery on a phone would look for its fields in a page that begins anew, far above them."""
    context, page = come_in(browser, sound, 320, 640)
    page.goto(address(sound, "write?file=site.yaml"))
    page.get_by_label("Where requests go").select_option("formspree")
    page.get_by_label("Code of the form").fill("mzbqkvje")
    expect(page.get_by_label("Where requests go")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".note.good")).to_contain_text("Saved.")
    assert "  delivery: formspree\n  id: mzbqkvje\n" in (sound.project / "site.yaml").read_text(encoding="utf-8")
    context.close()


def test_what_is_typed_survives_an_editor_that_was_ended(
    project: ProjectFactory, cache: Path, browser: Browser
) -> None:
    folder = project({"offers/month.yaml": FULL})
    with previewing(folder, cache, with_editor=True) as running:
        context, page = come_in(browser, running)
        page.goto(address(running, OFFER))
        page.get_by_label("Title needed").first.fill("Typed before the end")
        expect(page.locator("[data-status]")).to_have_text("Draft kept, not saved yet.")
    page.get_by_label("Title needed").first.fill("Typed after the end")
    expect(page.locator("[data-status]")).to_have_text("The editor doesn't answer. What you type stays in this tab.")
    context.close()
    with previewing(folder, cache, with_editor=True) as running:
        context, page = come_in(browser, running)
        page.goto(address(running, OFFER))
        expect(page.get_by_label("Title needed").first).to_have_value("Typed before the end")
        context.close()
    assert (folder / "offers/month.yaml").read_text(encoding="utf-8") == FULL


def test_posts_are_copied_and_pictures_taken_in(sound: Running, browser: Browser) -> None:
    context, page = come_in(browser, sound)
    page.goto(address(sound, "posts?name=month"))
    page.get_by_role("button", name="Copy (Instagram, Post)").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "A month of Instagram" in copied
    page.get_by_role("button", name="I pinned it (Instagram)").click()
    expect(page.locator(".post .state.live")).to_have_text("pinned")
    page.goto(address(sound, "pictures"))
    page.set_input_files("#files", {"name": "Ana i l’equip.png", "mimeType": "image/png", "buffer": picture()})
    page.get_by_role("button", name="Add").click()
    expect(page.locator(".note.good")).to_have_text("Added: 1")
    expect(page.locator(".gallery img")).to_have_count(1)
    assert (sound.project / "content/images/ana-i-lequip.png").read_bytes() == picture()
    context.close()


def test_a_script_of_the_site_cant_use_the_editor(sound: Running, browser: Browser) -> None:
    """A theme may come from anybody; its scripts run in the previewed pages, in the owner's browser."""
    context, page = come_in(browser, sound)
    page.goto(f"{sound.origin}/")
    for target in (address(sound, "contents"), "/_edit/contents"):
        said = page.evaluate(
            """async (address) => {
                try { return (await fetch(address, {credentials: "include"})).status; }
                catch (error) { return "refused"; }
            }""",
            target,
        )
        assert said == "refused"
    context.close()


ARTICLE = "---\ntitle: A\nsummary: B\ndate: 2026-06-01\npicture: {image: team.png, alt: Us}  # mine\n---\n\nText.\n"


def test_what_crops_keep_is_chosen_without_a_mouse_and_by_touch(
    project: ProjectFactory, cache: Path, browser: Browser, axe: str
) -> None:
    """A face at the edge of a photo would be cut off on every phone, and percents say nothing to anybody."""
    files = {"content/articles/one.md": ARTICLE, "content/images/team.png": picture()}
    with previewing(project(files), cache, with_editor=True) as running:
        context, page = come_in(browser, running, 320, 640)
        page.goto(address(running, "write?file=content%2Farticles%2Fone.md"))
        shared = page.get_by_role("img", name="Shared on networks").locator("image")
        before = float(shared.get_attribute("y") or "")
        page.get_by_label("From the top").focus()
        page.keyboard.press("Home")
        page.keyboard.press("ArrowRight")
        expect(page.locator("#f-picture-focus")).to_have_value("50 1")
        assert float(shared.get_attribute("y") or "") > before
        page.evaluate("scrollTo(0, 0)")
        page.evaluate(axe)
        assert not violations_in_all_modes(page, FEW)
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a dictionary of its own
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        whole = page.locator("[data-whole]")
        whole.scroll_into_view_if_needed()
        place = whole.bounding_box()
        assert place is not None
        whole.click(position={"x": place["width"] * 0.2, "y": place["height"] * 0.8})
        expect(page.locator("#f-picture-focus")).to_have_value("20 80")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.locator(".note.good")).to_contain_text("Saved.")
        text = (running.project / "content/articles/one.md").read_text(encoding="utf-8")
        assert text == ARTICLE.replace("alt: Us}", "alt: Us, focus: 20 80}")
        context.close()
