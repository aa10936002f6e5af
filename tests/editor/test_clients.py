"""From a request to an audit and a proposal, and to an answer, without a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from site_gen.inbox.database import default_database
from site_gen.inbox.records import Status
from site_gen.inbox.store import Store
from site_gen.model.networks import NETWORKS
from tests.conftest import ProjectFactory
from tests.editor.browsing import Person, at_the_editor, changed, fields_in
from tests.inbox.lead_samples import new_lead
from tests.support import NOW

VALUES = {
    "name": "Núria",
    "email": "nuria@cafe.example",
    "page": "https://www.instagram.com/cafe",
    "phone": "+34 600 111 222",
}


@pytest.fixture
def person(project: ProjectFactory, cache: Path) -> Iterator[Person]:
    folder = project()
    with Store.open(str(default_database(folder))) as store:
        first = store.add([new_lead(values=VALUES, title="An audit"), new_lead(values={**VALUES, "name": "=Bad"})])[0]
        store.mark(first.id, Status.AUDITED, NOW)
    with at_the_editor(folder, cache) as found:
        yield found


def lead_id(person: Person, name: str = "Núria") -> str:
    found = re.search(rf'id="lead-(\w+)">{name}', person.see("leads").text)
    assert found is not None
    return found[1]


def begun(person: Person, kind: str, **values: str) -> str:
    """Begin an audit or a proposal; return its file."""
    answer = person.send(f"client?kind={kind}", [("token", person.token), *values.items()])
    assert answer.status == 303, answer.text
    found = re.search(r"file=([^&]+)", answer.headers["location"])
    assert found is not None
    return unquote(found[1])


def test_an_audit_is_begun_from_a_request_and_filled_in(person: Person) -> None:
    """Who sells by an audit begins one a day: without this, each needs a terminal and a file of 200 lines."""
    id_ = lead_id(person)
    page = person.see(f"client?kind=audit&lead={id_}").text
    assert 'value="Núria"' in page
    file = begun(person, "audit", lead=id_, client="Cafè: Núria", short="yes")
    assert file == "content/audits/cafe-nuria.yaml"
    path = person.running.project / file
    before = path.read_text(encoding="utf-8")
    assert 'client: "Cafè: Núria"' in before
    assert f'lead: "{id_}"' in before
    html = person.see(f"write?file={file}").text
    assert html.count('<ul class="hints">') == before.count("- criterion:")
    pairs = changed(
        fields_in(html), areas__0__criteria__0__score="4", areas__0__criteria__0__evidence="Seen: all.\r\nYes."
    )
    assert person.save(file, pairs).status == 303
    after = path.read_text(encoding="utf-8")
    lost = [line for line in before.splitlines() if line not in after.splitlines()]
    assert not lost  # each other line is as it was; the two have namesakes below
    assert len(after.splitlines()) - len(before.splitlines()) == 2
    assert after.count("        score: 4\n") == 1
    assert "/_edit/write?file=content%2Faudits%2Fcafe-nuria.yaml" in person.see("leads").text


def test_the_page_of_one_client_is_shown_beside_its_form(person: Person) -> None:
    file = begun(person, "audit", client="Casa Blau", page="https://www.instagram.com/casablau")
    html = person.see(f"write?file={file}").text
    found = re.search(r'<iframe[^>]* src="http://127.0.0.1:\d+([^"]+/audit/[a-z2-7]+/)"', html)
    assert found is not None
    assert "Casa Blau" in person.running.ask(found[1]).text


def test_a_proposal_rests_on_the_audit_of_its_request(person: Person) -> None:
    id_ = lead_id(person)
    begun(person, "audit", lead=id_, client="Núria")
    person.running.until(lambda: "nuria" in person.see(f"client?kind=proposal&lead={id_}").text)
    assert '<option value="nuria" selected>' in person.see(f"client?kind=proposal&lead={id_}").text
    file = begun(person, "proposal", lead=id_, client="Núria", audit="nuria")
    text = (person.running.project / file).read_text(encoding="utf-8")
    assert "audit: nuria" in text
    pairs = changed(person.form(file), understood="They want orders.")
    assert person.save(file, pairs, "save-anyway").status == 303
    assert "They want orders." in (person.running.project / file).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("kind", "values", "status"),
    [
        ("audit", {"client": "???"}, 422),
        ("audit", {"client": "A", "page": "javascript:alert(1)"}, 422),
        ("audit", {"client": "A", "language": "xx"}, 404),
        ("proposal", {"client": "A", "audit": "../../site"}, 404),
        ("proposal", {"client": "A", "offer": "none"}, 404),
        ("offer", {"client": "A"}, 404),
    ],
)
def test_what_cant_be_begun_is_refused_in_words(person: Person, kind: str, values: dict[str, str], status: int) -> None:
    before = set(person.running.project.rglob("*.yaml"))
    answer = person.send(f"client?kind={kind}", [("token", person.token), *values.items()])
    assert answer.status == status
    assert set(person.running.project.rglob("*.yaml")) == before


def test_a_request_is_answered_where_it_can_be(person: Person) -> None:
    """A freelancer answers from a phone within the hour, or somebody else does."""
    page = person.see("leads").text
    assert "https://wa.me/34600111222?text=Hello%20N%C3%BAria%2C%20thank" in page
    assert "mailto:nuria@cafe.example?subject=An%20audit" in page
    assert 'href="tel:+34600111222"' in page
    assert 'rel="noopener noreferrer"' in page


def test_the_table_is_what_the_command_writes_and_calculates_nothing(person: Person) -> None:
    answer = person.see("leads.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.text.startswith("\ufeffid,received,")
    assert ",'=Bad," in answer.text
    assert "Núria" not in person.see("leads.csv?search=Bad").text


def test_the_funnel_counts_each_stage(person: Person) -> None:
    html = re.sub(r"<[^>]+>", " ", person.see("funnel").text)
    assert re.search(r"autumn\s+2\s+1\s+50 %\s+0\s", html)
    assert NETWORKS["instagram"].name in html
