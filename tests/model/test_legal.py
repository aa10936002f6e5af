"""The table of what each profile of law asks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from site_gen.model.legal import MEANING, PROFILES, RULES, Rule, verdict

DOCUMENT = Path(__file__).parents[2] / "docs" / "honest.md"

EVERYWHERE = (Rule.PRIOR_PRICE, Rule.ASKED, Rule.DEADLINE, Rule.RERUN, Rule.SEATS, Rule.URGENCY, Rule.FREE,
              Rule.REVIEW_REAL, Rule.CONSENT)  # fmt: skip


@pytest.mark.parametrize("rule", EVERYWHERE)
def test_what_no_law_allows_every_profile_has(rule: Rule) -> None:
    assert set(RULES[rule]) == set(PROFILES)


def test_every_rule_has_a_meaning_and_every_verdict_a_basis() -> None:
    assert set(RULES) == set(MEANING) == set(Rule)
    assert all(found.basis for verdicts in RULES.values() for found in verdicts.values())


def test_a_profile_that_asks_nothing_has_no_verdict() -> None:
    assert verdict(Rule.AD_MARK, "eu") is None
    assert verdict(Rule.WHOLE_PRICE, "eu-b2b") is None


def test_the_document_has_every_rule_with_its_weight_and_basis() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    for rule, verdicts in RULES.items():
        assert MEANING[rule] in text
        for profile, found in verdicts.items():
            assert f"| {profile} | {found.severity} | {found.basis} |" in text, (rule, profile)


def test_the_document_is_up_to_date() -> None:
    script = "import tools.honest_docs as t, sys; sys.exit(t.document() != t.DOCUMENT.read_text(encoding='utf-8'))"
    done = subprocess.run([sys.executable, "-c", script], cwd=DOCUMENT.parents[1], check=False)
    assert done.returncode == 0, "run: python tools/honest_docs.py"
