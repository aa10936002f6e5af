"""site-gen verify against sites that nginx and Caddy serve: every lie is found, and nothing on a good deploy."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.verify.conftest import Live


@pytest.mark.parametrize("server", ["caddy", "nginx"])
def test_nothing_is_found_on_a_good_deploy(make_live: Callable[..., Live], server: str) -> None:
    """A monitor that cries at a good site is switched off."""
    live = make_live(server)
    with live.served(server):
        first, second = live.verify(), live.verify()
    assert (first["findings"], second["findings"]) == ([], [])
    looked = first["looked_at"]
    assert (looked["offers"], looked["forms"], looked["unchanged"]) == (5, 1, 0)
    assert looked["files"] > 30
    assert looked["redirects"] > 5
    assert second["looked_at"]["unchanged"] >= looked["files"] - 2
