"""The hints of placeholders. Standard library only: a build that has nothing to do tells of them too."""

from __future__ import annotations

from typing import Final

from site_gen.messages import m
from site_gen.problems import Problem

OWN: Final = m("write your own before the site goes online")
SAMPLE: Final = m("put a real client's work and words in its place: made-up results and reviews are against the law")


def is_placeholder(problem: Problem) -> bool:
    """Whether a problem is a placeholder that is left."""
    return problem.hint in {OWN, SAMPLE}
