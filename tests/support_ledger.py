"""Ledgers for tests: lines as `site-gen offers --record` writes them, from the few keys that a test is about."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from site_gen.load import load_site
from site_gen.model.ledger import SEAL, seal
from site_gen.problems import Problem, ProjectError

MONTH: Final[dict[str, Any]] = {
    "kind": "direct",
    "title": "A month of Instagram, run for you",
    "service": "management",
    "price": {"amount": 290, "currency": "EUR", "per": "month", "was": 390, "lowest_30_days": 350},
    "starts": "2026-11-20T09:00:00+01:00",
    "ends": "2026-12-20T18:00:00+01:00",
}
"""The offer of tests/support.py (`DIRECT`), as it is recorded."""


def row(recorded: str, offer: str = "month", /, **state: object) -> str:
    """Return a sealed line, without its end: `state` over MONTH, None takes a key away."""
    kept = {key: value for key, value in {**MONTH, **state}.items() if value is not None}
    return sealed({"recorded": recorded, "offer": offer, **kept})


def withdrawn(recorded: str, offer: str = "month") -> str:
    """Return the line of an offer that was taken away."""
    return sealed({"recorded": recorded, "offer": offer, "withdrawn": True})


def sealed(data: dict[str, Any]) -> str:
    """Return any keys as a sealed line."""
    return json.dumps({**data, SEAL: seal(data)}, ensure_ascii=False)


def price(amount: float, **more: object) -> dict[str, object]:
    """Return a monthly price in euros."""
    return {"amount": amount, "currency": "EUR", "per": "month", **more}


def ledger(*rows: str) -> str:
    """Return the text of a ledger."""
    return "".join(f"{row}\n" for row in rows)


def problems(project: Path) -> tuple[Problem, ...]:
    """Return everything that reading a project finds."""
    try:
        return load_site(project).warnings
    except ProjectError as error:
        return error.problems


def said(project: Path) -> list[str]:
    """Return what reading a project finds, one line each, without the hints."""
    return [str(problem).splitlines()[0] for problem in problems(project)]
