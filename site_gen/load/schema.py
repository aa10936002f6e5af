"""JSON Schemas of the YAML files, with which editors complete and check them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from site_gen.load.own_words import PLURALS, VOWEL, packaged_words
from site_gen.load.shape import Shape, model_shape
from site_gen.load.theme import DEFAULT, ThemeManifest
from site_gen.load.theme_places import BASE, PACKAGED
from site_gen.model.base import Model
from site_gen.model.content_kinds import CONTENT_KINDS, PRIVACY, Translation
from site_gen.model.offer import Offer
from site_gen.model.settings import Settings
from site_gen.sources.yaml import read_yaml

KINDS: Final[Mapping[str, tuple[type[Model], ...]]] = {
    "site": (Settings,),
    **{kind.name: kind.models for kind in CONTENT_KINDS if kind is not PRIVACY},
    "theme": (ThemeManifest,),
}
"""The kinds of file with their models; `article`, `page` and `profile` are front matter. The privacy page is also a
`page`."""

OVERLAID: Final = ("site", *(kind.name for kind in CONTENT_KINDS if kind.translation is Translation.OVERLAY))


_SHORT_FORMS: Final[Mapping[str, dict[str, Any]]] = {
    "PriceModel": {"type": "number", "minimum": 0},
    "PlanBudget": {"type": "number", "minimum": 0},
    "Mark": {"type": "string"},
    "Photo": {"type": "string"},
    "Seats": {"type": "integer", "minimum": 1},
    "BookingModel": {"type": "string"},
    "Announcement": {"type": "string"},
}


class _Generator(GenerateJsonSchema):
    """Also allows the reader's short forms: a number for a price, a path for a picture, text for both."""

    def function_before_schema(self, schema: Any) -> dict[str, Any]:
        return dict(super().function_before_schema(schema))


def schemas() -> dict[str, dict[str, Any]]:
    """Return every schema by its file name: 'case.schema.json', 'case.overlay.schema.json' and so on."""
    result = {}
    for kind, models in KINDS.items():
        result[f"{kind}.schema.json"] = _schema(kind, models)
    for kind in OVERLAID:
        result[f"{kind}.overlay.schema.json"] = _overlay_schema(kind, KINDS[kind])
    theme = {key: text for layer in (BASE, DEFAULT) for key, text in _strings(layer).items()}
    result["strings.schema.json"] = _words_schema("texts of a theme", theme, is_open=True)
    result["words.schema.json"] = _words_schema("words of posts", packaged_words("en"), is_open=False)
    return result


def _strings(theme: str) -> Mapping[str, Any]:
    """Return the English texts of a packaged theme."""
    path = PACKAGED / theme / "strings" / "en.yaml"
    data = read_yaml(path.read_text(encoding="utf-8"), path.name).data
    return data if isinstance(data, dict) else {}


def _words_schema(what: str, words: Mapping[str, Any], *, is_open: bool) -> dict[str, Any]:
    """Return the schema of a file of texts in another language; `is_open` to texts that a theme of one's own adds."""
    described = {form: {"description": f"The plural form '{form}'", "type": "string"} for form in sorted(PLURALS)}
    forms = {"type": "object", "properties": described}
    plural = {**forms, "required": ["other"], "additionalProperties": False}
    texts = {
        key: {"description": f"In English: {text['other']}", **plural}
        if isinstance(text, Mapping)
        else {"description": f"In English: {text}", "type": "string"}
        for key, text in words.items()
    }
    if not is_open:
        texts |= {f"{key}{VOWEL}": text for key, text in texts.items() if "{when}" in str(text["description"])}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"site_gen: {what}",
        "description": "Each text by its key, in the language of the file's name. What is in braces is filled in.",
        "type": "object",
        "properties": texts,
        "additionalProperties": {"anyOf": [{"type": "string"}, plural]} if is_open else False,
    }


def _schema(kind: str, models: tuple[type[Model], ...]) -> dict[str, Any]:
    type_: Any = Offer if len(models) > 1 else models[0]
    schema: dict[str, Any] = TypeAdapter(type_).json_schema(schema_generator=_Generator, by_alias=True)
    _widen(schema)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"site_gen: {kind}", **schema}


def _widen(schema: dict[str, Any]) -> None:
    """Allow the short forms of prices, pictures and dates-as-text wherever they are referenced."""
    definitions = schema.get("$defs", {})
    for name, short in _SHORT_FORMS.items():
        if name in definitions:
            definitions[f"{name}Mapping"] = definitions.pop(name)
            definitions[name] = {"anyOf": [short, {"$ref": f"#/$defs/{name}Mapping"}]}
    _plain_types(schema)


def _plain_types(node: Any) -> None:
    """Describe dates as the reader accepts them (text), and amounts as the numbers that people write."""
    if isinstance(node, dict):
        if node.get("format") in {"date", "date-time"}:
            node.pop("format")
        variants = node.get("anyOf")
        if isinstance(variants, list) and node.get("type") in ("number", ["number", "object"]):
            node.pop("anyOf")
        for value in node.values():
            _plain_types(value)
    elif isinstance(node, list):
        for value in node:
            _plain_types(value)


def _overlay_schema(kind: str, models: tuple[type[Model], ...]) -> dict[str, Any]:
    fields = {name: shape for model in models for name, shape in (model_shape(model).fields or {}).items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"site_gen: {kind}, translation",
        "description": "Holds the texts of the original in another language; numbers and dates stand there alone.",
        **_overlay_of(Shape(fields=fields)),
    }


def _overlay_of(shape: Shape) -> dict[str, Any]:
    if shape.fields is not None:
        texts = {
            name: {"description": inner.description, **_overlay_of(inner)}
            for name, inner in shape.fields.items()
            if inner.holds_text
        }
        return {"type": "object", "properties": texts, "additionalProperties": False}
    if shape.item is not None:
        return {"type": "array", "items": _overlay_of(shape.item) if shape.item.fields else {"type": "string"}}
    return {"type": "string"}
