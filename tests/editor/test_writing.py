"""What is typed into a form is in the file, all else stays, and nothing is lost or overwritten."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from site_gen.editor.things import thing_of
from site_gen.load import Loaded, load_site
from site_gen.sources.edits.files import Content, edited, read_content
from tests.conftest import ProjectFactory
from tests.editor.browsing import Person, at_the_editor, changed, fields_in
from tests.support import ROOT, tree

OFFER = "offers/audit.yaml"


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example project without its pictures."""
    project = tmp_path_factory.mktemp("example") / "project"
    for name in ("cases", "offers", "content"):
        shutil.copytree(ROOT / name, project / name)
    for path in ROOT.glob("site*.yaml"):
        shutil.copy(path, project)
    return project


def forms_in(project: Path) -> list[str]:
    files = [path for path in project.rglob("*") if path.suffix in {".yaml", ".md"}]
    names = sorted(path.relative_to(project).as_posix() for path in files)
    return [name for name in names if (thing := thing_of(name)) and not thing.language]


def saved_untouched(person: Person, project: Path) -> None:
    """Open every form of a project in turn, and save it as it stands: no byte may differ."""
    before = {name: (project / name).read_bytes() for name in forms_in(project)}
    for name in before:
        answer = person.save(name, person.form(name), "save-anyway")
        assert answer.status == 303, (name, answer.text)
    assert {name: (project / name).read_bytes() for name in before} == before


def test_every_form_sent_as_it_stands_leaves_the_file_its_bytes(person: Person) -> None:
    """Opening a file and pressing Save must not touch it: that is what editors are hated for."""
    saved_untouched(person, person.running.project)
    assert person.running.ask("/offers/").status == 200


@pytest.mark.laws
def test_every_form_of_the_example_sent_as_it_stands_leaves_the_file_its_bytes(example: Path, tmp_path: Path) -> None:
    with at_the_editor(example, tmp_path) as person:
        saved_untouched(person, example)


def test_the_look_of_the_site_is_chosen_from_what_there_is(person: Person) -> None:
    """Who has to know the names of themes and their options by heart chooses none."""
    themes = person.running.project / "themes"
    (themes / "mine").mkdir(parents=True)
    (themes / "mine" / "theme.yaml").write_text("name: mine\n", encoding="utf-8")
    shown = person.see("write?file=site.yaml").text
    for value in ("studio", "gallery", "mine", "source-serif", "round", "compact", "plain"):
        assert f'<option value="{value}"' in shown, value


def test_one_field_is_one_line_of_the_file(person: Person) -> None:
    path = person.running.project / OFFER
    path.write_bytes(b"# Mine.\r\n" + path.read_bytes().replace(b"\n", b"\r\n") + b"\r\n# the end")
    before = path.read_bytes()
    person.running.shows("/offers/audit/", "A free audit of your page")
    answer = person.save(OFFER, changed(person.form(OFFER), title="An audit: free"))
    assert answer.status == 303, answer.text
    assert path.read_bytes() == before.replace(b"title: A free audit of your page", b'title: "An audit: free"')
    person.running.shows("/offers/audit/", "An audit: free")


def test_a_save_can_be_undone_from_the_form_and_from_the_history(person: Person) -> None:
    path = person.running.project / OFFER
    before = path.read_bytes()
    person.save(OFFER, changed(person.form(OFFER), title="Other"))
    number = person.said[-1].partition("saved=")[2]
    done = person.send("changes", [("token", person.token), ("number", number), ("back", "write")])
    assert done.status == 303
    assert path.read_bytes() == before
    assert "Undone" in person.see("changes").text


def test_what_is_wrong_is_said_at_its_field_and_not_saved(person: Person) -> None:
    path = person.running.project / OFFER
    before = path.read_bytes()
    refused = person.save(OFFER, changed(person.form(OFFER), price__amount="many"))
    assert refused.status == 422
    assert path.read_bytes() == before
    assert "&#39;many&#39; is not an amount" in refused.text
    assert 'href="#f-price-amount"' in refused.text
    assert dict(fields_in(refused.text))["v:price.amount"] == "many"
    again = person.form(OFFER)  # in another tab, or tomorrow
    assert dict(again)["v:price.amount"] == "many"
    assert person.save(OFFER, again, "save-anyway").status == 303
    assert b"many" in path.read_bytes()


def test_a_file_changed_meanwhile_is_compared_and_never_overwritten(person: Person) -> None:
    """A partner's work on the same offer would be gone."""
    path = person.running.project / OFFER
    mine = changed(person.form(OFFER), title="Mine", call_to_action="Ask now")
    theirs = path.read_text(encoding="utf-8").replace("title: A free audit of your page", "title: Theirs  # Ana")
    path.write_text(theirs, encoding="utf-8")
    answer = person.save(OFFER, mine)
    assert answer.headers["location"].startswith("/_edit/choose?")
    assert path.read_text(encoding="utf-8") == theirs
    page = person.see("choose?file=offers%2Faudit.yaml").text
    assert "Mine" in page
    assert "Theirs" in page
    assert "Ask now" in page
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    pairs = [("token", person.token), ("seen", seen), ("k:title", "theirs"), ("k:call_to_action", "mine")]
    assert person.send("choose?file=offers%2Faudit.yaml", pairs).status == 303
    written = path.read_text(encoding="utf-8")
    assert "title: Theirs  # Ana" in written
    assert "call_to_action: Ask now" in written


def test_a_list_is_added_to_reordered_and_shortened(person: Person) -> None:
    form = person.form(OFFER)
    answer = person.save(OFFER, form, "add:steps")
    added = fields_in(answer.text)
    assert ("i:steps", "n0") in added
    one = fields_in(
        person.save(OFFER, [*changed(added, steps__n0__title="One", steps__n0__text="First.")], "add:steps").text
    )
    two = changed(one, steps__n1__title="Two", steps__n1__text="Second.")
    turned = fields_in(person.save(OFFER, two, "up:steps.n1").text)
    assert person.save(OFFER, turned).status == 303
    raw = (person.running.project / OFFER).read_bytes()
    data = read_content(raw, is_markdown=False).data
    assert isinstance(data, dict)
    assert data["steps"] == [{"title": "Two", "text": "Second."}, {"title": "One", "text": "First."}]
    shorter = fields_in(person.save(OFFER, person.form(OFFER), "remove:steps.0").text)
    assert person.save(OFFER, shorter).status == 303
    assert b"Two" not in (person.running.project / OFFER).read_bytes()


def test_a_draft_is_kept_shown_beside_and_thrown_away(person: Person) -> None:
    form = changed(person.form(OFFER), title="Typed and not saved")
    answer = person.send("draft?file=offers%2Faudit.yaml", form)
    assert answer.status == 200
    assert '"is_changed": true' in answer.text
    page = person.see("write?file=offers%2Faudit.yaml").text
    look = page.partition('<iframe data-look title="')[2].partition('src="')[2].partition('"')[0]
    assert look.startswith(f"http://127.0.0.1:{person.running.port}/_preview/look/")
    shown = person.running.ask(look.partition(str(person.running.port))[2]).text
    assert "Typed and not saved" in shown
    assert "Typed and not saved" not in person.running.ask("/offers/audit/").text
    assert "Typed and not saved" not in (person.running.project / OFFER).read_text(encoding="utf-8")
    assert person.save(OFFER, form, "discard").status == 303
    assert "Typed and not saved" not in person.see("write?file=offers%2Faudit.yaml").text


def test_something_new_is_a_draft_and_can_be_deleted_and_brought_back(person: Person) -> None:
    answer = person.send("new", [("token", person.token), ("what", "direct"), ("title", "Осень: начало")])
    assert answer.status == 303
    path = person.running.project / "offers" / "osen-nachalo.yaml"
    text = path.read_text(encoding="utf-8")
    assert 'title: "Осень: начало"' in text
    assert "draft: true" in text
    assert "# How it goes, what people ask" in text
    person.running.until(lambda: person.see("contents").text.count("osen-nachalo") > 1)
    assert person.running.session.problems == ()
    file = "offers/osen-nachalo.yaml"
    twin = person.send("copy", [("token", person.token), ("file", file)])
    assert "osen-nachalo-2" in twin.headers["location"]
    gone = person.send("delete", [("token", person.token), ("file", file)])
    assert not path.exists()
    number = gone.headers["location"].partition("deleted=")[2]
    person.send("changes", [("token", person.token), ("number", number)])
    assert path.read_text(encoding="utf-8") == text


def test_a_file_that_cant_be_read_is_shown_whole_and_can_be_mended(person: Person) -> None:
    path = person.running.project / OFFER
    good = path.read_bytes()
    path.write_bytes(good + b"title: twice\n")
    form = person.form(OFFER)
    whole = dict(form)["f:whole"]
    assert whole.endswith("title: twice\r\n")
    mended = [(name, value.removesuffix("title: twice\r\n")) for name, value in form]
    assert person.save(OFFER, mended).status == 303
    assert path.read_bytes() == good


def test_what_is_wrong_is_said_in_the_readers_language(person: Person) -> None:
    """Who writes in Spanish can't mend what is told in English."""
    person.cookie += "; site-gen-language=es"
    refused = person.save(OFFER, changed(person.form(OFFER), price__amount="many"))
    assert "«many» no es una cantidad" in refused.text
    assert "is not an amount" not in refused.text


def test_today_leads_to_what_is_wrong(project: ProjectFactory, cache: Path) -> None:
    with at_the_editor(project({"cases/cafe.yaml": "client: Casa Blau\n"}), cache) as person:
        page = person.see("").text
    assert "&#39;title&#39; is missing" in page
    assert "write?file=cases%2Fcafe.yaml#f-title" in page


def test_a_text_has_a_form_too(project: ProjectFactory, cache: Path) -> None:
    article = "---\ntitle: First  # note\ndate: 2026-06-01\n---\n\nText.\n"
    with at_the_editor(project({"content/articles/first.md": article}), cache) as person:
        form = changed(person.form("content/articles/first.md"), title="Second", body="\r\nText.\r\n\r\nMore.\r\n")
        assert person.save("content/articles/first.md", form).status == 303
        written = (person.running.project / "content/articles/first.md").read_text(encoding="utf-8")
    assert written == article.replace("First ", "Second ").replace("Text.\n", "Text.\n\nMore.\n")


SPANISH = "offers/audit.es.yaml"


def test_a_translation_is_written_beside_the_original(project: ProjectFactory, cache: Path) -> None:
    """Numbers and dates stand in the original alone: the form of a translation asks for texts, and shows theirs."""
    steps = "steps:\n  - {title: One, text: First}\n  - {title: Two, text: Second}\n"
    audit = (project() / OFFER).read_text(encoding="utf-8") + steps
    with at_the_editor(project({OFFER: audit, SPANISH: None}), cache) as person:
        page = person.see("write?file=offers%2Faudit.yaml").text
        assert "offers%2Faudit.es.yaml" in page
        assert not (person.running.project / SPANISH).exists()
        form = person.form(SPANISH)
        names = {name for name, _ in form}
        assert "v:title" in names
        assert names.isdisjoint({"v:price.amount", "v:kind", "v:next", "s:draft"})
        assert "A free audit of your page" in person.see(f"write?file={SPANISH}").text
        filled = changed(form, title="Auditoría", steps__1__title="Dos")
        looked = person.send(f"draft?file={SPANISH}", filled).text
        assert '"is_shown": true' in looked, looked
        assert person.save(SPANISH, filled).status == 303
        assert (person.running.project / SPANISH).read_text(encoding="utf-8") == (
            "title: Auditoría\nsteps:\n  - {}\n  - title: Dos\n"
        )
        assert person.save(SPANISH, changed(person.form(SPANISH), title="Otra")).status == 303
        person.running.shows("/es/offers/audit/", "Otra")


def test_a_misspelt_key_can_be_taken_out_in_the_form(project: ProjectFactory, cache: Path) -> None:
    audit = (project() / OFFER).read_text(encoding="utf-8")
    with at_the_editor(project({OFFER: audit + "sumary: Short  # oh\n"}), cache) as person:
        page = person.see("write?file=offers%2Faudit.yaml").text
        assert "forms have no field “Sumary”" in page
        assert 'href="#f-sumary"' in page
        form = [(name, "" if name == "y:sumary" else value) for name, value in person.form(OFFER)]
        assert person.save(OFFER, changed(form, summary="Short")).status == 303
        written = (person.running.project / OFFER).read_text(encoding="utf-8")
        title = "title: A free audit of your page\n"
        assert written == audit.replace(title, title + "summary: Short\n")


def test_what_the_disk_refuses_is_said_in_words(person: Person) -> None:
    (person.running.project / "content/pages").write_text("a file in a folder's place", encoding="utf-8")
    answer = person.send("new", [("token", person.token), ("what", "page"), ("title", "About")])
    assert answer.status == 500
    assert "That went wrong" in answer.text
    assert "content/pages" in answer.text


def test_a_value_that_an_alias_repeats_is_refused_in_words_and_kept(person: Person) -> None:
    path = person.running.project / OFFER
    text = path.read_text(encoding="utf-8").replace("title: A free", "title: &t A free") + "summary: *t\n"
    path.write_text(text, encoding="utf-8")
    answer = person.save(OFFER, changed(person.form(OFFER), title="Another"))
    assert answer.status == 422
    assert "repeats another one" in answer.text
    assert path.read_text(encoding="utf-8") == text
    assert dict(person.form(OFFER))["v:title"] == "Another"


def test_a_drafts_page_follows_what_changes_around_it(person: Person) -> None:
    """The page beside the form is kept between requests: an old one would show a name, or a price, that is no longer
    true."""
    path = person.running.project / "site.yaml"
    pairs = changed(person.form(OFFER), title="Begun")
    for name in ("First name", "Second name"):
        data = read_content(path.read_bytes(), is_markdown=False).data
        assert isinstance(data, dict)
        path.write_bytes(edited(path.read_bytes(), Content({**data, "name": name})))
        person.running.shows("/", name)
        for _ in range(2):
            person.send(f"draft?file={OFFER}", pairs)
            page = look_of(person)
            assert "Begun" in page
            assert name in page


def look_of(person: Person) -> str:
    """Return the page beside the form of the offer, as the frame shows it."""
    found = re.search(r'<iframe[^>]* src="http://127.0.0.1:\d+([^"]+)"', person.see(f"write?file={OFFER}").text)
    assert found is not None
    return person.running.ask(found[1]).text


def test_a_page_gets_another_address_and_the_old_one_leads_to_it(person: Person) -> None:
    """Whoever kept the old address, in a pinned post or a bookmark, would find nothing."""
    project = person.running.project
    before = {path: path.read_bytes() for path in project.rglob("*.yaml")}
    sent = [("token", person.token), ("address", "Free look")]
    answer = person.send(f"rename?file={OFFER}", sent)
    assert answer.status == 303, answer.text
    assert "file=offers%2Ffree-look.yaml" in answer.headers["location"]
    person.running.shows("/offers/free-look/", "A free audit of your page")
    assert "/offers/free-look/" in person.running.ask("/offers/audit/").text
    page = person.see("write?file=offers/free-look.yaml&saved=1&moved=0").text
    assert "the old one leads to it" in page
    person.send("changes", [("token", person.token), ("number", "1")])
    assert {path: path.read_bytes() for path in project.rglob("*.yaml")} == before


@pytest.mark.parametrize("address", ["page", "", "///", "x" * 500, "../../site"])
def test_an_address_that_cant_be_is_refused_in_words(person: Person, address: str) -> None:
    before = {path: path.read_bytes() for path in person.running.project.rglob("*.yaml")}
    answer = person.send(f"rename?file={OFFER}", [("token", person.token), ("address", address)])
    after = {path: path.read_bytes() for path in person.running.project.rglob("*.yaml")}
    assert (answer.status, after == before) == (422, True) or (
        answer.status == 303 and "offers%2F" in str(answer.headers)
    )


def test_a_page_with_something_typed_is_not_moved_away_from_it(person: Person) -> None:
    """What was typed is kept for the old name: it would be lost."""
    person.send(f"draft?file={OFFER}", changed(person.form(OFFER), title="Begun"))
    answer = person.send(f"rename?file={OFFER}", [("token", person.token), ("address", "other")])
    assert answer.status == 422
    assert "not saved" in answer.text
    assert (person.running.project / OFFER).exists()


def test_saves_are_committed_once_that_is_wanted(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who keeps the project in git would have to commit by hand, in the terminal that they wanted to leave."""
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "Ada")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "ada@example.com")
    project = person.running.project
    assert 'id="commits"' not in person.see("changes").text
    subprocess.run(["git", "init", "--quiet"], cwd=project, check=True)
    person.send("changes", [("token", "wrong"), ("do", "commits"), ("on", "yes")])
    assert "checked" not in person.see("changes").text
    person.send("changes", [("token", person.token), ("do", "commits"), ("on", "yes")])
    assert "checked" in person.see("changes").text
    person.save(OFFER, changed(person.form(OFFER), title="Kept in git"))
    log = subprocess.run(["git", "log", "--format=%s"], cwd=project, check=True, capture_output=True, text=True)
    assert log.stdout == f"Edit {OFFER}\n"


def test_a_save_takes_over_what_was_read_for_its_look(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """A save of a large site would take twice as long; and a page made of an older reading would be a wrong one."""
    readings: list[object] = []

    def reads(*args: Any, **named: Any) -> Loaded:
        readings.append(named.get("drafts"))
        return load_site(*args, **named)

    person.see("contents")
    monkeypatch.setattr("site_gen.preview.engine.load_site", reads)
    sent = changed(person.form("offers/month.yaml"), title="Another month")
    assert person.send("draft?file=offers%2Fmonth.yaml", sent).status == 200
    assert person.save("offers/month.yaml", sent).status == 303
    person.running.shows("/offers/month/", "Another month")
    assert readings
    assert None not in readings
    path = person.running.project / "offers/month.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Another month", "A third one"), encoding="utf-8")
    person.running.shows("/offers/month/", "A third one")
    assert readings[-1] is None


def test_a_save_beside_another_change_shows_both(person: Person) -> None:
    sent = changed(person.form("offers/month.yaml"), title="Another month")
    assert person.send("draft?file=offers%2Fmonth.yaml", sent).status == 200
    site = person.running.project / "site.yaml"
    site.write_text(site.read_text(encoding="utf-8").replace("name: Mara Vidal", "name: Mara V."), encoding="utf-8")
    assert person.save("offers/month.yaml", sent).status == 303
    person.running.shows("/offers/month/", "Another month")
    person.running.shows("/offers/month/", "Mara V.")


def test_a_service_gets_another_id_and_all_that_names_it_follows(project: ProjectFactory, cache: Path) -> None:
    """An id changed in its form alone would leave every offer and case of it with a mistake."""
    links = "See [it](/services/#management) or [es](/es/services/#management).\n"
    article = f"---\ntitle: Linked\nsummary: A\ndate: 2026-11-01\nservice: management   # mine\n---\n{links}"
    files = {"content/articles/linked.md": article}
    with at_the_editor(project(files), cache) as person:
        before = {name: data for name, data in tree(person.running.project).items() if name.endswith((".md", ".yaml"))}
        page = person.see("write?file=content%2Fservices.yaml").text
        assert "/_edit/service?id=management" in page
        pairs = [("token", person.token), ("address", "Monthly work")]
        taken = person.send("service?id=management", [pairs[0], ("address", "!!")])
        assert taken.status == 422
        assert person.send("service?id=management", pairs).status == 303
        after = {name: data for name, data in tree(person.running.project).items() if name in before}
        for name, data in before.items():
            wanted = re.sub(rb"(?m)(service: |id: |services/#)management\b", rb"\1monthly-work", data)
            wanted = wanted.replace(b"id: monthly-work\n", b"id: monthly-work\n    formerly:\n      - management\n")
            assert after[name] == (wanted if not name.startswith("site.") else data), name
        assert after != before
        person.running.until(lambda: not person.running.session.problems)
        number = person.see("changes").text.partition('name="number" value="')[2].partition('"')[0]
        assert person.send("changes", [("token", person.token), ("number", number)]).status == 303
        assert {name: (person.running.project / name).read_bytes() for name in before} == before
