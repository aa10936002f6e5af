"""What is wrong with a value, in the words of a form: no keys, lines and quotes of a file where there is a field."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, Final

from site_gen.editor.words import Words
from site_gen.messages import Message, said
from site_gen.problems import Problem

_MISSING: Final = "'{key}' is missing"
_UNKNOWN: Final = "unknown key '{key}'"
_NEEDED: Final = "field_needed"
_NOTHING: Final = ""

OF_FIELDS: Final[Mapping[str, str]] = {
    _MISSING: _NEEDED,
    "the text is empty": _NEEDED,
    "nothing is written here, {needed}": _NEEDED,
    "nothing is written here: what begins with # is a note, and '{note}' is not read": _NEEDED,
    "nothing is not a number": _NEEDED,
    "a mapping is needed": _NEEDED,
    "a list is needed": _NEEDED,
    "true or false is needed": "field_tick",
    "{written} is read as {read}, {needed}": "field_as_text",
    "add '{key}: …'{about}": _NOTHING,
    "add '{key}: …', one of: {kinds}": _NOTHING,
    "write 'key: value' lines, indented below this key": _NOTHING,
    "write [first, second], or one item a line after '- '": _NOTHING,
    "write words; put them in quotes where they look like a number or contain ': '": _NOTHING,
    "write something, or leave the key out": _NOTHING,
    "take the line out": "field_empty",
    "write a whole number, or leave the line out": "field_whole",
    **{
        f"there is no {kind} at all yet: write it first, or leave the line out until then": "field_none_yet"
        for kind in ("service", "case", "offer", "second-step offer", "article", "audit", "case or article")
    },
    "write true or false": _NOTHING,
    'put it in quotes: "{note}"': "field_write",
    'put it in quotes: "{written}"': "field_save",
    "write one of: {kinds}": "field_choose",
}
"""The names of the editor's own words for what is said of files, by the English text; '' where a form needs none."""

OF_UNKNOWN: Final[Mapping[str, str]] = {
    _UNKNOWN: "field_unknown",
    "did you mean '{meant}'?": "field_meant",
    "did you mean '{name}'?": "field_meant",
    "known here: {names}": "field_empty_it",
    "": "field_empty_it",
}
"""The same for a key that has no field of its own."""

_KEY: Final = r"[a-z][a-z0-9_]*"
_QUOTED: Final = re.compile(rf"['«“„](?P<key>{_KEY})(?::(?: (?P<value>[^'«»“”„]+))?)?['»”“]")
_WRITTEN: Final = re.compile(
    rf"\b(?P<key>{_KEY}):(?P<own> (?:true|[A-ZÀ-ÞА-ЯЁІЇЄҐ]{{4,}})\b)?(?= (?P<next>\S+)|$|[,.;)»'])"
)
"""A key as it is written; `own` stands for a value of one's own (TEXT, AMOUNT): shorter ones may be a currency."""
_BARE: Final = re.compile(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b")
_PROSE: Final = re.compile(r"[^\W\d_A-ZÀ-ÞА-ЯЁІЇЄҐ]+[,.;:)]?|[(–—].*")
_BRACES: Final = re.compile(r"\{(?P<inside>[«“][^{}]*)\}|(?<=[»”]: )\[(?P<list>[^\[\]]*)\]")
_VALUE: Final = re.compile("\ue000(\\d+)\ue001")
_LATIN: Final = re.compile(_KEY)
_AMBIGUOUS: Final = frozenset({"key", "delivery"})
"""Names that mean a key in general, or have another name in each file."""


def in_form(problem: Problem, words: Words, node: Mapping[str, Any] | None, *, is_inside: bool) -> tuple[str, str]:
    """Return message and hint of a problem in the reader's language, as the form says it at the field `node` (None
    where no field is near). `is_inside` says that it is about something in that field which has none of its own."""
    is_unknown = _template(problem.message) == _UNKNOWN
    if node is not None and node["kind"] == "yaml" and (is_inside or not is_unknown):  # YAML is what is typed there
        return said(problem.message, words.language), said(problem.hint, words.language)
    own = dict(OF_UNKNOWN if is_unknown and node is not None and not is_inside else OF_FIELDS)
    if is_inside or node is None:
        own[_MISSING] = "field_missing"
    elif node["kind"] == "choice":
        own |= {text: "field_choose" for text, name in own.items() if name == _NEEDED}
    message, hint = (_told(text, words, own) for text in (problem.message, problem.hint))
    return message, hint if hint != message else ""


def named_by_labels(text: str, words: Words) -> str:
    """Return a text in the reader's language, with the keys in it (not in what it repeats of a file) named as the
    fields of forms are: 'seats:' becomes «Seats»."""
    values: list[str] = []

    def kept(value: str) -> str:
        values.append(value)
        return f"\ue000{len(values) - 1}\ue001"

    plain = text.with_values(kept) if isinstance(text, Message) else text
    latin = set(
        _LATIN.findall(said(plain, "ru"))
    )  # in Cyrillic prose whatever is Latin is a name; in English, who knows
    told = _labelled(said(plain, words.language), words, (latin & words.labels.keys()) - _AMBIGUOUS)
    return _VALUE.sub(lambda found: values[int(found[1])], told)


def _first(text: str) -> str:
    """Return the first of joined texts: what follows it says more of the file."""
    while isinstance(text, Message) and text.texts[0].startswith("{0}"):
        text = str(text.values["0"])
    return text


def _template(text: str) -> str:
    """Return the English text that a message was made of."""
    first = _first(text)
    return first.texts[0] if isinstance(first, Message) else first


def _told(text: str, words: Words, own: Mapping[str, str]) -> str:
    name = own.get(_template(text))
    if name is None:
        return named_by_labels(text, words)
    if name == _NOTHING:
        return ""
    first = _first(text)
    values = dict(first.values) if isinstance(first, Message) else {}
    shown = {key: said(value, words.language) if isinstance(value, str) else value for key, value in values.items()}
    for key in {"key", "meant", "name"} & shown.keys():
        shown["meant" if key == "name" else key] = words.label(str(shown[key]))
    return words.say(name, **shown)


def _labelled(text: str, words: Words, keys: Collection[str]) -> str:
    def name(key: str, rest: str = "") -> str:
        label = f"{words.labels[key]}{rest}"
        return f"“{label}”" if words.language == "en" else f"«{label}»"

    def quoted(found: re.Match[str]) -> str:
        value = found["value"]
        is_told = value and value not in {"true", "…"}
        return name(found["key"], f": {value}" if is_told else "") if found["key"] in keys else found[0]

    def written(found: re.Match[str]) -> str:
        if found["key"] not in keys:
            return found[0]
        is_value = not found["own"] and found["next"] and not _PROSE.fullmatch(found["next"])
        return name(found["key"]) + (":" if is_value else "")

    text = _WRITTEN.sub(written, _QUOTED.sub(quoted, text))
    text = _BARE.sub(lambda found: name(found[0]) if found[0] in keys else found[0], text)
    return _BRACES.sub(lambda found: found["inside"] or found["list"] or "", text)
