"""What other actions return: the list of offers, evidence, the funnel, the privacy page, a new project."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from site_gen.actions.errors import AlreadyThereError, NamedThing, NoHistoryError, UnknownNameError
from site_gen.actions.evidence import offer_evidence
from site_gen.actions.funnel import funnel_report
from site_gen.actions.ledger import record_offers
from site_gen.actions.new import new_project
from site_gen.actions.new_answers import Answers
from site_gen.actions.offers import list_offers
from site_gen.actions.privacy import privacy_text, write_privacy
from site_gen.load import load_site
from site_gen.model.facts import OfferStatus
from site_gen.model.instants import State
from tests.conftest import ProjectFactory
from tests.support import DIRECT, NOW, SECOND, tree


def test_offers_are_listed_by_where_they_stand_and_then_by_their_end(project: ProjectFactory) -> None:
    later = DIRECT.replace("2026-11-20", "2026-12-01").replace("2026-12-20", "2026-12-10")
    files = {"offers/later.yaml": later, "offers/draft.yaml": f"{SECOND}draft: true\n"}
    found = list_offers(project(files), NOW)
    assert [(offer.facts.slug, offer.facts.status) for offer in found.offers] == [
        ("month", OfferStatus.LIVE),
        ("audit", OfferStatus.LIVE),
        ("plan", OfferStatus.LIVE),
        ("later", OfferStatus.SCHEDULED),
        ("draft", OfferStatus.DRAFT),
    ]
    assert [(change.slug, change.kind.value) for change in found.changes] == [
        ("later", "opens"),
        ("later", "closes"),
        ("month", "closes"),
    ]
    assert found.problems == ()


def test_what_is_public_is_recorded_or_not_and_what_is_not_is_neither(project: ProjectFactory) -> None:
    folder = project({"offers/draft.yaml": f"{SECOND}draft: true\n"})
    assert {offer.recorded for offer in list_offers(folder, NOW).offers} == {False, None}
    record_offers(folder, NOW)
    assert {offer.recorded for offer in list_offers(folder, NOW).offers} == {True, None}


def test_evidence_is_of_what_was_recorded(project: ProjectFactory) -> None:
    folder = project()
    with pytest.raises(NoHistoryError):
        offer_evidence(folder, "month", NOW)
    record_offers(folder, NOW)
    (proof,) = offer_evidence(folder, "month", NOW).proofs
    assert proof.entry.state is not None
    assert proof.entry.state.title == "A month of Instagram, run for you"
    with pytest.raises(UnknownNameError) as error:
        offer_evidence(folder, "mont", NOW)
    assert (error.value.kind, "month" in error.value.known) == (NamedThing.OFFER, True)


def test_the_funnel_is_told_with_its_problems_and_its_drawing(project: ProjectFactory) -> None:
    report = funnel_report(project({"offers/plan.yaml": f"{SECOND}ends: 2026-11-01T18:00\n"}), NOW)
    assert [str(problem.location) for problem in report.problems] == ["offers/audit.yaml:4:7"]
    assert (len(report.funnel.faults), len(report.drawing.breaks)) == (1, 1)


def test_the_privacy_page_is_written_once(project: ProjectFactory) -> None:
    folder = project()
    assert write_privacy(folder, NOW, replace=False) == ("content/privacy.md", "content/privacy.es.md")
    text = (folder / "content/privacy.md").read_text(encoding="utf-8")
    assert text.endswith(privacy_text(folder, None, NOW))
    before = tree(folder)
    with pytest.raises(AlreadyThereError) as error:
        write_privacy(folder, NOW, replace=False)
    assert (len(error.value.files), tree(folder)) == (2, before)
    assert len(write_privacy(folder, NOW, replace=True)) == 2
    with pytest.raises(UnknownNameError):
        privacy_text(folder, "it", NOW)


def test_a_new_project_can_be_read_and_is_made_in_an_empty_folder_alone(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    new_project(folder, Answers("en"), datetime.fromisoformat("2026-11-23T12:00:00+01:00"))
    assert load_site(folder).site.offers[0].original.window.state(NOW) is State.LIVE
    before = tree(folder)
    with pytest.raises(AlreadyThereError):
        new_project(folder, Answers("es"), NOW)
    assert tree(folder) == before
