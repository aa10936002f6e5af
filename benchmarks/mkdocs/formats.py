"""The formats of the templates, as a hook of MkDocs."""

from __future__ import annotations

from typing import Any


def number(value: float, decimals: int = 0) -> str:
    return f"{value:,.{decimals}f}".replace(",", " ").replace(".", ",").replace(" ", ".")


def quantity(value: float, unit: str | None = None) -> str:
    return f"{number(value, 2)} EUR" if unit == "EUR" else number(value)


def share(before: float, after: float) -> str:
    return f"{number(100 * (after - before) / before)} %"


def on_env(env: Any, **_: Any) -> Any:
    env.filters.update(number=number, quantity=quantity, share=share)
    return env
