"""The content plan in the editor: it says what the command says, and changes one entry and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Final
from urllib.parse import quote

import pytest

from site_gen.editor.words import words_in
from tests.conftest import ProjectFactory
from tests.editor.browsing import Pairs, Person, at_the_editor, changed, fields_in

EN: Final = words_in("en").say

PLAN: Final = """\
# Mine, and it stays.
rhythm: {instagram: 4}   # a habit
topics:
  - date: 2026-11-20T18:00      # late
    networks: [instagram]
    kind: useful
    topic: 'How to choose'
  # The café
  - date: 2026-11-25
    networks: [instagram, vk]
    kind: proof
    topic: What the café got
    status: approved
    about: cafe
  - date: 2026-12-09T18:00+01:00
    networks: [vk]
    kind: poll
    topic: Which one?
"""
FILE: Final = "content/plan.yaml"


@pytest.fixture
def planner(project: ProjectFactory, cache: Path) -> Iterator[Person]:
    with at_the_editor(project({FILE: PLAN}), cache) as found:
        yield found


def plan(person: Person) -> str:
    return (person.running.project / FILE).read_text(encoding="utf-8")


def name_of(person: Person, topic: str) -> str:
    """Return the name of a topic, from its link."""
    found = re.search(
        rf'<a href="/_edit/topic\?at=([^"]+)">{re.escape(topic)}</a>',
        unescape(person.see("plan?before=4&weeks=8").text),
    )
    assert found, person.see("plan").text
    return found[1]


def topic(person: Person, name: str) -> tuple[str, Pairs]:
    address = f"topic?at={quote(name)}"
    answer = person.see(address)
    assert answer.status == 200, answer.text
    return address, fields_in(answer.text)


def save(person: Person, address: str, pairs: Pairs, do: str = "save", status: int = 303) -> str:
    answer = person.send(address, [*pairs, ("do", do)])
    assert answer.status == status, answer.text
    return answer.text


def test_the_weeks_ahead_and_what_is_late_are_shown(planner: Person) -> None:
    page = planner.see("plan").text
    assert EN("plan_late", count=1) in page
    late = page.partition(EN("plan_late", count=1))[2].partition("</section>")[0]
    assert "How to choose" in late
    assert "What the café got" not in late
    only_vk = planner.see("plan?network=vk").text
    assert "Which one?" in only_vk
    assert "How to choose" not in only_vk


def test_one_field_of_an_entry_is_one_line_of_the_file(planner: Person) -> None:
    """Who keeps notes in the file would lose them, and see other entries change."""
    address, pairs = topic(planner, name_of(planner, "What the café got"))
    save(planner, address, changed(pairs, topic="What the café really got"))
    assert plan(planner) == PLAN.replace("What the café got", "What the café really got")
    address, pairs = topic(planner, name_of(planner, "How to choose"))
    save(planner, address, pairs)
    assert plan(planner) == PLAN.replace("What the café got", "What the café really got")


def test_a_moment_keeps_its_form_and_a_day_gets_a_time(planner: Person) -> None:
    address, pairs = topic(planner, name_of(planner, "What the café got"))
    save(planner, address, changed(pairs, **{"date@time": "09:30"}))
    assert plan(planner) == PLAN.replace("date: 2026-11-25", "date: 2026-11-25T09:30")
    address, pairs = topic(planner, name_of(planner, "Which one?"))
    assert ("v:date", "2026-12-09T18:00+01:00") in pairs


def test_a_status_and_the_address_of_a_post_are_noted(planner: Person) -> None:
    name = name_of(planner, "How to choose")
    pairs = [("token", planner.token), ("at", name), ("status", "published"), ("link:instagram", "instagram.com/p/1")]
    refused = planner.send("plan", pairs)
    assert refused.status == 422
    assert "instagram.com/p/1" in refused.text
    assert plan(planner) == PLAN
    pairs[-1] = ("link:instagram", "https://www.instagram.com/p/1/")
    assert planner.send("plan", pairs).status == 303
    text = plan(planner)
    assert "    topic: 'How to choose'\n    status: published\n" in text
    assert "https://www.instagram.com/p/1/" in text
    assert "# late" in text
    assert EN("plan_late", count=1) not in planner.see("plan").text
    address, pairs = topic(planner, name_of(planner, "How to choose"))
    save(planner, address, changed(pairs, posts__0__response__reach="1840"))
    assert "reach: 1840" in plan(planner)
    assert "Reach 1,840" in planner.see("plan?before=4&weeks=8").text


def test_something_new_comes_in_by_its_date_and_can_be_undone(planner: Person) -> None:
    address, pairs = topic(planner, "new")
    began = planner.send("topic-draft?at=new", changed(pairs, topic="The offer"))
    assert EN("field_needed") in began.text
    assert EN("field_needed") in unescape(save(planner, address, changed(pairs, topic="The offer"), status=422))
    typed = changed(pairs, date="2026-12-01", kind="selling", topic="The offer")
    assert EN("field_needed") in save(planner, address, typed, status=422)  # no network yet
    assert "The offer" in planner.see("topic?at=new").text
    save(planner, address, [*typed, ("v:networks", "instagram")])
    text = plan(planner)
    assert text.index("What the café got") < text.index("The offer") < text.index("Which one?")
    lines = [line.strip(" -") for line in text.splitlines() if line not in PLAN.splitlines()]
    assert lines == ["date: 2026-12-01", "kind: selling", "topic: The offer"]
    page = planner.see("changes").text
    number = page.partition('name="number" value="')[2].partition('"')[0]
    planner.send("changes", [("token", planner.token), ("number", number), ("back", "plan")])
    assert plan(planner) == PLAN


def test_the_first_entry_makes_the_file(person: Person) -> None:
    assert EN("plan_empty") in person.see("plan").text
    address, pairs = topic(person, "new")
    typed = changed(pairs, date="2026-12-01", kind="selling", topic="The offer")
    save(person, address, [*typed, ("v:networks", "instagram")])
    assert "topic: The offer" in plan(person)
    address, pairs = topic(person, name_of(person, "The offer"))
    save(person, address, pairs, "delete")
    assert "The offer" not in plan(person)
    assert EN("plan_empty") in person.see("plan").text


def test_another_entry_changed_meanwhile_stays_as_it_is_there(planner: Person) -> None:
    """Two windows, or a text editor beside: both edits are in the file afterwards."""
    address, pairs = topic(planner, name_of(planner, "What the café got"))
    path = planner.running.project / FILE
    path.write_text("# First line\n" + PLAN.replace("Which one?", "Which two?"), encoding="utf-8")
    save(planner, address, changed(pairs, topic="Mine"))
    assert plan(planner) == "# First line\n" + PLAN.replace("Which one?", "Which two?").replace(
        "What the café got", "Mine"
    )


def test_the_same_entry_changed_meanwhile_is_shown_and_never_overwritten(planner: Person) -> None:
    address, pairs = topic(planner, name_of(planner, "What the café got"))
    theirs = PLAN.replace("What the café got", "Theirs")
    (planner.running.project / FILE).write_text(theirs, encoding="utf-8")
    planner.running.until(lambda: "Theirs" in planner.see("plan").text)
    page = save(planner, address, changed(pairs, topic="Mine"), status=409)
    assert EN("topic_elsewhere") in page
    assert "Theirs" in page
    assert plan(planner) == theirs
    over = fields_in(page)
    save(planner, address, over, "save-over")
    assert plan(planner) == PLAN.replace("What the café got", "Mine")


def test_an_entry_that_is_gone_is_kept_as_typed_and_can_be_added(planner: Person) -> None:
    address, pairs = topic(planner, name_of(planner, "Which one?"))
    without = PLAN.partition("  - date: 2026-12-09")[0]
    (planner.running.project / FILE).write_text(without, encoding="utf-8")
    planner.running.until(lambda: "Which one?" not in planner.see("plan").text)
    answer = planner.send(address.replace("topic?", "topic-draft?"), changed(pairs, topic="Which three?"))
    assert answer.status == 200
    page = planner.see(address).text
    assert EN("topic_gone_text") in page
    assert "Which three?" in page
    save(planner, address, changed(pairs, topic="Which three?"))
    assert "Which three?" in plan(planner)


def test_an_entry_with_a_mistake_is_told_and_its_form_mends_it(project: ProjectFactory, cache: Path) -> None:
    broken = PLAN.replace("kind: poll", "kind: pol").replace("[vk]", "[vkk]")
    with at_the_editor(project({FILE: broken}), cache) as person:
        page = person.see("plan").text
        assert "How to choose" in page
        link = re.search(r'href="/_edit/(topic\?at=2-[^"#]+)#f-kind"', page)
        assert link, page
        address = unescape(link[1])
        pairs = fields_in(person.see(address).text)
        assert ("v:networks", "vkk") in pairs
        pairs = [(name, "poll" if name == "v:kind" else "vk" if value == "vkk" else value) for name, value in pairs]
        save(person, address, pairs)
        assert plan(person) == PLAN
        assert EN("month_wrong") not in person.see("month").text


def test_a_proposed_month_says_why_and_only_what_is_chosen_is_taken(planner: Person) -> None:
    page = planner.see("month?month=2026-12").text
    offered = re.findall(r'name="take" value="(\w+)" checked', page)
    reasons = re.findall(r'<p class="help" id="why-\d+">(.*?)</p>', page)
    assert len(offered) == len(reasons) > 3
    assert all(reasons)
    none = planner.send("month?month=2026-12", [("token", planner.token)])
    assert none.status == 422
    assert EN("month_none") in none.text
    answer = planner.send("month?month=2026-12", [("token", planner.token), ("take", offered[0]), ("take", offered[2])])
    assert answer.status == 303
    assert "taken=2" in answer.headers["location"]
    text = plan(planner)
    assert text.count("- date:") == 5
    for line in PLAN.splitlines():
        assert line in text.splitlines()


def test_what_check_says_of_the_plan_leads_to_its_entry(project: ProjectFactory, cache: Path) -> None:
    with at_the_editor(project({FILE: PLAN.replace("about: cafe", "about: cases/caffe")}), cache) as person:
        page = person.see("plan").text
        assert "there is no &#39;cases/caffe&#39;" in page
        assert re.search(r'href="/_edit/topic\?at=1-\w+#f-about"', page)


def test_a_plan_that_cant_be_read_is_shown_whole(project: ProjectFactory, cache: Path) -> None:
    with at_the_editor(project({FILE: "topics: [\n"}), cache) as person:
        assert person.see("plan").headers["location"] == "/_edit/write?file=content%2Fplan.yaml"
        assert 'name="f:whole"' in person.see("write?file=content%2Fplan.yaml").text
        assert person.see("topic?at=new").status == 409


def test_mix_and_rhythm_have_a_form_and_leave_the_entries_alone(planner: Person) -> None:
    address = "write?file=content%2Fplan.yaml"
    pairs = fields_in(planner.see(address).text)
    assert not [name for name, _ in pairs if "topics" in name]
    planner.save(FILE, changed(pairs, mix__useful="40", mix__proof="25", time="17:30"))
    text = plan(planner)
    assert "useful: 40" in text
    assert "time: 17:30" in text
    assert text.endswith(PLAN.partition("topics:")[2])
