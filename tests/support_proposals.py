"""What tests of proposals share: one that uses everything, and PDFs read by poppler's tools."""

from __future__ import annotations

import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Final

from filelock import FileLock

from tests.support import ROOT

TOKEN: Final = "q7m2xk4vdz5t3hcwn6rjyb2fsa"  # noqa: S105  # of an example
PAGE: Final = f"proposal/{TOKEN}/index.html"
PDF: Final = f"proposal/{TOKEN}/proposal.pdf"
ACCEPTED: Final = f"proposal/{TOKEN}/accepted/index.html"

PROPOSAL: Final = f"""\
client: Casa Roja
date: 2026-11-20
token: {TOKEN}
valid_until: 2026-12-11T18:00
offer: plan
understood: |
  You sell well over the counter and hardly anything to order. **No post says what can be ordered.**

  - Whoever asks waits eleven hours. See [the case](/cases/cafe/).
  - 5 * 3 costs $15, #1 @home in <b>Girona</b> & around: \\\\ `x_y` ~ "quoted"
goals:
  - text: That Saturday is sold before it bakes.
    metric: orders by WhatsApp a week
    from: 9
    to: 40
    by: 2027-02-27
    source: the order sheet
  - text: That an order costs less.
    metric: what an order costs
    from: 6.40
    to: 2.10
    unit: EUR
    by: 2027-02-27
    source: ads and till
  - text: That one sheet replaces three notebooks.
months:
  - title: "December: order"
    items: [A morning of photographs, A catalogue of 20 products]
  - title: "January: rhythm"
    items: [Twelve posts]
tiers:
  - name: One network
    price: {{amount: 340, per: month}}
    includes: [Eight posts a month]
  - name: Two networks
    price: {{amount: 520, per: month}}
    summary: One to be found, one to answer.
    includes: [Twelve posts a month, A day of photographs]
    advised: true
  - name: The shop, once
    price: 1234.50
    includes: [A catalogue]
excludes: [The ad spend itself, VAT (21 %)]
ads:
  budget: 250
  months: 3
  assumptions:
    cost_per_lead: {{value: 3.40, source: "your ads of June 2026, 61 messages for 207 €"}}
    lead_to_client: {{value: 45, source: "28 orders of 61 messages, June 2026"}}
    client_value: {{value: 30, source: "two orders of 15 €, the till, 2025"}}
delivery: The Monday after your yes
steps:
  - title: I answer the same working day
    text: With a contract of one page.
terms: |
  Invoiced at the end of each month. It can be ended with **fifteen days' notice**.
"""


def with_lines(**lines: str) -> str:
    """Return the proposal with some of its keys written otherwise: `with_lines(client='X')`."""
    text = PROPOSAL
    for key, value in lines.items():
        before, found, rest = f"\n{text}".partition(f"\n{key}: ")
        line = f"\n{key}: {value}"
        text = (f"{before}{line}\n{rest.partition(chr(10))[2]}" if found else f"\n{text}{line[1:]}\n").lstrip("\n")
    return text


def pdf_text(content: bytes) -> str:
    """Return the text of a PDF in reading order, as whoever copies it or has it read aloud gets it."""
    return _read(content, "pdftotext", "-enc", "UTF-8", "{}", "-")


def pdf_facts(content: bytes) -> dict[str, str]:
    """Return what a PDF says of itself: 'Title', 'Tagged', 'Pages' and so on."""
    lines = _read(content, "pdfinfo", "{}").splitlines()
    return {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}


def pdf_structure(content: bytes) -> str:
    """Return the tree of a PDF's tags with their texts."""
    return _read(content, "pdfinfo", "-struct-text", "{}")


def pdf_boxes(content: bytes) -> str:
    """Return a PDF's words with their boxes, in points, as XHTML."""
    return _read(content, "pdftotext", "-bbox", "{}", "-")


def pdf_fonts(content: bytes) -> str:
    """Return the list of a PDF's fonts."""
    return _read(content, "pdffonts", "{}")


def squeezed(text: str) -> str:
    """Return a text with every run of white space as one space."""
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ").split())


def _read(content: bytes, *words: str) -> str:
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        command = [f"{_folder()}/{words[0]}", *(word.replace("{}", file.name) for word in words[1:])]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    return done.stdout


@cache
def _folder() -> str:
    with FileLock(Path(tempfile.gettempdir()) / "site_gen-tools.lock"):
        script = str(ROOT / "tools" / "install-poppler.sh")
        done = subprocess.run(["sh", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
