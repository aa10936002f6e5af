"""site-gen audit: writes a file that can be filled in at once, and never overwrites it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from site_gen.inbox.store import Store
from site_gen.load import load_site
from site_gen.load.rubric import packaged_rubric
from site_gen.sources.yaml import read_yaml
from tests.conftest import Cli, ProjectFactory
from tests.inbox.lead_samples import new_lead
from tests.support import tree

AUDITS = "content/audits"


def data_of(project: Path, name: str) -> Any:
    file = f"{AUDITS}/{name}.yaml"
    document = read_yaml((project / file).read_text(encoding="utf-8"), file)
    assert not document.problems
    return document.data


def add_lead(project: Path, **different: Any) -> str:
    """Store a lead in the project's inbox and return its id."""
    (project / ".inbox").mkdir(exist_ok=True)
    with Store.open(str(project / ".inbox" / "leads.sqlite3")) as store:
        return store.add([new_lead(**different)])[0].id


def test_the_file_holds_the_whole_rubric_and_the_project_builds_with_it(project: ProjectFactory, cli: Cli) -> None:
    folder = project()
    ran = cli("audit", "casa-blau", "--project", str(folder))
    assert ran.code == 0, ran.err
    data = data_of(folder, "casa-blau")
    assert [(area["area"], [rating["criterion"] for rating in area["criteria"]]) for area in data["areas"]] == [
        (area.id, [criterion.id for criterion in area.criteria]) for area in packaged_rubric("en").areas
    ]
    assert (data["client"], data["draft"], data["date"], data["next"]) == ("Casa blau", True, "2026-11-23", "plan")
    assert cli("build", "--project", str(folder), "--strict").code == 0


def test_a_short_one_asks_for_what_decides(project: ProjectFactory, cli: Cli) -> None:
    """An audit that is free has to be done in an hour; 35 questions take a morning."""
    folder = project({"content/rubric.yaml": "areas:\n  - id: rhythm\n    criteria: [{id: regular, weight: 3}]\n"})
    ran = cli("audit", "casa-blau", "--short", "--project", str(folder))
    assert ran.code == 0, ran.err
    asked = [rating for area in data_of(folder, "casa-blau")["areas"] for rating in area["criteria"]]
    assert {rating["weight"] for rating in asked} == {3}
    assert len(asked) == 12
    assert "regular" in {rating["criterion"] for rating in asked}
    again = cli("audit", "casa-blau", "--short", "--project", str(folder))
    assert again.code == 2


def test_the_address_alone_is_printed_and_is_that_of_the_page(project: ProjectFactory, cli: Cli) -> None:
    folder = project()
    ran = cli("audit", "casa-blau", "--project", str(folder), "--language", "es")
    token = data_of(folder, "casa-blau")["token"]
    assert ran.out == f"https://mara.example/es/audit/{token}/\n"
    assert f"{AUDITS}/casa-blau.yaml" in ran.err
    assert cli("build", "--project", str(folder), "--drafts").code == 0
    assert (folder / "output" / "es" / "audit" / token / "index.html").is_file()


def test_said_again_it_tells_the_address_and_changes_nothing(project: ProjectFactory, cli: Cli) -> None:
    folder = project()
    first = cli("audit", "casa-blau", "--project", str(folder))
    before = tree(folder)
    again = cli("audit", "casa-blau", "--project", str(folder))
    assert (again.code, again.out) == (0, first.out)
    refused = cli("audit", "casa-blau", "--project", str(folder), "--network", "vk")
    assert refused.code == 2
    assert "is there already; nothing was changed" in refused.err
    assert tree(folder) == before


def test_each_audit_has_a_token_of_its_own(project: ProjectFactory, cli: Cli) -> None:
    folder = project()
    assert cli("audit", "one", "--project", str(folder)).out != cli("audit", "two", "--project", str(folder)).out


def test_comments_say_what_is_looked_at_in_the_language_of_the_report(project: ProjectFactory, cli: Cli) -> None:
    folder = project()
    cli("audit", "casa-blau", "--project", str(folder), "--language", "es")
    text = (folder / AUDITS / "casa-blau.yaml").read_text(encoding="utf-8")
    criterion = packaged_rubric("es").areas[0].criteria[0]
    assert f"# {criterion.name}: {criterion.question}" in text
    assert f"#   5: {criterion.best}" in text
    assert load_site(folder).site.audits[0].versions.keys() == {"es"}


def test_a_projects_own_criteria_are_in_the_file(project: ProjectFactory, cli: Cli) -> None:
    new = "{id: door, name: Door, question: Is it open?, worst: Shut, best: Open}"
    folder = project(
        {"content/rubric.yaml": f"areas:\n  - id: profile\n    criteria: [{new}]\n  - {{id: ads, drop: true}}\n"}
    )
    cli("audit", "casa-blau", "--project", str(folder))
    areas = {area["area"]: [r["criterion"] for r in area["criteria"]] for area in data_of(folder, "casa-blau")["areas"]}
    assert areas["profile"][-1] == "door"
    assert "ads" not in areas


def test_what_the_lead_said_is_filled_in(project: ProjectFactory, cli: Cli) -> None:
    folder = project()
    lead = add_lead(folder, form="audit", language="es")
    ran = cli("audit", "puig", "--project", str(folder), "--lead", lead)
    assert ran.code == 0, ran.err
    data = data_of(folder, "puig")
    assert (data["client"], data["page"], data["networks"]) == (
        "Núria Puig",
        "https://instagram.com/cafe_puig",
        ["instagram"],
    )
    assert (data["language"], data["lead"], data["next"]) == ("es", lead, "plan")


def test_a_lead_is_audited_once_the_site_is_built_with_the_report(project: ProjectFactory, cli: Cli) -> None:
    """Otherwise an audit that nobody has seen yet would count as one."""
    folder = project()
    lead = add_lead(folder, form="audit")
    cli("audit", "puig", "--project", str(folder), "--lead", lead)
    file = folder / AUDITS / "puig.yaml"
    assert cli("build", "--project", str(folder)).code == 0
    drafted = cli("build", "--drafts", "--project", str(folder), "--output", str(folder / "drafts"))
    assert status_of(folder, lead) == ("new", [""]), drafted.err
    filled = re.sub(r"(?m)^        score:$", "        score: skip", file.read_text(encoding="utf-8"))
    filled = filled.replace("draft: true\n", "").replace("score: skip", "score: 4\n        evidence: Seen", 1)
    file.write_text(re.sub(r"(?m)^        evidence:$\n", "", filled), encoding="utf-8")
    built = cli("build", "--project", str(folder))
    assert built.code == 0, built.err
    assert f"{lead} (Núria Puig): new → audited ({AUDITS}/puig.yaml)" in built.err
    assert status_of(folder, lead) == ("audited", ["", f"{AUDITS}/puig.yaml"])
    assert "audited" not in cli("build", "--project", str(folder)).err


def status_of(folder: Path, lead: str) -> tuple[str, list[str]]:
    with Store.open(str(folder / ".inbox" / "leads.sqlite3")) as store:
        found = store.lead(lead)
        assert found is not None
        return found.status.value, [event.note for event in store.events(lead)]


ADDRESSES = {
    "instagram.com/cafe_puig": "https://instagram.com/cafe_puig",
    "www.cafepuig.example": "https://www.cafepuig.example",
    " cafepuig.example ": "https://cafepuig.example",
    "https://cafepuig.example/": "https://cafepuig.example/",
    "cafe@puig.example": None,
    "the one on the corner": None,
}


@pytest.mark.parametrize(("said", "page"), ADDRESSES.items())
def test_an_address_is_taken_as_people_write_it(said: str, page: str | None, project: ProjectFactory, cli: Cli) -> None:
    folder = project()
    lead = add_lead(folder, values={"name": "Núria P.Puig", "page": said})
    assert cli("audit", "puig", "--project", str(folder), "--lead", lead).code == 0
    assert data_of(folder, "puig")["page"] == page


def test_a_language_of_the_lead_that_the_site_has_not_is_the_sites_first(project: ProjectFactory, cli: Cli) -> None:
    folder = project()
    lead = add_lead(folder, language="it")
    assert cli("audit", "puig", "--project", str(folder), "--lead", lead).code == 0
    assert "language" not in data_of(folder, "puig")


USAGE = {
    "no such lead": (("--lead", "zzzzzzzz"), "there is no lead 'zzzzzzzz'"),
    "no such language": (("--language", "it"), "'it' is not one of the site's: en, es"),
    "no such network": (("--network", "myspace"), "'myspace' is not one of"),
    "no web address": (("--page", "casablau"), "'casablau' is not a web address"),
}


@pytest.mark.parametrize(("words", "message"), USAGE.values(), ids=USAGE)
def test_what_cannot_be_is_said_and_no_file_is_written(
    project: ProjectFactory, cli: Cli, words: tuple[str, str], message: str
) -> None:
    folder = project()
    ran = cli("audit", "casa-blau", "--project", str(folder), *words)
    assert ran.code == 2
    assert message in re.sub(r"\s+", " ", ran.err)
    assert not (folder / AUDITS).exists()


@pytest.mark.parametrize("name", ["Casa", "casa blau", "../x", "con", "casa.blau", "-x"])
def test_a_name_that_no_file_can_have_is_refused(project: ProjectFactory, cli: Cli, name: str) -> None:
    ran = cli("audit", "--project", str(project()), "--", name)
    assert ran.code == 2
    assert "can't be a file's name" in ran.err
