"""Compares the ledger and proposals with the offers' files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
import yaml

from tests.support_proposals import pdf_text
from tests.truth import law
from tests.truth.driver import Scene
from tests.truth.offers import PROJECTS, PROPOSAL
from tests.truth.reader.facts import Told
from tests.truth.reader.pages import read_proposal
from tests.truth.reader.prose import moments, read, tidy
from tests.truth.reader.source import Truth

Look = Callable[[str], Scene]


@pytest.mark.parametrize("name", [project.name for project in PROJECTS])
def test_the_ledger_records_what_was_public(look: Look, tmp_path: Path, name: str) -> None:
    """Else the evidence for what was offered is of something else."""
    scene = look(name)
    now, language = scene.project.instants[-2], scene.project.languages[0]
    while not any(truth.state(now) == "live" and truth.ends for truth in scene.truths.values()):
        now = scene.project.instants[scene.project.instants.index(now) - 1]
        if now == scene.project.instants[0]:
            break
    recorded = scene.ledger(now, tmp_path / "copy")
    truths = {slug: truth for (slug, spoken), truth in scene.truths.items() if spoken == language}
    public = {slug for slug, truth in truths.items() if truth.state(now) in {"live", "sold-out"}}
    assert recorded.keys() == public
    wrong = [f"{slug}: {each}" for slug in public for each in _record_wrong(recorded[slug], truths[slug])]
    assert not wrong, "\n".join(wrong)


def _record_wrong(told: Told, truth: Truth) -> Iterator[str]:
    for price in told.prices:
        if not (price.amount == 0 if truth.price.free else law.same_price(price, truth.price)):
            yield f"price {price}, not {truth.price}"
    if told.tiers != truth.tiers:
        yield f"tiers {told.tiers}"
    former = told.former[0] if told.former else None
    if (former and (former.was, former.lowest)) != (truth.former and (truth.former.was, truth.former.lowest)):
        yield f"former price {former}, not {truth.former}"
    ends = told.ends[0].instant if told.ends else None
    starts = told.starts[0].instant if told.starts else None
    if (starts, ends) != (truth.starts, truth.ends):
        yield f"window {starts} – {ends}, not {truth.starts} – {truth.ends}"
    if told.seats != ((truth.seats,) if truth.seats else ()):
        yield f"seats {told.seats}, not {truth.seats}"


def test_a_proposal_says_one_thing_as_page_and_as_pdf(look: Look) -> None:
    """Else the client holds a PDF with another price than the page that they say yes on."""
    scene = look("main")
    page, document = scene.proposal(scene.project.instants[2])
    file = yaml.safe_load(PROPOSAL)
    told = read_proposal(page, "en")
    text = tidy(pdf_text(document).replace("\n", " "))
    offered = dict(scene.truths["pine", "en"].tiers)
    assert [name for name, _ in told.tiers] == [tier["name"] for tier in file["tiers"]]
    for (name, price), tier in zip(told.tiers, file["tiers"], strict=True):
        data = tier["price"]
        said = (float(price.amount), price.currency, price.unit, price.starting)
        assert said == (data["amount"], data.get("currency", "EUR"), data["per"], False)
        if name in offered:
            assert law.same_price(price, offered[name]), "the offer's own tier has another price"
    in_pdf = {(price.amount, price.currency) for price in read(text, "en").prices}
    assert {(price.amount, price.currency) for _, price in told.tiers} <= in_pdf, text
    until = datetime.fromisoformat(f"{file['valid_until']}+01:00")
    assert {moment.instant for moment in told.ends} == {until}
    assert until in {moment.instant for moment in moments(text, "en")}, text
