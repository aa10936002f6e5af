"""A small project with preview running on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ProjectFactory
from tests.preview.running import Running, previewing


@pytest.fixture
def running(project: ProjectFactory, cache: Path) -> Iterator[Running]:
    with previewing(project(), cache) as found:
        yield found
