"""Publishing from the editor does what the command line does, says it in words, and keeps every secret."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest

from site_gen.actions.editing.private_files import editor_folder, private_folder
from site_gen.editor.publishing import Order, Progress, Publishing, Report, Work
from site_gen.editor.words import LANGUAGES, words_in
from site_gen.model.targets import TARGETS
from site_gen.verify.findings import Fault
from tests.browser.server import serve
from tests.conftest import ProjectFactory
from tests.editor.browsing import Person, at_the_editor, fields_in
from tests.editor.lobby import Beginner
from tests.support import NOW, SITE, tree

DEPLOY = "deploy: {to: folder, path: ../online}\n"
EN = words_in("en").say


@pytest.fixture
def seller(project: ProjectFactory, cache: Path) -> Iterator[Person]:
    """Somebody whose project has a place."""
    with at_the_editor(project({"site.yaml": SITE + DEPLOY}), cache) as found:
        yield found


def order(person: Person, do: str, **more: str) -> str:
    """Ask for a piece of work, wait until it is done, and return the page."""
    pairs = {"token": person.token, "do": do, "target": "live", **more}
    answer = person.send("publish", list(pairs.items()))
    assert answer.status == 303, answer.text
    person.running.until(lambda: "data-progress" not in person.see("publish").text)
    return person.see("publish").text


def online(person: Person) -> Path:
    return person.running.project.parent / "online"


def test_a_plan_says_what_appears_and_nothing_is_sent(seller: Person) -> None:
    page = order(seller, "look")
    assert EN("plan_first") in page
    assert "A month of Instagram, run for you" in page
    assert EN("thing_home") in page
    assert not online(seller).exists()


def test_an_offer_that_ends_is_told_with_the_pages_it_leaves(seller: Person) -> None:
    """“The autumn offer closes on 5 pages” is what somebody wants to know before they publish."""
    page = order(seller, "publish")
    assert EN("done_publish") in page
    assert (online(seller) / "offers/month/index.html").exists()
    seller.running.now = datetime.fromisoformat("2026-12-21T10:00:00+01:00")
    page = order(seller, "look")
    assert "“A month of Instagram, run for you” closes (pages: " in page
    count = int(page.partition("run for you” closes (pages: ")[2].partition(")")[0])
    assert count > 3
    assert EN("plan_title") in page


def test_what_was_published_can_be_brought_back(seller: Person) -> None:
    order(seller, "publish")
    before = tree(online(seller))
    offer = seller.running.project / "offers/audit.yaml"
    offer.write_text(offer.read_text(encoding="utf-8").replace("A free audit", "A long audit"), encoding="utf-8")
    seller.running.shows("/offers/audit/", "A long audit")
    seller.running.now += timedelta(minutes=5)
    order(seller, "publish")
    assert "A long audit" in (online(seller) / "offers/audit/index.html").read_text(encoding="utf-8")
    seller.running.now += timedelta(minutes=5)
    page = seller.see("publish").text
    release = page.partition('name="release" value="')[2].partition('"')[0]
    page = order(seller, "back", release=release)
    assert EN("done_back") in page
    after = tree(online(seller))
    assert {path: after[path] for path in before if path.endswith(".html")} == {
        path: content for path, content in before.items() if path.endswith(".html")
    }
    assert "A long audit" in offer.read_text(encoding="utf-8")


def test_samples_are_refused_in_words_with_a_way_to_their_field(project: ProjectFactory, cache: Path) -> None:
    site = SITE.replace("name: Mara Vidal\nrole", "name: Your Name\nrole") + DEPLOY
    with at_the_editor(project({"site.yaml": site}), cache) as person:
        page = order(person, "publish")
        assert EN("refused_placeholders") in page
        assert 'href="/_edit/write?file=site.yaml#f-name"' in page
        assert not online(person).exists()
        order(person, "publish", allow="placeholders")
        assert (online(person) / "index.html").exists()


def test_files_of_others_are_refused_until_somebody_has_looked(seller: Person) -> None:
    online(seller).mkdir()
    (online(seller) / "index.html").write_text("mine")
    page = order(seller, "publish")
    assert EN("refused_others") in page
    assert EN("allow_others") in page
    assert (online(seller) / "index.html").read_text() == "mine"
    order(seller, "publish", allow="others")
    assert "Mara Vidal" in (online(seller) / "index.html").read_text(encoding="utf-8")


def test_the_place_of_something_else_is_refused_whatever_is_allowed(project: ProjectFactory, cache: Path) -> None:
    with at_the_editor(project({"site.yaml": SITE + DEPLOY.replace("../online", "..")}), cache) as person:
        page = order(person, "publish", allow="others")
        assert EN("refused_none") in page
        assert 'href="/_edit/place?target=live"' in page


def test_a_project_with_mistakes_is_not_published(seller: Person) -> None:
    (seller.running.project / "cases/cafe.yaml").write_text("client: Casa Blau\n", encoding="utf-8")
    seller.running.until(lambda: seller.running.session.problems)
    page = order(seller, "publish")
    assert EN("refused_problems") in page
    assert "write?file=cases%2Fcafe.yaml#" in page
    assert not online(seller).exists()


def test_the_public_site_is_asked_and_the_answer_kept_with_its_time(project: ProjectFactory, cache: Path) -> None:
    folder = project()
    with serve(folder.parent / "online", "/", NOW) as host:
        site = SITE.replace("https://mara.example/", f"{host.origin}/") + DEPLOY
        (folder / "site.yaml").write_text(site, encoding="utf-8")
        with at_the_editor(folder, cache) as person:
            assert EN("public_none") in person.see("").text
            page = order(person, "publish", verifies="yes")
            assert EN("done_publish") in page
            assert EN("public_when", when="")[:-1] in person.see("").text
            (folder.parent / "online/offers/audit/index.html").write_text("<p>Nothing here</p>")
            page = order(person, "verify")
            assert EN("public_bad") in page
            assert "write?file=offers%2Faudit.yaml" in page
        with at_the_editor(folder, cache) as person:  # tomorrow
            assert EN("public_bad") in person.see("").text


def test_what_is_not_published_yet_is_told_under_today(seller: Person) -> None:
    order(seller, "publish")
    assert EN("changes_waiting") not in seller.see("").text
    offer = seller.running.project / "offers/audit.yaml"
    offer.write_text(offer.read_text(encoding="utf-8") + "# later\n", encoding="utf-8")
    assert EN("changes_waiting") in seller.see("").text


# --- one at a time, and broken off ----------------------------------------------------------------------------------


def publishing(folder: Path, work: threading.Event) -> Publishing:
    def worker(_: Order, progress: Progress, __: Publishing) -> Report:
        progress.at("send")(1, 3)
        assert work.wait(60)
        return {"state": "done"}

    return Publishing(folder, folder / "kept", folder / "cache", lambda: NOW, worker)


def test_two_publishes_at_once_are_refused_in_words_also_from_two_editors(tmp_path: Path) -> None:
    go_on = threading.Event()
    one, two = publishing(tmp_path, go_on), publishing(tmp_path, go_on)
    assert one.start(Order(Work.PUBLISH))
    assert not one.start(Order(Work.PUBLISH))
    assert not two.start(Order(Work.LOOK))
    assert two.is_running
    assert (two.last() or {})["state"] == "running"
    go_on.set()
    one.wait(60)
    assert not two.is_running
    assert (two.last() or {})["state"] == "done"
    assert two.start(Order(Work.LOOK))
    two.wait(60)


def test_a_second_order_while_one_goes_on_is_answered_in_words(seller: Person) -> None:
    project = seller.running.project
    assert seller.running.editor is not None
    folder = editor_folder(seller.running.editor.place.cache, project)
    go_on = threading.Event()
    other = Publishing(project, folder, folder / "cache", lambda: NOW, publishing(project, go_on).worker)
    assert other.start(Order(Work.PUBLISH))
    answer = seller.send("publish", [("token", seller.token), ("do", "publish"), ("target", "live")])
    assert answer.status == 409
    assert EN("publish_busy") in answer.text
    assert '"running": true' in seller.see("progress").text
    go_on.set()
    other.wait(60)


def test_an_editor_that_was_ended_in_the_midst_is_told_of(seller: Person) -> None:
    """Who closes the laptop while it publishes must learn what became of the site."""
    assert seller.running.editor is not None
    folder = private_folder(editor_folder(seller.running.editor.place.cache, seller.running.project))
    (folder / "publish.json").write_text(
        '{"work": "publish", "target": "live", "state": "running", "began": "2026-11-23T11:00:00+01:00"}'
    )
    assert EN("stopped_title") in seller.see("publish").text
    order(seller, "publish")
    assert EN("stopped_title") not in seller.see("publish").text


@pytest.mark.laws
@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent")
def test_killed_at_any_moment_the_next_start_tells_of_it_and_completes_the_site(
    project: ProjectFactory, cache: Path
) -> None:
    folder = project({"site.yaml": SITE + DEPLOY})
    for moment in (0.0, 0.1, 0.3, 0.6, 1.0, 2.0):
        with process_of(folder, cache) as (process, beginner):
            sender = threading.Thread(target=publish_by, args=(beginner,))
            sender.start()
            time.sleep(moment)
            process.kill()
            sender.join()
        with process_of(folder, cache) as (_, beginner):
            page = beginner.see("publish").text
            assert "data-progress" not in page
            assert EN("publish_busy") not in page
            publish_by(beginner)
            end = time.monotonic() + 120
            while EN("done_publish") not in page and EN("done_same") not in page:
                assert time.monotonic() < end, page
                page = beginner.see("publish").text
        whole = tree(folder.parent / "online")
        assert b"Mara Vidal" in whole["index.html"]
        assert ".site-gen/lock.json" not in whole


@contextmanager
def process_of(folder: Path, cache: Path) -> Iterator[tuple[subprocess.Popen[str], Beginner]]:
    """Run the command on a project, with somebody who has the key."""
    command = [sys.executable, "-m", "site_gen", "edit", "--no-open", "--port", "0", "--project", str(folder)]
    environment = {**os.environ, "SITE_GEN_CACHE": str(cache)}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    assert process.stderr is not None
    said = ""
    while not (found := re.search(r"http://localhost:(\d+)/_edit/start\?key=\S{20,}", said)):
        line = process.stderr.readline()
        assert line, said
        said += line
    drain = threading.Thread(target=process.stderr.read)
    drain.start()
    try:
        beginner = Beginner(found[0], int(found[1]))
        beginner.come_in()
        yield process, beginner
    finally:
        process.kill()
        process.wait()
        drain.join()
        process.stderr.close()


def publish_by(beginner: Beginner) -> None:
    headers = {
        "Cookie": beginner.cookie,
        "Origin": f"http://{beginner.host}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    with suppress(OSError, http.client.HTTPException, AssertionError):  # it may be killed meanwhile
        token = re.search(r'name="token" value="([0-9a-f]+)"', beginner.see("contents").text)
        assert token is not None
        pairs = {"token": token[1], "do": "publish", "target": "live"}
        beginner.ask("/_edit/publish", "POST", urlencode(pairs), **headers)


@pytest.mark.parametrize(
    "kept", ["", "[]", "{}", '{"state": 1}', '{"work": "publish", "state": "done", "began": "x"}', "\0"]
)
def test_a_report_that_somebody_spoilt_counts_as_none(kept: str, tmp_path: Path) -> None:
    work = publishing(tmp_path, threading.Event())
    private_folder(work.folder)
    (work.folder / "publish.json").write_text(kept)
    assert work.last() is None


# --- secrets --------------------------------------------------------------------------------------------------------

SECRET = "correct-horse-battery-staple"  # noqa: S105  # a secret of nobody


def test_a_typed_secret_is_kept_in_memory_alone_and_never_shown(project: ProjectFactory, cache: Path) -> None:
    target = "deploy: {to: ftps, host: ftp.mara.test, user: mara, path: /www}\n"
    with at_the_editor(project({"site.yaml": SITE + target}), cache) as person:
        pairs = [("token", person.token), ("do", "secret"), ("target", "live"), ("variable", "SITE_GEN_FTP_PASSWORD")]
        assert person.send("publish", [*pairs, ("secret", SECRET)]).status == 303
        page = person.see("publish").text
        assert EN("secret_typed") in page
        assert person.send("publish", [*pairs[:-1], ("variable", "PATH"), ("secret", SECRET)]).status == 303
        assert "PATH" not in person.see("publish").text
        for path in ("publish", "progress", "", "place", "write?file=site.yaml"):
            assert SECRET not in person.see(path).text
        assert person.running.editor is not None
        assert SECRET not in repr(person.running.editor)
        kept = tree(editor_folder(person.running.editor.place.cache, person.running.project))
        assert not [
            name for name, content in {**tree(person.running.project), **kept}.items() if SECRET.encode() in content
        ]
        assert person.send("publish", [*pairs, ("secret", "")]).status == 303
        assert EN("secret_missing") in person.see("publish").text


def test_a_secret_in_a_page_is_refused_without_being_told(seller: Person) -> None:
    private = "-----BEGIN PRIVATE KEY-----\n" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo" * 3
    static = seller.running.project / "static"
    static.mkdir()
    (static / "notes.txt").write_text(private)
    page = order(seller, "publish")
    assert EN("refused_leak") in page
    assert "notes.txt" in page
    assert "QUJDREVGR0hJ" not in page
    assert not online(seller).exists()


# --- where it goes --------------------------------------------------------------------------------------------------


def test_every_kind_of_place_has_its_words_in_all_languages() -> None:
    for language in LANGUAGES:
        texts = words_in(language).texts
        for kind in TARGETS:
            assert texts[f"kind_of_{kind}"]
            assert texts[f"kind_of_{kind}_text"]
        for fault in Fault:
            assert texts[f"fault_{fault.value}"]


def test_a_place_is_asked_for_and_written_into_site_yaml(person: Person) -> None:
    assert person.see("publish").headers["location"] == "/_edit/place"
    path = person.running.project / "site.yaml"
    before = path.read_text(encoding="utf-8")
    kinds = person.see("place").text
    assert all(EN(f"kind_of_{kind}") in kinds for kind in TARGETS)
    form = fields_in(person.see("place?kind=sftp").text, "place")
    values = {"v:host": "ssh.mara.test", "v:user": "mara", "v:path": "public_html", "v:port": "2222"}
    wrong = person.send("place?kind=sftp", [(name, values.get(name, value)) for name, value in form if name != "url"])
    assert wrong.status == 422
    assert path.read_text(encoding="utf-8") == before
    assert 'value="ssh.mara.test"' in wrong.text
    filled = [(name, "https://mara.test/" if name == "url" else values.get(name, value)) for name, value in form]
    assert person.send("place?kind=sftp", filled).status == 303
    after = path.read_text(encoding="utf-8")
    assert after.startswith(before.replace("https://mara.example/", "https://mara.test/").rstrip("\n"))
    person.running.until(lambda: person.running.session.engine.snapshot.site.main.targets)  # type: ignore[union-attr]
    assert "ssh.mara.test" in person.see("publish").text
    number = person.see("changes").text.partition('name="number" value="')[2].partition('"')[0]
    assert person.send("changes", [("token", person.token), ("number", number)]).status == 303
    assert path.read_text(encoding="utf-8") == before


def test_another_place_replaces_the_one_that_is_meant_alone(project: ProjectFactory, cache: Path) -> None:
    several = "deploy:\n  live: {to: folder, path: ../online}\n  test: {to: folder, path: ../test}  # tries\n"
    with at_the_editor(project({"site.yaml": SITE + several}), cache) as person:
        form = fields_in(person.see("place?kind=folder&target=test").text, "place")
        sent = [(name, {"v:path": "../try", "url": "https://test.mara.test/"}.get(name, value)) for name, value in form]
        assert person.send("place?kind=folder&target=test", sent).status == 303
        text = (person.running.project / "site.yaml").read_text(encoding="utf-8")
    assert "live: {to: folder, path: ../online}" in text
    assert "../try" in text
    assert "https://test.mara.test/" in text
    assert "url: https://mara.example/" in text
    assert "# tries" in text


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("folder", {"v:path": ""}),
        ("git", {"v:remote": "-oProxyCommand=evil"}),
        ("git", {"v:remote": "ext::sh -c evil"}),
        ("netlify", {"v:site": "mara.netlify.app/../x"}),
        ("folder", {"url": "javascript:alert(1)"}),
        ("folder", {"url": "https://mara.test/?x=1"}),
    ],
)
def test_a_place_that_can_be_none_is_refused_at_its_field(kind: str, sent: dict[str, str], person: Person) -> None:
    before = (person.running.project / "site.yaml").read_bytes()
    form = fields_in(person.see(f"place?kind={kind}").text, "place")
    answer = person.send(f"place?kind={kind}", [(name, sent.get(name, value)) for name, value in form])
    assert answer.status == 422
    assert 'aria-invalid="true"' in answer.text
    assert (person.running.project / "site.yaml").read_bytes() == before


def test_a_folder_among_what_is_ones_own_is_no_place(project: ProjectFactory, cache: Path) -> None:
    paths = {"here": ".", "built": "output", "home": "~", "all": "/"}
    lines = [f'  {name}: {{to: folder, path: "{path}"}}\n' for name, path in paths.items()]
    folder = project({"site.yaml": SITE + "deploy:\n" + "".join(lines)})
    before = tree(folder / "offers")
    with at_the_editor(folder, cache) as person:
        for name in paths:
            page = order(person, "publish", target=name, allow="others")
            assert EN("refused_none") in page, name
    assert tree(folder / "offers") == before


# --- who may --------------------------------------------------------------------------------------------------------


def test_nobody_else_publishes_or_learns_of_it(seller: Person) -> None:
    token = seller.token
    pairs = [("token", token), ("do", "publish"), ("target", "live")]
    for path in ("publish", "place?kind=folder", "tour"):
        for headers in (
            {"Origin": "https://evil.example"},
            {"Origin": f"http://127.0.0.1:{seller.running.port}"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Cookie": "site-gen-edit=guess"},
            {"Host": "evil.example"},
        ):
            assert seller.send(path, pairs, **headers).status == 403, (path, headers)
        assert seller.send(path, [("token", "guess"), *pairs[1:]]).status == 403
    for path in ("publish", "progress", "place", "tour"):
        assert seller.running.ask(f"/_edit/{path}", Host=seller.host).status == 403
        assert seller.running.ask(f"/_edit/{path}", Host="evil.example", Cookie=seller.cookie).status in {403, 404}
    assert not online(seller).exists()


def test_names_that_lead_elsewhere_are_no_targets_and_no_releases(seller: Person) -> None:
    order(seller, "publish")
    for target in ("", "../live", "test", "live\0"):
        pairs = [("token", seller.token), ("do", "publish"), ("target", target)]
        assert seller.send("publish", pairs).status == 404, target
    for release in ("../../machine", "/etc/passwd", "zzz"):
        page = order(seller, "back", release=release)
        assert EN("refused_action") in page
    assert seller.send("publish", [("token", seller.token), ("do", "format"), ("target", "live")]).status == 404


def test_the_tour_is_offered_until_it_was_taken(person: Person) -> None:
    assert EN("tour_offer") in person.see("").text
    assert EN("keys_title") in person.see("tour").text
    assert person.send("tour", [("token", person.token)]).status == 303
    assert EN("tour_offer") not in person.see("").text


def further(person: Person, kind: str, **values: str) -> tuple[int, str]:
    """Add a place beside those that there are; return the status, and the page or where it leads."""
    form = fields_in(person.see(f"place?kind={kind}&new=1").text, "place")
    answer = person.send(f"place?kind={kind}&new=1", [(name, values.get(name, value)) for name, value in form])
    return answer.status, answer.headers.get("location", answer.text)


def test_a_further_place_stands_beside_the_first_and_notes_stay(project: ProjectFactory, cache: Path) -> None:
    """Who tries things out elsewhere first would otherwise lose the place of the site, or the note about it."""
    first = "deploy:\n  to: folder\n  path: ../online   # the shop's server\n"
    with at_the_editor(project({"site.yaml": SITE + first}), cache) as person:
        order(person, "publish")
        values = {"name": "test", "url": "https://test.mara.test/", "v:path": "../test"}
        assert further(person, "folder", **values | {"name": "No Name"})[0] == 422
        assert further(person, "folder", **values)[1] == "/_edit/publish?target=test"
        text = (person.running.project / "site.yaml").read_text(encoding="utf-8")
        assert "  live:\n    to: folder\n    path: ../online   # the shop's server\n  test: {" in text
        status, page = further(person, "folder", **values)
        assert status == 422
        assert "is the name of another place" in page
        person.running.until(lambda: "target=test" in person.see("publish").text)
        assert EN("place_never") not in person.see("publish?target=live").text
        order(person, "publish", target="test")
        assert (online(person).parent / "test/index.html").exists()


def test_each_kind_says_whether_and_how_one_logs_in(
    project: ProjectFactory, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody at home in Instagram has never heard of a token; without these words they stop here."""
    (tmp_path / "home/.config/netlify").mkdir(parents=True)
    (tmp_path / "home/.config/netlify/config.json").write_text(
        '{"userId": "1", "users": {"1": {"auth": {"token": "nfp_of_nobody"}}}}'
    )
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    with at_the_editor(project(), cache) as person:
        kinds = person.see("place").text
        assert kinds.count(EN("login_none")) == 1
        assert kinds.count(EN("login_is_needed")) == len(TARGETS) - 1
        for kind in TARGETS:
            page = unescape(person.see(f"place?kind={kind}").text)
            assert (EN(f"login_{kind}") in page) is (kind != "folder")
            assert (EN("login_found") in page) is (kind == "netlify")
            assert "nfp_of_nobody" not in page
