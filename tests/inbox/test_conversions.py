"""Conversions: the numbers by which an owner decides where to advertise."""

from __future__ import annotations

from typing import Final

import pytest

from site_gen.inbox.conversions import Conversion, conversions, reached, total
from site_gen.inbox.records import Event, Kind, Lead, Status
from tests.inbox.lead_samples import stored_lead
from tests.support import NOW

INSTAGRAM: Final = {"utm_source": "instagram", "utm_campaign": "autumn"}
VK: Final = {"via": "vk-autumn"}


def lead(id_: str, status: Status, campaign: dict[str, str], **different: object) -> Lead:
    return stored_lead(id=id_, status=status, campaign=campaign, **different)


LEADS: Final = [
    lead("a", Status.WON, INSTAGRAM),
    lead("b", Status.NEW, INSTAGRAM),
    lead("c", Status.PROPOSED, VK),
    lead("d", Status.LOST, VK),
    lead("e", Status.AUDITED, INSTAGRAM, form="trial"),
]
HISTORY: Final = {"d": [Event("d", NOW, what, "") for what in ("sent", "audited", "proposed", "lost")]}


def test_each_number_counts_those_who_came_further() -> None:
    assert conversions(LEADS, HISTORY, "network") == [
        Conversion("instagram", sent=3, audited=2, proposed=1, won=1),
        Conversion("vk", sent=2, audited=2, proposed=2, won=0),
    ]


def test_campaigns_and_forms_are_told_apart() -> None:
    assert [row.group for row in conversions(LEADS, HISTORY, "campaign")] == ["autumn", "vk-autumn"]
    assert [(row.group, row.sent) for row in conversions(LEADS, HISTORY, "form")] == [("free-audit", 4), ("trial", 1)]


def test_the_sum_of_all_is_there() -> None:
    assert total(conversions(LEADS, HISTORY, "network")).stages == (5, 4, 3, 1)
    assert total([]).stages == (0, 0, 0, 0)


def test_shares_are_of_those_sent() -> None:
    row = Conversion("x", 3, 2, 1, 0)
    assert [row.share(count) for count in row.stages] == [100, 67, 33, 0]
    assert Conversion("x", 0, 0, 0, 0).share(0) is None


REACHED: Final = {
    "lost after a proposal": (("sent", "audited", "proposed", "lost"), 2),
    "lost at once": (("sent", "lost"), 0),
    "marked too far, put right, then lost": (("sent", "won", "audited", "lost"), 1),
    "lost twice": (("sent", "audited", "lost", "lost"), 1),
    "without a history": ((), 0),
}


@pytest.mark.parametrize(("history", "stage"), REACHED.values(), ids=REACHED)
def test_a_lost_lead_counts_as_far_as_it_was(history: tuple[str, ...], stage: int) -> None:
    assert reached(stored_lead(status=Status.LOST), [Event("a", NOW, what, "") for what in history]) == stage


def test_an_accepted_proposal_is_no_second_lead() -> None:
    accepted = stored_lead(kind=Kind.ACCEPTANCE, status=Status.WON, about="a")
    assert total(conversions([*LEADS, accepted], HISTORY, "form")).sent == 5


def test_machines_count_only_once_the_owner_took_them_further() -> None:
    leads = [lead("a", Status.NEW, VK, suspect=True), lead("b", Status.AUDITED, VK, suspect=True)]
    assert total(conversions(leads, {}, "form")).stages == (1, 1, 0, 0)
