"""What tests of clients' pages share: a small complete audit, with words that occur nowhere else."""

from __future__ import annotations

from typing import Final

TOKEN: Final = "vglltqgtx35yk3dwqx3wymwxvf"  # noqa: S105  # of an example
OTHER_TOKEN: Final = "lsufd7p6wv6cvofgiwvpp5ts3m"  # noqa: S105  # likewise
CLIENT: Final = "Bottega Zanzibar"
SECRETS: Final = (CLIENT, "Quagga lettering", "Repaint the fascia", "Okapi window", "zanzibar.example", "Tapir note")
"""Words of the audit that nobody else may read."""

VARIABLE: Final = "ZANZIBAR_PASSWORD"
PASSWORD: Final = "four-random-words-42"  # noqa: S105  # opens nothing but tests
FILE: Final = "content/audits/zanzibar.yaml"


def audit_text(*, token: str = TOKEN, more: str = "", draft: bool = False) -> str:
    """Return an audit's file; `more` are further lines at its top level."""
    return f"""\
client: {CLIENT}
page: https://zanzibar.example/
networks: [instagram]
date: 2026-11-20
token: {token}
{"draft: true" if draft else ""}
{more}
note: Tapir note
areas:
  - area: profile
    criteria:
      - criterion: first-line
        score: 2
        evidence: Quagga lettering
        advice: Repaint the fascia
        effort: 2
      - criterion: found
        score: 5
        evidence: Okapi window
  - area: ads
    criteria:
      - criterion: running
        score: skip
"""


LOCKED: Final = audit_text(more=f"password: {VARIABLE}")
