"""A form as plain data for its template: each field with its words, its value and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from site_gen.editor.forms.fields import Field, Kind
from site_gen.editor.forms.values import (
    AS_YAML,
    AT_TIME,
    ITEM,
    SHOWN,
    VALUE,
    Path,
    Posted,
    as_yaml,
    day_and_time,
    fits,
    is_wall_time,
    shown,
    shown_moment,
    with_unknown,
)
from site_gen.editor.forms.wording import in_form
from site_gen.editor.words import Words
from site_gen.model.picture_places import Crop, cropped
from site_gen.problems import Problem
from site_gen.sources.yaml import Data

Node = dict[str, Any]

_SIMPLE: Final[Mapping[Kind, str]] = {
    Kind.NUMBER: "number", Kind.WHOLE: "number", Kind.URL: "url", Kind.EMAIL: "email", Kind.LONG: "long",
    Kind.MARKDOWN: "markdown", Kind.LINES: "lines",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FormContext:
    """What a form's fields need to know: the words, the site's currency and time zone, the names of existing things
    with what they are called, by the key that refers to them, the project's pictures with their sizes as far as known,
    and the crops of a picture by its key."""

    words: Words
    currency: str = ""
    zone: str = ""
    existing: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    pictures: tuple[str, ...] = ()
    sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    crops: Mapping[str, tuple[Crop, ...]] = field(default_factory=dict)
    suggested: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What may be meant by a text, by its key; others can be written too."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What choices are called that have names of their own, such as networks."""

    def suggestions(self, key: str) -> list[tuple[str, str]]:
        """Return what may be meant by a text, with what it is called ('' where it says that itself)."""
        return [(text, self.names.get(text, "")) for text in self.suggested.get(key, ())]

    def choice(self, value: str) -> str:
        """Return what a choice is called."""
        return self.names.get(value) or self.words.choice(value)


def form_view(
    fields: Iterable[Field],
    data: Mapping[str, Data],
    posted: Posted | None,
    context: FormContext,
    original: Mapping[str, Data] | None = None,
) -> list[Node]:
    """Return the nodes of a form; what was sent last keeps the names of its list items, and unreadable YAML.

    Of a translation, `original` is what the original says: each field shows it.
    """
    made = _Made(posted, context, is_translation=original is not None)
    return made.nodes(fields, dict(data), dict(original or {}), (), "")


_BARE: Final[Node] = {"state": "", "hints": ()}
"""What an item has beside its fields where its kind of file says more of it."""


def attach(nodes: list[Node], problems: Iterable[tuple[Path, Problem]], words: Words) -> list[Node]:
    """Put each problem at its field, or at the nearest field around it, in the words of forms; return a list of all,
    with links."""
    by_path = {node["path"]: node for node in _all(nodes)}
    listed = []
    for path, problem in problems:
        place = path
        while place and place not in by_path:
            place = place[:-1]
        node = by_path.get(place)
        if node is not None and node.get("short"):  # a value alone stands for one of its keys
            node = by_path[(*place, node["short"])]
        message, hint = in_form(problem, words, node, is_inside=place != path)
        view = {"message": message, "hint": hint, "severity": problem.severity.value, "id": ""}
        if node is not None:
            node["problems"].append(view)
            view |= {"id": node["id"], "label": node["label"]}
        listed.append(view)
    for node in nodes:
        _open(node)
    return listed


def _all(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _all(node.get("nodes", ()))
        for item in node.get("items", ()):
            yield item
            yield from _all(item["nodes"])


def _open(node: Node) -> bool:
    """Open what has a problem inside; return whether it has one."""
    inner = [*node.get("nodes", ()), *node.get("items", ())]
    below = [_open(each) for each in inner]
    has_problem = any(below) or bool(node["problems"])
    if has_problem:
        node["is_open"] = True
    return has_problem


@dataclass(frozen=True, slots=True)
class _Made:
    """Makes the nodes of one form."""

    posted: Posted | None
    context: FormContext
    is_translation: bool

    def nodes(self, fields: Iterable[Field], data: Data, original: Data, path: Path, name: str) -> list[Node]:
        """Return the nodes of a mapping's keys; of a translation, only those that the original has something for."""
        here, there = (each if isinstance(each, dict) else {} for each in (data, original))
        every = with_unknown(fields, here)
        wanted = [each for each in every if not self.is_translation or each.key in there or each.key in here]
        wanted = [each for each in wanted if each.kind is not Kind.APART]
        found = [self.node(each, here.get(each.key), there.get(each.key), path, name) for each in wanted]
        return [node for node in found if not (self.is_translation and _has_nothing(node))]

    def node(self, each: Field, value: Data, original: Data, path: Path, name: str) -> Node:
        path, name = (*path, each.key), f"{name}{each.key}"
        node: Node = {
            "path": path,
            "id": "f-" + name.replace(".", "-"),
            "name": VALUE + name,
            "label": self.context.words.label(each.key, str(path[-2]) if len(path) > 1 else ""),
            "help": self.context.words.help(each.help),
            "required": each.is_required,
            "kind": _SIMPLE.get(each.kind, each.kind.value),
            "problems": [],
            "unit": "",
            "refreshes": each.key == "kind" and path == ("kind",) and not self.is_translation,
            "suggested": self.context.suggestions(each.key),
            "is_filled": value is not None and value not in ("", [], {}),
            "is_open": False,
            "original": _original(original) if self.is_translation else "",
        }
        node["is_missing"] = bool(node["original"]) and not node["is_filled"]
        broken = self.posted.broken.get(path) if self.posted else None
        if broken is not None or not (fits(each, value) or (each.kind is Kind.YAML and value is None)):
            return node | {
                "kind": "yaml",
                "name": AS_YAML + name,
                "value": as_yaml(value) if broken is None else broken,
            }
        if each.kind is Kind.GROUP:
            return node | self.group(each, value, original, path, name)
        if each.kind is Kind.ITEMS:
            return node | self.items(each, value, original, path, name)
        return node | _simple(each, value, self.context, name)

    def group(self, each: Field, value: Data, original: Data, path: Path, name: str) -> Node:
        data: Data = value if isinstance(value, dict) else {} if value is None else {each.short: value}
        kind = data.get(each.chooser) if each.chooser and isinstance(data, dict) else None
        nodes = self.nodes(each.of_kind(kind), data, original, path, f"{name}.")
        if each.chooser:
            nodes[0]["refreshes"] = True
        short = each.short if value is not None and not isinstance(value, dict) else ""
        is_open = each.is_required or value is not None or self.is_translation
        found: Node = {"nodes": nodes, "short": short, "is_open": is_open, "is_picture": each.is_picture}
        if each.is_picture:
            found |= _picture(nodes, self.context, each.key)
        if not each.is_required:  # what isn't there needs none of its keys
            for node in nodes:
                node["required"] = node["required"] and value is not None
        return found

    def items(self, each: Field, value: Data, original: Data, path: Path, name: str) -> Node:
        items, there = (list(found) if isinstance(found, list) else [] for found in (value, original))
        items += [None] * (len(there) - len(items) if each.is_fixed else 0)
        names = (self.posted.values.get(ITEM + name) if self.posted else None) or []
        names = names if len(names) == len(items) else [str(index) for index in range(len(items))]
        views = []
        for index, (token, item) in enumerate(zip(names, items, strict=True)):
            of = there[index] if index < len(there) else None
            inner = self.group(each, item, of, (*path, index), f"{name}.{token}")
            nodes = sorted(inner["nodes"], key=lambda node: node["path"][-1] == "id")  # what readers see first
            texts = (node.get("value") or node.get("original") for node in nodes)
            title = str(next((text for text in texts if text), ""))[:60]
            about = {"path": (*path, index), "id": f"f-{name}-{token}".replace(".", "-"), "label": str(index + 1)}
            is_open = not title or self.is_translation
            views.append(about | inner | {"token": token, "title": title, "problems": [], "is_open": is_open, **_BARE})
        about_list = {"item_name": ITEM + name, "shown": SHOWN + name, "at": name, "is_fixed": each.is_fixed}
        return about_list | {"items": views, "original": "", "is_missing": False}


def _has_nothing(node: Node) -> bool:
    """Whether nothing of a group or a list can be translated."""
    return node["kind"] in {"group", "items"} and not node.get("nodes") and not node.get("items")


def _original(value: Data) -> str:
    """Return what the original says, of values that are texts or lists of texts."""
    if isinstance(value, list):
        return "\n".join(map(str, value)) if all(isinstance(item, str) for item in value) else ""
    return value if isinstance(value, str) else ""


def _simple(each: Field, value: Data, context: FormContext, name: str) -> Node:
    text = shown(value)
    match each.kind:
        case Kind.YAML:
            return {"name": AS_YAML + name, "value": ""}
        case Kind.YES:
            return {"checked": value if isinstance(value, bool) else each.is_yes, "shown": SHOWN + name}
        case Kind.CHECKS:
            chosen = [str(choice) for choice in value] if isinstance(value, list) else []
            existing = context.existing.get(each.key, {})
            others = [choice for choice in each.choices if choice not in chosen]
            options = [(choice, existing.get(choice) or context.choice(choice)) for choice in (*chosen, *others)]
            return {"options": [(*option, option[0] in chosen) for option in options], "shown": SHOWN + name}
        case Kind.CHOICE | Kind.REFERENCE:
            existing = {} if each.choices else context.existing.get(each.key, {})
            known = each.choices or tuple(existing)
            choices = [*known, *([text] if text and text not in known else [])]
            said = {choice: context.words.sentence(choice, text) for choice, text in each.sentences.items()}
            named = [(choice, existing.get(choice) or said.get(choice) or context.choice(choice)) for choice in choices]
            return {"kind": "choice", "value": text, "options": named}
        case Kind.LINES:
            return {"value": "\n".join(map(str, value)) if isinstance(value, list) else ""}
        case Kind.MOMENT:
            if is_wall_time(value):
                return {"value": shown_moment(value), "unit": context.zone}
            return {"kind": "text", "value": text}
        case Kind.WHEN:
            found = day_and_time(value)
            if found is None:
                return {"kind": "text", "value": text}
            return {"value": found[0], "time": found[1], "time_name": VALUE + name + AT_TIME, "unit": context.zone}
        case Kind.DAY:
            is_day = len(text) in {0, 10}
            return {"kind": "day" if is_day else "text", "value": text}
        case Kind.NUMBER:
            return {"value": text, "unit": context.currency if each.is_money else ""}
        case _:
            return {"value": text}


def _picture(nodes: list[Node], context: FormContext, key: str) -> Node:
    image = next((node for node in nodes if node["path"][-1] == "image"), None)
    focus = next((node for node in nodes if node["path"][-1] == "focus"), None)
    size = context.sizes.get(image.get("value", "")) if image else None
    if image and focus and focus["kind"] == "text" and size and size[0] and key in context.crops:
        focus |= _focus(focus["value"], image["value"], size, context.crops[key])
    if image is not None:
        image["kind"], image["options"] = "picture", [(name, name) for name in context.pictures]
        known = image["value"] in context.pictures
        if image["value"] and not known:
            image["options"] = [(image["value"], image["value"]), *image["options"]]
        return {"image": image["value"] if known else ""}
    return {"image": ""}


_POINT: Final = re.compile(r"\s*(\d{1,3})%?[\s,]+(\d{1,3})%?\s*")


def _focus(value: str, name: str, size: tuple[int, int], crops: Iterable[Crop]) -> Node:
    """Return what shows a picture's focus: its two numbers, and the picture behind each crop."""
    found = _POINT.fullmatch(value)
    x, y = (min(int(found[1]), 100), min(int(found[2]), 100)) if found else (50, 50)
    shown = [{"crop": crop, "box": cropped(size, crop, (x, y))} for crop in crops]
    return {"kind": "focus", "x": x, "y": y, "image": name, "size": size, "crops": shown}
