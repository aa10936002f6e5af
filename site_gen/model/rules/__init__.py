"""What must agree between files, and what must not mislead. Site → findings; the loader adds the lines.

Messages name the legal basis (see `site_gen.model.legal`). These are checks against known rules, not legal advice.
"""

from __future__ import annotations

from site_gen.model.finding import Finding, Path
from site_gen.model.rules.articles import check_articles
from site_gen.model.rules.honesty import Honest, check_honesty, check_honesty_at, listed_prices
from site_gen.model.rules.people import check_case_review
from site_gen.model.rules.prices import with_recorded_prices
from site_gen.model.rules.references import check_case, check_offers, check_references

__all__ = [
    "Finding",
    "Honest",
    "Path",
    "check_articles",
    "check_case",
    "check_case_review",
    "check_honesty",
    "check_honesty_at",
    "check_offers",
    "check_references",
    "listed_prices",
    "with_recorded_prices",
]
