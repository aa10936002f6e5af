"""The strict servers, one for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.deploy.apis.hosts import RULES, Tried, trying


@pytest.fixture(params=sorted(RULES))
def host(request: pytest.FixtureRequest) -> Iterator[Tried]:
    """Each host in turn."""
    with trying(str(request.param)) as tried:
        yield tried
