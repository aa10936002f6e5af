"""A mapping gets a name above it, and nothing that is written in it is lost."""

from __future__ import annotations

import pytest

from site_gen.sources.edits.changes import EditError
from site_gen.sources.edits.nesting import nested

CASES = {
    "a: 1\ndeploy:\n  to: sftp   # the host\n\n  # below\n  path: /www\n# after\ntheme: x\n": (
        "a: 1\ndeploy:\n  live:\n    to: sftp   # the host\n\n    # below\n    path: /www\n# after\ntheme: x\n"
    ),
    "deploy: {to: folder, path: ../x}   # here\nb: 2\n": "deploy:\n  live: {to: folder, path: ../x}   # here\nb: 2\n",
    "deploy: # where\r\n    # first\r\n    to: folder\r\n    path: |\r\n      ../x\r\n": (
        "deploy: # where\r\n    live:\r\n      # first\r\n      to: folder\r\n      path: |\r\n        ../x\r\n"
    ),
    "\ufeffdeploy:\n  to: folder": "\ufeffdeploy:\n  live:\n    to: folder",
}


@pytest.mark.parametrize("before", CASES)
def test_what_is_written_keeps_its_notes_one_level_deeper(before: str) -> None:
    """Who noted beside the host which folder is the right one would lose that by adding a second place."""
    assert nested(before.encode(), "deploy", "live").decode() == CASES[before]


@pytest.mark.parametrize(
    "text",
    ["{deploy: {to: x}}\n", "deploy: folder\n", "b: 1\n", "deploy:\n  to: [\n"],
)
def test_what_cant_be_moved_is_refused(text: str) -> None:
    with pytest.raises(EditError):
        nested(text.encode(), "deploy", "live")
