"""Services that count visits: what somebody writes of them widens no policy and stops no check."""

from __future__ import annotations

import time

import pytest
from pydantic import ValidationError

from site_gen.model.counters import COUNTERS, CounterModel


@pytest.mark.parametrize("rest", ["#;sandbox", "#;script-src", "/#x;report-uri", "?a;b", "/?;sandbox#;y"])
def test_an_address_begins_no_directive_of_the_policy(rest: str) -> None:
    """Whatever stands behind a ; in a policy is a rule of its own for every page: `sandbox` stops all scripts."""
    with pytest.raises(ValidationError, match="more than an address of a server"):
        CounterModel(service="matomo", id="3", url=f"https://stats.example{rest}")


@pytest.mark.parametrize("service", COUNTERS)
@pytest.mark.parametrize("pasted", ["a", "a-", "data-domain=.", "ym( ", "setSiteId ", "g-", "://a."])
def test_whatever_is_pasted_as_an_id_is_refused_at_once(service: str, pasted: str) -> None:
    """A page of code pasted as the id; looking for the id in it must not take minutes."""
    begun = time.process_time()
    with pytest.raises(ValidationError):
        CounterModel(service=service, id=f"{pasted * 60_000}!", url=None)
    assert time.process_time() - begun < 2
