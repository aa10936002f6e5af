"""What a tool that looks for known weaknesses couldn't look for must not read as "nothing known"."""

from __future__ import annotations

import pytest

from tools.audit import verdict

FINE = {"name": "fine", "version": "1.0", "vulns": []}
WEAK = {"name": "weak", "version": "2.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1"]}]}
UNKNOWN = {"name": "unknown", "skip_reason": "Dependency not found on PyPI and could not be audited"}


@pytest.mark.parametrize(
    ("packages", "code", "last"),
    [
        ([FINE], 0, "1 of 1 packages asked for, 0 with known weaknesses"),
        ([FINE, WEAK], 1, "2 of 2 packages asked for, 1 with known weaknesses"),
        ([FINE, UNKNOWN], 3, "not known to the database: unknown"),
        ([WEAK, UNKNOWN], 1, "not known to the database: unknown"),
        ([], 3, "0 of 0 packages asked for, 0 with known weaknesses"),
    ],
)
def test_only_what_was_asked_for_counts(packages: list[dict[str, object]], code: int, last: str) -> None:
    """Otherwise a network without the database would pass for packages without weaknesses."""
    found, lines = verdict({"dependencies": packages})
    assert (found, lines[-1]) == (code, last)


def test_a_weakness_is_named_with_where_it_is_mended() -> None:
    assert verdict({"dependencies": [WEAK]})[1][0] == "weak 2.0: PYSEC-1 (mended in 2.1)"
