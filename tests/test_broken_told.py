"""What is wrong with a file is said in the owner's language, all of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from site_gen.actions.check import check
from site_gen.messages import said
from tests.conftest import ProjectFactory
from tests.support import NOW
from tests.test_broken import BROKEN, MADE, sources

_QUOTED: Final = re.compile(r"«.*?»|'.*?'|\".*?\"|\(.*?\)")
_ENGLISH: Final = re.compile(r"\b(the|is|are|isn't|can't|write|this|or|and|there|with|of|it)\b")


@pytest.mark.parametrize("name", sorted({*MADE, *(path.name for path in BROKEN.iterdir())}))
@pytest.mark.sampled(30)
def test_every_mistake_is_told_in_the_owners_language(name: str, project: ProjectFactory, cache: Path) -> None:
    """Whoever reads no English would have to guess which part of a sentence matters."""
    made = sources(name)
    clash = {file: None for file in ("cases/cafe.yaml",) if any(each.startswith(f"{file}/") for each in made)}
    folder = project({**clash, **made})
    texts = [text for problem in check(folder, NOW, cache, {}) for text in (problem.message, problem.hint)]
    spanish = [(text, _QUOTED.sub("", said(text, "es"))) for text in texts if text]
    english = [text for text, told in spanish if _ENGLISH.search(told)]
    assert [text for text in english if not text.startswith("Encountered unknown tag")] == []  # Jinja's own words
