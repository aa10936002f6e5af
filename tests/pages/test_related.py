"""Related articles: those that share the most tags, also among thousands."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from site_gen.pages.leading_on import RELATED, LeadingOn

TAGS = st.lists(st.sampled_from("abcde"), max_size=4)


@given(st.lists(TAGS, max_size=12))
def test_the_related_are_those_with_the_most_tags_in_common_the_newest_first(tagged: list[list[str]]) -> None:
    """A reader would be sent to articles about something else."""
    articles = [
        SimpleNamespace(
            slug=str(index), source=SimpleNamespace(original=SimpleNamespace(tags=tuple(tags), related=(), series=None))
        )
        for index, tags in enumerate(tagged)
    ]
    leading_on = LeadingOn(cast("Any", SimpleNamespace(articles=articles, case_by_slug={})))
    for index, tags in enumerate(tagged):
        shared = [(len(set(tags) & set(other)), str(at)) for at, other in enumerate(tagged) if at != index]
        best = sorted((pair for pair in shared if pair[0]), key=lambda pair: -pair[0])
        assert [each.slug for each in leading_on.related(index)] == [slug for _, slug in best[:RELATED]]
