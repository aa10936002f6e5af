"""Writes the tables of rules in docs/honest.md from site_gen/model/legal.py, so that the two can't differ.

Run: python tools/honest_docs.py (text outside the two marks is kept).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from site_gen.model.legal import MEANING, RULES

DOCUMENT: Final = Path(__file__).parents[1] / "docs" / "honest.md"
BEGIN: Final = "<!-- Written by tools/honest_docs.py from site_gen/model/legal.py; change it there. -->\n"
END: Final = "<!-- end of the rules -->\n"


def document() -> str:
    """Return docs/honest.md as it should be."""
    text = DOCUMENT.read_text(encoding="utf-8")
    above, below = text.partition(BEGIN)[0], text.partition(END)[2]
    return above + BEGIN + "\n" + "\n".join(rules()) + "\n" + END + below


def rules() -> Iterator[str]:
    """Yield a section for each rule: what it requires, and a row for each profile that has it."""
    for rule, verdicts in RULES.items():
        title = rule.value[0].upper() + rule.value[1:]
        yield f"### {title}\n\n{MEANING[rule]}.\n"
        timed = any(found.days for found in verdicts.values())
        yield f"| profile | weight | basis |{' days |' if timed else ''}"
        yield f"| --- | --- | --- |{' --- |' if timed else ''}"
        for profile, found in verdicts.items():
            yield f"| {profile} | {found.severity} | {found.basis} |{f' {found.days} |' if timed else ''}"
        yield ""


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8", newline="\n")
