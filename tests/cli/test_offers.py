"""`offers`: what is open, what was recorded, and the evidence."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Final

import click
import pytest
from rich.cells import cell_len

from site_gen.actions.offers import list_offers
from site_gen.cli.offer_table import offer_table
from site_gen.model.ledger import LEDGER_FILE
from tests.conftest import Cli, ProjectFactory
from tests.support import DIRECT, NOW, SECOND, SITE
from tests.support_ledger import ledger, price, row, withdrawn

LISTED: Final = """\
Mara Vidal, offers at 2026-11-23 12:00 CET (Europe/Madrid)

NAME   STATE      KIND         PRICE                      WINDOW                                            LEDGER
month  live       direct       290 EUR / month (was 390)  2026-11-20 09:00 – 2026-12-20 18:00               new
audit  live       first-step   free                       no end                                            new
plan   live       second-step  2900 EUR                   no end                                            new
later  scheduled  direct       290 EUR / month (was 390)  2026-12-01 09:00 – 2026-12-20 18:00, 3 of 5 left  -
idea   draft      second-step  2900 EUR                   no end                                            -

2026-12-01 09:00 CET  later opens
2026-12-20 18:00 CET  later closes
2026-12-20 18:00 CET  month closes
"""


def test_offers_are_listed_with_their_state_price_and_window(project: ProjectFactory, cli: Cli) -> None:
    files = {
        "offers/later.yaml": DIRECT.replace("2026-11-20", "2026-12-01") + "seats: {total: 5, taken: 2}\n",
        "offers/idea.yaml": f"{SECOND}draft: true\n",
    }
    done = cli("offers", cwd=project(files))
    assert (done.code, done.err) == (0, "")
    assert done.out == LISTED


def test_the_list_is_in_the_language_of_the_terminal(project: ProjectFactory, cli: Cli) -> None:
    """Whoever reads Spanish alone couldn't tell an offer that is open from one that is over."""
    out = cli("--ui-language", "es", "offers", cwd=project()).out
    assert re.search(r"^NOMBRE +ESTADO +TIPO +PRECIO +PERIODO +REGISTRO$", out, re.MULTILINE)
    assert re.search(r"^audit +abierta +first-step +gratis +sin final +nuevo$", out, re.MULTILINE)
    assert "month se cierra" in out


def test_times_are_those_of_the_sites_zone(project: ProjectFactory, cli: Cli) -> None:
    site = SITE.replace("Europe/Madrid", "America/New_York")
    done = cli("offers", cwd=project({"site.yaml": site, "offers/month.yaml": DIRECT}))
    assert "offers at 2026-11-23 06:00 EST (America/New_York)" in done.out
    assert "2026-12-20 18:00 EST  month closes" in done.out


def test_json_lists_the_same(project: ProjectFactory, cli: Cli) -> None:
    data = json.loads(cli("offers", "--json", cwd=project()).out)
    assert [(offer["name"], offer["state"], offer["recorded"]) for offer in data["offers"]] == [
        ("month", "live", False), ("audit", "live", False), ("plan", "live", False)
    ]  # fmt: skip
    assert data["changes"] == [{"at": "2026-12-20T18:00:00+01:00", "offer": "month", "change": "closes"}]


def test_a_project_without_offers_says_so(project: ProjectFactory, cli: Cli) -> None:
    nothing = {"offers/month.yaml": None, "offers/audit.yaml": None, "offers/plan.yaml": None}
    done = cli("offers", cwd=project(nothing))
    assert (done.code, done.out) == (0, "")
    assert "there are no offers yet" in done.err


# --- recording --------------------------------------------------------------------------------------------------------


def test_recording_says_what_it_wrote_and_writes_once(project: ProjectFactory, cli: Cli) -> None:
    folder = project()
    done = cli("offers", "--record", cwd=folder)
    assert (done.code, done.out.splitlines()) == (
        0,
        [
            "offers/ledger.jsonl:1: audit: free",
            "offers/ledger.jsonl:2: month: 290 EUR / month (was 390), until 2026-12-20 18:00:00 CET",
            "offers/ledger.jsonl:3: plan: 2900 EUR",
        ],
    )
    assert "3 new states recorded at 2026-11-23 12:00 CET; commit offers/ledger.jsonl" in done.err
    assert (folder / LEDGER_FILE).read_text(encoding="utf-8").count("\n") == 3
    again = cli("offers", "--record", "--json", cwd=folder)
    assert json.loads(again.out) == {"ledger": LEDGER_FILE, "recorded": []}
    assert "recorded\n" in cli("offers", cwd=folder).out


def test_a_moved_deadline_is_refused_and_with_a_reason_recorded(project: ProjectFactory, cli: Cli) -> None:
    folder = project()
    cli("offers", "--record", cwd=folder)
    later = DIRECT.replace("2026-12-20", "2026-12-27")
    (folder / "offers/month.yaml").write_text(later, encoding="utf-8")
    refused = cli("offers", "--record", "--now", "2026-12-01T12:00+01:00", cwd=folder)
    assert refused.code == 1
    assert "offers/month.yaml:7:7: the deadline is 2026-12-27 18:00, but offers/ledger.jsonl:2" in refused.err
    (folder / "offers/month.yaml").write_text(f"{later}extended: I was ill.\n", encoding="utf-8")
    assert cli("offers", "--record", "--now", "2026-12-01T12:00+01:00", cwd=folder).code == 0
    assert cli("build", "--strict", "--jobs", "1", cwd=folder).code == 0


def test_a_clock_that_goes_back_loses_nothing(project: ProjectFactory, cli: Cli) -> None:
    folder = project({LEDGER_FILE: ledger(row("2026-11-24T08:05:00Z", "gone", ends="2026-12-27T18:00:00+01:00"))})
    before = (folder / LEDGER_FILE).read_bytes()
    done = cli("offers", "--record", cwd=folder)
    assert (done.code, done.out) == (3, "")
    assert (folder / LEDGER_FILE).read_bytes() == before


def test_build_only_reads_the_ledger(project: ProjectFactory, cli: Cli) -> None:
    folder = project()
    assert cli("build", "--jobs", "1", cwd=folder).code == 0
    assert not (folder / LEDGER_FILE).exists()


# --- evidence ---------------------------------------------------------------------------------------------------------

USUAL: Final = row("2026-09-01T08:00:00Z", price=price(390), starts=None, ends=None)
LOWER: Final = row("2026-11-01T08:00:00Z", price=price(350), starts=None, ends=None, seats={"total": 5, "taken": 1})
EVIDENCE: Final = """\
RECORD OF THE OFFER 'month'

Site        Mara Vidal, https://mara.example/
Controller  Mara Vidal, B12345678, Rambla 1, Girona
Contact     hello@mara.example
Ledger      offers/ledger.jsonl, lines: 4, of this offer: 4
SHA-256     {digest}
Printed     2026-11-23 11:00:00 UTC = 2026-11-23 12:00:00 CET
Time zone   Europe/Madrid

Each state was written down when it went public, and holds until the next one or the offer's end. The lowest
price of the 30 days before is that of the time before the price was first asked, by the line that is named.

1. Line 1
   Recorded    2026-09-01 08:00:00 UTC = 2026-09-01 10:00:00 CEST
   Title       A month of Instagram, run for you
   Kind        direct, of the service management
   Price       390 EUR / month
               recorded in the 30 days before 2026-09-01: no price (the ledger doesn't reach back over all of them)
   Starts      no start
   Ends        no end
   Held until  2026-11-01 08:00:00 UTC = 2026-11-01 09:00:00 CET
   Checksum    holds

2. Line 2
   Recorded    2026-11-01 08:00:00 UTC = 2026-11-01 09:00:00 CET
   Title       A month of Instagram, run for you
   Kind        direct, of the service management
   Price       350 EUR / month
               recorded in the 30 days before 2026-11-01: 390 EUR as the lowest, line 1
   Starts      no start
   Ends        no end
   Places      5, of which taken: 1
   Held until  2026-11-20 08:05:00 UTC = 2026-11-20 09:05:00 CET
   Checksum    holds

3. Line 3
   Recorded    2026-11-20 08:05:00 UTC = 2026-11-20 09:05:00 CET
   Title       A month of Instagram, run for you
   Kind        direct, of the service management
   Price       290 EUR / month (was 390)
               stated as the lowest price of the 30 days before: 350 EUR
               recorded in the 30 days before 2026-11-20: 350 EUR as the lowest, line 2
   Starts      2026-11-20 08:00:00 UTC = 2026-11-20 09:00:00 CET
   Ends        2026-12-20 17:00:00 UTC = 2026-12-20 18:00:00 CET
   Held until  2026-11-22 08:00:00 UTC = 2026-11-22 09:00:00 CET
   Checksum    holds

4. Line 4
   Recorded    2026-11-22 08:00:00 UTC = 2026-11-22 09:00:00 CET
   State       withdrawn: the offer is no longer on the site
   Checksum    holds
"""


def _with_history(project: ProjectFactory) -> str:
    site = SITE.replace(
        "controller: Mara Vidal", "controller: Mara Vidal\n  tax_id: B12345678\n  address: Rambla 1, Girona"
    )
    lines = ledger(USUAL, LOWER, row("2026-11-20T08:05:00Z"), withdrawn("2026-11-22T08:00:00Z"))
    project({"site.yaml": site, "offers/month.yaml": None, LEDGER_FILE: lines})
    return lines


def test_an_offer_that_ended_was_held_until_its_end_and_no_longer(project: ProjectFactory, cli: Cli) -> None:
    """Who ended an offer in time must not be told to have gone on with it."""
    lines = ledger(
        row("2026-10-01T08:00:00Z", starts=None, ends="2026-11-01T18:00:00+01:00"), row("2026-11-20T08:05:00Z")
    )
    folder = project({"offers/month.yaml": None, LEDGER_FILE: lines})
    for now in ("2026-11-12T10:00", "2026-11-23T10:00"):
        said = cli("offers", "--history", "month", "--now", now, cwd=folder)
        assert said.code == 0, said.err
        assert "Held until  2026-11-01 17:00:00 UTC = 2026-11-01 18:00:00 CET" in said.out
    early = cli("offers", "--history", "month", "--now", "2026-10-12T10:00", cwd=folder).out
    assert "Held until  now, as far as is recorded" in early


def test_the_history_of_an_offer_is_evidence_also_when_its_file_is_gone(project: ProjectFactory, cli: Cli) -> None:
    lines = _with_history(project)
    done = cli("offers", "--history", "month", cwd=project({"offers/month.yaml": None}, base={}))
    assert (done.code, done.err) == (0, "")
    assert done.out == EVIDENCE.format(digest=hashlib.sha256(lines.encode()).hexdigest())


def test_the_same_evidence_as_data(project: ProjectFactory, cli: Cli) -> None:
    lines = _with_history(project)
    data = json.loads(cli("offers", "--history", "month", "--json", cwd=project({}, base={})).out)
    assert data["ledger"]["sha256"] == hashlib.sha256(lines.encode()).hexdigest()
    assert [state["line"] for state in data["states"]] == [1, 2, 3, 4]
    third = data["states"][2]
    assert third["recorded"] == {"utc": "2026-11-20T08:05:00+00:00", "local": "2026-11-20T09:05:00+01:00"}
    assert third["prices"][0] == {
        "tier": None, "amount": "290", "currency": "EUR", "per": "month", "from": False, "was": "390",
        "since": {"utc": "2026-11-20T08:00:00+00:00", "local": "2026-11-20T09:00:00+01:00"},
        "lowest_30_days_stated": "350", "lowest_30_days_recorded": "350", "lowest_30_days_line": 2,
        "ledger_covers_30_days": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("month", "the ledger has nothing of 'month' yet: run site-gen offers --record"),
        ("mont", "there is no offer 'mont', and there was none: did you mean 'month'?"),
    ],
)
def test_an_offer_without_a_history_is_a_wrong_word(name: str, said: str, project: ProjectFactory, cli: Cli) -> None:
    done = cli("offers", "--history", name, cwd=project())
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_recording_and_history_do_not_go_together(project: ProjectFactory, cli: Cli) -> None:
    assert cli("offers", "--record", "--history", "month", cwd=project()).code == 2


@pytest.mark.parametrize("width", [60, 80, 120])
def test_in_a_narrow_window_prices_and_windows_take_several_lines(width: int, project: ProjectFactory) -> None:
    found = list_offers(project(), NOW)
    lines = list(offer_table(found, width))
    assert max(cell_len(click.unstyle(line)) for line in lines) <= width
    assert not any("…" in line for line in lines)
    words = " ".join(" ".join(lines).split())
    assert all(word in words for word in ("2026-11-20", "2026-12-20", "290", "390)", "month", "new"))
