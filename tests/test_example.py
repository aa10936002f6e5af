"""The example site as `make site` builds it: its deadlines lie ahead, whenever that is."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from site_gen.load import load_site
from tests.conftest import Cli
from tools.example import DAY, OFFER, write_example


@pytest.mark.parametrize("days", [0, 2000])
def test_the_example_has_an_offer_that_ends_soon_on_any_day(days: int, tmp_path: Path, cli: Cli) -> None:
    """Otherwise what the program is for, a deadline that comes, could not be seen in its own example."""
    write_example(tmp_path, DAY + timedelta(days=days))
    now = datetime.fromisoformat(f"{DAY + timedelta(days=days)}T12:00+01:00")
    (offer,) = [source.original for source in load_site(tmp_path).site.offers if source.slug == OFFER]
    assert offer.starts
    assert offer.ends
    assert offer.starts <= now < offer.ends <= now + timedelta(days=30)
    checked = cli("check", "--strict", "--project", str(tmp_path), "--now", now.isoformat())
    assert checked.code == 0, checked.err


def test_it_is_written_over_an_older_copy(tmp_path: Path) -> None:
    for days in (10, 20):
        write_example(tmp_path, DAY + timedelta(days=days))
    assert "starts: 2026-11-21T09:00" in (tmp_path / f"offers/{OFFER}.yaml").read_text(encoding="utf-8")
