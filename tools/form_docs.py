"""Writes the table of deliveries in docs/forms.md from site_gen/model/deliveries, so that the two can't differ.

Run: python -m tools.form_docs (text outside the two marks is kept).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from site_gen.model.deliveries import DELIVERIES
from site_gen.model.deliveries.base import Delivery

DOCUMENT: Final = Path(__file__).parents[1] / "docs" / "forms.md"
START: Final = "<!-- table -->\n"
END: Final = "<!-- end -->\n"


def document() -> str:
    """Return docs/forms.md as it should be."""
    above, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(START)
    below = rest.partition(END)[2]
    table = "\n".join(lines()).rstrip()
    return f"{above}{START}\n{table}\n\n{END}{below}"


def lines() -> Iterator[str]:
    """Yield the table, and a section for each delivery."""
    yield "| delivery | goes to | sets in the HTML |"
    yield "| --- | --- | --- |"
    for name, model in DELIVERIES.items():
        yield f"| [`{name}`](#{name}) | {model.facts.label} | {model.facts.sets} |"
    yield ""
    for name, model in DELIVERIES.items():
        yield from _section(name, model)


def _section(name: str, model: type[Delivery]) -> Iterator[str]:
    facts = model.facts
    yield f"### {name}\n"
    country = "" if facts.country is None else f" ({facts.country or 'they do not say where'})"
    yield f"{facts.label}. Who gets the answers: {facts.recipient or 'you alone'}{country}. Kept: {facts.keeps}.\n"
    parts = (
        ("Settings", [_setting(key, model) for key in model.model_fields if key != "delivery"]),
        ("To do once", [f"{number}. {step}" for number, step in enumerate(facts.todo, start=1)]),
        ("Limits", [f"- {limit}" for limit in facts.limits]),
    )
    for heading, items in parts:
        if items:
            yield "\n".join([f"{heading}:\n", *items, ""])
    source = f": {facts.source}" if facts.source else ""
    yield f"Looked up on {facts.checked}{source}.\n"


def _setting(key: str, model: type[Delivery]) -> str:
    field = model.model_fields[key]
    need = "" if field.is_required() else ", may be left out"
    return f"- `{key}`{need}: {field.description}"


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
