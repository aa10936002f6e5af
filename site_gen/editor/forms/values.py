"""Values as a form shows them, and what comes back from it as data. What wasn't touched stays as it was written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from site_gen.editor.forms.fields import Field, Kind
from site_gen.editor.web import whole
from site_gen.sources.edits.writing import FileStyle, pair_lines
from site_gen.sources.scalars import ScalarError, resolve
from site_gen.sources.yaml import Data, read_yaml

Pairs = Sequence[tuple[str, str]]
Path = tuple[str | int, ...]

VALUE: Final = "v:"
"""Before the name of a field."""
ITEM: Final = "i:"
"""Before the name of a list, in a field that says which item follows: its index in the file, or a new name."""
SHOWN: Final = "s:"
"""Before the name of what a browser doesn't send when nothing is ticked."""
AS_YAML: Final = "y:"
"""Before the name of a field that holds YAML."""

AT_TIME: Final = "@time"
"""Behind the name of a field with a day, for its time."""

_MOMENT: Final = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_MISSING: Final = object()


@dataclass(slots=True)
class Posted:
    """What a browser sent, by name. `broken` collects the paths of fields whose YAML can't be read, with their text."""

    values: dict[str, list[str]]
    broken: dict[Path, str] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Pairs) -> Posted:
        found: dict[str, list[str]] = {}
        for name, value in pairs:
            found.setdefault(name, []).append(value.replace("\r\n", "\n").replace("\r", "\n"))
        return cls(found)

    def one(self, prefix: str, path: str) -> str | None:
        """Return the last value of a name; None if it wasn't sent."""
        found = self.values.get(prefix + path)
        return found[-1] if found else None


# --- as a form shows it -----------------------------------------------------------------------------------------------


def shown(value: Data) -> str:
    """Return a value as the text of a field."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else str(value)


def shown_moment(value: Data) -> str:
    """Return a moment as a browser's field for day and time takes it."""
    text = shown(value).strip()
    return text.replace(" ", "T")[:16] if _MOMENT.fullmatch(text) else text


def is_wall_time(value: Data) -> bool:
    """Whether a browser's field for day and time can hold a value: one with an offset can't be shown there."""
    return value is None or value == "" or bool(_MOMENT.fullmatch(shown(value).strip()))


def day_and_time(value: Data) -> tuple[str, str] | None:
    """Return a day, and its time or '', as a browser's fields take them; None for what they can't hold."""
    text = shown(value).strip().replace(" ", "T")
    if not text or _DAY.fullmatch(text):
        return text, ""
    return (text[:10], text[11:16]) if _MOMENT.fullmatch(text) and text[16:] in {"", ":00"} else None


def as_yaml(value: Data) -> str:
    """Return a value as YAML, for what has no field of its own."""
    if value is None:
        return ""
    lines = pair_lines("x", value, 0, FileStyle())
    first = lines[0].removeprefix("x:").strip()
    return "\n".join([*([first] if first else []), *(line[2:] for line in lines[1:])])


def fits(field_: Field, value: Data) -> bool:
    """Whether a field of this kind can show a value; if not, it is shown as YAML."""
    if value is None:
        return field_.kind is not Kind.YAML
    if field_.kind is Kind.WHEN and day_and_time(value) is None:
        return not isinstance(value, dict | list)  # as a text: with an offset, or what is no day
    match field_.kind:
        case Kind.YAML:
            return False
        case Kind.GROUP:
            return isinstance(value, dict) or bool(field_.short and not isinstance(value, list))
        case Kind.ITEMS:
            return isinstance(value, list) and all(isinstance(item, dict) or field_.short for item in value)
        case Kind.LINES | Kind.CHECKS:
            return isinstance(value, list) and all(isinstance(item, str) and "\n" not in item for item in value)
        case Kind.YES:
            return isinstance(value, bool)
    return not isinstance(value, dict | list)


# --- as data ----------------------------------------------------------------------------------------------------------


def data_of(fields: Iterable[Field], old: dict[str, Data], posted: Posted, path: str = "") -> dict[str, Data]:
    """Return what a mapping holds after the form: its keys in their order, new ones behind those before them in the
    form. Keys that the form doesn't have stay."""
    result = dict(old)
    before: str | None = None
    for each in with_unknown(fields, old):
        there = old.get(each.key)
        value = _value(each, there, posted, f"{path}{each.key}", has_key=each.key in old)
        if value is _MISSING:
            result.pop(each.key, None)
        elif each.key in result:
            result[each.key] = value  # type: ignore[assignment]  # _MISSING is told apart above
            before = each.key
        else:
            result = _inserted(result, each.key, value, before)  # type: ignore[arg-type]
            before = each.key
    return result


def with_unknown(fields: Iterable[Field], data: dict[str, Data]) -> list[Field]:
    """Return the fields, and one in YAML for each key that has none: a misspelt one can then be taken out."""
    known = list(fields)
    return [*known, *(Field(key, Kind.YAML) for key in data if key not in {each.key for each in known})]


def _inserted(data: dict[str, Data], key: str, value: Data, before: str | None) -> dict[str, Data]:
    items = list(data.items())
    at = list(data).index(before) + 1 if before in data else len(items) if before is None and items else 0
    if before is None and "kind" not in data:
        at = 0
    return dict([*items[:at], (key, value), *items[at:]])


def _value(each: Field, old: Data, posted: Posted, path: str, *, has_key: bool) -> object:
    """Return a key's value, or _MISSING."""
    yaml = posted.one(AS_YAML, path)
    if yaml is not None:
        return _from_yaml(yaml, old, posted, path, has_key=has_key)
    if each.kind is Kind.GROUP:
        return _group(each, old, posted, path, has_key=has_key)
    if each.kind is Kind.ITEMS:
        return _items(each, old, posted, path, has_key=has_key)
    if each.kind in {Kind.YES, Kind.CHECKS}:
        return _ticked(each, old, posted, path, has_key=has_key)
    text = posted.one(VALUE, path)
    if text is None or each.kind is Kind.APART:
        return old if has_key else _MISSING
    if at := (posted.one(VALUE, path + AT_TIME) or "").strip():
        text = f"{text.strip()}T{at[:5]}"
    if each.kind is Kind.LINES:
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        return old if has_key and lines == (old or []) else lines or _MISSING
    return _scalar(each, old, text, has_key=has_key)


def _scalar(each: Field, old: Data, text: str, *, has_key: bool) -> object:
    is_text = each.kind not in {Kind.NUMBER, Kind.WHOLE} and not each.is_number
    if has_key and text.strip() == shown(old).strip() and (isinstance(old, str) or not is_text or old is None):
        return old
    if has_key and each.kind in {Kind.MOMENT, Kind.DAY, Kind.WHEN} and text == shown_moment(old):
        return old
    if not text.strip():
        return _MISSING
    if not is_text:
        try:
            return resolve(text.strip().replace(" ", ""))
        except ScalarError:
            return text.strip()
    if each.kind in {Kind.LONG, Kind.MARKDOWN}:
        body, before = text.rstrip(), old if isinstance(old, str) else ""
        body = body if before.startswith("\n") else body.lstrip("\n")
        return body + "\n" if before.endswith("\n") or ("\n" in body and not before) else body
    return " ".join(text.split("\n")).strip()


def _ticked(each: Field, old: Data, posted: Posted, path: str, *, has_key: bool) -> object:
    if posted.one(SHOWN, path) is None:
        return old if has_key else _MISSING
    chosen = posted.values.get(VALUE + path, [])
    if each.kind is Kind.YES:
        is_yes = bool(chosen)
        return is_yes if is_yes != each.is_yes or (has_key and old is not None) else _MISSING
    kept = [item for item in old if item in chosen] if isinstance(old, list) else []
    wanted = [*kept, *(choice for choice in chosen if choice not in kept)]
    return old if has_key and wanted == (old or []) else wanted or _MISSING


def _from_yaml(text: str, old: Data, posted: Posted, path: str, *, has_key: bool) -> object:
    if text.strip() == as_yaml(old).strip():
        return old if has_key else _MISSING
    document = read_yaml(text, "")
    if document.problems:
        posted.broken[tuple(_step(step) for step in path.split("."))] = text
        return old if has_key else _MISSING
    return _MISSING if document.data is None else document.data


def _step(name: str) -> str | int:
    index = whole(name)
    return name if index is None else index


def _group(each: Field, old: Data, posted: Posted, path: str, *, has_key: bool) -> object:
    is_short = bool(each.short) and old is not None and not isinstance(old, dict)
    there: dict[str, Data] = old if isinstance(old, dict) else {each.short: old} if is_short else {}
    before, kind = there, there.get(each.chooser) if each.chooser else None
    if each.chooser and (chosen := posted.one(VALUE, f"{path}.{each.chooser}")) is not None and chosen != kind:
        gone = {inner.key for inner in each.of_kind(kind)} - {inner.key for inner in each.of_kind(chosen)}
        kind, there = chosen, {key: value for key, value in there.items() if key not in gone}
    if each.chooser and kind == "":  # no kind is chosen any more
        return _MISSING
    inner = data_of(each.of_kind(kind), there, posted, f"{path}.")
    if has_key and inner == before:
        return old
    if not inner:
        return _MISSING
    if each.short and (is_short or not has_key) and list(inner) == [each.short]:
        return inner[each.short]
    return inner


def _items(each: Field, old: Data, posted: Posted, path: str, *, has_key: bool) -> object:
    names = posted.values.get(ITEM + path)
    if names is None and posted.one(SHOWN, path) is None:
        return old if has_key else _MISSING
    there = old if isinstance(old, list) else []
    items: list[Data] = []
    for name in names or []:
        index = whole(name)
        before = there[index] if index is not None and index < len(there) else None
        found = _group(each, before, posted, f"{path}.{name}", has_key=before is not None)
        items.append({} if found is _MISSING else found)  # type: ignore[arg-type]  # told apart beside
    if each.is_fixed and not any(items):
        items = []
    return old if has_key and items == there else items or _MISSING
