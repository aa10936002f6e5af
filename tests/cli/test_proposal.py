"""site-gen proposal: writes a prefilled file that builds at once, and never overwrites it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from site_gen.inbox.store import Store
from site_gen.load import load_site
from site_gen.model.proposal import Proposal
from tests.cli.test_audit import status_of
from tests.conftest import Cli, ProjectFactory
from tests.inbox.lead_samples import new_lead
from tests.support import tree
from tests.support_proposals import PROPOSAL

FOLDER: Final = "offers/proposals"
TOKEN: Final = "q7m2xk4vdz5t3hcwn6rjyb2fsa"  # noqa: S105  # of an example

AUDIT: Final = """\
client: Casa Roja
page: https://www.instagram.com/casaroja/
date: 2026-11-18
token: h3vr6zt2nqy4cxk7wmdj5sbfpa
next: year
summary: |
  A shop that people recommend, and a page that doesn't say why.
areas:
  - area: profile
    criteria:
      - criterion: first-line
        score: 1
        evidence: The first line says nothing of the town.
        advice: Name the town.
        effort: 0.25
      - criterion: contact
        score: 2
        evidence: No telephone number.
        advice: Add it.
        effort: 8
"""

YEAR: Final = """\
kind: second-step
title: The whole year
tiers:
  - {name: One network, price: {amount: 340, per: month}, includes: [Eight posts, "Replies: same day"]}
  - {name: Two networks, price: {amount: 520, was: 600, lowest_30_days: 600, per: month}, advised: true}
excludes: [VAT (21 %)]
delivery: On Monday
steps: [{title: We talk, text: Half an hour.}]
terms: |
  Invoiced monthly.

  - Ends with 15 days' notice.
call_to_action: Talk about it
"""

FILES: Final = {"content/audits/casa-roja.yaml": AUDIT, "offers/year.yaml": YEAR}


def proposal_of(project: Path, name: str) -> Proposal:
    return next(source for source in load_site(project).site.proposals if source.slug == name).original


def add_lead(project: Path, **different: Any) -> str:
    """Store a lead in the project's inbox and return its id."""
    (project / ".inbox").mkdir(exist_ok=True)
    with Store.open(str(project / ".inbox" / "leads.sqlite3")) as store:
        return store.add([new_lead(**different)])[0].id


def test_file_is_a_draft_that_builds_at_once(project: ProjectFactory, cli: Cli) -> None:
    folder = project()
    ran = cli("proposal", "casa-blau", "--project", str(folder))
    assert ran.code == 0, ran.err
    made = proposal_of(folder, "casa-blau")
    assert (made.client, made.draft, made.date) == ("Casa blau", True, date(2026, 11, 23))
    assert made.valid_until.isoformat() == "2026-12-07T18:00:00+01:00"
    assert made.offer == "plan"  # the only second step
    assert [(tier.name, str(tier.price.amount)) for tier in made.tiers] == [("The whole year", "2900")]
    assert cli("build", "--project", str(folder), "--strict").code == 0
    assert not (folder / "output" / "proposal").exists()


def test_address_alone_is_printed_and_is_that_of_the_page(project: ProjectFactory, cli: Cli) -> None:
    folder = project()
    ran = cli("proposal", "casa-blau", "--project", str(folder))
    token = proposal_of(folder, "casa-blau").token
    assert ran.out == f"https://mara.example/proposal/{token}/\n"
    assert f"{FOLDER}/casa-blau.yaml is ready to be filled in" in ran.err
    assert cli("build", "--project", str(folder), "--drafts").code == 0
    assert (folder / "output" / "proposal" / token / "index.html").is_file()
    assert (folder / "output" / "proposal" / token / "proposal.pdf").read_bytes().startswith(b"%PDF")


def test_audit_and_offer_fill_it_in(project: ProjectFactory, cli: Cli) -> None:
    folder = project(FILES)
    assert cli("proposal", "roja", "--audit", "casa-roja", "--project", str(folder)).code == 0
    made = proposal_of(folder, "roja")
    assert (made.client, made.audit, made.offer) == ("Casa Roja", "casa-roja", "year")
    assert made.understood == (
        "A shop that people recommend, and a page that doesn't say why.\n\n"
        "- The first line says nothing of the town.\n- No telephone number."
    )
    assert [(tier.name, str(tier.price.amount), tier.advised) for tier in made.tiers] == [
        ("One network", "340", False),
        ("Two networks", "520", True),
    ]
    assert made.tiers[0].includes == ("Eight posts", "Replies: same day")
    assert (made.excludes, made.delivery, made.steps[0].title) == (("VAT (21 %)",), "On Monday", "We talk")
    assert made.terms == "Invoiced monthly.\n\n- Ends with 15 days' notice."
    assert cli("build", "--project", str(folder)).code == 0


def test_lead_fills_it_in_and_is_marked_when_it_is_published(project: ProjectFactory, cli: Cli) -> None:
    folder = project()
    lead = add_lead(folder, language="es")
    ran = cli("proposal", "puig", "--lead", lead, "--project", str(folder))
    assert ran.code == 0, ran.err
    made = proposal_of(folder, "puig")
    assert (made.client, made.language, made.lead) == ("Núria Puig", "es", lead)
    assert ran.out.startswith("https://mara.example/es/proposal/")
    assert status_of(folder, lead) == ("new", [""])


def test_return_that_is_a_loss_is_told_before_the_client_reads_it(project: ProjectFactory, cli: Cli) -> None:
    dear = PROPOSAL.replace('value: 30, source: "two', 'value: 10, source: "two')
    folder = project({f"{FOLDER}/roja.yaml": dear})
    ran = cli("check", "--project", str(folder))
    line = dear[: dear.index("  budget:")].count("\n") + 1
    said = "warning: the client reads a loss: -58 % on everything, 99 of the 231 clients that would pay for it"
    assert f"{FOLDER}/roja.yaml:{line}:3: {said}" in ran.err
    (folder / FOLDER / "roja.yaml").write_text(PROPOSAL, encoding="utf-8")
    assert "loss" not in cli("check", "--project", str(folder)).err


def test_lead_of_the_audit_is_taken_over(project: ProjectFactory, cli: Cli) -> None:
    folder = project(FILES)
    lead = add_lead(folder)
    (folder / "content/audits/casa-roja.yaml").write_text(f"{AUDIT}lead: {lead}\n", encoding="utf-8")
    assert cli("proposal", "roja", "--audit", "casa-roja", "--project", str(folder)).code == 0
    assert proposal_of(folder, "roja").lead == lead
    file = folder / FOLDER / "roja.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("draft: true\n", ""), encoding="utf-8")
    built = cli("build", "--project", str(folder))
    assert built.code == 0, built.err
    assert status_of(folder, lead)[0] == "proposed"


def test_audits_lead_that_is_elsewhere_is_named_all_the_same(project: ProjectFactory, cli: Cli) -> None:
    folder = project({**FILES, "content/audits/casa-roja.yaml": f"{AUDIT}lead: abcd2345\n"})
    assert cli("proposal", "roja", "--audit", "casa-roja", "--project", str(folder)).code == 0
    assert proposal_of(folder, "roja").lead == "abcd2345"


def test_named_offer_goes_before_that_of_the_audit(project: ProjectFactory, cli: Cli) -> None:
    folder = project(FILES)
    assert cli("proposal", "roja", "--audit", "casa-roja", "--offer", "plan", "--project", str(folder)).code == 0
    assert proposal_of(folder, "roja").offer == "plan"


def test_offer_is_left_open_where_there_are_several(project: ProjectFactory, cli: Cli) -> None:
    folder = project({"offers/year.yaml": YEAR})
    assert cli("proposal", "roja", "--project", str(folder)).code == 0
    made = proposal_of(folder, "roja")
    assert made.offer is None
    assert len(made.tiers) == 1


def test_said_again_it_tells_the_address_and_changes_nothing(project: ProjectFactory, cli: Cli) -> None:
    folder = project(FILES)
    first = cli("proposal", "roja", "--project", str(folder))
    before = tree(folder)
    again = cli("proposal", "roja", "--project", str(folder))
    assert (again.code, again.out) == (0, first.out)
    refused = cli("proposal", "roja", "--audit", "casa-roja", "--project", str(folder))
    assert refused.code == 2
    assert "is there already; nothing was changed" in refused.err
    assert tree(folder) == before


def test_check_says_that_a_proposal_ends_soon(project: ProjectFactory, cli: Cli) -> None:
    folder = project({f"{FOLDER}/casa-roja.yaml": PROPOSAL})
    said = "the proposal for Casa Roja ends on 2026-12-11 at 18:00"
    found = {day: said in cli("check", "--project", str(folder), "--now", f"2026-12-{day}T18:00").err for day in DAYS}
    assert found == {"04": True, "03": False, "11": False}


DAYS: Final = ("03", "04", "11")

USAGE: Final = {
    "no such audit": (("roja", "--audit", "casa-roj"), "there is no audit 'casa-roj': did you mean 'casa-roja'?"),
    "no such offer": (("roja", "--offer", "month"), "there is no second-step offer 'month'"),
    "no such lead": (("roja", "--lead", "zzzzzzzz"), "there is no lead 'zzzzzzzz'"),
    "a name that is none": (("Casa Roja",), "can't be a file's name"),
    "a name of a device": (("con",), "can't be a file's name"),
}


@pytest.mark.parametrize(("words", "message"), USAGE.values(), ids=USAGE)
def test_what_is_not_there_is_a_usage_error_and_nothing_is_written(
    project: ProjectFactory, cli: Cli, words: tuple[str, ...], message: str
) -> None:
    folder = project(FILES)
    ran = cli("proposal", *words, "--project", str(folder))
    assert (ran.code, ran.out) == (2, "")
    assert message in " ".join(ran.err.split())
    assert not (folder / FOLDER).exists()
