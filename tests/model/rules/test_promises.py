"""Public promises are kept: deadlines, seats, and that an ended offer stays ended."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from site_gen.actions.ledger import misleading_at
from site_gen.load import load_site
from site_gen.load.locator import Locator
from site_gen.model.ledger import LEDGER_FILE
from site_gen.problems import Severity
from tests.conftest import ProjectFactory
from tests.support import DIRECT, NOW, SERVICES, SITE
from tests.support_ledger import ledger, price, problems, row, withdrawn

ENDED_EARLIER: Final = row("2026-11-20T08:05:00Z", ends="2026-11-30T18:00:00+01:00")


def made(project: ProjectFactory, *rows: str, offer: str = DIRECT, profile: str = "eu") -> Path:
    site = SITE.replace("controller: Mara Vidal", f"controller: Mara Vidal\n  profile: {profile}")
    site = site.replace("instagram: mara", "telegram: mara")
    return project({"site.yaml": site, "offers/month.yaml": offer, LEDGER_FILE: ledger(*rows)})


def found_in(project: ProjectFactory, *rows: str, offer: str = DIRECT, profile: str = "eu") -> list[str]:
    return [str(problem) for problem in problems(made(project, *rows, offer=offer, profile=profile))]


# --- deadlines --------------------------------------------------------------------------------------------------------


def test_what_was_recorded_and_is_the_same_breaks_no_promise(project: ProjectFactory) -> None:
    assert found_in(project, row("2026-11-20T08:05:00Z")) == []


def test_a_deadline_later_than_promised_is_an_error_with_its_line_and_basis(project: ProjectFactory) -> None:
    (found,) = found_in(project, ENDED_EARLIER)
    assert found == (
        "offers/month.yaml:7:7: the deadline is 2026-12-20 18:00, but offers/ledger.jsonl:1 of 2026-11-20 promised "
        "2026-11-30 18:00\n  hint: put it back, or tell the public why with extended: TEXT (2005/29/EC Annex I no. 7)"
    )


@pytest.mark.parametrize(
    ("profile", "basis"),
    [
        ("uk", "CAP Code 8.17.4.e"),
        ("us", "16 CFR 233.5"),
        ("ru", "38-FZ"),
        ("ua", "1023-XII"),
        ("eu-b2b", "2006/114/EC"),
    ],
)
def test_the_basis_is_that_of_the_profile(profile: str, basis: str, project: ProjectFactory) -> None:
    (found,) = problems(made(project, ENDED_EARLIER, profile=profile))
    assert (found.severity, basis in found.hint) == (Severity.ERROR, True)


def test_a_draft_promises_nothing_yet(project: ProjectFactory) -> None:
    assert found_in(project, ENDED_EARLIER, offer=f"{DIRECT}draft: true\n") == []


def test_the_public_can_be_told_why(project: ProjectFactory) -> None:
    assert found_in(project, ENDED_EARLIER, offer=f"{DIRECT}extended: I was ill for a week.\n") == []


def test_in_the_united_kingdom_the_reason_has_to_be_a_good_one(project: ProjectFactory) -> None:
    (found,) = found_in(project, ENDED_EARLIER, offer=f"{DIRECT}extended: I was ill for a week.\n", profile="uk")
    assert "warning: the deadline was extended from 2026-11-30 18:00" in found
    assert "only for circumstances beyond the promoter's control" in found


def test_a_second_extension_needs_a_reason_of_its_own(project: ProjectFactory) -> None:
    first = row("2026-11-29T08:05:00Z", ends="2026-12-10T18:00:00+01:00", extended="I was ill for a week.")
    (found,) = found_in(project, ENDED_EARLIER, first, offer=f"{DIRECT}extended: I was ill for a week.\n")
    assert "but offers/ledger.jsonl:2 of 2026-11-29 promised 2026-12-10 18:00" in found
    assert "extended: still tells why it was moved before" in found
    assert found_in(project, ENDED_EARLIER, first, offer=f"{DIRECT}extended: And then my studio flooded.\n") == []


def test_the_first_promise_counts_also_when_a_later_line_forgot_it(project: ProjectFactory) -> None:
    (found,) = found_in(project, ENDED_EARLIER, row("2026-11-29T08:05:00Z"))
    assert "offers/ledger.jsonl:1 of 2026-11-20 promised" in found


def test_an_end_that_is_taken_out_is_a_later_one(project: ProjectFactory) -> None:
    audit = row("2026-11-20T08:05:00Z", "audit", kind="first-step", title="A free audit of your page", service=None,
                price={"amount": 0, "currency": "EUR"}, starts=None, ends="2026-11-30T18:00:00+01:00")  # fmt: skip
    (found,) = found_in(project, audit)
    assert found.startswith("offers/audit.yaml:1:1: the deadline is none, but offers/ledger.jsonl:1")


def test_to_end_earlier_is_warned_of(project: ProjectFactory) -> None:
    (found,) = found_in(project, row("2026-11-20T08:05:00Z", ends="2027-01-15T18:00:00+01:00"))
    assert "warning: the deadline is 2026-12-20 18:00, earlier than" in found
    assert "promised: 2027-01-15 18:00" in found


def test_to_take_an_offer_away_and_bring_it_back_later_is_no_way_around(project: ProjectFactory) -> None:
    (found,) = found_in(project, ENDED_EARLIER, withdrawn("2026-11-25T08:05:00Z"))
    assert "promised 2026-11-30 18:00" in found


def test_the_same_instant_in_another_zone_is_the_same_promise(project: ProjectFactory) -> None:
    assert found_in(project, row("2026-11-20T08:05:00Z", ends="2026-12-20T19:00:00+02:00")) == []


# --- run again --------------------------------------------------------------------------------------------------------

PLAIN: Final = DIRECT.replace(", was: 390, lowest_30_days: 350", "")


def run_before(days: float, **more: object) -> str:
    """Return the line of a run on the same terms that ended so many days before the offer starts."""
    end = datetime.fromisoformat("2026-11-20T09:00:00+01:00") - timedelta(days=days)
    state: dict[str, object] = {"price": price(290), "starts": "2026-09-20T09:00:00+02:00", "ends": end.isoformat()}
    return row("2026-09-20T08:00:00Z", **{**state, **more})


@pytest.mark.parametrize(
    ("days", "profile", "severity"),
    [
        (0, "eu", Severity.ERROR), (6.9, "eu", Severity.ERROR), (7, "eu", Severity.WARNING),
        (29.9, "eu", Severity.WARNING), (30, "eu", None), (10, "ru", Severity.WARNING), (14, "ru", None),
        (6.9, "eu-b2b", Severity.ERROR), (20, "uk", Severity.WARNING), (45, "us", None),
    ],
)  # fmt: skip
def test_the_same_terms_again_within_days_of_their_end_never_ended(
    days: float, profile: str, severity: Severity | None, project: ProjectFactory
) -> None:
    found = problems(made(project, run_before(days), offer=PLAIN, profile=profile))
    assert [problem.severity for problem in found] == ([severity] if severity else [])
    assert all(problem.location.line == 6 and "run again" in problem.message for problem in found)


def test_a_reason_excuses_no_rerun(project: ProjectFactory) -> None:
    (found,) = problems(made(project, run_before(2), offer=f"{PLAIN}extended: So many asked.\n"))
    assert found.severity is Severity.ERROR
    assert "the same terms ended on 2026-11-18 09:00" in found.message
    assert found.message.endswith("run again 2 days later")


def test_other_terms_are_another_offer(project: ProjectFactory) -> None:
    assert found_in(project, run_before(2, price=price(310)), offer=PLAIN) == []
    assert found_in(project, run_before(2, price=price(290, currency="USD")), offer=PLAIN) == []


def test_a_new_file_name_makes_no_new_offer(project: ProjectFactory) -> None:
    again = row("2026-09-20T08:00:00Z", "autumn", price=price(290), ends="2026-11-18T18:00:00+01:00",
                starts="2026-09-20T09:00:00+02:00")  # fmt: skip
    (found,) = problems(made(project, again, offer=PLAIN))
    assert (found.severity, "as offers/autumn.yaml" in found.message) == (Severity.ERROR, True)


def test_the_same_reduction_under_another_title_is_warned_of(project: ProjectFactory) -> None:
    again = row("2026-09-20T08:00:00Z", "autumn", title="Autumn", ends="2026-11-18T18:00:00+01:00",
                starts="2026-09-20T09:00:00+02:00")  # fmt: skip
    found = [p for p in problems(made(project, again)) if "run again" in p.message]
    assert [problem.severity for problem in found] == [Severity.WARNING]
    other = row("2026-09-20T08:00:00Z", "autumn", title="Autumn", service="else", ends="2026-11-18T18:00:00+01:00",
                starts="2026-09-20T09:00:00+02:00")  # fmt: skip
    folder = made(project, other)
    assert not [p for p in problems(folder) if "run again" in p.message]
    services = SERVICES.replace("\n    name", "\n    formerly: [else]\n    name", 1)
    (folder / "content/services.yaml").write_text(services, encoding="utf-8")
    found = [p for p in problems(folder) if "run again" in p.message]
    assert [problem.severity for problem in found] == [Severity.WARNING], "a service's new name hides a rerun"


# --- places -----------------------------------------------------------------------------------------------------------


def seats(total: int, taken: int) -> str:
    return f"{DIRECT}seats: {{total: {total}, taken: {taken}}}\n"


FIVE: Final = row("2026-11-20T08:05:00Z", seats={"total": 5, "taken": 3})


@pytest.mark.parametrize(("profile", "severity"), [("eu", "error"), ("uk", "error"), ("ru", "warning")])
def test_places_that_appear_are_named(profile: str, severity: str, project: ProjectFactory) -> None:
    (found,) = problems(made(project, FIVE, offer=seats(8, 3), profile=profile))
    assert (str(found.location), found.severity) == ("offers/month.yaml:9:16", severity)
    assert found.message == "the offer has 8 places, but offers/ledger.jsonl:1 of 2026-11-20 said 5"


def test_places_that_come_with_a_reason_are_fine(project: ProjectFactory) -> None:
    assert found_in(project, FIVE, offer=f"{seats(8, 3)}extended: Joana works with me now.\n") == []


def test_a_limit_that_goes_away_was_none(project: ProjectFactory) -> None:
    (found,) = found_in(project, FIVE)
    assert "the offer no longer says how many places there are, but offers/ledger.jsonl:1 of 2026-11-20 said 5" in found


def test_places_that_are_free_again_are_warned_of_once(project: ProjectFactory) -> None:
    (found,) = found_in(project, FIVE, offer=seats(5, 1))
    assert "warning: 4 places are free, but offers/ledger.jsonl:1 of 2026-11-20 said 2" in found
    once = row("2026-11-22T08:05:00Z", seats={"total": 5, "taken": 1})
    assert found_in(project, FIVE, once, offer=seats(5, 1)) == []


def test_places_that_fill_up_are_what_they_are_for(project: ProjectFactory) -> None:
    assert found_in(project, FIVE, offer=seats(5, 5)) == []


# --- what only the moment of going public shows -----------------------------------------------------------------------


@pytest.mark.parametrize("extended", ["", "extended: So many asked.\n"])
def test_an_offer_that_was_over_is_not_extended_but_run_again(extended: str, project: ProjectFactory) -> None:
    over = row("2026-10-20T08:05:00Z", starts="2026-10-20T09:00:00+02:00", ends="2026-11-21T18:00:00+01:00")
    offer = DIRECT.replace("2026-11-20T09:00", "2026-10-20T09:00") + extended
    folder = made(project, over, offer=f"{offer}" if extended else f"{offer}extended: x\n")
    site = load_site(folder).site
    (found,) = Locator(folder).problems(misleading_at(site, NOW))
    assert (str(found.location), found.severity) == ("offers/month.yaml:7:7", Severity.ERROR)
    assert found.message.startswith("the offer ended on 2026-11-21 18:00 (offers/ledger.jsonl:1 of 2026-10-20)")
    assert list(misleading_at(site, datetime.fromisoformat("2026-11-21T17:59:00+01:00"))) == []


def test_a_new_reduction_in_an_open_offer_is_judged_when_it_goes_public(project: ProjectFactory) -> None:
    open_ = {"starts": None, "ends": None}
    rows = row("2026-09-01T08:00:00Z", price=price(340), **open_), row("2026-11-21T08:00:00Z", price=price(390))
    folder = made(project, *rows)
    site = load_site(folder).site
    (found,) = misleading_at(site, NOW)
    assert found.message.startswith("lowest_30_days is 350, but the ledger has 340 in the 30 days before 2026-11-23")
    assert list(misleading_at(site, NOW + timedelta(days=31))) == []
