"""An audit's form in the words of its rubric: what to look at, and what the worst and the best look like."""

from __future__ import annotations

from typing import Any

from site_gen.model.rubric import Rubric

Node = dict[str, Any]


def name_criteria(nodes: list[Node], rubric: Rubric) -> None:
    """Name the areas and criteria of an audit's form, each criterion with its question and its ends; mark those that
    have a score."""
    areas = next((node for node in nodes if node["path"] == ("areas",)), None)
    for area in areas.get("items", ()) if areas else ():
        id_ = _value(area, "area")
        known = rubric.area(id_)
        area["title"] = known.name if known else area["title"]
        criteria = next((node for node in area["nodes"] if node["path"][-1] == "criteria"), None)
        items = criteria.get("items", ()) if criteria else ()
        for item in items:
            _name(item, rubric, id_)
        area["state"] = f"{sum(bool(item.get('state')) for item in items)}/{len(items)}"


def _name(item: Node, rubric: Rubric, area: str) -> None:
    known = rubric.criterion(area, _value(item, "criterion"))
    if known is not None:
        item["title"] = known.name
        item["hints"] = [known.question, f"0: {known.worst}", f"5: {known.best}"]
        item["nodes"].sort(key=lambda node: node["path"][-1] in {"criterion", "name"})  # what is known comes last
    item["state"] = _value(item, "score")


def _value(item: Node, key: str) -> str:
    return str(next((node.get("value", "") for node in item["nodes"] if node["path"][-1] == key), ""))
