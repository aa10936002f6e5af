"""A small project with the editor running on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ProjectFactory
from tests.editor.browsing import Person, at_the_editor


@pytest.fixture
def person(project: ProjectFactory, cache: Path) -> Iterator[Person]:
    with at_the_editor(project(), cache) as found:
        yield found
