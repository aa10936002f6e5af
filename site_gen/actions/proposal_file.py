"""The text of a new proposal's file: what is known already, and comments on what is still to be written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from site_gen.messages import ENGLISH, m, said
from site_gen.model.audit import Audit, improvements, scored_areas
from site_gen.model.money import PriceModel
from site_gen.model.offer import Offer, Tier
from site_gen.model.rubric import Rubric
from site_gen.sources.quoting import plain_or_quoted, quoted

VALID_DAYS: Final = 14
ENDS_AT: Final = 18
"""The hour of the day at which the proposal expires."""

TOP: Final = 4
"""So many findings of the audit are taken over."""


@dataclass(frozen=True, slots=True)
class ProposalStart:
    """What is known about a proposal at its start. `variable` names its password's environment variable, if any;
    `notes` is the language of the notes in the file: the owner's, whatever the client's is."""

    client: str
    language: str
    is_main_language: bool
    token: str
    today: date
    lead: str | None
    audit: str | None
    summary: str
    findings: tuple[str, ...]
    offer_name: str | None
    offer: Offer | None
    variable: str
    notes: str = ENGLISH


def findings(audit: Audit, rubric: Rubric) -> tuple[str, ...]:
    """Return the audit's most valuable improvements, in its own words."""
    ordered = improvements(scored_areas(audit, rubric))
    seen = (found.scored.rating.evidence or found.scored.name for found in ordered)
    return tuple(" ".join(text.split()) for text in seen)[:TOP]


def proposal_text(start: ProposalStart) -> str:
    """Return the file's text, a draft that can be built at once."""
    goals, months, ads = (said(text, start.notes) for text in (_GOALS, _MONTHS, _ADS))
    blocks = (_head(start), _understood(start), goals, months, _price(start), ads, _end(start))
    return "\n".join(block.rstrip("\n") + "\n" for block in blocks)


def _head(start: ProposalStart) -> str:
    ends = start.today + timedelta(days=VALID_DAYS)
    fill_in = m("# Fill it in. 'site-gen build --drafts' shows page and PDF meanwhile; when it is done, take out:")
    title = m("# title: What it is about, in a few words      (Proposal for CLIENT where left out)")
    until = m(
        "valid_until: {moment}      # at this moment its prices end, in the open page too",
        moment=f"{ends.isoformat()}T{ENDS_AT:02}:00",
    )
    token = m("token: {token}      # the address: whoever has it can read the page", token=start.token)
    password = m(
        "# password: {variable}      # the NAME of an environment variable; page and PDF are then encrypted",
        variable=start.variable,
    )
    lines = [
        "# yaml-language-server: $schema=../../schemas/proposal.schema.json",
        said(fill_in, start.notes),
        "draft: true",
        "",
        f"client: {scalar(start.client, 'Client')}",
        said(title, start.notes),
    ]
    if not start.is_main_language:
        lines.append(f"language: {start.language}")
    lines += [
        f"date: {start.today.isoformat()}",
        *(said(text, start.notes) for text in (until, token, password)),
    ]
    for key, value in (("lead", start.lead), ("audit", start.audit), ("offer", start.offer_name)):
        lines.append(f"{key}: {scalar(value)}" if value else f"# {key}:")
    return "\n".join(lines)


def _understood(start: ProposalStart) -> str:
    sample = m(
        "What you want, what stands in the way, what you have already: three sentences in the client's own words."
    )
    text = [said(sample, start.notes)]
    if start.summary or start.findings:
        text = [start.summary, *([""] if start.summary and start.findings else [])]
        text += [f"- {finding}" for finding in start.findings]
    return "\n".join(
        [said(m("# What you understood, in Markdown."), start.notes), "understood: |", *_indented("\n".join(text), 2)]
    )


_GOALS: Final = m("""\
# What it is for. A goal with a number says from what to what, by when, and where both are read.
# goals:
#   - text: Saturday's bread is sold before we open.
#     metric: orders by WhatsApp a week
#     from: 9
#     to: 40
#     by: 2027-02-28
#     source: the order sheet
#   - text: Every message is answered the same day.
""")

_MONTHS: Final = m("""\
# The plan, month by month: up to twelve.
# months:
#   - title: "December: order"
#     items:
#       - A morning of photographs
#       - A catalogue with prices
""")

_ADS: Final = m("""\
# Advertising, and what it may bring back. The return is reckoned from these numbers and shown with them; without a
# source for each there is none. Instead of cost_per_lead: cost_per_click and click_to_lead (percent).
# ads:
#   budget: 300          # for each month; 'per: once' for all of them
#   months: 3
#   assumptions:
#     cost_per_lead: {value: 4.50, source: "your own ads of June 2026"}
#     lead_to_client: {value: 25, source: "percent; your own count of June 2026"}
#     client_value: {value: 68, source: "average sale, the till, 2025"}
""")


def _price(start: ProposalStart) -> str:
    offer = start.offer
    lines = [said(m("# Up to three tiers; the one you would take yourself has advised: true."), start.notes), "tiers:"]
    for tier in _tiers(offer):
        lines += _tier(tier)
    if offer is None:
        work, get = (scalar(said(text, start.notes)) for text in (m("The work"), m("What you get")))
        lines += [f"  - name: {work}", "    price: {amount: 100, per: month}", "    includes:", f"      - {get}"]
    excludes = offer.excludes if offer else ()
    lines += ["", said(m("# What is not included, so that nobody is surprised."), start.notes)]
    lines += (
        _items("excludes", excludes) if excludes else [said(m("# excludes:\n#   - The budget for ads"), start.notes)]
    )
    return "\n".join(lines)


def _tiers(offer: Offer | None) -> Iterator[Tier]:
    """Yield the offer's tiers; if it has none, its own price as a single tier."""
    if offer is None:
        return
    if offer.price_tiers:
        yield from {tier.name: tier for tier in offer.price_tiers}.values()
    elif offer.price is not None:
        yield Tier(name=offer.title, price=offer.price, summary=offer.summary, includes=offer.includes)


def _tier(tier: Tier) -> Iterator[str]:
    yield f"  - name: {scalar(tier.name)}"
    yield f"    price: {_price_text(tier.price)}"
    if tier.summary:
        yield f"    summary: {scalar(tier.summary)}"
    yield from _items("includes", tier.includes, 4)
    if tier.advised:
        yield "    advised: true"


def _price_text(price: PriceModel) -> str:
    amount = price.amount if price.amount > 0 else 100
    parts = [f"amount: {amount}"]
    if price.currency:
        parts.append(f"currency: {price.currency}")
    per = price.per or ""
    written = plain_or_quoted(per) if per.isalpha() else quoted(per)
    if written != '""':
        parts.append(f"per: {written}")
    return f"{{{', '.join(parts)}}}"


def _end(start: ProposalStart) -> str:
    offer = start.offer
    starts = m("# When the work starts, and what happens after a yes; both stand on the page after accepting, too.")
    monday = said(m("# delivery: On Monday"), start.notes)
    lines = [said(starts, start.notes)]
    lines.append(f"delivery: {scalar(offer.delivery)}" if offer and offer.delivery else monday)
    if offer and offer.steps:
        lines.append("steps:")
        for step in offer.steps:
            lines += [f"  - title: {scalar(step.title)}", f"    text: {scalar(step.text)}"]
    else:
        steps = m("# steps:\n#   - title: I answer the same working day\n#     text: With a contract of one page.")
        lines.append(said(steps, start.notes))
    lines.append("")
    if offer and offer.terms:
        lines += ["terms: |", *_indented(offer.terms, 2)]
    else:
        terms = m("# terms: |\n#   When it is invoiced, how it can be ended, whose the accounts are.")
        lines.append(said(terms, start.notes))
    accept = m(
        "# Accepted by the site's form. Or by a link, to pay or to sign:\n"
        "# accept: {link: https://pay.example.com/…, label: Pay the first month}"
    )
    lines += ["", said(accept, start.notes)]
    return "\n".join(lines)


def _items(key: str, items: Sequence[str], indent: int = 0) -> Iterator[str]:
    if items:
        space = " " * indent
        yield f"{space}{key}:"
        yield from (f"{space}  - {scalar(item)}" for item in items)


def _indented(text: str, indent: int) -> Iterator[str]:
    for line in text.strip().splitlines():
        yield f"{' ' * indent}{line}".rstrip()


def scalar(text: str, otherwise: str = "…") -> str:
    """Return a text as one line of YAML; `otherwise` if the text has no readable characters."""
    line = plain_or_quoted(text)
    return otherwise if line == '""' else line
