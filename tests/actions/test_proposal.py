"""Starting a proposal: what the caller gets back, what is refused, and that any text makes a file that can be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.actions.errors import AlreadyThereError, BadNameError, NamedThing, UnknownNameError
from site_gen.actions.proposal import ProposalRequest, start_proposal
from site_gen.actions.proposal_file import ProposalStart, proposal_text
from site_gen.model.offer import SecondStepOffer
from site_gen.model.proposal import Proposal
from site_gen.sources.yaml import read_yaml
from tests.conftest import ProjectFactory
from tests.inbox.lead_samples import anything
from tests.support import NOW, tree

TOKEN: Final = "q7m2xk4vdz5t3hcwn6rjyb2fsa"  # noqa: S105  # of an example


def test_the_page_of_a_new_proposal_is_a_draft_with_its_address(project: ProjectFactory) -> None:
    folder = project()
    made = start_proposal(folder, "", ProposalRequest("roja"), NOW)
    assert (made.file, made.is_new, made.is_draft) == ("offers/proposals/roja.yaml", True, True)
    assert made.address.startswith("https://mara.example/proposal/")
    assert start_proposal(folder, "", ProposalRequest("roja"), NOW) == replace(made, is_new=False)
    with pytest.raises(AlreadyThereError):
        start_proposal(folder, "", ProposalRequest("roja", offer="plan"), NOW)


REFUSED: Final = {
    "an audit": (ProposalRequest("x", audit="no"), (NamedThing.AUDIT, "no", ())),
    "a lead": (ProposalRequest("x", lead="zz"), (NamedThing.LEAD, "zz", ())),
    "an offer": (ProposalRequest("x", offer="month"), (NamedThing.SECOND_STEP, "month", ("plan",))),
}


@pytest.mark.parametrize(("request_", "data"), REFUSED.values(), ids=REFUSED)
def test_what_is_unknown_is_told_as_data_and_nothing_is_written(
    request_: ProposalRequest, data: tuple[object, ...], project: ProjectFactory
) -> None:
    folder = project()
    before = tree(folder)
    with pytest.raises(UnknownNameError) as error:
        start_proposal(folder, str(folder / "none.sqlite3"), request_, NOW)
    assert (error.value.kind, error.value.name, error.value.known) == data
    assert tree(folder) == before


def test_a_name_that_no_file_can_have_is_refused(project: ProjectFactory) -> None:
    with pytest.raises(BadNameError, match="Roja"):
        start_proposal(project(), "", ProposalRequest("Roja"), NOW)


START: Final = ProposalStart(
    client="Casa Roja",
    language="en",
    is_main_language=True,
    token=TOKEN,
    today=date(2026, 11, 23),
    lead=None,
    audit=None,
    summary="",
    findings=(),
    offer_name=None,
    offer=None,
    variable="PROPOSAL_ROJA",
)
words = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=60).filter(str.strip)


def offer_with(text: str) -> SecondStepOffer:
    return SecondStepOffer.model_validate(
        {
            "kind": "second-step",
            "title": text,
            "call_to_action": "x",
            "tiers": [{"name": text, "price": {"amount": 5, "per": text}, "summary": text, "includes": [text]}],
            "excludes": [text],
            "delivery": text,
            "steps": [{"title": text, "text": text}],
            "terms": text,
        }
    )


@settings(deadline=None, max_examples=60)
@given(client=anything, said=words)
def test_whatever_is_known_the_file_is_a_proposal(client: str, said: str) -> None:
    start = replace(START, client=client, summary=said, findings=(said, said), offer_name="x", offer=offer_with(said))
    document = read_yaml(proposal_text(start), "x.yaml")
    assert not document.problems
    Proposal.model_validate(document.data)


@given(
    said=st.sampled_from(["No", "on", "12:30", "# x", "- x", "a: b", "'x'", '"x"', "{x}", "[x]", "& x", "2026-01-01"])
)
def test_texts_that_yaml_would_read_otherwise_stay_texts(said: str) -> None:
    data = read_yaml(proposal_text(replace(START, client=said, offer=offer_with(said), summary=said)), "x").data
    assert isinstance(data, dict)
    made = Proposal.model_validate(data)
    assert {made.client, made.tiers[0].name, made.delivery, made.terms, made.understood} == {said}
